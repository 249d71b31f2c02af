"""Relaxations, prices, reasons, frontiers and Pareto mixes against brute force in rational arithmetic."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.evaluate import Evaluation, evaluate
from mcda.mixes.figures import keys, measured
from mcda.mixes.frontier import frontier, frontier_near, ratio_rule, without_budgets
from mcda.mixes.integers import members_of
from mcda.mixes.nearly import KEPT, Nearly, best_where, dropped, hard_limits, nearly_feasible
from mcda.mixes.order import merit
from mcda.mixes.pareto import Pareto, efficient, nondominated, pareto
from mcda.mixes.prices import best_mix, forced, prices, why_not, with_stairs
from mcda.mixes.relax import best_to_drop, next_steps, relaxing
from mcda.mixes.solved import (
    most_adding,
    solved_frontier,
    solved_prices,
    solved_relaxing,
    solved_why_not,
)
from mcda.mixes.stairs import Bound, bounds, loosened, value_at
from mcda.problem.mixing import Counted, Effect, Implied, Limit, MixProblem, Reached, Used
from tests.mixes.random_models import random_problem
from tests.mixes.test_engines import hard_to_fit

SEEDS = range(60_000, 60_050)
FEW = range(61_000, 61_025)


def everything(problem: MixProblem) -> list[Evaluation]:
    return [evaluate(problem, members_of(mask)) for mask in range(1 << len(problem.options))]


def feasible(problem: MixProblem) -> list[Evaluation]:
    return sorted((mix for mix in everything(problem) if mix.feasible), key=merit)


def best_of(mixes: list[Evaluation]) -> Evaluation | None:
    return min(mixes, key=merit, default=None)


def table(problem: MixProblem) -> Nearly:
    near = nearly_feasible(problem)
    assert near is not None
    return near


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
    stairs = with_stairs(relaxing(problem, near, views), views)

    for option in set(range(len(problem.options))) - set(best.members if best else ()) if best else ():
        reason = why_not(problem, near, best, option, stairs)
        joined = evaluate(problem, {*best.members, option})
        assert reason.best_with == best_of([mix for mix in mixes if option in mix.members])
        assert reason.adds == joined.value - best.value
        assert reason.blocked_by == tuple(i for i in hard_limits(problem) if best.holds[i] and not joined.holds[i])


@pytest.mark.parametrize("seed", FEW)
def test_an_admission_puts_the_option_into_an_optimal_mix_and_nothing_smaller_does(seed: int) -> None:
    problem, near = random_problem(seed, most_options=6), table(random_problem(seed, most_options=6))
    best = best_mix(problem, near)
    views = loosened(problem, near)
    stairs = with_stairs(relaxing(problem, near, views), views)
    if best is None:
        return

    for option in set(range(len(problem.options))) - set(best.members):
        reason = why_not(problem, near, best, option, stairs)
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
        for each in reason.admissions:
            if each.bound is None:
                assert _optimal(dropped(problem, each.limit), option)


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


@pytest.mark.parametrize("seed", range(62_200, 62_260))
def test_a_frontier_read_from_the_mixes_near_the_feasible_ones_is_the_whole_one(seed: int) -> None:
    problem = random_problem(seed)

    for resource in range(len(problem.resources)):
        assert frontier_near(problem, resource, table(problem)) == frontier(problem, resource)


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


@pytest.mark.parametrize("seed", SEEDS)
def test_the_frontier_holds_the_best_mix_for_every_amount_of_a_resource(seed: int) -> None:
    problem = random_problem(seed)

    for resource in range(len(problem.resources)):
        mixes = feasible(without_budgets(problem, resource))
        found = frontier(problem, resource)
        assert found is not None
        for used in {mix.uses[resource] for mix in mixes}:
            truth = max(mix.value for mix in mixes if mix.uses[resource] <= used)
            assert [point.value for point in found.points if point.used <= used][-1] == truth
        assert [point.value for point in found.points] == sorted({point.value for point in found.points})
        for point in found.points:
            mix = evaluate(without_budgets(problem, resource), point.members)
            assert (mix.feasible, mix.value, mix.uses[resource]) == (True, point.value, point.used)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ratio_rule_never_beats_the_optimum_when_it_is_feasible(seed: int) -> None:
    problem = random_problem(seed)
    best = best_of(feasible(problem))

    for resource in range(len(problem.resources) if best else 0):
        rule = ratio_rule(problem, resource, best)
        assert not rule.mix.feasible or rule.loses >= 0


def points(
    problem: MixProblem, mixes: list[Evaluation], *, resources: bool
) -> dict[tuple[Fraction, ...], list[Evaluation]]:
    found: dict[tuple[Fraction, ...], list[Evaluation]] = {}
    for mix in mixes:
        spent = tuple(-use for use in mix.uses) if resources else ()
        found.setdefault((*mix.effects, *spent, -mix.penalty), []).append(mix)
    return found


def assert_nondominated(problem: MixProblem, found: Pareto, *, resources: bool) -> None:
    groups = points(problem, feasible(problem), resources=resources)
    truth = {
        point: group
        for point, group in groups.items()
        if not any(other != point and all(o >= p for o, p in zip(other, point, strict=True)) for other in groups)
    }
    expected = {sum(1 << i for i in min(group, key=merit).members): len(group) for group in truth.values()}

    assert dict(zip(found.masks.tolist(), found.shared.tolist(), strict=True)) == expected
    assert found.count == len(truth)


@pytest.mark.parametrize("seed", range(64_000, 64_080))
def test_pareto_mixes_are_those_that_brute_force_leaves(seed: int) -> None:
    problem = random_problem(seed, most_options=7)
    mixes = feasible_mixes(problem)
    assert isinstance(mixes, Mixes)

    assert_nondominated(problem, pareto(problem, mixes), resources=False)
    assert_nondominated(problem, efficient(problem, mixes), resources=True)


@pytest.mark.parametrize(
    ("rows", "spread", "size"), [(7_000, 40, 3), (9_000, 1_000_000, 4), (6_500, 6, 5), (6_000, 3, 2)]
)
def test_the_block_filter_is_the_pairwise_definition(rows: int, spread: int, size: int) -> None:
    rng = np.random.default_rng(rows)
    values = rng.integers(-spread, spread, (size, rows))

    found = nondominated(list(values))

    for row in range(0, rows, 7):
        matched = (values >= values[:, row : row + 1]).all(axis=0)
        equal = (values == values[:, row : row + 1]).all(axis=0)
        beaten = bool((matched & ~equal).any())
        assert (row in found) == (not beaten and int(np.flatnonzero(equal)[0]) == row)


def test_the_best_mix_under_any_weights_is_on_the_pareto_list() -> None:
    for seed in range(65_000, 65_030):
        problem = random_problem(seed, most_options=7)
        mixes = feasible_mixes(problem)
        assert isinstance(mixes, Mixes)
        found = [evaluate(problem, members_of(mask)) for mask in pareto(problem, mixes).masks.tolist()]
        for shift in range(3):
            weights = [Fraction((5 * i + 3 * shift + seed) % 7 + 1) for i in range(len(problem.effects))]
            other = replace(
                problem, effects=tuple(replace(e, weight=w) for e, w in zip(problem.effects, weights, strict=True))
            )
            truth = best_of(feasible(other))
            assert (truth is None) == (not found)
            if truth is not None:
                assert max(evaluate(other, mix.members).value for mix in found) == truth.value


def rounded_the_wrong_way() -> MixProblem:
    """Values below the grid that a table rounds to: b and c beat a at the same cost, but round to less."""
    fine = Fraction(1, 10 * 2**51)
    values = (26 * fine, 14 * fine, 14 * fine, Fraction(1) + Fraction(1, 10**20 + 39))
    never = Limit("never d", "", "", (Counted(frozenset({3}), most=0),))
    budget = Limit("budget", "", "", (Used(0, None, Fraction(1)),))
    gain = Effect("gain", Fraction(1), "sum", values)
    costs = (Fraction(2), Fraction(1), Fraction(1), Fraction(0))
    return MixProblem(tuple("abcd"), (gain,), ("money",), (costs,), (), (), (never, budget))


def test_values_finer_than_the_table_are_still_told_apart() -> None:
    problem = rounded_the_wrong_way()
    near = table(problem)
    rough = dict(zip(near.masks.tolist(), near.objective.tolist(), strict=True))
    assert near.margin
    assert rough[0b110] < rough[0b001]
    reached = Reached(0, None, Fraction(8, 10 * 2**51))

    relaxed = relaxing(problem, near)
    points = frontier(problem, 0)

    assert [step.members for step in relaxed[1].stairs[0].steps] == [(), (1,), (1, 2), (0, 1), (0, 1, 2)]
    assert points is not None
    assert best_where(problem, near, near.broken == KEPT) == best_of(feasible(problem))
    assert np.argsort(keys(problem, reached, np.array([1, 6, 2], np.uint64))).tolist() == [2, 0, 1]
    assert [point.members for point in points.points] == [(), (1,), (1, 2), (0, 1), (0, 1, 2)]


def test_a_limit_sees_an_option_that_is_finer_than_the_table() -> None:
    problem = rounded_the_wrong_way()
    speck = Fraction(1, 10**19 + 51)
    values = (speck, *problem.effects[0].values[1:])
    floor = Limit("floor", "", "", (Reached(0, speck, None),))
    fine = replace(problem, effects=(replace(problem.effects[0], values=values),), limits=(floor,))

    mixes = feasible_mixes(fine)

    assert isinstance(mixes, Mixes)
    assert mixes.masks.tolist() == [mask for mask in range(16) if evaluate(fine, members_of(mask)).feasible]
    assert 1 in mixes.masks.tolist()


MERKHOFER = (
    (0, 0, ()), (2143, 2857, (3,)), (2857, 4286, (1,)), (3571, 5714, (0,)), (5000, 7857, (2,)), (5714, 8571, (0, 3)),
    (6428, 10000, (0, 1)), (7143, 10714, (2, 3)), (7857, 12143, (1, 2)), (8571, 13571, (0, 2)),
    (10000, 15000, (1, 2, 3)), (10714, 16428, (0, 2, 3)), (11428, 17857, (0, 1, 2)), (13571, 20714, (0, 1, 2, 3)),
)  # fmt: skip


def capital_allocation() -> MixProblem:
    """Lee Merkhofer, "Mathematical theory for prioritizing projects and optimally allocating capital"."""
    return MixProblem(
        ("1", "2", "3", "4"),
        (Effect("benefit", Fraction(1), "sum", tuple(map(Fraction, (5714, 4286, 7857, 2857)))),),
        ("capital",),
        (tuple(map(Fraction, (3571, 2857, 5000, 2143))),),
        (),
        (),
        (Limit("budget", "", "", (Used(0, None, Fraction(10_000)),)),),
    )


def test_merkhofers_frontier_has_its_fourteen_points_the_non_convex_ones_too() -> None:
    found = frontier(capital_allocation(), 0)

    assert found is not None
    assert tuple((int(p.used), int(p.value), p.members) for p in found.points) == MERKHOFER
    assert [p.members for p in found.points if p.convex] == [(), (0,), (0, 2), (0, 1, 2), (0, 1, 2, 3)]


def test_merkhofers_ratio_rule_ranks_1_3_2_4_and_falls_1429_short() -> None:
    problem = capital_allocation()
    best = best_mix(problem, table(problem))
    assert best is not None

    rule = ratio_rule(problem, 0, best)

    assert rule.order == (0, 2, 1, 3)
    assert (rule.mix.members, rule.mix.value, rule.optimum.value, rule.loses) == ((0, 2), 13571, 15000, 1429)


def test_merkhofers_budget_gains_at_714_more() -> None:
    problem = capital_allocation()

    (moved,) = next_steps(problem, relaxing(problem, table(problem)))

    assert (moved.bound.today, moved.step.bound, moved.gain) == (10_000, 10_714, 1428)
