"""Behaviour that mutation testing found untested (docs/mutation.md)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from mcda.mixes.admissions import admissions, changes
from mcda.mixes.choose import choose, near_best
from mcda.mixes.conflicts import conflicts
from mcda.mixes.enumerate import Mixes, TooMany, feasible_mixes
from mcda.mixes.evaluate import evaluate
from mcda.mixes.formulation import formulation
from mcda.mixes.frontier import frontier, ratio_rule
from mcda.mixes.integers import Part, figure, members_of
from mcda.mixes.milp import solve
from mcda.mixes.nearly import dropped, hard_limits, nearly_feasible
from mcda.mixes.order import leading, worth_at_least
from mcda.mixes.pareto import nondominated
from mcda.mixes.reach import needed
from mcda.mixes.relax import next_steps, relaxing
from mcda.mixes.robust import Candidates, with_best
from mcda.mixes.rows import hard_rows
from mcda.mixes.solved import most_adding, solved_frontier
from mcda.mixes.stairs import bounds, loosened, move
from mcda.problem.mixing import Counted, Effect, Implied, Limit, MixProblem, Reached, Synergy, Test, Used
from tests.mixes.brute import feasible, table
from tests.mixes.test_edges import edged
from tests.mixes.test_explained import with_bound


def test_the_rule_of_ratios_never_takes_an_option_that_does_harm_alone() -> None:
    gain = Effect("gain", Fraction(1), "sum", (Fraction(4), Fraction(-3), Fraction(0)))
    costs = ((Fraction(1), Fraction(1), Fraction(1)),)
    problem = MixProblem(("good", "harmful", "idle"), (gain,), ("money",), costs, (), (), ())

    rule = ratio_rule(problem, 0, evaluate(problem, (0,)))

    assert rule.order == (0,)
    assert rule.mix.members == (0,)


def test_a_floor_that_equals_the_cap_of_an_effect_can_be_met() -> None:
    capped = Effect("gain", Fraction(1), "sum", (Fraction(4), Fraction(3), Fraction(2)), cap=Fraction(5))
    floor = Limit("enough", "at least five", "", (Reached(0, least=Fraction(5)),))
    problem = MixProblem(("a", "b", "c"), (capped,), (), (), (), (), (floor,))

    rows = hard_rows(problem)

    for chosen, fits in (((1, 1, 0), True), ((1, 0, 1), True), ((0, 1, 1), True), ((1, 0, 0), False)):
        totals = rows.matrix @ np.array(chosen)
        assert bool(np.all((rows.low <= totals) & (totals <= rows.high))) is fits


def test_the_sixty_fifth_limit_can_be_the_one_to_drop() -> None:
    both = frozenset({0, 1})
    easy = [Limit(f"easy {number}", "", "", (Counted(both, most=2),)) for number in range(64)]
    never = Limit("never", "", "", (Counted(both, least=3),))

    found = conflicts(MixProblem(("a", "b"), (), (), (), (), (), (*easy, never)))

    assert (found.conflicts, found.corrections) == (((64,),), ((64,),))


def test_the_margin_of_a_rounded_figure_covers_the_rounding_of_every_penalty() -> None:
    primes = (999_999_937, 999_999_929, 999_999_893, 999_999_883, 999_999_797, 999_999_761, 999_999_757)
    penalties = tuple(Fraction(1, prime) for prime in primes)

    found = figure((Part("sum", (Fraction(1),)),), penalties)

    exact = [penalty * found.denominator for penalty in penalties]
    assert found.margin >= sum(abs(each - round(each)) for each in exact) > 0


def test_a_solve_without_time_proves_nothing_and_a_proved_one_has_no_gap() -> None:
    gain = Effect("gain", Fraction(1), "sum", tuple(Fraction(7 * n % 19 + 1) for n in range(30)))
    costs = (tuple(Fraction(11 * n % 23 + 1) for n in range(30)),)
    budget = Limit("budget", "", "", (Used(0, None, Fraction(100)),))
    problem = MixProblem(tuple(f"o{n}" for n in range(30)), (gain,), ("money",), costs, (), (), (budget,))

    assert solve(problem, time_limit=0).status == "limit"
    assert solve(problem).gap == 0


def test_a_correction_that_holds_another_is_not_a_smallest_one_with_over_64_limits() -> None:
    both = frozenset({0, 1})
    easy = [Limit(f"easy {number}", "", "", (Counted(both, most=2),)) for number in range(63)]
    few = Limit("at most one", "", "", (Counted(both, most=1),))
    never = Limit("never", "", "", (Counted(both, least=3),))

    found = conflicts(MixProblem(("a", "b"), (), (), (), (), (), (*easy, few, never)))

    assert found.corrections == ((64,),)


def _three_options() -> MixProblem:
    gain = Effect("gain", Fraction(1), "sum", (Fraction(1), Fraction(2), Fraction(100)))
    return MixProblem(("a", "b", "c"), (gain,), (), (), (), (), ())


def test_the_one_leading_mix_is_the_best() -> None:
    problem = _three_options()
    mixes = feasible_mixes(problem)
    assert isinstance(mixes, Mixes)

    assert leading(problem, mixes, 1).tolist() == [7]


def test_an_option_counts_only_in_the_near_best_mixes_that_hold_it() -> None:
    problem = _three_options()
    mixes = feasible_mixes(problem)
    assert isinstance(mixes, Mixes)

    assert near_best(problem, mixes, Fraction(103), Fraction(1, 100)).holding == (1, 2, 2)


def test_the_option_that_would_add_most_is_asked_about_first() -> None:
    problem = _three_options()

    assert most_adding(problem, evaluate(problem, ()), 2) == (2, 1)


def test_more_options_than_bits_are_too_many() -> None:
    names = tuple(f"o{number}" for number in range(64))

    assert feasible_mixes(MixProblem(names, (), (), (), (), (), ())) == TooMany(0)


def test_a_mix_of_a_search_that_stopped_early_comes_with_the_bound_that_it_had_proved() -> None:
    rng = np.random.default_rng(3)
    weights = tuple(tuple(Fraction(int(x)) for x in rng.integers(20, 99, 50)) for _ in range(5))
    limits = tuple(
        Limit(f"most {k}", "", "", (Used(k, None, sum(row, Fraction(0)) / 3),)) for k, row in enumerate(weights)
    )
    gain = Effect("gain", Fraction(1), "sum", tuple(Fraction(int(x)) for x in rng.integers(20, 99, 50)))
    problem = MixProblem(tuple(f"o{i}" for i in range(50)), (gain,), tuple("abcde"), weights, (), (), limits)

    early = solve(problem, most_nodes=2)

    assert early.status == "limit"
    assert early.value is not None
    assert early.value == evaluate(problem, early.members or ()).value
    assert early.bound > float(early.value)
    assert early.gap == pytest.approx((early.bound - float(early.value)) / float(early.value))


def needs_a_bad_one() -> MixProblem:
    """a is good but needs b, which loses more than a brings."""
    gain = Effect("gain", Fraction(1), "sum", (Fraction(5), Fraction(-9), Fraction(1)))
    rule = Limit("a needs b", "", "", (Implied(0, frozenset({1}), 1),))
    few = Limit("few", "", "", (Counted(frozenset({0, 1, 2}), most=2),))
    return MixProblem(("a", "b", "c"), (gain,), (), (), (), (), (rule, few))


def test_a_rule_without_a_bound_admits_an_option_by_being_dropped() -> None:
    problem = needs_a_bad_one()
    near = table(problem)
    views = loosened(problem, near)

    found = admissions(problem, near, 0, changes(problem, near, relaxing(problem, near, views), views))

    assert [(each.limit, each.bound, int(each.step.value), each.step.members) for each in found] == [
        (0, None, 6, (0, 2))
    ]


@pytest.mark.parametrize("seed", range(92_000, 92_030))
def test_a_change_admits_an_option_if_and_only_if_a_best_mix_then_holds_it(seed: int) -> None:
    problem = edged(seed)
    near = table(problem)
    views = loosened(problem, near)
    among = changes(problem, near, relaxing(problem, near, views), views)

    for option in range(len(problem.options)):
        found = admissions(problem, near, option, among)
        moved = {each.limit for each in found if each.bound}
        for each in found:
            after = dropped(problem, each.limit)
            if each.bound:
                after = with_bound(problem, each.bound, each.step.bound)
            mixes = feasible(after)
            assert any(option in mix.members for mix in mixes if mix.value == mixes[0].value)
            assert (each.step.value, option in each.step.members) == (mixes[0].value, True)
        let_in = {each.limit for each in found}
        for limit in set(hard_limits(problem)) - let_in - moved:
            mixes = feasible(dropped(problem, limit))
            assert not any(option in mix.members for mix in mixes if mix.value == mixes[0].value)


def test_a_move_is_measured_by_the_budget_by_one_at_least_or_by_the_scale() -> None:
    tests: tuple[Test, ...] = (
        Used(0, most=Fraction(20)),
        Counted(frozenset({0}), most=0),
        Reached(0, least=Fraction(-50)),
    )
    limits = tuple(Limit(str(number), "", "", (test,)) for number, test in enumerate(tests))
    gain = Effect("gain", Fraction(1), "sum", (Fraction(1),))
    problem = MixProblem(("a",), (gain,), ("money",), ((Fraction(1),),), (), (), limits)

    found = [move(problem, bound, bound.today + 5) for bound, _ in bounds(problem)]

    assert found == [Fraction(1, 4), 5, Fraction(1, 20)]
    one = replace(problem, limits=(Limit("one", "", "", (Counted(frozenset({0}), most=1),)),))
    assert [move(one, bound, Fraction(3)) for bound, _ in bounds(one)] == [2]


def test_steps_of_several_limits_come_by_the_length_of_their_moves() -> None:
    gain = Effect("gain", Fraction(1), "sum", tuple(map(Fraction, (5, 4, 3, 2))))
    uses = (tuple(map(Fraction, (10, 30, 0, 0))), tuple(map(Fraction, (0, 0, 8, 2))))
    wide = Limit("wide", "", "", (Used(0, most=Fraction(10)),))
    tight = Limit("tight", "", "", (Used(1, most=Fraction(8)),))
    for limits in ((wide, tight), (tight, wide)):
        problem = MixProblem(tuple("abcd"), (gain,), ("money", "days"), uses, (), (), limits)
        found = next_steps(problem, relaxing(problem, table(problem)))
        assert [(problem.limits[each.bound.limit].name, int(each.step.bound)) for each in found] == [
            ("tight", 10),
            ("wide", 40),
        ]


def test_without_a_limit_that_leaves_too_many_mixes_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcda.mixes.nearly.MOST_LOOKED_AT", 0)
    both = frozenset({0, 1, 2})
    few = Limit("few", "", "", (Counted(both, most=1),))
    never = Limit("never a", "", "", (Counted(frozenset({0}), most=0),))
    problem = replace(_three_options(), limits=(few, never))

    near = nearly_feasible(problem, 3)

    assert near is not None
    assert near.unlisted == (0, 1) or near.unlisted == (0,)
    first, second = relaxing(problem, near)
    assert (first.limit, first.without, first.gain, first.stairs, first.known) == (0, None, None, (), False)
    assert (second.limit, second.known) == (1, 1 not in near.unlisted)
    assert nearly_feasible(problem, 2) is None


@pytest.mark.parametrize("block", [1, 2, 4])
def test_what_a_conflict_needs_does_not_hang_on_blocks(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of equally near mixes the first stays."""
    spent = tuple(map(Fraction, (2, 2, 1, 1)))
    budget = Limit("budget", "", "", (Used(0, most=Fraction(1)),))
    two = Limit("two", "", "", (Counted(frozenset(range(4)), least=2),))
    one = Limit("a or b", "", "", (Counted(frozenset({0, 1}), least=1),))
    problem = MixProblem(tuple("abcd"), (), ("money",), (spent,), (), (), (budget, two, one))

    whole = needed(problem, (0, 1, 2))
    monkeypatch.setattr("mcda.mixes.nearly.BLOCK", block)

    assert needed(problem, (0, 1, 2)) == whole
    assert (int(whole[0].amount), whole[0].members) == (3, (0, 2))


@pytest.mark.parametrize(("rows", "size", "spread"), [(300, 8, 10_000), (300, 9, 10_000), (40, 14, 40), (500, 4, 3)])
def test_rows_of_many_columns_are_compared_as_those_of_few(
    rows: int, size: int, spread: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More ranks than fit one machine number, equal rows, and blocks that end anywhere."""
    rng = np.random.default_rng(size)
    values = rng.integers(0, spread, (size, rows))
    values[:, ::5] = values[:, :1]
    values[:, 1::7] = np.maximum(values[:, 1:2] - 1, 0)
    monkeypatch.setattr("mcda.mixes.pareto.BLOCK", 70)
    monkeypatch.setattr("mcda.mixes.pareto.CHUNK", 64)

    found = nondominated(list(values)).tolist()

    table = values.T
    assert found == [
        i
        for i, row in enumerate(table)
        if not any((other >= row).all() and ((other > row).any() or k < i) for k, other in enumerate(table))
    ]


def test_of_many_rows_that_are_all_level_the_first_is_kept() -> None:
    assert nondominated([np.zeros(700, np.int64)] * 9).tolist() == [0]
    assert nondominated([np.zeros(0, np.int64)] * 2).tolist() == []


def test_the_chosen_mix_takes_the_place_of_its_equal_and_no_other() -> None:
    gain = Effect("gain", Fraction(1), "sum", (Fraction(4), Fraction(4), Fraction(0)))
    harm = Effect("harm", Fraction(1), "sum", (Fraction(-1), Fraction(-1), Fraction(2)))
    problem = MixProblem(("a", "b", "c"), (gain, harm), (), (), (), (), ())
    points = tuple((Fraction(x), Fraction(y)) for x, y in ((8, -2), (4, -1), (0, 2)))
    choice = Candidates(((0, 1), (0,), (2,)), points)

    assert with_best(problem, choice, evaluate(problem, (1,))) == Candidates(((0, 1), (1,), (2,)), points)
    assert with_best(problem, choice, evaluate(problem, (0,))) == choice
    other = with_best(problem, choice, evaluate(problem, (1, 2)))
    assert other == Candidates(((1, 2), *choice.mixes), ((Fraction(4), Fraction(1)), *points))


def test_mixes_that_a_table_cannot_tell_apart_are_no_ties_unless_they_are_level() -> None:
    fine = Fraction(1, 10 * 2**51)
    values = (26 * fine, 14 * fine, 14 * fine, 28 * fine, Fraction(1) + Fraction(1, 10**20 + 39))
    gain = Effect("gain", Fraction(1), "sum", values)
    one = Limit("one way", "", "", (Counted(frozenset({0, 1, 3}), most=1), Counted(frozenset({0, 2, 3}), most=1)))
    never = Limit("never e", "", "", (Counted(frozenset({4}), most=0),))
    problem = MixProblem(tuple("abcde"), (gain,), (), (), (), (), (one, never))

    choice = choose(problem)

    mixes = feasible_mixes(problem)
    assert isinstance(mixes, Mixes)
    assert mixes.objective[mixes.masks == 0b00001] >= mixes.objective.max() - 2 * mixes.margin
    assert choice.ties == ((3,), (1, 2))
    values_of = [evaluate(problem, members_of(mask)).value for mask in mixes.masks.tolist()]
    for value in values_of:
        assert worth_at_least(problem, mixes, value).tolist() == [each >= value for each in values_of]
    assert [mix.members for mix in choice.ranked] == [(3,), (1, 2), (0,), (1,), (2,)]


@pytest.mark.parametrize("seed", range(12))
def test_a_dearer_mix_that_is_no_better_is_on_no_frontier(seed: int) -> None:
    """Options that gain the same at different costs, and only some of them may be taken."""
    rng = np.random.default_rng(seed)
    count = 8
    costs = tuple(Fraction(int(x)) for x in rng.permutation(np.arange(1, 9) ** 2))
    gain = Effect("gain", Fraction(1), "sum", (Fraction(1),) * count)
    few = Limit("few", "", "", (Counted(frozenset(range(count)), most=4),))
    problem = MixProblem(tuple("abcdefgh"), (gain,), ("money",), (costs,), (), (), (few,))

    found = solved_frontier(problem, 0)
    whole = frontier(problem, 0)

    assert found is not None
    assert whole is not None
    assert (found.complete, whole.complete) == (False, True)
    pairs = [(point.used, point.value) for point in found.points]
    assert pairs == sorted(pairs)
    assert all(x < y and a < b for (x, a), (y, b) in pairwise(pairs))
    assert found.points[-1].value == 4
    for use, value in pairs:
        assert max(point.value for point in whole.points if point.used <= use) == value


def test_names_of_joint_options_in_a_written_model_are_in_the_order_of_the_file() -> None:
    both = Synergy((33, 1, 17), 0, Fraction(2))
    gain = Effect("gain", Fraction(1), "sum", (Fraction(1),) * 34)
    problem = MixProblem(tuple(f"o{n}" for n in range(34)), (gain,), (), (), (both,), (), ())

    programme = formulation(problem)

    assert any("all_of_1_17_33" in variable.label for variable in programme.variables)
    members = [min(row.terms) for row in programme.rows[:3]]
    assert members == [1, 17, 33]
