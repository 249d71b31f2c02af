"""Behaviour of the engines of mixes that mutation testing found untested (docs/mutation.md)."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from math import inf

import numpy as np
import pytest

from mcda.mixes import bound_sets, milp
from mcda.mixes.bound_sets import front
from mcda.mixes.choose import EnginesDisagree, choose, compare
from mcda.mixes.drawn import Drawn, Outcomes, outcomes
from mcda.mixes.duals import duals
from mcda.mixes.enumerate import Mixes, TooMany, feasible_mixes
from mcda.mixes.evaluate import evaluate
from mcda.mixes.integers import Part, figure, members_of
from mcda.mixes.milp import MilpAnswer
from mcda.mixes.rows import Rows, hard_rows
from mcda.mixes.totals import FAR, amounts
from mcda.problem.mixing import Counted, Effect, Limit, MixProblem, Reached, Used
from tests.mixes.brute import everything


def gains(*values: int, costs: tuple[int, ...] = (), limits: tuple[Limit, ...] = ()) -> MixProblem:
    """Options that add up, and what they cost."""
    gain = Effect("gain", Fraction(1), "sum", tuple(map(Fraction, values)))
    uses = (tuple(map(Fraction, costs)),) if costs else ()
    names = tuple(f"o{number}" for number in range(len(values)))
    return MixProblem(names, (gain,), ("money",) * len(uses), uses, (), (), limits)


def rows(matrix: list[list[int]], low: list[int], high: list[int]) -> Rows:
    ends = np.array(low, np.int64), np.array(high, np.int64)
    return replace(hard_rows(gains(1)), matrix=np.array(matrix, np.int64), low=ends[0], high=ends[1])


def test_the_dual_price_of_a_budget_is_what_one_more_unit_would_bring() -> None:
    costs = np.array([[6.0, 3.0, 1.0], [1.0, 8.0, 1.0]])

    assert duals(costs, rows([[2, 2, 2]], [-FAR], [3])).tolist() == [[1.5], [0.5]]


def test_the_dual_price_of_a_floor_is_what_one_more_unit_would_cost_and_of_a_slack_row_nothing() -> None:
    found = duals(np.array([[-6.0, -3.0, 1.0]]), rows([[1, 1, 0], [1, 1, 1]], [1, -FAR], [FAR, 5]))

    assert found.tolist() == [[-3.0, 0.0]] or found.tolist() == [[-6.0, 0.0]]
    assert duals(np.array([[1.0, 1.0]]), rows([[1, 1]], [3], [FAR])).tolist() == [[0.0]]


TURNS = (125, 126, 127, 128, 129, 32_765, 32_766, 32_767, 32_768, 2**31 - 2, 2**31 - 1, 2**31)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("turn", TURNS)
def test_sums_at_the_end_of_a_machine_number_are_listed_as_any_others(turn: int, sign: int) -> None:
    values = tuple(Fraction(sign * each) for each in (turn - 26, 20, 6, 50, 3))
    amount = Effect("amount", Fraction(1), "sum", values)
    names = tuple("abcde")
    for bound in (turn - 6, turn, turn + 44, turn + 50):
        for test in (Reached(0, most=Fraction(sign * bound)), Reached(0, least=Fraction(sign * bound))):
            problem = MixProblem(names, (amount,), (), (), (), (), (Limit("limit", "", "", (test,)),))
            mixes = feasible_mixes(problem)
            assert isinstance(mixes, Mixes)
            assert mixes.masks.tolist() == [mask for mask, each in enumerate(everything(problem)) if each.feasible]


def test_an_enumeration_stops_only_above_what_it_may_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = gains(1, 2, 3, 4)
    assert isinstance(feasible_mixes(problem, 16), Mixes)
    assert feasible_mixes(problem, 15) == TooMany(16)

    monkeypatch.setattr("mcda.mixes.enumerate.MOST_PAIRS", 16)
    assert isinstance(feasible_mixes(problem), Mixes)
    monkeypatch.setattr("mcda.mixes.enumerate.MOST_PAIRS", 15)
    assert feasible_mixes(problem) == TooMany(0)
    monkeypatch.setattr("mcda.mixes.enumerate.MOST_PAIRS", 16)
    monkeypatch.setattr("mcda.mixes.enumerate.AT_ONCE", 0)
    monkeypatch.setattr("mcda.mixes.enumerate.MOST_CELLS", 1)
    assert feasible_mixes(problem) == TooMany(0)


@pytest.mark.parametrize("at_once", [0, 1, 5])
@pytest.mark.parametrize("block", [1, 2, 7, 64])
def test_the_size_of_a_block_changes_nothing(block: int, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = gains(
        1, -2, 3, 4, -5, 6, costs=(1, 2, 3, 4, 5, 6), limits=(Limit("b", "", "", (Used(0, Fraction(2), Fraction(9)),)),)
    )
    whole = feasible_mixes(problem)
    assert isinstance(whole, Mixes)

    monkeypatch.setattr("mcda.mixes.enumerate.BLOCK", block)
    monkeypatch.setattr("mcda.mixes.enumerate.TABLE_BITS", 2)
    monkeypatch.setattr("mcda.mixes.enumerate.AT_ONCE", at_once)
    pieces = feasible_mixes(problem)

    assert isinstance(pieces, Mixes)
    assert pieces.masks.tolist() == whole.masks.tolist()
    assert pieces.objective.tolist() == whole.objective.tolist()
    assert (pieces.count, pieces.denominator) == (whole.count, whole.denominator)


@pytest.mark.parametrize("gain", [-2, -1, Fraction(1, 2), 1, 2])
def test_a_chance_counts_whatever_its_slope(gain: Fraction) -> None:
    chance = Effect("chance", Fraction(1), "prob", (), None, (Fraction(1, 2), Fraction(3, 4)), Fraction(0), gain)
    problem = MixProblem(("a", "b"), (chance,), (), (), (), (), ())

    mixes = feasible_mixes(problem)

    assert isinstance(mixes, Mixes)
    found = [value / mixes.denominator for value in mixes.objective.tolist()]
    assert found == pytest.approx([0, gain / 2, gain / 4, gain * 5 / 8], rel=1e-9)


def test_a_criterion_without_weight_does_not_make_values_coarser() -> None:
    fine = Effect("fine", Fraction(0), "sum", (Fraction(1, 3**45), Fraction(1)))
    problem = gains(1, 2)

    mixes = feasible_mixes(replace(problem, effects=(*problem.effects, fine)))

    assert isinstance(mixes, Mixes)
    assert (mixes.denominator, mixes.margin) == (1, 0)


def test_chances_that_grow_beyond_any_table_stay_within_their_margin() -> None:
    rng = random.Random(2)
    factors = tuple(Fraction(rng.randint(5, 60), 10) for _ in range(12))

    found = figure((Part("product", factors, gain=Fraction(7, 3)),))

    masks = [rng.randrange(1 << 12) for _ in range(200)]
    for mask, amount in zip(masks, amounts(found, np.array(masks, np.uint64)).tolist(), strict=True):
        product = Fraction(1)
        for option in members_of(mask):
            product *= factors[option]
        assert abs(Fraction(7, 3) * (1 - product) * found.denominator - amount) <= found.margin


def test_a_floor_above_the_cap_of_an_effect_leaves_no_mix_in_either_engine() -> None:
    """There are more mixes whose plain sum is enough than the solver may be refused."""
    capped = Effect("gain", Fraction(1), "sum", (Fraction(4),) * 8, cap=Fraction(5))
    for least, status in ((5, "optimal"), (6, "infeasible")):
        floor = Limit("enough", "", "", (Reached(0, least=Fraction(least)),))
        problem = MixProblem(tuple("abcdefgh"), (capped,), (), (), (), (), (floor,))
        assert (choose(problem).status, milp.solve(problem).status) == (status, status)


def test_a_limit_on_what_no_option_changes_is_kept_or_broken_by_all_mixes_in_either_engine() -> None:
    """Also where there are more mixes than the solver may be refused."""
    idle = Effect("idle", Fraction(1), "sum", (Fraction(0),) * 6)
    for test, status in (
        (Reached(0, least=Fraction(0)), "optimal"),
        (Reached(0, most=Fraction(0)), "optimal"),
        (Reached(0, least=Fraction(1, 2)), "infeasible"),
        (Reached(0, most=Fraction(-1, 2)), "infeasible"),
        (Reached(0, least=Fraction(-1), most=Fraction(1)), "optimal"),
    ):
        problem = MixProblem(tuple("abcdef"), (idle,), (), (), (), (), (Limit("limit", "", "", (test,)),))
        assert (choose(problem).status, milp.solve(problem).status) == (status, status)


@pytest.mark.parametrize("other", ["prob", "highest", "lowest"])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_solver_leaves_out_what_adds_nothing(other: str, sign: int) -> None:
    """Also where the value has a part that every mix has."""
    slope = Fraction(sign * 7)
    if other == "prob":
        own = Effect(
            "more", Fraction(1), "prob", (), None, (Fraction(1, 2), Fraction(1), Fraction(1)), Fraction(0), slope
        )
    else:
        own = Effect("more", Fraction(1), "highest" if other == "highest" else "lowest", (slope, slope, slope))
    kept = Limit("keep a", "", "", (Counted(frozenset({0}), least=1),))
    problem = replace(gains(3, 0, 0), effects=(*gains(3, 0, 0).effects, own), limits=(kept,))

    found = milp.fewest_options(problem, evaluate(problem, (0, 1, 2)))

    assert found.members == (0,)


def test_a_large_value_leaves_out_what_adds_nothing_too() -> None:
    problem = gains(10**9, 0, 10**9)

    assert milp.fewest_options(problem, evaluate(problem, (0, 1, 2))).members == (0, 2)


def test_a_mix_with_fewer_options_is_never_worse_however_little() -> None:
    """No float solver sees 1 beside 2,000,000,000."""
    problem = gains(10**9, 0, 10**9, 1)
    best = evaluate(problem, (0, 2, 3))

    assert milp.fewest_options(problem, best) == best


def test_a_solver_that_says_more_or_less_than_the_best_is_never_believed() -> None:
    problem = gains(3, 2, 1)
    best = evaluate(problem, (0, 1, 2))

    def answer(members: tuple[int, ...], value: int) -> MilpAnswer:
        return MilpAnswer("optimal", members, Fraction(value), float(value), float(value), 0.0)

    compare(problem, best, answer((0, 1, 2), 6))
    for wrong in (answer((0, 1), 5), answer((0, 1, 2), 7)):
        with pytest.raises(EnginesDisagree):
            compare(problem, best, wrong)


def test_a_solver_out_of_time_only_must_not_have_found_better() -> None:
    problem = gains(3, 2, 1)
    best = evaluate(problem, (0, 1, 2))

    compare(problem, best, MilpAnswer("limit", None, None, -inf, inf, inf))
    compare(problem, best, MilpAnswer("limit", (0, 1), Fraction(5), 5.0, 9.0, 0.8))
    compare(problem, None, MilpAnswer("limit", None, None, -inf, inf, inf))
    with pytest.raises(EnginesDisagree):
        compare(problem, best, MilpAnswer("limit", (0, 1), Fraction(7), 7.0, 9.0, 0.3))


def test_five_mixes_are_shown_unless_more_are_asked_for() -> None:
    problem = gains(4, 3, 2, 1)

    assert len(choose(problem).ranked) == len(choose(problem, limit=0).ranked) == 5
    assert len(choose(problem, best=7).ranked) == 7


def test_of_many_draws_as_many_are_looked_at_as_pairs_allow_but_never_too_few(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = gains(4, 3)
    drawn = Drawn({(0, 0): np.full(200, 40)}, 10, 200)
    every = Outcomes(200, 200, (200, 200), 200)
    assert outcomes(problem, (0, 1), drawn) == every

    monkeypatch.setattr("mcda.mixes.drawn.BLOCK", 12)
    assert outcomes(problem, (0, 1), drawn) == every
    monkeypatch.setattr("mcda.mixes.drawn.MOST_PAIRS", 4 * 100)
    assert outcomes(problem, (0, 1), drawn) == Outcomes(100, 100, (100, 100), 100)
    monkeypatch.setattr("mcda.mixes.drawn.MOST_PAIRS", 1)
    assert outcomes(problem, (0, 1), drawn) == Outcomes(64, 64, (64, 64), 64)
    monkeypatch.setattr("mcda.mixes.drawn.MOST_LISTED", 3)
    assert outcomes(problem, (0, 1), drawn) is None


@pytest.mark.parametrize(
    ("value", "draw", "penalty"), [(1, 2**53, 0), (2**52, 1, 0), (2**51, 1, 0), (1, 1, 2**53), (1, 2**52, 0)]
)
def test_draws_whose_sums_would_be_rounded_are_left_to_the_slow_way(value: int, draw: int, penalty: int) -> None:
    soft = (Limit("soft", "", "", (Counted(frozenset({0}), most=0),), Fraction(penalty)),) if penalty else ()
    problem = gains(value, 1, 1, 1, limits=soft)

    assert outcomes(problem, (0,), Drawn({(1, 0): np.array([draw]), (2, 0): np.array([1])}, 1, 1)) is None
    assert outcomes(gains(1, 1, 1, 1), (0,), Drawn({(1, 0): np.array([2])}, 1, 1)) is not None


@pytest.mark.parametrize("adds", ["lowest", "highest"])
def test_the_empty_mix_is_worth_nothing_in_every_draw(adds: str) -> None:
    only = Effect("only", Fraction(1), "lowest" if adds == "lowest" else "highest", (Fraction(0),))
    problem = MixProblem(("a",), (only,), (), (), (), (), ())

    found = outcomes(problem, (0,), Drawn({(0, 0): np.array([1, -1, 5])}, 10, 3))

    assert found == Outcomes(2, 3, (2,), 3)


def test_a_draw_in_which_no_mix_is_left_has_no_best_one() -> None:
    floor = Limit("floor", "", "", (Reached(0, least=Fraction(3)),))
    problem = gains(3, limits=(floor,))

    assert outcomes(problem, (0,), Drawn({(0, 0): np.array([2, 3, 4])}, 1, 3)) == Outcomes(2, 2, (2,), 3)


def bounded(seed: int) -> MixProblem:
    """Two sums with floors as well as ceilings that bind, gains and losses, and a harm that may not go too far."""
    rng = random.Random(seed)
    count = rng.randint(6, 9)
    sums = [tuple(Fraction(rng.randint(-6, 6)) for _ in range(count)) for _ in range(2)]
    use = tuple(Fraction(rng.randint(1, 9)) for _ in range(count))
    limits = (
        Limit("budget", "", "", (Used(0, sum(use) * Fraction(2, 5), sum(use) * Fraction(3, 5)),)),
        Limit("size", "", "", (Counted(frozenset(range(count)), count // 2, count // 2 + 1),)),
        Limit("harm", "", "", (Reached(2, least=-sum(use) * Fraction(11, 20)),)),
    )
    harm = tuple(-amount for amount in reversed(use))
    effects = tuple(Effect(f"goal {j}", Fraction(1), "sum", row) for j, row in enumerate((*sums, harm)))
    return MixProblem(tuple(map(str, range(count))), effects, ("money",), (use,), (), (), limits)


@pytest.mark.parametrize("seed", range(30))
def test_the_front_between_floors_and_ceilings_is_that_of_brute_force(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = bounded(seed)
    points = {mix.effects[:2] for mix in everything(problem) if mix.feasible}
    truth = {p for p in points if not any(o != p and o[0] >= p[0] and o[1] >= p[1] for o in points)}
    monkeypatch.setattr(bound_sets, "FEW", 1)
    monkeypatch.setattr(bound_sets, "FIRST_WIDTH", 3)
    monkeypatch.setattr(bound_sets, "BLOCK", 16)

    found = front(problem, 0, 1)

    assert found is not None
    assert [(each.first, each.second) for each in found] == sorted(truth, reverse=True)
    assert all(evaluate(problem, each.members).effects[:2] == (each.first, each.second) for each in found)
    monkeypatch.setattr(bound_sets, "MOST_STATES", 3)
    assert front(problem, 0, 1) is None or len(points) < 4


def test_a_front_of_more_points_than_bits_in_a_word_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bound_sets, "FEW", 1)
    monkeypatch.setattr(bound_sets, "FIRST_WIDTH", 40)
    powers = tuple(Fraction(2**k) for k in range(8))
    effects = tuple(Effect(f"goal {j}", Fraction(1), "sum", tuple(s * p for p in powers)) for j, s in ((0, 1), (1, -1)))
    problem = MixProblem(tuple("abcdefgh"), effects, (), (), (), (), ())

    found = front(problem, 0, 1)

    assert found is not None
    assert [each.first for each in found] == list(range(255, -1, -1))
    assert all(each.second == -each.first for each in found)


def test_no_mix_has_a_value_above_the_bound_of_an_infeasible_problem() -> None:
    never = Limit("never", "", "", (Counted(frozenset({0}), most=0), Counted(frozenset({0}), least=1)))

    found = milp.solve(gains(1, limits=(never,)))

    assert found == MilpAnswer("infeasible", None, None, -inf, -inf, inf)


def test_a_front_over_a_goal_that_nothing_changes_is_the_best_of_the_other() -> None:
    problem = gains(3, -1, 2)
    idle = Effect("idle", Fraction(1), "sum", (Fraction(0),) * 3)
    both = replace(problem, effects=(*problem.effects, idle))

    for order in ((0, 1), (1, 0)):
        found = front(both, *order)
        assert found is not None
        assert [(sorted(map(int, (each.first, each.second))), each.members) for each in found] == [([0, 5], (0, 2))]
