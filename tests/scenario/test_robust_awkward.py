"""Ties, single weightings, points outside what is allowed, seven criteria: what is said of safety stays true there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mcda.model.criterion import Criterion
from mcda.model.weights import Weights
from mcda.model.world import World
from mcda.scenario.overrides import Overrides
from mcda.scenario.robust import Robustness, robust
from mcda.scenario.robust_mix_words import mix_change_words, mix_share_words, other_rule_words
from mcda.scenario.robust_question import Question
from mcda.scenario.robust_rating_words import rating_words
from mcda.scenario.robust_short import short_robust_words, unseen_words
from mcda.scenario.robust_tables import rank_shares_table
from mcda.scenario.robust_words import certain_words, first_words, one_weight_words, rule_words, shift_words
from mcda.scenario.robust_world_words import world_words
from mcda.scenario.scenario import Scenario, run
from tests.making import criterion, study

TWO = (criterion("x", 0, 100, 0), criterion("y", 0, 100, 0))
THREE = (*TWO, criterion("z", 0, 100, 0))
SEVEN = tuple(criterion(f"k{j}", 0, 100, 0) for j in range(7))
ONE = {"name": "one", "reason": "r", "size": {"max": 1}}


def answer(
    criteria: Sequence[Criterion],
    ratings: Mapping[str, Sequence[Any]],
    points: Sequence[Any],
    most: int = 1,
    **statements: object,
) -> tuple[Scenario, Robustness]:
    """A run of options of which so many may be in the mix, and how safe it is over what is stated about weights."""
    size = {"name": "few", "reason": "r", "size": {"max": most}}
    made = study(criteria, ratings, points, constraints=(size,))
    weights = Weights.model_validate({**made.weights[0].model_dump(exclude_defaults=True), **statements})
    scenario = run(made, weights, "w", Overrides())
    found = robust(scenario, Question(draws=4096))
    assert found is not None
    return scenario, found


def test_a_mix_that_another_one_always_beats_is_not_best_in_all() -> None:
    scenario, found = answer(
        THREE,
        {"a": [60, 20, 20], "b": [20, 60, 30], "c": [20, 30, 70]},
        [50, 30, 20],
        most=2,
        ranges={"x": {"low": 10, "high": 20}},
        ratios=[{"criterion": "y", "at_least": 2, "times": "z"}],
    )

    short = short_robust_words(scenario, found)[-1]

    # b + c is better by -40 x + 10 y + 50 z, which is nothing only at (0.2, 0.8, 0).
    assert short == (
        "Of all weightings that the ranges and ratios of the file allow (the points are not among them), a is first in "
        "none and this mix is best only where others are as good."
    )
    assert "Under every allowed weighting a stays below b." in certain_words(scenario, found)
    assert "The mix that is least behind in its worst case is never behind (in: c; out: a)." in mix_change_words(
        scenario, found
    )


def test_an_option_and_a_mix_that_are_only_level_now_are_neither_never_first_nor_best_in_none() -> None:
    scenario, found = answer(TWO, {"c": [40, 40], "a": [60, 20], "b": [20, 60]}, [50, 50])

    assert short_robust_words(scenario, found)[-1] == (
        "Of all weightings that are possible (the file states no limits), c is first only where others are level, a is "
        "first in 50 %, b is first in 50 % and this mix is best only where others are as good."
    )
    assert unseen_words(scenario, found) == ("Never first or in the best mix, unless level with others: c.",)
    assert mix_share_words(scenario, found)[0].startswith(
        "The mix is the best one only where others are as good; 2 mixes"
    )


def test_an_option_in_all_cells_but_not_in_every_mix_is_not_held_in_all() -> None:
    scenario, found = answer(TWO, {"a": [60, 20], "b": [20, 60], "c": [40, 40], "d": [0, 10]}, [50, 50], most=2)

    texts = mix_share_words(scenario, found)

    # a + b is as good as a + c and b + c at equal weights.
    assert found.mix is not None
    assert found.mix.best == (0, 1)
    assert "The mix is the best one only where others are as good" in texts[0]
    assert "c (>99 %)" in " ".join(texts)
    assert "100 %" not in " ".join(texts)


def test_options_that_no_weights_tell_apart_are_no_rivals_of_each_other() -> None:
    scenario, found = answer(TWO[:1], {"a": [60], "b": [60], "c": [10]}, [100])

    assert short_robust_words(scenario, found) == (
        "No weights bring another option level with a and b.",
        "There is one criterion: weights cannot change the answer.",
    )
    assert shift_words(scenario, found)[0] == "b is level with a whatever the weights."


def test_a_tie_that_only_the_statements_hold_together_is_told_as_a_tie() -> None:
    scenario, found = answer(TWO, {"a": [60, 20], "b": [20, 60], "c": [10, 10]}, [50, 50], order=[["x", "y"]])

    short = short_robust_words(scenario, found)

    assert short[0].startswith("Any shift of weight that tells a and b apart ends their tie")
    assert short[1].startswith("Of all weightings that the order of the file allows (it is only one), a and b share")
    assert shift_words(scenario, found)[0].startswith("b is level with a already")
    assert found.pairs.mean_ranks.round(9).tolist() == [1, 1, 3]
    assert not any("what is said of" in text for text in certain_words(scenario, found))


def test_sampled_first_places_of_options_that_are_always_level_are_the_same() -> None:
    ratings = {"a": [80, 20, *[50] * 5], "b": [20, 80, *[50] * 5], "c": [10] * 7}
    scenario, found = answer(SEVEN, ratings, [10, 10, *[5] * 5], order=[["k0", "k1"]])

    assert not found.first.exact or found.first.shares[:2] == (1.0, 1.0)
    assert found.first.shares[0] == found.first.shares[1]
    assert found.first.errors[0] == found.first.errors[1]
    assert "a and b share first place" in short_robust_words(scenario, found)[-1]
    assert "b in" in first_words(scenario, found)[0]


def test_seven_criteria_of_which_none_is_free_need_no_sampling() -> None:
    ratings = {"a": [80, 70, 60, 50, 40, 30, 20], "b": [50] * 7, "c": [20, 30, 40, 50, 60, 70, 80]}
    _, found = answer(SEVEN, ratings, [10] * 7, order=[[c.key for c in SEVEN]])

    assert found.first.exact
    assert found.first.shares == (1.0, 1.0, 1.0)


def test_a_share_that_was_sampled_is_never_said_to_be_never() -> None:
    ratings = {"a": [80] * 7, "b": [50, 60, 70, 85, 30, 20, 10], "c": [10] * 7}
    scenario, found = answer(SEVEN, ratings, [30, 20, 20, 10, 10, 10, 0])

    assert found.first.shares[1] == 0  # exactly 4.4e-6
    told = " ".join(unseen_words(scenario, found))
    assert "First in none of the 4,096 sampled weightings: b." in told
    assert "Never first: c." in told


def test_a_mix_that_is_as_good_under_another_rule_stays() -> None:
    scenario, found = answer(THREE, {"a": [60, 20, 50], "b": [30, 60, 40], "c": [60, 10, 90]}, [100, 0, 0], most=3)

    assert found.mix is not None
    assert found.mix.best == (0, 1, 2)
    assert not any(text.startswith("x if the highest rating decided") for text in other_rule_words(scenario, found))
    told = next(text for text in one_weight_words(scenario, found) if text.startswith("x "))
    assert told.endswith("(the other weights, all 0 now, sharing evenly).")


def test_the_smallest_shift_makes_another_mix_as_good_and_promises_no_change() -> None:
    around = (criterion("x", -100, 100, 0), criterion("y", -100, 100, 0))
    scenario, found = answer(around, {"a": [20, -60], "b": [-50, 30], "c": [-10, -10]}, [50, 50], most=3)

    assert short_robust_words(scenario, found)[0].endswith("makes another mix as good.")
    assert mix_change_words(scenario, found)[0].startswith(
        "The smallest shift of weight that makes another mix as good"
    )


def test_at_the_exact_bound_of_a_rule_another_option_may_be_level() -> None:
    scenario, found = answer(TWO, {"a": [60, 20], "b": [20, 60], "c": [40, 40]}, [50, 50])

    assert "a leads whatever the other weights if x has more than 50 % of the weight (exact)." in rule_words(
        scenario, found
    )


def test_of_a_blank_rating_nothing_is_said() -> None:
    made = study(TWO, {"a": [60, 40], "b": [None, 40], "c": [50, 60]}, [50, 50], constraints=(ONE,))
    scenario = run(made, made.weights[0], "w", Overrides())
    found = robust(scenario, Question(draws=800))

    assert found is not None
    assert unseen_words(scenario, found)[0] == "Not looked at because of a blank rating: b."
    assert not any("Never" in text and "b" in text for text in unseen_words(scenario, found)[1:])


def test_ratings_a_level_off_that_only_bring_another_option_level_put_none_in_the_lead() -> None:
    levels = {"0": "none", "1": "low", "2": "mid", "3": "high", "4": "full"}
    ladder = criterion("x", 0, 4, 0, levels=levels)
    made = study((ladder,), {"a": [2], "b": [1]}, [100], constraints=(ONE,))
    scenario = run(made, made.weights[0], "w", Overrides())
    found = robust(scenario, Question(draws=16384, ratings="levels"))

    assert found is not None
    assert found.ratings is not None
    # One rating that is a level off makes both level; only both together put b in front.
    assert found.ratings.doubts.checks == ()
    told = " ".join(rating_words(scenario, found))
    assert "draws; one that leaves options level counts for one of them by chance." in told


def test_a_box_is_counted_with_the_ends_that_are_told() -> None:
    around = (criterion("x", -100, 100, 0), criterion("y", -100, 100, 0))
    _, found = answer(around, {"a": [20, -60], "b": [-50, 30], "c": [-10, -10]}, [50, 50], most=3)

    boxes = dict(found.rules.boxes)
    for option, box in boxes.items():
        assert all(round(100 * each.share) == 100 * each.share for each in box.conditions)
        low, high = (
            next((e.share for e in box.conditions if e.above == above), end) for above, end in ((1, 0), (0, 1))
        )
        grid = np.linspace(low, high, 20001)
        scores = np.array([[20, -60], [-50, 30], [-10, -10]]) @ np.array([grid, 1 - grid])
        exact = float((scores.argmax(axis=0) == option).mean())
        assert abs(box.density - exact) <= box.errors[1] + 0.003
    assert boxes


def test_the_end_of_an_interval_is_not_told_as_0_or_100_where_it_is_neither() -> None:
    scenario, found = answer(TWO, {"a": ["50", "10"], "b": ["10", "10.016"]}, [50, 50])

    # 40 x = 0.016 (1 - x)
    assert one_weight_words(scenario, found) == (
        "x (50 % now): a is first from 0.04 to 100 %, below that b.",
        "y (50 % now): a is first from 0 to 99.96 %, above that b.",
    )


def test_the_ends_of_a_narrow_interval_are_told_apart() -> None:
    scenario, found = answer(TWO, {"a": ["30", "70"], "b": ["0", "100"], "c": ["99.99", "0"]}, [50, 50])

    # 30 x = 30 (1 - x) and 70 (1 - x) = 69.99 x
    assert "a is first from 50.000 to 50.004 %" in one_weight_words(scenario, found)[0]


def test_an_option_that_is_best_in_every_world_is_behind_in_none() -> None:
    base, _ = answer(TWO, {"a": [60, 40], "b": [20, 30]}, [50, 50])
    rating = {"option": "b", "criterion": "x", "best": 10}
    storm = World.model_validate({"key": "storm", "name": "Storm", "ratings": [rating]})
    made = base.study.model_copy(update={"worlds": (storm,)})
    scenario = run(made, made.weights[0], "w", Overrides())
    found = robust(scenario, Question(draws=4096))

    assert found is not None
    assert "Least behind in its worst world: a, behind in none." in tuple(world_words(scenario, found))


def test_an_option_that_nothing_is_ever_above_is_first_in_all_at_seven_criteria_too() -> None:
    scenario, found = answer(SEVEN, {"a": [50] * 7, "b": [40, 50, 30, 20, 10, 0, 0]}, [10] * 7)

    assert found.first.exact
    assert first_words(scenario, found) == ("First place, in shares of the allowed weightings: a in 100 % (exact).",)


def test_options_that_only_the_statements_hold_level_share_their_rank_in_the_table_of_ranks() -> None:
    ratings = {"c": [10, 10, 10], "b": [20, 60, 30], "a": [61, 19, 30]}
    scenario, found = answer(THREE, ratings, [40, 40, 20], order=[["x", "y"], ["z"]])

    rows = {row[0]: row[1:] for row in rank_shares_table(scenario, found).rows}

    assert rows == {"a": ("100 %", "", ""), "b": ("100 %", "", ""), "c": ("", "", "100 %")}
