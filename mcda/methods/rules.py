"""Rules that people can read for when an option leads.

First an exact one: whatever the other weights, if one weight is at least so much. Where there is none, a box with at
most two conditions found by peeling (PRIM: Friedman and Fisher 1999; scenario discovery: Bryant and Lempert 2010),
always with its coverage (how much of the option's cases it holds) and density (how many of its cases are the option's).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Row = Sequence[Fraction]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

PEEL = 0.05
LEAST_COVERAGE = 0.1
MOST_CONDITIONS = 2


@dataclass(frozen=True, slots=True)
class Condition:
    """One weight is at least (`above`) or at most a share."""

    criterion: int
    share: float
    above: bool


@dataclass(frozen=True, slots=True)
class Box:
    """Conditions that hold together, the share of the option's cases inside, and the share of its cases among them.

    `errors` are those of both shares where they were counted in copies: 95 of 100 times the truth is that near.
    """

    conditions: tuple[Condition, ...]
    coverage: float
    density: float
    errors: tuple[float, float] = (0.0, 0.0)


def sufficient_weight(values: Sequence[Row], option: int, criterion: int) -> Fraction | None:
    """The least weight of a criterion that makes an option first whatever the other weights; None if no weight does.

    A rival's lead is largest where all the rest of the weight lies on the criterion on which it is furthest ahead.
    Exact.

    >>> one, none = Fraction(1), Fraction(0)
    >>> str(sufficient_weight([[3 * one, none], [none, one]], 0, 0))
    '1/4'
    """
    needed = Fraction(0)
    for row in values:
        lead = [theirs - ours for theirs, ours in zip(row, values[option], strict=True)]
        if not any(lead):
            continue
        if lead[criterion] > 0:
            return None
        worst = max(lead)
        if worst > 0:
            if lead[criterion] == 0:
                return None
            needed = max(needed, worst / (worst - lead[criterion]))
    return needed


def peeled_box(points: Floats, cases: Bools) -> Box | None:
    """The box of at most two conditions with the best balance of coverage and density; None without cases.

    >>> points = np.linspace(0, 1, 101)[:, None] * [1.0, -1.0] + [0.0, 1.0]
    >>> box = peeled_box(points, points[:, 0] >= 0.5)
    >>> box.conditions[0].above, round(box.coverage, 1), round(box.density, 1)
    (True, 1.0, 1.0)
    """
    if not cases.any():
        return None
    best, kept = Box((), 1.0, float(cases.mean())), np.ones(len(points), np.bool_)
    limits: dict[tuple[int, bool], Condition] = {}
    while True:
        peeled = _peeled(points, cases, kept, limits)
        if peeled is None:
            return best
        kept, condition = peeled
        limits[condition.criterion, condition.above] = condition
        coverage, density = cases[kept].sum() / cases.sum(), cases[kept].mean()
        if _balance(coverage, density) > _balance(best.coverage, best.density):
            conditions = tuple(sorted(limits.values(), key=lambda each: (each.criterion, not each.above)))
            best = Box(conditions, float(coverage), float(density))


def inside(points: Floats, conditions: Sequence[Condition]) -> Bools:
    """Which points keep all conditions.

    >>> inside(np.array([[0.2, 0.8], [0.6, 0.4]]), [Condition(0, 0.5, above=True)]).tolist()
    [False, True]
    """
    kept = np.ones(len(points), np.bool_)
    for each in conditions:
        column = points[:, each.criterion]
        kept &= column >= each.share if each.above else column <= each.share
    return kept


def _balance(coverage: float, density: float) -> float:
    return 2 * coverage * density / (coverage + density)


def _peeled(
    points: Floats, cases: Bools, kept: Bools, limits: dict[tuple[int, bool], Condition]
) -> tuple[Bools, Condition] | None:
    """The box after the one peel that leaves the densest rest; None if none makes it denser."""
    best, density = None, cases[kept].mean()
    for j, above in ((j, above) for j in range(points.shape[1]) for above in (True, False)):
        if len(limits) >= MOST_CONDITIONS and (j, above) not in limits:
            continue
        share = float(np.quantile(points[kept, j], PEEL if above else 1 - PEEL))
        left = kept & ((points[:, j] >= share) if above else (points[:, j] <= share))
        if left.sum() == kept.sum() or cases[left].sum() < LEAST_COVERAGE * cases.sum():
            continue
        if cases[left].mean() > density:
            best, density = (left, Condition(j, share, above)), cases[left].mean()
    return best
