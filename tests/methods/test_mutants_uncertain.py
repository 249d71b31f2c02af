"""Behaviour that mutation testing found untested (docs/mutation.md)."""

from __future__ import annotations

import random
from fractions import Fraction
from math import comb
from typing import get_args

import numpy as np
import pytest

from mcda.methods.ordinal import READINGS, stays_first
from mcda.methods.uncertain_ratings import (
    QUANTILES,
    Shape,
    Spread,
    beta_share,
    chance_above,
    level_off_by_one,
    mean_excess,
    quantiles,
)
from mcda.methods.value_of_information import worth_of_checking

SHAPES: tuple[Shape, ...] = get_args(Shape)


def test_a_value_without_doubt_is_drawn_as_it_is() -> None:
    sure = Spread(Fraction(3), Fraction(3), Fraction(3))

    assert quantiles(sure).tolist() == [3.0] * QUANTILES


def test_nothing_is_above_the_highest_value_even_if_it_is_the_best_guess() -> None:
    assert chance_above(Spread(Fraction(0), Fraction(1), Fraction(1)), 1.0) == 0


def test_an_option_that_no_reading_can_unseat_stays_first_in_every_one() -> None:
    for seed in range(60):
        rng = random.Random(seed)
        sizes = [Fraction(rng.choice((1, 1, 2, 3))) for _ in range(3)]
        levels = [[Fraction(rng.randint(0, int(size))) for size in sizes] for _ in range(3)]
        tenths = rng.sample(range(1, 6), 2)
        weights = [Fraction(tenths[0], 10), Fraction(tenths[1], 10), 1 - Fraction(sum(tenths), 10)]
        for option in range(3):
            found = stays_first(levels, sizes, weights, option)
            assert not found.always or found.share == 1


def test_options_level_in_every_reading_are_first_together_whatever_the_rounding() -> None:
    """0.1 + 0.2 is not 0.3 in floats."""
    ends = [Fraction(1)] * 4
    levels = [[Fraction(x) for x in row] for row in ((1, 1, 0, 0), (0, 0, 1, 0))]
    weights = [Fraction(1, 10), Fraction(2, 10), Fraction(3, 10), Fraction(4, 10)]

    for option in (0, 1):
        found = stays_first(levels, ends, weights, option)
        assert (found.share, found.error, found.always) == (1.0, 0.0, True)


def test_readings_are_the_same_on_every_machine() -> None:
    levels = [[Fraction(3), Fraction(1), Fraction(1, 2)], [Fraction(1), Fraction(2), Fraction(3)]]
    sizes = [Fraction(3), Fraction(4), Fraction(3)]

    found = stays_first(levels, sizes, [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)], 0)

    assert (found.share * READINGS, found.tried) == (2816, 4096)
    assert found.error == pytest.approx(1.96 * (0.6875 * 0.3125 / 4096) ** 0.5)


@pytest.mark.parametrize("shape", ["pert", "triangular"])
@pytest.mark.parametrize("best", [0, 1, 3, 5, 6])
def test_as_much_lies_below_each_of_the_equally_likely_values_as_its_place_says(shape: Shape, best: int) -> None:
    spread = Spread(Fraction(0), Fraction(best), Fraction(6), shape)
    places = (np.arange(QUANTILES) + 0.5) / QUANTILES

    below = [1 - chance_above(spread, value) for value in quantiles(spread).tolist()]

    assert np.abs(np.array(below) - places).max() < 2e-5


@pytest.mark.parametrize("shape", ["pert", "triangular"])
@pytest.mark.parametrize("best", [2, 3, 5, 8])
def test_what_exceeds_a_threshold_is_the_mean_of_what_is_drawn_above_it(shape: Shape, best: int) -> None:
    """Thresholds beyond both ends, at the ends and at the best guess too, as there the formulas change."""
    spread = Spread(Fraction(2), Fraction(best), Fraction(8), shape)
    drawn = quantiles(spread)

    for threshold in (-3.0, 2.0, 2.01, best - 0.01, float(best), best + 0.01, 7.99, 8.0, 11.0):
        assert mean_excess(spread, threshold) == pytest.approx(np.maximum(drawn - threshold, 0).mean(), abs=1e-3)
        assert chance_above(spread, threshold) == pytest.approx((drawn > threshold).mean(), abs=2e-3)
    assert mean_excess(spread, 8.0) == mean_excess(spread, 11.0) == chance_above(spread, 8.0) == 0
    assert mean_excess(spread, 2.0) == float(spread.mean) - 2
    assert chance_above(spread, 2.0) == 1


def test_a_value_without_doubt_exceeds_what_is_below_it_by_the_difference() -> None:
    for shape in SHAPES:
        sure = Spread(Fraction(3), Fraction(3), Fraction(3), shape)
        assert [mean_excess(sure, x) for x in (1.0, 3.0, 4.0)] == [2.0, 0.0, 0.0]
        assert [chance_above(sure, x) for x in (1.0, 3.0, 4.0)] == [1.0, 0.0, 0.0]
        assert mean_excess(Spread(Fraction(0), Fraction(1, 4), Fraction(1, 2), shape), 0.0) == 0.25
        assert [sure.mean, sure.variance] == [3, 0]


def test_whole_shapes_of_the_beta_distribution_are_sums_of_binomial_terms() -> None:
    for a, b in ((1, 1), (1, 5), (2, 5), (3, 3), (5, 1), (6, 4)):
        for place in (0.01, 0.2, 0.5, (a + 1) / (a + b + 2), 0.8, 0.99):
            n = a + b - 1
            truth = sum(comb(n, k) * place**k * (1 - place) ** (n - k) for k in range(a, n + 1))
            assert beta_share(float(a), float(b), place) == pytest.approx(truth, abs=1e-14)
    assert [beta_share(2.0, 3.0, place) for place in (-1.0, 0.0, 1.0, 2.0)] == [0, 0, 1, 1]


def test_a_level_that_is_surely_right_has_one_value_and_one_surely_wrong_has_two() -> None:
    three = Fraction(0), Fraction(1), Fraction(3)

    sure, mean = level_off_by_one(*three, Fraction(1))
    wrong, other = level_off_by_one(*three, Fraction(0))

    assert sure.tolist() == [1.0] * QUANTILES
    assert mean == 1
    assert ((wrong == 0).sum(), (wrong == 3).sum(), other) == (QUANTILES // 2, QUANTILES // 2, Fraction(3, 2))
    assert level_off_by_one(*three[::-1], Fraction(1, 2))[0].tolist() == sorted(
        level_off_by_one(*three, Fraction(1, 2))[0].tolist()
    )


def test_checking_a_rating_is_worth_nothing_where_there_is_only_one_option() -> None:
    assert worth_of_checking([[Spread(Fraction(0), Fraction(1), Fraction(2))]], [Fraction(1)]) == ()
