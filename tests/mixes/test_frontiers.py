"""Frontiers and Pareto mixes against brute force in rational arithmetic."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.evaluate import Evaluation, evaluate
from mcda.mixes.figures import keys
from mcda.mixes.frontier import frontier, frontier_near, ratio_rule, without_budgets
from mcda.mixes.integers import members_of
from mcda.mixes.nearly import KEPT, best_where
from mcda.mixes.order import merit
from mcda.mixes.pareto import Pareto, efficient, nondominated, pareto
from mcda.mixes.prices import best_mix
from mcda.mixes.relax import next_steps, relaxing
from mcda.problem.mixing import Counted, Effect, Limit, MixProblem, Reached, Used
from tests.mixes.brute import best_of, feasible, table
from tests.mixes.random_models import random_problem

SEEDS = range(60_000, 60_050)


@pytest.mark.parametrize("seed", range(62_200, 62_260))
def test_a_frontier_read_from_the_mixes_near_the_feasible_ones_is_the_whole_one(seed: int) -> None:
    problem = random_problem(seed)

    for resource in range(len(problem.resources)):
        assert frontier_near(problem, resource, table(problem)) == frontier(problem, resource)


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
