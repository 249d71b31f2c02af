"""Rank shares on whole-number points: the same bits everywhere, published cases, honest errors."""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction
from hashlib import sha256

import numpy as np
import pytest

from mcda.methods.acceptability import Acceptability, rank_acceptability
from mcda.methods.pairwise import winning_shares
from mcda.methods.uncertain_ratings import QUANTILES
from mcda.methods.weight_sets import WeightSet, only, weight_set
from tests.methods.drawing import as_floats, random_set, random_values

DIGEST = "baea53337886fb19"
DIGEST_UNCERTAIN = "548fa86076711ee3"


def whole(criteria: int) -> WeightSet:
    found = weight_set([], criteria)
    assert found is not None
    return found


def digest(found: Acceptability) -> str:
    return sha256(found.counts.tobytes() + np.nan_to_num(found.central).tobytes()).hexdigest()[:16]


def fixed() -> list[tuple[Fraction, ...]]:
    """Values that any Python makes alike."""
    return [tuple(Fraction((7919 * (4 * i + j + 1) ** 2) % 1009, 10) for j in range(4)) for i in range(15)]


def vague() -> list[tuple[int, int, np.ndarray]]:
    steps = np.arange(QUANTILES) / QUANTILES
    return [(i, j, float(fixed()[i][j]) + 20 * steps) for i in range(0, 15, 2) for j in range(4)]


def test_the_digest_is_the_same_on_every_python_and_machine() -> None:
    assert digest(rank_acceptability(fixed(), whole(4), 1 << 15)) == DIGEST


def test_the_digest_with_uncertain_ratings_is_the_same_too() -> None:
    assert digest(rank_acceptability(fixed(), whole(4), 1 << 13, uncertain=vague())) == DIGEST_UNCERTAIN


@pytest.mark.parametrize("chunk", [97, 1000, 4096, 10**6])
def test_chunks_do_not_matter(chunk: int) -> None:
    assert digest(rank_acceptability(fixed(), whole(4), 1 << 15, chunk=chunk)) == DIGEST


@pytest.mark.parametrize("chunk", [97, 1000])
def test_chunks_do_not_matter_with_uncertain_ratings(chunk: int) -> None:
    assert digest(rank_acceptability(fixed(), whole(4), 1 << 13, uncertain=vague(), chunk=chunk)) == DIGEST_UNCERTAIN


def test_threads_do_not_matter() -> None:
    with ThreadPoolExecutor(3) as executor:
        assert digest(rank_acceptability(fixed(), whole(4), 1 << 15, chunk=500, executor=executor)) == DIGEST


def test_processes_do_not_matter() -> None:
    with ProcessPoolExecutor(2) as executor:
        assert digest(rank_acceptability(fixed(), whole(4), 1 << 15, chunk=2000, executor=executor)) == DIGEST


def test_shares_sum_to_one_over_ranks_and_over_options() -> None:
    rng = random.Random(1)
    found = rank_acceptability(random_values(rng, 9, 4), random_set(rng, 4), 8000)

    assert np.allclose(found.shares.sum(axis=0), 1)
    assert np.allclose(found.shares.sum(axis=1), 1)


def test_equal_options_share_their_better_rank() -> None:
    one, none = Fraction(1), Fraction(0)

    found = rank_acceptability([(none, none), (one, one), (one, one)], whole(2), 800)

    assert found.shares.tolist() == [[0, 0, 1], [1, 0, 0], [1, 0, 0]]


def test_weights_that_stay_as_they_are_give_one_ranking() -> None:
    values = [(Fraction(1), Fraction(0)), (Fraction(0), Fraction(3))]

    found = rank_acceptability(values, only((Fraction(1, 2), Fraction(1, 2))), 800)

    assert found.first.tolist() == [0, 1]


def test_an_option_that_is_never_first_has_no_central_weights_published() -> None:
    """R package smaa, tests/nacw.R: option A is 1 and option B is 0 on three criteria."""
    found = rank_acceptability([(Fraction(1),) * 3, (Fraction(0),) * 3], whole(3), 80_000)

    assert found.first.tolist() == [1, 0]
    assert np.allclose(found.central[0], 1 / 3, atol=1e-3)
    assert np.isnan(found.central[1]).all()


def test_pairwise_shares_of_the_trivial_published_case() -> None:
    """R package smaa, tests/pwi.R: of ten draws on one criterion a1 wins nine; here nine tenths of the weights do."""
    values = [(Fraction(1), Fraction(0)), (Fraction(0), Fraction(9))]

    found = winning_shares(as_floats(values), np.eye(2)[None], np.ones(1))

    assert np.allclose(found, [[0.5, 0.1], [0.9, 0.5]], atol=1e-15)


def test_the_municipal_plan_of_lahdelma_1998() -> None:
    """Lahdelma, Hokkanen and Salminen 1998, EJOR 106(1), section 5: first-rank acceptability and confidence factors."""
    matrix = np.array(
        [
            [5.0, -1.5, 15, 4.0],
            [2.5, -3.8, 25, 2.5],
            [3.0, -2.8, 10, 2.8],
            [3.0, -3.2, 16, 3.2],
            [2.0, -6.7, 0, 1.0],
            [4.0, -3.4, 30, 3.5],
        ]
    )
    errors = np.array([[0.5, abs(row[1]) * 0.1, 10, 0.5] for row in matrix])
    low, spread = matrix.min(axis=0), matrix.max(axis=0) - matrix.min(axis=0)
    steps = (np.arange(QUANTILES) + 0.5) / QUANTILES * 2 - 1
    values = [tuple(Fraction(float(x)) for x in row) for row in (matrix - low) / spread]
    uncertain = [(i, j, (matrix[i, j] + errors[i, j] * steps - low[j]) / spread[j]) for i in range(6) for j in range(4)]

    found = rank_acceptability(values, whole(4), 1 << 16, uncertain=uncertain)

    assert np.abs(100 * found.first - [74, 1, 0, 0, 0, 25]).max() <= 1.0
    for option, expected in ((0, 99), (1, 12), (5, 71)):
        weights = only(tuple(Fraction(float(x)) for x in found.central[option]))
        confidence = rank_acceptability(values, weights, 1 << 14, uncertain=uncertain).first[option]
        assert abs(100 * confidence - expected) <= 2.0


def test_errors_shrink_with_more_draws() -> None:
    values = random_values(random.Random(4), 10, 5)

    few, many = (rank_acceptability(values, whole(5), draws) for draws in (2048, 1 << 17))

    assert many.errors.mean() < few.errors.mean() / 4
    assert many.draws == 1 << 17


def test_two_hundred_options_keep_exact_keys() -> None:
    values = random_values(random.Random(6), 200, 12)

    found = rank_acceptability(values, whole(12), 4000)

    assert np.allclose(found.shares.sum(axis=0), 1)
    assert found.first.argmax() in range(200)
