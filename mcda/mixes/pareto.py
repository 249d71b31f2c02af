"""Mixes that no other mix matches or beats on everything: over the criteria, and over criteria and resources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from mcda.mixes.enumerate import Mixes
from mcda.mixes.figures import effect_keys, use_keys
from mcda.mixes.order import by_merit
from mcda.mixes.totals import Bools, Ints, Masks, broken_limits, penalties_of
from mcda.problem.mixing import MixProblem

PIVOTS = 32
MANY = 500
IDLE = 2
FEW = 16
FIRST = 128
BLOCK = 4096
DIRECT = 1 << 18
CHUNK = 4096

Ranks = npt.NDArray[np.int16 | np.int32]


@dataclass(frozen=True, slots=True)
class Pareto:
    """Nondominated mixes, best value first, one for each distinct point, and how many mixes share that point.

    No weights can make a mix best that is not equal to one of these on every criterion. Exact. `masks` bit i is option
    i; their figures are `totals(problem, masks)`.
    """

    masks: Masks
    shared: Ints
    considered: int

    @property
    def count(self) -> int:
        """How many distinct points there are."""
        return len(self.masks)


def pareto(problem: MixProblem, mixes: Mixes) -> Pareto:
    """The mixes that are nondominated over the criteria (and the penalties of soft limits, where there are any).

    >>> from fractions import Fraction
    >>> from mcda.mixes.enumerate import feasible_mixes
    >>> from mcda.problem.mixing import Effect
    >>> effects = tuple(Effect(k, Fraction(1), "sum", v) for k, v in {"x": (Fraction(7), Fraction(-5)),
    ...                                                              "y": (Fraction(-1), Fraction(-4))}.items())
    >>> problem = MixProblem(("a", "b"), effects, (), (), (), (), ())
    >>> pareto(problem, feasible_mixes(problem)).masks.tolist()
    [1, 0]
    """
    return _pareto(problem, mixes, [*_merits(problem, mixes.masks)])


def efficient(problem: MixProblem, mixes: Mixes) -> Pareto:
    """The mixes that are nondominated over criteria and resources together: less used is better."""
    uses = [-use_keys(problem, resource, mixes.masks) for resource in range(len(problem.resources))]
    return _pareto(problem, mixes, [*_merits(problem, mixes.masks), *uses])


def nondominated(columns: Sequence[Ints]) -> npt.NDArray[np.intp]:
    """Rows that no other row matches or beats throughout, of equal rows the first; more is better in every column.

    >>> nondominated([np.array([1, 2, 2, 0, 2]), np.array([3, 1, 2, 3, 2])]).tolist()
    [0, 2]
    """
    alive = _not_beaten_by_pivots(columns)
    point = _undominated([column[alive] for column in columns])
    inside = np.flatnonzero(point >= 0)
    return alive[np.sort(inside[_firsts(point[inside])[0]])]


def _merits(problem: MixProblem, masks: Masks) -> Iterator[Ints]:
    """Columns in which more is better: the effects, and what is spared of penalties."""
    for effect in range(len(problem.effects)):
        yield effect_keys(problem, effect, masks)
    soft = [index for index, limit in enumerate(problem.limits) if limit.penalty]
    if soft:
        yield -penalties_of(problem, broken_limits(problem, masks, soft))


def _pareto(problem: MixProblem, mixes: Mixes, columns: list[Ints]) -> Pareto:
    alive = _not_beaten_by_pivots(columns or [np.zeros(mixes.count, np.int64)])
    point = _undominated([column[alive] for column in columns] or [np.zeros(len(alive), np.int64)])
    inside = np.flatnonzero(point >= 0)
    places, point = alive[inside], point[inside]
    # Of mixes at one point, which have one value, the first by the written rule stands for all.
    order = by_merit(problem, mixes.masks[places], mixes.objective[places])
    first, shared = _firsts(point[order])
    return Pareto(mixes.masks[places[order[first]]], shared, mixes.count)


def _firsts(labels: Ints) -> tuple[npt.NDArray[np.intp], Ints]:
    """Where each label stands first, in this order, and how often it stands."""
    _, first, times = np.unique(labels, return_index=True, return_counts=True)
    order = np.argsort(first)
    return first[order], times[order].astype(np.int64)


def _not_beaten_by_pivots(columns: Sequence[Ints]) -> npt.NDArray[np.intp]:
    """Rows left when some strong rows have beaten what they can: most of a large table goes here.

    Where pivots beat few rows the table is nearly undominated already, and the rest of them is saved.
    """
    rest = list(columns)
    alive, idle = np.arange(len(rest[0])), 0
    sizes = [max(1, int(column.max(initial=0)) - int(column.min(initial=0))) for column in rest]
    for weights in _spread(len(rest)):
        if len(alive) < MANY or idle > IDLE:
            break
        worth = sum(column * weight for column, weight in zip(rest, weights / sizes, strict=True))
        left = np.flatnonzero(~_beaten(rest, int(np.argmax(worth))))
        idle += (len(alive) - len(left)) * FEW < len(alive)
        if len(left) < len(alive):
            alive, rest = alive[left], [column[left] for column in rest]
    return alive


def _beaten(columns: Sequence[Ints], pivot: int) -> Bools:
    """Rows that one row matches throughout and beats somewhere."""
    matched = np.ones(len(columns[0]), np.bool_)
    for column in columns:
        matched &= column <= column[pivot]
    level = np.flatnonzero(matched)
    for column in columns:
        level = level[column[level] == column[pivot]]
    matched[level] = False
    return matched


def _spread(size: int) -> Iterator[npt.NDArray[np.float64]]:
    """Weights spread over the simplex, the even ones first: a Kronecker sequence made exponential."""
    yield np.ones(size)
    steps = np.sqrt(np.arange(2, size + 2)) % 1 + np.arange(size) / (7 * size)
    for turn in range(1, PIVOTS):
        yield -np.log1p(-((turn * steps) % 1))


def _undominated(columns: Sequence[Ints]) -> Ints:
    """For each row the number of its point, shared with the rows equal to it; -1 where another row beats it.

    Points are taken by falling sum of ranks, so that only an earlier one can beat a later one, and compared in blocks
    with those kept so far (after Kung, Luccio and Preparata 1975).
    """
    ranks = np.stack([np.unique(column, return_inverse=True)[1].ravel() for column in columns])
    key = _packed(ranks)
    _, first, point = np.unique(key, axis=key.ndim - 1 or None, return_index=True, return_inverse=True)
    order = np.argsort(-ranks[:, first].sum(axis=0), kind="stable")
    narrow: type[np.int16 | np.int32] = np.int16 if ranks.shape[1] < 2**15 else np.int32
    kept = np.full(len(first), -1, np.int64)
    best = order[_swept(ranks[:, first[order]].astype(narrow))]
    kept[best] = best
    return kept[point.ravel()]


def _packed(ranks: Ints) -> Ints:
    """Rows of ranks as single numbers where they fit, for speed."""
    sizes = [int(row.max(initial=0)) + 1 for row in ranks]
    if prod(sizes) >= 2**62:
        return ranks
    key = np.zeros(ranks.shape[1], np.int64)
    for size, row in zip(sizes, ranks, strict=True):
        key = key * size + row
    return key


def _swept(ranks: Ranks) -> npt.NDArray[np.intp]:
    """Places of distinct columns, sorted by falling sum, that no earlier column matches throughout.

    The first blocks are small, because the few strong columns in them beat most of the others.
    """
    kept: list[npt.NDArray[np.intp]] = []
    archive, start, size = ranks[:, :0], 0, FIRST
    while start < ranks.shape[1]:
        block = np.arange(start, min(start + size, ranks.shape[1]))
        for begin in range(0, archive.shape[1], CHUNK):
            block = block[_times_matched(archive[:, begin : begin + CHUNK], ranks[:, block]) == 0]
        block = block[_times_matched(ranks[:, block], ranks[:, block]) == 1]
        kept.append(block)
        archive = np.concatenate([archive, ranks[:, block]], axis=1)
        start, size = start + size, min(4 * size, BLOCK)
    return np.concatenate(kept) if kept else np.zeros(0, np.intp)


def _times_matched(strong: Ranks, weak: Ranks) -> Ints:
    """How many of the strong match each of the weak throughout (a column matches itself)."""
    if strong.shape[1] * weak.shape[1] > DIRECT:
        return np.asarray(np.bitwise_count(_matching(strong, weak)).sum(axis=1), np.int64)
    matching = np.ones((weak.shape[1], strong.shape[1]), np.bool_)
    for high, low in zip(strong, weak, strict=True):
        matching &= high >= low[:, None]
    return np.asarray(np.count_nonzero(matching, axis=1), np.int64)


def _matching(strong: Ranks, weak: Ranks) -> Masks:
    """For each of the weak a set of bits: which of the strong match it throughout.

    On one criterion these are all from some rank up: the set for every rank is made once and looked up.
    """
    words = -(-strong.shape[1] // 64)
    found = np.full((weak.shape[1], words), ~np.uint64(0))
    for high, low in zip(strong, weak, strict=True):
        order = np.argsort(high, kind="stable")
        new = np.diff(high[order], prepend=-1) != 0
        cell = (np.cumsum(new) - 1) * words + order // 64
        starts = np.flatnonzero(np.diff(cell, prepend=-1))
        levels = high[order][new]
        sets = np.zeros((len(levels) + 1, words), np.uint64)
        sets.ravel()[cell[starts]] = np.bitwise_or.reduceat(_bit(order), starts)
        upward = np.bitwise_or.accumulate(sets[::-1], axis=0)[::-1]
        found &= upward[np.searchsorted(levels, low)]
    return found


def _bit(places: npt.NDArray[np.intp]) -> Masks:
    return np.left_shift(np.uint64(1), (places % 64).astype(np.uint64))
