"""The tables of the study workbook: their columns, rows and places. The headings are those of the CSV files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from mcda.excel.template.twins import Column as ColumnTwin
from mcda.excel.template.twins import Twin

Entry = str | Decimal | None
Row = Mapping[str, Entry]
# text: keys and words; long: sentences; entry: a number or a word; number: a number; fixed: ours; made: a formula.
Kind = Literal["text", "long", "entry", "number", "fixed", "made"]


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

    def entry(self, column: str, row: int) -> Entry:
        """What stands in a row; None in the spare ones."""
        return self.rows[row].get(column) if row < len(self.rows) else None


@dataclass(frozen=True, slots=True)
class Book:
    """All tables with the row (from 0) in which the headings of each stand."""

    blocks: Mapping[str, Block]
    tops: Mapping[str, int]

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
        return self.column_of(block, column, [found.entry(column, row) for row in range(found.length)])

    def column_of(self, block: str, column: str, values: Sequence[Entry]) -> ColumnTwin:
        """The same for a column whose values are calculated."""
        return ColumnTwin(self.reference(block, column), self.tops[block] + 2, values)

    def reference(self, block: str, column: str) -> str:
        """The cells of a column as a spreadsheet writes them."""
        found, top = self.blocks[block], self.tops[block]
        letter = xl_col_to_name(found.index(column))
        return f"{found.sheet}!${letter}${top + 2}:${letter}${top + 1 + found.length}"
