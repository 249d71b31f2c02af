"""States in which people leave a results workbook: each is found, at its cell, and never silently repaired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from mcda import api
from mcda.errors import Finding, StudyError, errors
from mcda.excel.read import defined_blocks
from mcda.model.checks import check
from tests.excel.results_input.edited import (
    BUDGETS,
    RATINGS,
    SWITCHES,
    WEIGHTS,
    all_typed,
    cell_of,
    copied,
    edit,
    sound_study,
    typed,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


@dataclass(frozen=True)
class State:
    """A change of one cell (a name and a row of its block, or an address), and the finding it must lead to."""

    what: str
    cell: tuple[str, int] | str
    value: object
    code: str
    words: str
    severity: str = "error"
    at: str = ""


STATES = (
    State("text weight", (WEIGHTS, 0), "60 ", "not-a-number", "'60 '"),
    State("weight with a sign", (WEIGHTS, 0), "60%", "not-a-number", "'60%'"),
    State("negative weight", (WEIGHTS, 0), -5, "negative-points", "-5"),
    State("blank weight", (WEIGHTS, 1), None, "blank-cell", "blank"),
    State("error in a weight", (WEIGHTS, 0), "#DIV/0!", "spreadsheet-error", "#DIV/0!"),
    State("word for a weight", (WEIGHTS, 0), "TRUE", "not-a-number", "TRUE"),
    State("missing rating", (RATINGS, 0), None, "blank-rating", "is blank"),
    State("rating off the scale", (RATINGS, 0), 1e9, "rating-off-scale", "off the scale"),
    State("text for a rating", (RATINGS, 0), "lots", "not-a-number", "'lots'"),
    State("overwritten key", ("mcda_rating_options", 0), "nobody", "row-unknown", "'nobody x", at="Ratings!C5"),
    State(
        "overwritten key of a weight", ("mcda_weight_keys", 0), "nothing", "row-unknown", "'nothing'", at="Decide!B9"
    ),
    State("renamed option", "Ratings!A5", "Something else", "row-renamed", "shows 'Something else' but belongs to"),
    State("renamed criterion", "Ratings!B5", "Something else", "row-renamed", "'Something else'"),
    State("strange switch", (SWITCHES, 0), "maybe", "switch", "'maybe'"),
    State("blank switch", (SWITCHES, 0), None, "switch", "blank"),
    State("limit on what has none", (BUDGETS, 1), 3, "limit-unused", "has no limit"),
    State("overwritten score", ("mcda_scores", 0), 55, "overwritten-formula", "holds 55", "note"),
    State("overwritten place", ("mcda_ranks", 0), 1, "overwritten-formula", "holds 1", "note"),
    State("renamed option beside its score", "Scores!A5", "Something else", "overwritten-text", "is not read", "note"),
)


@pytest.mark.parametrize("state", STATES, ids=[each.what for each in STATES])
def test_a_bad_state_is_found_at_its_cell(state: State, saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    address = state.cell if isinstance(state.cell, str) else cell_of(path, *state.cell)

    edit(path, typed(address, state.value))
    found = check(api.read(path)) if state.severity == "error" else api.check(path)

    at = state.at or address
    (finding,) = [each for each in found if each.place.cell == at and each.severity == state.severity]
    assert (finding.code, finding.severity) == (state.code, state.severity)
    assert state.words in finding.what
    assert str(finding).startswith(f"{path.as_posix()} [{at}]: ")
    assert finding.cure


def test_an_untouched_workbook_has_no_finding(saved: Path, tmp_path: Path) -> None:
    found = api.check(copied(saved, tmp_path))

    assert not errors(found)
    assert not {each.code for each in found} & {"overwritten-formula", "overwritten-text", "sheet-deleted", "formulas"}


def whole(change: Callable[[Workbook], object], saved: Path, tmp_path: Path) -> tuple[Finding, ...]:
    """What is found after a change of more than a cell."""
    path = copied(saved, tmp_path)
    edit(path, change)
    try:
        return check(api.read(path))
    except StudyError as error:
        return error.findings


def codes(found: tuple[Finding, ...]) -> set[str]:
    return {each.code for each in errors(found)}


def rows_of(path: Path, name: str, count: int) -> list[str]:
    return [cell_of(path, name, row) for row in range(count)]


def test_points_that_are_all_zero_are_found(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    cells = rows_of(path, WEIGHTS, len(sound_study().weight_set("one").points))

    edit(path, all_typed(dict.fromkeys(cells, 0)))
    found = check(api.read(path))

    assert codes(found) == {"zero-points"}
    assert next(each for each in found if each.code == "zero-points").place.cell.startswith("Decide!")


def test_a_branch_whose_criteria_are_all_zero_is_found(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    blocks, _ = defined_blocks(path, path.name)
    keys = [row[0].text for row in blocks["mcda_weight_keys"]]

    edit(path, all_typed({cell_of(path, WEIGHTS, keys.index(key)): 0 for key in ("risk", "trust")}))
    (found,) = errors(check(api.read(path)))

    assert found.code == "zero-points"
    assert "'means'" in found.what


def test_a_deleted_row_is_found(saved: Path, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        for column in range(1, 13):
            book["Ratings"].cell(6, column).value = None

    found = whole(change, saved, tmp_path)

    assert "row-deleted" in codes(found)
    assert next(each for each in found if each.code == "row-deleted").place.cell == "Ratings"


def test_a_pasted_row_is_found_wherever_it_was_pasted(saved: Path, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["Ratings"]
        below = sheet.max_row + 3
        for column in range(1, 13):
            sheet.cell(below, column).value = sheet.cell(5, column).value

    (found,) = errors(whole(change, saved, tmp_path))

    assert found.code == "row-twice"
    assert "Ratings!C5" in found.what


def test_an_option_typed_below_the_table_is_found(saved: Path, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["Ratings"]
        below = sheet.max_row + 1
        sheet.cell(below, 1).value, sheet.cell(below, 3).value = "A new idea", 3

    (found,) = errors(whole(change, saved, tmp_path))

    assert found.code == "row-unknown"
    assert "belong in the study" in found.cure


def test_a_column_sorted_without_the_others_is_found(saved: Path, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["Ratings"]
        names = sorted({str(sheet.cell(row, 1).value) for row in range(5, 5 + 16)}, reverse=True)
        for row in range(5, 5 + 16):
            sheet.cell(row, 1).value = names[(row - 5) // 4]

    assert codes(whole(change, saved, tmp_path)) == {"row-renamed"}


def test_two_options_with_one_name_are_found(saved: Path, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["Ratings"]
        for row in range(5, 5 + 16):
            sheet.cell(row, 1).value = sheet.cell(5, 1).value

    assert codes(whole(change, saved, tmp_path)) == {"row-renamed"}


def test_a_merged_input_is_found(saved: Path, tmp_path: Path) -> None:
    found = whole(lambda book: book["Ratings"].merge_cells("C5:C6"), saved, tmp_path)

    assert "merged-cells" in codes(found)


def test_sheets_in_another_order_are_read_by_their_names(saved: Path, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book.move_sheet("Decide", 5)
        book.move_sheet("Ratings", -1)

    assert not errors(whole(change, saved, tmp_path))


@pytest.mark.parametrize("sheet", ["Decide", "Ratings", "Policy mix"])
def test_a_deleted_sheet_is_found(sheet: str, saved: Path, tmp_path: Path) -> None:
    found = whole(lambda book: book.remove(book[sheet]), saved, tmp_path)

    assert "table-lost" in codes(found)


def test_other_bad_cells_do_not_hide_each_other(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    bad = {cell_of(path, WEIGHTS): "60 ", cell_of(path, RATINGS, 2): "lots", cell_of(path, SWITCHES, 1): "perhaps"}
    edit(path, all_typed(bad))

    with pytest.raises(StudyError) as caught:
        api.score(path)

    assert [each.code for each in errors(caught.value.findings)] == ["not-a-number", "not-a-number", "switch"]
