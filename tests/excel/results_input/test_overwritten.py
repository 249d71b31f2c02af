"""Cells of a results workbook that are not read: whoever types over one is told, and notes beside them are welcome."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.workbook import Workbook

from mcda import api
from mcda.api.agreeing import MOST_FINDINGS, overwritten_cells
from mcda.api.watching import not_taken, rounds, watched
from mcda.cli import mcda
from mcda.cli.score import score
from mcda.errors import Finding, errors
from tests.excel.results_input.edited import (
    BUDGETS,
    RATINGS,
    SWITCHES,
    WEIGHTS,
    Edit,
    all_typed,
    cell_of,
    copied,
    edit,
    saved_run,
    sound_study,
    typed,
    typed_over,
)
from tests.excel.spreadsheet import needs_libreoffice, saved_by_libreoffice
from tests.excel.study_cases import HOSTILE

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

Typed = tuple[list[str], tuple[Finding, ...]]
# What says which run a workbook is of is read, and guarded by its hashes.
READ = ("_meta", "_record")
SHEETS = (
    *("Decide", "Ratings", "Value functions", "Scores", "Sensitivity", "Policy mix", "My mix", "Mix explained"),
    *("Robustness", "Robust ratings", "Checks", "About"),
    *("_calc", "_lines", "_lists", "_rules", "_mix", "_best", "_mine"),
)
TYPED = {
    "a low rating": ("Ratings!E9", 3, "overwritten-number", "holds 3 where mcda wrote 2", "Ratings!C9"),
    "a low rating that was blank": ("Ratings!E5", 1, "filled-blank", "holds 1; mcda left it blank", "Ratings!C5"),
    "a saved rating": ("Ratings!D6", 2, "overwritten-number", "holds 2 where mcda wrote 1", "Ratings!C6"),
    "a reason": ("Ratings!I6", "No", "overwritten-text", "holds 'No' where mcda wrote 'First idea'", "Ratings!C6"),
    "a point of a curve": ("Value functions!C15", 77, "overwritten-number", "holds 77 where mcda wrote 40", ""),
    "an end of a scale": ("Value functions!B5", -1, "overwritten-number", "holds -1 where mcda wrote 0", ""),
    "a saved score": ("Scores!L5", 12, "overwritten-number", "holds 12 where mcda wrote 9.001", ""),
    "a saved place": ("Scores!M5", "1", "overwritten-text", "holds '1' where mcda wrote '3'", ""),
    "saved points": ("Decide!C10", 50, "overwritten-number", "holds 50 where mcda wrote 33.3", "Decide!B10"),
    "a saved limit": ("Policy mix!N7", 9, "overwritten-number", "holds 9 where mcda wrote 6.5", "Policy mix!M7"),
    "what an option uses": ("Policy mix!I12", 3, "overwritten-number", "holds 3 where mcda wrote 1", ""),
    "a hidden number": ("_rules!F2", 5, "overwritten-number", "holds 5 where mcda wrote 1", ""),
    "a heading that went": ("Scores!J4", None, "overwritten-text", "holds blank where mcda wrote 'Score'", ""),
    "a number as text": ("Scores!L7", "8.122", "overwritten-number", "holds '8.122' where mcda wrote 8.122", ""),
    "a formula": ("Scores!J5", 55, "overwritten-formula", "the cell holds 55", ""),
}


@pytest.fixture(scope="module")
def found_typed(saved: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Finding, ...]:
    """What is found where all of these were typed."""
    cells = {address: value for address, value, *_ in TYPED.values()}
    return overwritten_cells(typed_over(copied(saved, tmp_path_factory.mktemp("typed")), cells))


@pytest.mark.parametrize("what", TYPED)
def test_whatever_is_typed_over_a_locked_cell_is_named(what: str, found_typed: tuple[Finding, ...]) -> None:
    address, _, code, words, yellow = TYPED[what]

    (found,) = [each for each in found_typed if each.place.cell == address]

    assert (found.code, found.severity) == (code, "note")
    assert words in found.what
    assert found.what.endswith("This cell is not read.")
    assert f"yellow cell {yellow} or in the study's files" in found.cure if yellow else "yellow cells" in found.cure


def test_nothing_else_is_named(found_typed: tuple[Finding, ...]) -> None:
    assert len(found_typed) == len(TYPED)


def test_it_is_said_after_scoring_with_both_values(saved: Path, tmp_path: Path) -> None:
    path = typed_over(copied(saved, tmp_path), {"Ratings!E9": 3, "Scores!L5": 12})

    said = api.agreement_with(path, saved)

    assert said.differs
    assert said.sentences[0] == "2 cells of results.xlsx were changed and not read:"
    assert "Ratings!E9: The cell holds 3 where mcda wrote 2. " in said.sentences[1]
    assert "Scores!L5: The cell holds 12 where mcda wrote 9.001. " in said.sentences[2]


@pytest.mark.parametrize("command", [["mix"], ["robust"], ["explain", "o0", "o1", "-s"]])
def test_every_command_that_takes_the_workbook_says_it(command: list[str], saved: Path, tmp_path: Path) -> None:
    path = typed_over(copied(saved, tmp_path), {"Ratings!E9": 3})

    done = CliRunner().invoke(mcda, [*command, str(path)])

    assert "1 cell of results.xlsx was changed and not read:" in done.stderr
    assert "Ratings!E9: The cell holds 3 where mcda wrote 2. " in done.stderr


def test_watching_says_it_too(saved: Path, tmp_path: Path) -> None:
    path = typed_over(copied(saved, tmp_path), {"Ratings!E9": 3})

    job = watched(path, outputs=tmp_path / "outputs")
    (answered,) = rounds(job, range(1))

    said = not_taken(job, answered)
    path.write_bytes(b"half saved")

    assert said[0] == "1 cell of results.xlsx was changed and not read:"
    assert "Ratings!E9" in said[1]
    assert not_taken(job, answered) == ()


def test_many_cells_are_counted_and_the_command_for_the_rest_is_said(saved: Path, tmp_path: Path) -> None:
    cells = {f"Ratings!{column}{row}": "typed" for column in "IJ" for row in range(5, 21)}
    path = typed_over(copied(saved, tmp_path), cells)

    said = api.agreement_with(path, saved).sentences

    assert said[0] == "32 cells of results.xlsx were changed and not read:"
    assert len(said) == 1 + MOST_FINDINGS + 1
    assert said[-1].strip() == f"... and 12 more: mcda check {path.as_posix()} --all"
    assert len([each for each in api.check(path) if each.code == "overwritten-text"]) == 32


@pytest.fixture(scope="module")
def constants_typed_over(
    saved: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[str], tuple[Finding, ...]]:
    """Every constant that is not yellow, typed over at once, and what is found."""
    return _all_typed_over(saved, tmp_path_factory.mktemp("constants"), "s", "n", "b")


@pytest.fixture(scope="module")
def formulas_typed_over(saved: Path, tmp_path_factory: pytest.TempPathFactory) -> Typed:
    """The same for every formula."""
    return _all_typed_over(saved, tmp_path_factory.mktemp("formulas"), "f")


def _all_typed_over(saved: Path, folder: Path, *kinds: str) -> Typed:
    path, cells = copied(saved, folder), []

    def change(book: Workbook) -> None:
        for sheet in book.worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                if sheet.title in READ or cell.value is None or cell.data_type not in kinds:
                    continue
                if sheet.sheet_state == "visible" and not cell.protection.locked:
                    continue
                cells.append(f"{sheet.title}!{cell.coordinate}")
                cell.value = "typed" if isinstance(cell.value, str) else 2 * cell.value + 1

    edit(path, change)
    return cells, overwritten_cells(path)


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_constant_of_a_sheet_is_watched(sheet: str, constants_typed_over: Typed) -> None:
    cells, found = constants_typed_over

    assert _on(sheet, cells) == _on(sheet, [each.place.cell for each in found]) != []


@pytest.mark.parametrize("sheet", [each for each in SHEETS if each not in {"Mix explained", "About", "_lists"}])
def test_every_formula_of_a_sheet_is_watched(sheet: str, formulas_typed_over: Typed) -> None:
    cells, found = formulas_typed_over

    assert _on(sheet, cells) == _on(sheet, [each.place.cell for each in found])
    assert {each.code for each in found} == {"overwritten-formula"}


def _on(sheet: str, cells: list[str]) -> list[str]:
    return sorted(each for each in cells if each.startswith(f"{sheet}!"))


def test_of_a_long_text_what_differs_is_shown(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    text = str(openpyxl.load_workbook(path, read_only=True)["Ratings"]["A2"].value)

    (found,) = overwritten_cells(typed_over(path, {"Ratings!A2": text.replace("Value functions", "Curves")}))

    assert "stand on the sheet Curves.' where mcda wrote" in found.what


def test_decide_names_every_other_sheet(saved: Path) -> None:
    book = openpyxl.load_workbook(saved / "results.xlsx", read_only=True)
    others = [each.title for each in book.worksheets if each.sheet_state == "visible"][1:-1]

    assert f"Other sheets: {', '.join(others)}; About says" in str(book["Decide"]["A3"].value)


def test_all_sheets_are_looked_at(saved: Path) -> None:
    titles = set(openpyxl.load_workbook(saved / "results.xlsx", read_only=True).sheetnames)

    assert titles == {*SHEETS, *READ}


def test_an_untouched_workbook_has_nothing_overwritten(saved: Path) -> None:
    assert overwritten_cells(saved / "results.xlsx") == ()


@needs_libreoffice
def test_a_save_by_libreoffice_overwrites_nothing(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    inputs = {cell_of(path, WEIGHTS): 41.7, cell_of(path, RATINGS, 5): 2.345678, cell_of(path, BUDGETS): 4.25}
    edit(path, all_typed({**inputs, cell_of(path, SWITCHES, 1): "off"}))

    assert overwritten_cells(saved_by_libreoffice(path, tmp_path)) == ()


@pytest.mark.campaign
@needs_libreoffice
def test_a_save_by_libreoffice_leaves_hostile_texts_as_they_were(tmp_path: Path) -> None:
    names = tuple(dict.fromkeys(name.strip() for name in HOSTILE))[:15]
    path = saved_run(sound_study(names), "one", tmp_path / "outputs") / "results.xlsx"

    assert overwritten_cells(path) == ()
    assert overwritten_cells(saved_by_libreoffice(path, tmp_path)) == ()


def _own_sheet(book: Workbook) -> None:
    book.create_sheet("Our notes")["A1"] = "=1+1"


NOTES: tuple[Edit, ...] = (
    typed("Decide!M9", "Discussed on Monday"),
    typed("Ratings!A3", "Discussed on Monday"),
    typed("Ratings!A21", "Right under the table"),
    typed("Ratings!A23", "Discussed on Monday"),
    typed("Ratings!M9", 3),
    all_typed({"Scores!A12": "Discussed", "Scores!B12": 7}),
    typed("Scores!X5", "=2*J5"),
    typed("Policy mix!A9000", "Far away"),
    _own_sheet,
)


def test_notes_of_the_team_are_welcome(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    edit(path, lambda book: [note(book) for note in NOTES])

    found = api.check(path)

    assert not errors(found)
    ours = {"overwritten-formula", "overwritten-number", "overwritten-text", "filled-blank", "sheet-deleted"}
    assert not {each.code for each in found} & ours


def test_with_the_weights_of_a_workbook_alone_its_other_inputs_are_named(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    at = cell_of(path, RATINGS)
    typed_over(path, {cell_of(path, WEIGHTS): 10, at: 9, cell_of(path, SWITCHES): "off", "Scores!L5": 12})
    book = api.template(tmp_path / "study.xlsx", saved / "results.xlsx")

    talk = _said([str(book), "-w", str(path), "--name", "tuned", "-o", str(tmp_path / "others")])

    assert "3 cells of results.xlsx were changed and not read:" in talk
    assert f"{at}: The yellow cell holds 9, 2.5 in the saved run; it was not taken. With -w only points" in talk
    assert f"{cell_of(path, SWITCHES)}: The yellow cell holds 'off', 'on' in the saved run" in talk
    assert "Scores!L5: The cell holds 12 " in talk
    assert cell_of(path, WEIGHTS) not in talk


@pytest.mark.campaign
def test_with_other_weights_than_those_of_the_workbook_its_points_are_named(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    typed_over(path, {cell_of(path, WEIGHTS): 10})

    talk = _said([str(path), "-w", str(saved / "results.xlsx"), "--name", "tuned", "-o", str(tmp_path / "others")])

    assert f"{cell_of(path, WEIGHTS)}: The yellow cell holds 10, 60 in the saved run; it was not taken." in talk


def test_overrides_hide_nothing(saved: Path, tmp_path: Path) -> None:
    path = typed_over(copied(saved, tmp_path), {"Scores!L5": 12})

    talk = _said([str(path), "--budget", "money=5", "--name", "tuned", "-o", str(tmp_path / "others")])

    assert "Scores!L5: The cell holds 12 " in talk


def _said(arguments: list[str]) -> str:
    done = CliRunner().invoke(score, arguments)
    # 1: no mix fits this study.
    assert done.exit_code in {0, 1}, done.output
    return " ".join(done.stderr.split())


def test_nothing_is_claimed_about_a_workbook_of_another_version(saved: Path, tmp_path: Path) -> None:
    path = typed_over(copied(saved, tmp_path), {"_meta!B3": "0.0.1", "Scores!L5": 12})

    (found,) = overwritten_cells(path)

    assert found.code == "other-version"
    assert "its cells were not compared" in found.what
