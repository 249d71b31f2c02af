"""How the results workbook writes its cells: texts stay texts, and no formula goes without its value."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any
from xml.sax.saxutils import escape

from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from mcda.excel.cells import number_text
from mcda.excel.results.places import Block, Spot

Value = str | Fraction | Decimal | int | float | bool
DASH = "–"
# In a workbook _x0041_ stands for A; XlsxWriter minds that in texts, but not in the values of formulas.
# Stands before and after what says which formula is shared; in no formula.
_SHARED = "\x00"
_LIKE_AN_ESCAPE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
_PROTECTION = {"format_columns": True, "format_rows": True, "objects": False}


class PlainWorksheet(Worksheet):
    """A worksheet without the functions that only the newest programs have: XlsxWriter looks for thirty of them in
    every formula, which takes most of its time."""

    def _xml_formula_element(self, formula: str, result: Any, attributes: Any = ()) -> None:
        """As XlsxWriter has it, but for formulas that cells of a column share, which it does not know."""
        if not formula.startswith(_SHARED):
            super()._xml_formula_element(formula, result, attributes)
            return
        kind, _, text = formula.removeprefix(_SHARED).partition(_SHARED)
        cell = "".join(f' {key}="{value}"' for key, value in attributes)
        file: Any = self.fh  # XlsxWriter opens it when it writes the sheet
        file.write(f"<c{cell}><f {kind}>{escape(text)}</f><v>{result:.16g}</v></c>")

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


@dataclass(frozen=True, slots=True)
class Made:
    """A formula, without its =, and the value that it has when the workbook is opened."""

    formula: str
    value: Value


@dataclass(frozen=True, slots=True)
class Pen:
    """A workbook being written, with its formats by name; `marking` is the handling marking of the study."""

    book: Workbook
    formats: Mapping[str, Format]
    marking: str

    def sheet(self, name: str, title: str, widths: Sequence[float]) -> Worksheet:
        """A new protected sheet with its title in A1, set up for printing."""
        sheet: Worksheet = self.book.add_worksheet(name, PlainWorksheet)
        sheet.hide_gridlines(2)
        self.put(sheet, (0, 0), title, "title")
        sheet.set_row(0, 26)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, self.formats["line"])
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        font = '&"Arial,Regular"&8'
        sheet.set_header(f"&L{font}{self.marking}" if self.marking else "")
        sheet.set_footer(f"&L{font}&A&R{font}page &P of &N")
        sheet.protect("", _PROTECTION)
        return sheet

    def hidden(self, name: str) -> Worksheet:
        """A new sheet for what formulas look up."""
        sheet: Worksheet = self.book.add_worksheet(name, PlainWorksheet)
        sheet.hide()
        sheet.protect("")
        return sheet

    def put(self, sheet: Worksheet, at: Spot, value: Value | None, style: str = "hidden") -> None:
        """A typed value: text is never read as a formula. None is a blank cell."""
        form = self.formats[style]
        match value:
            case None | "":
                sheet.write_blank(*at, None, form)
            case bool():
                sheet.write_boolean(*at, value, form)
            case str():
                sheet.write_string(*at, value, form)
            case _:
                sheet.write_number(*at, _float(value), form)

    def made(self, sheet: Worksheet, at: Spot, made: Made, style: str = "hidden") -> None:
        """A formula with its value; a formula without one is a mistake of ours."""
        sheet.write_formula(*at, f"={made.formula}", self.formats[style], _stored(made))

    def shared(self, sheet: Worksheet, column: Block, formula: str, values: Sequence[float]) -> None:
        """A formula in every row of a column, as it stands in the first, with its values; written once, it is short."""
        first, last = (xl_rowcol_to_cell(*column.spot(row)) for row in (0, column.rows - 1))
        kind = f't="shared" si="{column.left}"'
        for row, value in enumerate(values):
            text = f'{kind} ref="{first}:{last}"{_SHARED}{formula}' if row == 0 else f"{kind}{_SHARED}"
            sheet.write_formula(*column.spot(row), f"={_SHARED}{text}", self.formats["hidden"], value)

    def head(self, sheet: Worksheet, at: Spot, names: Sequence[str], height: float = 30) -> None:
        """A row of headings."""
        sheet.set_row(at[0], height)
        for column, name in enumerate(names):
            self.put(sheet, (at[0], at[1] + column), name, "head" if column else "head_left")

    def there(self, name: str) -> Worksheet:
        """A sheet that is there already."""
        sheet = self.book.get_worksheet_by_name(name)
        if sheet is None:
            raise ValueError(f"there is no sheet {name}")
        return sheet

    def chart(self, kind: str, subtype: str = "") -> Chart:
        """A new chart."""
        chart = self.book.add_chart({"type": kind, "subtype": subtype} if subtype else {"type": kind})
        if chart is None:
            raise ValueError(f"there is no chart of type {kind}")
        return chart

    def name(self, name: str, block: Block) -> None:
        """A defined name for a block."""
        self.book.define_name(name, f"={block.text}")

    def shade(self, sheet: Worksheet, area: tuple[int, int, int, int], criteria: str, style: str) -> None:
        """A conditional format by formula; the first one that holds counts."""
        rule = {"type": "formula", "criteria": f"={criteria}", "format": self.formats[style], "stop_if_true": True}
        sheet.conditional_format(*area, rule)


def sheet_round(number: Value, digits: int) -> float:
    """A number rounded as ROUND does it: halves away from zero, of the 15 digits that a spreadsheet shows.

    >>> sheet_round(0.15, 1), sheet_round(-0.25, 1), sheet_round(Fraction(-1, 100), 1)
    (0.2, -0.3, 0.0)
    """
    exact = Decimal(f"{float(number):.15g}").quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return float(exact) + 0.0


def shown(number: Value, digits: int = 1) -> str:
    """A rounded number as & joins it to a text.

    >>> shown(Fraction(25, 2)), shown(3.04)
    ('12.5', '3')
    """
    return number_text(sheet_round(number, digits))


def dashed(number: Value | None) -> Value:
    """The number, or the dash that stands where there is none."""
    return DASH if number is None else number


def _stored(made: Made) -> Any:  # what XlsxWriter takes: text, number or truth
    value = made.value
    if isinstance(value, str):
        if not value:
            raise ValueError(f"={made.formula} has no value")
        return _LIKE_AN_ESCAPE.sub("_x005F_x", value)
    if isinstance(value, bool):
        return value
    number = _float(value)
    return int(number) if number.is_integer() else number


def _float(value: Fraction | Decimal | int | float) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("a cell cannot hold a number without end")
    return number + 0.0
