"""Figures of many mixes at once: points, uses, value and broken limits for any array of masks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

import numpy as np
import numpy.typing as npt

from mcda.mixes.evaluate import effect_value, used
from mcda.mixes.folding import FAR, folded
from mcda.mixes.integers import Figure, Part, ceil_at, floor_at, integers, mask_of, members_of, scaled_penalties
from mcda.problem.mixing import (
    Conditional,
    Counted,
    Implied,
    MixProblem,
    PerFull,
    Proportion,
    Reached,
    Test,
    Used,
)

Masks = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

MOST_OPTIONS = 63


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures of the masks that were asked for, in their order; true = (integer +- margin) / denominator.

    `objective` has the penalties deducted and is worked out for infeasible masks too. Bit l % 64 of row l // 64 of
    `broken` says that limit l is broken (exact, whatever the margins).
    """

    objective: Ints
    denominator: int
    margin: int
    effects: tuple[Ints, ...]
    effect_denominators: tuple[int, ...]
    effect_margins: tuple[int, ...]
    uses: tuple[Ints, ...]
    use_denominators: tuple[int, ...]
    use_margins: tuple[int, ...]
    counts: Ints
    broken: Masks


def totals(problem: MixProblem, masks: Masks) -> Totals:
    """Every figure of every mask: a table that conflicts, relaxations and frontiers are read from."""
    scaled = integers(problem)
    broken = broken_limits(problem, masks, range(len(problem.limits)))
    return Totals(
        objective_of(problem, masks, broken),
        scaled.objective.denominator,
        scaled.objective.margin,
        tuple(amounts(each, masks) for each in scaled.effects),
        tuple(each.denominator for each in scaled.effects),
        tuple(each.margin for each in scaled.effects),
        tuple(amounts(each, masks) for each in scaled.uses),
        tuple(each.denominator for each in scaled.uses),
        tuple(each.margin for each in scaled.uses),
        np.bitwise_count(masks).astype(np.int64),
        broken,
    )


def all_masks(options: int) -> Masks:
    """Every mix of so many options, empty mix first.

    >>> all_masks(2)
    array([0, 1, 2, 3], dtype=uint64)
    """
    return np.arange(1 << options, dtype=np.uint64)


def amounts(figure: Figure, masks: Masks) -> Ints:
    """One figure of every mask, as integers over its denominator."""
    parts = [_part_amounts(part, masks) for part in figure.parts] or [np.zeros(len(masks), np.int64)]
    return reduce(np.add, parts)


def objective_of(problem: MixProblem, masks: Masks, broken: Masks) -> Ints:
    """Value of every mask less the penalties of the soft limits it breaks."""
    scaled = integers(problem)
    return amounts(scaled.objective, masks) - penalties_of(problem, broken)


def penalties_of(problem: MixProblem, broken: Masks) -> Ints:
    """Penalties of the broken soft limits, over the denominator of the objective."""
    total = np.zeros(broken.shape[1], np.int64)
    for index, penalty in enumerate(scaled_penalties(problem)):
        if penalty:
            total += breaks(broken, index) * np.int64(penalty)
    return total


def broken_limits(problem: MixProblem, masks: Masks, limits: Iterable[int]) -> Masks:
    """Bit masks of the limits, among those asked for, that each mix breaks; one row for every 64 limits."""
    words = max(1, -(-len(problem.limits) // 64))
    broken = np.zeros((words, len(masks)), np.uint64)
    for index in limits:
        kept = holds(problem, index, masks)
        broken[index // 64] |= ~kept * np.uint64(1 << index % 64)
    return broken


def breaks(broken: Masks, limit: int) -> Bools:
    """Which masks break one limit, read from the bit masks."""
    return np.asarray(broken[limit // 64] & np.uint64(1 << limit % 64), np.bool_)


def holds(problem: MixProblem, limit: int, masks: Masks) -> Bools:
    """Which masks keep one limit (exact)."""
    kept = np.ones(len(masks), np.bool_)
    for test in problem.limits[limit].tests:
        kept &= test_holds(problem, test, masks)
    return kept


def _count(masks: Masks, members: Iterable[int]) -> Ints:
    return np.asarray(np.bitwise_count(masks & np.uint64(mask_of(members))), np.int64)


def test_holds(problem: MixProblem, test: Test, masks: Masks) -> Bools:
    """Which masks keep one test (exact)."""
    match test:
        case Counted(members, least, most):
            return _counted(masks & np.uint64(mask_of(members)), least, most)
        case Implied(option, members, least):
            return np.asarray((_count(masks, (option,)) == 0) | (_count(masks, members) >= least), np.bool_)
        case Conditional(members, when, others, least):
            return np.asarray((_count(masks, members) < when) | (_count(masks, others) >= least), np.bool_)
        case Proportion(members, per, most, others):
            return np.asarray(per * _count(masks, members) <= most * _count(masks, others), np.bool_)
        case PerFull(members, every, least, others):
            return np.asarray(least * (_count(masks, members) // every) <= _count(masks, others), np.bool_)
        case Used(resource, least, most):
            amount = integers(problem).uses[resource]
            return _reaches(amount, least, most, masks, lambda members: used(problem, resource, members))
        case Reached(effect, least, most):
            amount = integers(problem).effects[effect]
            return _reaches(amount, least, most, masks, lambda members: effect_value(problem, effect, members))


def _counted(masks: Masks, least: int | None, most: int | None) -> Bools:
    """Which masks hold so many options: a count is a small number, and so are the bounds that matter."""
    count = np.bitwise_count(masks).astype(np.int8)
    kept = np.ones(len(masks), np.bool_)
    if least is not None:
        kept &= count >= min(max(least, -1), MOST_OPTIONS + 1)
    if most is not None:
        kept &= count <= min(max(most, -1), MOST_OPTIONS + 1)
    return kept


def _reaches(
    figure: Figure,
    least: Fraction | None,
    most: Fraction | None,
    masks: Masks,
    exactly: Callable[[tuple[int, ...]], Fraction],
) -> Bools:
    low = -FAR if least is None else max(-FAR, min(FAR, ceil_at(least, figure.denominator)))
    high = FAR if most is None else max(-FAR, min(FAR, floor_at(most, figure.denominator)))
    amount = amounts(figure, masks)
    kept = (amount >= low) & (amount <= high)
    if not figure.margin:
        return kept
    near_low = np.abs(amount - low) <= figure.margin + 1
    doubtful = np.flatnonzero(near_low | (np.abs(amount - high) <= figure.margin + 1))
    told = masks[doubtful] & np.uint64(support(figure))
    distinct, inverse = np.unique(told, return_inverse=True)
    verdicts = [_inside(exactly(members_of(mask)), least, most) for mask in distinct.tolist()]
    kept[doubtful] = np.array(verdicts, np.bool_)[inverse] if verdicts else False
    return kept


def _inside(amount: Fraction, least: Fraction | None, most: Fraction | None) -> bool:
    return (least is None or least <= amount) and (most is None or amount <= most)


def support(figure: Figure) -> int:
    """Options whose presence can change the figure."""
    mask = 0
    for part in figure.parts:
        idle = {"product": 1, "sum": 0}.get(part.kind)
        mask |= mask_of(index for index, item in enumerate(part.items) if idle is None or item != idle)
        for group, _ in part.groups:
            mask |= group
    return mask


def _part_amounts(part: Part, masks: Masks) -> Ints:
    match part.kind:
        case "sum":
            total = folded("sum", _whole(part), masks)
            for mask, points in part.groups:
                total += ((masks & np.uint64(mask)) == np.uint64(mask)) * np.int64(int(points))
            return total if part.cap is None else np.minimum(total, np.int64(int(part.cap)))
        case "lowest" | "highest":
            extreme = folded(part.kind, _whole(part), masks)
            extreme[masks == 0] = 0
            return extreme
        case "product":
            product = folded("product", [float(item) for item in part.items], masks)
            return np.rint(float(part.gain) * (1 - product)).astype(np.int64)


def _whole(part: Part) -> list[int]:
    return [int(item) for item in part.items]
