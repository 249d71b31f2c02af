"""Tables side by side: each shelf holds one table, or two that begin in the same row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from textwrap import wrap
from typing import Literal

from xlsxwriter.worksheet import Worksheet

from mcda.excel.results.paper import LEAST, scale_across
from mcda.excel.results.pen import Pen
from mcda.scenario.tables import Grid, Value

LINE = 13.5
GAP = 2
# Letters on a digit's width, on average: a short line has to allow for long words.
_LETTERS, _WIDE_LETTERS, _WIDE = 1.15, 1.28, 100
# A text longer than this stands in the last column, where it may run on.
_SHORT = 22
_LEAST_WIDTH = 6
# Names are given room for one line where that leaves the print large enough.
_NAMES_WIDTHS = (46, 40, 31)
# How many columns after the first stand left and right.
_LEFT, _RIGHT = 14, 6
_STYLES = {"points": "points", "share": "share", "amount": "amount", "place": "word"}
Shelf = tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class Bands:
    """The shelves of a sheet, and the widths of the columns left and right."""

    shelves: tuple[Shelf, ...]
    left: tuple[float, ...]
    right: tuple[float, ...]

    @property
    def widths(self) -> tuple[float, ...]:
        """The widths of all columns."""
        return (*self.left, GAP, *self.right) if self.right else self.left

    def heights(self) -> list[float]:
        """How high each shelf is with its title and what stands below it, in points."""
        return [sum(height for _, height in self._rows(shelf)) + 2 * LINE for shelf in self.shelves]

    def write(self, pen: Pen, sheet: Worksheet, top: int) -> list[int]:
        """The first row of each shelf, written one below the other from this row on."""
        tops = []
        for shelf in self.shelves:
            tops.append(top)
            for grid, column in zip(shelf, (0, len(self.left) + 1), strict=False):
                write_table(pen, (sheet, top, column), ordered(grid), "line")
            for row, height in self._rows(shelf):
                sheet.set_row(top + row, height)
            top += 2 + max(len(grid.rows) for grid in shelf) + 1
        return tops

    def _rows(self, shelf: Shelf) -> Iterator[tuple[int, float]]:
        """The rows below the title, each with its height."""
        bands = tuple(zip(shelf, (self.left, self.right), strict=False))
        yield 1, max(height([column.name for column in ordered(grid).columns], widths) for grid, widths in bands)
        firsts = zip_longest(*([row[0] for row in grid.rows] for grid in shelf))
        for number, names in enumerate(firsts, 2):
            yield number, max(height([name], widths) for name, (_, widths) in zip(names, bands, strict=True))


def bands(grids: Sequence[Grid]) -> Bands:
    """Tables on shelves, the wide ones left; one that is too wide for a page goes on at its right and below."""
    shelves = tuple(_shelves(grids))
    sides = [[ordered(shelf[side]) for shelf in shelves if len(shelf) > side] for side in (0, 1)]
    tried = [Bands(shelves, _widths(sides[0], names), _widths(sides[1], names)) for names in _NAMES_WIDTHS]
    return next((each for each in tried if scale_across(each.widths or (1,), 1) >= LEAST), tried[-1])


def ordered(grid: Grid) -> Grid:
    """The same table with its columns of long texts last."""
    return in_order(grid, sorted(range(len(grid.columns)), key=lambda column: column > 0 and _is_long(grid, column)))


def in_order(grid: Grid, order: Sequence[int]) -> Grid:
    """The table with these columns in this order."""
    columns = tuple(grid.columns[column] for column in order)
    return replace(grid, columns=columns, rows=tuple(tuple(row[column] for column in order) for row in grid.rows))


def _is_long(grid: Grid, column: int) -> bool:
    return any(len(str(row[column] or "")) > _SHORT for row in grid.rows)


def write_table(pen: Pen, at: tuple[Worksheet, int, int], grid: Grid, long: Literal["text", "line"]) -> None:
    """A table with its title, its columns as they are, the heights of its rows for others to set; a long text is
    wrapped in its column as a "text", or runs on as a "line"."""
    sheet, row, left = at
    pen.put(sheet, (row, left), grid.title, "subtitle")
    pen.head(sheet, (row + 1, left), [column.name for column in grid.columns])
    for place, column in enumerate(grid.columns):
        words = long if place and _is_long(grid, place) else "word" if place else "text"
        for offset, line in enumerate(grid.rows, row + 2):
            entry = line[place]
            style = words if isinstance(entry, str) else _STYLES.get(column.kind, "amount")
            pen.put(sheet, (offset, left + place), entry, style)


def height(entries: Sequence[Value], widths: Sequence[float]) -> float:
    """How high a row is in which these entries are wrapped, in points."""
    pairs = zip(entries, widths, strict=False)
    return LINE * max(
        [len(wrap(entry, _letters(width))) for entry, width in pairs if isinstance(entry, str) and entry], default=1
    )


def _letters(width: float) -> int:
    return int(width * (_WIDE_LETTERS if width > _WIDE else _LETTERS))


def _shelves(grids: Sequence[Grid]) -> Iterator[Shelf]:
    singles: list[Grid] = []
    for grid in grids:
        if len(grid.columns) <= 1 + _LEFT:
            singles.append(grid)
        else:
            yield from _pieces(grid)
    rest = sorted(singles, key=lambda grid: len(grid.columns) <= 1 + _RIGHT)
    while rest:
        first = rest.pop(0)
        near = sorted(
            (grid for grid in rest if len(grid.columns) <= 1 + _RIGHT),
            key=lambda grid: abs(len(grid.rows) - len(first.rows)),
        )
        if near:
            rest.remove(near[0])
        yield (first, *near[:1])


def _pieces(grid: Grid) -> Iterator[Shelf]:
    """A table of too many columns in pieces, each with the first column."""
    starts = [1]
    while starts[-1] < len(grid.columns):
        starts.append(starts[-1] + (_LEFT if len(starts) % 2 else _RIGHT))
    cuts = [(0, *range(start, min(end, len(grid.columns)))) for start, end in pairwise(starts)]
    for number in range(0, len(cuts), 2):
        yield tuple(_piece(grid, cut) for cut in cuts[number : number + 2])


def _piece(grid: Grid, cut: Sequence[int]) -> Grid:
    return replace(in_order(grid, cut), title=grid.title if cut[1] == 1 else "... continued")


def _widths(grids: Sequence[Grid], names: float) -> tuple[float, ...]:
    """Wide enough for the headings' longest words and the entries of all tables that stand one below the other."""
    wanted = [[_wanted(grid, column, names) for column in range(len(grid.columns))] for grid in grids]
    widths = [max(column) for column in zip_longest(*wanted, fillvalue=0.0)]
    for grid in grids:
        last = len(grid.columns) - 1
        widths[last] += max(0, _entries(grid, last) - sum(widths[last:]))
    return tuple(widths)


def _wanted(grid: Grid, column: int, names: float) -> float:
    word = max(len(word) for word in grid.columns[column].name.replace("-", "- ").split())
    if column == 0:
        return min(names, max(12, _entries(grid, column)))
    return max(_LEAST_WIDTH, 0.95 * word + 0.6, 0 if _is_long(grid, column) else _entries(grid, column))


def _entries(grid: Grid, column: int) -> float:
    """How wide the longest text of a column is."""
    return 0.95 * max((len(text) for row in grid.rows if isinstance(text := row[column], str)), default=0) + 1
