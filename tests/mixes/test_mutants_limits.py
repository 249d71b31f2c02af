"""Where engines stop and what they say then: behaviour that mutation testing found untested (docs/mutation.md)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import inf
from pathlib import Path

import numpy as np
import pytest

from mcda.methods import polytope
from mcda.methods.weight_sets import WeightSet, weight_set
from mcda.mixes import bound_sets, choose, drawn, integers, milp, robust, totals
from mcda.mixes import enumerate as enumeration
from mcda.mixes.bound_sets import front
from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.evaluate import evaluate
from mcda.mixes.milp import MilpAnswer
from mcda.mixes.pareto import nondominated
from mcda.mixes.robust import Candidates, candidates, inclusion, mix_cells, open_mixes, smallest_flip
from mcda.mixes.solved import solved_frontier
from mcda.problem.mixing import Counted, Effect, Limit, MixProblem, Used
from tests.mixes.test_bound_sets import two_goals
from tests.mixes.test_edges import edged
from tests.mixes.test_engines import hard_to_fit

PAGES = Path(__file__).resolve().parents[2] / "docs"


def whole(criteria: int) -> WeightSet:
    found = weight_set([], criteria)
    assert found is not None
    return found


def test_what_is_within_reach_is_what_the_pages_say() -> None:
    speed = (PAGES / "performance.md").read_text(encoding="utf-8")
    weights = (PAGES / "robustness.md").read_text(encoding="utf-8")

    assert f"Up to {enumeration.MOST_MIXES:,} feasible mixes" in speed
    assert f"more than {polytope.MOST_CORNERS:,} corners" in weights
    assert "exact up to six criteria" in weights
    assert robust.MOST_CRITERIA == 6
    assert [each.share for each in choose.choose(edged(90_001)).near] == [Fraction(1, 100), Fraction(1, 20)]


def test_sums_are_kept_where_machine_numbers_are_exact() -> None:
    assert float(integers.UNIT_ROUNDOFF) * 2 == np.finfo(np.float64).eps
    assert int(float(drawn.EXACT)) == drawn.EXACT == int(float(drawn.EXACT + 1))
    assert float(drawn.EXACT - 1) != float(drawn.EXACT)
    assert 2 * (totals.FAR + integers.ROOM) < 2**63
    assert 1 << totals.MOST_OPTIONS < 2**64


def test_a_search_that_stops_before_any_mix_has_no_figure() -> None:
    for answer in (milp.solve(hard_to_fit(), time_limit=0), milp.solve(hard_to_fit(), most_nodes=3)):
        assert (answer.status, answer.members, answer.objective, answer.gap) == ("limit", None, -inf, inf)


def within_tolerance_only() -> MixProblem:
    """Costs of 10^12 and a budget a millionth short: no float solver sees the difference."""
    cost = Fraction(10**12)
    gain = Effect("gain", Fraction(1), "sum", (Fraction(3), Fraction(2), Fraction(1)))
    budget = Limit("budget", "", "", (Used(0, None, 2 * cost - Fraction(1, 10**6)),))
    return MixProblem(("a", "b", "c"), (gain,), ("money",), ((cost, cost, Fraction(1)),), (), (), (budget,))


def test_a_solver_whose_mixes_are_refused_again_and_again_has_proved_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert milp.solve(within_tolerance_only()).members == (0, 2)

    monkeypatch.setattr(milp, "REJECTIONS", 1)

    assert milp.solve(within_tolerance_only()) == MilpAnswer("limit", None, None, -inf, inf, inf)


def test_a_solver_lists_as_many_mixes_as_asked_for_or_all_that_there_are() -> None:
    gain = Effect("gain", Fraction(1), "sum", (Fraction(1), Fraction(0)))
    problem = MixProblem(("a", "b"), (gain,), (), (), (), (), ())

    assert milp.best_k(problem, 0) == ()
    assert [mix.value for mix in milp.best_k(problem, 3)] == [1, 1, 0]
    assert len(milp.best_k(problem, 9)) == 4


def test_no_mix_is_made_better_by_one_that_breaks_a_limit_or_is_worse() -> None:
    gain = Effect("gain", Fraction(1), "sum", (Fraction(2), Fraction(1)))
    problem = MixProblem(("a", "b"), (gain,), (), (), (), (), ())
    best = evaluate(problem, (0, 1))

    assert milp.fewest_options(problem, best) == best


@pytest.mark.parametrize("seed", range(94_000, 94_025))
def test_options_in_all_in_some_and_in_none_of_the_open_mixes_are_all_options(seed: int) -> None:
    problem = edged(seed)
    mixes = feasible_mixes(problem)
    assert isinstance(mixes, Mixes)
    choice, weights = candidates(problem, mixes), whole(len(problem.effects))
    if choice is None:
        assert not mixes.count
        return

    cells = mix_cells(choice, weights)
    assert cells is not None
    found = inclusion(choice, cells, weights, len(problem.options))

    left = [set(choice.mixes[place]) for place in open_mixes(choice, weights)]
    assert set(found.core) == set.intersection(*left)
    assert set(found.core) | set(found.borderline) == set.union(*left)
    assert sorted((*found.core, *found.borderline, *found.exterior)) == list(range(len(problem.options)))
    assert (found.mixes, [cell.share for cell in cells]) == (len(left), sorted((c.share for c in cells), reverse=True))
    for members, points in zip(choice.mixes, choice.points, strict=True):
        mix = evaluate(problem, members)
        assert points == tuple(each - mix.penalty for each in mix.effects)
    for option, share in enumerate(found.shares):
        assert share == pytest.approx(sum(cell.share for cell in cells if option in cell.members))
    assert all(share == 1 for option, share in enumerate(found.shares) if option in found.core)


def test_as_many_mixes_and_criteria_as_the_limits_are_still_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = edged(94_003)
    mixes = feasible_mixes(problem)
    assert isinstance(mixes, Mixes)
    choice = candidates(problem, mixes)
    assert choice is not None

    monkeypatch.setattr(robust, "MOST_MIXES", len(choice.mixes))
    assert candidates(problem, mixes) == choice
    monkeypatch.setattr(robust, "MOST_MIXES", len(choice.mixes) - 1)
    assert candidates(problem, mixes) is None
    monkeypatch.setattr(robust, "MOST_CRITERIA", len(problem.effects))
    assert mix_cells(choice, whole(len(problem.effects))) is not None
    monkeypatch.setattr(robust, "MOST_CRITERIA", len(problem.effects) - 1)
    assert mix_cells(choice, whole(len(problem.effects))) is None


def test_the_flip_named_is_the_nearest_and_never_to_an_equal_mix() -> None:
    one, half = Fraction(1), Fraction(1, 2)
    points = ((3 * one, one), (3 * one, one), (one, 2 * one), (0 * one, 9 * one))
    choice = Candidates(((0,), (1,), (2,), (3,)), points)

    flip = smallest_flip(choice, [7 * one / 8, one / 8], (0,))

    assert flip is not None
    assert (flip.members, flip.shift.moved) == ((3,), Fraction(13, 88))
    assert smallest_flip(Candidates(((0,),), (points[0],)), [half, half], (0,)) is None


def test_penalties_of_broken_limits_count_against_a_mix_under_all_weights() -> None:
    soft = Limit("rather not b", "", "", (Counted(frozenset({1}), most=0),), Fraction(3))
    gains = tuple(Effect(k, Fraction(1, 2), "sum", (Fraction(1), Fraction(v))) for k, v in (("x", 5), ("y", 4)))
    problem = MixProblem(("a", "b"), gains, (), (), (), (), (soft,))
    mixes = feasible_mixes(problem)
    assert isinstance(mixes, Mixes)

    found = candidates(problem, mixes)

    assert found is not None
    expected = {(0, 1): (3, 2), (0,): (1, 1), (1,): (2, 1)}
    assert (0, 1) in found.mixes
    assert [[int(x) for x in row] for row in found.points] == [list(expected[mix]) for mix in found.mixes]
    without = replace(problem, limits=())
    free = feasible_mixes(without)
    assert isinstance(free, Mixes)
    assert candidates(without, free) == Candidates(((0, 1),), ((Fraction(6), Fraction(5)),))


def test_a_disagreement_of_the_engines_is_never_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "SOLVER_PRECISION", Fraction(-1))

    with pytest.raises(choose.EnginesDisagree):
        choose.choose(within_tolerance_only())


def hard_knapsack(seed: int, count: int) -> MixProblem:
    """Values that nearly follow the costs: a solver that may look at few nodes finds mixes that are not the best."""
    rng = np.random.default_rng(seed)
    costs = tuple(Fraction(int(x)) for x in rng.integers(200, 990, count))
    gain = Effect("gain", Fraction(1), "sum", tuple(x + int(rng.integers(50, 150)) for x in costs))
    return MixProblem(tuple(f"o{i}" for i in range(count)), (gain,), ("money",), (costs,), (), (), ())


@pytest.mark.parametrize(("seed", "count"), [(1, 40), (2, 60)])
def test_every_point_of_a_frontier_is_proved_where_not_all_could_be(seed: int, count: int) -> None:
    problem = hard_knapsack(seed, count)

    found = solved_frontier(problem, 0, most_nodes=1)

    assert found is not None
    for point in found.points:
        ceiling = Limit("ceiling", "", "", (Used(0, None, point.used),))
        assert milp.solve(replace(problem, limits=(ceiling,))).value == point.value


def test_more_rows_than_a_short_machine_number_counts_are_compared_rightly() -> None:
    rows = 33_500
    rising = np.arange(rows, dtype=np.int64)

    found = nondominated([rising, np.maximum(rising[::-1], 500)])

    assert found.tolist() == [*range(rows - 501), rows - 1]


@pytest.mark.parametrize("seed", [80_100, 80_105, 80_109])
def test_what_early_passes_find_keeps_a_search_for_a_front_narrow(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some 100 half-made mixes suffice; without points or with loose bounds it takes thousands."""
    problem = two_goals(seed, options=14)
    whole_front = front(problem, 0, 1)

    monkeypatch.setattr(bound_sets, "FIRST_WIDTH", 4)
    monkeypatch.setattr(bound_sets, "FEW", 1)
    monkeypatch.setattr(bound_sets, "MOST_STATES", 972)

    narrow = front(problem, 0, 1)
    assert narrow is not None
    assert [(each.first, each.second) for each in narrow] == [(each.first, each.second) for each in whole_front or ()]
