"""The comparison workbook: what its formulas give is what the engine gives, for every choice of A, B and option."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from io import BytesIO
from itertools import permutations
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from mcda.api.comparing import comparison_workbook, save_comparison
from mcda.errors import StudyError
from mcda.model.option import Option
from mcda.scenario.comparing import compare
from mcda.scenario.scenario import Scenario
from tests.excel.results.office import needs_office, the_office
from tests.excel.spreadsheet import needs_libreoffice, saved_by_libreoffice
from tests.scenario.studies import reference, scenario_of, small, with_rating, with_weights, without_criterion

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
ALLOWED = {"ABS", "AND", "COUNT", "COUNTIF", "IF", "INDEX", "ISNUMBER", "MAX", "MIN", "ROW", "SUM", "SUMPRODUCT"}
VISIBLE = ["Start", "Compare two", "Why", "All ranks", "All scores", "Mixes", "Regret", "Weights", "Provenance"]


@pytest.fixture(scope="module")
def scenarios() -> list[Scenario]:
    """Other weights, another rating, a blank one, a criterion that is gone."""
    study = reference()
    return [
        scenario_of(study),
        scenario_of(with_rating(study, "allied_coordination", "transparency", 3), "alliance_first"),
        scenario_of(
            with_rating(study, "backchannels", "transparency", None), with_weights(study, transparency=40), "blank"
        ),
        scenario_of(without_criterion(study, "economic_effect"), name="fewer"),
    ]


@pytest.fixture(scope="module")
def book(scenarios: list[Scenario]) -> bytes:
    return comparison_workbook(scenarios)


def cells(data: bytes, *, stored: bool) -> dict[tuple[str, str], object]:
    """Values or formulas of all cells."""
    opened = openpyxl.load_workbook(BytesIO(data), data_only=stored)
    return {
        (sheet.title, c.coordinate): c.value
        for sheet in opened.worksheets
        for row in sheet.iter_rows()
        for c in row
        if c.value is not None
    }


def test_the_same_scenarios_give_the_same_bytes(scenarios: list[Scenario], book: bytes) -> None:
    assert comparison_workbook(scenarios) == book


def test_every_sheet_has_a_title_and_heads_without_repeats_and_nothing_is_merged(book: bytes) -> None:
    opened = openpyxl.load_workbook(BytesIO(book))

    assert [s.title for s in opened.worksheets if s.sheet_state == "visible"] == VISIBLE
    assert set(VISIBLE[1:]) == {opened["Start"].cell(row, 1).value for row in range(5, 5 + len(VISIBLE) - 1)}
    for sheet in opened.worksheets:
        assert not sheet.merged_cells.ranges
        if sheet.sheet_state == "visible":
            assert isinstance(sheet["A1"].value, str)
            assert sheet.protection.sheet
            for row in sheet.iter_rows():
                heads = [c.value for c in row if c.fill.fgColor.rgb == "FF0B3C6F"]
                assert len(heads) == len(set(heads))


def test_only_the_three_yellow_cells_are_open_and_each_has_a_list(book: bytes) -> None:
    opened = openpyxl.load_workbook(BytesIO(book))
    loose = {
        (s.title, c.coordinate) for s in opened.worksheets for r in s.iter_rows() for c in r if not c.protection.locked
    }
    lists = {(s.title, str(v.sqref)) for s in opened.worksheets for v in s.data_validations.dataValidation}

    assert loose == lists == {("Compare two", "A4"), ("Compare two", "A5"), ("Why", "A4")}
    assert {"mcda_compare_a", "mcda_compare_b", "mcda_compare_option"} == set(opened.defined_names)


def test_formulas_use_only_functions_that_every_program_has_and_no_error_is_stored(book: bytes) -> None:
    formulas = {k: str(v) for k, v in cells(book, stored=False).items() if str(v).startswith("=")}
    used = {name for text in formulas.values() for name in re.findall(r"([A-Z][A-Z.]+)\(", text)}

    assert used <= ALLOWED
    assert not [v for v in cells(book, stored=True).values() if str(v).startswith("#")]
    with ZipFile(BytesIO(book)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    for text in sheets:
        assert text.count("<f>") == len(re.findall(r"</f><v>", text))
    assert not any("externalLink" in name or "vba" in name for name in ZipFile(BytesIO(book)).namelist())


def test_the_chart_has_words_for_those_who_do_not_see_it(book: bytes) -> None:
    with ZipFile(BytesIO(book)) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()

    assert "Bars of each option" in drawing


def test_texts_that_look_like_formulas_stay_texts() -> None:
    study = small(3)
    hostile = ("=1+1", "+cmd|' /C calc'!A0", "@x", "-2", '=HYPERLINK("http://x")')
    options = tuple(Option(key=o.key, name=name, uses=o.uses) for o, name in zip(study.options, hostile, strict=True))
    study = study.model_copy(update={"options": options})
    book = comparison_workbook([scenario_of(study), scenario_of(study, name="other")])

    opened = openpyxl.load_workbook(BytesIO(book))
    rows = [opened["All ranks"].cell(row, 1) for row in range(5, 10)]
    assert {c.value for c in rows} == set(hostile)
    with ZipFile(BytesIO(book)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert not any("<f>1+1" in text or "HYPERLINK(" in text or "cmd|" in text for text in sheets)


def chosen(book: bytes, path: Path, choice: tuple[str, str, str]) -> None:
    """The workbook with other choices in the yellow cells, as a person would leave it."""
    opened = openpyxl.load_workbook(BytesIO(book))
    opened["Compare two"]["A4"], opened["Compare two"]["A5"], opened["Why"]["A4"] = choice
    opened.save(path)


@needs_libreoffice
def test_what_is_stored_is_what_libreoffice_calculates(book: bytes, tmp_path: Path) -> None:
    path = tmp_path / "compare.xlsx"
    path.write_bytes(book)
    calculated = cells(saved_by_libreoffice(path, tmp_path).read_bytes(), stored=True)
    stored = cells(book, stored=True)
    formulas = [place for place, text in cells(book, stored=False).items() if str(text).startswith("=")]

    assert len(formulas) > 200
    for place in formulas:
        assert same(stored.get(place), calculated.get(place)), place


def same(one: object, other: object) -> bool:
    """Numbers within rounding, texts to the letter, blank as blank."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9
    return (one or "") == (other or "")


@needs_office
def test_every_choice_of_two_scenarios_shows_what_the_engine_gives(
    scenarios: list[Scenario], book: bytes, tmp_path: Path
) -> None:
    labels = [f"{i + 1} {s.name}" for i, s in enumerate(scenarios)]
    options = [o.key for o in reference().options]
    pairs = list(permutations(range(len(scenarios)), 2))
    path = tmp_path / "compare.xlsx"
    path.write_bytes(book)
    office = the_office()
    office.open(path)

    for n, (a, b) in enumerate(pairs):
        name = reference().option(options[n]).name
        office.type([("Compare two", "A4", labels[a]), ("Compare two", "A5", labels[b]), ("Why", "A4", name)])
        found = office.visible()
        compared = compare(scenarios[a], scenarios[b])
        rows = {found["Compare two", f"A{row}"]: row for row in range(8, 8 + len(options))}
        for move in compared.moves:
            row = rows[reference().option(move.option).name]
            shown = [found.get(("Compare two", f"{column}{row}")) for column in "BCDEFG"]
            wanted = [move.before.score, move.after.score, move.change, move.before.rank, move.after.rank]
            assert all(same(x, None if y is None else float(y)) for x, y in zip(shown, wanted, strict=False)), (
                a,
                b,
                move,
            )
            known = move.before.rank is not None and move.after.rank is not None
            assert same(shown[5], move.rose if known else None)
        why = next(move for move in compared.moves if move.option == options[n])
        check_why(found, why.change, why.causes.points if why.causes else {}, why.causes.ratings if why.causes else {})


def check_why(
    found: Mapping[tuple[str, str], object], change: Fraction | None, points: object, ratings: object
) -> None:
    """The parts on the sheet Why are the causes of the engine."""
    assert isinstance(points, dict)
    assert isinstance(ratings, dict)
    names = {c.name: c.key for c in reference().criteria}
    for row in range(7, 7 + len(names)):
        key = names[str(found["Why", f"A{row}"])]
        if change is None:
            assert not found.get(("Why", f"F{row}"))
            continue
        assert same(found.get(("Why", f"F{row}")), float(points.get(key, 0)))
        assert same(found.get(("Why", f"G{row}")), float(ratings.get(key, 0)))
    answer = found["Why", f"B{7 + len(names) + 3}"]
    assert answer == ("not known" if change is None else "yes")


@needs_libreoffice
def test_a_choice_that_is_not_in_the_list_blanks_the_sheet(book: bytes, tmp_path: Path) -> None:
    chosen(book, tmp_path / "wrong.xlsx", ("9 nothing", "1 baseline", "no option"))
    found = cells(saved_by_libreoffice(tmp_path / "wrong.xlsx", tmp_path).read_bytes(), stored=True)

    assert found["Compare two", "D4"] == "Choose A and B from the lists."
    assert not [
        v for (sheet, cell), v in found.items() if sheet == "Compare two" and cell in {"B8", "D8", "G8", "H8"} and v
    ]
    assert not [v for v in found.values() if str(v).startswith(("#", "Err:"))]


def test_a_comparison_never_replaces_another_file_or_an_input(scenarios: list[Scenario], tmp_path: Path) -> None:
    (tmp_path / "inputs").mkdir()
    (tmp_path / "mine.xlsx").write_bytes(b"my own")

    for path in (tmp_path / "mine.xlsx", tmp_path / "inputs" / "new.xlsx", tmp_path / "compare.csv"):
        with pytest.raises(StudyError):
            save_comparison(scenarios[:2], path)

    for _ in range(2):
        save_comparison(scenarios[:2], tmp_path / "compare.xlsx")
    assert (tmp_path / "mine.xlsx").read_bytes() == b"my own"
