"""A person's workbook as sheets, tables and named blocks: read, never trusted, never changed.

Two readers share the work. openpyxl (read-only, behind `preflight`, on defusedxml) gives the values; one bounded pass
of our own over each sheet's XML (`layout`) gives what openpyxl leaves out there: which values are formulas, what is
hidden or merged, what stands far outside.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from mcda.errors import Finding, Place, errors
from mcda.excel.layout import MOST_COLUMNS, MOST_ROWS, Area, area_of
from mcda.excel.preflight import preflight
from mcda.excel.sheet import DAMAGES, Sheet, read_sheet
from mcda.excel.tables import table_of
from mcda.excel.trouble import cell_findings, merged_findings
from mcda.model.table import Cell, Table

OUR_NAMES = "mcda_"
_OUR_HIDDEN_SHEETS = "_"
_MOST_BYTES = 24 * 2**20

Block = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook in its order. Without sheets where `findings` hold an error."""

    place: Place
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Contents:
    """A workbook that openpyxl opened; `parts` names the XML part of each sheet."""

    shown: str
    archive: ZipFile
    workbook: Workbook
    parts: Mapping[str, str]

    def sheet(self, title: str) -> Sheet:
        with warnings.catch_warnings(), self.archive.open(self.parts[title]) as source:
            warnings.simplefilter("ignore")
            return read_sheet(self.workbook[title], source, self.shown)


def read_book(path: Path, shown: str) -> Book:
    """The sheets of the workbook at `path`; `shown` is the file as the person calls it.

    Our own hidden sheets (`_mix` and the like) are left aside: nothing in them is an input.
    """
    contents, findings = _open(path, shown)
    if contents is None:
        return Book(Place(shown), (), findings)
    with closing(contents.archive):
        sheets = tuple(contents.sheet(title) for title in _readable(contents))
    return Book(Place(shown), sheets, (*findings, *_same_titles(sheets), *_not_read(contents, sheets)))


def read_tables(path: Path, shown: str) -> tuple[Mapping[str, Table], tuple[Finding, ...]]:
    """The table of each visible sheet by the sheet's name in small letters, and all findings.

    A finding about a sheet has a place such as `Ratings!C7` or `Ratings`, so that one about a sheet that turns out not
    to belong to the study can be left aside.
    """
    book = read_book(path, shown)
    tables: dict[str, Table] = {}
    findings = list(book.findings)
    for sheet in book.sheets:
        if not sheet.visible:
            findings.append(_hidden(sheet))
            continue
        table, found = table_of(sheet)
        findings += found
        if table:
            tables[sheet.title.strip().casefold()] = table
    if not tables and not errors(findings):
        findings.append(_no_table(book.place))
    return tables, tuple(findings)


def defined_blocks(path: Path, shown: str) -> tuple[Mapping[str, Block], tuple[Finding, ...]]:
    """The cells behind each defined name that starts with `mcda_`, by name, row by row with blank cells included.

    The names are the contract of our own workbooks: they follow when a person inserts rows or moves a block.
    """
    contents, findings = _open(path, shown)
    if contents is None:
        return {}, findings
    with closing(contents.archive):
        return _blocks(contents, findings)


def defined_names(path: Path, shown: str) -> frozenset[str]:
    """The names that `defined_blocks` would give, without reading a cell; none where the file cannot be opened."""
    contents, _ = _open(path, shown)
    if contents is None:
        return frozenset()
    with closing(contents.archive):
        found = {name: _destination(each) for name, each in contents.workbook.defined_names.items()}
    ours = ((name, block) for name, block in found.items() if name.startswith(OUR_NAMES))
    return frozenset(name for name, block in ours if block is not None and block[0] in contents.parts)


def _open(path: Path, shown: str) -> tuple[_Contents | None, tuple[Finding, ...]]:
    findings = preflight(path, shown)
    if errors(findings):
        return None, findings
    try:
        return _load(path, shown), findings
    except DAMAGES:
        what = "The workbook is damaged, or was written by a program that does not keep to the format."
        cure = "Open it in Excel or LibreOffice, save it, and try again."
        return None, (*findings, Finding(Place(shown), "damaged", what, cure))


def _load(path: Path, shown: str) -> _Contents:
    # A copy in memory, so that no program finds the file locked by us.
    reader = ExcelReader(BytesIO(path.read_bytes()), read_only=True, data_only=True, keep_links=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader.read()
        parts = {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}
    for part in parts.values():
        reader.archive.getinfo(part)  # openpyxl passes over a sheet whose part is missing
    return _Contents(shown, reader.archive, reader.wb, parts)


def _readable(contents: _Contents) -> Iterator[str]:
    """Titles of the sheets to read: not our own hidden ones, and together within the bound."""
    total = 0
    for worksheet in contents.workbook.worksheets:
        if worksheet.sheet_state != "visible" and worksheet.title.startswith(_OUR_HIDDEN_SHEETS):
            continue
        total += contents.archive.getinfo(contents.parts[worksheet.title]).file_size
        if total <= _MOST_BYTES:
            yield worksheet.title


def _same_titles(sheets: tuple[Sheet, ...]) -> Iterator[Finding]:
    seen: set[str] = set()
    for sheet in sheets:
        key = sheet.title.strip().casefold()
        if key in seen:
            yield Finding(sheet.place, "sheet-twice", "Two sheets have this name.", "Rename or delete one of them.")
        seen.add(key)


def _not_read(contents: _Contents, sheets: tuple[Sheet, ...]) -> Iterator[Finding]:
    read = {sheet.title for sheet in sheets}
    for worksheet in contents.workbook.worksheets:
        if worksheet.title not in read and worksheet.sheet_state == "visible":
            what = "The sheet was not read: the workbook holds far more than a study."
            place = Place(contents.shown, cell=worksheet.title)
            yield Finding(
                place, "sheet-too-large", what, "Copy the study's tables into a new workbook.", severity="note"
            )


def _hidden(sheet: Sheet) -> Finding:
    cure = "Unhide it if it belongs to the study."
    return Finding(sheet.place, "hidden", "The sheet is hidden and was not used.", cure, severity="note")


def _no_table(place: Place) -> Finding:
    what = "No sheet holds a table."
    return Finding(place, "no-table", what, "Give a sheet a row of headings, and the entries in the rows below it.")


def _blocks(contents: _Contents, findings: tuple[Finding, ...]) -> tuple[Mapping[str, Block], tuple[Finding, ...]]:
    sheets: dict[str, Sheet] = {}
    blocks: dict[str, Block] = {}
    found = list(findings)
    for name, definition in contents.workbook.defined_names.items():
        if not name.startswith(OUR_NAMES):
            continue
        destination = _destination(definition)
        if destination is None or destination[0] not in contents.parts:
            found.append(_lost(contents.shown, name))
            continue
        title, area = destination
        sheet = sheets.get(title) or sheets.setdefault(title, contents.sheet(title))
        blocks[name] = _block(sheet, area)
        found += _block_findings(sheet, area)
    return blocks, tuple(dict.fromkeys([*found, *(f for sheet in sheets.values() for f in sheet.findings)]))


def _destination(name: DefinedName) -> tuple[str, Area] | None:
    """The sheet and cells that a name stands for; None where that is not one block of reasonable size."""
    try:
        ((title, reference),) = name.destinations
        area = area_of(reference)
    except DAMAGES:
        return None
    return (title, area) if area.bottom <= MOST_ROWS and area.right <= MOST_COLUMNS else None


def _block(sheet: Sheet, area: Area) -> Block:
    columns = range(area.left, area.right + 1)
    return tuple(tuple(sheet.cell((row, column)) for column in columns) for row in range(area.top, area.bottom + 1))


def _block_findings(sheet: Sheet, area: Area) -> Iterator[Finding]:
    yield from cell_findings(sheet, filter(area.holds, sheet.cells))
    yield from merged_findings(sheet, area)


def _lost(shown: str, name: str) -> Finding:
    what = f"The name '{name}' no longer stands for a block of cells; a row, column or sheet was deleted."
    return Finding(Place(shown), "name-lost", what, "Make the workbook again, and carry the changes over.")
