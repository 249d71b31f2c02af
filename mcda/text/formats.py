"""Tables as Markdown, CSV and terminal tables."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from fractions import Fraction
from io import StringIO

from rich import box
from rich.markup import escape
from rich.table import Table

from mcda.scenario.markdown import literal
from mcda.scenario.tables import Grid
from mcda.text.values import plain, shown

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def markdown(grid: Grid) -> str:
    """A table in GitHub's Markdown, numbers to the right."""
    lines = [
        _row(literal(column.name) for column in grid.columns),
        _row("---" if column.kind == "text" else "---:" for column in grid.columns),
    ]
    lines += [_row(literal(shown(c, v)) for c, v in zip(grid.columns, row, strict=True)) for row in grid.rows]
    return "\n".join(lines) + "\n"


def comma_separated(grid: Grid) -> str:
    """A table as CSV with all digits. A text that a spreadsheet would take for a formula gets a leading '."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.key for column in grid.columns])
    for row in grid.rows:
        writer.writerow([_inert(value) if isinstance(value, str) else plain(value) for value in row])
    return buffer.getvalue()


def table_data(grid: Grid) -> dict[str, object]:
    """A table as plain data for JSON: one mapping a row, numbers as floats."""
    rows = [
        {
            column.key: float(value) if isinstance(value, Fraction) else value
            for column, value in zip(grid.columns, row, strict=True)
        }
        for row in grid.rows
    ]
    return {"key": grid.key, "title": grid.title, "rows": rows}


def terminal(grid: Grid) -> Table:
    """A table for a terminal of any width; texts wrap, numbers do not."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for column in grid.columns:
        table.add_column(
            column.name, justify="left" if column.kind == "text" else "right", no_wrap=column.kind != "text"
        )
    for row in grid.rows:
        table.add_row(*(escape(shown(c, v)) for c, v in zip(grid.columns, row, strict=True)))
    return table


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
