"""Behaviour that mutation testing found untested (docs/mutation.md)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from mcda.mixes.choose import near_best
from mcda.mixes.conflicts import conflicts
from mcda.mixes.enumerate import Mixes, TooMany, feasible_mixes
from mcda.mixes.evaluate import evaluate
from mcda.mixes.frontier import ratio_rule
from mcda.mixes.integers import Part, figure
from mcda.mixes.milp import solve
from mcda.mixes.order import leading
from mcda.mixes.rows import hard_rows
from mcda.mixes.solved import most_adding
from mcda.problem.mixing import Counted, Effect, Limit, MixProblem, Reached, Used


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
