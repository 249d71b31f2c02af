"""The mixes of a small problem one by one, in rational arithmetic."""

from __future__ import annotations

from mcda.mixes.evaluate import Evaluation, evaluate
from mcda.mixes.integers import members_of
from mcda.mixes.nearly import Nearly, nearly_feasible
from mcda.mixes.order import merit
from mcda.problem.mixing import MixProblem


def everything(problem: MixProblem) -> list[Evaluation]:
    return [evaluate(problem, members_of(mask)) for mask in range(1 << len(problem.options))]


def feasible(problem: MixProblem) -> list[Evaluation]:
    return sorted((mix for mix in everything(problem) if mix.feasible), key=merit)


def best_of(mixes: list[Evaluation]) -> Evaluation | None:
    return min(mixes, key=merit, default=None)


def table(problem: MixProblem) -> Nearly:
    near = nearly_feasible(problem)
    assert near is not None
    return near
