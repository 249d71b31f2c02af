"""Rank shares on whole-number points: the same bits everywhere, exact order, honest errors."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction
from functools import partial
from hashlib import sha256
from multiprocessing import get_context

import numpy as np
import pytest

from mcda.methods.acceptability import COPIES, Acceptability, rank_acceptability
from mcda.methods.points import weight_points
from mcda.methods.uncertain_ratings import QUANTILES
from mcda.methods.weight_sets import WeightSet, only, weight_set
from tests.methods.drawing import random_set, random_values

DIGEST = "c7bc1767743de461"
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


@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("pool", [ThreadPoolExecutor, partial(ProcessPoolExecutor, mp_context=get_context("spawn"))])
def test_workers_do_not_matter(pool: Callable[[int], Executor], workers: int) -> None:
    with pool(workers) as executor:
        assert digest(rank_acceptability(fixed(), whole(4), 1 << 15, chunk=2000, executor=executor)) == DIGEST


def test_workers_do_not_matter_with_uncertain_ratings() -> None:
    with ThreadPoolExecutor(3) as executor:
        found = rank_acceptability(fixed(), whole(4), 1 << 13, uncertain=vague(), chunk=300, executor=executor)

    assert digest(found) == DIGEST_UNCERTAIN


def test_a_dominated_option_never_ranks_first_however_little_is_missing() -> None:
    little = Fraction(1, 10**15)
    values = [(Fraction(1) - little, Fraction(1)), (Fraction(1), Fraction(1)), (Fraction(0), Fraction(0))]

    found = rank_acceptability(values, whole(2), 8000)

    assert found.first.tolist() == [0, 1, 0]


def test_ranks_are_those_of_sorting_exact_scores() -> None:
    worst = 0
    for seed in range(200):
        rng = random.Random(seed)
        criteria = rng.randint(2, 6)
        values = random_values(rng, rng.randint(2, 12), criteria)

        found = rank_acceptability(values, whole(criteria), 32, chunk=3)

        counts = np.zeros((len(values), len(values)), np.int64)
        for copy in range(COPIES):
            for point in weight_points(whole(criteria), 0, copy, 0, 4):
                # A draw that leaves two options level puts the one with the larger sum of values first.
                scores = [
                    (sum((int(w) * x for w, x in zip(point, row, strict=True)), Fraction(0)), sum(row), -i)
                    for i, row in enumerate(values)
                ]
                for i, score in enumerate(scores):
                    counts[i, sum(other > score for other in scores)] += 1
        worst = max(worst, int(np.abs(counts - found.counts.sum(axis=0)).max()))

    assert worst == 0


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
