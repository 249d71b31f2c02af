"""The tables of a comparison with their points as text of so many digits, changes with their sign."""

from __future__ import annotations

from mcda.scenario.tables import Column, Grid, Value
from mcda.scenario.words import Exact, rounded

_SIGNED = ("change", "places", "weight_", "rating_", "points_", "ratings_", "options", "other")


def in_digits(grid: Grid, digits: int) -> Grid:
    """The table with its points as text, right-aligned as numbers are."""
    columns = tuple(Column(c.key, c.name, "place" if c.kind == "points" else c.kind) for c in grid.columns)
    rows = tuple(
        tuple(cell_in_digits(column, value, digits) for column, value in zip(grid.columns, row, strict=True))
        for row in grid.rows
    )
    return Grid(grid.key, grid.title, columns, rows)


def cell_in_digits(column: Column, value: Value, digits: int) -> Value:
    """One cell: points as text, everything else as it is."""
    if column.kind != "points" or value is None or isinstance(value, str):
        return value
    return signed(value, digits) if column.key.startswith(_SIGNED) else rounded(value, digits)


def signed(value: Exact, digits: int) -> str:
    """A change in digits: "+1.5", "-0.2", and "0.0" without a sign.

    >>> signed(1, 1), signed(-1, 0), signed(0, 1)
    ('+1.0', '-1', '0.0')
    """
    text = rounded(value, digits)
    return text if text.startswith("-") or not text.strip("0.") else f"+{text}"
