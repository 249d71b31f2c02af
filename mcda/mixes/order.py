"""Mixes in order of merit: value first, then the written tie-break, always on exact numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from mcda.mixes.enumerate import Mixes
from mcda.mixes.evaluate import Evaluation, evaluate
from mcda.mixes.figures import use_keys
from mcda.mixes.integers import members_of
from mcda.mixes.totals import Bools, Ints, Masks
from mcda.problem.mixing import MixProblem

TIE_BREAK = "Of mixes with the same value: fewer options first, then lower cost, then the order of options in the file."


def merit(evaluation: Evaluation) -> tuple[Fraction, int, tuple[Fraction, ...], tuple[int, ...]]:
    """Sort key of a mix, best first: value, number of options, uses in resource order, options in file order."""
    return -evaluation.value, evaluation.count, evaluation.uses, evaluation.members


def leading(problem: MixProblem, mixes: Mixes, count: int) -> Masks:
    """The `count` best masks, best first."""
    if not mixes.count or count < 1:
        return mixes.masks[:0]
    last = min(count, mixes.count)
    cut = int(np.partition(mixes.objective, mixes.count - last)[mixes.count - last])
    near = mixes.masks[mixes.objective >= cut - 2 * mixes.margin]
    return _ordered(problem, mixes, near)[:last]


def top(problem: MixProblem, mixes: Mixes) -> Masks:
    """Every mix with the best value, in the order of the tie-break."""
    if not mixes.count:
        return mixes.masks
    best = int(mixes.objective.max())
    near = _ordered(problem, mixes, mixes.masks[mixes.objective >= best - 2 * mixes.margin])
    if not mixes.margin:
        return near
    value = evaluate(problem, members_of(int(near[0]))).value
    equal = [mask for mask in near.tolist() if evaluate(problem, members_of(mask)).value == value]
    return np.array(equal, np.uint64)


def worth_at_least(problem: MixProblem, mixes: Mixes, threshold: Fraction) -> Bools:
    """Which mixes have at least this value (exact)."""
    low = (threshold * mixes.denominator).__ceil__()
    kept = mixes.objective >= low
    if mixes.margin:
        doubtful = np.flatnonzero(np.abs(mixes.objective - low) <= mixes.margin + 1)
        for place, mask in zip(doubtful, mixes.masks[doubtful].tolist(), strict=True):
            kept[place] = evaluate(problem, members_of(mask)).value >= threshold
    return kept


def _ordered(problem: MixProblem, mixes: Mixes, masks: Masks) -> Masks:
    if mixes.margin:
        exact = sorted((evaluate(problem, members_of(mask)) for mask in masks.tolist()), key=merit)
        return np.array([sum(1 << i for i in each.members) for each in exact], np.uint64)
    value = mixes.objective[np.searchsorted(mixes.masks, masks)]
    return masks[by_merit(problem, masks, value)]


def by_merit(problem: MixProblem, masks: Masks, objective: Ints) -> npt.NDArray[np.intp]:
    """Positions of the masks, best first by the written rule; exact where the objective is."""
    uses = (use_keys(problem, resource, masks) for resource in range(len(problem.resources)))
    keys = [-objective, np.bitwise_count(masks).astype(np.int64), *uses]
    # lexsort takes the last key as the first; -reversed puts the mix with the earlier option first.
    keys.append(-_reversed(masks, len(problem.options)))
    return np.lexsort(keys[::-1])


def _reversed(masks: Masks, options: int) -> Ints:
    """Masks with the first option as the highest bit."""
    turned = np.zeros(len(masks), np.int64)
    for option in range(options):
        bit = (masks >> np.uint64(option)) & np.uint64(1)
        turned |= bit.astype(np.int64) << np.int64(options - 1 - option)
    return turned
