"""The explanation of a mix: one for each kind of scenario, and the sentences a person reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import Any

import pytest

from mcda.report.answer import caveats
from mcda.report.brief import brief
from mcda.scenario.mix_conflict_words import conflict_words
from mcda.scenario.mix_explain import MixExplanation, explain_mix
from mcda.scenario.mix_explain_words import (
    explanation_words,
    pareto_words,
    relax_words,
    rule_words,
)
from mcda.scenario.mix_model import model_sentences
from mcda.scenario.mix_rules import other_rules, overflows, readings
from mcda.scenario.mix_words import mix_headline, mix_proof
from mcda.scenario.overrides import Overrides
from mcda.scenario.scenario import Scenario, run
from mcda.scenario.words import worse_than_nothing
from tests.making import criterion, scored, study

RATINGS = {"talks": [2, 6], "forum": [1, 5], "sanctions": [5, 9], "patrols": [6, 1], "inspections": [-3, 2]}
USES = {
    "talks": {"capital": 2}, "forum": {"capital": 3}, "sanctions": {"capital": 5},
    "patrols": {"capital": 1}, "inspections": {"capital": 4},
}  # fmt: skip
BUDGET = {"name": "Capital", "reason": "All there is.", "budget": {"resource": "capital", "at_most": "7"}}
TWO = {"name": "Two lines", "reason": "One is no policy.", "size": {"min": 2}}
ALL = {"name": "All five", "reason": "-", "size": {"exactly": 5}}


def scenario(
    *constraints: Mapping[str, Any],
    rule: str = "max",
    ratings: Mapping[str, Sequence[Any]] = RATINGS,
) -> Scenario:
    criteria = [criterion("risk", 10, -10, "0", mix_rule=rule), criterion("gain", 0, 10, "0")]
    return run(
        _study(criteria, ratings, constraints), _study(criteria, ratings, constraints).weights[0], "w", Overrides()
    )


def _study(criteria: Any, ratings: Any, constraints: Any) -> Any:
    return study(criteria, ratings, [40, 60], constraints=constraints, uses=USES)


def explained(run_: Scenario) -> MixExplanation:
    found = explain_mix(run_)
    assert found is not None
    return found


def text(run_: Scenario) -> str:
    return "\n".join(explanation_words(run_, explained(run_)))


def test_a_feasible_mix_is_explained_in_every_way() -> None:
    found = explained(scenario(BUDGET, TWO))

    assert found.infeasible is None
    assert found.relaxing is not None
    assert found.members is not None
    assert found.tables is not None
    assert found.rules is not None
    assert len(found.members.prices) + len(found.members.why_not) == len(RATINGS)
    loses = [reason.loses for reason in found.members.why_not if reason.loses is not None]
    assert loses == sorted(loses)


def test_the_words_name_options_constraints_and_amounts() -> None:
    words = text(scenario(BUDGET, TWO))

    assert "'Capital'" in words
    assert "instead of 7 u of capital" in words
    assert all(name in words for name in RATINGS)
    assert "Without " in words


def test_an_infeasible_mix_says_what_cannot_hold_together_what_it_needs_and_what_is_enough() -> None:
    found = scenario(BUDGET, ALL)
    explanation = explained(found)

    words = conflict_words(found, explanation)

    assert explanation.members is None
    assert words[0] == (
        "'Capital' and 'All five' cannot hold together: a mix that keeps the other needs at least 15 u of capital, "
        "the budget is 7."
    )
    assert any("'Capital' to at most 15 instead of 7 u of capital" in each for each in words)
    assert "It is enough to drop 'All five'." in words


def test_a_constraint_that_no_mix_can_keep_stands_alone() -> None:
    hopeless = {"name": "Safe", "reason": "-", "mix_level": {"criterion": "gain", "at_least": "1000"}}
    found = scenario(hopeless)

    words = conflict_words(found, explained(found))

    assert words[0].startswith("'Safe' cannot be kept by any mix")


def test_nothing_to_relax_is_said() -> None:
    found = scenario({"name": "Loose", "reason": "-", "size": {"max": 5}})

    assert relax_words(found, explained(found)) == (
        "No single constraint costs anything: dropping any one of them would not make the mix better.",
    )


def test_a_member_that_only_a_constraint_brings_in_is_named_with_it() -> None:
    must = {"name": "Patrols stay", "reason": "-", "must": ["patrols"]}

    words = text(scenario(must, rule="sum"))

    assert "patrols takes" in words
    assert "it is in only because of 'Patrols stay'" in words


def test_sum_max_and_prob_of_a_risk_stand_side_by_side() -> None:
    found = scenario(BUDGET, TWO)
    assert found.mix is not None
    assert found.mix.best is not None
    names = [found.mixing.options[i] for i in found.mix.best.members]
    rated = [Fraction(RATINGS[name][0]) for name in names]

    risk = {each.rule: each for each in readings(found, found.mix.best) if each.criterion == "risk"}

    assert risk["sum"].level == sum(rated)
    assert risk["max"].level == max(rated)
    assert risk["max"].used
    worst = 10
    calm = prod((1 - rating / worst for rating in rated), start=Fraction(1))
    assert risk["prob"].level == worst * (1 - calm)
    assert not risk["prob"].used
    assert any("only to compare" in text for text in rule_words(found, explained(found)))


def test_the_best_mix_under_another_rule_is_the_one_a_study_with_that_rule_chooses() -> None:
    other = {(each.criterion, each.rule): each for each in other_rules(scenario(BUDGET, TWO))}
    truth = scenario(BUDGET, TWO, rule="sum").mix

    assert truth is not None
    assert truth.best is not None
    assert other["risk", "sum"].best is not None
    assert other["risk", "sum"].best.members == truth.best.members
    assert ("risk", "max") not in other


def test_a_probability_is_read_as_independent_causes_too() -> None:
    criteria = [criterion("risk", 100, 0, "0", mix_rule="prob", unit="%"), criterion("gain", 0, 10, "0")]
    ratings = {"talks": [10, 6], "forum": [20, 5]}
    whole = study(criteria, ratings, [10, 90])
    found = run(whole, whole.weights[0], "w", Overrides())
    assert found.mix is not None
    assert found.mix.best is not None

    risk = {each.rule: each.level for each in readings(found, found.mix.best) if each.criterion == "risk"}

    assert found.mix.best.members == (0, 1)
    assert (risk["sum"], risk["max"], risk["prob"]) == (30, 20, 28)


def test_a_mix_beyond_the_end_of_a_scale_is_said() -> None:
    found = scenario({"name": "All", "reason": "-", "size": {"exactly": 5}})
    assert found.mix is not None
    assert found.mix.best is not None

    (overflow,) = overflows(found, found.mix.best)

    assert (overflow.criterion, overflow.level, overflow.end) == ("gain", 23, 10)
    assert "beyond the end of the scale at 10" in text(found)


def test_the_model_is_numbered_and_says_every_constraint_with_its_reason() -> None:
    soft = {"name": "Rather few", "reason": "Staff.", "penalty": "3", "size": {"max": 3}}
    together = {
        "name": "Two channels", "reason": "They overlap.",
        "interaction": {"options": ["talks", "forum"], "criterion": "gain", "points": "-4"},
    }  # fmt: skip

    sentences = model_sentences(scenario(BUDGET, soft, together))

    assert [each.split(".")[0] for each in sentences] == [str(i) for i in range(1, len(sentences) + 1)]
    whole = "\n".join(sentences)
    assert "Must hold: Capital: the mix uses at most 7 u of capital. Reason: All there is." in whole
    assert "Should hold: Rather few: the mix has at most 3 options; breaking it costs 3 points. Reason: Staff." in whole
    assert "Interaction: Two channels: talks and forum together: -4 points on gain. Reason: They overlap." in whole
    assert "less the penalties" in whole
    assert "fewer options first" in sentences[-1]


BLANK: dict[str, list[Any]] = {key: [None, None] for key in RATINGS}


def test_where_all_ratings_are_blank_nothing_is_said_that_is_not_known() -> None:
    run_ = scenario(BUDGET, ratings=BLANK)

    assert worse_than_nothing(run_) == (
        "Whether an option is worse than doing nothing is not known: each has a blank rating."
    )
    assert mix_headline(run_) == (
        "Best mix: none of the options; every option has a blank rating, so none can be weighed against others."
    )
    assert "fill them in first" in text(run_)


def test_some_blanks_are_said_beside_the_options_that_are_known() -> None:
    run_ = scenario(BUDGET, ratings={"talks": [0, 6], "forum": [1, 5], "sanctions": [5, None]})

    assert worse_than_nothing(run_) == (
        "No option whose ratings are all there is worse than doing nothing (1 not known)."
    )


def test_blank_ratings_are_to_be_filled_in_never_to_be_dropped() -> None:
    run_ = scenario(TWO, ratings=BLANK)

    words = conflict_words(run_, explained(run_))

    assert "'Two lines' and 'Blank ratings' cannot hold together" in words[0]
    assert "'Blank ratings' would have to be" not in words[0]
    assert words[-2:] == (
        "It may be enough to fill in the blank ratings: options with one are left out of every mix.",
        "It is enough to drop 'Two lines'.",
    )
    assert not any("change 'Blank ratings'" in each or "drop 'Blank" in each for each in words)


def test_a_rule_that_always_holds_is_never_advised_to_be_dropped() -> None:
    both = {"name": "Both levels", "reason": "-", "must": ["talks", "forum"]}
    run_ = scenario(both)
    levels = tuple(
        option.model_copy(update={"instrument": "channel"}) if option.key in ("talks", "forum") else option
        for option in run_.study.options
    )
    run_ = run(run_.study.model_copy(update={"options": levels}), run_.weights, "w", Overrides())

    words = "\n".join(conflict_words(run_, explained(run_)))

    assert "'Both levels' and 'Levels of channel' cannot hold together" in words
    assert "It is enough to drop 'Both levels'." in words
    assert "drop 'Levels" not in words
    assert "change 'Levels" not in words
    assert "'Levels of channel' would have to be" not in words


def test_counts_of_one_are_in_the_singular() -> None:
    one = scored(study([criterion("gain", 0, 10, "0")], {"a": [5]}, [1], constraints=[{**TWO, "size": {"exactly": 1}}]))

    assert mix_headline(one) == "Best mix: 1 option, 50.0 points above doing nothing: a."
    assert mix_proof(one).startswith("Proved to be the only feasible mix by ")
    assert pareto_words(explained(one)) == ("Only one mix is feasible, whatever the weights.",)
    assert model_sentences(one)[0] == "1. Decision: the one option is in the mix or not: a."
    assert one.mixing.limits[0].sentence == "the mix has exactly 1 option"
    assert "0 of 1 rating (0 %) name judgement as their source; 1 names no source." in caveats(one)
    assert not re.search(r"\b1 (options|mixes|points|constraints|criteria|ratings) ", text(one) + brief(one))


def test_a_scenario_without_a_mix_has_no_explanation() -> None:
    whole = study([criterion("gain", 0, 10)], {"a": [1], "b": [2]}, [1])

    assert explain_mix(run(whole, whole.weights[0], "w", Overrides())) is None


@pytest.mark.parametrize("rule", ["sum", "max", "min"])
def test_beyond_enumeration_prices_and_reasons_come_from_the_solver(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = scenario(BUDGET, TWO, rule=rule)
    assert whole.mix is not None
    exact = explained(whole)
    monkeypatch.setattr("mcda.scenario.mix_explain.MOST_LOOKED_AT", 0)

    alone = explained(replace(whole, mix=replace(whole.mix, feasible=None)))

    assert exact.members is not None
    assert alone.members is not None
    assert alone.relaxing is not None
    assert exact.relaxing is not None
    stated = {each.limit for each in alone.relaxing.relaxed}
    gains = {each.limit: each.gain for each in exact.relaxing.relaxed if each.limit in stated}
    assert {each.limit: each.gain for each in alone.relaxing.relaxed} == gains
    assert any("too many mixes" in text for text in pareto_words(alone))
    assert any("Every question asked was answered with a proof" in text for text in pareto_words(alone))
    assert [price.loses for price in alone.members.prices] == [price.loses for price in exact.members.prices]
    assert {r.option: r.loses for r in alone.members.why_not} == {r.option: r.loses for r in exact.members.why_not}


def test_what_the_solver_did_not_prove_is_counted_in_words() -> None:
    found = explained(scenario(BUDGET, TWO))
    assert found.members is not None
    assert found.tables is not None
    assert found.relaxing is not None
    first, *rest = found.relaxing.relaxed

    stopped = replace(
        found,
        members=replace(found.members, unproved=(0, 2)),
        tables=replace(found.tables, pareto=None, frontiers=(None,)),
        relaxing=replace(found.relaxing, relaxed=(replace(first, known=False), *rest)),
    )

    said = pareto_words(stopped)[-1]
    assert "left out: 2 of the members or options, 1 of the constraints and 1 of the resources" in said
    assert "nodes, the same on every machine" in said
