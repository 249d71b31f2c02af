"""What the values of a sheet do not tell: its used block, formulas, hidden rows and columns, merged and stray cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, NoReturn
from xml.parsers import expat

from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter, range_boundaries

MOST_ROWS = 2000
MOST_COLUMNS = 200
MOST_CELLS = 50_000
_LARGEST_SHEET = 8 * 2**20
_CHUNK = 2**16
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "

Spot = tuple[int, int]


class LayoutError(ValueError):
    """The sheet is not what a spreadsheet program writes."""


class SheetTooLargeError(ValueError):
    """The sheet holds far more than any table of a study."""


@dataclass(frozen=True, slots=True)
class Area:
    """Rows and columns from the first to the last, both counted.

    >>> Area(3, 2, 7, 4).name, Area(3, 2, 3, 2).name
    ('B3:D7', 'B3')
    """

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """The area as a spreadsheet writes it."""
        first, last = cell_name((self.top, self.left)), cell_name((self.bottom, self.right))
        return first if first == last else f"{first}:{last}"

    def holds(self, spot: Spot) -> bool:
        """Whether the spot lies in the area."""
        return self.top <= spot[0] <= self.bottom and self.left <= spot[1] <= self.right

    def overlaps(self, other: Area) -> bool:
        """Whether the two areas share a cell."""
        rows = self.top <= other.bottom and other.top <= self.bottom
        return rows and self.left <= other.right and other.left <= self.right


@dataclass(frozen=True, slots=True)
class Layout:
    """The block from A1 that holds values, within MOST_ROWS and MOST_COLUMNS, and what is special about it.

    `unstored` are formulas that carry no result; `beyond` is the first cell with a value outside the bounds, and
    `overflows` says that values run on right across them.
    """

    block: Area
    formulas: Mapping[Spot, str]
    unstored: frozenset[Spot]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    merged: tuple[Area, ...]
    beyond: Spot | None
    overflows: bool


def cell_name(spot: Spot) -> str:
    """The spot as a spreadsheet writes it.

    >>> cell_name((7, 3))
    'C7'
    """
    return f"{get_column_letter(spot[1])}{spot[0]}"


def area_of(reference: str) -> Area:
    """The area that a reference such as `$B$3:$D$7` names; a ValueError where it names no block of cells."""
    left, top, right, bottom = range_boundaries(reference)
    if left is None or top is None or right is None or bottom is None:
        raise ValueError(f"{reference} is no block of cells")
    return Area(top, left, bottom, right)


def read_layout(sheet: IO[bytes]) -> Layout:
    """The layout of a sheet's XML, read once and kept small.

    Raises SheetTooLargeError, LayoutError, or expat's ExpatError for a damaged part.
    """
    scan = _Scan()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    size = 0
    while chunk := sheet.read(_CHUNK):
        size += len(chunk)
        if size > _LARGEST_SHEET:
            raise SheetTooLargeError("too many bytes")
        parser.Parse(chunk)
    parser.Parse(b"", True)  # noqa: FBT003  # expat takes it by position only
    return scan.layout()


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise LayoutError("a document type is declared")


@dataclass(slots=True)
class _Scan:
    """The state of one walk through a sheet's XML; the only thing here that changes."""

    row: int = 0
    column: int = 0
    cells: int = 0
    last: Spot = (0, 0)
    row_hidden: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    tag: str = ""
    formula: str | None = None
    value: str = ""
    inline: bool = False
    formulas: dict[Spot, str] = field(default_factory=dict)
    unstored: set[Spot] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    beyond: Spot | None = None
    overflows: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.tag = name.removeprefix(_MAIN)
        match self.tag:
            case "row":
                self._start_row(attributes)
            case "c":
                self._start_cell(attributes)
            case "f":
                self.formula = ""
            case "is":
                self.inline = True
            case "col" if _true(attributes.get("hidden")):
                last = min(int(attributes["max"]), MOST_COLUMNS)
                self.hidden_columns.update(range(int(attributes["min"]), last + 1))
            case "mergeCell":
                self.merged.append(area_of(attributes["ref"]))

    def characters(self, text: str) -> None:
        if self.tag == "v":
            self.value += text
        elif self.tag == "f" and self.formula is not None:
            self.formula += text

    def end(self, name: str) -> None:
        self.tag = ""
        if name == _MAIN + "c":
            self._end_cell()

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        row = int(attributes.get("r", self.row + 1))
        if row <= self.row:
            raise LayoutError("rows are out of order")
        self.row, self.column = row, 0
        self.row_hidden = _true(attributes.get("hidden"))

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        row, column = coordinate_to_tuple(attributes["r"]) if "r" in attributes else (self.row, self.column + 1)
        if row != self.row or column <= self.column:
            raise LayoutError("cells are out of order")
        self.column, self.attributes = column, attributes
        self.formula, self.value, self.inline = None, "", False

    def _end_cell(self) -> None:
        if self.formula is None and not self.value and not self.inline:
            return
        spot = (self.row, self.column)
        if self.row > MOST_ROWS or self.column > MOST_COLUMNS:
            self._note_beyond(spot)
            return
        self.cells += 1
        if self.cells > MOST_CELLS:
            raise SheetTooLargeError("too many cells")
        self.last = (self.row, max(self.last[1], self.column))
        if self.row_hidden:
            self.hidden_rows.add(self.row)
        if self.formula is not None:
            self._note_formula(spot, self.formula)

    def _note_beyond(self, spot: Spot) -> None:
        self.beyond = self.beyond or spot
        next_row = spot[0] == MOST_ROWS + 1 and self.last[0] == MOST_ROWS
        next_column = spot[1] == MOST_COLUMNS + 1 and self.last[1] == MOST_COLUMNS
        self.overflows = self.overflows or next_row or next_column

    def _note_formula(self, spot: Spot, formula: str) -> None:
        self.formulas[spot] = formula
        # A formula whose result is the empty text has no value either, but says that it is text.
        if not self.value and self.attributes.get("t") != "str":
            self.unstored.add(spot)

    def layout(self) -> Layout:
        return Layout(
            block=Area(1, 1, *self.last),
            formulas=self.formulas,
            unstored=frozenset(self.unstored),
            hidden_rows=tuple(sorted(self.hidden_rows)),
            hidden_columns=tuple(sorted(self.hidden_columns)),
            merged=tuple(self.merged),
            beyond=self.beyond,
            overflows=self.overflows,
        )


def _true(flag: str | None) -> bool:
    return flag in {"1", "true", "on"}
