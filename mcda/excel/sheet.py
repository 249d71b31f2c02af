"""One sheet of a workbook, read within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import IO
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from openpyxl.worksheet._read_only import ReadOnlyWorksheet  # openpyxl has no public name for what it returns

from mcda.errors import Finding, Place
from mcda.excel.cells import SheetCell, text_and_kind
from mcda.excel.layout import Area, Layout, SheetTooLargeError, Spot, cell_name, read_layout
from mcda.model.table import Cell

# What zipfile, expat and openpyxl raise on a damaged file; openpyxl has no exception of its own for it.
DAMAGES = (
    *(BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ExpatError, ParseError, RecursionError),
    *(ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError),
)

_Stored = tuple[object, str, str]
_NOTHING = Layout(Area(1, 1, 0, 0), {}, frozenset(), (), (), (), beyond=None, overflows=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it was read: `cells` holds the cells that are not blank; `findings` say why it could not be read."""

    title: str
    place: Place
    visible: bool
    layout: Layout
    cells: Mapping[Spot, SheetCell]
    findings: tuple[Finding, ...] = ()

    def place_of(self, spot: Spot) -> Place:
        """The place of a cell, for example `study.xlsx [Ratings!C7]`."""
        return Place(self.place.file, cell=f"{self.title}!{cell_name(spot)}")

    def cell(self, spot: Spot) -> Cell:
        """The cell at a spot, with no text where it is blank."""
        found = self.cells.get(spot)
        return found.cell if found else Cell("", self.place_of(spot))


def read_sheet(worksheet: ReadOnlyWorksheet, source: IO[bytes], shown: str) -> Sheet:
    """The sheet whose XML `source` gives; `shown` is the file as the person calls it."""
    title, visible = worksheet.title, worksheet.sheet_state == "visible"
    place = Place(shown, cell=title)
    try:
        layout = read_layout(source)
        stored = _stored(worksheet, layout.block)
    except SheetTooLargeError:
        return Sheet(title, place, visible, _NOTHING, {}, (_too_large(place),))
    except DAMAGES:
        return Sheet(title, place, visible, _NOTHING, {}, (_damaged(place),))
    blank = Sheet(title, place, visible, layout, {})
    cells = {spot: _sheet_cell(blank, spot, stored.get(spot)) for spot in sorted(stored.keys() | layout.unstored)}
    return Sheet(title, place, visible, layout, cells)


def _stored(worksheet: ReadOnlyWorksheet, block: Area) -> dict[Spot, _Stored]:
    """The values of the block that are not blank, with number format and openpyxl's letter for the type."""
    rows = worksheet.iter_rows(  # type: ignore[misc]  # the stub ties it to the writable worksheet
        min_row=1, max_row=block.bottom, min_col=1, max_col=block.right
    )
    stored: dict[Spot, _Stored] = {}
    # Stopping after the last row also leaves aside all that follows the cells in the part (formats, validations).
    for row_number, row in enumerate(islice(rows, block.bottom), start=1):
        for column, cell in enumerate(row, start=1):
            value = cell.value
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            number_format = "" if isinstance(value, str) else cell.number_format
            stored[row_number, column] = (value, number_format, cell.data_type)
    return stored


def _sheet_cell(sheet: Sheet, spot: Spot, stored: _Stored | None) -> SheetCell:
    place = sheet.place_of(spot)
    if stored is None:
        return SheetCell(Cell(f"={sheet.layout.formulas[spot]}", place), "unstored")
    text, kind = text_and_kind(*stored)
    return SheetCell(Cell(text, place), kind)


def _too_large(place: Place) -> Finding:
    what = "The sheet holds far more than a table of a study and was not read."
    cure = "If mcda needs it, copy the table alone into a new sheet, and delete this one."
    return Finding(place, "sheet-too-large", what, cure, severity="note")


def _damaged(place: Place) -> Finding:
    what = "The sheet is damaged, or was written by a program that does not keep to the format."
    return Finding(place, "damaged", what, "Open the workbook in Excel or LibreOffice, save it, and try again.")
