"""What is true of the reference study and must not be said of others: ties, losses, no constraints, curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from mcda.api.comparing import check_targets
from mcda.errors import Finding, Place, StudyError
from mcda.model.option import Rating
from mcda.model.study import Study
from mcda.report.answer import judged, sensitivity
from mcda.scenario.edits import edits_told, joined_texts
from mcda.scenario.mix_conflict_words import conflict_words
from mcda.scenario.mix_explain import explain_mix
from mcda.scenario.mix_explain_words import relax_words
from mcda.scenario.robust import Robustness, robust
from mcda.scenario.robust_mix_words import mix_change_words
from mcda.scenario.robust_question import Question
from mcda.scenario.robust_rating_words import check_list, check_words
from mcda.scenario.robust_short import short_robust_words
from mcda.scenario.robust_tables import pairs_table
from mcda.scenario.robust_words import certain_words, one_weight_words, rule_words, shift_words
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import check_command, headline, names, points_apart, trade_offs
from mcda.text.pages import markdown_page
from tests.making import criterion, scored, study

TWO = (criterion("x", 0, 10, 0), criterion("y", 0, 10, 0))
AROUND = (criterion("x", -10, 10, 0), criterion("y", -10, 10, 0))


def safety(scenario: Scenario) -> Robustness:
    found = robust(scenario, Question(draws=800))
    assert found is not None
    return found


def with_ratings(made: Study, *changed: Rating) -> Study:
    kept = {(rating.option, rating.criterion): rating for rating in (*made.ratings, *changed)}
    return made.model_copy(update={"ratings": tuple(kept.values())})


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        ({"a": [-2, -2], "b": [-4, -4]}, "a comes first with -10.0 points, 10.0 ahead of b."),
        ({"a": [-2, -2], "b": [-2, -2]}, "Level: a and b share first place with the same score, -10.0 points."),
        ({"a": [0, 0], "b": [-4, -4]}, "a comes first with 0.0 points, 20.0 ahead of b."),
        ({"a": [-2, -2]}, "a is the only rated option, at -10.0 points."),
    ],
)
def test_where_no_option_is_better_than_doing_nothing_that_comes_first(
    ratings: dict[str, Sequence[Any]], said: str
) -> None:
    assert headline(scored(study(AROUND, ratings, [1, 1]))) == f"No option is better than doing nothing. {said}"


def test_nothing_is_said_of_options_with_blanks_and_nothing_where_one_is_better() -> None:
    blank = scored(study(AROUND, {"a": [-2, -2], "b": [-4, -4], "c": [None, 5]}, [1, 1]))
    better = scored(study(AROUND, {"a": [2, 2], "b": [-4, -4]}, [1, 1]))
    unknown = scored(study([criterion("x", -10, 10)], {"a": [-2], "b": [-4]}, [1]))

    assert headline(blank).startswith("No option whose ratings are all there is better than doing nothing. ")
    assert headline(better) == "a leads with 10.0 points above doing nothing, 30.0 ahead of b."
    assert "doing nothing" not in headline(unknown)


def test_of_a_tie_that_any_move_ends_no_further_rival_is_named() -> None:
    scenario = scored(study(TWO, {"a": [9, 0], "b": [0, 9], "c": [4, 4]}, [1, 1]))
    found = safety(scenario)

    short, shifts = " ".join(short_robust_words(scenario, found)), shift_words(scenario, found)

    assert short.startswith("Any shift of weight that tells a and b apart ends their tie")
    assert shifts[0] == "b is level with a already: any shift of weight that tells them apart ends the tie."
    assert "c level" not in f"{short} {' '.join(shifts)}"


def test_of_a_tie_that_stands_nothing_is_said_to_end_it() -> None:
    scenario = scored(study(TWO, {"a": [5, 5], "b": [5, 5], "c": [1, 1]}, [1, 1]))

    assert "ends their tie" not in " ".join(short_robust_words(scenario, safety(scenario)))
    assert (
        sensitivity(scenario)
        == "No single weight can put another option ahead of a, the others keeping their proportions."
    )


def test_a_rating_to_check_is_weighed_against_the_leader_by_mean_ratings() -> None:
    made = study([criterion("x", 0, 10, 0)], {"a": [5], "b": [4]}, [1])
    lopsided = with_ratings(made, Rating(option="a", criterion="x", low="1", best="5", high="5"))
    scenario = scored(lopsided)
    found = robust(scenario, Question(draws=800))
    assert found is not None

    (told,) = check_list(scenario, found)

    # By its mean, 11/3, a is behind b; above 4 it is ahead with chance 1 - (3/4)^2.
    assert "would put an option other than b, which leads by mean ratings, in the lead with a chance of 44 %" in told
    assert "an option other than b, which leads by mean ratings," in check_words(scenario, found)[0]


def test_where_both_leaders_are_one_it_is_another_option_that_may_lead() -> None:
    made = study([criterion("x", 0, 10, 0)], {"a": [5], "b": [4]}, [1])
    scenario = scored(with_ratings(made, Rating(option="a", criterion="x", low="3", best="5", high="7")))

    (told,) = check_list(scenario, safety(scenario))

    # (4 - 3)^2 / (4 * 2) of the triangle lies below 4.
    assert "would put another option in the lead with a chance of 13 %" in told


def test_rates_are_given_between_scales_on_which_a_unit_is_worth_the_same_everywhere() -> None:
    bent = criterion("z", 0, 100, 0, value={"points": {0: 0, 10: 90, 100: 100}})
    weights = scored(study((*TWO, bent), {"a": [1, 1, 1]}, [2, 1, 1])).problem.weights

    assert trade_offs(study((*TWO, bent), {"a": [1, 1, 1]}, [2, 1, 1]), weights) == "1 on x counts as much as 2.0 on y"
    alone = scored(study((TWO[0], bent), {"a": [1, 1]}, [1, 1]))
    assert trade_offs(alone.study, alone.problem.weights) == ""
    assert "In units" not in markdown_page(alone)


def test_a_study_without_constraints_has_none_to_relax() -> None:
    scenario = scored(study(TWO, {"a": [1, 1], "b": [2, 2]}, [1, 1]))
    explanation = explain_mix(scenario)
    assert explanation is not None

    assert relax_words(scenario, explanation) == ("There is no hard constraint that could be relaxed.",)


def test_every_way_out_of_a_conflict_is_named() -> None:
    must = [{"name": f"must {key}", "reason": "r", "must": [key]} for key in "abcd"]
    budget = {"name": "money", "reason": "r", "budget": {"resource": "m", "at_most": 3}}
    ratings = {key: [1, 1] for key in "abcd"}
    made = study(TWO, ratings, [1, 1], constraints=[*must, budget], uses={key: {"m": 1} for key in "abcd"})
    scenario = scored(made)
    explanation = explain_mix(scenario)
    assert explanation is not None

    said = " ".join(conflict_words(scenario, explanation))

    for name in ("must a", "must b", "must c", "must d", "money"):
        assert said.count(f"drop '{name}'") + said.count(f"or '{name}'") == 1


def test_names_with_commas_are_set_apart_by_semicolons() -> None:
    assert names(["a", "b, small", "c"]) == "a; b, small; and c"
    assert names(["a", "b", "c"]) == "a, b and c"


def test_one_point_is_in_the_singular() -> None:
    made = study(TWO, {"a": [1, 1]}, [1, 1])
    about = made.about.model_copy(update={"close_call": 1})

    assert points_apart(made.model_copy(update={"about": about})) == "1 point"


def test_judgement_is_found_wherever_it_stands_in_a_source() -> None:
    made = study(TWO, {"a": [1, 2], "b": [3, 4]}, [1, 1])
    sources = iter(("expert judgement", "Judgment of the panel", "a report", "a guess"))
    ratings = tuple(rating.model_copy(update={"source": next(sources)}) for rating in made.ratings)

    assert judged(scored(made.model_copy(update={"ratings": ratings}))) == (
        "2 of 4 ratings (50 %) name judgement as their source."
    )


def test_rules_switched_off_and_ratings_typed_are_told_beside_what_was_told_before() -> None:
    size = {"name": "few", "reason": "r", "size": {"max": 1}}
    made = study(TWO, {"a": [1, 2], "b": [3, 4]}, [1, 1], constraints=[size])
    none = made.constraints.model_copy(update={"constraints": ()})
    typed = with_ratings(made, Rating(option="b", criterion="y", best="7")).ratings
    every = [rating.model_copy(update={"best": 9}) for rating in made.ratings] * 2

    assert edits_told(made, none, typed) == ("'few' switched off in results.xlsx", "b on y rated 7 in results.xlsx")
    assert edits_told(made, made.constraints, made.ratings) == ()
    assert edits_told(made, made.constraints, every) == ("8 ratings changed in results.xlsx",)
    before = ("'few' switched off in results.xlsx", "b on x rated 3 in results.xlsx", "b on y rated 7 in results.xlsx")
    assert joined_texts(before, ("b on y rated 5 in results.xlsx",)) == (*before[:2], "b on y rated 5 in results.xlsx")


def test_notes_on_a_workbook_are_shown_by_checking_the_workbook() -> None:
    scenario = scored(study(TWO, {"a": [1, 1]}, [1, 1]))
    places = Place("out puts/results.xlsx", cell="Ratings!C5"), Place("out puts/results.xlsx [Policy mix!N11]")
    notes = tuple(Finding(place, "code", "what", "cure", severity="note") for place in places)

    assert check_command(replace(scenario, notes=notes)) == "mcda check 'out puts/results.xlsx'"
    assert check_command(replace(scenario, notes=(Finding(Place("inputs/study.yaml"), "c", "w", "c"),))) == "mcda check"
    assert check_command(scenario) == "mcda check"


def test_names_that_a_comparison_may_not_have_are_refused_together() -> None:
    with pytest.raises(StudyError) as stopped:
        check_targets("compare.txt", "inputs/compare.html")

    assert [finding.code for finding in stopped.value.findings] == ["not-a-workbook", "not-an-output"]


def test_an_option_that_is_level_where_one_criterion_is_all_is_not_always_below() -> None:
    scenario = scored(study(TWO, {"a": [8, 9], "b": [8, 6], "c": [3, 7]}, [6, 4]))
    found = safety(scenario)

    assert certain_words(scenario, found)[0] == (
        "Under every allowed weighting a stays above c, and is at worst level with b."
    )
    assert list(rule_words(scenario, found)) == ["No weights at all put another option above a (exact)."]
    assert pairs_table(scenario, found).rows[0][1:] == ("", ">99 %", "always")


def test_a_leader_and_a_mix_that_are_best_only_with_todays_weight_are_said_to_be_so() -> None:
    ratings = {"a": [5, 5], "b": [5, 5], "c": [9, 1], "d": [1, 9]}
    few = {"name": "few", "reason": "-", "size": {"max": 2}}
    scenario = scored(study(TWO, ratings, [1, 1], constraints=[few]))
    found = safety(scenario)

    assert found.mix is not None
    assert "x (50 % now): a is first only with this weight, below that d and above that c." in one_weight_words(
        scenario, found
    )
    assert (
        "x: the mix is best only with this weight, below that another (in: d; out: b) and above that another (in: c; "
        "out: b)."
    ) in mix_change_words(scenario, found)
