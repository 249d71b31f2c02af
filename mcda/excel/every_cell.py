"""Two workbooks compared cell by cell: values within rounding, formulas as formulas, texts to the letter."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from mcda.errors import errors
from mcda.excel.preflight import preflight
from mcda.scenario.verifying import ABSENT, Difference

# LibreOffice keeps 15 digits of a number, Excel and XlsxWriter 17.
PRECISION = 1e-9
# Far above what we write (2^15 mixes), far below what a stray cell in the last row would make us walk through.
MOST_ROWS, MOST_COLUMNS = 40_000, 2_000
_SPACE = re.compile(r"\s+|\$|'")
_LITERAL = re.compile(r"(?<![A-Z0-9.])\d+\.?\d*(E[+-]?\d+)?(?![A-Z0-9(])")


@dataclass(frozen=True, slots=True)
class Stored:
    """What a cell holds: its value, and its formula if it has one."""

    value: object
    formula: str = ""

    def has_formula_of(self, other: Stored) -> bool:
        """Whether both hold the same formula, however a program wrote it, or none."""
        return self.formula == other.formula or _bare(self.formula) == _bare(other.formula)


Cells = Mapping[str, Mapping[str, Stored]]


def workbook_differences(file: str, stored: bytes, recomputed: bytes) -> Iterator[Difference]:
    """Every cell of the sheets in which two workbooks differ, as Sheet!C7. `stored` has passed preflight."""
    yield from cell_differences(file, every_cell(stored), every_cell(recomputed))


def cell_differences(file: str, found: Cells, wanted: Cells) -> Iterator[Difference]:
    """The same for cells that have been read."""
    for sheet in dict.fromkeys((*wanted, *found)):
        if sheet not in found or sheet not in wanted:
            ends = [f"a sheet of {len(cells[sheet])} cells" if sheet in cells else ABSENT for cells in (found, wanted)]
            yield Difference(file, sheet, *ends)
            continue
        for cell in dict.fromkeys((*wanted[sheet], *found[sheet])):
            one, other = found[sheet].get(cell, Stored(None)), wanted[sheet].get(cell, Stored(None))
            if not same(one, other):
                yield Difference(file, f"{sheet}!{cell}", _shown(one, other), _shown(other, one))


def every_cell(data: bytes) -> Cells:
    """The cells that hold something, by sheet and address; sheets of more than MOST_ROWS are left out."""
    return _stored(data, MOST_ROWS, largest=MOST_ROWS)


def first_cells(data: bytes, rows: int) -> Cells:
    """The same of the first rows of every sheet, however large it is."""
    return _stored(data, rows, largest=2**20)


def _stored(data: bytes, rows: int, *, largest: int) -> Cells:
    values, formulas = (_cells(data, rows, largest=largest, values=each) for each in (True, False))
    return {
        sheet: {cell: Stored(values[sheet].get(cell), formula) for cell, formula in cells.items()}
        for sheet, cells in formulas.items()
    }


def schema_of(path: Path) -> str:
    """The kind of workbook that we wrote, by its custom property; blank for any other file."""
    if errors(preflight(path, path.name)):
        return ""
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        properties = book.custom_doc_props.props  # type: ignore[attr-defined]  # the stubs do not know it
        return next((str(each.value) for each in properties if each.name == "mcda_schema"), "")


def _cells(
    data: bytes, rows: int, *, largest: int, values: bool
) -> Mapping[str, Mapping[str, Any]]:  # whatever a cell holds
    """What the cells hold, or their formulas: a text that begins with = is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=values)
        return {
            sheet.title: {
                cell.coordinate: _text(cell.value) if values or cell.data_type == "f" else ""
                for row in sheet.iter_rows(max_row=rows, max_col=MOST_COLUMNS)
                for cell in row
                if cell.value is not None
            }
            for sheet in book.worksheets
            if (sheet.max_row or 0) <= largest
        }


def _text(value: object) -> object:
    return value.replace("_x000D_", "").replace("\r\n", "\n") if isinstance(value, str) else value


def same(one: Stored, other: Stored) -> bool:
    """Whether two cells hold the same formula, or none, and the same value within rounding."""
    if not one.has_formula_of(other):
        return False
    a, b = one.value, other.value
    if isinstance(a, bool) != isinstance(b, bool):
        return False
    if isinstance(a, int | float) and isinstance(b, int | float):
        return math.isclose(a, b, rel_tol=PRECISION, abs_tol=PRECISION)
    return (a or "") == (b or "") if a in (None, "") and b in (None, "") else a == b


def _bare(formula: str) -> str:
    """A formula without what programs write in their own way: spaces, dollars, quotes, TRUE(), 1E-9 for 0.000000001."""
    parts = formula.split('"')
    # Every second part is a text inside the formula.
    return '"'.join(part if i % 2 else _code(part) for i, part in enumerate(parts))


def _code(text: str) -> str:
    text = _SPACE.sub("", text).upper().replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")
    return _LITERAL.sub(lambda found: repr(float(found[0])), text)


def _shown(cell: Stored, other: Stored) -> str:
    """The side of a difference that tells: the formula where only one is a formula or the formulas differ."""
    if cell.formula and not cell.has_formula_of(other):
        return cell.formula[:60]
    if cell.value is None:
        return "blank"
    return str(cell.value)[:60]
