"""Dominance: at least as good on every criterion and better on one (Pareto 1906)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Row = Sequence[Fraction]


def dominates(values: Row, others: Row) -> bool:
    """Whether `values` is nowhere worse than `others` and somewhere better.

    >>> dominates([Fraction(2), Fraction(1)], [Fraction(1), Fraction(1)])
    True
    >>> dominates([Fraction(1)], [Fraction(1)])
    False
    """
    pairs = list(zip(values, others, strict=True))
    return all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)


def beaten_by(values: Sequence[Row]) -> tuple[tuple[int, ...], ...]:
    """For each row, the rows that dominate it.

    >>> beaten_by([[Fraction(2), Fraction(1)], [Fraction(1), Fraction(1)]])
    ((), (0,))
    """
    return tuple(tuple(k for k, other in enumerate(values) if dominates(other, row)) for row in values)
