"""The best mix when ratings may be off: sampled, every draw solved exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import sqrt

import numpy as np

from mcda.methods.points import hashed
from mcda.mixes.drawn import Drawn, Outcomes, outcomes
from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.evaluate import Members, evaluate
from mcda.mixes.integers import members_of
from mcda.mixes.order import leading
from mcda.problem import MixProblem, mix_problem
from mcda.scenario.robust_doubts import Doubts
from mcda.scenario.scenario import Scenario

DRAWS = 4096
# Where every draw is a problem of its own.
FEW = 64
# Values are rounded to this part of a point, so that whole-number engines stay fast.
STEP = 100


@dataclass(frozen=True, slots=True)
class DrawnMixes:
    """Over draws of all ratings, weights as given: shares in which the mix is best, in which it keeps all limits, and
    in which the best mix holds each option; `error` bounds them all (95 of 100 times the truth is that near)."""

    best: float
    fits: float
    holding: tuple[float, ...]
    draws: int

    @property
    def error(self) -> float:
        """The largest error that a share from so few draws can have."""
        return 1.96 * sqrt(0.25 / self.draws)


def drawn_mixes(scenario: Scenario, rated: Sequence[int], doubts: Doubts) -> DrawnMixes | None:
    """The mix under drawn ratings; None where there is no mix, or too many mixes to list."""
    chosen = scenario.mix.best if scenario.mix else None
    if chosen is None or scenario.mix is None or scenario.mix.feasible is None:
        return None
    found = outcomes(scenario.mixing, chosen.members, _values(rated, doubts, DRAWS))
    if found is None:
        found = _one_by_one(scenario, chosen.members, _values(rated, doubts, FEW))
    draws = found.draws
    return DrawnMixes(found.best / draws, found.fits / draws, tuple(each / draws for each in found.holding), draws)


def _one_by_one(scenario: Scenario, members: Members, drawn: Drawn) -> Outcomes:
    """Every draw as a problem of its own, solved anew."""
    best, fits, holding = 0, 0, [0] * len(scenario.problem.options)
    for draw in range(drawn.draws):
        mixing = _drawn(scenario, drawn, draw)
        mixes, own = feasible_mixes(mixing), evaluate(mixing, members)
        found = leading(mixing, mixes, 1).tolist() if isinstance(mixes, Mixes) else []
        fits += own.feasible
        if found:
            other = evaluate(mixing, members_of(found[0]))
            best += own.feasible and own.value == other.value
            for option in other.members:
                holding[option] += 1
    return Outcomes(best, fits, tuple(holding), drawn.draws)


def _values(rated: Sequence[int], doubts: Doubts, draws: int) -> Drawn:
    """The uncertain cells with their value in every draw."""
    values = {}
    for count, (place, j, equally_likely) in enumerate(doubts.cells):
        chosen = equally_likely[(hashed(count, 0, 0, draws) >> np.uint64(54)).astype(np.intp)]
        values[rated[place], j] = np.rint(chosen * STEP).astype(np.int64)
    return Drawn(values, STEP, draws)


def _drawn(scenario: Scenario, drawn: Drawn, draw: int) -> MixProblem:
    """The mix problem with the ratings of one draw: bounds and vetoes stay, only values differ."""
    problem = scenario.problem
    values = [list(row) for row in problem.values]
    for (i, j), row in drawn.values.items():
        values[i][j] = Fraction(int(row[draw]), drawn.parts)
    rows = tuple(tuple(row) for row in values)
    if any(effect.adds == "prob" for effect in scenario.mixing.effects):
        return mix_problem(scenario.study, replace(problem, values=rows))
    columns = zip(scenario.mixing.effects, zip(*rows, strict=True), strict=True)
    return replace(scenario.mixing, effects=tuple(replace(effect, values=column) for effect, column in columns))
