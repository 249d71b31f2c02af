"""Mixes that break at most one hard limit: what relaxations, prices and admissions are read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from mcda.mixes.enumerate import MOST_MIXES, Mixes, feasible_mixes
from mcda.mixes.evaluate import Evaluation, evaluate
from mcda.mixes.integers import integers, members_of
from mcda.mixes.order import by_merit, merit
from mcda.mixes.totals import Bools, Ints, Masks, broken_limits, holds, objective_of
from mcda.problem.mixing import Limit, MixProblem, Reached, Used

MOST_LOOKED_AT = 22
BLOCK = 1 << 16
KEPT = -1
# Objective and place in one whole number of 64 bits, with a sign.
PACKED_BITS = 62

Limits = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Nearly:
    """Mixes that break no or one hard limit, by falling objective, then rising mask.

    `broken` is the one limit that a mix breaks, KEPT for a feasible mix. True value = (integer +- margin) /
    denominator. Without a limit in `unlisted` there were too many mixes: those that break it are missing.
    """

    masks: Masks
    objective: Ints
    broken: Limits
    denominator: int
    margin: int
    unlisted: tuple[int, ...]


def hard_limits(problem: MixProblem) -> tuple[int, ...]:
    """The limits that a mix must keep."""
    return tuple(index for index, limit in enumerate(problem.limits) if limit.penalty is None)


def dropped(problem: MixProblem, limit: int) -> MixProblem:
    """The problem without what a limit asks for; the others keep their places."""
    limits = list(problem.limits)
    limits[limit] = replace(limits[limit], tests=())
    return replace(problem, limits=tuple(limits))


def blocks(problem: MixProblem) -> Iterator[Masks]:
    """Every mix, feasible or not, in blocks by rising mask."""
    whole = 1 << len(problem.options)
    for start in range(0, whole, BLOCK):
        yield np.arange(start, min(start + BLOCK, whole), dtype=np.uint64)


def nearly_feasible(problem: MixProblem, limit: int = MOST_MIXES) -> Nearly | None:
    """All mixes that break at most one hard limit; None where the feasible ones alone are more than `limit`.

    >>> from fractions import Fraction
    >>> from mcda.problem.mixing import Counted, Effect, Limit
    >>> gain = Effect("gain", Fraction(1), "sum", (Fraction(7), Fraction(5)))
    >>> one = Limit("one", "at most one", "", (Counted(frozenset({0, 1}), most=1),))
    >>> near = nearly_feasible(MixProblem(("a", "b"), (gain,), (), (), (), (), (one,)))
    >>> near.masks.tolist(), near.broken.tolist()
    ([3, 1, 2, 0], [0, -1, -1, -1])
    """
    unlisted: tuple[int, ...] = ()
    if len(problem.options) <= MOST_LOOKED_AT:
        masks, broken = _joined(_looked_at(problem))
    else:
        feasible = feasible_mixes(problem, limit)
        if not isinstance(feasible, Mixes):
            return None
        others = {index: _breaking(problem, index, limit) for index in hard_limits(problem)}
        unlisted = tuple(index for index, found in others.items() if found is None)
        listed = [(index, found) for index, found in others.items() if found is not None]
        masks, broken = _joined([(feasible.masks, _all(feasible.masks, KEPT)), *((m, _all(m, i)) for i, m in listed)])
    return _sorted(problem, masks, broken, unlisted)


def in_order(problem: MixProblem, mixes: Mixes) -> Nearly:
    """Feasible mixes alone, as such a table."""
    return _sorted(problem, mixes.masks, _all(mixes.masks, KEPT), ())


def best_where(problem: MixProblem, near: Nearly, where: Bools) -> Evaluation | None:
    """The best of some of the mixes, by the written rule, exactly."""
    if not where.any():
        return None
    # The first of them is the best, and what comes within the margin follows it.
    first, rising = int(where.argmax()), near.objective[::-1]
    last = len(rising) - int(np.searchsorted(rising, near.objective[first] - 2 * near.margin))
    close = near.masks[first:last][where[first:last]]
    if near.margin:
        return min((evaluate(problem, members_of(mask)) for mask in close.tolist()), key=merit)
    return evaluate(problem, members_of(first_of_equals(problem, close)))


def first_of_equals(problem: MixProblem, masks: Masks) -> int:
    """The mix that the tie-break takes, of mixes with one value."""
    if len(masks) == 1:
        return int(masks[0])
    return int(masks[by_merit(problem, masks, np.zeros(len(masks), np.int64))[0]])


def holding(near: Nearly, option: int) -> Bools:
    """Which of the mixes hold an option."""
    return np.asarray(near.masks & np.uint64(1 << option), np.bool_)


def _looked_at(problem: MixProblem) -> Iterator[tuple[Masks, Limits]]:
    """Every mix looked at; a mix is let go at the second limit that it breaks."""
    # What is counted is told sooner than what is added up.
    hard = sorted(hard_limits(problem), key=lambda index: _added_up(problem.limits[index]))
    for block in blocks(problem):
        masks, broken = block, _all(block, KEPT)
        for index in hard:
            wrong = ~holds(problem, index, masks)
            once = np.flatnonzero(~wrong | (broken == KEPT))
            broken = np.where(wrong, np.int32(index), broken)
            if len(once) < len(masks):
                masks, broken = masks[once], broken[once]
        yield masks, broken


def _added_up(limit: Limit) -> int:
    return sum(isinstance(test, Used | Reached) for test in limit.tests)


def _breaking(problem: MixProblem, limit: int, most: int) -> Masks | None:
    """The mixes that break just this limit; None where there are too many without it."""
    found = feasible_mixes(dropped(problem, limit), most)
    if not isinstance(found, Mixes):
        return None
    return found.masks[~holds(problem, limit, found.masks)]


def _all(masks: Masks, limit: int) -> Limits:
    return np.full(len(masks), limit, np.int32)


def _joined(pieces: Iterator[tuple[Masks, Limits]] | list[tuple[Masks, Limits]]) -> tuple[Masks, Limits]:
    masks, broken = zip(*pieces, strict=True)
    return np.concatenate(masks), np.concatenate(broken)


def _sorted(problem: MixProblem, masks: Masks, broken: Limits, unlisted: tuple[int, ...]) -> Nearly:
    scaled = integers(problem)
    soft = [index for index, limit in enumerate(problem.limits) if limit.penalty]
    objective = objective_of(problem, masks, broken_limits(problem, masks, soft))
    order = _falling(objective, masks)
    arrays = masks[order], objective[order], broken[order]
    for array in arrays:
        array.flags.writeable = False
    return Nearly(*arrays, scaled.objective.denominator, scaled.objective.margin, unlisted)


def _falling(objective: Ints, masks: Masks) -> npt.NDArray[np.intp]:
    """Places by falling objective, then rising mask; whole keys are sorted several times as fast as two columns."""
    highest, lowest, bits = int(objective.max(initial=0)), int(objective.min(initial=0)), len(masks).bit_length()
    rising = bool((masks[1:] > masks[:-1]).all())
    if not rising or (highest - lowest).bit_length() + bits > PACKED_BITS:
        return np.lexsort((masks, -objective))
    key = ((highest - objective) << np.int64(bits)) | np.arange(len(masks))
    key.sort()
    return np.asarray(key & ((1 << bits) - 1), np.intp)
