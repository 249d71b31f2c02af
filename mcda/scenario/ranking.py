"""The ranking of one study under one set of weights, with everything that is exact about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from mcda.methods.additive import contributions, score
from mcda.methods.dominance import beaten_by
from mcda.methods.ranking import ranks
from mcda.model.study import Study
from mcda.problem import Problem
from mcda.problem.limits import vetoed


@dataclass(frozen=True, slots=True)
class Line:
    """One option in the ranking. Scores are points above doing nothing; 100 is worst to best on every criterion.

    `score`, `rank` and the contribution of a blank cell are None where a rating is blank; `lowest` and `highest` are
    always there. `ties` are the other options with the same score. `vetoes` names criteria rated at their veto level.
    """

    option: str
    score: Fraction | None
    lowest: Fraction
    highest: Fraction
    rank: int | None
    ties: tuple[str, ...]
    contributions: tuple[Fraction | None, ...]
    beaten_by: tuple[str, ...]
    vetoes: tuple[str, ...]

    @property
    def worse_than_nothing(self) -> bool:
        """Whether doing nothing would score higher."""
        return self.score is not None and self.score < 0


@dataclass(frozen=True, slots=True)
class Ranking:
    """The options from first to last (equal scores in file order, blanks at the end).

    `has_nothing` says whether "do nothing" can stand in it with a score of 0 (every criterion has a do-nothing level).
    """

    criteria: tuple[str, ...]
    weights: tuple[Fraction, ...]
    lines: tuple[Line, ...]
    has_nothing: bool

    @property
    def leaders(self) -> tuple[Line, ...]:
        """The options in first place."""
        return tuple(line for line in self.lines if line.rank == 1)

    @property
    def lead(self) -> Fraction | None:
        """Points between first and second place, 0 for a shared first place; None with fewer than two options."""
        scores = [line.score for line in self.lines if line.score is not None]
        return scores[0] - scores[1] if len(scores) > 1 else None

    def line(self, option: str) -> Line:
        """The line of one option."""
        return next(line for line in self.lines if line.option == option)


def ranking(study: Study, problem: Problem) -> Ranking:
    """All options in order of their exact scores."""
    scores = [score(row, problem.weights) for row in problem.values]
    blank = {i for i, _ in problem.blank}
    rated = [i for i in range(len(scores)) if i not in blank]
    places = dict(zip(rated, ranks([scores[i] for i in rated]), strict=True))
    beaten = _beaten(problem, rated)
    vetoes = _vetoes(study)
    lines = [
        Line(
            option=key,
            score=None if i in blank else scores[i],
            lowest=score(problem.lowest[i], problem.weights),
            highest=score(problem.highest[i], problem.weights),
            rank=places.get(i),
            ties=tuple(problem.options[k] for k in rated if k != i and i in places and places[k] == places[i]),
            contributions=_contributions(problem, i),
            beaten_by=beaten.get(i, ()),
            vetoes=tuple(criterion for criterion, options in vetoes.items() if i in options),
        )
        for i, key in enumerate(problem.options)
    ]
    last = len(lines) + 1
    ordered = sorted(lines, key=lambda line: line.rank or last)
    has_nothing = all(criterion.do_nothing is not None for criterion in study.criteria)
    return Ranking(problem.criteria, problem.weights, tuple(ordered), has_nothing)


def _contributions(problem: Problem, i: int) -> tuple[Fraction | None, ...]:
    parts = contributions(problem.values[i], problem.weights)
    return tuple(None if (i, j) in problem.blank else part for j, part in enumerate(parts))


def _beaten(problem: Problem, rated: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Who is at least as good on every criterion, and better on one, for each option without blanks."""
    found = beaten_by([problem.values[i] for i in rated])
    return {i: tuple(problem.options[rated[k]] for k in others) for i, others in zip(rated, found, strict=True)}


def _vetoes(study: Study) -> dict[str, Sequence[int]]:
    return {criterion.key: vetoed(study, criterion) for criterion in study.criteria}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Why one option scores above another: the difference, criterion by criterion, in study order."""

    first: str
    second: str
    difference: Fraction
    parts: tuple[Fraction, ...]


def explain(problem: Problem, first: str, second: str) -> Comparison:
    """The difference in score between two options as a sum over the criteria, without residual.

    Raises ValueError if one of them has a blank rating.
    """
    i, k = problem.options.index(first), problem.options.index(second)
    if any(option in (i, k) for option, _ in problem.blank):
        raise ValueError("a blank rating cannot be explained")
    differences = [a - b for a, b in zip(problem.values[i], problem.values[k], strict=True)]
    parts = contributions(differences, problem.weights)
    return Comparison(first, second, sum(parts, Fraction(0)), parts)
