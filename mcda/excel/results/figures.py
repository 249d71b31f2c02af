"""What the engine says about the ranking: the value of every cell that the scoring formulas fill."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mcda.excel.results.pen import DASH, Value, sheet_round
from mcda.methods.envelope import Line, lines
from mcda.methods.stability import Lead, lead
from mcda.scenario.ranking import Line as Ranked
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import place

UNRATED = -1e9
DOWN = -1000.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Options by number in study order. `order` is the ranking from the top, None for doing nothing; `positions` are
    the rows of the options in it, from 1. `lines` and `leads` belong to the criteria; there are no leads without a
    rated option."""

    ranked: tuple[Ranked, ...]
    order: tuple[int | None, ...]
    positions: tuple[int, ...]
    leader: int | None
    second: int | None
    rated: int
    lines: tuple[tuple[Line | None, ...], ...]
    leads: tuple[Lead | None, ...]

    def sort_key(self, option: int) -> float:
        """The rounded score that the ranking goes by."""
        score = self.ranked[option].score
        return UNRATED if score is None else sheet_round(score, 9)

    def saved_place(self, option: int) -> str:
        """The place as a word."""
        line = self.ranked[option]
        return DASH if line.rank is None else place(line)

    def start(self, option: int, criterion: int) -> float:
        """The score where the weight of a criterion is 0; far down where there is none."""
        line = self.lines[criterion][option]
        return DOWN if line is None else float(line.start)

    def slope(self, option: int, criterion: int) -> float:
        """What a weight of 1 instead of 0 adds."""
        line = self.lines[criterion][option]
        return 0.0 if line is None else float(line.slope)


def figures_of(scenario: Scenario) -> Figures:
    """The figures of a scenario's ranking."""
    keys = scenario.problem.options
    ranked = tuple(scenario.ranking.line(key) for key in keys)
    order = _order(scenario)
    positions = tuple(order.index(i) + 1 for i in range(len(keys)))
    rated = [i for i in order if i is not None and ranked[i].score is not None]
    leader = rated[0] if rated else None
    values, weights = scenario.problem.values, scenario.problem.weights
    criteria = range(len(weights))
    all_lines = tuple(
        tuple(line if ranked[i].score is not None else None for i, line in enumerate(lines(values, weights, j)))
        for j in criteria
    )
    leads = tuple(None if leader is None else _lead(scenario, rated, j) for j in criteria)
    second = rated[1] if len(rated) > 1 else None
    return Figures(ranked, order, positions, leader, second, len(rated), all_lines, leads)


def _order(scenario: Scenario) -> tuple[int | None, ...]:
    keys = scenario.problem.options
    order: list[int | None] = [keys.index(line.option) for line in scenario.ranking.lines]
    if scenario.ranking.has_nothing:
        above = sum(line.score is not None and line.score >= 0 for line in scenario.ranking.lines)
        order.insert(above, None)
    return tuple(order)


def _lead(scenario: Scenario, rated: list[int], criterion: int) -> Lead:
    """The leader's interval among the rated options, whose numbers in the study it names."""
    options = sorted(rated)
    rows = [scenario.problem.values[i] for i in options]
    found = lead(rows, scenario.problem.weights, criterion, options.index(rated[0]))
    below, above = (None if i is None else options[i] for i in (found.below, found.above))
    return Lead(found.low, found.high, below, above)


def number(part: Fraction | None) -> Value:
    """A number, or the dash."""
    return DASH if part is None else part
