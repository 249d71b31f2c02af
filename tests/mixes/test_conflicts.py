"""Why no mix fits: all smallest conflicts and corrections against brute force over the subsets of limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import combinations

import pytest

from mcda.mixes.conflicts import Conflicts, conflicts, hitting_sets
from mcda.mixes.evaluate import evaluate
from mcda.mixes.integers import members_of
from mcda.mixes.nearly import dropped, hard_limits
from mcda.mixes.reach import needed
from mcda.problem.mixing import Counted, Effect, Limit, MixProblem, Used
from tests.mixes.random_models import random_problem

WANTED = 200


@cache
def infeasible_models() -> tuple[MixProblem, ...]:
    """Random models of every kind, tightened by the limits of three others until no mix fits."""
    return tuple(problem for _, problem in zip(range(WANTED), _infeasible(), strict=False))


def _infeasible() -> Iterator[MixProblem]:
    seed = 70_000
    while True:
        seed += 1
        problem = random_problem(seed, most_options=6)
        limits = [*problem.limits]
        for other in range(1, 4):
            more = random_problem(seed + 100_000 * other, most_options=6)
            if len(more.options) == len(problem.options):
                limits += [limit for limit in more.limits if all(isinstance(t, Counted) for t in limit.tests)]
        limits.append(Limit("some", "", "", (Counted(frozenset(range(len(problem.options))), least=2),)))
        tight = replace(problem, limits=tuple(limits[-8:]))
        if violations(tight) and frozenset() not in violations(tight):
            yield tight


def violations(problem: MixProblem) -> set[frozenset[int]]:
    """The sets of hard limits that the mixes break."""
    hard = hard_limits(problem)
    mixes = (evaluate(problem, members_of(mask)) for mask in range(1 << len(problem.options)))
    return {frozenset(i for i in hard if not mix.holds[i]) for mix in mixes}


def hold_together(broken: set[frozenset[int]], limits: frozenset[int]) -> bool:
    return any(not limits & each for each in broken)


def by_brute_force(problem: MixProblem) -> tuple[set[frozenset[int]], set[frozenset[int]]]:
    """Smallest conflicts and smallest corrections over all subsets of the hard limits."""
    broken, hard = violations(problem), frozenset(hard_limits(problem))
    subsets = [frozenset(some) for size in range(len(hard) + 1) for some in combinations(sorted(hard), size)]
    clashing = [some for some in subsets if not hold_together(broken, some)]
    mending = [some for some in subsets if hold_together(broken, hard - some)]
    return smallest(clashing), smallest(mending)


def smallest(sets: list[frozenset[int]]) -> set[frozenset[int]]:
    return {some for some in sets if not any(other < some for other in sets)}


def as_sets(limits: tuple[tuple[int, ...], ...]) -> set[frozenset[int]]:
    return {frozenset(each) for each in limits}


def test_there_are_two_hundred_infeasible_models_with_conflicts_of_many_sizes() -> None:
    sizes = {len(each) for problem in infeasible_models() for each in conflicts(problem).conflicts}

    assert len(infeasible_models()) == WANTED
    assert {1, 2, 3} <= sizes


def test_all_smallest_conflicts_and_corrections_are_found() -> None:
    for problem in infeasible_models():
        clashing, mending = by_brute_force(problem)

        found = conflicts(problem)

        assert found.complete
        assert as_sets(found.conflicts) == clashing
        assert as_sets(found.corrections) == mending
        assert {len(each) for each in found.smallest} == {min(map(len, mending))}


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [conflicts(problem) for problem in infeasible_models()[:60]]
    needs = [needed(problem, found.conflicts[0]) for problem, found in zip(infeasible_models(), whole, strict=False)]

    monkeypatch.setattr("mcda.mixes.nearly.BLOCK", 8)

    for problem, found, need in zip(infeasible_models(), whole, needs, strict=False):
        assert conflicts(problem) == found
        assert [each.amount for each in needed(problem, found.conflicts[0])] == [each.amount for each in need]


def test_a_conflict_vanishes_with_any_one_of_its_limits() -> None:
    for problem in infeasible_models():
        for conflict in conflicts(problem).conflicts:
            for limit in conflict:
                left = conflicts(dropped(problem, limit)).conflicts
                assert conflict not in left
                assert hold_together(violations(problem), frozenset(conflict) - {limit})


def test_a_dropped_correction_leaves_a_mix() -> None:
    for problem in infeasible_models():
        for correction in conflicts(problem).corrections:
            left = problem
            for limit in correction:
                left = dropped(left, limit)
            assert conflicts(left) == Conflicts((), (), complete=True)


def test_a_feasible_problem_has_no_conflict() -> None:
    assert conflicts(random_problem(11)).conflicts == ()


def test_the_deletion_filter_beyond_enumeration_finds_a_smallest_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [(problem, *by_brute_force(problem)) for problem in infeasible_models()[:12]]
    monkeypatch.setattr("mcda.mixes.conflicts.MOST_LOOKED_AT", 0)

    for problem, clashing, mending in cases:
        found = conflicts(problem)
        assert not found.complete
        assert as_sets(found.conflicts) <= clashing
        assert len(found.conflicts) == 1
        assert as_sets(found.corrections) == {each for each in mending if len(each) == 1}


def test_too_many_conflicts_leave_one_that_is_smallest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcda.mixes.conflicts.MOST_CONFLICTS", 0)

    for problem in infeasible_models()[:20]:
        found = conflicts(problem)
        assert not found.complete
        assert as_sets(found.conflicts) <= by_brute_force(problem)[0]


def test_more_than_sixty_four_limits_are_told_apart() -> None:
    idle = tuple(Limit(f"idle {i}", "", "", (Counted(frozenset({0}), most=1),)) for i in range(70))
    some = Limit("some", "", "", (Counted(frozenset({0, 1}), least=1),))
    none = Limit("none", "", "", (Counted(frozenset({0, 1}), most=0),))

    found = conflicts(MixProblem(("a", "b"), (), (), (), (), (), (some, *idle, none)))

    assert found.conflicts == ((0, 71),)
    assert found.corrections == ((0,), (71,))


def test_hitting_sets_of_hitting_sets_are_the_families_again() -> None:
    families = (0b00011, 0b01100, 0b10101)

    once = hitting_sets(families, 1000)

    assert once is not None
    assert hitting_sets(once, 1000) == tuple(sorted(families, key=lambda f: (f.bit_count(), members_of(f))))


def test_a_conflict_says_what_the_others_need_of_a_budget() -> None:
    """Three areas need 9, the budget is 7."""
    areas = tuple(Counted(frozenset(members), least=1) for members in ({0, 1}, {2, 3}, {4, 5}))
    costs = tuple(map(Fraction, (2, 5, 3, 4, 4, 8)))
    problem = MixProblem(
        tuple("abcdef"),
        (Effect("gain", Fraction(1), "sum", costs),),
        ("political capital",),
        (costs,),
        (),
        (),
        (
            Limit("budget", "", "", (Used(0, None, Fraction(7)),)),
            Limit("three areas covered", "", "", areas),
            Limit("few", "", "", (Counted(frozenset(range(6)), most=3),)),
        ),
    )

    (conflict,) = conflicts(problem).conflicts
    budget, *themes = needed(problem, conflict)

    assert conflict == (0, 1)
    assert (budget.bound.today, budget.amount, budget.members) == (7, 9, (0, 2, 4))
    assert [each.amount for each in themes] == [0, 0, 0]


def test_what_a_conflict_needs_is_the_least_that_lets_its_limits_hold_together() -> None:
    for problem in infeasible_models()[:60]:
        for conflict in conflicts(problem).conflicts:
            for each in needed(problem, conflict):
                broken = evaluate(problem, each.members).holds
                assert all(broken[limit] for limit in conflict if limit != each.bound.limit)
