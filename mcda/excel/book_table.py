"""One table of a study workbook: its rows by the names of their columns, each cell with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mcda.errors import Finding, Place
from mcda.excel.layout import MOST_ROWS, Area, cell_name
from mcda.excel.sheet import Sheet
from mcda.excel.trouble import cell_findings, listed, merged_findings
from mcda.model.checks.names import did_you_mean
from mcda.model.columns import folded
from mcda.model.places import Spot
from mcda.model.table import Cell, Row, Table

# Between the last row of a table and the headings of the next one stand its title and a line below that.
_ROWS_BETWEEN = 2
_LIKE_A_THOUSAND = re.compile(r"-?[1-9]\d{0,2}\.\d{3}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a table stands: the block of its name, and the headings of the next table below, if there is one."""

    area: Area
    next_top: int | None = None


@dataclass(frozen=True, slots=True)
class BookRow:
    """One row: its cells by the folded name of their column."""

    cells: Mapping[str, Cell]

    @property
    def line(self) -> str:
        """The row on one line, for a finding."""
        return " | ".join(cell.text for cell in self.cells.values() if cell.text)

    def text(self, column: str) -> str:
        """What was typed in a column; nothing where there is no such column."""
        return self.cells[column].text if column in self.cells else ""

    def spot(self, column: str) -> Spot:
        """Where a column's cell stands, or the row's first."""
        cell = self.cells.get(column) or next(iter(self.cells.values()))
        return Spot(cell.place, self.line)

    def filled(self) -> frozenset[str]:
        """The columns in which something stands."""
        return frozenset(name for name, cell in self.cells.items() if cell.text)

    def finding(self, column: str, code: str, what: str, cure: str) -> Finding:
        """A finding at a column's cell."""
        spot = self.spot(column)
        return Finding(spot.place, code, what, cure, spot.text)


@dataclass(frozen=True, slots=True)
class BookTable:
    """The headings by folded name, and the rows in which something stands."""

    place: Place
    headings: Mapping[str, Cell]
    rows: tuple[BookRow, ...]
    findings: tuple[Finding, ...] = ()

    def is_blank(self, column: str) -> bool:
        """Whether nothing stands below a heading."""
        return not any(row.text(column) for row in self.rows)

    def table(self, without: Sequence[str] = ()) -> Table:
        """The same as a table of texts, like one from a CSV file, leaving out some columns."""
        names = [name for name in self.headings if name not in without]
        rows = tuple(Row(tuple(row.cells[name] for name in names), row.line) for row in self.rows)
        return Table(self.place, tuple(self.headings[name] for name in names), rows)


def table_in(sheet: Sheet, stand: Stand, worked_out: frozenset[str]) -> BookTable:
    """The table that stands there; columns that the workbook works out itself are left aside.

    Rows that were added below the block count, down to the next table or to the end of the sheet.
    """
    headings = {column: sheet.cell((stand.area.top, column)) for column in _columns(sheet, stand)}
    names = {column: folded(cell.text) for column, cell in headings.items() if cell.text}
    kept = {column: name for column, name in names.items() if name not in worked_out}
    rows = range(stand.area.top + 1, _bottom(sheet, stand) + 1)
    read = [_row(sheet, row, kept) for row in rows]
    findings = (
        *sheet.findings,
        *_cell_findings(sheet, stand, kept, rows),
        *_heading_findings(sheet, headings, rows),
        *_size_findings(sheet),
    )
    found = {name: Cell(headings[column].text.strip(), headings[column].place) for column, name in kept.items()}
    return BookTable(sheet.place, found, tuple(row for row in read if row.filled()), findings)


def unknown_columns(table: BookTable, known: Sequence[str]) -> Iterator[Finding]:
    """A finding for each heading that means nothing to us but has entries."""
    for name, cell in table.headings.items():
        if name not in known and not table.is_blank(name):
            what = f"There is no column '{cell.text}'."
            yield Finding(cell.place, "unknown-column", what, did_you_mean(name, known), cell.text)


def keyed(table: BookTable, column: str = "key") -> tuple[list[tuple[str, BookRow]], list[Finding]]:
    """The rows with their keys, each key once; blank and repeated keys are findings."""
    rows: dict[str, BookRow] = {}
    findings = []
    for row in table.rows:
        key = row.text(column)
        if not key:
            findings.append(row.finding(column, "blank-field", f"The {column} of the row is blank.", "Type one."))
        elif key in rows:
            first = rows[key].spot(column).place
            what = f"The {column} '{key}' is there twice, first at {first}."
            findings.append(row.finding(column, "duplicate-key", what, "Delete or rename one of them."))
        else:
            rows[key] = row
    return list(rows.items()), findings


def _columns(sheet: Sheet, stand: Stand) -> range:
    """The columns of the block and those with a heading that were added to its right."""
    right = stand.area.right
    while sheet.cell((stand.area.top, right + 1)).text:
        right += 1
    return range(stand.area.left, right + 1)


def _bottom(sheet: Sheet, stand: Stand) -> int:
    if stand.next_top is None:
        return max(stand.area.bottom, sheet.layout.block.bottom)
    return max(stand.area.bottom, stand.next_top - _ROWS_BETWEEN - 1)


def _row(sheet: Sheet, row: int, names: Mapping[int, str]) -> BookRow:
    return BookRow({name: _cell(sheet, row, column) for column, name in names.items()})


def _cell(sheet: Sheet, row: int, column: int) -> Cell:
    """The cell without spaces around its text. A number such as 1.125 gets another 0, lest it be read as 1125."""
    cell = sheet.cell((row, column))
    text = cell.text.strip()
    found = sheet.cells.get((row, column))
    if found and found.kind == "number" and _LIKE_A_THOUSAND.match(text):
        text += "0"
    return Cell(text, cell.place)


def _cell_findings(sheet: Sheet, stand: Stand, names: Mapping[int, str], rows: range) -> Iterator[Finding]:
    spots = [spot for spot in sheet.cells if spot[0] in rows and spot[1] in names]
    yield from cell_findings(sheet, spots)
    if names:
        area = Area(stand.area.top, min(names), max(rows.stop - 1, stand.area.top), max(names))
        yield from merged_findings(sheet, area)
    formulas = [spot for spot in spots if spot in sheet.layout.formulas and spot not in sheet.layout.unstored]
    if formulas:
        what = f"Formulas were read as their stored results: {listed(map(cell_name, sorted(formulas)))}."
        yield Finding(sheet.place_of(min(formulas)), "formulas", what, "Check that this is meant.", severity="note")
    hidden = [str(row) for row in sheet.layout.hidden_rows if row in rows]
    if hidden:
        what = f"Hidden rows were read like the others: {listed(hidden)}."
        yield Finding(sheet.place, "hidden", what, "Check that this is meant.", severity="note")


def _heading_findings(sheet: Sheet, headings: Mapping[int, Cell], rows: range) -> Iterator[Finding]:
    seen: set[str] = set()
    for column, cell in headings.items():
        name = folded(cell.text)
        if not name and any(sheet.cell((row, column)).text for row in rows):
            what = "The column has entries but no heading."
            yield Finding(cell.place, "blank-heading", what, "Give it its heading again, or clear the column.")
        elif name and name in seen:
            what = f"The heading '{cell.text}' stands over more than one column."
            yield Finding(cell.place, "heading-twice", what, "Rename or delete one of the columns.", cell.text)
        seen.add(name)


def _size_findings(sheet: Sheet) -> Iterator[Finding]:
    if sheet.layout.overflows:
        what = f"The sheet has values beyond row {MOST_ROWS}."
        yield Finding(sheet.place, "too-many-rows", what, "Keep only the study's own rows in this sheet.")
