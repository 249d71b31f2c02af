"""What uncertain ratings do to the answer: alone, and together with the weights."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mcda.methods.acceptability import Acceptability, rank_acceptability
from mcda.methods.uncertain_ratings import score_moments, spread_of_weights
from mcda.methods.value_of_information import flipping_ratings
from mcda.methods.weight_sets import mean_weights, only
from mcda.scenario.allowed_weights import AllowedWeights
from mcda.scenario.robust_doubts import Doubts
from mcda.scenario.robust_question import Question

Row = tuple[Fraction, ...]
Moments = tuple[Fraction, Fraction]

FEWEST = 1 << 11


@dataclass(frozen=True, slots=True)
class SampledRatings:
    """Ranks with ratings drawn independently: `alone` keeps the weights of the scenario, `with_weights` draws them too.

    `confidence` is the share of rating draws in which an option is first at its own central weights (None: it never is
    first).
    """

    alone: Acceptability
    with_weights: Acceptability
    confidence: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class UncertainRatings:
    """Ratings that may be off. `moments` and `moments_with_weights` are mean and variance of every score, exact.

    `flips` are the changes of value of one rating alone that change the leader, smallest first (option, criterion,
    change in points). `sampled` is None in a quick look.
    """

    doubts: Doubts
    moments: tuple[Moments, ...]
    moments_with_weights: tuple[Moments, ...]
    flips: tuple[tuple[int, int, Fraction], ...]
    sampled: SampledRatings | None


def uncertain_ratings(
    values: Sequence[Row],
    weights: Row,
    leader: int,
    doubts: Doubts,
    allowed: AllowedWeights,
) -> UncertainRatings:
    """What is exact about ratings that may be off."""
    sets = allowed.weights
    covariance = spread_of_weights(sets.corners, sets.shares, sets.pieces)
    middle = mean_weights(sets)
    rows = list(zip(doubts.means, doubts.variances, strict=True))
    return UncertainRatings(
        doubts=doubts,
        moments=tuple(score_moments(*row, weights) for row in rows),
        moments_with_weights=tuple(score_moments(*row, middle, covariance) for row in rows),
        flips=flipping_ratings(values, weights, leader),
        sampled=None,
    )


def sampled_ratings(
    values: Sequence[Row],
    weights: Row,
    doubts: Doubts,
    allowed: AllowedWeights,
    question: Question,
    executor: Executor | None,
) -> SampledRatings:
    """How often each option takes each rank when ratings are drawn, with weights as given and with allowed ones."""
    draws = max(question.draws // 4, FEWEST)
    both = rank_acceptability(values, allowed.weights, draws, uncertain=doubts.cells, executor=executor)
    return SampledRatings(
        alone=rank_acceptability(values, only(weights), draws, uncertain=doubts.cells, executor=executor),
        with_weights=both,
        confidence=tuple(_confidence(values, doubts, both, option, draws // 8) for option in range(len(values))),
    )


def _confidence(values: Sequence[Row], doubts: Doubts, both: Acceptability, option: int, draws: int) -> float | None:
    central = both.central[option]
    if np.isnan(central).any():
        return None
    weights = only(tuple(Fraction(float(weight)) for weight in central))
    return float(rank_acceptability(values, weights, draws, uncertain=doubts.cells).first[option])
