"""How often each option takes each rank, over allowed weights and, if asked, over uncertain ratings.

Rank acceptability, central weights and confidence factors (Lahdelma and Salminen 2001; Tervonen and Lahdelma 2007) on
whole-number points. Every score is a whole number below 2^53, so that float products and sums are exact: counts are the
same on every machine, with any number of workers and any size of chunks. Each of eight shifted copies of the points
gives its own estimate; their spread gives the error of their mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from mcda.methods.points import WEIGHT_BITS, hashed, weight_points
from mcda.methods.weight_sets import WeightSet

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Row = Sequence[Fraction]

COPIES = 8
CHUNK = 1 << 15
VALUE_BITS = 20
LARGEST = 53
QUANTILE_BITS = 10
QUANTILES = 1 << QUANTILE_BITS
# Ratings that one 64-bit word decides.
PER_WORD = 6
# Numbers in one block, so that it stays in the fast part of memory.
BLOCK = 1 << 17
# The 97.5 % point of Student's t with COPIES - 1 degrees of freedom.
STUDENT = 2.365


@dataclass(frozen=True, slots=True)
class Acceptability:
    """Shares of the draws, options x ranks, with the error of each (95 of 100 times the truth lies within it).

    `counts` (copies x options x ranks) are what the shares come from. `central` are the mean weights of the draws in
    which an option is first, not a number where it never is.
    """

    shares: Floats
    errors: Floats
    central: Floats
    counts: Ints
    draws: int

    @property
    def first(self) -> Floats:
        """The share of draws in which each option is first."""
        return np.asarray(self.shares[:, 0])


@dataclass(frozen=True, slots=True)
class _Scaled:
    """Sort keys of each group of equal options, and how many are in it: a draw's weights times the row, the last number
    of which is the group's own, is a whole number that is lowest for the best group and ends in the group.

    `tables` are such keys for the quantiles of uncertain cells (cells x quantiles) at the places `cells`.
    """

    keys: Floats
    sizes: tuple[int, ...]
    cells: tuple[tuple[int, int], ...]
    tables: Floats


@dataclass(frozen=True, slots=True)
class _Task:
    scaled: _Scaled
    weights: WeightSet
    piece: int
    copy: int
    start: int
    count: int


Counted = tuple[Ints, Ints]


def rank_acceptability(
    values: Sequence[Row],
    weights: WeightSet,
    draws: int,
    *,
    uncertain: Sequence[tuple[int, int, Floats]] = (),
    executor: Executor | None = None,
    chunk: int = CHUNK,
) -> Acceptability:
    """Shares of all ranks over evenly spread allowed weights.

    `uncertain` lists cells (option, criterion) with 1024 equally likely values each, in rising order. A set of one
    single weighting keeps the weights as they are. Options with equal rows share their better rank.

    >>> from mcda.methods.weight_sets import weight_set
    >>> one, none = Fraction(1), Fraction(0)
    >>> found = rank_acceptability([[one, none], [none, 3 * one]], weight_set([], 2), 8000)
    >>> found.shares.round(2)
    array([[0.25, 0.75],
           [0.75, 0.25]])
    """
    group, scaled = _scaled(values, uncertain)
    tasks = list(_tasks(scaled, weights, max(1, draws // COPIES), chunk))
    counts = np.zeros((COPIES, len(scaled.sizes), len(values)), np.int64)
    sums = np.zeros((len(scaled.sizes), len(values[0])), np.int64)
    for task, (ranks, firsts) in zip(tasks, mapped(_counted, tasks, executor), strict=True):
        counts[task.copy] += ranks
        sums += firsts
    return _result(counts[:, group], sums[group])


def mapped(work: Callable[[_Task], Counted], tasks: Iterable[_Task], executor: Executor | None) -> Iterable[Counted]:
    """The work done on every task, in the order of the tasks, here or by an executor."""
    return map(work, tasks) if executor is None else executor.map(work, tasks)


def allotted(weights: WeightSet, draws: int) -> tuple[int, ...]:
    """How many of the draws fall to each piece, by largest remainder.

    >>> from mcda.methods.weight_sets import weight_set
    >>> allotted(weight_set([], 3), 10)
    (10,)
    """
    ideal = [share * draws for share in weights.shares]
    given = [int(number) for number in ideal]
    order = sorted(range(len(ideal)), key=lambda place: given[place] - ideal[place])
    for place in order[: draws - sum(given)]:
        given[place] += 1
    return tuple(given)


def _tasks(scaled: _Scaled, weights: WeightSet, draws: int, chunk: int) -> Iterable[_Task]:
    for copy in range(COPIES):
        for piece, count in enumerate(allotted(weights, draws)):
            for start in range(0, count, chunk):
                yield _Task(scaled, weights, piece, copy, start, min(chunk, count - start))


def _result(counts: Ints, sums: Ints) -> Acceptability:
    each = counts / counts[:, :1].sum(axis=2, keepdims=True)
    draws = int(counts[:, 0].sum())
    errors = STUDENT * each.std(axis=0, ddof=1) / np.sqrt(COPIES)
    whole = sums.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        central = np.where(whole > 0, sums / whole, np.nan)
    shares = counts.sum(axis=0) / draws
    for array in (shares, errors, central, counts):
        array.flags.writeable = False
    return Acceptability(shares, errors, central, counts, draws)


def _scaled(values: Sequence[Row], uncertain: Sequence[tuple[int, int, Floats]]) -> tuple[Ints, _Scaled]:
    """Equal rows as one, and all values as whole numbers on one scale; `group` says which row each option is in."""
    vague = {i for i, _, _ in uncertain}
    keys = [(tuple(row), i if i in vague else -1) for i, row in enumerate(values)]
    kept = list(dict.fromkeys(keys))
    group = np.array([kept.index(key) for key in keys])
    ends = [float(x) for row in values for x in row] + [float(x) for _, _, table in uncertain for x in table[[0, -1]]]
    digits = min(VALUE_BITS, LARGEST - WEIGHT_BITS - _bits(len(kept)) - 1)
    low, scale = min(ends), (1 << digits) / ((max(ends) - min(ends)) or 1.0)
    shift = -float(1 << _bits(len(kept)))
    whole = np.zeros((len(kept), len(values[0]) + 1))
    whole[:, :-1] = np.rint((np.array([[float(x) for x in row] for row, _ in kept]) - low) * scale) * shift
    whole[:, -1] = np.arange(len(kept))
    cells = tuple((int(group[i]), j) for i, j, _ in uncertain)
    for place, j in cells:
        whole[place, j] = 0
    tables = np.array([np.rint((table - low) * scale) * shift for _, _, table in uncertain])
    return group, _Scaled(
        whole, tuple(keys.count(key) for key in kept), cells, tables.reshape(len(uncertain), QUANTILES)
    )


def _counted(task: _Task) -> Counted:
    """Ranks (groups x ranks) and sums of weights where first (groups x criteria), in one task."""
    groups, criteria = task.scaled.keys.shape
    ranks = np.zeros((groups, sum(task.scaled.sizes)), np.int64)
    firsts = np.zeros((groups, criteria - 1), np.int64)
    step = max(64, BLOCK // (groups * (1 + len(task.scaled.cells) // groups)))
    for start in range(task.start, task.start + task.count, step):
        count = min(step, task.start + task.count - start)
        points = weight_points(task.weights, task.piece, task.copy, start, count)
        order = _order(task, points, start)
        first = order[:, 0].copy()
        for j in range(criteria - 1):
            firsts[:, j] += np.bincount(first, weights=points[:, j], minlength=groups).astype(np.int64)
        ranks += _places(order, task.scaled.sizes)
    return ranks, firsts


def _order(task: _Task, points: Floats, start: int) -> Ints:
    """The groups from first to last in every draw: score and group packed into one whole number, then sorted."""
    scaled = task.scaled
    tall = np.ones((points.shape[1] + 1, len(points)))
    tall[:-1] = points.T
    keys = tall.T @ scaled.keys.T
    # Pieces draw their ratings from one stream, each from a part of its own.
    stream = task.copy * len(task.weights.pieces) + task.piece
    for first in range(0, len(scaled.cells), PER_WORD):
        drawn = hashed(first, stream, start, len(points))
        for place, (group, j) in enumerate(scaled.cells[first : first + PER_WORD], start=first):
            index = (drawn & np.uint64(QUANTILES - 1)).astype(np.intp)
            drawn >>= np.uint64(QUANTILE_BITS)
            keys[:, group] += tall[j] * scaled.tables[place][index]
    keys.sort(axis=1)
    order = keys.astype(np.int64)
    order &= np.int64((1 << _bits(len(scaled.keys))) - 1)
    return order


def _bits(groups: int) -> int:
    return max(1, (groups - 1).bit_length())


def _places(order: Ints, sizes: tuple[int, ...]) -> Ints:
    """How often each group takes each rank; every option of a group takes its better rank. Uses up `order`."""
    groups, options = len(sizes), sum(sizes)
    if groups == options:
        order += np.arange(groups, dtype=np.int64) * groups
        return np.bincount(order.ravel(), minlength=groups * groups).reshape(groups, groups).T
    size = np.array(sizes, np.int64)[order]
    before = np.cumsum(size, axis=1) - size
    return np.bincount((order * options + before).ravel(), minlength=groups * options).reshape(groups, options)
