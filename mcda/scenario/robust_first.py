"""How often each option is first over the allowed weights: exact up to six criteria, else sampled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mcda.methods.acceptability import Acceptability
from mcda.methods.corner_scores import CornerScores
from mcda.methods.first_rank import Cell, best_cells, expected_best
from mcda.methods.polytope import TooManyCorners
from mcda.methods.weight_sets import WeightSet, mean_weights
from mcda.scenario.robust_question import Question

Row = tuple[Fraction, ...]

MOST_CRITERIA = 6


@dataclass(frozen=True, slots=True)
class FirstPlaces:
    """How often each option is first and at which mean weights (None: never); `exact`, or sampled with errors.

    `settling` is what knowing the weights exactly would add to the best score on average, in points (None: unknown).
    """

    shares: tuple[float, ...]
    errors: tuple[float, ...]
    central: tuple[tuple[float, ...] | None, ...]
    exact: bool
    settling: float | None


def as_one(values: Sequence[Row], scores: CornerScores) -> list[Row]:
    """The values, one row for all options that no allowed weighting tells apart, so that no draw does either."""
    return [values[twin] for twin in _twins(scores)]


def first_places(
    values: Sequence[Row], weights: WeightSet, scores: CornerScores, ranks: Acceptability, question: Question
) -> FirstPlaces:
    """The first places of all options; `scores` are those at the corners of the weights, `ranks` sampled ones, for
    where cells are out of reach."""
    always = _always(scores)
    if any(always):
        return _certain(always, weights)
    near = question.depth == "full" or question.reaches(len(values), len(values[0]))
    cells = _cells(values, weights) if near else None
    if cells is None:
        return _sampled(ranks)
    middle = mean_weights(weights)
    best = max(sum(w * v for w, v in zip(middle, row, strict=True)) for row in values)
    own = {cell.option: cell for cell in cells}
    # Options that are always level share the cell of the first of them.
    found = [own.get(twin) for twin in _twins(scores)]
    floats = np.array([[float(number) for number in row] for row in values])
    return FirstPlaces(
        tuple(0.0 if cell is None else cell.share for cell in found),
        (0.0,) * len(values),
        tuple(None if cell is None else tuple(cell.centre.tolist()) for cell in found),
        exact=True,
        settling=expected_best(floats, cells) - float(best),
    )


def _certain(always: Sequence[bool], weights: WeightSet) -> FirstPlaces:
    """Where nothing is ever above some options: those are always first, and weights cannot add to the best score."""
    middle = tuple(float(weight) for weight in mean_weights(weights))
    shares, errors = tuple(float(first) for first in always), (0.0,) * len(always)
    return FirstPlaces(shares, errors, tuple(middle if first else None for first in always), exact=True, settling=0.0)


def _sampled(ranks: Acceptability) -> FirstPlaces:
    central = (None if np.isnan(row).any() else tuple(row.tolist()) for row in ranks.central)
    first, errors = ranks.first.tolist(), ranks.errors[:, 0].tolist()
    return FirstPlaces(tuple(first), tuple(errors), tuple(central), exact=False, settling=None)


def _always(scores: CornerScores) -> list[bool]:
    """Which options no allowed weighting puts below another one."""
    rows = [tuple(row) for row in scores.numbers]
    best = tuple(map(max, zip(*rows, strict=True)))
    return [row == best for row in rows]


def _cells(values: Sequence[Row], weights: WeightSet) -> tuple[Cell, ...] | None:
    if len(weights.columns) > MOST_CRITERIA:
        return None
    try:
        return best_cells(values, weights)
    except TooManyCorners:
        return None


def _twins(scores: CornerScores) -> list[int]:
    """For every option the first one that scores the same under all allowed weights."""
    rows = [tuple(row) for row in scores.numbers]
    return [rows.index(row) for row in rows]
