"""Relaxations, prices and reasons against brute force in rational arithmetic."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from mcda.mixes.admissions import changes
from mcda.mixes.evaluate import evaluate
from mcda.mixes.figures import measured
from mcda.mixes.frontier import frontier
from mcda.mixes.nearly import KEPT, dropped, hard_limits
from mcda.mixes.prices import best_mix, forced, prices, why_not
from mcda.mixes.relax import best_to_drop, next_steps, relaxing
from mcda.mixes.solved import (
    most_adding,
    solved_frontier,
    solved_prices,
    solved_relaxing,
    solved_why_not,
)
from mcda.mixes.stairs import Bound, bounds, loosened, value_at
from mcda.problem.mixing import Counted, Effect, Implied, Limit, MixProblem
from tests.mixes.brute import best_of, everything, feasible, table
from tests.mixes.random_models import random_problem
from tests.mixes.test_engines import hard_to_fit

SEEDS = range(60_000, 60_050)
FEW = range(61_000, 61_025)


def with_bound(problem: MixProblem, bound: Bound, new: Fraction) -> MixProblem:
    """The problem with one bound moved."""
    limit = problem.limits[bound.limit]
    tests = list(limit.tests)
    amount = int(new) if isinstance(tests[bound.test], Counted) else new
    tests[bound.test] = replace(tests[bound.test], **{bound.side: amount})
    limits = list(problem.limits)
    limits[bound.limit] = replace(limit, tests=tuple(tests))
    return replace(problem, limits=tuple(limits))


@pytest.mark.parametrize("seed", SEEDS)
def test_nearly_feasible_mixes_break_at_most_the_limit_they_name(seed: int) -> None:
    problem = random_problem(seed)
    hard = hard_limits(problem)
    truth = {
        sum(1 << i for i in mix.members): broken
        for mix in everything(problem)
        if len(broken := [i for i in hard if not mix.holds[i]]) <= 1
    }

    near = table(problem)

    found = dict(zip(near.masks.tolist(), near.broken.tolist(), strict=True))
    assert found == {mask: broken[0] if broken else KEPT for mask, broken in truth.items()}


@pytest.mark.parametrize("seed", FEW)
def test_the_table_of_a_large_problem_is_the_same_as_that_of_all_mixes(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = random_problem(seed)
    whole = table(problem)

    monkeypatch.setattr("mcda.mixes.nearly.MOST_LOOKED_AT", 0)
    limitwise = table(problem)

    assert limitwise.masks.tolist() == whole.masks.tolist()
    assert limitwise.broken.tolist() == whole.broken.tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_dropping_a_limit_is_worth_what_the_problem_without_it_gains(seed: int) -> None:
    problem = random_problem(seed)
    today = best_of(feasible(problem))

    relaxed = relaxing(problem, table(problem))

    assert [each.limit for each in relaxed] == list(hard_limits(problem))
    for each in relaxed:
        truth = best_of(feasible(dropped(problem, each.limit)))
        assert (each.without and each.without.members) == (truth and truth.members)
        if today is not None and truth is not None:
            assert each.gain == truth.value - today.value
    first = best_to_drop(relaxed)
    assert (first.gain if first else 0) == max((each.gain or 0 for each in relaxed), default=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_staircase_gives_the_best_value_at_every_bound(seed: int) -> None:
    problem = random_problem(seed, most_options=6)
    stairs = {each.bound: each for relaxed in relaxing(problem, table(problem)) for each in relaxed.stairs}

    assert list(stairs) == [bound for bound, _ in bounds(problem)]
    for bound, test in bounds(problem):
        amounts = sorted({measured(problem, test, mix.members) for mix in everything(problem)})
        for amount in [*amounts[:12], bound.today]:
            truth = best_of(feasible(with_bound(problem, bound, amount)))
            assert value_at(stairs[bound], amount) == (truth.value if truth else None)
        for step in stairs[bound].steps:
            mix = evaluate(with_bound(problem, bound, step.bound), step.members)
            assert (mix.feasible, mix.value) == (True, step.value)
        values = [step.value for step in stairs[bound].steps]
        assert values == sorted(set(values))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_next_step_of_a_bound_is_the_smallest_move_that_gains(seed: int) -> None:
    problem = random_problem(seed, most_options=6)
    today = best_of(feasible(problem))

    for each in next_steps(problem, relaxing(problem, table(problem))):
        moved = best_of(feasible(with_bound(problem, each.bound, each.step.bound)))
        assert moved is not None
        assert moved.value == each.step.value
        assert each.gain == (None if today is None else moved.value - today.value)
        assert today is None or moved.value > today.value


@pytest.mark.parametrize("seed", SEEDS)
def test_the_price_of_a_member_is_what_the_best_mix_without_it_loses(seed: int) -> None:
    problem = random_problem(seed)
    mixes = feasible(problem)
    best = best_mix(problem, table(problem))

    assert best == best_of(mixes)
    for price in prices(problem, table(problem), best) if best else ():
        without = best_of([mix for mix in mixes if price.option not in mix.members])
        assert price.without == without
        assert price.loses == (None if without is None or best is None else best.value - without.value)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_reason_of_an_outsider_is_the_best_mix_with_it_and_what_blocks_it(seed: int) -> None:
    problem, near = random_problem(seed), table(random_problem(seed))
    mixes, best = feasible(problem), best_mix(problem, near)
    views = loosened(problem, near)
    among = changes(problem, near, relaxing(problem, near, views), views)

    for option in set(range(len(problem.options))) - set(best.members if best else ()) if best else ():
        reason = why_not(problem, near, best, option, among)
        joined = evaluate(problem, {*best.members, option})
        assert reason.best_with == best_of([mix for mix in mixes if option in mix.members])
        assert reason.adds == joined.value - best.value
        assert reason.blocked_by == tuple(i for i in hard_limits(problem) if best.holds[i] and not joined.holds[i])


@pytest.mark.parametrize("seed", FEW)
def test_an_admission_puts_the_option_into_an_optimal_mix_and_nothing_smaller_does(seed: int) -> None:
    problem, near = random_problem(seed, most_options=6), table(random_problem(seed, most_options=6))
    best = best_mix(problem, near)
    views = loosened(problem, near)
    among = changes(problem, near, relaxing(problem, near, views), views)
    if best is None:
        return

    for option in set(range(len(problem.options))) - set(best.members):
        reason = why_not(problem, near, best, option, among)
        admitted = {each.bound: each for each in reason.admissions}
        if reason.loses == 0:
            assert not reason.admissions
            continue
        for bound, test in bounds(problem):
            looser = sorted({measured(problem, test, mix.members) for mix in everything(problem)})
            looser = [a for a in looser if (a > bound.today if bound.side == "most" else a < bound.today)]
            looser = looser if bound.side == "most" else looser[::-1]
            admits = [a for a in looser if _optimal(with_bound(problem, bound, a), option)]
            assert (bound in admitted) == bool(admits)
            if admits:
                assert admitted[bound].step.bound == admits[0]
                assert admitted[bound].shared == _also_without(with_bound(problem, bound, admits[0]), option)
        for each in reason.admissions:
            if each.bound is None:
                assert _optimal(dropped(problem, each.limit), option)
                assert each.shared == _also_without(dropped(problem, each.limit), option)


def _also_without(problem: MixProblem, option: int) -> bool:
    mixes = feasible(problem)
    return any(mix.value == mixes[0].value and option not in mix.members for mix in mixes)


def _optimal(problem: MixProblem, option: int) -> bool:
    mixes = feasible(problem)
    return any(mix.value == mixes[0].value and option in mix.members for mix in mixes)


@pytest.mark.parametrize("seed", range(62_000, 62_012))
def test_the_solver_gives_the_same_prices_and_reasons_beyond_enumeration(seed: int) -> None:
    problem, near = random_problem(seed, most_options=5), table(random_problem(seed, most_options=5))
    best = best_mix(problem, near)
    if best is None:
        return

    exact = {price.option: price.loses for price in prices(problem, near, best)}

    assert {price.option: price.loses for price in solved_prices(problem, best, best.members)} == exact
    outside = most_adding(problem, best, len(problem.options))
    assert set(outside) | set(best.members) == set(range(len(problem.options)))
    for reason in solved_why_not(problem, best, outside):
        whole = why_not(problem, near, best, reason.option, ())
        assert (reason.loses, reason.adds, reason.blocked_by) == (whole.loses, whole.adds, whole.blocked_by)


def test_what_is_not_proved_within_the_nodes_is_left_out() -> None:
    problem = hard_to_fit()
    some = evaluate(problem, (0, 1))

    assert list(solved_prices(problem, some, some.members, most_nodes=2)) == []
    assert list(solved_why_not(problem, some, (5,), most_nodes=2)) == []
    assert [each.known for each in solved_relaxing(problem, some, (0,), most_nodes=2)] == [False]
    assert solved_frontier(problem, 0, most_nodes=2) is None


@pytest.mark.parametrize("seed", range(62_100, 62_112))
def test_the_solver_gives_the_same_relaxations_and_points_of_the_frontier_beyond_enumeration(seed: int) -> None:
    problem = random_problem(seed, most_options=5)
    near = table(problem)
    best = best_mix(problem, near)
    if best is None:
        return

    exact = {each.limit: each.gain for each in relaxing(problem, near)}

    assert {each.limit: each.gain for each in solved_relaxing(problem, best, hard_limits(problem))} == exact
    for resource in range(len(problem.resources)):
        whole, some = frontier(problem, resource), solved_frontier(problem, resource)
        assert whole is not None
        assert some is not None
        assert not some.complete
        values = {point.value: point.used for point in whole.points}
        assert some.points[-1].value == whole.points[-1].value
        assert all(values[point.value] <= point.used for point in some.points)


@pytest.mark.parametrize("seed", range(63_000, 63_150))
def test_a_member_with_a_negative_contribution_is_there_only_because_of_limits_that_are_named(seed: int) -> None:
    problem = random_problem(seed)
    best = best_mix(problem, table(problem))
    if best is None:
        return
    found = {each.option: each for each in forced(problem, best)}

    for option in best.members:
        without = evaluate(problem, [i for i in best.members if i != option])
        assert (option in found) == (without.value > best.value)
        if option in found:
            assert found[option].limits
            assert not any(without.holds[limit] for limit in found[option].limits)


def test_an_option_that_only_a_rule_brings_in_is_named_with_the_rule() -> None:
    gain = Effect("gain", Fraction(1), "sum", (Fraction(9), Fraction(-2)))
    needs = Limit("a needs b", "", "", (Implied(0, frozenset({1}), 1),))
    problem = MixProblem(("a", "b"), (gain,), (), (), (), (), (needs,))
    best = best_mix(problem, table(problem))
    assert best is not None

    (found,) = forced(problem, best)

    assert (found.option, found.adds, found.limits) == (1, -2, (0,))
