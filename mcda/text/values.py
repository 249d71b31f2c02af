"""Cells of a table as text."""

from __future__ import annotations

from fractions import Fraction

from mcda.scenario.tables import Column, Value
from mcda.scenario.words import amount, rounded, share


def shown(column: Column, value: Value) -> str:
    """A value as people read it: points with one decimal, shares in percent, amounts as typed."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    match column.kind:
        case "points":
            return rounded(value)
        case "share":
            return share(value)
        case "amount" | "text" | "place":
            return amount(Fraction(value))


def plain(value: Value) -> str:
    """A value for machines: all digits, a point as decimal mark."""
    if value is None:
        return ""
    return value if isinstance(value, str) else repr(float(value))
