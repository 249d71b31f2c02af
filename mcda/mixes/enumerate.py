"""All feasible mixes, exactly, by subset sums in numpy: no solver, no tolerance, no randomness.

The options are cut in two. The subsets of the first ones are held in one table; the subsets of the others are grown
one option at a time and dropped as soon as no completion can satisfy a linear row (implicit enumeration, Balas 1965).
Each block of prefixes is then matched with the whole table by one comparison a row. Memory is bounded by the block
size and by the number of feasible mixes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from mcda.mixes.folding import FAR
from mcda.mixes.integers import Group, integers
from mcda.mixes.rows import Row, Rows, hard_rows
from mcda.mixes.totals import (
    MOST_OPTIONS,
    Bools,
    Ints,
    Masks,
    amounts,
    broken_limits,
    penalties_of,
)
from mcda.problem.mixing import MixProblem

Item = TypeVar("Item", bound=np.generic)

MOST_MIXES = 5_000_000
MOST_PAIRS = 2_000_000_000
MOST_CELLS = 8_000_000
TABLE_BITS = 12
# Options whose subsets are made at once: to drop some of so few would take longer than to keep them.
AT_ONCE = 5
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Mixes:
    """Feasible mixes by rising mask (bit i = option i); true value = (integer +- margin) / denominator."""

    masks: Masks
    objective: Ints
    denominator: int
    margin: int
    count: int


@dataclass(frozen=True, slots=True)
class TooMany:
    """The enumeration stopped: more mixes than the limit, or too many prefixes to look at; `found` so far."""

    found: int


@dataclass(frozen=True, slots=True)
class _Side:
    """One bound of a row, the comparison that keeps it, and the sums of the table in the narrowest type."""

    row: int
    compare: np.ufunc
    bound: int
    sums: Ints


@dataclass(frozen=True, slots=True)
class _States:
    masks: Masks
    sums: Ints


def feasible_mixes(problem: MixProblem, limit: int = MOST_MIXES) -> Mixes | TooMany:
    """Every mix that keeps all hard limits, or TooMany above `limit`.

    >>> from fractions import Fraction
    >>> from mcda.problem.mixing import Counted, Effect, Limit
    >>> gain = Effect("gain", Fraction(1), "sum", (Fraction(7), Fraction(5)))
    >>> one = Limit("one", "at most one", "", (Counted(frozenset({0, 1}), most=1),))
    >>> mixes = feasible_mixes(MixProblem(("a", "b"), (gain,), (), (), (), (), (one,)))
    >>> mixes.masks, mixes.objective
    (array([0, 1, 2], dtype=uint64), array([0, 7, 5]))
    """
    if len(problem.options) > MOST_OPTIONS:
        return TooMany(0)
    scaled = integers(problem).objective
    found, masks, objective = 0, [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    rows = hard_rows(problem)
    table, prefixes = _halves(rows)
    if prefixes is None or len(prefixes.masks) * len(table.masks) > MOST_PAIRS:
        return TooMany(0)
    for block, additive in _blocks(rows, table, prefixes):
        kept, value = _weighed(problem, rows, block, additive)
        masks.append(kept)
        objective.append(value)
        found += len(kept)
        if found > limit:
            return TooMany(found)
    return Mixes(_sealed(masks), _sealed(objective), scaled.denominator, scaled.margin, found)


def _sealed(pieces: Sequence[npt.NDArray[Item]]) -> npt.NDArray[Item]:
    whole = np.concatenate(pieces)
    whole.flags.writeable = False
    return whole


def _halves(rows: Rows) -> tuple[_States, _States | None]:
    """Subsets of the first options as a table, and the subsets of the others that it could complete."""
    options = rows.matrix.shape[1]
    low, high = _rest(rows.matrix)
    cut = min(AT_ONCE, options // 2)
    table = _subsets(rows, range(cut))
    size = 1 << min(TABLE_BITS, options // 2 + 1)
    while cut < options and len(table.masks) < size:
        table = _grown(rows, table, cut, (low[:, cut + 1], high[:, cut + 1]))
        cut += 1
    if not len(table.masks):
        return table, table
    begun = min(cut + AT_ONCE, options)
    prefixes = _subsets(rows, range(cut, begun))
    reach = table.sums.min(axis=1), table.sums.max(axis=1)
    for option in range(begun, options):
        prefixes = _grown(rows, prefixes, option, (low[:, option + 1] + reach[0], high[:, option + 1] + reach[1]))
        if prefixes.sums.size > MOST_CELLS:
            return table, None
    return table, prefixes


def _subsets(rows: Rows, options: range) -> _States:
    """All subsets of a few options, by rising mask."""
    places = np.arange(1 << len(options))
    held = places >> np.arange(len(options))[:, None] & 1
    return _States((places << options.start).astype(np.uint64), rows.matrix[:, options.start : options.stop] @ held)


def _rest(matrix: Ints) -> tuple[Ints, Ints]:
    """Least and most that options j, j+1, ... can still add to each row, one column for every j."""
    nothing = np.zeros((len(matrix), 1), np.int64)
    low, high = np.minimum(matrix, 0)[:, ::-1], np.maximum(matrix, 0)[:, ::-1]
    return (
        np.hstack([nothing, np.cumsum(low, axis=1)])[:, ::-1],
        np.hstack([nothing, np.cumsum(high, axis=1)])[:, ::-1],
    )


def _grown(rows: Rows, states: _States, option: int, rest: tuple[Ints, Ints]) -> _States:
    """The states without and with one more option, less those that nothing in `rest` can mend."""
    masks = np.concatenate([states.masks, states.masks | np.uint64(1 << option)])
    sums = np.concatenate([states.sums, states.sums + rows.matrix[:, option : option + 1]], axis=1)
    mendable = (sums <= (rows.high - rest[0])[:, None]) & (sums >= (rows.low - rest[1])[:, None])
    keep = np.flatnonzero(mendable.all(axis=0))
    return _States(masks, sums) if len(keep) == len(masks) else _States(masks[keep], sums[:, keep])


def _blocks(rows: Rows, table: _States, prefixes: _States) -> Iterator[tuple[Masks, Ints]]:
    """Masks that satisfy every row, with the plain sums and interactions of their value, in rising order."""
    if not len(table.masks) or not len(prefixes.masks):
        return
    sides = _binding_sides(rows, table, prefixes)
    linked = [(row, bounds, _by_kind(table, prefixes, row, bounds.groups)) for row, bounds in rows.linked]
    worth = _by_kind(table, prefixes, -1, rows.groups)
    step = max(1, BLOCK // len(table.masks))
    for start in range(0, len(prefixes.masks), step):
        block = slice(start, start + step)
        begun = _States(prefixes.masks[block], prefixes.sums[:, block])
        yield _joined(begun, table, worth.at(block), _kept(begun, table, sides, linked, block))


def _joined(begun: _States, table: _States, worth: tuple[Ints, Ints], kept: Bools) -> tuple[Masks, Ints]:
    """The pairs of prefix and subset that are kept, as masks and values."""
    flat, width = np.flatnonzero(kept), len(table.masks)
    lines = np.arange(len(begun.masks)) * width
    counts = np.diff(np.searchsorted(flat, np.append(lines, kept.size)))
    kind, values = worth
    value = values.ravel()[flat + np.repeat(kind * width - lines, counts)]
    value += np.repeat(begun.sums[-1], counts)
    masks = table.masks[flat - np.repeat(lines, counts)]
    masks |= np.repeat(begun.masks, counts)
    return masks, value


@dataclass(frozen=True, slots=True)
class _ByKind:
    """A row's sums for the subsets of the table, group by group; prefixes are of one kind when they hold the same
    parts of the groups, and there are few kinds."""

    sums: Ints
    kind: Ints
    held: Ints
    points: Ints

    def at(self, block: slice) -> tuple[Ints, Ints]:
        """The kind of each prefix of a block, and the sums of the table for each kind there (kind x subset)."""
        kinds, place = np.unique(self.kind[block], return_inverse=True)
        return place.astype(np.int64).ravel(), self.sums + self.held[kinds] @ self.points


def _by_kind(table: _States, prefixes: _States, row: int, groups: Sequence[Group]) -> _ByKind:
    whole = np.array([mask for mask, _ in groups], np.uint64)[:, None]
    points = np.array([int(amount) for _, amount in groups], np.int64)[:, None]
    upper = whole & ~np.bitwise_or.reduce(table.masks)
    held = (prefixes.masks & upper) == upper
    kind, first = np.zeros(len(prefixes.masks), np.int64), np.zeros(1, np.intp)
    for holds in held[~held.all(axis=1)]:
        _, first, kind = np.unique(2 * kind + holds, return_index=True, return_inverse=True)
    bonus = np.where((table.masks & whole) == (whole & ~upper), points, 0)
    return _ByKind(table.sums[row], kind, held[:, first].T.astype(np.int64), bonus)


def _binding_sides(rows: Rows, table: _States, prefixes: _States) -> list[_Side]:
    """The bounds of rows that some pair may still break."""
    sides: list[_Side] = []
    linked = {row for row, _ in rows.linked}
    for row in set(range(len(rows.matrix))) - linked:
        sums, begun = table.sums[row], prefixes.sums[row]
        if sums.max() + begun.max() > rows.high[row]:
            sides.append(_Side(row, np.less_equal, int(rows.high[row]), _narrow(sums)))
        if sums.min() + begun.min() < rows.low[row]:
            sides.append(_Side(row, np.greater_equal, int(rows.low[row]), _narrow(sums)))
    return sides


def _narrow(sums: Ints) -> Ints:
    for kind in (np.int8, np.int16, np.int32):
        room = np.iinfo(kind)
        if room.min < sums.min() and sums.max() < room.max:
            return sums.astype(kind)
    return sums


def _kept(
    begun: _States,
    table: _States,
    sides: Sequence[_Side],
    linked: Sequence[tuple[int, Row, _ByKind]],
    block: slice,
) -> Bools:
    """Which pairs (prefix x subset of the table) keep every row."""
    kept = np.ones((len(begun.masks), len(table.masks)), np.bool_)
    scratch = np.empty_like(kept)
    for side in sides:
        room = _room(side.bound - begun.sums[side.row], side.sums, side.sums.dtype)
        kept &= side.compare(side.sums, room, out=scratch)
    for row, bounds, by_kind in linked:
        kind, have = by_kind.at(block)
        for compare, bound in ((np.greater_equal, bounds.low), (np.less_equal, bounds.high)):
            if abs(bound) < FAR:
                whole = _narrow(have)
                room = _room(bound - begun.sums[row], have, whole.dtype)
                for number, sums in enumerate(whole):
                    lines = np.flatnonzero(kind == number)
                    kept[lines] &= compare(sums, room[lines])
    return kept


def _room(bound: Ints, have: Ints, narrow: npt.DTypeLike) -> Ints:
    """What each prefix leaves as the bound of the sums of the table, in their type, one line a prefix."""
    return np.clip(bound, have.min() - 1, have.max() + 1).astype(narrow)[:, None]


def _weighed(problem: MixProblem, rows: Rows, masks: Masks, additive: Ints) -> tuple[Masks, Ints]:
    """Masks that keep the unsettled limits too, and their whole value."""
    if rows.unsettled:
        broken = broken_limits(problem, masks, rows.unsettled)
        kept = np.flatnonzero(~broken.any(axis=0))
        masks, additive = masks[kept], additive[kept]
    value = additive + amounts(rows.curved, masks) if rows.curved.parts else additive
    soft = [index for index, limit in enumerate(problem.limits) if limit.penalty]
    if soft:
        value = value - penalties_of(problem, broken_limits(problem, masks, soft))
    return masks, value
