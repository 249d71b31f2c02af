"""Levels read as an order alone: how often a leader stays first when steps between levels may differ in worth.

Every reading gives the levels of a criterion rising values from 0 (worst) to 100 (best); readings are spread evenly
over all of them (gaps between sorted uniform numbers). Whole numbers throughout: no seed, the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

import numpy as np
import numpy.typing as npt

from mcda.methods.points import hashed

Ints = npt.NDArray[np.int64]
Row = Sequence[Fraction]

READINGS = 4096
STEPS = 1 << 20


@dataclass(frozen=True, slots=True)
class Readings:
    """The share of readings in which the option stays first, its error (95 of 100 times the truth is within), and how
    many were tried; `always` says that no reading at all can unseat it (exact)."""

    share: float
    error: float
    tried: int
    always: bool


def stays_first(levels: Sequence[Sequence[Fraction]], sizes: Row, weights: Row, option: int) -> Readings:
    """How often an option stays first over all rising readings of the levels.

    `levels` are the options' places on each criterion's ladder, 0 the worst level, and `sizes` the place of the best;
    places between levels are read as straight between their neighbours. A ladder of size 1 has two ends and nothing to
    read.

    >>> levels = [[Fraction(2), Fraction(0)], [Fraction(1), Fraction(1)]]
    >>> found = stays_first(levels, [Fraction(2), Fraction(2)], [Fraction(1, 2), Fraction(1, 2)], 0)
    >>> round(found.share, 1), found.always
    (0.5, False)
    """
    always = not any(_can_pass(row, levels[option], sizes, weights) for row in levels)
    leads = sum(
        (_worth(levels, j, int(sizes[j]), weights[j]) for j in range(len(weights))),
        np.zeros((READINGS, len(levels))),
    )
    first = leads[:, option] >= leads.max(axis=1) - 1e-9 * STEPS
    share = float(first.mean())
    return Readings(share, 1.96 * sqrt(share * (1 - share) / READINGS), READINGS, always)


def _can_pass(row: Row, leader: Row, sizes: Row, weights: Row) -> bool:
    """Whether some reading lets the row score above the leader."""
    each = zip(row, leader, sizes, weights, strict=True)
    return sum((weight * _most(a, b, int(size)) for a, b, size, weight in each), Fraction(0)) > 0


def _most(place: Fraction, other: Fraction, size: int) -> Fraction:
    """The most that a place can be worth above another, 1 being worst to best: all worth on the step that the way
    between them covers most, or, where the place is the lower one, least.

    >>> _most(Fraction(1), Fraction(0), 2), _most(Fraction(0), Fraction(1), 2), _most(Fraction(0), Fraction(1), 1)
    (Fraction(1, 1), Fraction(0, 1), Fraction(-1, 1))
    """
    low, high = min(place, other), max(place, other)
    covered = [max(min(high, Fraction(k + 1)) - max(low, Fraction(k)), Fraction(0)) for k in range(size)]
    return max(covered) if place >= other else -min(covered)


def _worth(levels: Sequence[Sequence[Fraction]], j: int, size: int, weight: Fraction) -> npt.NDArray[np.float64]:
    """The weighted value of every option on one criterion in every reading."""
    ladder = np.zeros((READINGS, size + 1), np.int64)
    ladder[:, size] = STEPS
    for place in range(1, size):
        ladder[:, place] = (hashed(64 * j + place, 0, 0, READINGS) >> np.uint64(44)).astype(np.int64)
    ladder.sort(axis=1)
    places = [row[j] for row in levels]
    below = np.array([min(int(place), size - 1) for place in places])
    part = np.array([float(place) for place in places]) - below
    return np.asarray(float(weight) * (ladder[:, below] * (1 - part) + ladder[:, below + 1] * part))
