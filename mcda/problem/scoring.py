"""A study and one set of weights as exact values, ready to score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from mcda.model.option import Option, Rating
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.problem.scale import signed
from mcda.problem.weights import overall_weights

Matrix = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Options x criteria as signed values (0 = do nothing, worst to best = 100 points), and weights that sum to 1.

    `lowest` and `highest` are the values at the low and high ratings (where none is given, the best rating; where the
    rating itself is blank, the ends of the scale). `blank` holds the cells (option, criterion) without a rating: their
    entry in `values` is 0 and must not be read as a result.
    """

    options: tuple[str, ...]
    criteria: tuple[str, ...]
    weights: tuple[Fraction, ...]
    values: Matrix
    lowest: Matrix
    highest: Matrix
    blank: frozenset[tuple[int, int]]


def scoring_problem(study: Study, weights: Weights) -> Problem:
    """The exact arrays of a checked study."""
    table = {(rating.option, rating.criterion): rating for rating in study.ratings}
    rows = [_values_of(study, option, table) for option in study.options]
    blank = frozenset(
        (i, j)
        for i, option in enumerate(study.options)
        for j, criterion in enumerate(study.criteria)
        if table[option.key, criterion.key].best is None
    )
    return Problem(
        options=tuple(option.key for option in study.options),
        criteria=tuple(criterion.key for criterion in study.criteria),
        weights=overall_weights(study, weights),
        values=tuple(tuple(best for _, best, _ in row) for row in rows),
        lowest=tuple(tuple(low for low, _, _ in row) for row in rows),
        highest=tuple(tuple(high for _, _, high in row) for row in rows),
        blank=blank,
    )


def _values_of(
    study: Study, option: Option, table: Mapping[tuple[str, str], Rating]
) -> list[tuple[Fraction, Fraction, Fraction]]:
    cells = []
    for criterion in study.criteria:
        rating = table[option.key, criterion.key]
        if rating.best is None:
            ends = signed(criterion, criterion.worst), signed(criterion, criterion.best)
            cells.append((ends[0], Fraction(0), ends[1]))
            continue
        best = signed(criterion, rating.best)
        others = [signed(criterion, entry) for entry in (rating.low, rating.high) if entry is not None]
        cells.append((min([best, *others]), best, max([best, *others])))
    return cells
