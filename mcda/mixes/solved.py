"""Prices and reasons beyond enumeration: one MILP for each, with the option left out or put in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mcda.mixes import milp
from mcda.mixes.evaluate import Evaluation, evaluate
from mcda.mixes.milp import TIME_LIMIT
from mcda.mixes.prices import Price, WhyNot, newly_broken
from mcda.problem.mixing import Counted, Limit, MixProblem


def solved_prices(problem: MixProblem, best: Evaluation, *, time_limit: float = TIME_LIMIT) -> Iterator[Price]:
    """What is lost without each member; members for which the solver ran out of time are left out."""
    for option in best.members:
        answer = milp.solve(_with(problem, Counted(frozenset([option]), most=0)), time_limit=time_limit)
        if answer.status != "limit":
            without = None if answer.members is None else evaluate(problem, answer.members)
            yield Price(option, without, None if without is None else best.value - without.value)


def solved_why_not(problem: MixProblem, best: Evaluation, *, time_limit: float = TIME_LIMIT) -> Iterator[WhyNot]:
    """Why each option outside is not in the best mix; the changes that would admit it are not looked for."""
    for option in range(len(problem.options)):
        if option in best.members:
            continue
        answer = milp.solve(_with(problem, Counted(frozenset([option]), least=1)), time_limit=time_limit)
        if answer.status != "limit":
            found = None if answer.members is None else evaluate(problem, answer.members)
            joined = evaluate(problem, [*best.members, option])
            loses = None if found is None else best.value - found.value
            blocked = newly_broken(problem, best, joined)
            yield WhyNot(option, found, loses, joined.value - best.value, blocked, ())


def _with(problem: MixProblem, test: Counted) -> MixProblem:
    return replace(problem, limits=(*problem.limits, Limit("asked for", "", "", (test,))))
