"""Prices, reasons, relaxations and frontiers beyond enumeration: one MILP for each, every mix re-checked exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from mcda.mixes import milp
from mcda.mixes.evaluate import Evaluation, evaluate
from mcda.mixes.frontier import Frontier, as_frontier, without_budgets
from mcda.mixes.milp import ANY_NODES
from mcda.mixes.nearly import dropped
from mcda.mixes.prices import Price, WhyNot, newly_broken
from mcda.mixes.relax import Relaxed
from mcda.problem.mixing import Counted, Limit, MixProblem, Test, Used

AMOUNTS = 6


def solved_prices(
    problem: MixProblem, best: Evaluation, asked: Sequence[int], *, most_nodes: int = ANY_NODES
) -> Iterator[Price]:
    """What is lost without each member asked for; those not proved within the nodes are left out."""
    for option in asked:
        answer = milp.solve(_with(problem, Counted(frozenset([option]), most=0)), most_nodes=most_nodes)
        if answer.status != "limit":
            without = None if answer.members is None else evaluate(problem, answer.members)
            yield Price(option, without, None if without is None else best.value - without.value)


def most_adding(problem: MixProblem, best: Evaluation, count: int) -> tuple[int, ...]:
    """The options outside the mix that would add most if they simply joined: the ones a person asks about first."""
    outside = [option for option in range(len(problem.options)) if option not in best.members]
    return tuple(sorted(outside, key=lambda option: -evaluate(problem, [*best.members, option]).value)[:count])


def solved_why_not(
    problem: MixProblem, best: Evaluation, asked: Sequence[int], *, most_nodes: int = ANY_NODES
) -> Iterator[WhyNot]:
    """Why the options asked for are not in the best mix; the changes that would admit them are not looked for."""
    for option in asked:
        answer = milp.solve(_with(problem, Counted(frozenset([option]), least=1)), most_nodes=most_nodes)
        if answer.status != "limit":
            found = None if answer.members is None else evaluate(problem, answer.members)
            joined = evaluate(problem, [*best.members, option])
            loses = None if found is None else best.value - found.value
            blocked = newly_broken(problem, best, joined)
            yield WhyNot(option, found, loses, joined.value - best.value, blocked, ())


def solved_relaxing(
    problem: MixProblem, best: Evaluation, limits: Sequence[int], *, most_nodes: int = ANY_NODES
) -> Iterator[Relaxed]:
    """The best mix without each of some limits, and what that gains; no staircases."""
    for limit in limits:
        answer = milp.solve(dropped(problem, limit), most_nodes=most_nodes)
        if answer.status == "optimal" and answer.members is not None:
            without = evaluate(problem, answer.members)
            yield Relaxed(limit, without, without.value - best.value, ())
        else:
            yield Relaxed(limit, None, None, (), known=False)


def solved_frontier(problem: MixProblem, resource: int, *, most_nodes: int = ANY_NODES) -> Frontier | None:
    """The best value at some amounts of a resource, evenly spread (epsilon-constraint method, Haimes et al. 1971).

    Every point is proved; between two of them there may be more, so the frontier is not `complete`. None where the
    best value without any ceiling was not proved within the nodes, or no mix is found.
    """
    opened = without_budgets(problem, resource)
    top = milp.solve(opened, most_nodes=most_nodes)
    if top.status != "optimal" or top.members is None:
        return None
    most = evaluate(opened, top.members)
    points = [most]
    for part in range(AMOUNTS - 1, 0, -1):
        amount = most.uses[resource] * Fraction(part, AMOUNTS)
        if points[-1].uses[resource] > amount:
            answer = milp.solve(_with(opened, Used(resource, None, amount)), most_nodes=most_nodes)
            if answer.status == "optimal" and answer.members is not None:
                points.append(evaluate(opened, answer.members))
    rising = [mix for place, mix in enumerate(points) if all(mix.value > less.value for less in points[place + 1 :])]
    mixes = rising[::-1]
    spent, values = [mix.uses[resource] for mix in mixes], [mix.value for mix in mixes]
    return replace(as_frontier(resource, spent, values, [mix.members for mix in mixes]), complete=False)


def _with(problem: MixProblem, test: Test) -> MixProblem:
    return replace(problem, limits=(*problem.limits, Limit("asked for", "", "", (test,))))
