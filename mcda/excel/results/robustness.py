"""The Robustness sheet: how safe the answer is, as mcda worked it out at the saved weights; not live."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from xlsxwriter.worksheet import Worksheet

from mcda.excel.results.pen import Pen
from mcda.excel.results.plan import ROBUSTNESS
from mcda.scenario.tables import Grid, Value

_FIRST, _OTHERS = 44, 13
# A table with more columns would shrink all others on paper; mcda robust and the report have it.
_MOST_COLUMNS = 13
_WIDTHS = (_FIRST, *[_OTHERS] * (_MOST_COLUMNS - 1))
_LINE = 13.5
_ACROSS = 190
# A text longer than this stands in the last column, where it may run on.
_SHORT = 24
_HOW = "Worked out by mcda at the saved weights and ratings; it does not follow the yellow cells."
_STYLES = {"points": "points", "share": "share", "amount": "amount", "place": "word"}


def write_robustness(pen: Pen, grids: Sequence[Grid]) -> None:
    """The sheet with all tables that fit on a page, one below the other."""
    sheet = pen.sheet(ROBUSTNESS, "How safe the answer is", _WIDTHS)
    pen.put(sheet, (1, 0), _HOW, "how")
    row = 3
    for grid in grids:
        if is_sentences(grid):
            row = _sentences(pen, sheet, row, grid)
        elif len(grid.columns) <= _MOST_COLUMNS:
            row = write_table(pen, (sheet, row), grid, _WIDTHS)


def is_sentences(grid: Grid) -> bool:
    """Whether the table holds numbered sentences."""
    return {column.key for column in grid.columns} == {"number", "sentence"}


def _sentences(pen: Pen, sheet: Worksheet, row: int, grid: Grid) -> int:
    """Sentences across the page, a long one on several lines; what comes back is the row for the next table."""
    pen.put(sheet, (row, 0), grid.title, "subtitle")
    lines = [line for _, text in grid.rows for line in wrap(str(text), _ACROSS, subsequent_indent="     ")]
    for offset, line in enumerate(lines, row + 1):
        pen.put(sheet, (offset, 0), line, "line")
    return row + 1 + len(lines) + 1


def write_table(pen: Pen, at: tuple[Worksheet, int], grid: Grid, widths: Sequence[float]) -> int:
    """One table on columns of these widths; its long texts run on in the last column. What comes back is the row for
    the next one."""
    sheet, row = at
    pen.put(sheet, (row, 0), grid.title, "subtitle")
    order, wrapped = _order(grid)
    names = [grid.columns[column].name for column in order]
    pen.head(sheet, (row + 1, 0), names, _height(names, widths))
    for offset, line in enumerate(grid.rows, row + 2):
        entries = [line[column] for column in order]
        for place, entry in enumerate(entries):
            style = _style(grid.columns[order[place]].kind, entry, place) if place < wrapped else "line"
            pen.put(sheet, (offset, place), entry, style)
        sheet.set_row(offset, _height(entries[:wrapped], widths))
    return row + 2 + len(grid.rows) + 1


def _order(grid: Grid) -> tuple[list[int], int]:
    """The columns with those of long texts last, and how many keep to their width: the last one may run on."""
    columns = range(len(grid.columns))
    long = [c for c in columns if c and any(len(str(line[c] or "")) > _SHORT for line in grid.rows)]
    return [c for c in columns if c not in long] + long, len(columns) - bool(long)


def _style(kind: str, entry: Value, place: int) -> str:
    if not isinstance(entry, str):
        return _STYLES.get(kind, "amount")
    return "word" if place and len(entry) <= _OTHERS else "text"


def _height(entries: Sequence[Value], widths: Sequence[float]) -> float:
    pairs = zip(entries, widths, strict=False)
    lines = (len(wrap(each, int(1.05 * width))) for each, width in pairs if isinstance(each, str) and each)
    return max(15, _LINE * max(lines, default=1))
