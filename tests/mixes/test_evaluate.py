"""The referee: one mix in exact arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mcda.mixes.evaluate import effect_value, evaluate
from mcda.problem.mixing import (
    Conditional,
    Counted,
    Effect,
    Implied,
    Limit,
    MixProblem,
    PerFull,
    Proportion,
    Reached,
    Saving,
    Synergy,
    Test,
    Used,
)


def problem(*effects: Effect, limits: tuple[Limit, ...] = (), synergies: tuple[Synergy, ...] = ()) -> MixProblem:
    return MixProblem(("a", "b", "c"), effects, (), (), synergies, (), limits)


def effect(adds: str, *values: int, cap: int | None = None) -> Effect:
    points = tuple(map(Fraction, values))
    return Effect("gain", Fraction(1), adds, points, None if cap is None else Fraction(cap))


@pytest.mark.parametrize("adds", ["sum", "lowest", "highest"])
def test_the_empty_mix_does_nothing_on_every_rule(adds: str) -> None:
    assert effect_value(problem(effect(adds, -5, 3, 8)), 0, ()) == 0


def test_the_empty_mix_leaves_the_do_nothing_probability() -> None:
    risk = Effect("risk", Fraction(1), "prob", (), None, (Fraction(9, 10),) * 3, Fraction(1, 5), Fraction(-100))

    assert effect_value(problem(risk), 0, ()) == 0


def test_members_add_up_until_the_cap() -> None:
    capped = problem(effect("sum", 6, 7, -1, cap=10))

    assert [effect_value(capped, 0, members) for members in ((0,), (0, 1), (0, 2))] == [6, 10, 5]


def test_a_cap_holds_interaction_points_too() -> None:
    bonus = Synergy((0, 1), 0, Fraction(5))

    assert effect_value(problem(effect("sum", 4, 4, 0, cap=10), synergies=(bonus,)), 0, (0, 1)) == 10


def test_the_lowest_and_highest_member_speak_for_the_mix() -> None:
    assert effect_value(problem(effect("lowest", -5, 3, 8)), 0, (1, 2)) == 3
    assert effect_value(problem(effect("highest", -5, -3, 8)), 0, (0, 1)) == -3


def test_independent_causes_multiply() -> None:
    risk = Effect("risk", Fraction(1), "prob", (), None, (Fraction(3, 4),) * 3, Fraction(1, 5), Fraction(-100))

    # P = 1 - 4/5 * 9/16 = 11/20, do nothing 1/5: 35 points of probability more.
    assert effect_value(problem(risk), 0, (0, 2)) == -35


def test_savings_are_deducted_from_what_a_mix_uses() -> None:
    shared = MixProblem(
        ("a", "b"),
        (effect("sum", 1, 1),),
        ("staff",),
        ((Fraction(4), Fraction(3)),),
        (),
        (Saving((0, 1), 0, Fraction(2)),),
        (),
    )

    assert evaluate(shared, (0, 1)).uses == (5,)
    assert evaluate(shared, (0,)).uses == (4,)


def test_a_broken_soft_limit_costs_its_penalty_and_stays_feasible() -> None:
    soft = Limit("few", "", "", (Counted(frozenset({0, 1, 2}), most=1),), penalty=Fraction(5, 2))

    found = evaluate(problem(effect("sum", 1, 2, 3), limits=(soft,)), (1, 2))

    assert (found.value, found.penalty, found.holds, found.feasible) == (Fraction(5, 2), Fraction(5, 2), (False,), True)


ALL = frozenset({0, 1, 2})
CASES: list[tuple[Test, set[tuple[int, ...]]]] = [
    (Counted(ALL, 1, 2), {(), (0, 1, 2)}),
    (Implied(0, frozenset({1, 2}), 2), {(0,), (0, 1), (0, 2)}),
    (Conditional(frozenset({0, 1}), 2, frozenset({2}), 1), {(0, 1)}),
    (Proportion(frozenset({0, 1}), 1, 1, frozenset({2})), {(0,), (1,), (0, 1), (0, 1, 2)}),
    (PerFull(frozenset({0, 1}), 2, 1, frozenset({2})), {(0, 1)}),
    (Reached(0, Fraction(2), None), {(), (0,)}),
]


@pytest.mark.parametrize(("test", "breaking"), CASES, ids=lambda case: type(case).__name__)
def test_each_kind_of_test_says_which_mixes_break_it(test: Test, breaking: set[tuple[int, ...]]) -> None:
    limited = problem(effect("sum", 1, 2, 3), limits=(Limit("rule", "", "", (test,)),))
    mixes = [tuple(i for i in range(3) if mask >> i & 1) for mask in range(8)]

    assert {mix for mix in mixes if not evaluate(limited, mix).feasible} == breaking


def test_a_use_limit_holds_on_its_very_bound() -> None:
    thirds = (Fraction(1, 3),) * 3
    limit = Limit("budget", "", "", (Used(0, None, Fraction(1)),))
    budget = MixProblem(("a", "b", "c"), (effect("sum", 1, 1, 1),), ("money",), (thirds,), (), (), (limit,))

    assert evaluate(budget, (0, 1, 2)).feasible
