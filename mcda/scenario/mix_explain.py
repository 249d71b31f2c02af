"""Everything that explains a scenario's mix: prices, reasons, relaxations, frontiers, other rules, or the conflicts."""

from __future__ import annotations

from dataclasses import dataclass

from mcda.mixes.admissions import changes
from mcda.mixes.choose import Choice
from mcda.mixes.conflicts import Conflicts, conflicts
from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.evaluate import Evaluation
from mcda.mixes.frontier import Frontier, RatioRule, frontier, frontier_near, ratio_rule
from mcda.mixes.nearly import MOST_LOOKED_AT, Nearly, hard_limits, nearly_feasible
from mcda.mixes.pareto import Pareto, pareto
from mcda.mixes.prices import Forced, Price, WhyNot, forced, prices, why_not
from mcda.mixes.reach import Needed, needed
from mcda.mixes.relax import Moved, Relaxed, best_to_drop, next_steps, relaxing
from mcda.mixes.solved import most_adding, solved_frontier, solved_prices, solved_relaxing, solved_why_not
from mcda.mixes.stairs import Loosened, loosened
from mcda.problem.mixing import MixProblem
from mcda.scenario.mix_rules import (
    MOST_NODES,
    OtherRule,
    Overflow,
    Reading,
    listed,
    other_rules,
    overflows,
    readings,
)
from mcda.scenario.scenario import Scenario

# Conflicts are explained one by one, each with a table of its own; the first ones are what a person reads.
MOST_EXPLAINED = 10
# Where mixes are too many to list every figure is a solve of its own: so many of each kind.
MOST_ASKED = 8


@dataclass(frozen=True, slots=True)
class Explained:
    """One smallest conflict, and what the rest of it would need of each bound in it."""

    limits: tuple[int, ...]
    needs: tuple[Needed, ...]


@dataclass(frozen=True, slots=True)
class Infeasible:
    """Why no mix fits: all smallest conflicts and corrections, and the first conflicts with what they would need."""

    conflicts: Conflicts
    explained: tuple[Explained, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """What the members of the best mix are worth, which of them only a limit forces in, and why the others are out
    (least lost first, options that no mix can have last). `unproved` are options asked for without a proved answer."""

    prices: tuple[Price, ...]
    forced: tuple[Forced, ...]
    why_not: tuple[WhyNot, ...]
    unproved: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Relaxing:
    """What relaxing one hard limit gives: every limit with its staircases, and the next step of every bound, shortest
    first."""

    relaxed: tuple[Relaxed, ...]
    moves: tuple[Moved, ...]

    @property
    def best_to_drop(self) -> Relaxed | None:
        """The limit whose loss gains most."""
        return best_to_drop(self.relaxed)


@dataclass(frozen=True, slots=True)
class Tables:
    """Frontiers and the ratio rule of each resource, and the nondominated mixes; None where there are too many."""

    frontiers: tuple[Frontier | None, ...]
    ratio_rules: tuple[RatioRule, ...]
    pareto: Pareto | None


@dataclass(frozen=True, slots=True)
class Rules:
    """The mix under other rules of adding up, its readings side by side, and where it leaves a scale."""

    others: tuple[OtherRule, ...]
    readings: tuple[Reading, ...]
    overflows: tuple[Overflow, ...]


@dataclass(frozen=True, slots=True)
class MixExplanation:
    """What explains a mix. Without a mix `infeasible` says why, and only `relaxing` stands beside it."""

    infeasible: Infeasible | None
    relaxing: Relaxing | None
    members: Members | None
    tables: Tables | None
    rules: Rules | None


def explain_mix(scenario: Scenario) -> MixExplanation | None:
    """Everything that explains the mix of a scenario; None where no mix was asked for or none is known."""
    choice, problem = scenario.mix, scenario.mixing
    if choice is None or (choice.best is None and choice.status != "infeasible"):
        return None
    near = _near(problem, choice)
    views = () if near is None else loosened(problem, near)
    relaxed = _solved_relaxing(problem, choice) if near is None else _relaxing(problem, near, views)
    if choice.best is None:
        return MixExplanation(infeasible(problem), relaxed, None, None, None)
    return MixExplanation(
        None,
        relaxed,
        _solved_members(problem, choice.best)
        if near is None or relaxed is None
        else _members(problem, near, choice.best, relaxed, views),
        _tables(problem, choice, near),
        Rules(other_rules(scenario), readings(scenario, choice.best), overflows(scenario, choice.best)),
    )


def infeasible(problem: MixProblem) -> Infeasible:
    """All smallest conflicts, the first ones explained."""
    found = conflicts(problem)
    explained = (_explained(problem, limits) for limits in found.conflicts[:MOST_EXPLAINED])
    return Infeasible(found, tuple(explained))


def _near(problem: MixProblem, choice: Choice) -> Nearly | None:
    """The table of all mixes near the feasible ones; where mixes could not be listed there is no use in trying."""
    if not listed(problem, choice) and len(problem.options) > MOST_LOOKED_AT:
        return None
    return nearly_feasible(problem)


def _relaxing(problem: MixProblem, near: Nearly, views: tuple[Loosened, ...]) -> Relaxing:
    relaxed = relaxing(problem, near, views)
    return Relaxing(relaxed, next_steps(problem, relaxed))


def _explained(problem: MixProblem, limits: tuple[int, ...]) -> Explained:
    return Explained(limits, needed(problem, limits) if len(problem.options) <= MOST_LOOKED_AT else ())


def _members(
    problem: MixProblem, near: Nearly, best: Evaluation, relaxed: Relaxing, views: tuple[Loosened, ...]
) -> Members:
    among = changes(problem, near, relaxed.relaxed, views)
    outside = [i for i in range(len(problem.options)) if i not in best.members]
    reasons = tuple(why_not(problem, near, best, option, among) for option in outside)
    return Members(prices(problem, near, best), forced(problem, best), _least_lost_first(reasons))


def _solved_members(problem: MixProblem, best: Evaluation) -> Members:
    asked = most_adding(problem, best, MOST_ASKED)
    reasons = tuple(solved_why_not(problem, best, asked, most_nodes=MOST_NODES))
    found = tuple(solved_prices(problem, best, best.members[:MOST_ASKED], most_nodes=MOST_NODES))
    answered = {reason.option for reason in reasons} | {price.option for price in found}
    unproved = tuple(option for option in (*best.members[:MOST_ASKED], *asked) if option not in answered)
    return Members(found, forced(problem, best), _least_lost_first(reasons), unproved)


def _solved_relaxing(problem: MixProblem, choice: Choice) -> Relaxing | None:
    if choice.best is None:
        return None
    stated = [index for index in hard_limits(problem) if not problem.limits[index].automatic]
    return Relaxing(tuple(solved_relaxing(problem, choice.best, stated[:MOST_ASKED], most_nodes=MOST_NODES)), ())


def _least_lost_first(reasons: tuple[WhyNot, ...]) -> tuple[WhyNot, ...]:
    return tuple(sorted(reasons, key=lambda each: (each.loses is None, each.loses or 0, each.option)))


def _tables(problem: MixProblem, choice: Choice, near: Nearly | None) -> Tables | None:
    if choice.best is None:
        return None
    resources = range(len(problem.resources))
    rules = tuple(ratio_rule(problem, resource, choice.best) for resource in resources)
    mixes = feasible_mixes(problem) if listed(problem, choice) else None
    if not isinstance(mixes, Mixes):
        solved = (solved_frontier(problem, resource, most_nodes=MOST_NODES) for resource in resources)
        return Tables(tuple(solved), rules, None)
    frontiers = (frontier_near(problem, k, near) if near else frontier(problem, k) for k in resources)
    return Tables(tuple(frontiers), rules, pareto(problem, mixes))
