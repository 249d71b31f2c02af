"""How safe the answer is, as mcda worked it out at the saved weights, not live: weights and ratings with tables side by
side, and the mix, whose names need room."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from xlsxwriter.worksheet import Worksheet

from mcda.excel.results.paper import page_starts, scale_across
from mcda.excel.results.pen import Pen
from mcda.excel.results.plan import ROBUST_MIX, ROBUST_RATINGS, ROBUSTNESS
from mcda.excel.results.shelves import GAP, LINE, bands, height, in_order, ordered, write_table
from mcda.scenario.tables import Grid

_HOW = "Worked out by mcda at the saved weights and ratings; it does not follow the yellow cells."
_RATINGS = frozenset(("robust_spreads", "robust_checks", "robust_flips", "robust_worlds"))
_MIX = frozenset(("robust_mix_intervals", "robust_mixes", "robust_holding", "robust_mix_worlds"))
_TITLES = {
    ROBUSTNESS: "How safe the answer is",
    ROBUST_RATINGS: "How safe the answer is if ratings are wrong",
    ROBUST_MIX: "How safe the mix is",
}
_TOP, _HEAD = 3, 3 * LINE
_FIRST, _NAMES, _FIGURE = 34, 100, 12
# The columns with the names of a mix.
_NAMED = frozenset(("mix", "best"))


def write_robustness(pen: Pen, grids: Sequence[Grid]) -> None:
    """The sheets with all tables: of weights, of ratings, of the mix."""
    weights = [grid for grid in grids if grid.key not in _RATINGS | _MIX]
    _side_by_side(pen, ROBUSTNESS, weights)
    ratings, mix = ([grid for grid in grids if grid.key in keys] for keys in (_RATINGS, _MIX))
    if ratings:
        _side_by_side(pen, ROBUST_RATINGS, ratings)
    if mix:
        _mix(pen, mix)


def is_sentences(grid: Grid) -> bool:
    """Whether the table holds numbered sentences."""
    return {column.key for column in grid.columns} == {"number", "sentence"}


def write_stack(pen: Pen, words: tuple[str, str, str], grids: Sequence[Grid], widths: Sequence[float]) -> None:
    """A sheet with tables one below the other, on columns of these widths; `words` are its name, title and how it came
    about."""
    name, title, how = words
    sheet = pen.sheet(name, title, widths)
    pen.put(sheet, (1, 0), how, "how")
    row = _TOP
    for grid in grids:
        if is_sentences(grid):
            row = _sentences(pen, (sheet, row), grid, 1.1 * sum(widths))
        else:
            row = _table(pen, (sheet, row), ordered(grid), widths)


def _mix(pen: Pen, grids: Sequence[Grid]) -> None:
    """Tables with mixes one below the other, their names in a wide second column; beside them those without."""
    named = [_names_second(grid) for grid in grids if _named(grid)]
    others = [grid for grid in grids if not _named(grid)]
    narrow = max((len(grid.columns) for grid in named), default=2) - 2
    left = (_FIRST, _NAMES, *[_FIGURE] * narrow)
    right = (GAP, _FIRST, *[_FIGURE] * (max(len(grid.columns) for grid in others) - 1)) if others else ()
    sheet = pen.sheet(ROBUST_MIX, _TITLES[ROBUST_MIX], (*left, *right))
    pen.put(sheet, (1, 0), _HOW, "how")
    row = _TOP
    for grid in named:
        row = _table(pen, (sheet, row), grid, left)
    row = _TOP
    for grid in others:
        write_table(pen, (sheet, row, len(left) + 1), grid, "text")
        row += len(grid.rows) + 3
    sheet.set_row(_TOP + 1, _HEAD)
    sheet.set_print_scale(scale_across((*left, *right)))


def _side_by_side(pen: Pen, name: str, grids: Sequence[Grid]) -> None:
    """A sheet with the sentences across the page, then tables side by side; no table is cut that fits on a page."""
    tables = bands([grid for grid in grids if not is_sentences(grid)])
    widths = tables.widths or (160,)
    sheet = pen.sheet(name, _TITLES[name], widths)
    pen.put(sheet, (1, 0), _HOW, "how")
    row = _TOP
    for grid in filter(is_sentences, grids):
        row = _sentences(pen, (sheet, row), grid, 1.1 * sum(widths))
    tops = tables.write(pen, sheet, row)
    scale = scale_across(widths)
    sheet.set_print_scale(scale)
    sheet.set_h_pagebreaks([tops[shelf] for shelf in page_starts(tables.heights(), scale, before=LINE * row)])


def _sentences(pen: Pen, at: tuple[Worksheet, int], grid: Grid, across: float) -> int:
    """Sentences across the page, a long one on several lines; what comes back is the row for the next table."""
    sheet, row = at
    pen.put(sheet, (row, 0), grid.title, "subtitle")
    lines = [line for _, text in grid.rows for line in wrap(str(text), int(across), subsequent_indent="     ")]
    for offset, line in enumerate(lines, row + 1):
        pen.put(sheet, (offset, 0), line, "line")
        sheet.set_row(offset, LINE)
    return row + 1 + len(lines) + 1


def _table(pen: Pen, at: tuple[Worksheet, int], grid: Grid, widths: Sequence[float]) -> int:
    """One table with its rows as high as its texts need; what comes back is the row for the next one."""
    sheet, row = at
    write_table(pen, (sheet, row, 0), grid, "text")
    for offset, line in enumerate([[column.name for column in grid.columns], *grid.rows], row + 1):
        sheet.set_row(offset, height(line, widths))
    return row + 2 + len(grid.rows) + 1


def _named(grid: Grid) -> bool:
    return any(column.key in _NAMED for column in grid.columns)


def _names_second(grid: Grid) -> Grid:
    """The table with the names of a mix in its second column."""
    first, *rest = range(len(grid.columns))
    return in_order(grid, (first, *sorted(rest, key=lambda column: grid.columns[column].key not in _NAMED)))
