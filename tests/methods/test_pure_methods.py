"""Methods on plain numbers: against another way of computing the same, and never altering their input."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mcda.methods.additive import contributions, score, shares
from mcda.methods.dominance import beaten_by, dominates
from mcda.methods.ranking import ranks
from mcda.methods.value import linear, piecewise

NUMBERS = st.fractions(min_value=-50, max_value=50, max_denominator=12)
ROWS = st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(NUMBERS, min_size=n, max_size=n), min_size=1, max_size=6))


@given(st.lists(NUMBERS, min_size=1, max_size=8))
def test_a_rank_is_one_more_than_how_many_are_better(scores: list[Fraction]) -> None:
    assert ranks(scores) == tuple(1 + sum(other > score for other in scores) for score in scores)


def test_ranks_of_nothing_are_nothing() -> None:
    assert ranks([]) == ()


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6).filter(any))
def test_shares_sum_to_one_and_keep_proportions(points: list[int]) -> None:
    found = shares([Fraction(p) for p in points])

    assert sum(found) == 1
    assert all(share * sum(points) == point for share, point in zip(found, points, strict=True))


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=6))
def test_a_score_is_the_sum_of_its_contributions(pairs: list[tuple[Fraction, Fraction]]) -> None:
    values, weights = zip(*pairs, strict=True)

    assert score(values, weights) == sum(contributions(values, weights))


def test_rows_of_different_length_are_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="zip"):
        score([Fraction(1)], [Fraction(1, 2), Fraction(1, 2)])


@given(ROWS)
def test_dominance_is_never_mutual_and_hands_on(rows: list[list[Fraction]]) -> None:
    for a in rows:
        assert not dominates(a, a)
        for b in rows:
            assert not (dominates(a, b) and dominates(b, a))
            assert all(dominates(a, c) for c in rows if dominates(a, b) and dominates(b, c))
    assert beaten_by(rows) == tuple(tuple(k for k, b in enumerate(rows) if dominates(b, a)) for a in rows)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_linear_value_is_a_line_through_its_ends(rating: Fraction, worst: Fraction, best: Fraction) -> None:
    assume(worst != best)

    assert (linear(worst, worst, best), linear(best, worst, best)) == (0, 100)
    assert linear(rating, worst, best) + linear(rating, best, worst) == 100
    assert linear((rating + worst) / 2, worst, best) == linear(rating, worst, best) / 2


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=6, unique_by=lambda point: point[0]), st.data())
def test_a_broken_line_passes_its_points_and_stays_between_neighbours(points, data: st.DataObject) -> None:
    points = sorted(points)
    i = data.draw(st.integers(0, len(points) - 2))
    share = data.draw(st.fractions(min_value=0, max_value=1, max_denominator=12))
    (x0, v0), (x1, v1) = points[i], points[i + 1]

    assert [piecewise(x, points) for x, _ in points] == [v for _, v in points]
    assert piecewise(x0 + share * (x1 - x0), points) == v0 + share * (v1 - v0)
    for outside in (points[0][0] - 1, points[-1][0] + 1):
        with pytest.raises(ValueError, match="outside"):
            piecewise(outside, points)
