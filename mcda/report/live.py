"""Which mixes the page chooses from when weights or budgets move: all, the efficient ones, or the best known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import comb
from typing import Literal

import numpy as np

from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.evaluate import Members, evaluate
from mcda.mixes.integers import members_of
from mcda.mixes.pareto import nondominated
from mcda.mixes.totals import Ints, Masks, penalties_of, totals
from mcda.problem.mixing import Counted, Limit, MixProblem, Test, Used
from mcda.scenario.mix_words import budget
from mcda.scenario.scenario import Scenario

MOST_LOOKED_AT = 2**17  # mixes that a browser weighs in about a second
MOST_COMPARED = 200_000
MOST_WRITTEN = 2_000
MOST_WEIGHED = 500_000
ROOM = 2  # how far a budget slider goes, in budgets

How = Literal["all", "efficient", "best"]


@dataclass(frozen=True, slots=True)
class Live:
    """What the page starts from.

    how     all: it enumerates by itself, with `must` in every mix and `free` to be chosen; efficient: no weights and no
            budgets up to `tops` can make a mix best that is not in `mixes`; best: `mixes` are the best few for the
            weights of the run, others may be better for other weights
    tops    how far the slider of each resource goes (None: no budget)
    """

    how: How
    must: Members
    free: Members
    mixes: tuple[Members, ...] | None
    tops: tuple[Fraction | None, ...]


def live(scenario: Scenario) -> Live:
    """The mixes for a scenario's page, as many as can be told exactly."""
    problem = scenario.mixing
    must, free = fixed(problem)
    budgets = tuple(budget(scenario, k) for k in range(len(problem.resources)))
    tops = tuple(None if most is None else ROOM * most for most in budgets)
    if looked_at(problem, must, free) <= MOST_LOOKED_AT:
        return Live("all", must, free, None, tops)
    few = scenario.mix is not None and scenario.mix.feasible is not None and scenario.mix.feasible <= MOST_COMPARED
    for reach in (tops, budgets) if few else ():
        found = efficient_mixes(_with_budgets(scenario, reach))
        if found is not None:
            return Live("efficient", must, free, found, reach)
    known = () if scenario.mix is None else tuple(mix.members for mix in scenario.mix.ranked)
    return Live("best", must, free, known, budgets)


@dataclass(frozen=True, slots=True)
class Step:
    """From this use of a resource on, the best mix has this value."""

    use: Fraction
    value: Fraction


def frontier(scenario: Scenario, resource: int) -> tuple[Step, ...]:
    """Best value at every amount of one resource, the other budgets kept; empty where there are too many mixes."""
    budgets = [budget(scenario, k) for k in range(len(scenario.mixing.resources))]
    most = budgets[resource]
    budgets[resource] = None if most is None else ROOM * most
    problem = _with_budgets(scenario, tuple(budgets))
    mixes = feasible_mixes(problem, MOST_WEIGHED)
    if not isinstance(mixes, Mixes):
        return ()
    uses = totals(problem, mixes.masks).uses[resource]
    steps: list[Step] = []
    highest = None
    for k in np.lexsort((-mixes.objective, uses)).tolist():
        if highest is not None and mixes.objective[k] <= highest + 2 * mixes.margin:
            continue
        highest = mixes.objective[k]
        found = evaluate(problem, members_of(int(mixes.masks[k])))
        steps.append(Step(found.uses[resource], found.value))
    return tuple(steps)


def is_live(scenario: Scenario, test: Test) -> bool:
    """Whether a test is the budget that its resource's slider moves."""
    return isinstance(test, Used) and test.most is not None and test.most == budget(scenario, test.resource)


def fixed(problem: MixProblem) -> tuple[Members, Members]:
    """The options that single hard limits put into every mix, and those they leave open."""
    tests = [test for limit in problem.limits if limit.penalty is None for test in limit.tests]
    counted = [test for test in tests if isinstance(test, Counted)]
    never = {i for test in counted if test.most == 0 for i in test.members}
    must = {i for test in counted if test.least is not None and test.least >= len(test.members) for i in test.members}
    free = tuple(i for i in range(len(problem.options)) if i not in never and i not in must)
    return tuple(sorted(must)), free


def looked_at(problem: MixProblem, must: Members, free: Members) -> int:
    """How many mixes a search meets that stops growing a mix at the largest size allowed."""
    most = min([_largest(limit, len(problem.options)) for limit in problem.limits], default=len(problem.options))
    room = max(0, min(len(free), most - len(must)))
    return sum(comb(len(free), size) for size in range(room + 1))


def _largest(limit: Limit, options: int) -> int:
    if limit.penalty is not None:
        return options
    sizes = [t.most for t in limit.tests if isinstance(t, Counted) and len(t.members) == options and t.most is not None]
    return min(sizes, default=options)


def _with_budgets(scenario: Scenario, tops: tuple[Fraction | None, ...]) -> MixProblem:
    problem = scenario.mixing

    def raised(test: Test) -> Test:
        return replace(test, most=tops[test.resource]) if isinstance(test, Used) and is_live(scenario, test) else test

    limits = tuple(
        replace(limit, tests=tuple(map(raised, limit.tests))) if limit.penalty is None else limit
        for limit in problem.limits
    )
    return replace(problem, limits=limits)


def efficient_mixes(problem: MixProblem) -> tuple[Members, ...] | None:
    """Every feasible mix that no other equals or beats on all effects, uses, penalties and size; None above the caps.

    Of mixes that are equal in all of these the first in file order stands, as the tie-break of the engines has it.
    """
    mixes = feasible_mixes(problem, MOST_COMPARED)
    if not isinstance(mixes, Mixes):
        return None
    ordered = sorted(mixes.masks.tolist(), key=members_of)
    masks = np.array(ordered, np.uint64)
    kept = nondominated(list(_merits(problem, masks)))
    return tuple(members_of(mask) for mask in masks[kept].tolist()) if len(kept) <= MOST_WRITTEN else None


def _merits(problem: MixProblem, masks: Masks) -> Iterator[Ints]:
    """Columns in which more is better; size is one of them because the tie-break asks for few options.

    Products of probabilities stand on their fine grid: what it cannot tell apart, the page cannot either.
    """
    figures = totals(problem, masks)
    yield from figures.effects
    yield from (-used for used in figures.uses)
    yield -penalties_of(problem, figures.broken)
    yield -figures.counts
