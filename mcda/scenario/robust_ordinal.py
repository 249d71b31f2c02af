"""Levels of a criterion as a ladder: where ratings stand on it, and what holds if its steps differ in worth."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from mcda.methods.ordinal import Readings, stays_first
from mcda.model.criterion import Criterion, LevelsValue
from mcda.model.study import Study
from mcda.problem.scale import worth

Row = tuple[Fraction, ...]


def ordinal_readings(study: Study, options: Sequence[str], weights: Row, leader: int) -> Readings | None:
    """Levels in words read as an order alone; other criteria keep their values. None where no criterion has levels."""
    ladders = [ladder(criterion) for criterion in study.criteria]
    if not any(len(steps) > 2 for steps in ladders):
        return None
    best = {(rating.option, rating.criterion): rating.best for rating in study.ratings}
    levels = []
    for option in options:
        entries = [best[option, criterion.key] for criterion in study.criteria]
        found = [
            place_on(steps, worth(criterion, entry))
            for criterion, entry, steps in zip(study.criteria, entries, ladders, strict=True)
            if entry is not None
        ]
        levels.append(found)
    return stays_first(levels, [Fraction(len(steps) - 1) for steps in ladders], weights, leader)


def ladder(criterion: Criterion) -> list[Fraction]:
    """The worth of each described level from worst to best; the two ends alone where levels are not described."""
    ends = {worth(criterion, criterion.worst), worth(criterion, criterion.best)}
    words = criterion.value.levels if isinstance(criterion.value, LevelsValue) else ()
    return sorted(ends | {worth(criterion, entry) for entry in (*criterion.levels, *words)})


def place_on(steps: Sequence[Fraction], value: Fraction) -> Fraction:
    """Where a value stands on a ladder, straight between its levels.

    >>> str(place_on([Fraction(0), Fraction(20), Fraction(100)], Fraction(60)))
    '3/2'
    """
    below = max((k for k, level in enumerate(steps[:-1]) if level <= value), default=0)
    return below + (value - steps[below]) / (steps[below + 1] - steps[below])


def value_at(steps: Sequence[Fraction], place: Fraction) -> Fraction:
    """The value at a place of a ladder, its ends for places beyond them.

    >>> str(value_at([Fraction(0), Fraction(20), Fraction(100)], Fraction(3, 2)))
    '60'
    """
    held = min(max(place, Fraction(0)), Fraction(len(steps) - 1))
    below = min(int(held), len(steps) - 2)
    return steps[below] + (held - below) * (steps[below + 1] - steps[below])
