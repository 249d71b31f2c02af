"""What is tried on the command line stands beside the study's own rules under its own name, and never twice."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest

from mcda.mixes.evaluate import evaluate
from mcda.problem.mixing import Counted, Used
from mcda.scenario.mix_conflict_words import conflict_words
from mcda.scenario.mix_explain import explain_mix
from mcda.scenario.mix_explain_words import explanation_words
from mcda.scenario.overrides import Overrides, override_words
from mcda.scenario.scenario import Scenario, run
from tests.making import criterion, study

RATINGS = {"a": [5], "b": [4], "c": [3], "d": [2], "e": [1]}
USES = {key: {"money": "2"} for key in RATINGS}


def made(overrides: Overrides, *constraints: Mapping[str, Any]) -> Scenario:
    whole = study([criterion("gain", 0, 10, "0")], RATINGS, [1], constraints=constraints, uses=USES)
    return run(whole, whole.weights[0], "w", overrides)


def size(name: str = "Size", **fields: Any) -> dict[str, Any]:
    penalty = fields.pop("penalty", None)
    return {"name": name, "reason": "Ours.", "penalty": penalty, "size": fields}


def money(name: str, **fields: Any) -> dict[str, Any]:
    penalty = fields.pop("penalty", None)
    return {"name": name, "reason": "Ours.", "penalty": penalty, "budget": {"resource": "money", **fields}}


def most(number: int) -> Overrides:
    return Overrides(max_options=number, texts=(f"--max-options {number}",))


def spend(amount: int) -> Overrides:
    return Overrides(budgets={"money": Decimal(amount)}, texts=(f"--budget money={amount}",))


def caps(scenario: Scenario) -> dict[str, int]:
    """The upper bounds of the number of options, by the names of the limits that set them."""
    return {
        limit.name: test.most
        for limit in scenario.mixing.limits
        for test in limit.tests
        if isinstance(test, Counted) and len(test.members) == len(RATINGS) and test.most is not None
    }


def chosen(scenario: Scenario) -> str:
    assert scenario.mix is not None
    assert scenario.mix.best is not None
    return "".join(scenario.mixing.options[i] for i in scenario.mix.best.members)


@pytest.mark.parametrize(
    ("rules", "number", "count"),
    [
        ([], 2, 2),
        ([size(max=3)], 2, 2),
        ([size(max=3)], 4, 4),
        ([size(min=1, max=3)], 4, 4),
        ([size(exactly=2)], 3, 3),
        ([size(max=3), size("Again", max=2)], 4, 4),
    ],
)
def test_there_is_one_cap_and_it_is_the_one_asked_for(rules: list[dict[str, Any]], number: int, count: int) -> None:
    scenario = made(most(number), *rules)

    assert caps(scenario) == {f"At most {number} options (--max-options)": number}
    assert len(chosen(scenario)) == count


def test_a_rule_of_the_study_keeps_its_lower_bound_under_its_own_name_and_reason() -> None:
    scenario = made(most(4), size(min=2, max=3))

    own, asked = scenario.study.constraints.constraints
    assert (own.name, own.reason, own.size and (own.size.min, own.size.max)) == ("Size", "Ours.", (2, None))
    assert asked.reason == "asked for in this run, in place of at most 3 in 'Size' (at least 2 stays)"
    assert override_words(scenario.study, scenario.overrides) == (
        "Changed for this run: --max-options 4, in place of at most 3 in 'Size' (at least 2 stays)."
    )


def test_a_lower_bound_above_the_number_is_a_conflict_with_both_names_and_their_cures() -> None:
    scenario = made(most(2), size(min=4, max=5))
    explanation = explain_mix(scenario)
    assert explanation is not None

    said = "\n".join(conflict_words(scenario, explanation))

    assert scenario.mix is not None
    assert scenario.mix.status == "infeasible"
    assert "'Size' and 'At most 2 options (--max-options)' cannot hold together" in said
    assert "'Size' to at least 2 instead of 4 options" in said
    assert "'At most 2 options (--max-options)' to at most 4 instead of 2 options" in said
    assert "It is enough to drop 'At most 2 options (--max-options)'." in said


def test_relaxing_the_cap_brings_what_it_costs() -> None:
    scenario = made(most(2), size(min=1, max=3))
    explanation = explain_mix(scenario)
    assert explanation is not None

    said = "\n".join(explanation_words(scenario, explanation))

    assert "Without 'At most 2 options (--max-options)' the mix would gain 60.0 points" in said
    assert "to at most 3 instead of 2 options, which gains 30.0 points" in said


def test_a_soft_size_keeps_its_penalty() -> None:
    soft = size(min=3, max=5, penalty="7")
    scenario = made(most(2), soft)
    free = made(Overrides(), soft)

    assert chosen(scenario) == "ab"
    assert scenario.mix is not None
    assert scenario.mix.best is not None
    assert scenario.mix.best.value == Fraction(90 - 7)
    assert scenario.study.constraints.constraints[0] == free.study.constraints.constraints[0]


def test_a_single_option_is_one_option() -> None:
    limit = made(most(1)).mixing.limits[0]

    assert (limit.name, limit.sentence) == ("At most 1 option (--max-options)", "the mix has at most 1 option")


def test_a_budget_moves_under_its_own_name_and_says_from_where() -> None:
    scenario = made(spend(4), money("Purse", at_most="6"))
    (rule,) = scenario.study.constraints.constraints

    assert (rule.name, rule.reason) == ("Purse", "asked for in this run, in place of at most 6 u")
    assert override_words(scenario.study, scenario.overrides) == (
        "Changed for this run: --budget money=4, in place of at most 6 u."
    )
    assert len(chosen(scenario)) == 2


def test_a_soft_budget_beside_a_hard_one_stays_as_it_is() -> None:
    scenario = made(spend(8), money("Purse", at_most="6"), money("Rather less", at_most="2", penalty="5"))

    purse, soft = scenario.study.constraints.constraints
    assert (purse.budget and purse.budget.at_most, purse.penalty) == (8, None)
    assert (soft.budget and soft.budget.at_most, soft.penalty) == (2, 5)


def test_a_soft_budget_alone_moves_and_stays_soft() -> None:
    (rule,) = made(spend(8), money("Rather less", at_most="2", penalty="5")).study.constraints.constraints

    assert (rule.budget and rule.budget.at_most, rule.penalty) == (8, 5)


def test_two_hard_budgets_become_one_and_what_must_be_used_stays() -> None:
    scenario = made(spend(8), money("Purse", at_most="6"), money("Reserve", at_least="2", at_most="4"))
    tests = [test for limit in scenario.mixing.limits for test in limit.tests if isinstance(test, Used)]

    assert [(test.least, test.most) for test in tests] == [(None, 8), (2, None)]


@pytest.mark.parametrize("number", range(6))
def test_the_mix_is_the_best_of_those_within_the_number(number: int) -> None:
    scenario = made(most(number), size(max=3))
    assert scenario.mix is not None
    assert scenario.mix.best is not None

    within = (mix for count in range(number + 1) for mix in combinations(range(len(RATINGS)), count))
    assert scenario.mix.best.value == max(evaluate(scenario.mixing, mix).value for mix in within)
