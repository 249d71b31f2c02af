"""Two workbooks compared cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from mcda.api.comparing import comparison_workbook
from mcda.excel.every_cell import schema_of, workbook_differences
from tests.excel.spreadsheet import needs_libreoffice, saved_by_libreoffice
from tests.scenario.studies import scenario_of, small

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def made(values: dict[str, object]) -> bytes:
    """A workbook of one sheet; formulas are pairs (formula, value)."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet")
        for cell, value in values.items():
            if isinstance(value, tuple):
                sheet.write_formula(cell, value[0], None, value[1])
            else:
                sheet.write(cell, value)
    return buffer.getvalue()


WHOLE: dict[str, object] = {
    "A1": "text",
    "A2": 1.5,
    "A3": True,
    "A4": ("=A2*2", 3.0),
    "A5": ('=IF(A3,"yes","no")', "yes"),
}


def found(changes: dict[str, object]) -> list[str]:
    """The places in which a changed workbook differs."""
    return [each.place for each in workbook_differences("x.xlsx", made({**WHOLE, **changes}), made(WHOLE))]


def test_the_same_cells_are_no_difference() -> None:
    assert found({}) == []


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("A1", "Text"),
        ("A2", 1.5000001),
        ("A2", "1.5"),
        ("A3", False),
        ("A3", 1),
        ("A4", 3.0),
        ("A4", ("=A2*2", 3.1)),
        ("A4", ("=A2+1.5", 3.0)),
        ("A4", ("=A2*3", 3.0)),
        ("A5", "yes"),
        ("A1", ('="text"', "text")),
        ("B9", "more"),
        ("B9", 0),
    ],
)
def test_every_kind_of_edit_is_named_by_its_cell(cell: str, value: object) -> None:
    assert found({cell: value}) == [f"Sheet!{cell}"]


def test_dust_of_the_sixteenth_digit_and_a_formula_written_another_way_are_no_difference() -> None:
    assert found({"A2": 1.5 + 1e-13, "A4": ("= $A$2 * 2", 3.0)}) == []
    assert found({"A5": ('=if(a3, "yes", "no")', "yes")}) == []
    assert found({"A5": ('=IF(A3,"Yes","no")', "yes")}) == ["Sheet!A5"]


def edited(data: bytes, edit: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.load_workbook(BytesIO(data))
    edit(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@needs_libreoffice
def test_hundreds_of_formulas_saved_again_by_libreoffice_are_no_difference_but_one_overwritten_is(
    tmp_path: Path,
) -> None:
    book = comparison_workbook([scenario_of(small(1)), scenario_of(small(2), name="other")])
    path = tmp_path / "compare.xlsx"
    path.write_bytes(book)

    saved = saved_by_libreoffice(path, tmp_path).read_bytes()

    assert list(workbook_differences("compare.xlsx", saved, book)) == []
    path.write_bytes(edited(saved, lambda opened: opened["Compare two"].__setitem__("B8", 12.3)))
    again = saved_by_libreoffice(path, tmp_path).read_bytes()
    assert "Compare two!B8" in {each.place for each in workbook_differences("compare.xlsx", again, book)}


def test_the_kind_of_a_workbook_is_read_from_its_properties(tmp_path: Path) -> None:
    path = tmp_path / "compare.xlsx"
    path.write_bytes(comparison_workbook([scenario_of(small(1)), scenario_of(small(2), name="other")]))
    (tmp_path / "other.xlsx").write_bytes(made(WHOLE))
    (tmp_path / "none.xlsx").write_bytes(b"")

    assert schema_of(path) == "mcda-compare/1"
    assert schema_of(tmp_path / "other.xlsx") == ""
    assert schema_of(tmp_path / "none.xlsx") == ""
