"""A workbook of values, one sheet a table, with identical bytes for identical tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mcda.scenario.tables import Column, Grid, Value

# A fixed date keeps the bytes the same; the time of a run stands in environment.json.
CREATED = datetime(2000, 1, 1)
_FORMATS = {"text": "@", "place": "@", "points": "0.0", "share": "0 %", "amount": "General"}
_WIDEST = 60
_LONGEST_NAME = 31


def workbook(grids: Sequence[Grid], title: str) -> bytes:
    """One sheet a table: the title in A1, the header in row 3, text never read as a formula."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title, "created": CREATED})
        formats = {kind: book.add_format({"num_format": f, "valign": "top"}) for kind, f in _FORMATS.items()}
        formats["text"].set_text_wrap()
        formats["title"] = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format({"bold": True, "bg_color": "#0b3c6f", "font_color": "#ffffff", "text_wrap": True})
        for name, grid in zip(sheet_names([grid.title for grid in grids]), grids, strict=True):
            _write(book.add_worksheet(name), grid, formats, head)
    return buffer.getvalue()


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Names that every spreadsheet takes: no marks it forbids, at most 31 characters, no two alike.

    >>> sheet_names(["Value for a/b", "Value for a:b"])
    ['Value for a b', 'Value for a b 2']
    """
    names: list[str] = []
    for title in titles:
        plain = " ".join(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).split()).strip("'")[:_LONGEST_NAME] or "Sheet"
        same = sum(name.casefold().startswith(plain.casefold()) for name in names)
        names.append(f"{plain[: _LONGEST_NAME - 4]} {same + 1}" if same else plain)
    return names


def _write(sheet: Worksheet, grid: Grid, formats: dict[str, Format], head: Format) -> None:
    sheet.write_string(0, 0, grid.title, formats["title"])
    for j, column in enumerate(grid.columns):
        sheet.write_string(2, j, column.name, head)
        sheet.set_column(j, j, _width(column, [row[j] for row in grid.rows]))
        for i, row in enumerate(grid.rows):
            _cell(sheet, (3 + i, j), row[j], formats[column.kind])
    sheet.freeze_panes(3, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _cell(sheet: Worksheet, at: tuple[int, int], value: Value, cell: Format) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(*at, value, cell)
    else:
        sheet.write_number(*at, float(Fraction(value)), cell)


def _width(column: Column, values: Sequence[Value]) -> int:
    longest = max([10, *(len(value) for value in values if isinstance(value, str))])
    return min(_WIDEST, max(longest, 12 if len(column.name) > 12 else len(column.name)) + 2)
