"""Which ratings may be off, and by how much: between low and high, or by one level.

A rating between low and high has a triangular or a PERT distribution. One that may be a level off is right with the
chance that its confidence stands for, and otherwise one level too low or too high as often.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from mcda.methods.uncertain_ratings import QUANTILES, Shape, Spread, level_off_by_one, quantiles
from mcda.methods.value_of_information import Worth, worth_of_checking
from mcda.model.option import Confidence
from mcda.problem.scale import signed
from mcda.scenario.robust_ordinal import ladder, place_on, value_at
from mcda.scenario.robust_question import Doubt
from mcda.scenario.scenario import Scenario

Floats = npt.NDArray[np.float64]
Row = tuple[Fraction, ...]

# The chance that a level is right, by the confidence that is stated for it.
RIGHT: Mapping[Confidence, Fraction] = {"high": Fraction(9, 10), "medium": Fraction(3, 4), "low": Fraction(1, 2)}
UNSTATED: Confidence = "medium"
HAIR = 0.02
# Scores that are nearer to each other count as level: they were added up in floats.
LEVEL = 1e-9


@dataclass(frozen=True, slots=True)
class Doubts:
    """The ratings that may be off, as (place among the rated options, criterion, equally likely values in rising
    order), and for every rating its mean and variance. `checks` lists what knowing one of them exactly would bring,
    the largest chance to change the leader first.
    """

    how: Doubt
    cells: tuple[tuple[int, int, Floats], ...]
    means: tuple[Row, ...]
    variances: tuple[Row, ...]
    checks: tuple[Worth, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """One rating: its equally likely values (None where it is certain), mean and variance."""

    table: Floats | None
    mean: Fraction
    variance: Fraction


def doubts(scenario: Scenario, rated: Sequence[int], how: Doubt) -> Doubts | None:
    """How the ratings of these options may be off; None where none may."""
    match how:
        case "off":
            return None
        case "levels":
            table = _levels(scenario, rated)
        case "triangular" | "pert":
            table = [[_between(spread) for spread in row] for row in _spreads(scenario, rated, how)]
    cells = tuple(
        (i, j, cell.table) for i, row in enumerate(table) for j, cell in enumerate(row) if cell.table is not None
    )
    if not cells:
        return None
    means = tuple(tuple(cell.mean for cell in row) for row in table)
    weights = scenario.problem.weights
    if how == "levels":
        checks = _checks(cells, means, weights)
        cells = tuple((i, j, _apart(values)) for i, j, values in cells)
    else:
        checks = worth_of_checking(_spreads(scenario, rated, how), weights)
    return Doubts(how, cells, means, tuple(tuple(cell.variance for cell in row) for row in table), checks)


def _spreads(scenario: Scenario, rated: Sequence[int], shape: Shape) -> list[list[Spread]]:
    problem = scenario.problem
    return [
        [Spread(*cell, shape) for cell in zip(problem.lowest[i], problem.values[i], problem.highest[i], strict=True)]
        for i in rated
    ]


def _between(spread: Spread) -> _Cell:
    return _Cell(None if spread.certain else quantiles(spread), spread.mean, spread.variance)


def _levels(scenario: Scenario, rated: Sequence[int]) -> list[list[_Cell]]:
    """Every rating with its neighbouring levels; between low and high where a criterion has no levels in words."""
    stated = {(rating.option, rating.criterion): rating.confidence for rating in scenario.study.ratings}
    spreads = _spreads(scenario, rated, "triangular")
    found = [[_between(spread) for spread in row] for row in spreads]
    for j, criterion in enumerate(scenario.study.criteria):
        zero = signed(criterion, criterion.worst)
        steps = [level + zero for level in ladder(criterion)]
        for i, option in enumerate(rated if len(steps) > 2 else ()):
            confidence = stated.get((scenario.problem.options[option], criterion.key)) or UNSTATED
            found[i][j] = _one_off(steps, spreads[i][j].best, RIGHT[confidence])
    return found


def _one_off(steps: Sequence[Fraction], value: Fraction, right: Fraction) -> _Cell:
    place = place_on(steps, value)
    below, above = value_at(steps, place - 1), value_at(steps, place + 1)
    table, mean = level_off_by_one(below, value, above, right)
    wrong = Fraction(round(QUANTILES * (1 - right) / 2), QUANTILES)
    squares = wrong * below**2 + (1 - 2 * wrong) * value**2 + wrong * above**2
    return _Cell(table, mean, squares - mean**2)


def _apart(table: Floats) -> Floats:
    """Equal values a hair apart, around where they were: options that would be level win as often as each other."""
    first, last = np.searchsorted(table, table, "left"), np.searchsorted(table, table, "right")
    return np.asarray(table + HAIR * ((np.arange(len(table)) + 0.5 - first) / (last - first) - 0.5))


def _checks(cells: Sequence[tuple[int, int, Floats]], means: Sequence[Row], weights: Row) -> tuple[Worth, ...]:
    """The same as `worth_of_checking`, from tables of equally likely values."""
    scores = [float(sum(w * x for w, x in zip(weights, row, strict=True))) for row in means]
    leader = max(range(len(scores)), key=lambda i: scores[i])
    rest = [score for i, score in enumerate(scores) if i != leader]
    found = []
    for i, j, table in cells if rest else ():
        weight = float(weights[j])
        known = scores[i] + weight * (table - float(means[i][j]))
        gain = known - scores[leader] if i != leader else max(rest) - known
        above = gain > LEVEL
        if weight and above.any():
            found.append(Worth(i, j, float(np.maximum(gain, 0).mean()), float(above.mean())))
    return tuple(sorted(found, key=lambda each: (-each.change, -each.gain)))
