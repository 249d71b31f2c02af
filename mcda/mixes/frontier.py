"""Best value against each resource, and the teaching line: what "best value per cost first" would choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np

from mcda.mixes.enumerate import MOST_MIXES, Mixes, feasible_mixes
from mcda.mixes.evaluate import Evaluation, Members, evaluate
from mcda.mixes.figures import use_keys, use_reader
from mcda.mixes.nearly import KEPT, Nearly, hard_limits, in_order
from mcda.mixes.stairs import Places, all_hold, best_by_key
from mcda.problem.mixing import Limit, MixProblem, Test, Used


@dataclass(frozen=True, slots=True)
class Point:
    """The best mix for so much of the resource. `convex`: it lies on the upper hull, where ranking by value per cost
    could find it."""

    used: Fraction
    value: Fraction
    members: Members
    convex: bool


@dataclass(frozen=True, slots=True)
class Frontier:
    """Every mix that is the best for what it uses of one resource, from the least use up, budgets on it set aside.

    Where mixes could not be listed it is not `complete`: there may be more between two points.
    """

    resource: int
    points: tuple[Point, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class RatioRule:
    """What taking options by value per unit of one resource would give, beside the optimum.

    `order` holds the options worth having alone, best ratio first; an option that would break a hard limit, kept so
    far, is passed over. `mix` may still break limits that ask for more.
    """

    resource: int
    order: Members
    mix: Evaluation
    optimum: Evaluation

    @property
    def loses(self) -> Fraction:
        """What the rule's mix is behind the optimum."""
        return self.optimum.value - self.mix.value


def frontier(problem: MixProblem, resource: int, limit: int = MOST_MIXES) -> Frontier | None:
    """The efficient frontier of value against a resource; None where there are too many mixes without its budgets.

    Non-convex points are on it too: they are best for what they use, though no exchange rate favours them.
    """
    opened = without_budgets(problem, resource)
    mixes = feasible_mixes(opened, limit)
    if not isinstance(mixes, Mixes):
        return None
    ordered = in_order(opened, mixes)
    return _best_for_use(opened, resource, ordered, np.arange(mixes.count))


def frontier_near(problem: MixProblem, resource: int, near: Nearly) -> Frontier | None:
    """The same, read from the mixes that break at most one limit; these suffice where one limit holds all its budgets.

    >>> from mcda.mixes.nearly import nearly_feasible
    >>> from mcda.problem.mixing import Effect
    >>> gain = Effect("gain", Fraction(1), "sum", (Fraction(7), Fraction(5)))
    >>> budget = Limit("budget", "", "", (Used(0, most=Fraction(1)),))
    >>> problem = MixProblem(("a", "b"), (gain,), ("r",), ((Fraction(2), Fraction(1)),), (), (), (budget,))
    >>> [(int(p.used), int(p.value)) for p in frontier_near(problem, 0, nearly_feasible(problem)).points]
    [(0, 0), (1, 5), (2, 7), (3, 12)]
    """
    capped = [i for i in hard_limits(problem) if _opened(problem.limits[i], resource) != problem.limits[i]]
    if len(capped) > 1 or near.unlisted:
        return frontier(problem, resource)
    places = np.flatnonzero(near.broken == KEPT)
    if capped:
        beyond = np.flatnonzero(near.broken == capped[0])
        others = _opened(problem.limits[capped[0]], resource).tests
        places = np.sort(np.concatenate([places, beyond[all_hold(problem, others, near.masks[beyond])]]))
    return _best_for_use(problem, resource, near, places)


def _best_for_use(problem: MixProblem, resource: int, near: Nearly, places: Places) -> Frontier:
    found = best_by_key(problem, near, places, use_keys(problem, resource, near.masks[places]))
    read = use_reader(problem, resource)
    spent = [read(mix.key, mix.members) for mix in found]
    return as_frontier(resource, spent, [mix.value for mix in found], [mix.members for mix in found])


def as_frontier(
    resource: int, spent: Sequence[Fraction], values: Sequence[Fraction], mixes: Sequence[Members]
) -> Frontier:
    """Mixes that are each the best for what they use, from the least use up, with their corners marked."""
    corners = upper_hull(list(zip(spent, values, strict=True)))
    points = (
        Point(use, value, members, place in corners)
        for place, (use, value, members) in enumerate(zip(spent, values, mixes, strict=True))
    )
    return Frontier(resource, tuple(points))


def upper_hull(points: Sequence[tuple[Fraction, Fraction]]) -> frozenset[int]:
    """Places of the points on the upper concave hull, those on its edges included (Andrew 1979).

    >>> sorted(upper_hull([(Fraction(x), Fraction(y)) for x, y in ((0, 0), (1, 1), (2, 4), (3, 5), (4, 6))]))
    [0, 2, 3, 4]
    """
    across, up = _whole([x for x, _ in points]), _whole([y for _, y in points])
    hull: list[int] = []
    for place, (x, y) in enumerate(zip(across, up, strict=True)):
        while len(hull) > 1:
            x0, y0, x1, y1 = across[hull[-2]], up[hull[-2]], across[hull[-1]], up[hull[-1]]
            if (x1 - x0) * (y - y0) <= (y1 - y0) * (x - x0):
                break
            hull.pop()
        hull.append(place)
    return frozenset(hull)


def _whole(numbers: Sequence[Fraction]) -> list[int]:
    """The numbers over their common denominator: a stretched axis has the same hull."""
    common = lcm(*(number.denominator for number in numbers))
    return [number.numerator * (common // number.denominator) for number in numbers]


def without_budgets(problem: MixProblem, resource: int) -> MixProblem:
    """The problem without hard ceilings on one resource."""
    limits = tuple(_opened(limit, resource) if limit.penalty is None else limit for limit in problem.limits)
    return replace(problem, limits=limits)


def ratio_rule(problem: MixProblem, resource: int, optimum: Evaluation) -> RatioRule:
    """Options taken by value per unit of a resource (what costs nothing first), beside the optimum."""
    alone = {option: evaluate(problem, (option,)) for option in range(len(problem.options))}
    worth = {option: mix.value for option, mix in alone.items() if mix.value > 0}
    order = sorted(worth, key=lambda option: _by_ratio(worth[option], problem.uses[resource][option]))
    mix = evaluate(problem, ())
    for option in order:
        joined = evaluate(problem, (*mix.members, option))
        if not any(mix.holds[i] and not joined.holds[i] for i in hard_limits(problem)):
            mix = joined
    return RatioRule(resource, tuple(order), mix, optimum)


def _by_ratio(value: Fraction, use: Fraction) -> tuple[int, Fraction]:
    return (0, -value) if use <= 0 else (1, -value / use)


def _opened(limit: Limit, resource: int) -> Limit:
    return replace(limit, tests=tuple(_without_most(test, resource) for test in limit.tests))


def _without_most(test: Test, resource: int) -> Test:
    if isinstance(test, Used) and test.resource == resource:
        return replace(test, most=None)
    return test
