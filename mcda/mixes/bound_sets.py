"""The exact frontier of two sums where there are too many mixes to list: breadth-first search with bound sets.

States (half-made mixes) grow option by option, all at once. For each of several weightings of the two sums the dual
prices of the rows give a bound that falls option by option (Lagrangian relaxation, Geoffrion 1974). A state is kept
while some corner of the region not yet dominated lies within all its bounds (bound sets: Ehrgott and Gandibleux 2007;
search zones: Klamroth, Lacour and Vanderpooten 2015). A pass that had to leave states out only supplies points; the
last pass leaves none out, which is the proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from mcda.mixes.duals import duals
from mcda.mixes.folding import FAR
from mcda.mixes.integers import Figure, integers
from mcda.mixes.rows import Rows, hard_rows
from mcda.mixes.totals import Bools, Floats, Ints, Masks
from mcda.problem.mixing import MixProblem

WEIGHTINGS = 12
FIRST_WIDTH = 4_000
GROWTH = 3
MOST_STATES = 3_000_000
# Bounds are floats of sums below 2^53; a corner is given the benefit of the doubt.
DOUBT = 1e-6
FEW = 64
BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Both:
    """A nondominated mix over two figures: their exact values, and the options."""

    first: Fraction
    second: Fraction
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _States:
    """Half-made mixes: bounds per weighting, the two sums, sums of the rows, options chosen (in words of 64)."""

    bounds: Floats
    sums: Ints
    rows: Ints
    chosen: Masks

    def where(self, kept: Bools) -> _States:
        """Some of the states."""
        if kept.all():
            return self
        return _States(self.bounds[:, kept], self.sums[:, kept], self.rows[:, kept], self.chosen[:, kept])


@dataclass(frozen=True, slots=True)
class _Search:
    """What does not change in a search: options in the order of branching, losses of bound without and with each."""

    rows: Rows
    gains: Ints
    weights: Floats
    start: Floats
    losses: tuple[Floats, Floats]
    order: tuple[int, ...]
    rest: tuple[Ints, Ints]


@dataclass(frozen=True, slots=True)
class _Archive:
    """Points found, by falling first and rising second sum, and the mixes that reach them."""

    sums: Ints
    chosen: Masks


def front(problem: MixProblem, first: int, second: int) -> tuple[Both, ...] | None:
    """Every nondominated pair of two effects (more is better) with one mix for each, the highest first effect first.

    Exact. None where the two are not plain sums, a hard limit is not linear in the options, or the search outgrows
    memory. Soft limits do not matter here.

    >>> from mcda.problem.mixing import Effect, Limit, Used
    >>> def row(*numbers): return tuple(map(Fraction, numbers))
    >>> effects = Effect("x", Fraction(1), "sum", row(7, 5, 1)), Effect("y", Fraction(1), "sum", row(1, 4, 6))
    >>> limit = Limit("budget", "", "", (Used(0, None, Fraction(2)),))
    >>> found = front(MixProblem(("a", "b", "c"), effects, ("r",), (row(1, 1, 1),), (), (), (limit,)), 0, 1)
    >>> [(int(both.first), int(both.second), both.members) for both in found]
    [(12, 5, (0, 1)), (8, 7, (0, 2)), (6, 10, (1, 2))]
    """
    figures = integers(problem).effects[first], integers(problem).effects[second]
    rows = hard_rows(problem)
    if rows.unsettled or rows.linked or not all(_is_plain(figure) for figure in figures):
        return None
    gains = np.stack([_items(figure, len(problem.options)) for figure in figures])
    archive = _nondominated(_search(rows, gains))
    if archive is None:
        return None
    return tuple(
        Both(Fraction(x, figures[0].denominator), Fraction(y, figures[1].denominator), _members(words))
        for (x, y), words in zip(archive.sums.T.tolist(), archive.chosen.T.tolist(), strict=True)
    )


def _is_plain(figure: Figure) -> bool:
    parts = figure.parts
    return (
        not figure.margin
        and len(parts) < 2
        and all(part.kind == "sum" and part.cap is None and not part.groups for part in parts)
    )


def _items(figure: Figure, options: int) -> Ints:
    items = figure.parts[0].items if figure.parts else (Fraction(0),) * options
    return np.array([int(item) for item in items], np.int64)


def _members(words: list[int]) -> tuple[int, ...]:
    return tuple(64 * word + bit for word, bits in enumerate(words) for bit in range(64) if bits >> bit & 1)


def _nondominated(search: _Search) -> _Archive | None:
    """Passes of growing width until one leaves no state out."""
    words = max(1, -(-len(search.order) // 64))
    archive = _Archive(np.zeros((2, 0), np.int64), np.zeros((words, 0), np.uint64))
    width = FIRST_WIDTH
    while width <= MOST_STATES:
        leaves, whole = _pass(search, archive, width)
        archive = _best_of(
            np.concatenate([archive.sums, leaves.sums], axis=1), np.concatenate([archive.chosen, leaves.chosen], axis=1)
        )
        if whole:
            return archive
        width *= GROWTH
    return None


def _search(rows: Rows, gains: Ints) -> _Search:
    """Weightings over both sums (each scaled to its largest item) and their Lagrangian bounds."""
    share = (np.arange(WEIGHTINGS + 1) / WEIGHTINGS) * (1 - 1e-3) + 5e-4
    weights = np.stack([share, 1 - share], axis=1) / np.maximum(np.abs(gains).max(axis=1, initial=1), 1)
    prices = duals(weights @ gains, rows)
    # A price on a side that is not there would make the bound wrong.
    upper = np.where(rows.high >= FAR, 0.0, np.maximum(prices, 0))
    lower = np.where(rows.low <= -FAR, 0.0, np.minimum(prices, 0))
    reduced = weights @ gains - (upper + lower) @ rows.matrix
    high, low = np.where(rows.high >= FAR, 0, rows.high), np.where(rows.low <= -FAR, 0, rows.low)
    start = upper @ high + lower @ low + np.maximum(reduced, 0).sum(axis=1)
    order = np.argsort(-np.abs(reduced).mean(axis=0), kind="stable")
    losses = np.maximum(reduced, 0)[:, order], np.maximum(-reduced, 0)[:, order]
    return _Search(rows, gains, weights, start, losses, tuple(order.tolist()), _rest(rows.matrix[:, order]))


def _rest(matrix: Ints) -> tuple[Ints, Ints]:
    """Least and most that the options after each place can still add to each row."""
    ends = []
    for side in (np.minimum(matrix, 0), np.maximum(matrix, 0)):
        total = np.cumsum(side[:, ::-1], axis=1)[:, ::-1]
        ends.append(np.concatenate([total[:, 1:], np.zeros((len(matrix), 1), np.int64)], axis=1))
    return ends[0], ends[1]


def _pass(search: _Search, archive: _Archive, width: int) -> tuple[_States, bool]:
    """All mixes that could add a point, or the most promising ones; whether none was left out."""
    corners = _corners(archive, search.gains)
    sieve = _sieve(corners, search.weights)
    words = len(archive.chosen)
    one = np.zeros((2, 1), np.int64)
    states = _States(
        search.start[:, None].copy(),
        one,
        np.zeros((len(search.rows.matrix), 1), np.int64),
        np.zeros((words, 1), np.uint64),
    )
    whole = True
    for place in range(len(search.order)):
        states = _grown(search, states, place)
        if states.sums.shape[1] > FEW and archive.sums.size:
            states = states.where(_within(sieve, states.bounds))
        if states.sums.shape[1] > width:
            states, whole = states.where(_promising(states.bounds, width)), False
    return states, whole


def _grown(search: _Search, states: _States, place: int) -> _States:
    """The states without and with the next option, less those that no completion can mend."""
    option = search.order[place]
    taken = states.chosen.copy()
    taken[option // 64] |= np.uint64(1 << option % 64)
    column = search.rows.matrix[:, option : option + 1]
    both = _States(
        np.concatenate([states.bounds - loss[:, place : place + 1] for loss in search.losses], axis=1),
        np.concatenate([states.sums, states.sums + search.gains[:, option : option + 1]], axis=1),
        np.concatenate([states.rows, states.rows + column], axis=1),
        np.concatenate([states.chosen, taken], axis=1),
    )
    low, high = search.rest
    mendable = (both.rows + low[:, place : place + 1] <= search.rows.high[:, None]) & (
        both.rows + high[:, place : place + 1] >= search.rows.low[:, None]
    )
    return both.where(np.asarray(mendable.all(axis=0), np.bool_))


def _promising(bounds: Floats, width: int) -> Bools:
    """The states with the highest bounds under each weighting."""
    each = max(1, width // len(bounds))
    kept = np.zeros(bounds.shape[1], np.bool_)
    for line in bounds:
        kept[np.argpartition(-line, each)[:each]] = True
    return kept


def _best_of(sums: Ints, chosen: Masks) -> _Archive:
    """The nondominated points, one mix each."""
    order = np.lexsort((-sums[1], -sums[0]))
    second = sums[1][order]
    before = np.concatenate([np.full(1, -FAR), np.maximum.accumulate(second)[:-1]]) if len(second) else second
    kept = order[second > before]
    return _Archive(sums[:, kept], chosen[:, kept])


def _corners(archive: _Archive, gains: Ints) -> Ints:
    """Points that a new one must reach to be nondominated: between neighbours, and beyond both ends."""
    low = np.minimum(gains, 0).sum(axis=1)
    first = np.concatenate([archive.sums[0] + 1, low[:1]])
    second = np.concatenate([low[1:], archive.sums[1] + 1])
    return np.stack([first, second])


def _sieve(corners: Ints, weights: Floats) -> tuple[tuple[Floats, npt.NDArray[np.uint64]], ...]:
    """For each weighting the worth of the corners in rising order, and which corners are worth no more (as bits)."""
    worths = weights @ corners
    count = corners.shape[1]
    lines = []
    for worth in worths:
        order = np.argsort(worth, kind="stable")
        bits = np.zeros((count + 1, -(-count // 64)), np.uint64)
        bits[np.arange(1, count + 1), order // 64] = np.uint64(1) << (order % 64).astype(np.uint64)
        sorted_worth = worth[order] - DOUBT * np.maximum(1, np.abs(worth[order]))
        lines.append((sorted_worth, np.bitwise_or.accumulate(bits, axis=0)))
    return tuple(lines)


def _within(sieve: tuple[tuple[Floats, npt.NDArray[np.uint64]], ...], bounds: Floats) -> Bools:
    """Which states have a corner within all their bounds."""
    kept = np.zeros(bounds.shape[1], np.bool_)
    for start in range(0, bounds.shape[1], BLOCK):
        left = np.arange(start, min(start + BLOCK, bounds.shape[1]))
        open_corners = np.full((len(left), sieve[0][1].shape[1]), ~np.uint64(0))
        for (worth, bits), line in zip(sieve, bounds, strict=True):
            open_corners &= bits[np.searchsorted(worth, line[left], side="right")]
            alive = open_corners.any(axis=1)
            left, open_corners = left[alive], open_corners[alive]
        kept[left] = True
    return kept
