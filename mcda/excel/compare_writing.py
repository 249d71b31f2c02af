"""How the comparison workbook writes its cells: formats, texts that stay texts, formulas with their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from mcda.excel.palette import DARK, INPUT, LINE, QUIET, TEXT, WHITE

Cell = str | Fraction | int | float | bool | None

_BASE: Mapping[str, Any] = {"font_name": "Arial", "font_size": 10, "font_color": TEXT}
_CELL = {"border": 1, "border_color": LINE, "valign": "top"}
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": DARK},
    "subtitle": {"bold": True, "font_size": 12, "font_color": DARK},
    "how": {"italic": True, "font_color": QUIET},
    "head": {"bold": True, "font_color": WHITE, "bg_color": DARK, "text_wrap": True, "valign": "vcenter", "border": 1},
    "input": {**_CELL, "bg_color": INPUT, "font_color": "#0000c0", "bold": True, "locked": False, "num_format": "@"},
    "text": {**_CELL, "text_wrap": True, "num_format": "@"},
    "made": {**_CELL, "text_wrap": True},
    "points": {**_CELL, "num_format": "0.0"},
    "change": {**_CELL, "num_format": "+0.0;-0.0;0.0"},
    "weight": {**_CELL, "num_format": "0.0%"},
    "place": {**_CELL, "num_format": "0", "align": "center"},
    "quiet": {"num_format": "0", "align": "center", "font_color": QUIET, "font_size": 8},
    "mean": {**_CELL, "num_format": "0.0", "align": "center"},
    "move": {**_CELL, "num_format": '"▲" 0;"▼" 0;"–"', "align": "center"},
    "plain": {},
    "bold": {**_CELL, "bold": True, "valign": "vcenter"},
    "total": {**_CELL, "bold": True, "num_format": "+0.0;-0.0;0.0"},
}


@dataclass(frozen=True, slots=True)
class Writing:
    """A workbook being written, with its formats by name."""

    book: Workbook
    formats: Mapping[str, Format]

    def sheet(self, name: str, title: str, how: str, widths: Sequence[float]) -> Worksheet:
        """A new protected sheet with its title in A1 and a sentence in A2, set up for printing."""
        sheet: Worksheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        self.put(sheet, (0, 0), title, "title")
        self.put(sheet, (1, 0), how, "how")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&Rpage &P of &N")
        sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
        return sheet

    def hidden(self, name: str) -> Worksheet:
        """A new sheet for numbers that formulas look up."""
        sheet: Worksheet = self.book.add_worksheet(name)
        sheet.hide()
        sheet.protect("")
        return sheet

    def put(self, sheet: Worksheet, at: tuple[int, int], value: Cell, style: str = "plain") -> None:
        """A typed value: text is never read as a formula."""
        form = self.formats[style]
        if value is None:
            sheet.write_blank(*at, None, form)
        elif isinstance(value, bool):
            sheet.write_boolean(*at, value, form)
        elif isinstance(value, str):
            sheet.write_string(*at, value, form)
        else:
            sheet.write_number(*at, float(value), form)

    def known(self, sheet: Worksheet, at: tuple[int, int], value: Cell) -> None:
        """A typed value, or no cell at all."""
        if value is not None:
            self.put(sheet, at, value)

    def twin(self, sheet: Worksheet, at: tuple[int, int], formula: str, value: Cell, style: str) -> None:
        """A formula with the value that it has now; None is the empty text."""
        stored = "" if value is None else value if isinstance(value, str | bool) else float(value)
        sheet.write_formula(*at, f"={formula}", self.formats[style], stored)

    def head(self, sheet: Worksheet, at: tuple[int, int], names: Sequence[str]) -> None:
        """A row of headings."""
        sheet.set_row(at[0], 30)
        for column, name in enumerate(names):
            self.put(sheet, (at[0], at[1] + column), name, "head")


def writing(book: Workbook) -> Writing:
    """A workbook with the formats of all its cells."""
    return Writing(book, {name: book.add_format({**_BASE, **given}) for name, given in _FORMATS.items()})


def block(sheet: str, first: tuple[int, int], last: tuple[int, int]) -> str:
    """The address of a block of cells on another sheet.

    >>> block("_data", (1, 0), (3, 0))
    "'_data'!$A$2:$A$4"
    """
    return f"'{sheet}'!" + absolute(first, last)


def absolute(first: tuple[int, int], last: tuple[int, int]) -> str:
    """The address of a block of cells that stays where it is."""
    from_cell, _, to_cell = xl_range(*first, *last).partition(":")
    return f"{_fixed(from_cell)}:{_fixed(to_cell or from_cell)}"


def _fixed(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"
