"""CSV as people save it: any of four separators, quoted line breaks, remarks, blank rows; each cell with its place."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mcda.errors import Finding, Place
from mcda.files.text import LONGEST_SHOWN, read_text
from mcda.model.columns import folded
from mcda.model.table import Cell, Row, Table

SEPARATORS = (",", ";", "\t", "|")
MOST_COLUMNS = 1000
MOST_LINES = 100_000
_SNIFFED = 50
_LONGEST_CELL = 100_000
_STATED = re.compile(r'"?sep=(.)"?\Z', re.IGNORECASE)
_REMARK = re.compile(r'\s*"?#(?![A-Z0-9/]+[!?]|N/A)')
_GUARDED = re.compile(r"'[=+\-@\t]")
_SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}

Read = tuple[Table | None, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class _Record:
    """The cells of one row of the file and the line it begins on, counted from 0."""

    line: int
    cells: tuple[str, ...]
    trouble: str = ""

    @property
    def blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The lines of a file and what its header says: names by column, blank for columns without one."""

    shown: str
    lines: list[str]
    separator: str
    header: _Record
    names: tuple[str, ...]

    def finding(self, line: int, code: str, what: str, cure: str) -> Finding:
        return Finding(Place(self.shown, line + 1), code, what, cure, self.lines[line][:LONGEST_SHOWN])

    def cell(self, record: _Record, column: int) -> Cell:
        text = record.cells[column] if column < len(record.cells) else ""
        place = Place(self.shown, record.line + 1, field=self.names[column] or str(column + 1))
        return Cell(_unguarded(text.strip()), place)


def read_csv(path: Path, shown: str) -> Read:
    """The table in the CSV file at `path` (`shown` is its name for the person), with findings about its shape."""
    text, findings = read_text(path, shown)
    if text is None:
        return None, findings
    table, found = parse_csv(text, shown)
    return table, (*findings, *found)


def parse_csv(text: str, shown: str) -> Read:
    """The table that a CSV text holds. A row that does not fit the header stays, cut or filled up, with a finding.

    >>> table, findings = parse_csv("key;share\\na;0,5\\n", "x.csv")
    >>> [cell.text for cell in table.rows[0].cells], str(table.rows[0].cells[1].place)
    (['a', '0,5'], "x.csv:2, column 'share'")
    """
    lines = text.split("\n")
    start, stated = _start(lines)
    if start == len(lines):
        what = "The file is empty."
        return None, (Finding(Place(shown), "empty-file", what, "Give it a row of headings and rows of entries."),)
    if len(lines) > MOST_LINES:
        what = f"The file has more than {MOST_LINES:,} lines, far more than a study needs."
        return None, (Finding(Place(shown), "too-many-rows", what, "Check that it is the right file."),)
    separator = stated or _sniffed(lines, start)
    records = list(_records(lines, start, separator))
    names = tuple(cell.strip() for cell in records[0].cells)
    sheet = _Sheet(shown, lines, separator, records[0], names[:MOST_COLUMNS])
    body = [record for record in records[1:] if not record.blank]
    findings = sorted((*_header_findings(sheet, body), *_row_findings(sheet, body)), key=lambda finding: finding.place)
    return _table(sheet, body), tuple(findings)


def _start(lines: Sequence[str]) -> tuple[int, str]:
    """The header's line (counted from 0) and the separator that a line `sep=;` states."""
    stated = ""
    for i, line in enumerate(lines):
        found = _STATED.match(line.strip(" "))
        if found and not stated:
            stated = found[1]
        elif line.strip() and not _REMARK.match(line):
            return i, stated
    return len(lines), stated


def _sniffed(lines: Sequence[str], start: int) -> str:
    """The separator under which most rows have as many cells as the header; of equal ones, that with most columns."""

    def fit(separator: str) -> tuple[float, int]:
        records = _first(lines, start, separator)
        width = len(records[0].cells)
        if width < 2:
            return (0, 0)
        body = [record for record in records[1:] if not record.blank]
        good = sum(len(record.cells) == width and not record.trouble for record in body)
        return ((1 + good) / (1 + len(body)), width)

    # `max` keeps the first of equals, so a single column is read as comma-separated.
    return max(SEPARATORS, key=fit)


def _first(lines: Sequence[str], start: int, separator: str) -> list[_Record]:
    records = _records(lines, start, separator)
    return [record for record, _ in zip(records, range(_SNIFFED), strict=False)]


def _records(lines: Sequence[str], start: int, separator: str) -> Iterator[_Record]:
    line = start
    while line < len(lines):
        if not lines[line].strip() or (line > start and _REMARK.match(lines[line])):
            line += 1
            continue
        record, taken = _record(lines, line, separator)
        yield record
        line += taken


def _record(lines: Sequence[str], line: int, separator: str) -> tuple[_Record, int]:
    """The record that begins on `line` and the number of lines it takes up.

    Where quotes go wrong the line is read on its own, so that one slip does not swallow the rest of the file.
    """
    reader = csv.reader(_from(lines, line), delimiter=separator, strict=True)
    try:
        return _Record(line, tuple(next(reader))), reader.line_num
    except csv.Error as error:
        trouble = "cell" if "limit" in str(error) else "open" if reader.line_num > 1 or _odd(lines[line]) else "closed"
        if trouble == "cell":
            return _Record(line, tuple(lines[line][:LONGEST_SHOWN].split(separator)), trouble), reader.line_num
        lenient = csv.reader([lines[line][:_LONGEST_CELL]], delimiter=separator)
        return _Record(line, tuple(next(lenient)), trouble), 1


def _from(lines: Sequence[str], line: int) -> Iterator[str]:
    while line < len(lines):
        yield lines[line] + ("\n" if line < len(lines) - 1 else "")
        line += 1


def _odd(line: str) -> bool:
    return line.count('"') % 2 == 1


def _header_findings(sheet: _Sheet, body: Sequence[_Record]) -> Iterator[Finding]:
    line = sheet.header.line
    if len(sheet.header.cells) > MOST_COLUMNS:
        what = f"The table has more than {MOST_COLUMNS} columns."
        yield sheet.finding(line, "too-many-columns", what, "Keep only the columns of the study.")
    if sheet.header.trouble:
        yield _trouble(sheet, sheet.header)
    seen: set[str] = set()
    for column, name in enumerate(sheet.names):
        heading = folded(name)
        if heading and heading in seen:
            what = f"The heading '{name}' stands over more than one column."
            yield sheet.finding(line, "heading-twice", what, "Rename or delete one of the columns.")
        elif not name and any(sheet.cell(record, column).text for record in body):
            what = f"Column {column + 1} has entries but no heading."
            yield sheet.finding(line, "blank-heading", what, "Give it a heading, or clear the column.")
        seen.add(heading)


def _row_findings(sheet: _Sheet, body: Sequence[_Record]) -> Iterator[Finding]:
    width = len(sheet.header.cells)
    for record in body:
        extra = [cell for cell in record.cells[width:] if cell.strip()]
        if record.trouble:
            yield _trouble(sheet, record)
        elif extra:
            yield sheet.finding(record.line, "too-many-cells", _widths(sheet, record), _quotes(sheet))
        elif len(record.cells) < width:
            cure = (
                f"Add the missing cells, or a {_SEPARATOR_NAMES.get(sheet.separator, 'separator')} for each blank one."
            )
            yield sheet.finding(record.line, "too-few-cells", _widths(sheet, record), cure)


def _widths(sheet: _Sheet, record: _Record) -> str:
    width = len(record.cells)
    return f"The row has {width} cell{'s' if width != 1 else ''}, but the header has {len(sheet.header.cells)}."


def _quotes(sheet: _Sheet) -> str:
    name = _SEPARATOR_NAMES.get(sheet.separator, "separator")
    return f'Put text that holds a {name} in double quotes, "like this".'


def _trouble(sheet: _Sheet, record: _Record) -> Finding:
    match record.trouble:
        case "open":
            what = "A double quote that opens in this line is not closed."
            cure = 'Close it; a quote within a quoted text is written twice: "".'
        case "closed":
            what = "There is text after a closing double quote."
            cure = 'Put the whole cell in quotes; a quote within a quoted text is written twice: "".'
        case _:
            what, cure = "A cell is far too long, perhaps because a quote is not closed.", "Shorten or close it."
    return sheet.finding(record.line, "quotes", what, cure)


def _table(sheet: _Sheet, body: Sequence[_Record]) -> Table:
    columns = [column for column, name in enumerate(sheet.names) if name]
    header = tuple(sheet.cell(sheet.header, column) for column in columns)
    rows = tuple(
        Row(tuple(sheet.cell(record, column) for column in columns), sheet.lines[record.line][:LONGEST_SHOWN])
        for record in body
    )
    return Table(Place(sheet.shown), header, rows)


def _unguarded(text: str) -> str:
    """The text without the apostrophe that we (and spreadsheet programs) put before a sign that begins a formula."""
    return text[1:] if _GUARDED.match(text) else text
