"""Behaviour that mutation testing found untested (docs/mutation.md)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from mcda.methods.dominance_family import Preference
from mcda.methods.polytope import cut_by, whole_simplex
from mcda.methods.rules import LEAST_COVERAGE, peeled_box
from mcda.methods.stability import Lead
from mcda.methods.uncertain_ratings import QUANTILES, Spread, chance_above, quantiles
from mcda.methods.worlds import across_worlds


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


def test_a_value_without_doubt_is_drawn_as_it_is() -> None:
    sure = Spread(Fraction(3), Fraction(3), Fraction(3))

    assert quantiles(sure).tolist() == [3.0] * QUANTILES


def test_the_fourth_in_a_world_is_not_among_its_top_three() -> None:
    world = [Fraction(score) for score in (9, 7, 5, 3)]

    assert [each.top_three for each in across_worlds([world, world[::-1]])] == [1, 2, 2, 1]


def test_nothing_is_above_the_highest_value_even_if_it_is_the_best_guess() -> None:
    assert chance_above(Spread(Fraction(0), Fraction(1), Fraction(1)), 1.0) == 0


def test_the_room_of_a_weight_is_its_distance_to_the_nearer_rival() -> None:
    lead = Lead(Fraction(1, 10), Fraction(6, 10), below=1, above=2)

    assert lead.room(Fraction(5, 10)) == Fraction(1, 10)
    assert lead.room(Fraction(2, 10)) == Fraction(1, 10)


def test_a_pair_is_level_only_if_each_is_always_as_good_as_the_other() -> None:
    always = np.array([[True, True, True], [True, True, False], [False, False, True]])

    level = Preference(always, ~always).level

    assert level.tolist() == [[True, True, False], [True, True, False], [False, False, True]]
