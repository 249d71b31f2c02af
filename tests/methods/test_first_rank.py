"""Cells, first-rank shares, central weights and pairwise shares: exact against exact, and against sampling."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mcda.methods.acceptability import rank_acceptability
from mcda.methods.first_rank import best_cells, expected_best, weight_range
from mcda.methods.pairwise import mean_ranks, winning_share, winning_shares
from mcda.methods.weight_sets import mean_weights, piece_corners, piece_shares, weight_set
from tests.methods.drawing import (
    as_floats,
    clipped_first_shares,
    drawn_weights,
    first_shares,
    random_set,
    random_values,
)

PROBLEMS = 200


def test_cells_agree_with_clipping_on_200_problems() -> None:
    worst, worst_centre, worst_sum = 0.0, 0.0, 0.0
    for seed in range(PROBLEMS):
        rng = random.Random(seed)
        criteria = rng.randint(2, 5)
        values, weights = random_values(rng, rng.randint(2, 9), criteria), random_set(rng, criteria)

        cells = best_cells(values, weights)

        shares, central = clipped_first_shares(as_floats(values), weights)
        ours = first_shares(cells, len(values))
        worst = max(worst, float(np.abs(ours - shares).max()))
        worst_sum = max(worst_sum, abs(float(ours.sum()) - 1))
        for cell in cells:
            if cell.share > 1e-6:
                worst_centre = max(worst_centre, float(np.abs(cell.centre - central[cell.option]).max()))

    print(f"first places {worst:.0e}, central weights {worst_centre:.0e}, their sum {worst_sum:.0e}")
    assert worst < 1e-11
    assert worst_centre < 1e-7
    assert worst_sum < 1e-9


def test_two_options_cells_agree_with_the_recursion_on_200_problems() -> None:
    worst = 0.0
    for seed in range(PROBLEMS):
        rng = random.Random(1000 + seed)
        criteria = rng.randint(2, 6)
        values, weights = random_values(rng, 2, criteria, steps=20), random_set(rng, min(criteria, 5))
        values = [row[: len(weights.corners[0])] for row in values]
        if values[0] == values[1]:
            continue

        won = winning_shares(as_floats(values), piece_corners(weights), piece_shares(weights))

        shares = first_shares(best_cells(values, weights), 2)
        if len(best_cells(values, weights)) == 2 or won[0, 1] in (0.0, 1.0):
            worst = max(worst, abs(float(won[0, 1] - shares[0])))

    print(f"shares of pairs against cells {worst:.0e}")
    assert worst < 1e-12


def test_the_recursion_in_floats_is_the_exact_one() -> None:
    worst = 0.0
    for seed in range(PROBLEMS):
        rng = random.Random(seed)
        values = random_values(rng, 4, rng.randint(1, 7), steps=6)
        won = winning_shares(as_floats(values), np.eye(len(values[0]))[None], np.ones(1))
        for i, one in enumerate(values):
            for k, other in enumerate(values):
                exact = winning_share([a - b for a, b in zip(one, other, strict=True)])
                worst = max(worst, abs(float(exact) - won[i, k]))

    print(f"shares of pairs against fractions {worst:.0e}")
    assert worst < 1e-14


def test_sampled_figures_lie_within_their_errors_of_the_exact_ones() -> None:
    outside, worst, worst_centre, worst_rank, looked_at = 0, 0.0, 0.0, 0.0, 0
    for seed in range(PROBLEMS):
        rng = random.Random(2000 + seed)
        criteria = rng.randint(2, 5)
        values, weights = random_values(rng, rng.randint(2, 9), criteria), random_set(rng, criteria)

        sampled = rank_acceptability(values, weights, 8192)

        cells = best_cells(values, weights)
        exact = first_shares(cells, len(values))
        looked_at += len(values)
        outside += int((np.abs(sampled.first - exact) > sampled.errors[:, 0] + 2e-4).sum())
        worst = max(worst, float(np.abs(sampled.first - exact).max()))
        for cell in cells:
            if cell.share > 0.05:
                worst_centre = max(worst_centre, float(np.abs(sampled.central[cell.option] - cell.centre).max()))
        won = winning_shares(as_floats(values), piece_corners(weights), piece_shares(weights))
        means = sampled.shares @ np.arange(1, len(values) + 1)
        worst_rank = max(worst_rank, float(np.abs(mean_ranks(won) - means).max()))

    print(f"sampled: first places {worst:.4f}, central weights {worst_centre:.4f}, mean ranks {worst_rank:.4f}")
    print(f"outside their stated error: {outside / looked_at:.1%}")
    assert outside <= 0.08 * looked_at
    assert worst < 0.02
    assert worst_centre < 0.02
    assert worst_rank < 0.05


def test_shares_of_pairs_agree_with_random_draws_on_200_problems() -> None:
    worst = 0.0
    for seed in range(PROBLEMS):
        rng = random.Random(4000 + seed)
        criteria = rng.randint(2, 5)
        values, weights = random_values(rng, 5, criteria), random_set(rng, criteria)

        won = winning_shares(as_floats(values), piece_corners(weights), piece_shares(weights))

        scores = drawn_weights(weights, 10_000, seed) @ as_floats(values).T
        drawn = (scores[:, :, None] > scores[:, None, :]).mean(axis=0) + np.eye(5) / 2
        worst = max(worst, float(np.abs(won - drawn).max()))

    print(f"shares of pairs against random draws {worst:.4f}")
    assert worst < 0.025


def test_random_draws_agree_with_the_exact_shares() -> None:
    rng = random.Random(5)
    values, weights = random_values(rng, 8, 4), random_set(rng, 4)
    drawn = drawn_weights(weights, 100_000, 5) @ as_floats(values).T

    shares = np.bincount(drawn.argmax(axis=1), minlength=8) / len(drawn)

    assert np.abs(shares - first_shares(best_cells(values, weights), 8)).max() < 0.006


@given(st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_an_option_is_first_at_every_corner_of_its_cell(seed: int) -> None:
    rng = random.Random(seed)
    criteria = rng.randint(2, 4)
    values, weights = random_values(rng, 6, criteria, steps=8), random_set(rng, criteria)

    for cell in best_cells(values, weights):
        for corner in cell.corners:
            scores = [sum(x * v for x, v in zip(corner, row, strict=True)) for row in values]
            assert scores[cell.option] == max(scores)


def test_options_that_are_always_level_share_one_cell() -> None:
    one, two = Fraction(1), Fraction(2)

    cells = best_cells([(one, two), (one, two), (two, one)], weight_set([], 2))  # type: ignore[arg-type]

    assert [(cell.option, cell.share) for cell in cells] == [(0, 0.5), (2, 0.5)]


def test_where_an_option_can_be_first_is_told_exactly() -> None:
    cells = best_cells([(Fraction(1), Fraction(0)), (Fraction(0), Fraction(2))], weight_set([], 2))  # type: ignore[arg-type]

    assert weight_range(cells[0]) == ((Fraction(2, 3), 1), (0, Fraction(1, 3)))


def test_the_gain_from_settling_the_weights_agrees_with_sampling() -> None:
    worst = 0.0
    for seed in range(PROBLEMS):
        rng = random.Random(seed)
        values, weights = random_values(rng, 8, 4), random_set(rng, 4)
        floats, middle = as_floats(values), np.array([float(x) for x in mean_weights(weights)])

        gain = expected_best(floats, best_cells(values, weights)) - (floats @ middle).max()

        drawn = (drawn_weights(weights, 10_000, seed) @ floats.T).max(axis=1)
        apart = abs(gain - (drawn.mean() - (floats @ middle).max()))
        worst = max(worst, apart)
        assert gain > -1e-9
        assert apart < 5 * drawn.std() / np.sqrt(len(drawn)) + 1e-9

    print(f"gain from settling the weights against random draws {worst:.2f} points")


def test_six_criteria_are_within_reach() -> None:
    values = random_values(random.Random(0), 15, 6)

    cells = best_cells(values, weight_set([], 6))  # type: ignore[arg-type]

    assert abs(sum(cell.share for cell in cells) - 1) < 1e-12


def test_values_on_a_coarse_grid_meet_at_shared_corners_and_still_fill_the_set() -> None:
    worst = 0.0
    for seed in range(300):
        rng = random.Random(seed)
        criteria = rng.randint(2, 5)
        values = random_values(rng, rng.randint(2, 25), criteria, steps=rng.choice((2, 3, 5, 9)))
        weights = random_set(rng, criteria)

        shares = first_shares(best_cells(values, weights), len(values))

        worst = max(worst, abs(float(shares.sum()) - 1))

    print(f"sum of first places on a coarse grid {worst:.0e}")
    assert worst < 1e-9


def test_a_hundred_options_that_are_all_first_somewhere_have_their_exact_shares() -> None:
    last = 100
    values = [(Fraction(k), Fraction(last**2 - k**2)) for k in range(last + 1)]
    weights = weight_set([], 2)
    assert weights is not None

    with np.errstate(all="raise"):
        cells = best_cells(values, weights)

    # Option k is first where the first weight is from 2k - 1 to 2k + 1 times the second.
    ends = [Fraction(0), *(Fraction(2 * k + 1, 2 * k + 2) for k in range(last)), Fraction(1)]
    assert [weight_range(cell)[0] for cell in cells] == list(pairwise(ends))
    assert np.allclose([cell.share for cell in cells], [float(high - low) for low, high in pairwise(ends)], atol=1e-14)


def test_values_finer_than_machine_numbers_have_exact_corners() -> None:
    three = 3 + Fraction(1, 10**100)
    weights = weight_set([], 2)
    assert weights is not None

    cells = best_cells([(Fraction(1), Fraction(0)), (Fraction(0), three)], weights)

    level = three / (three + 1)
    assert [weight_range(cell)[0] for cell in cells] == [(level, Fraction(1)), (Fraction(0), level)]
