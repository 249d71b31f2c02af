"""Behaviour that mutation testing found untested (docs/mutation.md)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from mcda.mixes.evaluate import evaluate
from mcda.mixes.frontier import ratio_rule
from mcda.mixes.rows import hard_rows
from mcda.problem.mixing import Effect, Limit, MixProblem, Reached


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
