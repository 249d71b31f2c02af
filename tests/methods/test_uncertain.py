"""Uncertain ratings, the value of checking one, readable rules, and levels as an order."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import asin, gamma, pi, sqrt

import numpy as np
import pytest

from mcda.methods.ordinal import stays_first
from mcda.methods.rules import peeled_box, sufficient_weight
from mcda.methods.uncertain_ratings import (
    Spread,
    beta_share,
    chance_above,
    level_off_by_one,
    mean_excess,
    quantiles,
    score_moments,
    spread_of_weights,
)
from mcda.methods.value_of_information import flipping_ratings, worth_of_checking
from mcda.methods.weight_sets import at_least, mean_weights, weight_set
from mcda.methods.worlds import across_worlds
from tests.methods.drawing import Floats, drawn_weights, random_set, random_values


def random_spread(rng: random.Random, shape: str) -> Spread:
    ends = sorted(Fraction(rng.randint(0, 100)) for _ in range(3))
    return Spread(*ends, shape)  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", ["triangular", "pert"])
def test_moments_and_partial_means_agree_with_the_quantiles(shape: str) -> None:
    rng = random.Random(1)
    for _ in range(100):
        spread = random_spread(rng, shape)
        table = quantiles(spread)
        width = float(spread.high - spread.low) or 1.0
        threshold = float(spread.low) + width * rng.random()

        assert abs(table.mean() - float(spread.mean)) < 1e-3 * width
        assert abs(table.var() - float(spread.variance)) < 1e-3 * width**2
        if not spread.certain:
            assert abs((table > threshold).mean() - chance_above(spread, threshold)) < 3e-3
            assert abs(np.maximum(table - threshold, 0).mean() - mean_excess(spread, threshold)) < 2e-3 * width


def test_a_beta_share_agrees_with_a_known_distribution() -> None:
    for place in (0.1, 0.5, 0.9):
        assert abs(beta_share(1.0, 3.0, place) - (1 - (1 - place) ** 3)) < 1e-13
        assert abs(beta_share(3.0, 1.0, place) - place**3) < 1e-13


def test_a_level_that_may_be_off_by_one_keeps_its_mean() -> None:
    values, mean = level_off_by_one(Fraction(0), Fraction(10), Fraction(20), Fraction(3, 4))

    assert float(mean) == values.mean() == 10
    assert (values == 10).sum() == 768


def test_score_moments_agree_with_draws_of_weights_and_ratings() -> None:
    rng = random.Random(2)
    weights = random_set(rng, 4)
    spreads = [random_spread(rng, "triangular") for _ in range(4)]
    covariance = [tuple(row) for row in spread_of_weights(weights.corners, weights.shares, weights.pieces)]

    mean, variance = score_moments(
        [s.mean for s in spreads], [s.variance for s in spreads], mean_weights(weights), covariance
    )

    draws = np.random.default_rng(0)
    ratings = np.stack(
        [draws.triangular(*(float(x) for x in (s.low, s.best, s.high)), 200_000) for s in spreads], axis=1
    )
    scores = (drawn_weights(weights, 200_000, 0) * ratings).sum(axis=1)
    assert abs(scores.mean() - float(mean)) < 0.1
    assert abs(scores.var() / float(variance) - 1) < 0.02


STEPS, PARTS = np.polynomial.legendre.leggauss(400)


def integral(of: Callable[[Floats], Floats], low: float, high: float) -> float:
    """By Gauss and Legendre."""
    return float(of((high + low + STEPS * (high - low)) / 2) @ PARTS) * (high - low) / 2


def above(spread: Spread, threshold: float) -> tuple[float, float]:
    """The chance of being above a threshold and the mean excess over it, from the density."""
    low, best, high = float(spread.low), float(spread.best), float(spread.high)
    start = min(max(threshold, low), high)
    if spread.shape == "pert":
        # With x = sin^2 of an angle the density is smooth at its ends.
        a, b = 1 + 4 * (best - low) / (high - low), 1 + 4 * (high - best) / (high - low)
        scale = 2 * gamma(a + b) / gamma(a) / gamma(b)
        first = asin(sqrt((start - low) / (high - low)))
        density = lambda angle: scale * np.sin(angle) ** (2 * a - 1) * np.cos(angle) ** (2 * b - 1)  # noqa: E731
        excess = lambda angle: density(angle) * (low + (high - low) * np.sin(angle) ** 2 - threshold)  # noqa: E731
        return integral(density, first, pi / 2), integral(excess, first, pi / 2)
    chance = mean = 0.0
    for left, right, zero in ((low, best, low), (best, high, high)):
        inside = max(left, start)
        if inside < right:
            slope = 2 / (high - low) / abs(best - zero)
            chance += integral(lambda x, slope=slope, zero=zero: slope * abs(x - zero), inside, right)
            mean += integral(lambda x, slope=slope, zero=zero: slope * abs(x - zero) * (x - threshold), inside, right)
    return chance, mean


@pytest.mark.parametrize("shape", ["triangular", "pert"])
def test_the_worth_of_checking_a_rating_agrees_with_integrals_on_200_problems(shape: str) -> None:
    worst_gain = worst_change = 0.0
    cells = 0
    for seed in range(200):
        rng = random.Random(seed)
        spreads = [[random_spread(rng, shape) for _ in range(3)] for _ in range(5)]
        weights = [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)]
        means = [[cell.mean for cell in row] for row in spreads]
        scores = [sum((w * mean for w, mean in zip(weights, row, strict=True)), Fraction(0)) for row in means]
        leader = scores.index(max(scores))

        for found in worth_of_checking(spreads, weights):
            cells += 1
            weight, mean = weights[found.criterion], means[found.option][found.criterion]
            other = max(score for i, score in enumerate(scores) if i != found.option)
            threshold = float(mean + (other - scores[found.option]) / weight)
            chance, excess = above(spreads[found.option][found.criterion], threshold)
            expected = float(other) + float(weight) * excess
            worst_gain = max(worst_gain, abs(expected - float(scores[leader]) - found.gain))
            changes = 1 - chance if found.option == leader else chance
            worst_change = max(worst_change, abs(changes - found.change))

    print(f"worth of checking, {shape}, {cells} ratings: gain {worst_gain:.0e} points, chance {worst_change:.0e}")
    assert cells > 900
    assert worst_gain < 1e-8
    assert worst_change < 1e-8


def test_a_flipping_change_makes_the_two_options_level() -> None:
    rng = random.Random(3)
    values = random_values(rng, 5, 3)
    weights = [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)]
    scores = [sum((w * v for w, v in zip(weights, row, strict=True)), Fraction(0)) for row in values]
    leader = scores.index(max(scores))

    for option, criterion, change in flipping_ratings(values, weights, leader):
        after = list(scores)
        after[option] += weights[criterion] * change
        assert sorted(after)[-1] == sorted(after)[-2]


def test_a_sufficient_weight_is_enough_and_no_less_is() -> None:
    rules = 0
    for seed in range(300):
        rng = random.Random(seed)
        values = random_values(rng, 5, 3, steps=30)
        option, j = rng.randrange(5), rng.randrange(3)
        share = sufficient_weight(values, option, j)
        if share is None:
            continue
        rules += 1
        allowed = weight_set([at_least(3, j, share)], 3)
        assert allowed is not None
        assert all(_leads(values, option, corner) for corner in allowed.corners)
        if share > 0:
            less = weight_set([at_least(3, j, share * Fraction(999, 1000))], 3)
            assert less is not None
            assert not all(_leads(values, option, corner) for corner in less.corners)

    assert rules > 30


def _leads(values: list[tuple[Fraction, ...]], option: int, weights: tuple[Fraction, ...]) -> bool:
    scores = [sum(w * v for w, v in zip(weights, row, strict=True)) for row in values]
    return scores[option] == max(scores)


def test_a_peeled_box_holds_what_it_says() -> None:
    points = np.random.default_rng(0).dirichlet(np.ones(3), 5000)
    cases = (points[:, 0] > 0.4) & (points[:, 1] < 0.3)

    box = peeled_box(points, cases)

    assert box is not None
    inside = np.ones(len(points), bool)
    for condition in box.conditions:
        column = points[:, condition.criterion]
        inside &= column >= condition.share if condition.above else column <= condition.share
    assert len(box.conditions) <= 2
    assert box.coverage == cases[inside].sum() / cases.sum()
    assert box.density == cases[inside].mean()
    assert box.density > 0.85


def test_a_dominating_option_stays_first_in_every_reading() -> None:
    levels = [[Fraction(2), Fraction(3)], [Fraction(2), Fraction(1)]]

    found = stays_first(levels, [Fraction(4), Fraction(4)], [Fraction(1, 2)] * 2, 0)

    assert found.always
    assert found.share == 1


def test_a_certain_loss_from_worst_to_best_counts_in_every_reading() -> None:
    levels = [[Fraction(0), Fraction(4)], [Fraction(4), Fraction(0)]]
    ladders, weights = [Fraction(4), Fraction(4)], [Fraction(2, 5), Fraction(3, 5)]

    assert stays_first(levels, ladders, weights, 1).always is False
    assert stays_first(levels, ladders, weights, 0).always is True


def test_no_reading_unseats_exactly_where_no_extreme_reading_does() -> None:
    rng = random.Random(3)
    seen = set()
    for _ in range(200):
        levels = [[Fraction(rng.randint(0, 8), 2) for _ in range(2)] for _ in range(2)]
        weights = [Fraction(2, 3), Fraction(1, 3)]

        found = stays_first(levels, [Fraction(4), Fraction(4)], weights, 0)

        # Extreme readings put all worth on one step of each ladder; a score is linear in the steps.
        leads = [
            sum(
                weight * (min(max(row[0] - step, 0), 1) - min(max(row[1] - step, 0), 1))
                for weight, step, row in zip(weights, steps, zip(*levels, strict=True), strict=True)
            )
            for steps in product(range(4), repeat=2)
        ]
        assert found.always == (min(leads) >= 0)
        seen.add(found.always)
    assert seen == {True, False}


def test_the_share_of_readings_agrees_with_drawing_them() -> None:
    rng = random.Random(7)
    levels = [[Fraction(rng.randint(0, 4)) for _ in range(3)] for _ in range(6)]
    weights = [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)]

    found = stays_first(levels, [Fraction(4)] * 3, weights, 0)

    draws = np.random.default_rng(0)
    steps = draws.dirichlet(np.ones(4), (40_000, 3)).cumsum(axis=2)
    ladders = np.concatenate([np.zeros((40_000, 3, 1)), steps], axis=2)
    scores = sum(float(w) * ladders[:, j, :][:, [int(row[j]) for row in levels]] for j, w in enumerate(weights))
    share = (scores[:, 0] >= scores.max(axis=1) - 1e-12).mean()
    assert abs(found.share - share) < found.error + 0.01


def test_the_worst_world_and_the_regret_are_told() -> None:
    found = across_worlds([[Fraction(5), Fraction(1)], [Fraction(-2), Fraction(3)]], [Fraction(1, 2), Fraction(1, 2)])

    assert [each.worst for each in found] == [-2, 1]
    assert [each.regret for each in found] == [5, 4]
    assert [each.mean for each in found] == [Fraction(3, 2), 2]
    assert [each.above_nothing for each in found] == [1, 2]
