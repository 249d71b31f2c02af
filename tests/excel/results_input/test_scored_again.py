"""A results workbook scored again: untouched, changed, saved by LibreOffice, tampered with, with hostile names."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from mcda import api
from mcda.api.saving import fingerprint
from mcda.api.verifying import verify
from mcda.api.watching import answer, watched
from mcda.errors import StudyError, errors
from mcda.excel.read import defined_blocks
from mcda.scenario.scenario import Scenario
from tests.excel.results_input.edited import (
    BUDGETS,
    RATINGS,
    SWITCHES,
    WEIGHTS,
    all_typed,
    cell_of,
    copied,
    edit,
    saved_run,
    sound_study,
    typed,
    without_record,
)
from tests.excel.spreadsheet import needs_libreoffice, saved_by_libreoffice
from tests.excel.study_cases import HOSTILE
from tests.scenario.studies import scenario_of

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def test_an_untouched_workbook_is_the_same_run(saved: Path, tmp_path: Path) -> None:
    again = api.score(copied(saved, tmp_path))

    assert fingerprint(again) == fingerprint(scenario_of(sound_study(), "one"))


def test_its_yellow_cells_are_the_inputs(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    moved = {cell_of(path, WEIGHTS): 12.5, cell_of(path, RATINGS, 3): "high"}
    edit(path, all_typed({**moved, cell_of(path, BUDGETS): 4.25, cell_of(path, SWITCHES, 1): "off"}))

    tuned = api.score(path, name="tuned")

    study, weights = tuned.study, tuned.weights
    assert weights.points["aims"] == Decimal("12.5")
    assert (weights.key, weights.who) == ("one_edited", "")
    assert next(r.best for r in study.ratings if (r.option, r.criterion) == ("o0", "trust")) == "high"
    assert study.constraints.constraints[0].budget.at_most == Decimal("4.25")  # type: ignore[union-attr]
    assert [each.name for each in study.constraints.constraints] == [
        "=Rule 0",
        "=Rule 2",
        "=Rule 3",
        "=Rule 4",
        "=Rule 5",
    ]
    assert "switched-off" in {note.code for note in tuned.notes}


def test_a_rating_beyond_its_range_widens_it_and_says_so(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)

    tuned = api.score(edit(path, typed(cell_of(path, RATINGS, 4), 9.5)))

    rating = next(r for r in tuned.study.ratings if (r.option, r.criterion) == ("o1", "calm"))
    assert (rating.low, rating.best, rating.high) == (2, Decimal("9.5"), Decimal("9.5"))
    assert "range-widened" in {note.code for note in tuned.notes}


@pytest.mark.campaign
def test_only_its_weights_are_taken_for_another_study(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    edit(path, all_typed({cell_of(path, WEIGHTS): 10, cell_of(path, RATINGS): 9}))
    book = api.template(tmp_path / "study.xlsx", path)

    scenario = api.score(book, path)

    assert scenario.weights.points["aims"] == 10
    assert scenario.name == "one_edited"


@pytest.mark.campaign
def test_a_template_made_from_it_holds_what_was_typed(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    edit(path, typed(cell_of(path, RATINGS), 9))

    study = api.load(api.template(tmp_path / "study.xlsx", path))

    assert study.ratings[0].best == 9


def test_scenarios_go_beside_the_one_it_came_from(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)

    assert api.outputs_of(path) == tmp_path / "outputs"


def test_watching_it_scores_a_scenario_of_its_own(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    edit(path, typed(cell_of(path, RATINGS), 9))

    found = answer(watched(path))

    assert found.folder == tmp_path / "outputs" / "one_edited"
    assert found.scenario
    assert found.scenario.study.ratings[0].best == 9


def test_the_workbook_alone_is_enough(saved: Path, tmp_path: Path) -> None:
    alone = tmp_path / "sent by mail.xlsx"
    alone.write_bytes((saved / "results.xlsx").read_bytes())
    edit(alone, typed(cell_of(alone, RATINGS), 9))

    again = api.score(alone)
    folder = api.save(again, api.outputs_of(alone))

    assert again.study.ratings[0].best == 9
    assert again.study.options == sound_study().options
    assert folder == tmp_path / "outputs" / "one_edited"
    assert not {each.code for each in errors(api.check(alone))}


@pytest.mark.parametrize(
    ("block", "row", "value"), [(RATINGS, 0, 9), (SWITCHES, 1, "off"), (BUDGETS, 0, 4.25), (WEIGHTS, 0, 10)]
)
def test_without_a_name_an_edited_workbook_is_a_scenario_beside_the_saved_one(
    saved: Path, tmp_path: Path, block: str, row: int, value: object
) -> None:
    path = copied(saved, tmp_path)

    scenario = api.score(edit(path, typed(cell_of(path, block, row), value)))

    assert scenario.name == "one_edited"
    assert api.save(scenario, api.outputs_of(path)) == tmp_path / "outputs" / "one_edited"


def test_without_a_name_an_untouched_workbook_is_the_scenario_it_came_from(saved: Path, tmp_path: Path) -> None:
    named = api.save(api.score(copied(saved, tmp_path), name="tuned"), tmp_path / "outputs")

    again = api.score(named / "results.xlsx")

    assert again.name == "tuned"
    assert api.save(again, tmp_path / "outputs") == named


def test_without_a_record_it_says_what_is_missing(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    (path.parent / "run.json").unlink()

    with pytest.raises(StudyError) as caught:
        api.score(edit(path, without_record))

    assert [each.code for each in caught.value.findings] == ["no-record"]


def test_the_record_of_another_run_is_refused(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    other = saved_run(sound_study(("A", "B", "C")), "one", tmp_path / "other")
    (path.parent / "run.json").write_bytes((other / "run.json").read_bytes())

    with pytest.raises(StudyError) as caught:
        api.score(edit(path, without_record))

    assert [each.code for each in caught.value.findings] == ["other-record"]


def test_a_record_that_was_changed_is_refused(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    record = path.parent / "run.json"
    record.write_bytes(record.read_bytes().replace(b'"worst": "0"', b'"worst": "1"', 1))

    def spoil(book: Workbook) -> None:
        if "_record" in book.sheetnames:
            book["_record"]["A1"] = str(book["_record"]["A1"].value).replace("Nothing new", "Nothing old")

    with pytest.raises(StudyError) as caught:
        api.score(edit(path, spoil))

    assert [each.code for each in caught.value.findings] == ["broken-record"]


def test_tampered_hidden_sheets_change_nothing_that_is_read(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)

    def tamper(book: Workbook) -> None:
        for sheet in book.worksheets:
            if sheet.title.startswith("_") and sheet.title not in ("_record", "_meta"):
                for row in sheet.iter_rows():
                    for cell in row:
                        cell.value = 7

    assert fingerprint(api.score(edit(path, tamper))) == fingerprint(scenario_of(sound_study(), "one"))


def test_hostile_names_come_back_as_they_were(tmp_path: Path) -> None:
    names = tuple(dict.fromkeys(name.strip() for name in HOSTILE))[:15]
    study = sound_study(names)
    path = saved_run(study, "one", tmp_path / "outputs") / "results.xlsx"

    again = api.score(path)

    assert [option.name for option in again.study.options] == list(names)
    assert fingerprint(again) == fingerprint(scenario_of(study, "one"))


def test_a_stale_workbook_is_named_after_scoring(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    stale = _with_stored(path, cell_of(path, WEIGHTS), 5)

    folder = api.save(api.score(stale, name="tuned"), tmp_path / "outputs")
    found = api.agreement_with(stale, folder)

    assert found.differs
    assert "differ from the engine: Decide!" in found.sentences[0]


def test_a_workbook_without_results_is_named_after_scoring(saved: Path, tmp_path: Path) -> None:
    path = edit(copied(saved, tmp_path), lambda _book: None)

    found = api.agreement_with(path, saved)

    assert found.differs
    assert "hold no results" in found.sentences[0]


def test_an_untouched_workbook_agrees(saved: Path) -> None:
    found = api.agreement_with(saved / "results.xlsx", saved)

    assert not found.differs
    assert "agrees with the engine to the last digit" in found.sentences[0]


def _with_stored(path: Path, address: str, value: float) -> Path:
    """The file with another number in a cell, all else as it was: what a program writes that does not calculate."""
    sheet, _, cell = address.partition("!")
    position = openpyxl.load_workbook(path, read_only=True).sheetnames.index(sheet) + 1
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    name = f"xl/worksheets/sheet{position}.xml"
    text = parts[name].decode()
    parts[name] = re.sub(rf'(<c r="{cell}"[^>]*><v>)[^<]*', rf"\g<1>{value}", text).encode()
    assert parts[name].decode() != text
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return path


def test_verify_names_a_moved_weight_alone(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    at = cell_of(path, WEIGHTS)
    _with_stored(path, at, 5)

    found = verify("one", tmp_path / "outputs")

    assert [(each.place, each.stored, each.recomputed) for each in found.differences] == [(at, "5", "60")]
    assert f"Yellow cells of results.xlsx were changed after the run was saved: {at} (Aims)" in found.notes[0]


def test_verify_names_one_changed_cell_with_both_values(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    at = cell_of(path, "mcda_scores")
    edit(path, typed(at, 55))

    found = verify("one", tmp_path / "outputs")

    assert (at, "55") in {(each.place, each.stored) for each in found.differences}


@needs_libreoffice
@pytest.mark.campaign
def test_saved_by_libreoffice_it_is_the_same_run_again_and_again(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    edit(path, all_typed({cell_of(path, WEIGHTS): 41.7, cell_of(path, RATINGS, 5): 2.345678}))
    path.write_bytes(saved_by_libreoffice(path, tmp_path / "first").read_bytes())

    tuned = api.score(path, name="tuned")
    folder = api.save(tuned, tmp_path / "outputs")
    said = api.agreement_with(path, folder)
    second = folder / "results.xlsx"
    second.write_bytes(saved_by_libreoffice(second, tmp_path / "second").read_bytes())
    again = api.score(second, name="tuned")

    assert not said.differs, said.sentences
    assert fingerprint(again) == fingerprint(tuned)
    for one, other in zip(tuned.ranking.lines, again.ranking.lines, strict=True):
        assert (one.option, one.rank) == (other.option, other.rank)
        assert one.score == other.score
    _same_as_stored(second, again)
    assert verify("tuned", tmp_path / "outputs").differences == ()


def _same_as_stored(path: Path, again: Scenario) -> None:
    """The scores that LibreOffice worked out are those of the engine, to 1e-12."""
    blocks, _ = defined_blocks(path, path.name)
    scores = {
        key[0].text: float(score[0].text)
        for key, score in zip(blocks["mcda_option_keys"], blocks["mcda_scores"], strict=True)
    }
    for line in again.ranking.lines:
        if line.option in scores and line.score is not None:
            assert scores[line.option] == pytest.approx(float(line.score), abs=1e-12)
