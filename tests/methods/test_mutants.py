"""Behaviour that mutation testing found untested (docs/mutation.md)."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from mcda.methods.acceptability import allotted, rank_acceptability
from mcda.methods.dominance_family import Preference
from mcda.methods.envelope import Line, crossings
from mcda.methods.first_rank import best_cells
from mcda.methods.pairwise import winning_share, winning_shares
from mcda.methods.points import simplex_points
from mcda.methods.polytope import Polytope, TooManyCorners, cut_by, pieces, whole_simplex
from mcda.methods.rank_ranges import RankRange, rank_ranges
from mcda.methods.rules import LEAST_COVERAGE, Box, peeled_box, sufficient_weight
from mcda.methods.smallest_shift import smallest_shift
from mcda.methods.stability import Lead, lead
from mcda.methods.uncertain_ratings import (
    QUANTILES,
)
from mcda.methods.upper_envelope import upper_envelope
from mcda.methods.weight_sets import mean_weights, only, piece_corners, weight_set
from mcda.methods.worlds import across_worlds
from tests.methods.drawing import random_set


def test_a_rule_of_thumb_names_at_most_two_weights() -> None:
    points = np.random.default_rng(5).dirichlet(np.ones(5), 4000)
    cases = (points[:, :3] > 0.2).all(axis=1)

    box = peeled_box(points, cases)

    assert box is not None
    assert len({(each.criterion, each.above) for each in box.conditions}) == 2


def test_a_rule_of_thumb_is_not_about_a_few_of_the_cases_only() -> None:
    weight = np.linspace(0, 1, 10_000)
    cases = weight > 0.998
    cases[::50] = True

    box = peeled_box(np.stack([weight, 1 - weight], axis=1), cases)

    assert box is not None
    assert box.coverage >= LEAST_COVERAGE


def test_every_row_that_cuts_has_its_own_bit_even_if_it_takes_nothing_away() -> None:
    cut = cut_by(whole_simplex(2), [(1, 1), (1, -1), (2, 1)])

    assert cut.rows == 5
    assert dict(zip(cut.corners, cut.tight, strict=True)) == {(1, 0): 0b00010, (1, 1): 0b01000}


def test_the_fourth_in_a_world_is_not_among_its_top_three() -> None:
    world = [Fraction(score) for score in (9, 7, 5, 3)]

    assert [each.top_three for each in across_worlds([world, world[::-1]])] == [1, 2, 2, 1]


def test_the_room_of_a_weight_is_its_distance_to_the_nearer_rival() -> None:
    lead = Lead(Fraction(1, 10), Fraction(6, 10), below=1, above=2)

    assert lead.room(Fraction(5, 10)) == Fraction(1, 10)
    assert lead.room(Fraction(2, 10)) == Fraction(1, 10)


def test_a_pair_is_level_only_if_each_is_always_as_good_as_the_other() -> None:
    always = np.array([[True, True, True], [True, True, False], [False, False, True]])

    level = Preference(always, ~always, ~always).level

    assert level.tolist() == [[True, True, False], [True, True, False], [False, False, True]]


def test_of_equal_options_that_take_over_the_first_is_named() -> None:
    values = [[Fraction(6), Fraction(5)], *[[Fraction(9), Fraction(1)]] * 2, *[[Fraction(1), Fraction(9)]] * 2]

    found = lead(values, [Fraction(1, 2), Fraction(1, 2)], 0, 0)

    assert (found.above, found.below) == (1, 3)


def test_a_rival_behind_on_everything_is_never_level_however_little_it_is_behind() -> None:
    assert smallest_shift([Fraction(1, 2), Fraction(1, 2)], [Fraction(-1, 10), Fraction(-1, 5)]) is None
    assert smallest_shift([Fraction(1, 2), Fraction(1, 2)], [Fraction(0), Fraction(-1, 5)]) is not None


def test_a_rule_of_thumb_is_given_where_half_of_the_cases_lie_twice_as_close_together() -> None:
    weight = (np.arange(10_000) + 0.5) / 10_000
    cases = np.where(weight > 0.72, np.arange(10_000) % 20 < 9, np.arange(10_000) % 64 < 11)

    box = peeled_box(np.stack([weight, 1 - weight], axis=1), cases)

    assert box is not None
    assert box.conditions
    assert box.coverage == pytest.approx(0.5, abs=0.05)
    assert box.density == pytest.approx(0.45, abs=0.02)


@pytest.mark.parametrize("seed", [0, 1, 2, 4, 5, 6])
def test_a_box_holds_the_points_that_its_conditions_say(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.dirichlet(np.ones(3), 3000)
    cases = points @ rng.uniform(-1, 1, 3) > points @ rng.uniform(-1, 1, 3)

    box = peeled_box(points, cases)

    assert box is not None
    kept = [points[:, c.criterion] >= c.share if c.above else points[:, c.criterion] <= c.share for c in box.conditions]
    inside = np.logical_and.reduce([np.ones(len(points), np.bool_), *kept])
    assert box.coverage == cases[inside].sum() / cases.sum()
    assert box.density == cases[inside].mean()
    assert box.coverage >= LEAST_COVERAGE
    assert [(c.criterion, not c.above) for c in box.conditions] == sorted(
        (c.criterion, not c.above) for c in box.conditions
    )


def test_without_cases_there_is_no_rule_and_where_all_are_cases_it_needs_no_condition() -> None:
    points = np.random.default_rng(1).dirichlet(np.ones(3), 500)

    assert peeled_box(points, np.zeros(500, np.bool_)) is None
    assert peeled_box(points, np.ones(500, np.bool_)) == Box((), 1.0, 1.0)


@pytest.mark.parametrize("seed", range(40))
def test_a_sufficient_weight_is_the_least_that_settles_it(seed: int) -> None:
    """Small whole numbers, so that rivals are often level; the worst case is at a corner of the rest."""
    rng = random.Random(seed)
    values = [[Fraction(rng.randint(0, 2)) for _ in range(3)] for _ in range(3)]

    def settles(weight: Fraction) -> bool:
        corners = [[weight, 1 - weight, Fraction(0)], [weight, Fraction(0), 1 - weight]]
        scores = [[sum(w * x for w, x in zip(corner, row, strict=True)) for row in values] for corner in corners]
        return all(row[0] >= max(row) for row in scores)

    found = sufficient_weight(values, 0, 0)

    if found is None:
        assert not settles(Fraction(1)) or not settles(Fraction(999_999, 1_000_000))
    else:
        assert settles(found)
        assert settles((found + 1) / 2)
        assert found == 0 or not settles(found - Fraction(1, 1000))


@pytest.mark.parametrize("seed", range(12))
def test_ranges_of_ranks_not_searched_to_their_end_say_so_and_lie_within_the_true_ones(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(seed)
    values, whole = rng.uniform(0, 1, (14, 4)), np.eye(4)[None]
    true = rank_ranges(values, whole)
    assert all(each.exact for each in true)

    monkeypatch.setattr("mcda.methods.rank_ranges.MOST_PIECES", 1)
    short = rank_ranges(values, whole)

    assert not all(each.exact for each in short)
    for found, known in zip(short, true, strict=True):
        assert known.best <= found.best <= found.worst <= known.worst
        assert not found.exact or found == known


@pytest.mark.parametrize("seed", range(30))
def test_ranks_with_many_ties_are_those_at_every_weighting_of_a_fine_grid(seed: int) -> None:
    """Small whole numbers: rivals level at corners, along edges and throughout."""
    rng = random.Random(seed)
    values = [[rng.randint(0, 2) for _ in range(3)] for _ in range(5)]
    grid = [(i, j, 24 - i - j) for i in range(25) for j in range(25 - i)]
    scores = [[sum(w * x for w, x in zip(point, row, strict=True)) for row in values] for point in grid]

    for option, found in enumerate(rank_ranges(np.array(values, float), np.eye(3)[None])):
        ranks = [1 + sum(other > row[option] for other in row) for row in scores]
        assert found == RankRange(min(ranks), max(ranks), exact=True)


@pytest.mark.parametrize("seed", range(40))
def test_corners_of_the_envelope_are_told_once_with_every_option_that_is_best_there(seed: int) -> None:
    """Small whole numbers: more options than needed meet at one corner."""
    rng = random.Random(seed)
    values = [tuple(rng.randint(0, 3) for _ in range(3)) for _ in range(rng.randint(2, 7))]
    weights = whole_simplex(3)

    found = upper_envelope(
        np.array(values, object), weights, rng.sample(range(len(values)), rng.randint(1, len(values)))
    )

    assert len(set(found.corners)) == len(found.corners)
    for place, corner in enumerate(found.corners):
        scores = [sum(w * x for w, x in zip(corner, row, strict=True)) for row in values]
        assert [bool(bits >> place & 1) for bits in found.best] == [score == max(scores) for score in scores]
        assert [bool(bits >> place & 1) for bits in found.boundary] == [not weight for weight in corner]


@pytest.mark.parametrize("seed", range(20))
def test_pieces_fill_a_set_without_overlap_even_where_more_rows_than_needed_meet(seed: int) -> None:
    rng = random.Random(seed)
    rows = [tuple(Fraction(rng.randint(-2, 2)) for _ in range(4)) for _ in range(3)]
    weights = weight_set(rows, 4)
    if weights is None:
        return

    points = np.random.default_rng(seed).dirichlet(np.ones(4), 400)
    allowed = (points @ np.array(rows, float).T >= 0).all(axis=1)
    corners = piece_corners(weights)

    assert sum(weights.shares) == 1
    assert min(weights.shares) > 0
    if corners.shape[1] == 4:
        inside = [(np.linalg.solve(piece.T, points.T) >= 0).all(axis=0) for piece in corners]
        assert np.sum(inside, axis=0).tolist() == allowed.astype(int).tolist()


@pytest.mark.parametrize("seed", range(30))
def test_the_share_of_wins_with_small_whole_numbers_is_the_exact_one(seed: int) -> None:
    """Criteria on which both are level, in every place."""
    rng = random.Random(seed)
    values = [[Fraction(rng.randint(0, 2)) for _ in range(4)] for _ in range(4)]

    table = winning_shares(np.array(values, float), np.eye(4)[None], np.ones(1))

    for i, mine in enumerate(values):
        for k, theirs in enumerate(values):
            exact = winning_share([a - b for a, b in zip(mine, theirs, strict=True)])
            assert table[i, k] == pytest.approx(float(exact), abs=1e-12)


def test_the_centre_of_weights_that_stay_as_they_are_is_these_weights() -> None:
    weighting = (Fraction(1, 4), Fraction(3, 4))

    assert mean_weights(only(weighting)) == weighting
    assert only(weighting).polytope == Polytope(((1, 3),), (0,), 0)


def test_every_piece_and_copy_of_a_set_has_points_of_its_own_the_same_on_every_machine() -> None:
    points = {place: simplex_points(3, place, 5, 2).tolist() for place in ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0))}

    assert points[0, 0] == points[0, 1]
    assert len({str(each) for each in points.values()}) == 4
    assert points[1, 1][0] == [10754855, 3537973]


@pytest.mark.parametrize("option", [0, 1])
def test_an_uncertain_option_and_a_sure_one_with_the_same_values_are_two(option: int) -> None:
    same = [(Fraction(5), Fraction(5)), (Fraction(5), Fraction(5)), (Fraction(1), Fraction(1))]
    table = np.linspace(0, 10, QUANTILES)
    weights = weight_set([], 2)
    assert weights is not None

    found = rank_acceptability(same, weights, 1 << 12, uncertain=[(option, 0, table)])

    assert found.shares[0, 0] == pytest.approx(0.5, abs=0.05)
    assert found.shares[1, 0] == pytest.approx(0.5, abs=0.05)
    assert found.shares[2, 2] > 0.7


def test_with_one_criterion_the_best_needs_no_weight() -> None:
    assert sufficient_weight([[Fraction(3)], [Fraction(1)]], 0, 0) == 0
    assert sufficient_weight([[Fraction(3)], [Fraction(1)]], 1, 0) is None


@pytest.mark.parametrize("ahead", [1e-10, 3e-10, 1e-6])
def test_a_rival_that_is_ahead_by_very_little_somewhere_counts(ahead: float) -> None:
    found = rank_ranges(np.array([[0.0, 0.0], [ahead, -1.0]]), np.eye(2)[None])

    assert [(each.best, each.worst) for each in found] == [(1, 2), (1, 2)]


def test_differences_that_are_rounding_are_none() -> None:
    found = rank_ranges(np.array([[0.3, 1.0], [0.1 + 0.2, 1.0], [0.0, 0.0]]), np.eye(2)[None])

    assert [(each.best, each.worst) for each in found] == [(1, 1), (1, 1), (3, 3)]


@pytest.mark.parametrize("seed", range(20))
def test_draws_are_shared_out_by_largest_remainder(seed: int) -> None:
    weights = random_set(random.Random(seed), 4)
    for draws in (1, 7, 100, 1001):
        given = allotted(weights, draws)
        short = [share * draws - count for share, count in zip(weights.shares, given, strict=True)]
        assert sum(given) == draws
        assert max(short) < 1
        assert max(short) - min(short) <= 1


def test_ranks_do_not_change_when_all_values_move_together() -> None:
    steps = np.array([[0, 2, 1], [1, 0, 2], [2, 1, 0], [1, 1, 1]]) * 2.0**-10

    assert rank_ranges(steps + 2.0**27, np.eye(3)[None]) == rank_ranges(steps, np.eye(3)[None])
    assert [(each.best, each.worst) for each in rank_ranges(steps, np.eye(3)[None])] == [(1, 4), (1, 4), (1, 4), (1, 3)]


def test_a_set_may_have_as_many_corners_and_pieces_as_the_limits_say(monkeypatch: pytest.MonkeyPatch) -> None:
    square = [(1, 1, -1, -1), (-1, -1, 2, 2)]
    weights = cut_by(whole_simplex(4), square)
    corners, simplices = len(weights.corners), len(pieces(weights))
    assert simplices > 1

    monkeypatch.setattr("mcda.methods.polytope.MOST_PIECES", simplices)
    assert len(pieces(weights)) == simplices
    monkeypatch.setattr("mcda.methods.polytope.MOST_PIECES", simplices - 1)
    with pytest.raises(TooManyCorners):
        pieces(weights)
    monkeypatch.setattr("mcda.methods.polytope.MOST_CORNERS", corners)
    assert cut_by(whole_simplex(4), square) == weights
    monkeypatch.setattr("mcda.methods.polytope.MOST_CORNERS", corners - 1)
    with pytest.raises(TooManyCorners):
        cut_by(whole_simplex(4), square)


def test_options_that_change_places_only_beyond_the_whole_weight_do_not_cross() -> None:
    assert crossings([Line(Fraction(3), Fraction(0)), Line(Fraction(0), Fraction(2))]) == ()


def test_a_rule_of_thumb_looks_past_a_weight_that_never_moves() -> None:
    moving = np.linspace(0, 1, 1000)
    points = np.column_stack([np.full(1000, 0.5), moving])

    box = peeled_box(points, moving > 0.6)

    assert box is not None
    assert {each.criterion for each in box.conditions} == {1}


def test_under_one_weighting_alone_the_best_option_has_all_of_it_though_a_weight_is_nothing() -> None:
    one, none = Fraction(1), Fraction(0)
    for weighting, first in (((one, none), 0), ((none, one), 1)):
        cells = best_cells([[one, none], [none, one]], only(weighting))

        assert [(cell.option, cell.share) for cell in cells] == [(first, 1.0)]


def test_more_statements_than_bits_in_a_word_change_no_corner_of_the_envelope() -> None:
    idle = [(1, more) for more in range(1, 68)]
    few, many = (cut_by(whole_simplex(2), [*rows, (2, -1)]) for rows in ([], idle))
    values = np.array([(1, 0), (0, 3)], object)

    assert upper_envelope(values, many, [0, 1]).corners == upper_envelope(values, few, [0, 1]).corners
