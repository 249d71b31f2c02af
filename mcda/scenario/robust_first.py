"""How often each option is first over the allowed weights: exact up to six criteria, else sampled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mcda.methods.acceptability import COPIES, STUDENT, Acceptability
from mcda.methods.corner_scores import corner_scores
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


def first_places(values: Sequence[Row], weights: WeightSet, ranks: Acceptability, question: Question) -> FirstPlaces:
    """The first places of all options; `ranks` are sampled ones, for where cells are out of reach."""
    near = question.depth == "full" or question.reaches(len(values), len(values[0]))
    cells = _cells(values, weights) if near else None
    if cells is None:
        return _sampled(values, ranks, _twins(values, weights))
    middle = mean_weights(weights)
    best = max(sum(w * v for w, v in zip(middle, row, strict=True)) for row in values)
    own = {cell.option: cell for cell in cells}
    # Options that are always level share the cell of the first of them.
    cell_of = {option: own.get(twin) for option, twin in enumerate(_twins(values, weights))}
    found = [cell_of[option] for option in range(len(values))]
    floats = np.array([[float(number) for number in row] for row in values])
    return FirstPlaces(
        tuple(0.0 if cell is None else 1.0 if len(cells) == 1 else cell.share for cell in found),
        (0.0,) * len(values),
        tuple(None if cell is None else tuple(cell.centre.tolist()) for cell in found),
        exact=True,
        settling=expected_best(floats, cells) - float(best),
    )


def _sampled(values: Sequence[Row], ranks: Acceptability, twins: Sequence[int]) -> FirstPlaces:
    """Sampled first places. Of options that are always level a draw puts one before the other, so that each of them has
    the places of all."""
    firsts = ranks.counts[:, :, 0]
    shares, errors, central = [], [], []
    for twin in twins:
        # Options with equal values share their places already.
        same = list({tuple(values[other]): other for other, first in enumerate(twins) if first == twin}.values())
        each = firsts[:, same].sum(axis=1) * (COPIES / ranks.draws)
        row = ranks.central[max(same, key=lambda other: int(firsts[:, other].sum()))]
        shares.append(float(np.mean(each)))
        errors.append(float(STUDENT * np.std(each, ddof=1) / np.sqrt(COPIES)))
        central.append(None if np.isnan(row).any() else tuple(row.tolist()))
    return FirstPlaces(tuple(shares), tuple(errors), tuple(central), exact=False, settling=None)


def _cells(values: Sequence[Row], weights: WeightSet) -> tuple[Cell, ...] | None:
    if len(weights.columns) > MOST_CRITERIA:
        return None
    try:
        return best_cells(values, weights)
    except TooManyCorners:
        return None


def _twins(values: Sequence[Row], weights: WeightSet) -> list[int]:
    """For every option the first one that scores the same under all allowed weights."""
    rows = [tuple(row) for row in corner_scores(values, weights.corners).numbers]
    return [rows.index(row) for row in rows]
