"""A table as it was typed: a header and rows of text, each cell with its place; CSV files and sheets alike."""

from __future__ import annotations

from dataclasses import dataclass

from mcda.errors import Place


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `line` is the row as it stands in the file."""

    cells: tuple[Cell, ...]
    line: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A header row and the rows below it, blank rows left out. `place` is the file or sheet."""

    place: Place
    header: tuple[Cell, ...]
    rows: tuple[Row, ...]
