"""The table that stands on a sheet: a row of headings and the rows below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils.cell import get_column_letter

from mcda.errors import Finding
from mcda.excel.cells import SheetCell
from mcda.excel.layout import MOST_COLUMNS, MOST_ROWS, Area, Spot, cell_name
from mcda.excel.sheet import Sheet
from mcda.excel.trouble import cell_findings, listed, merged_findings
from mcda.model.table import Cell, Row, Table

_REACHES_OUT = re.compile(r"\[\d+\]|\||://|\b(WEBSERVICE|RTD|IMPORT\w+)\(", re.IGNORECASE)
_Line = dict[int, SheetCell]


@dataclass(frozen=True, slots=True)
class _Found:
    """Where the table stands: the header's row, the columns that have a heading, and the rows with entries."""

    sheet: Sheet
    header: int
    columns: tuple[int, ...]
    rows: tuple[int, ...]

    @property
    def area(self) -> Area:
        return Area(self.header, self.columns[0], max(self.rows, default=self.header), self.columns[-1])

    def holds(self, spot: Spot) -> bool:
        return spot[1] in self.columns and (spot[0] == self.header or spot[0] in self.rows)


def table_of(sheet: Sheet) -> tuple[Table | None, tuple[Finding, ...]]:
    """The table on a sheet and what is to be said about its cells; None where no row looks like headings.

    The headings are the first row with two or more texts, so a title above them does no harm. Rows whose first text
    starts with # are remarks; columns without a heading are left aside.
    """
    found = _find(sheet)
    if found is None:
        return None, sheet.findings
    header = tuple(_heading(sheet.cell((found.header, column))) for column in found.columns)
    rows = tuple(_row(sheet, row, found.columns) for row in found.rows)
    return Table(sheet.place, header, rows), (*sheet.findings, *_errors(found, header), *_notes(found))


def _find(sheet: Sheet) -> _Found | None:
    lines: dict[int, _Line] = {}
    for (row, column), found in sorted(sheet.cells.items()):
        lines.setdefault(row, {})[column] = found
    tabled = [(row, line) for row, line in lines.items() if not _is_remark(line)]
    header = next((row for row, line in tabled if _texts(line) >= 2), None)
    if header is None:
        return None
    columns = tuple(sorted(lines[header]))
    below = tuple(row for row, line in tabled if row > header and not line.keys().isdisjoint(columns))
    return _Found(sheet, header, columns, below)


def _is_remark(line: _Line) -> bool:
    first = line[min(line)]
    return first.kind == "text" and first.cell.text.lstrip().startswith("#")


def _texts(line: _Line) -> int:
    return sum(found.kind == "text" for found in line.values())


def _heading(cell: Cell) -> Cell:
    return Cell(cell.text.strip(), cell.place)


def _row(sheet: Sheet, row: int, columns: tuple[int, ...]) -> Row:
    cells = tuple(sheet.cell((row, column)) for column in columns)
    return Row(cells, " | ".join(cell.text for cell in cells))


def _errors(found: _Found, header: tuple[Cell, ...]) -> Iterator[Finding]:
    sheet = found.sheet
    yield from cell_findings(sheet, filter(found.holds, sheet.cells))
    yield from _repeated(header)
    yield from merged_findings(sheet, found.area)
    if sheet.layout.overflows:
        what = f"The sheet has values beyond row {MOST_ROWS} or column {get_column_letter(MOST_COLUMNS)}."
        yield Finding(sheet.place, "too-many-rows", what, "Keep only the study's own rows and columns in this sheet.")


def _repeated(header: tuple[Cell, ...]) -> Iterator[Finding]:
    count = Counter(cell.text.casefold() for cell in header)
    for cell in header:
        if count[cell.text.casefold()] > 1:
            what = f"The heading '{cell.text}' stands over more than one column."
            yield Finding(cell.place, "heading-twice", what, "Rename or delete one of the columns.", cell.text)
            count[cell.text.casefold()] = 0


def _notes(found: _Found) -> Iterator[Finding]:
    layout = found.sheet.layout
    formulas = [spot for spot in layout.formulas if found.holds(spot) and spot not in layout.unstored]
    reaching = [spot for spot in formulas if _REACHES_OUT.search(layout.formulas[spot])]
    inside = [spot for spot in formulas if spot not in set(reaching)]
    hidden_columns = [get_column_letter(column) for column in layout.hidden_columns if column in found.columns]
    hidden_rows = [str(row) for row in layout.hidden_rows if row in found.rows]
    beside = [spot for spot in found.sheet.cells if spot[0] > found.header and _is_beside(found, spot)]
    beyond = [] if layout.beyond is None or layout.overflows else [layout.beyond]
    yield from _note(found, "formulas", inside, "Formulas were read as their stored results: {}.")
    yield from _note(
        found, "outside-links", reaching, "Formulas reach outside the file; their stored results count: {}."
    )
    yield from _note(found, "beside-table", beside, "Cells without a heading above them were not read: {}.")
    yield from _note(found, "beyond-bounds", beyond, "Cells far outside the table were not read, the first of them {}.")
    if hidden_rows:
        yield _place_note(found, "hidden", f"Hidden rows were read like the others: {listed(hidden_rows)}.")
    if hidden_columns:
        yield _place_note(found, "hidden", f"Hidden columns were read like the others: {listed(hidden_columns)}.")


def _is_beside(found: _Found, spot: Spot) -> bool:
    return spot[1] not in found.columns and spot[0] in found.rows


def _note(found: _Found, code: str, spots: list[Spot], what: str) -> Iterator[Finding]:
    if spots:
        named = listed(cell_name(spot) for spot in sorted(spots))
        place = found.sheet.place_of(min(spots))
        yield Finding(place, code, what.format(named), "Check that this is meant.", severity="note")


def _place_note(found: _Found, code: str, what: str) -> Finding:
    return Finding(found.sheet.place, code, what, "Check that this is meant.", severity="note")
