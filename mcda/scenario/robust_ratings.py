"""What uncertain ratings do to the answer: alone, and together with the weights."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from mcda.methods.acceptability import Acceptability, rank_acceptability
from mcda.methods.uncertain_ratings import Shape, Spread, quantiles, score_moments, spread_of_weights
from mcda.methods.value_of_information import Worth, flipping_ratings, worth_of_checking
from mcda.methods.weight_sets import mean_weights, only
from mcda.scenario.allowed_weights import AllowedWeights
from mcda.scenario.scenario import Scenario

Cells = list[tuple[int, int, npt.NDArray[np.float64]]]

DRAWS = 1 << 14


@dataclass(frozen=True, slots=True)
class UncertainRatings:
    """Ratings drawn between their lowest and highest values, independently.

    `alone` keeps the weights of the scenario, `with_weights` draws them too. `moments` and `moments_with_weights` are
    mean and variance of every score, exact. `confidence` is the share of rating draws in which an option is first at
    its own central weights (None: it never is first). `checks` lists ratings worth checking, `flips` the change of
    value of one rating alone that changes the leader, smallest first (option, criterion, change in points).
    """

    shape: Shape
    alone: Acceptability
    with_weights: Acceptability
    moments: tuple[tuple[Fraction, Fraction], ...]
    moments_with_weights: tuple[tuple[Fraction, Fraction], ...]
    confidence: tuple[float | None, ...]
    checks: tuple[Worth, ...]
    flips: tuple[tuple[int, int, Fraction], ...]


def uncertain_ratings(
    scenario: Scenario,
    rated: Sequence[int],
    allowed: AllowedWeights,
    executor: Executor | None,
    shape: Shape = "triangular",
) -> UncertainRatings | None:
    """What the low and high ratings of a scenario mean for it; None where all ratings are certain."""
    problem = scenario.problem
    spreads = [
        [Spread(*cell, shape) for cell in zip(problem.lowest[i], problem.values[i], problem.highest[i], strict=True)]
        for i in rated
    ]
    cells: Cells = [
        (i, j, quantiles(spread)) for i, row in enumerate(spreads) for j, spread in enumerate(row) if not spread.certain
    ]
    if not cells:
        return None
    values = [problem.values[i] for i in rated]
    leader = rated.index(problem.options.index(scenario.ranking.leaders[0].option))
    sets = allowed.weights
    both = rank_acceptability(values, sets, DRAWS, uncertain=cells, executor=executor)
    covariance = spread_of_weights(sets.corners, sets.shares, sets.pieces)
    return UncertainRatings(
        shape=shape,
        alone=rank_acceptability(values, only(problem.weights), DRAWS, uncertain=cells, executor=executor),
        with_weights=both,
        moments=tuple(_moments(row, problem.weights) for row in spreads),
        moments_with_weights=tuple(_moments(row, mean_weights(sets), covariance) for row in spreads),
        confidence=tuple(_confidence(values, cells, both, option) for option in range(len(values))),
        checks=worth_of_checking(spreads, problem.weights),
        flips=flipping_ratings(values, problem.weights, leader),
    )


def _moments(
    row: Sequence[Spread], weights: Sequence[Fraction], covariance: Sequence[Sequence[Fraction]] | None = None
) -> tuple[Fraction, Fraction]:
    rows = None if covariance is None else [tuple(each) for each in covariance]
    return score_moments([cell.mean for cell in row], [cell.variance for cell in row], weights, rows)


def _confidence(values: Sequence[tuple[Fraction, ...]], cells: Cells, both: Acceptability, option: int) -> float | None:
    central = both.central[option]
    if np.isnan(central).any():
        return None
    weights = only(tuple(Fraction(float(weight)) for weight in central))
    return float(rank_acceptability(values, weights, DRAWS // 8, uncertain=cells).first[option])
