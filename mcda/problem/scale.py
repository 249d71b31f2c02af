"""Ratings on a criterion's scale as exact values."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from mcda.methods import value
from mcda.model.criterion import Criterion, LevelsValue, LinearValue, PointsValue
from mcda.model.record import Entry


def worth(criterion: Criterion, entry: Entry) -> Fraction:
    """What a rating is worth from 0 (worst) to 100 (best); beyond the ends only where the scale is linear.

    Raises ValueError outside a piecewise scale, KeyError for an unknown level: checks come first.
    """
    match criterion.value:
        case LinearValue():
            return value.linear(number(entry), number(criterion.worst), number(criterion.best))
        case PointsValue(points=points):
            return value.piecewise(number(entry), sorted((Fraction(x), Fraction(v)) for x, v in points.items()))
        case LevelsValue(levels=levels):
            return Fraction(levels[str(entry)])


def signed(criterion: Criterion, entry: Entry) -> Fraction:
    """What a rating is worth against doing nothing; against worst where the criterion has no do-nothing level."""
    zero = Fraction(0) if criterion.do_nothing is None else worth(criterion, criterion.do_nothing)
    return worth(criterion, entry) - zero


def is_linear(criterion: Criterion) -> bool:
    """Whether every step of the scale is worth the same, so that units can be traded at one rate."""
    return isinstance(criterion.value, LinearValue)


def level(criterion: Criterion, points: Fraction) -> Fraction | None:
    """The rating that is worth `points` against doing nothing on a linear scale; None on other scales."""
    if not is_linear(criterion):
        return None
    worst, best = number(criterion.worst), number(criterion.best)
    zero = worst if criterion.do_nothing is None else number(criterion.do_nothing)
    return zero + points * (best - worst) / value.POINTS


def lower_is_better(criterion: Criterion) -> bool:
    """Whether a smaller number is better; False for a scale of words."""
    worst, best = criterion.worst, criterion.best
    return isinstance(worst, Decimal) and isinstance(best, Decimal) and best < worst


def number(entry: Entry) -> Fraction:
    """An entry of a numeric scale as a rational."""
    if isinstance(entry, str):
        raise ValueError(f"{entry!r} is a level, not a number")
    return Fraction(entry)
