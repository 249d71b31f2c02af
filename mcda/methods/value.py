"""Value functions: from a rating to a value between 0 (worst) and 100 (best) on a fixed scale.

The scale is given, never taken from the options present, so adding or removing an option changes no other value
(von Winterfeldt and Edwards 1986; Belton and Stewart 2002, ch. 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

Breakpoint = tuple[Fraction, Fraction]
POINTS = 100


def linear(rating: Fraction, worst: Fraction, best: Fraction) -> Fraction:
    """The value of `rating` where every step is worth the same: 100 (x - worst) / (best - worst).

    >>> linear(Fraction(-1), worst=Fraction(3), best=Fraction(-3))
    Fraction(200, 3)
    """
    return POINTS * (rating - worst) / (best - worst)


def piecewise(rating: Fraction, points: Sequence[Breakpoint]) -> Fraction:
    """The value of `rating` between breakpoints sorted by rating, joined by straight lines.

    Raises ValueError outside the breakpoints: a value is never clipped or guessed.

    >>> piecewise(Fraction(60), [(Fraction(50), Fraction(100)), (Fraction(75), Fraction(80))])
    Fraction(92, 1)
    """
    for (left, left_value), (right, right_value) in pairwise(points):
        if left <= rating <= right:
            return left_value + (right_value - left_value) * (rating - left) / (right - left)
    raise ValueError(f"{rating} is outside the value function")
