"""A study folder as a draft: which files are read, what is said about the others, and weights from the command line."""

from __future__ import annotations

import time
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from mcda.errors import Finding, Place, StudyError, errors
from mcda.files.csv import parse_csv
from mcda.files.folder import read_study, read_weights
from mcda.model.checks import check
from mcda.model.draft import Draft
from mcda.model.table import Table
from tests.malformed.study import FILES, edited, write

Changes = dict[str, str | bytes | None]


def no_book(path: Path, shown: str) -> tuple[Mapping[str, Table], tuple[Finding, ...]]:
    raise AssertionError(f"{path} is no workbook")


def read(root: Path, changes: Changes) -> Draft:
    return read_study(write(root, changes), no_book)


def told(draft: Draft) -> list[tuple[str, str]]:
    return [(str(f.place), f.code) for f in check(draft)]


def test_a_sound_study_is_read_whole(tmp_path: Path) -> None:
    draft = read(tmp_path, {})

    assert told(draft) == []
    assert len(draft.study().ratings) == 12


def test_places_are_relative_to_the_study_whatever_the_folder(tmp_path: Path) -> None:
    draft = read(tmp_path / "deep" / "study", {})

    assert str(draft.places.of("criteria", 1, "worst").place) == "criteria/risk.yaml:4:8"
    assert str(draft.places.of("ratings", 3, "best").place) == "inputs/ratings.csv:5, column 'best'"
    assert str(draft.places.of("options", 2, "uses", "staff").place) == "inputs/options.csv:4, column 'staff'"
    assert str(draft.places.of("weights", 0, "points", "trust").place) == "inputs/weights/baseline.yaml:8:10"
    rule = ("constraints", "constraints", 0, "budget", "at_most")
    assert str(draft.places.of(*rule).place) == "inputs/constraints.yaml:6:16"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"criteria/risk.yml": FILES["criteria/risk.yaml"]}, [("criteria/risk.yml", "two-files")]),
        ({"inputs/Options.CSV": FILES["inputs/options.csv"]}, [("inputs/options.csv", "two-files")]),
        ({"inputs/weights/Baseline.csv": "criterion,points\n"}, [("inputs/weights/baseline.yaml", "two-files")]),
        ({"criteria/notes.txt": "x"}, [("criteria/notes.txt", "file-ignored")]),
        ({"inputs/weights/old.json": "{}"}, [("inputs/weights/old.json", "file-ignored")]),
        ({"criteria/README.md": "x", "inputs/weights/.DS_Store": b"\0"}, []),
        ({"inputs/constraints.yaml": "# nothing yet\n"}, []),
        ({"inputs/constraints.yaml": None}, []),
        ({"inputs/options.csv": None}, [("inputs/options.csv", "missing-file")]),
        ({"inputs/options.csv": None, "inputs/options.ods": b"x"}, [("inputs/options.csv", "missing-file")]),
        (
            {"inputs/weights/My view.yaml": FILES["inputs/weights/baseline.yaml"]},
            [("inputs/weights/My view.yaml", "file-name")],
        ),
    ],
)
def test_files_that_are_too_many_too_few_or_strange_are_told(
    changes: Changes, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    found = told(read(tmp_path, changes))

    assert found == expected


def test_a_table_in_the_wrong_format_is_named_in_the_cure(tmp_path: Path) -> None:
    draft = read(tmp_path, {"inputs/options.csv": None, "inputs/options.ods": b"x"})

    assert "inputs/options.ods is not read" in draft.findings[0].cure


@pytest.mark.parametrize("kind", ["nothing", "file", "empty"])
def test_where_there_is_no_study_one_finding_says_so(kind: str, tmp_path: Path) -> None:
    root = tmp_path / "study"
    if kind == "file":
        root.write_text("x")
    elif kind == "empty":
        root.mkdir()

    with pytest.raises(StudyError) as caught:
        read_study(root, no_book)

    assert [f.code for f in caught.value.findings] == ["no-study"]
    assert "mcda init" in caught.value.findings[0].cure


def test_one_broken_criterion_does_not_hide_the_findings_of_the_others(tmp_path: Path) -> None:
    changes = edited("criteria/risk.yaml", "unit: steps", "unit: [") | edited("criteria/money.yaml", "unit:", "units:")

    files = [place.split(":")[0] for place, _ in told(read(tmp_path, changes))]

    assert files == ["criteria/risk.yaml", "criteria/money.yaml"]


def book(tables: Mapping[str, str], findings: tuple[Finding, ...] = ()):  # type: ignore[no-untyped-def]  # a reader for tests
    def read_book(path: Path, shown: str) -> tuple[Mapping[str, Table], tuple[Finding, ...]]:
        read = {name: parse_csv(text, shown)[0] for name, text in tables.items()}
        return {name: _on_sheet(table, name) for name, table in read.items() if table}, findings

    return read_book


def _on_sheet(table: Table, name: str) -> Table:
    return Table(Place(table.place.file, cell=name), table.header, table.rows)


def test_a_table_may_be_a_sheet_of_a_workbook(tmp_path: Path) -> None:
    changes: Changes = {"inputs/options.csv": None, "inputs/options.xlsx": b"x"}

    draft = read_study(write(tmp_path, changes), book({"options": FILES["inputs/options.csv"], "other": "a,b\n1,2\n"}))

    assert told(draft) == []
    assert [option.key for option in draft.options] == ["talks", "forum", "quiet", "loud"]


def test_findings_about_sheets_that_are_not_used_are_left_aside(tmp_path: Path) -> None:
    changes: Changes = {"inputs/options.csv": None, "inputs/options.xlsx": b"x"}
    findings = tuple(
        Finding(Place("inputs/options.xlsx", cell=f"{sheet}!C7"), "date", "It is a date.", "Type a number.")
        for sheet in ("options", "other")
    )
    tables = {"options": FILES["inputs/options.csv"], "other": "a,b\n1,2\n"}

    draft = read_study(write(tmp_path, changes), book(tables, findings))

    assert [str(f.place) for f in errors(draft.findings)] == ["inputs/options.xlsx [options!C7]"]


def test_a_workbook_without_the_sheet_says_so(tmp_path: Path) -> None:
    changes: Changes = {"inputs/options.csv": None, "inputs/options.xlsx": b"x"}

    draft = read_study(write(tmp_path, changes), book({"one": "a,b\n", "two": "a,b\n"}))

    assert [f.code for f in errors(check(draft))] == ["missing-sheet"]


def test_weights_from_a_file_are_added_under_its_name(tmp_path: Path) -> None:
    draft = read(tmp_path / "study", {})
    path = tmp_path / "Weights, tuned (2).csv"
    path.write_text("Criterion;Points;Why\nRisk;50,5 %;war\nmoney;30 %;x\ntrust;19,5 %;y\n")

    more, key = read_weights(path, draft, no_book)

    assert key == "weights_tuned_2"
    assert dict(more.weights[1].points) == {"risk": Decimal("50.5"), "money": 30, "trust": Decimal("19.5")}
    assert more.weights[0] == draft.weights[0]
    assert "Weights, tuned (2).csv:2" in str(more.places.of("weights", 1, "points", "risk").place)
    assert not errors(check(more))


def test_weights_with_the_key_of_a_set_in_the_study_take_its_place(tmp_path: Path) -> None:
    draft = read(tmp_path / "study", {"inputs/weights/other.yaml": FILES["inputs/weights/baseline.yaml"]})
    path = tmp_path / "baseline.yaml"
    path.write_text(FILES["inputs/weights/baseline.yaml"].replace("risk: 50", "risk: 60"))

    more, key = read_weights(path, draft, no_book)

    assert key == "baseline"
    assert [weights.key for weights in more.weights] == ["other", "baseline"]
    assert more.weights[1].points["risk"] == 60
    assert str(more.places.of("weights", 0, "points", "risk").place) == "inputs/weights/other.yaml:6:9"


def test_weights_from_the_sheet_of_a_results_workbook_are_read_past_its_other_columns(tmp_path: Path) -> None:
    draft = read(tmp_path / "study", {})
    sheet = "Criterion,Points,Weight,Swing\nRisk,60,0.6,x\nMoney,20,0.2,y\nTrust,20,0.2,z\n"
    reader = book({"ranking": "Rank,Option\n1,x\n", "weights": sheet})

    more, key = read_weights(tmp_path / "results.xlsx", draft, reader)

    assert key == "results"
    assert dict(more.weights[1].points) == {"risk": 60, "money": 20, "trust": 20}
    assert not errors(check(more))


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("w.yaml", "points: [", "unclosed-bracket"),
        ("w.yaml", None, "no-file"),
        ("w.docx", "x", "file-kind"),
        ("w.csv", "", "empty-file"),
    ],
)
def test_a_weights_file_that_cannot_be_read_stops_with_its_finding(
    name: str, text: str | None, code: str, tmp_path: Path
) -> None:
    draft = read(tmp_path / "study", {})
    if text is not None:
        (tmp_path / name).write_text(text)

    with pytest.raises(StudyError) as caught:
        read_weights(tmp_path / name, draft, no_book)

    assert [f.code for f in caught.value.findings] == [code]


def test_a_study_is_read_in_a_blink(tmp_path: Path) -> None:
    root = write(tmp_path, {})
    read_study(root, no_book)

    start = time.perf_counter()
    read_study(root, no_book)

    assert time.perf_counter() - start < 1  # 0.05 s where nothing else runs
