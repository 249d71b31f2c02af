"""Thirty ways to tamper with a saved scenario, each found and named; an untouched one passes."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mcda import api
from mcda.api.saving import sealed
from mcda.api.verifying import verify
from mcda.errors import StudyError
from mcda.files.record import dumps, loads
from mcda.scenario.overrides import Overrides
from mcda.scenario.reading import notes_of
from mcda.scenario.scenario import run
from tests.scenario.studies import ROOT, reference, scenario_of, small

Data = dict[str, Any]
Tamper = Callable[[Data], None]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved scenario of a small study with a mix of several options."""
    study = small(2, options=7)
    weights = study.weight_set("baseline")
    return api.save(run(study, weights, "baseline", Overrides(), notes_of(study)), tmp_path_factory.mktemp("outputs"))


@pytest.fixture
def folder(untouched: Path, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    return Path(shutil.copytree(untouched, tmp_path / "baseline"))


def first(data: Data, position: int = 0) -> Data:
    """A line of the ranking."""
    line: Data = data["results"]["ranking"][position]
    return line


def swap_rows(data: Data) -> None:
    rows = data["results"]["ranking"]
    rows[2], rows[3] = rows[3], rows[2]


def swap_inputs(data: Data) -> None:
    ratings = data["inputs"]["study"]["ratings"]
    ratings[0]["best"], ratings[1]["best"] = ratings[1]["best"], ratings[0]["best"]


def other_rating(data: Data) -> None:
    rating = data["inputs"]["study"]["ratings"][5]
    rating["best"] = "4" if rating["best"] != "4" else "3"


def swap_mix(data: Data) -> None:
    options = data["results"]["mix"]["best"]["options"]
    options[0], options[1] = options[1], options[0]


def drop_option_of_mix(data: Data) -> None:
    data["results"]["mix"]["best"]["options"].pop()


def rename_option(data: Data) -> None:
    data["inputs"]["study"]["options"][0]["name"] = "Something else"


def reason(data: Data) -> None:
    data["inputs"]["study"]["ratings"][0]["rationale"] = "Because."


def budget(data: Data) -> None:
    rule = next(c for c in data["inputs"]["study"]["constraints"]["constraints"] if "budget" in c)
    rule["budget"]["at_most"] = "99"


def drop_constraint(data: Data) -> None:
    data["inputs"]["study"]["constraints"]["constraints"].pop()


def add_finding(data: Data) -> None:
    data["findings"].append({"place": "here", "code": "made-up", "what": "Nothing.", "cure": "None."})


RECORD: dict[str, Tamper] = {
    "one digit of a score": lambda d: first(d)["score"].update(value=first(d)["score"]["value"] + 0.1),
    "the last digit of a score": lambda d: first(d)["score"].update(value=first(d)["score"]["value"] + 1e-14),
    "an exact score": lambda d: first(d)["score"].update(exact="100/9"),
    "a rank": lambda d: first(d, 4).update(rank=2),
    "a rank as text": lambda d: first(d, 4).update(rank="5"),
    "a swapped row": swap_rows,
    "a removed row": lambda d: d["results"]["ranking"].pop(),
    "a repeated row": lambda d: d["results"]["ranking"].append(first(d)),
    "a contribution": lambda d: first(d)["contributions"]["c1"].update(value=9.5),
    "a lowest score": lambda d: first(d)["lowest"].update(exact="0"),
    "a weight in the results": lambda d: d["results"]["weights"]["c1"].update(value=0.21),
    "points in the inputs": lambda d: d["inputs"]["weights"]["points"].update(c1="99"),
    "a rating in the inputs": other_rating,
    "two swapped ratings": swap_inputs,
    "a name in the inputs": rename_option,
    "a reason in the inputs": reason,
    "a budget in the inputs": budget,
    "a constraint left out": drop_constraint,
    "the headline": lambda d: d["results"].update(headline="O6 leads."),
    "the members of the mix": drop_option_of_mix,
    "the order of the mix": swap_mix,
    "the value of the mix": lambda d: d["results"]["mix"]["best"]["value"].update(value=40.0),
    "the status of the mix": lambda d: d["results"]["mix"].update(status="unproved"),
    "the number of feasible mixes": lambda d: d["results"]["mix"].update(feasible=307),
    "a kept constraint": lambda d: d["results"]["mix"]["best"]["constraints"].update(
        {next(iter(d["results"]["mix"]["best"]["constraints"])): False}
    ),
    "the fingerprint of the inputs": lambda d: d.update(inputs_sha256="0" * 64),
    "the seal": lambda d: d.update(sha256="0" * 64),
    "no seal": lambda d: d.pop("sha256"),
    "an added finding": add_finding,
    "the name": lambda d: d.update(name="other"),
    "an override that never was": lambda d: d["overrides"].append("--forbid o1"),
    "another setting": lambda d: d["settings"].update(blanks="carry"),
    "the schema": lambda d: d.update(schema="mcda-run/2"),
    "an added field": lambda d: d.update(remark="fine"),
}


def test_an_untouched_scenario_passes(folder: Path) -> None:
    found = verify(folder)

    assert found.differences == ()
    assert found.notes == ()


@pytest.mark.parametrize("what", RECORD)
def test_a_tampered_record_is_found(folder: Path, what: str) -> None:
    data = json.loads((folder / "run.json").read_bytes())
    RECORD[what](data)
    (folder / "run.json").write_bytes(dumps(data))

    assert verify(folder).differences


@pytest.mark.parametrize(
    "what",
    [
        "one digit of a score",
        "a rank",
        "a swapped row",
        "points in the inputs",
        "two swapped ratings",
        "a budget in the inputs",
        "the order of the mix",
        "the fingerprint of the inputs",
    ],
)
def test_a_tampered_record_that_was_sealed_again_is_still_found(folder: Path, what: str) -> None:
    data = json.loads((folder / "run.json").read_bytes())
    RECORD[what](data)
    (folder / "run.json").write_bytes(dumps(sealed(data)))

    assert verify(folder).differences


def test_a_difference_is_named_with_its_place_and_both_values(folder: Path) -> None:
    data = json.loads((folder / "run.json").read_bytes())
    data["results"]["ranking"][0]["score"]["value"] = 99.5
    (folder / "run.json").write_bytes(dumps(data))

    (difference,) = verify(folder).differences

    assert difference.file == "run.json"
    assert difference.place == "results.ranking[0].score.value"
    assert difference.stored == "99.5"
    assert difference.recomputed == repr(float(scenario_of(small(2, options=7)).ranking.lines[0].score or 0))


@pytest.mark.campaign
def test_a_removed_finding_is_named(tmp_path: Path) -> None:
    study = reference()
    weights = study.weight_set("baseline").model_copy(update={"why": "", "when": ""})
    study = study.model_copy(update={"weights": (weights,)})
    notes = notes_of(study)
    folder = api.save(run(study, weights, "baseline", Overrides(), notes), tmp_path)
    data = json.loads((folder / "run.json").read_bytes())
    removed = data["findings"].pop()
    (folder / "run.json").write_bytes(dumps(sealed(data)))

    found = verify(folder).differences

    assert [each.recomputed for each in found if each.file == "run.json"] == [removed["what"]]


def test_metrics_of_another_run_are_found(folder: Path) -> None:
    data = json.loads((folder / "metrics.json").read_bytes())
    data["rank.o1"] = 99
    (folder / "metrics.json").write_bytes(dumps(data))

    assert [each.place for each in verify(folder).differences] == ["rank.o1"]


def test_a_record_written_in_another_way_is_found_but_line_ends_are_not_edits(folder: Path) -> None:
    path = folder / "run.json"
    whole = path.read_bytes()

    path.write_bytes(whole.replace(b"\n", b"\r\n"))
    assert not verify(folder).differences

    path.write_text(json.dumps(loads(whole)))
    assert [each.place for each in verify(folder).differences] == ["layout"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000])
def test_a_broken_record_is_a_difference_not_a_crash(folder: Path, damage: bytes) -> None:
    (folder / "run.json").write_bytes(damage)

    assert verify(folder).differences


def edit_workbook(path: Path, edit: Callable[[openpyxl.Workbook], None]) -> None:
    """Change a workbook as a person with a script would; values are kept as they were."""
    book = openpyxl.load_workbook(path)
    edit(book)
    buffer = BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue())


def numbers_of(book: openpyxl.Workbook) -> list[Any]:
    """The cells of the first sheet that hold typed numbers."""
    sheet = book.worksheets[0]
    return [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]


def test_a_workbook_that_is_no_workbook_is_found(folder: Path) -> None:
    (folder / "results.xlsx").write_bytes(b"PK not really")

    assert {each.file for each in verify(folder).differences} == {"results.xlsx"}


def test_each_changed_cell_of_the_workbook_is_named(folder: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        cell = numbers_of(book)[3]
        cell.value = cell.value + 0.001
        book.worksheets[0]["Z99"] = "a remark"

    edit_workbook(folder / "results.xlsx", edit)

    places = [each.place for each in verify(folder).differences]
    title = openpyxl.load_workbook(folder / "results.xlsx").worksheets[0].title
    assert any(place.startswith(f"{title}!") for place in places)
    assert f"{title}!Z99" in places


def test_a_removed_sheet_of_the_workbook_is_named(folder: Path) -> None:
    title = openpyxl.load_workbook(folder / "results.xlsx").worksheets[-1].title
    edit_workbook(folder / "results.xlsx", lambda book: book.remove(book.worksheets[-1]))

    assert title in {each.place for each in verify(folder).differences}


def test_a_missing_workbook_is_a_note_because_a_clone_has_none(folder: Path) -> None:
    (folder / "results.xlsx").unlink()

    found = verify(folder)

    assert not found.differences
    assert found.notes == ("results.xlsx is not there; it was not compared.",)


def test_a_scenario_of_another_version_is_compared_by_its_record(folder: Path) -> None:
    data = json.loads((folder / "run.json").read_bytes())
    data["version"] = "0.0.1"
    (folder / "run.json").write_bytes(dumps(sealed(data)))

    found = verify(folder)

    assert not found.differences
    assert "0.0.1" in found.notes[0]


def test_against_a_study_the_changed_inputs_are_named(tmp_path: Path) -> None:
    folder = api.save(api.score(ROOT, "baseline"), tmp_path)
    study = tmp_path / "study"
    for name in ("criteria", "inputs"):
        shutil.copytree(ROOT / name, study / name)

    assert not verify(folder, against=study).differences
    weights = study / "inputs" / "weights" / "baseline.yaml"
    weights.write_text(weights.read_text().replace("transparency: 17", "transparency: 30"))
    found = verify(folder, against=study).differences

    assert any(each.place == "weight: Transparency" and each.recomputed.startswith("30 points") for each in found)
    assert any(each.place.startswith("results.") for each in found)


def test_an_unknown_scenario_is_refused_with_the_nearest_name(folder: Path) -> None:
    with pytest.raises(StudyError, match="baseline"):
        verify("basline", folder.parent)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_workbook_that_libreoffice_saved_again_passes(folder: Path, tmp_path: Path) -> None:
    book = folder / "results.xlsx"
    there = tmp_path / "resaved"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(there), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.copy(there / "results.xlsx", book)

    assert verify(folder).differences == ()


def test_a_scenario_in_memory_verifies_after_saving_and_replacing(tmp_path: Path) -> None:
    scenario = api.score(ROOT, "economy_first")

    for _ in range(2):
        folder = api.save(scenario, tmp_path, replace="any")

    assert not verify(folder).differences
