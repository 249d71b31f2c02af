"""Behaviour of mixes that a later sample of mutants found untested (docs/mutation.md)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from mcda.mixes import totals
from mcda.mixes.enumerate import Mixes, TooMany, feasible_mixes
from mcda.mixes.evaluate import effect_value, evaluate
from mcda.mixes.frontier import ratio_rule
from mcda.mixes.integers import Figure, Part, figure, integers, members_of
from mcda.mixes.memory import forget
from mcda.mixes.solved import solved_frontier
from mcda.mixes.totals import all_masks, amounts, support
from mcda.problem.mixing import Effect, Limit, MixProblem, Reached, Used
from tests.mixes.test_mutants_engines import gains


def test_the_ratio_rule_takes_what_costs_nothing_first_however_little_it_gains() -> None:
    problem = gains(1, 10, 2, costs=(0, 1, -1))

    assert ratio_rule(problem, 0, evaluate(problem, (0, 1, 2))).order == (2, 0, 1)


def test_what_was_worked_out_is_worked_out_anew_after_it_was_let_go_of() -> None:
    problem = gains(1, 2)
    first, mix = integers(problem), evaluate(problem, (0,))
    assert integers(problem) is first
    assert evaluate(problem, (0,)) is mix

    forget()

    assert integers(problem) is not first
    assert evaluate(problem, (0,)) is not mix


def test_every_option_that_is_not_nothing_can_change_a_sum() -> None:
    assert support(Figure((Part("sum", (0, 1, 2)),), 1, 0)) == 0b110
    assert support(Figure((Part("product", (0, 1, 2)),), 1, 0)) == 0b101


def test_a_floor_met_exactly_is_met_however_the_figure_was_rounded() -> None:
    shares = (Fraction(1, 3), Fraction(2, 7), Fraction(3, 11), Fraction(5, 13))
    risk = Effect(
        "risk", Fraction(1), "prob", (), None, tuple(1 - share for share in shares), Fraction(0), Fraction(-100)
    )
    problem = MixProblem(tuple("abcd"), (risk,), (), (), (), (), ())

    for mask in range(16):
        exact = effect_value(problem, 0, members_of(mask))
        only = np.array([mask], np.uint64)

        assert totals.test_holds(problem, Reached(0, least=exact), only).all()
        assert totals.test_holds(problem, Reached(0, most=exact), only).all()
        assert not totals.test_holds(problem, Reached(0, least=exact + Fraction(1, 10**30)), only).any()
        assert not totals.test_holds(problem, Reached(0, most=exact - Fraction(1, 10**30)), only).any()


def test_chances_beside_amounts_that_no_common_denominator_holds_are_within_their_margin() -> None:
    items = tuple(Fraction(1, prime) for prime in (1_000_003, 1_000_033, 1_000_037))
    factors, gain = (Fraction(1, 3), Fraction(2, 7), Fraction(1)), Fraction(-100)

    found = figure((Part("sum", items), Part("product", factors, gain=gain)))

    assert found.margin
    for mask, amount in zip(range(8), amounts(found, all_masks(3)).tolist(), strict=True):
        inside = members_of(mask)
        left = Fraction(1)
        for member in inside:
            left *= factors[member]
        exact = sum((items[member] for member in inside), Fraction(0)) + gain * (1 - left)
        assert abs(amount - exact * found.denominator) <= found.margin


def test_nothing_is_listed_where_no_start_of_a_mix_can_be_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcda.mixes.enumerate.AT_ONCE", 0)
    exactly = Limit("exactly", "", "", (Used(0, Fraction(5), Fraction(5)),))

    mixes = feasible_mixes(gains(1, 2, 3, 4, costs=(0, 0, 0, 10), limits=(exactly,)))

    assert isinstance(mixes, Mixes)
    assert mixes.count == 0


def test_as_many_cells_as_allowed_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcda.mixes.enumerate.AT_ONCE", 0)
    problem = gains(1, 2, 3, 4)

    monkeypatch.setattr("mcda.mixes.enumerate.MOST_CELLS", 2)
    assert isinstance(feasible_mixes(problem), Mixes)
    monkeypatch.setattr("mcda.mixes.enumerate.MOST_CELLS", 1)
    assert feasible_mixes(problem) == TooMany(0)


def test_the_solver_gives_the_frontier_at_several_amounts() -> None:
    found = solved_frontier(gains(1, 2, 3, 4, costs=(1, 2, 3, 4)), 0)

    assert found is not None
    assert [point.value for point in found.points] == [point.used for point in found.points]
    assert len(found.points) > 5
