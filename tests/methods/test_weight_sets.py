"""Corners, pieces and emptiness of sets of allowed weights."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcda.methods.polytope import MOST_CORNERS, TooManyCorners, cut_by, weightings, whole_simplex
from mcda.methods.weight_sets import (
    allows,
    at_least,
    at_least_times,
    at_most,
    conflict,
    mean_weights,
    only,
    weight_ranges,
    weight_set,
)
from tests.methods.drawing import drawn_weights, random_rows

HALF, FULL = Fraction(1, 2), Fraction(1)


def order(criteria: int) -> list[tuple[Fraction, ...]]:
    return [at_least_times(criteria, j, FULL, j + 1) for j in range(criteria - 1)]


@pytest.mark.parametrize("criteria", range(2, 9))
def test_the_centre_of_a_complete_order_is_the_rank_order_centroid(criteria: int) -> None:
    found = weight_set(order(criteria), criteria)

    assert found is not None
    expected = [
        sum((Fraction(1, k) for k in range(j, criteria + 1)), Fraction(0)) / criteria for j in range(1, criteria + 1)
    ]
    assert list(mean_weights(found)) == expected


def test_four_criteria_in_order_have_the_published_centre() -> None:
    found = weight_set(order(4), 4)

    assert found is not None
    assert mean_weights(found) == tuple(Fraction(n, 48) for n in (25, 13, 7, 3))


@given(st.integers(0, 10**6), st.integers(2, 5))
@settings(max_examples=60, deadline=None)
def test_corners_keep_every_statement_and_shares_sum_to_one(seed: int, criteria: int) -> None:
    rows = random_rows(random.Random(seed), criteria)

    found = weight_set(rows, criteria)

    assert found is not None
    assert all(allows(rows, corner) and min(corner) >= 0 and sum(corner) == 1 for corner in found.corners)
    assert sum(found.shares) == 1
    assert min(found.shares) > 0
    assert len(set(found.corners)) == len(found.corners)


@given(st.integers(0, 10**6), st.integers(2, 5))
@settings(max_examples=30, deadline=None)
def test_no_corner_lies_between_the_others(seed: int, criteria: int) -> None:
    rows = random_rows(random.Random(seed), criteria)
    found = weight_set(rows, criteria)
    assert found is not None

    for corner in found.corners:
        kept = [[Fraction(k == j) for k in range(criteria)] for j in range(criteria) if corner[j] == 0]
        kept += [list(row) for row in rows if sum(a * x for a, x in zip(row, corner, strict=True)) == 0]
        assert _rank(kept) == criteria - 1


@given(st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_the_pieces_fill_the_set_evenly(seed: int) -> None:
    rng = random.Random(seed)
    criteria = rng.randint(3, 4)
    rows = random_rows(rng, criteria)
    found, whole = weight_set(rows, criteria), weight_set([], criteria)
    assert found is not None
    assert whole is not None

    drawn = drawn_weights(whole, 40_000, seed)
    table = np.array([[float(x) for x in row] for row in rows]).reshape(-1, criteria)
    inside = drawn[(drawn @ table.T >= 0).all(axis=1)]

    if len(inside) > 1000:
        assert np.abs(inside.mean(axis=0) - [float(x) for x in mean_weights(found)]).max() < 0.02


def test_criteria_held_level_leave_a_flat_set() -> None:
    level = [at_least_times(3, 0, FULL, 1), at_least_times(3, 1, FULL, 0)]

    found = weight_set(level, 3)

    assert found is not None
    assert set(found.corners) == {(HALF, HALF, 0), (0, 0, FULL)}
    assert mean_weights(found) == (Fraction(1, 4), Fraction(1, 4), HALF)


def test_a_fixed_weight_leaves_the_others_free() -> None:
    found = weight_set([at_least(3, 0, HALF), at_most(3, 0, HALF)], 3)

    assert found is not None
    assert weight_ranges(found) == ((HALF, HALF), (0, HALF), (0, HALF))


def test_statements_may_leave_one_single_weighting() -> None:
    found = weight_set([at_least(3, 0, HALF), at_least(3, 1, HALF)], 3)

    assert found == weight_set([at_least(3, 0, HALF), at_least(3, 1, HALF)], 3)
    assert found is not None
    assert found.corners == ((HALF, HALF, 0),)
    assert only((HALF, HALF, Fraction(0))).corners == found.corners


@given(st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_a_conflict_is_one_and_ends_when_any_statement_of_it_goes(seed: int) -> None:
    rng = random.Random(seed)
    statements = [[at_least(4, rng.randrange(4), Fraction(rng.randint(1, 9), 10))] for _ in range(3)]
    statements += [[at_most(4, rng.randrange(4), Fraction(rng.randint(0, 5), 10))] for _ in range(3)]

    group = conflict(statements, 4)

    if weight_set([row for rows in statements for row in rows], 4) is not None:
        assert group == ()
    else:
        assert weight_set([row for place in group for row in statements[place]], 4) is None
        for left in group:
            assert weight_set([row for place in group if place != left for row in statements[place]], 4) is not None


def test_a_set_with_too_many_corners_is_refused_not_waited_for() -> None:
    low, high = Fraction(1, 100), Fraction(15, 100)
    rows = [row for j in range(14) for row in (at_least(14, j, low), at_most(14, j, high))]

    with pytest.raises(TooManyCorners, match=str(MOST_CORNERS)):
        cut_by(whole_simplex(14), rows)


def test_weightings_sum_to_one() -> None:
    assert weightings(cut_by(whole_simplex(2), [(3, -1)])) == ((FULL, 0), (Fraction(1, 4), Fraction(3, 4)))


def _rank(rows: list[list[Fraction]]) -> int:
    rank = 0
    for j in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(rank, len(rows)) if rows[i][j]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for i in range(rank + 1, len(rows)):
            factor = rows[i][j] / rows[rank][j]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[rank], strict=True)]
        rank += 1
    return rank
