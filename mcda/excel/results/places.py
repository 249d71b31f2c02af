"""Addresses of cells and blocks in the results workbook."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """Cells of one sheet, rows and columns counted from 0.

    >>> block = Block("Policy mix", 4, 1, rows=3)
    >>> block.text, block.at(2)
    ("'Policy mix'!$B$5:$B$7", "'Policy mix'!$B$7")
    """

    sheet: str
    top: int
    left: int
    rows: int = 1
    columns: int = 1

    @property
    def text(self) -> str:
        """The block as a formula on any sheet names it."""
        last = self.spot(self.rows - 1, self.columns - 1)
        return f"{self.at()}:{_fixed(last)}" if self.rows * self.columns > 1 else self.at()

    def spot(self, row: int = 0, column: int = 0) -> Spot:
        """Row and column of one of its cells on the sheet."""
        return self.top + row, self.left + column

    def at(self, row: int = 0, column: int = 0) -> str:
        """One of its cells as a formula on any sheet names it."""
        return f"{quoted(self.sheet)}!{_fixed(self.spot(row, column))}"

    def column(self, column: int) -> Block:
        """One of its columns."""
        return Block(self.sheet, self.top, self.left + column, self.rows)

    def row(self, row: int) -> Block:
        """One of its rows."""
        return Block(self.sheet, self.top + row, self.left, 1, self.columns)

    @property
    def number(self) -> str:
        """For each of its rows its number, from 1: to be used in array formulas."""
        return f"(ROW({self.text})-{self.top})"

    @property
    def area(self) -> tuple[int, int, int, int]:
        """First row and column, last row and column, as XlsxWriter takes them."""
        return self.top, self.left, self.top + self.rows - 1, self.left + self.columns - 1


def quoted(sheet: str) -> str:
    """The name of a sheet as a formula takes it."""
    return f"'{sheet}'" if " " in sheet else sheet


def _fixed(spot: Spot) -> str:
    return f"${xl_col_to_name(spot[1])}${spot[0] + 1}"
