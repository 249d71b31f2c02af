"""The corners of the best score as a function of the weights: where which options are best, exactly.

The best score is the upper envelope of linear functions; what lies on or above it is a polyhedron with one face for
every option that is best somewhere. Its corners are found by adding one option after the other (double description,
Motzkin, Raiffa, Thompson and Thrall 1953) on whole numbers: floats only sort out what is clearly above or below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mcda.methods.polytope import MOST_CORNERS, Polytope, TooManyCorners, Whole

Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]
# Whole numbers, of any length where they are objects.
Wholes = npt.NDArray[np.object_]

# Directions are scaled to lengths near 1; a float side below this is worked out again in whole numbers.
DOUBTFUL = 1e-9
# Pairs of directions looked at together, each with all directions: bounds the memory.
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Envelope:
    """Corners (weights as whole numbers, divide by their sum), and for every row those that lie on it, as bits.

    `boundary` are the rows of the set of weights, `best` those of the options: there they are best.
    """

    corners: tuple[Whole, ...]
    boundary: tuple[int, ...]
    best: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Graph:
    """Directions (weights and score) and, as bits of 64-bit words, the rows that each lies on: those of the set of
    weights first, then those of the options in the order in which they were added."""

    directions: Wholes
    floats: Floats
    on: Bits


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the score must reach, one row for every option: row . direction >= 0."""

    whole: Wholes
    floats: Floats
    largest: int


def upper_envelope(values: Wholes, weights: Polytope, likely: Sequence[int]) -> Envelope:
    """The envelope of options with whole-number values (options x criteria) over a set of weights.

    The `likely` options, one or more, are added first: only the time it takes depends on them. Raises TooManyCorners.

    >>> from mcda.methods.polytope import whole_simplex
    >>> found = upper_envelope(np.array([(1, 0), (0, 3), (0, 3)], object), whole_simplex(2), [0])
    >>> found.corners, found.best
    (((1, 0), (0, 1), (3, 1)), (5, 6, 6))
    """
    rows = _rows(values)
    graph, added = _start(rows, weights, likely[0]), {tuple(rows.whole[likely[0]]): weights.rows}
    for options in likely, range(len(values)):
        graph = _with_all(graph, rows, options, added)
    # The first direction is the way up, which is no corner.
    corners = tuple(tuple(direction[:-1]) for direction in graph.directions[1:].tolist())
    on = _corners_on(graph.on[1:])
    best = [0] * len(values)
    for option in _not_clearly_below(graph, rows, range(len(values))):
        place = added.get(tuple(rows.whole[option]))
        best[option] = 0 if place is None else on[place]
    return Envelope(corners, tuple(on[: weights.rows]), tuple(best))


def _rows(values: Wholes) -> _Rows:
    whole = np.concatenate([-values, np.ones((len(values), 1), dtype=object)], axis=1)
    largest = max(1, int(np.abs(values).max()))
    floats = np.ones(whole.shape)
    floats[:, :-1] = (-values / largest).astype(np.float64)
    return _Rows(whole, floats, largest)


def _start(rows: _Rows, weights: Polytope, option: int) -> _Graph:
    """The envelope of one option: its scores at the corners of the set, and the way up."""
    corners = np.array(weights.corners, dtype=object)
    scores = -(corners @ rows.whole[option, :-1])
    up = np.array([[0] * corners.shape[1] + [1]], dtype=object)
    directions = np.concatenate([up, np.column_stack([corners, scores])])
    tight = [(1 << weights.rows) - 1, *(bits | 1 << weights.rows for bits in weights.tight)]
    words = weights.rows // 64 + 1
    on = np.array([[bits >> 64 * word & (1 << 64) - 1 for word in range(words)] for bits in tight], np.uint64)
    return _Graph(directions, _floats(directions, rows.largest), on)


def _with_all(graph: _Graph, rows: _Rows, options: Sequence[int], added: dict[Whole, int]) -> _Graph:
    """The envelope of some more options, whose rows are entered in `added` with their places."""
    waiting, first = _not_clearly_below(graph, rows, options), min(added.values())
    while waiting:
        option = waiting.pop(0)
        row = tuple(rows.whole[option])
        if row in added:
            continue
        added[row] = first + len(added)
        graph = _added(graph, rows, option, added[row])
        if len(graph.directions) > MOST_CORNERS:
            raise TooManyCorners(f"more than {MOST_CORNERS} corners")
        if len(added).bit_count() == 1:
            waiting = _not_clearly_below(graph, rows, waiting)
    return graph


def _not_clearly_below(graph: _Graph, rows: _Rows, options: Sequence[int]) -> list[int]:
    """Those of some options that may reach the envelope."""
    if not options:
        return []
    places = np.asarray(options)
    lowest = (graph.floats @ rows.floats[places].T).min(axis=0)
    return [int(option) for option in places[lowest < DOUBTFUL]]


def _added(graph: _Graph, rows: _Rows, option: int, place: int) -> _Graph:
    """The graph cut by score >= the option's own."""
    graph = _Graph(graph.directions, graph.floats, _widened(graph.on, place))
    sides = graph.floats @ rows.floats[option]
    doubtful = (np.abs(sides) < DOUBTFUL).nonzero()[0]
    sides[doubtful] = DOUBTFUL * np.sign(graph.directions[doubtful] @ rows.whole[option])
    word, bit = place // 64, np.uint64(1 << place % 64)
    graph.on[sides == 0, word] |= bit
    below, kept = (sides < 0).nonzero()[0], (sides >= 0).nonzero()[0]
    if not len(below):
        return graph
    # None where the option's own corners were there already.
    new, on = _crossings(graph, rows.whole[option], (sides > 0).nonzero()[0], below)
    on[:, word] |= bit
    return _Graph(
        np.concatenate([graph.directions[kept], new]),
        np.concatenate([graph.floats[kept], _floats(new, rows.largest)]),
        np.concatenate([graph.on[kept], on]),
    )


def _widened(on: Bits, place: int) -> Bits:
    """The bits with room for one more row."""
    return on if place < 64 * on.shape[1] else np.pad(on, ((0, 0), (0, 1)))


def _crossings(graph: _Graph, row: Wholes, above: Places, below: Places) -> tuple[Wholes, Bits]:
    """Where the edges from above to below cross, and the rows that each crossing lies on."""
    first, second = np.nonzero(_shared(graph.on[above], graph.on[below]) >= len(row) - 2)
    common = graph.on[above[first]] & graph.on[below[second]]
    # Two directions are joined by an edge when no third one lies on every row that both lie on.
    joined = (_holding(common, graph.on) == 2).nonzero()[0]
    high, low = graph.directions[above[first[joined]]], graph.directions[below[second[joined]]]
    crossing = (high @ row)[:, None] * low - (low @ row)[:, None] * high
    return crossing // np.gcd.reduce(crossing, axis=1)[:, None], common[joined]


def _shared(some: Bits, others: Bits) -> Counts:
    """How many rows each of some and each of the others have in common.

    Counted on bits: a matrix product of zeros and ones can warn of invalid values that are none, from lanes that the
    library behind it does not use (numpy issues 13173 and 24067).
    """
    found = np.zeros((len(some), len(others)), np.int64)
    for ours, theirs in zip(some.T, others.T, strict=True):
        found += np.bitwise_count(ours[:, None] & theirs)
    return found


def _holding(common: Bits, on: Bits) -> Counts:
    """How many directions lie on all the rows of each set."""
    found = np.empty(len(common), np.int64)
    step = max(1, BLOCK // len(on))
    for start in range(0, len(common), step):
        missed = np.zeros((len(common[start : start + step]), len(on)), np.uint64)
        for wanted, have in zip(common[start : start + step].T, on.T, strict=True):
            missed |= wanted[:, None] & ~have
        found[start : start + step] = np.count_nonzero(missed == 0, axis=1)
    return found


def _corners_on(on: Bits) -> list[int]:
    """The corners on every row, as bits."""
    held = np.unpackbits(on.astype("<u8").view(np.uint8), axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in np.packbits(held.T, axis=1, bitorder="little")]


def _floats(directions: Wholes, largest: int) -> Floats:
    """Directions as floats of length near 1, scores in units of the largest value."""
    sums = directions[:, :-1].sum(axis=1)
    scaled = (directions / np.where(sums == 0, largest, sums)[:, None]).astype(np.float64)
    scaled[:, -1] /= largest
    return np.asarray(scaled)
