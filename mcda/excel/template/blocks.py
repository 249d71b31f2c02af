"""The tables of the study workbook: their columns, rows and places. The headings are those of the CSV files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from mcda.excel.cells import number_text
from mcda.excel.template.twins import Column as ColumnTwin
from mcda.excel.template.twins import Twin

Entry = str | Decimal | None
Stored = str | float | None
Row = Mapping[str, Entry]
# text: keys and words; long: sentences; entry: a number or a word; number: a number; fixed: ours; made: a formula.
_LONGEST_PLAIN = 40
Kind = Literal["text", "long", "entry", "number", "fixed", "made"]


def stored(entry: Entry) -> Stored:
    """What a cell holds: a number where a spreadsheet keeps all its digits, else its text; a blank text is None.

    >>> stored(Decimal("0.10")), stored(Decimal("0.12345678901234567")), stored("")
    (0.1, '0.12345678901234567', None)
    """
    if not isinstance(entry, Decimal):
        return entry or None
    if Decimal(number_text(float(entry))) == entry:
        return float(entry)
    return f"{entry:f}" if abs(entry.adjusted()) < _LONGEST_PLAIN else str(entry)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `choices` are its drop-down words; `source` names the column (block.column) its keys come from.

    `own_heading` says that a person may change the heading (a resource, a set of weights).
    """

    name: str
    width: int
    note: str = ""
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    source: str = ""
    own_heading: bool = False

    @property
    def heading(self) -> str:
        """What stands above the column; read without regard to case and _."""
        return self.name if self.own_heading else self.name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Block:
    """One table: `title` and `how` stand above it, `spare` empty rows are ready below the filled ones."""

    name: str
    sheet: str
    title: str
    how: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    spare: int = 0

    @property
    def length(self) -> int:
        """The number of rows below the headings, at least one."""
        return max(1, len(self.rows) + self.spare)

    def index(self, column: str) -> int:
        """The place of a column."""
        return next(i for i, each in enumerate(self.columns) if each.name == column)

    def entry(self, column: str, row: int) -> Stored:
        """What the cell of a row holds; None in the spare ones."""
        return stored(self.rows[row].get(column)) if row < len(self.rows) else None


@dataclass(frozen=True, slots=True)
class Book:
    """All tables with the row (from 0) in which the headings of each stand."""

    blocks: Mapping[str, Block]
    tops: Mapping[str, int]
    # Worked-out columns by block and name, kept because other formulas count in them.
    worked: dict[tuple[str, str], ColumnTwin] = field(default_factory=dict)

    def cell(self, block: str, column: str, row: int) -> Twin:
        """A cell of the same sheet, as a formula in the same row names it."""
        at = xl_rowcol_to_cell(self.tops[block] + 1 + row, self.blocks[block].index(column))
        return Twin(at, self.blocks[block].entry(column, row))

    def anchored(self, block: str, column: str, row: int) -> Twin:
        """A cell of any sheet."""
        at = xl_rowcol_to_cell(self.tops[block] + 1 + row, self.blocks[block].index(column), True, True)  # noqa: FBT003
        return Twin(f"{self.blocks[block].sheet}!{at}", self.blocks[block].entry(column, row))

    def heading(self, block: str, column: str) -> Twin:
        """The heading of a column."""
        at = xl_rowcol_to_cell(self.tops[block], self.blocks[block].index(column), True, True)  # noqa: FBT003
        return Twin(f"{self.blocks[block].sheet}!{at}", column)

    def column(self, block: str, column: str) -> ColumnTwin:
        """A column of typed entries, from the first row to the last."""
        found = self.blocks[block]
        values = [found.entry(column, row) for row in range(found.length)]
        return ColumnTwin(self.reference(block, column), self.tops[block] + 2, values)

    def reference(self, block: str, column: str) -> str:
        """The cells of a column as a spreadsheet writes them."""
        found, top = self.blocks[block], self.tops[block]
        letter = xl_col_to_name(found.index(column))
        return f"{found.sheet}!${letter}${top + 2}:${letter}${top + 1 + found.length}"
