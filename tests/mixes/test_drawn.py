"""Draws of many mixes at once against every draw solved as a problem of its own."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from mcda.mixes.drawn import Drawn, Outcomes, outcomes
from mcda.mixes.evaluate import evaluate
from mcda.mixes.integers import members_of
from mcda.problem.mixing import Effect, MixProblem
from tests.mixes.brute import best_of, everything, feasible
from tests.mixes.random_models import random_problem

DRAWS = 12


def some_draws(problem: MixProblem, rng: random.Random) -> Drawn:
    cells = [(i, j) for i in range(len(problem.options)) for j in range(len(problem.effects)) if rng.random() < 0.4]
    rows = {cell: np.array([rng.randint(-300, 500) for _ in range(DRAWS)]) for cell in cells}
    return Drawn(rows, 10, DRAWS)


def at(problem: MixProblem, drawn: Drawn, draw: int) -> MixProblem:
    """The problem with the values of one draw."""
    values = [list(effect.values) for effect in problem.effects]
    for (i, j), row in drawn.values.items():
        values[j][i] = Fraction(int(row[draw]), drawn.parts)
    return replace(
        problem,
        effects=tuple(replace(e, values=tuple(own)) for e, own in zip(problem.effects, values, strict=True)),
    )


def one_by_one(problem: MixProblem, members: tuple[int, ...], drawn: Drawn) -> Outcomes:
    best, fits, holding = 0, 0, [0] * len(problem.options)
    for draw in range(drawn.draws):
        moved = at(problem, drawn, draw)
        found, own = best_of(feasible(moved)), evaluate(moved, members)
        fits += own.feasible
        if found is not None:
            best += own.feasible and own.value == found.value
            for option in found.members:
                holding[option] += 1
    return Outcomes(best, fits, tuple(holding), drawn.draws)


@pytest.mark.parametrize("seed", range(66_000, 66_060))
def test_outcomes_are_those_of_every_draw_solved_anew(seed: int) -> None:
    problem, rng = random_problem(seed), random.Random(seed)
    drawn, chosen = some_draws(problem, rng), best_of(feasible(problem))
    members = chosen.members if chosen else members_of(rng.randrange(len(everything(problem))))

    found = outcomes(problem, members, drawn)

    assert (found is None) == (any(effect.adds == "prob" for effect in problem.effects))
    if found is not None:
        assert found == one_by_one(problem, members, drawn)


def test_numbers_too_fine_for_exact_sums_are_left_to_the_slow_way() -> None:
    fine = Effect("fine", Fraction(1), "sum", (Fraction(1, 3**40), Fraction(1)))
    problem = MixProblem(("a", "b"), (fine,), (), (), (), (), ())

    assert outcomes(problem, (0,), Drawn({(1, 0): np.array([1])}, 10, 1)) is None
