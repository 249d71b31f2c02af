"""Enumeration, MILP and brute force over random models of every kind must say the same."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from mcda.mixes import milp
from mcda.mixes.choose import Choice, choose
from mcda.mixes.enumerate import Mixes, TooMany, feasible_mixes
from mcda.mixes.evaluate import Evaluation, evaluate
from mcda.mixes.integers import integers, members_of
from mcda.mixes.order import merit
from mcda.mixes.totals import all_masks, breaks, totals
from mcda.problem.mixing import Counted, Effect, Limit, MixProblem, Reached, Used
from tests.campaign.recording import record
from tests.mixes.random_models import permuted, random_problem

BRUTE = range(120)
AGREE = range(10_000, 10_250)
# A campaign by hand asks for more: MCDA_MIX_MODELS=10000 pytest -m campaign tests/mixes/test_engines.py
CAMPAIGN = range(20_000, 20_000 + int(os.environ.get("MCDA_MIX_MODELS", "2500")))
PERMUTED = range(30_000, 30_060)


def everything(problem: MixProblem) -> list[Evaluation]:
    return [evaluate(problem, members_of(mask)) for mask in range(1 << len(problem.options))]


def keys(problem: MixProblem, members: tuple[int, ...]) -> frozenset[str]:
    return frozenset(problem.options[index] for index in members)


def assert_engines_agree(problem: MixProblem) -> Choice:
    """choose() itself raises when they do not; the best by brute force settles it for small models."""
    choice = choose(problem)

    assert choice.status in ("optimal", "infeasible")
    assert len(choice.engines) == 2
    return choice


@pytest.mark.parametrize("at_once", [0, 5])
@pytest.mark.parametrize("seed", BRUTE)
def test_enumeration_is_brute_force_only_faster(seed: int, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Small models fit into what is made at once, without any dropping.
    monkeypatch.setattr("mcda.mixes.enumerate.AT_ONCE", at_once)
    problem = random_problem(seed)
    truth = everything(problem)

    mixes = feasible_mixes(problem)

    assert isinstance(mixes, Mixes)
    assert mixes.masks.tolist() == [mask for mask, each in enumerate(truth) if each.feasible]
    for mask, objective in zip(mixes.masks.tolist(), mixes.objective.tolist(), strict=True):
        assert abs(truth[mask].value * mixes.denominator - objective) <= mixes.margin


@pytest.mark.parametrize("seed", BRUTE)
def test_the_choice_is_the_first_of_all_feasible_mixes_by_the_written_rule(seed: int) -> None:
    problem = random_problem(seed)
    feasible = sorted((each for each in everything(problem) if each.feasible), key=merit)

    choice = choose(problem, best=7)

    assert choice.feasible == len(feasible)
    assert choice.ranked == tuple(feasible[:7])
    assert choice.best == (feasible[0] if feasible else None)
    assert list(choice.ties) == [each.members for each in feasible if each.value == feasible[0].value]


@pytest.mark.parametrize("seed", BRUTE)
def test_totals_of_every_mix_feasible_or_not_are_the_referees(seed: int) -> None:
    problem = random_problem(seed)

    table = totals(problem, all_masks(len(problem.options)))

    for mask, each in enumerate(everything(problem)):
        assert abs(each.value * table.denominator - int(table.objective[mask])) <= table.margin
        assert table.counts[mask] == each.count
        for index, points in enumerate(each.effects):
            off = abs(points * table.effect_denominators[index] - int(table.effects[index][mask]))
            assert off <= table.effect_margins[index]
        for index, amount in enumerate(each.uses):
            assert amount * table.use_denominators[index] == int(table.uses[index][mask])
        assert [not breaks(table.broken, index)[mask] for index in range(len(problem.limits))] == list(each.holds)


def test_the_two_engines_agree_on_random_models() -> None:
    for seed in AGREE:
        assert_engines_agree(random_problem(seed, most_options=10))


@pytest.mark.campaign
def test_the_two_engines_agree_on_thousands_of_random_models() -> None:
    feasible = 0
    for seed in CAMPAIGN:
        feasible += assert_engines_agree(random_problem(seed, most_options=12)).best is not None

    record("mix_engines", models=len(CAMPAIGN), with_a_mix=feasible, disagreements=0)


@pytest.mark.campaign
def test_brute_force_agrees_on_hundreds_of_random_models() -> None:
    for seed in CAMPAIGN[:600]:
        problem = random_problem(seed, most_options=9)
        feasible = sorted((each for each in everything(problem) if each.feasible), key=merit)
        assert choose(problem, best=9).ranked == tuple(feasible[:9])


def assert_same_answer(left: tuple[MixProblem, Choice], right: tuple[MixProblem, Choice]) -> None:
    (one, first), (two, second) = left, right
    assert (first.status, first.feasible, first.tie_count) == (second.status, second.feasible, second.tie_count)
    assert {keys(one, mix) for mix in first.ties} == {keys(two, mix) for mix in second.ties}
    assert [each.value for each in first.ranked] == [each.value for each in second.ranked]
    if first.best is not None and second.best is not None:
        assert merit(first.best)[:3] == merit(second.best)[:3]
        assert sorted(zip(one.options, first.near[1].holding, strict=True)) == sorted(
            zip(two.options, second.near[1].holding, strict=True)
        )


@pytest.mark.parametrize("seed", PERMUTED)
def test_the_order_of_options_and_limits_never_changes_the_answer(seed: int) -> None:
    problem = random_problem(seed)
    other = permuted(problem, seed)

    assert_same_answer((problem, choose(problem)), (other, choose(other)))


def capped_risk(**changes: object) -> MixProblem:
    base = MixProblem(
        ("a", "b", "c"),
        (Effect("gain", Fraction(1), "sum", (Fraction(7), Fraction(5), Fraction(4))),),
        ("money",),
        ((Fraction(6), Fraction(5), Fraction(5)),),
        (),
        (),
        (Limit("budget", "", "", (Used(0, None, Fraction(10)),)),),
    )
    return replace(base, **changes)


def test_an_infeasible_problem_is_infeasible_in_both_engines() -> None:
    must = Limit("all three", "", "", (Counted(frozenset({0, 1, 2}), least=3),))
    problem = capped_risk(limits=(*capped_risk().limits, must))

    answer = milp.solve(problem)
    choice = choose(problem)

    assert (answer.status, answer.members, answer.value) == ("infeasible", None, None)
    assert (choice.status, choice.best, choice.feasible, choice.ranked) == ("infeasible", None, 0, ())


def test_a_limit_that_no_option_can_touch_is_infeasible_too() -> None:
    hopeless = Limit("hopeless", "", "", (Counted(frozenset(), least=1),))

    assert choose(capped_risk(limits=(hopeless,))).status == "infeasible"


def hard_to_fit() -> MixProblem:
    """Six sums that must be met within one unit: a solver searches long before it finds a mix, if there is one."""
    rng = np.random.default_rng(1)
    options = 60
    weights = tuple(tuple(Fraction(int(x)) for x in rng.integers(20, 99, options)) for _ in range(6))
    limits = tuple(
        Limit(f"exactly {k}", "", "", (Used(k, sum(row) * Fraction(1, 2), sum(row) * Fraction(1, 2) + 1),))
        for k, row in enumerate(weights)
    )
    effect = Effect("gain", Fraction(1), "sum", weights[0])
    names = tuple(f"o{i}" for i in range(options))
    return MixProblem(names, (effect,), tuple("abcdef"), weights, (), (), limits)


@pytest.mark.parametrize("stop", [{"time_limit": 0.0}, {"most_nodes": 3}])
def test_no_value_is_read_when_the_search_stops_before_a_mix(stop: dict[str, Any]) -> None:
    answer = milp.solve(hard_to_fit(), **stop)

    assert (answer.status, answer.members, answer.value) == ("limit", None, None)
    assert answer.gap == float("inf")


def test_a_search_that_stops_after_some_nodes_stops_at_the_same_place_again() -> None:
    first, again = (milp.solve(hard_to_fit(), most_nodes=20) for _ in range(2))

    assert first.status == "limit"
    assert again == first


def test_beyond_the_limit_the_solver_answers_alone_and_says_so() -> None:
    problem = random_problem(11)
    whole, alone = choose(problem), choose(problem, limit=0)

    assert isinstance(feasible_mixes(problem, limit=0), TooMany)
    assert alone.feasible is None
    assert len(alone.engines) == 1
    assert alone.tie_break == "fewest options only"
    assert alone.best is not None
    assert whole.best is not None
    assert (alone.best.value, alone.best.count) == (whole.best.value, whole.best.count)


@pytest.mark.parametrize("seed", range(40_000, 40_030))
def test_the_best_by_cutting_off_are_the_best_of_the_table(seed: int) -> None:
    problem = random_problem(seed, most_options=7)

    cut = milp.best_k(problem, 6)

    assert [each.value for each in cut] == [each.value for each in choose(problem, best=6).ranked]
    assert len({each.members for each in cut}) == len(cut)


def test_the_solver_finds_the_fewest_options_among_equals() -> None:
    equal = Effect("gain", Fraction(1), "sum", (Fraction(4), Fraction(2), Fraction(2)))
    pair = Limit("gain at most 4", "", "", (Reached(0, None, Fraction(4)),))
    problem = capped_risk(effects=(equal,), limits=(pair,))

    found = milp.fewest_options(problem, evaluate(problem, (1, 2)))

    assert found.members == (0,)


def test_awkward_denominators_are_still_decided_exactly() -> None:
    primes = (1_000_003, 998_244_353, 1_000_000_007, 999_999_937, 2_147_483_647)
    values = tuple(Fraction(k + 1, prime) for k, prime in enumerate(primes))
    total = sum(values)
    names = tuple("abcde")
    problem = MixProblem(
        names,
        (Effect("gain", Fraction(1), "sum", values),),
        ("money",),
        (values,),
        (),
        (),
        (Limit("all but the least", "", "", (Used(0, None, total - min(values)),)),),
    )
    feasible = sorted((each for each in everything(problem) if each.feasible), key=merit)

    choice = choose(problem, best=32)

    assert integers(problem).objective.margin > 0
    assert choice.feasible == len(feasible) == 31
    assert choice.ranked == tuple(feasible)


def test_ties_of_products_are_found_as_ties() -> None:
    factors = (Fraction(9, 10), Fraction(9, 10), Fraction(81, 100))
    risk = Effect("risk", Fraction(1, 3), "prob", (), None, factors, Fraction(0), Fraction(50))
    problem = capped_risk(effects=(risk,), limits=(Limit("19 %", "", "", (Reached(0, None, Fraction(19, 2)),)),))

    choice = choose(problem)

    assert choice.ties == ((2,), (0, 1))
    assert choice.tie_break == "used"


def test_more_mixes_than_the_limit_are_not_listed() -> None:
    free = capped_risk(limits=())

    assert isinstance(feasible_mixes(free, limit=7), TooMany)
    assert isinstance(feasible_mixes(free, limit=8), Mixes)


def test_more_than_sixty_four_limits_keep_their_bits() -> None:
    limits = tuple(Limit(f"rule {k}", "", "", (Counted(frozenset({k % 3}), most=k % 2),)) for k in range(70))
    problem = capped_risk(limits=limits)

    table = totals(problem, all_masks(3))

    for mask, each in enumerate(everything(problem)):
        assert [not breaks(table.broken, index)[mask] for index in range(70)] == list(each.holds)


@pytest.mark.parametrize(
    "change",
    [
        {"effects": (Effect("gain", Fraction(-1), "sum", (Fraction(1),) * 3),)},
        {"effects": (Effect("gain", Fraction(1), "sum", (Fraction(1),) * 3, Fraction(-1)),)},
        {"limits": (Limit("rule", "", "", (), Fraction(-1)),)},
    ],
)
def test_what_has_no_meaning_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"negative|below"):
        choose(capped_risk(**change))
