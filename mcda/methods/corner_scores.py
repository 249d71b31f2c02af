"""Scores at the corners of a set of weights: the lowest and highest of anything linear stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

Row = Sequence[Fraction]
# Whole numbers of any length, so that no sum can overflow.
Whole = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class CornerScores:
    """Exact scores, rows x corners, as whole numbers over one denominator."""

    numbers: Whole
    denominator: int


def corner_scores(values: Sequence[Row], corners: Sequence[Row]) -> CornerScores:
    """The score of every row of values at every corner.

    >>> found = corner_scores([[Fraction(1), Fraction(0)]], [[Fraction(1, 2), Fraction(1, 2)]])
    >>> found.numbers.tolist(), found.denominator
    ([[1]], 2)
    """
    left, below = whole_numbers(values)
    right, under = whole_numbers(corners)
    return CornerScores(np.asarray(left @ right.T), below * under)


def whole_numbers(rows: Sequence[Row]) -> tuple[Whole, int]:
    """Rows of rationals as whole numbers over their common denominator."""
    below = lcm(*(number.denominator for row in rows for number in row))
    table: list[list[Any]] = [[number.numerator * (below // number.denominator) for number in row] for row in rows]
    return np.array(table, dtype=object).reshape(len(rows), -1), below
