"""How often each option takes each rank, over allowed weights and, if asked, over uncertain ratings.

Rank acceptability, central weights and confidence factors (Lahdelma and Salminen 2001; Tervonen and Lahdelma 2007) on
whole-number points. Values are rounded to 28 bits and weights to 24, so that float products and sums are exact: counts
are the same on every machine, with any number of workers and any size of chunks. Each of eight shifted copies of the
points gives its own estimate; their spread gives the error of their mean.
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
Order = npt.NDArray[np.uint8 | np.uint16 | np.int32]
Row = Sequence[Fraction]

COPIES = 8
CHUNK = 1 << 15
VALUE_BITS = 28
# A score and its option share a positive 32-bit number; one bit is spare, as corners of sets of weights are rounded.
KEY_BITS = 30
QUANTILE_BITS = 10
QUANTILES = 1 << QUANTILE_BITS
# Ratings that one 64-bit word decides.
PER_WORD = 6
# Draws looked at together, and scores in one table of theirs, so that both stay in the fast part of memory.
DRAWN = 1 << 12
TABLE = 1 << 15
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
    """What each group of equal options lacks of the best value (criteria x groups), and how many options are in it.

    The weighted sum is below 2^30, least for the best group; its fraction is cut off. `tables` are such numbers for the
    quantiles of uncertain cells (cells x quantiles) at the places `cells` (group, criterion).
    """

    lacks: Floats
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
    single weighting keeps the weights as they are. Options with equal rows share their better rank; of others that a
    draw leaves level the one with the larger sum of values comes first.

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
    """Equal rows as one, all on one scale of whole numbers; `group` says which row each option is in.

    Rows with a larger sum come first, so that an option that dominates another is never behind it, however little they
    differ.
    """
    vague = {i for i, _, _ in uncertain}
    keys = [(tuple(row), i if i in vague else -1) for i, row in enumerate(values)]
    kept = sorted(dict.fromkeys(keys), key=lambda key: -sum(key[0]))
    place = {key: number for number, key in enumerate(kept)}
    group = np.array([place[key] for key in keys])
    rows = np.array([[float(x) for x in row] for row, _ in kept]).T
    tables = np.array([table for _, _, table in uncertain]).reshape(-1, QUANTILES)
    low, high = (end(np.concatenate([rows.ravel(), tables.ravel()])) for end in (np.min, np.max))
    lacks, cells = _lacks(rows, low, high), tuple((int(group[i]), j) for i, j, _ in uncertain)
    for number, j in cells:
        lacks[j, number] = 0
    sizes = tuple(keys.count(key) for key in kept)
    return group, _Scaled(lacks, sizes, cells, _lacks(tables, low, high))


def _lacks(values: Floats, low: np.float64, high: np.float64) -> Floats:
    whole = np.rint((high - values) * ((1 << VALUE_BITS) / (high - low or 1.0)))
    return np.asarray(whole * 2.0 ** (KEY_BITS - VALUE_BITS - WEIGHT_BITS))


def _counted(task: _Task) -> Counted:
    """Ranks (groups x ranks) and sums of weights where first (groups x criteria), in one task."""
    criteria, groups = task.scaled.lacks.shape
    ranks = np.zeros((groups, sum(task.scaled.sizes)), np.int64)
    firsts = np.zeros((groups, criteria), np.int64)
    for start in range(task.start, task.start + task.count, DRAWN):
        count = min(DRAWN, task.start + task.count - start)
        points = weight_points(task.weights, task.piece, task.copy, start, count)
        order = _order(task, points, start)
        first = order[:, 0].astype(np.int64)
        for j in range(criteria):
            firsts[:, j] += np.bincount(first, weights=points[:, j], minlength=groups).astype(np.int64)
        ranks += _places(order, task.scaled.sizes)
    return ranks, firsts


def _order(task: _Task, points: Floats, start: int) -> Order:
    """The groups from first to last in every draw: score and group packed into one whole number, then sorted."""
    groups = len(task.scaled.sizes)
    step = min(len(points), max(64, TABLE // groups))
    low = (1 << max(1, (groups - 1).bit_length())) - 1
    order: Order = np.empty((len(points), groups), np.min_scalar_type(low))
    numbers = np.tile(np.arange(groups, dtype=np.int32), (step, 1))
    table = np.empty((step, groups), np.int32)
    for begin in range(0, len(points), step):
        part = table[: len(points) - begin]
        np.copyto(part, _scores(task, points[begin : begin + step], start + begin), casting="unsafe")
        part &= np.int32(~low)
        part |= numbers[: len(part)]
        part.sort(axis=1)
        np.copyto(order[begin : begin + step], part, casting="unsafe")
    order &= order.dtype.type(low)
    return order


def _scores(task: _Task, points: Floats, start: int) -> Floats:
    """What every group lacks in every draw, draws x groups."""
    scaled = task.scaled
    lacks = points @ scaled.lacks
    if not scaled.cells:
        return np.asarray(lacks)
    drawn = np.zeros(lacks.T.shape)
    for place, (group, j) in enumerate(scaled.cells):
        if place % PER_WORD == 0:
            # Pieces draw their ratings from one stream, each from a part of its own.
            words = hashed(place, task.copy * len(task.weights.pieces) + task.piece, start, len(points))
        index = (words & np.uint64(QUANTILES - 1)).astype(np.intp)
        words >>= np.uint64(QUANTILE_BITS)
        drawn[group] += points[:, j] * scaled.tables[place][index]
    return np.asarray(lacks + drawn.T)


def _places(order: Order, sizes: tuple[int, ...]) -> Ints:
    """How often each group takes each rank; every option of a group takes its better rank."""
    groups, options = len(sizes), sum(sizes)
    if groups == options:
        # Gathering each rank first is faster than counting across the rows.
        return np.array([np.bincount(rank, minlength=groups) for rank in np.ascontiguousarray(order.T)]).T
    size = np.array(sizes, np.int32)[order]
    cell = order * np.int32(options) + np.cumsum(size, axis=1, dtype=np.int32) - size
    return np.bincount(cell.ravel(), minlength=groups * options).reshape(groups, options)
