"""The additive model: a score is the sum of weight times value (Keeney and Raiffa 1976, ch. 3)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Row = Sequence[Fraction]


def shares(points: Row) -> tuple[Fraction, ...]:
    """Weights that sum to 1, in proportion to swing points (von Winterfeldt and Edwards 1986).

    >>> shares([Fraction(100), Fraction(80), Fraction(40), Fraction(20)])
    (Fraction(5, 12), Fraction(1, 3), Fraction(1, 6), Fraction(1, 12))
    """
    total = sum(points)
    return tuple(point / total for point in points)


def contributions(values: Row, weights: Row) -> tuple[Fraction, ...]:
    """What each criterion adds to one option's score: weight times value.

    >>> contributions([Fraction(50), Fraction(-20)], [Fraction(1, 2), Fraction(1, 2)])
    (Fraction(25, 1), Fraction(-10, 1))
    """
    return tuple(weight * value for weight, value in zip(weights, values, strict=True))


def score(values: Row, weights: Row) -> Fraction:
    """One option's score.

    >>> score([Fraction(50), Fraction(-20)], [Fraction(1, 2), Fraction(1, 2)])
    Fraction(15, 1)
    """
    return sum(contributions(values, weights), Fraction(0))
