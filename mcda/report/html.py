"""Tables and texts as HTML in which every name of a person is inert.

Rows and cells have no end tags: HTML does not ask for them, and a page has a thousand cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from html import escape
from itertools import groupby

from mcda.scenario.tables import Column, Grid, Value
from mcda.scenario.words import amount, rounded, share

LONG = 40


def paragraph(text: str, kind: str = "") -> str:
    """One paragraph, or nothing for an empty text."""
    mark = f' class="{kind}"' if kind else ""
    return f"<p{mark}>{escape(text)}</p>" if text else ""


def table(grid: Grid, name: str, *, caption: str = "", first: Sequence[str] = ()) -> str:
    """A table with column heads; the columns with the keys in `first` come first, and the very first names the rows."""
    keys = [column.key for column in grid.columns]
    lead = [keys.index(key) for key in first]
    order = [*lead, *(k for k in range(len(keys)) if k not in lead)]
    heads = "".join(f'<th scope="col"{_kind(grid.columns[k])}>{escape(grid.columns[k].name)}</th>' for k in order)
    rows = "".join(f"<tr>{_row(grid, row, order)}" for row in grid.rows)
    head = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f'<table id="{name}">{head}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def grouped(grid: Grid, name: str) -> str:
    """A table in which rows with the same first cell share it."""
    heads = "".join(f'<th scope="col"{_kind(column)}>{escape(column.name)}</th>' for column in grid.columns)
    bodies = []
    for _, group in groupby(grid.rows, key=lambda row: row[0]):
        rows = list(group)
        head = f'<th scope="rowgroup" rowspan="{len(rows)}">{escape(shown(grid.columns[0], rows[0][0]))}</th>'
        cells = ["".join(_cell(column, v) for column, v in zip(grid.columns[1:], row[1:], strict=True)) for row in rows]
        bodies.append("<tbody><tr>" + head + "<tr>".join(cells) + "</tbody>")
    return f'<table id="{name}"><thead><tr>{heads}</tr></thead>{"".join(bodies)}</table>'


def definitions(pairs: Iterable[tuple[str, str]]) -> str:
    """Terms with their texts; pairs without a text are left out."""
    items = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in pairs if text)
    return f"<dl>{items}</dl>" if items else ""


def share_bar(part: Fraction) -> str:
    """A share as a small bar behind its figure; nothing for 0.

    >>> share_bar(Fraction(1, 4))
    '<svg class="share" viewBox="0 0 100 9"><path d="M0 0H25V9H0"/></svg>'
    """
    width = amount(part * 100)
    return f'<svg class="share" viewBox="0 0 100 9"><path d="M0 0H{width}V9H0"/></svg>' if part else ""


def _row(grid: Grid, row: tuple[Value, ...], order: Sequence[int]) -> str:
    head = escape(shown(grid.columns[order[0]], row[order[0]]))
    return f'<th scope="row">{head}</th>' + "".join(_cell(grid.columns[k], row[k]) for k in order[1:])


def _cell(column: Column, value: Value) -> str:
    text = escape(shown(column, value))
    mark = ' class="t"' if column.kind == "text" and len(text) > LONG else _kind(column)
    return f"<td{mark}>{text}"


def _kind(column: Column) -> str:
    return "" if column.kind == "text" else ' class="n"'


def shown(column: Column, value: Value) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    words: dict[str, Callable[[Fraction], str]] = {"points": rounded, "share": share}
    return words.get(column.kind, amount)(Fraction(value))
