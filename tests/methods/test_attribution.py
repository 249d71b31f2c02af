"""Shares of a change: without residual, and the same as by their definition."""

import random
from fractions import Fraction
from itertools import permutations
from math import factorial

import pytest

from mcda.methods.attribution import centred_shares, means, mid_ranks_doubled, rating_effects, shapley
from mcda.scenario.typed_points import MOST_POINTS, TypedPoints, score_causes, weights_at


def random_points(rng: random.Random, criteria: int) -> TypedPoints:
    """Two random sets of points for all criteria at once, some of them the same."""
    keys = tuple(f"c{i}" for i in range(criteria))
    before = {key: Fraction(rng.randint(1, 100), rng.choice([1, 1, 3, 7])) for key in keys}
    after = {key: before[key] if rng.random() < 0.3 else Fraction(rng.randint(1, 100)) for key in keys}
    return TypedPoints(keys, (keys,), dict.fromkeys(keys), before, after)


def random_rows(rng: random.Random, options: int, criteria: int) -> list[list[Fraction]]:
    """Values with awkward denominators."""
    return [[Fraction(rng.randint(-300, 300), rng.choice([1, 3, 7])) for _ in range(criteria)] for _ in range(options)]


def dot(one: list[Fraction], other: tuple[Fraction, ...]) -> Fraction:
    """A score."""
    return sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))


def brute_force(worths: list[list[int]], players: int) -> list[list[Fraction]]:
    """Shapley by its definition: marginal effects over all orders."""
    shares = [[Fraction(0)] * len(worths[0]) for _ in range(players)]
    for order in permutations(range(players)):
        mask = 0
        for player in order:
            for i, (before, after) in enumerate(zip(worths[mask], worths[mask | 1 << player], strict=True)):
                shares[player][i] += Fraction(after - before, factorial(players))
            mask |= 1 << player
    return shares


def test_the_parts_of_a_thousand_random_score_changes_sum_to_the_change_with_no_residual() -> None:
    rng = random.Random(5)
    for _ in range(1000):
        criteria, options = rng.randint(1, 5), rng.randint(1, 6)
        points = random_points(rng, criteria)
        before, after = (random_rows(rng, options, criteria) for _ in range(2))

        found = score_causes(points, before, after)

        ends = weights_at(points, ()), weights_at(points, points.moved)
        for old, new, causes in zip(before, after, found, strict=True):
            parts = sum(causes.points.values(), Fraction(0)) + sum(causes.ratings.values(), Fraction(0))
            assert parts == dot(new, ends[1]) - dot(old, ends[0])


def test_more_moved_points_than_players_still_leave_no_residual() -> None:
    rng = random.Random(6)
    points = random_points(rng, 16)
    before, after = (random_rows(rng, 3, 16) for _ in range(2))

    found = score_causes(points, before, after)

    ends = weights_at(points, ()), weights_at(points, points.moved)
    assert len(points.moved) > MOST_POINTS
    for old, new, causes in zip(before, after, found, strict=True):
        parts = sum(causes.points.values(), Fraction(0)) + sum(causes.ratings.values(), Fraction(0))
        assert parts == dot(new, ends[1]) - dot(old, ends[0])


def test_one_changed_weight_gets_all_of_the_change() -> None:
    rng = random.Random(7)
    for _ in range(50):
        keys = tuple("abcd")
        before = {key: Fraction(rng.randint(1, 50)) for key in keys}
        points = TypedPoints(keys, (keys,), dict.fromkeys(keys), before, {**before, "b": before["b"] + 13})
        rows = random_rows(rng, 4, 4)

        for causes in score_causes(points, rows, rows):
            assert set(causes.points) == {"b"}
            assert not any(causes.ratings.values())


def test_one_changed_rating_gets_all_of_the_change() -> None:
    rng = random.Random(8)
    points = random_points(rng, 4)
    points = TypedPoints(points.leaves, points.families, points.parents, points.before, points.before)
    before = random_rows(rng, 3, 4)
    after = [list(row) for row in before]
    after[1][2] += 10

    found = score_causes(points, before, after)

    weights = weights_at(points, ())
    assert found[1].ratings == {"c0": 0, "c1": 0, "c2": 10 * weights[2], "c3": 0}
    assert not any(found[0].ratings.values())


@pytest.mark.parametrize("players", [0, 1, 2, 3, 4, 5])
def test_shapley_shares_equal_the_mean_over_all_orders(players: int) -> None:
    rng = random.Random(players)
    worths = [[rng.randint(-9, 9) for _ in range(3)] for _ in range(1 << players)]

    assert [list(share) for share in shapley(worths)] == brute_force(worths, players)


def test_shapley_shares_sum_to_the_whole_change_at_the_most_players() -> None:
    rng = random.Random(12)
    worths = [[rng.randint(1, 30)] for _ in range(1 << 12)]

    assert sum(share[0] for share in shapley(worths)) == worths[-1][0] - worths[0][0]


def test_shapley_refuses_too_many_players_and_a_missing_subset() -> None:
    with pytest.raises(ValueError, match="at most 12"):
        shapley([[0]] * (1 << 13))
    with pytest.raises(ValueError, match="2\\^n"):
        shapley([[0]] * 3)


def test_centred_shares_and_rating_effects_sum_to_the_change() -> None:
    rng = random.Random(9)
    for _ in range(200):
        points = random_points(rng, 4)
        ends = weights_at(points, ()), weights_at(points, points.moved)
        old, new = random_rows(rng, 2, 4)
        middle = means(old, new)

        effects = [dot(list(row), middle) for row in centred_shares(*ends)]

        assert sum(effects) + sum(rating_effects(old, new, means(*ends))) == dot(new, ends[1]) - dot(old, ends[0])


def test_weight_moved_to_where_an_option_is_above_its_own_average_lifts_it() -> None:
    half, full, none = Fraction(1, 2), Fraction(3, 4), Fraction(1, 4)

    effects = [dot(list(row), (Fraction(80), Fraction(-40))) for row in centred_shares((half, half), (full, none))]

    assert all(effect > 0 for effect in effects)


def test_tied_scores_share_the_middle_of_their_places() -> None:
    scores = [Fraction(5), Fraction(9), Fraction(5), Fraction(5), Fraction(1)]

    assert [twice / 2 for twice in mid_ranks_doubled(scores)] == [3, 1, 3, 3, 5]
