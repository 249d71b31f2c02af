"""The corners of the best score as a function of the weights: where which options are best, exactly.

The best score is the upper envelope of linear functions; what lies on or above it is a polyhedron with one face for
every option that is best somewhere. Its corners are found by adding one option after the other (double description,
Motzkin, Raiffa, Thompson and Thrall 1953) on whole numbers: floats only sort out what is clearly above or below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd
from typing import Any

import numpy as np
import numpy.typing as npt

from mcda.methods.polytope import MOST_CORNERS, Polytope, TooManyCorners, Whole

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

# Directions are scaled to lengths near 1; a float side below this is worked out again in whole numbers.
DOUBTFUL = 1e-9


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
    """Directions (weights and score) with the rows that each lies on: of the set of weights first, then of options."""

    directions: list[Whole]
    floats: Floats
    on: Bools


def upper_envelope(values: Sequence[Whole], weights: Polytope, order: Sequence[int]) -> Envelope:
    """The envelope of options with whole-number values over a set of weights, added in some order.

    Raises TooManyCorners.

    >>> from mcda.methods.polytope import whole_simplex
    >>> found = upper_envelope([(1, 0), (0, 3)], whole_simplex(2), [0, 1])
    >>> found.corners, found.best
    (((1, 0), (0, 1), (3, 1)), (5, 6))
    """
    largest = max(1, *(abs(number) for row in values for number in row))
    graph = _start(values, weights, order[0], largest)
    waiting, added = list(order[1:]), 0
    while waiting:
        option, added = waiting.pop(0), added + 1
        graph = _added(graph, (*(-number for number in values[option]), 1), weights.rows + option, largest)
        if len(graph.directions) > MOST_CORNERS:
            raise TooManyCorners(f"more than {MOST_CORNERS} corners")
        if added.bit_count() == 1:
            waiting = _not_clearly_below(graph, values, waiting, largest)
    # The first direction is the way up, which is no corner.
    bits = [sum(1 << place for place in np.flatnonzero(column).tolist()) for column in graph.on[1:].T]
    corners = tuple(direction[:-1] for direction in graph.directions[1:])
    return Envelope(corners, tuple(bits[: weights.rows]), tuple(bits[weights.rows :]))


def _start(values: Sequence[Whole], weights: Polytope, option: int, largest: int) -> _Graph:
    """The envelope of one option: its scores at the corners of the set, and the way up."""
    up = (*[0] * len(values[0]), 1)
    directions = [up, *((*corner, _dot(values[option], corner)) for corner in weights.corners)]
    on = np.zeros((len(directions), weights.rows + len(values)), np.bool_)
    on[0, : weights.rows] = True
    for place, tight in enumerate(weights.tight, start=1):
        on[place, : weights.rows] = [bool(tight >> row & 1) for row in range(weights.rows)]
    on[1:, weights.rows + option] = True
    return _Graph(directions, _floats(directions, largest, len(up)), on)


def _not_clearly_below(graph: _Graph, values: Sequence[Whole], options: Sequence[int], largest: int) -> list[int]:
    """Those of some options that may reach the envelope."""
    rows = np.array([[-number / largest for number in values[option]] + [1.0] for option in options])
    if not len(rows):
        return []
    lowest = (graph.floats @ rows.T).min(axis=0)
    return [option for option, side in zip(options, lowest.tolist(), strict=True) if side < DOUBTFUL]


def _added(graph: _Graph, row: Whole, column: int, largest: int) -> _Graph:
    """The graph cut by score >= the option's own, which is row . direction >= 0."""
    sides = graph.floats @ np.array([number / largest for number in row[:-1]] + [1.0])
    for place in np.flatnonzero(np.abs(sides) < DOUBTFUL).tolist():
        sides[place] = _sign(_dot(row, graph.directions[place])) * DOUBTFUL
    below = sides < 0
    graph.on[:, column] = sides == 0
    if not below.any():
        return graph
    # None where the option's own corners were there already.
    new, on = _crossings(graph, row, np.flatnonzero(sides > 0), np.flatnonzero(below))
    on[:, column] = True
    kept = np.flatnonzero(~below)
    return _Graph(
        [*(graph.directions[place] for place in kept.tolist()), *new],
        np.concatenate([graph.floats[kept], _floats(new, largest, len(row))]),
        np.concatenate([graph.on[kept], on]),
    )


def _crossings(
    graph: _Graph, row: Whole, above: npt.NDArray[np.intp], below: npt.NDArray[np.intp]
) -> tuple[list[Whole], Bools]:
    """Where the edges from above to below cross, and the rows that each crossing lies on."""
    on = graph.on[:, graph.on.any(axis=0)].astype(np.float32)
    first, second = np.nonzero(on[above] @ on[below].T >= len(row) - 2)
    common = on[above[first]] * on[below[second]]
    # Two directions are joined by an edge when no third one lies on every row that both lie on.
    holds = common @ on.T == common.sum(axis=1)[:, None]
    joined = np.flatnonzero(np.count_nonzero(holds, axis=1) == 2)
    up, down = above[first[joined]], below[second[joined]]
    sides = {place: _dot(row, graph.directions[place]) for place in {*up.tolist(), *down.tolist()}}
    found = [
        _between(graph.directions[u], sides[u], graph.directions[d], sides[d])
        for u, d in zip(up.tolist(), down.tolist(), strict=True)
    ]
    return found, graph.on[up] & graph.on[down]


def _between(high: Whole, above: int, low: Whole, below: int) -> Whole:
    crossing = [above * d - below * u for u, d in zip(high, low, strict=True)]
    factor = gcd(*crossing)
    return tuple(number // factor for number in crossing)


def _floats(directions: Sequence[Whole], largest: int, size: int) -> Floats:
    """Directions as floats of length near 1, scores in units of the largest value."""
    if not directions:
        return np.zeros((0, size))
    table: Any = np.array([[int(number) for number in each] for each in directions], dtype=object)
    sums = np.array([sum(each[:-1]) or largest for each in directions], dtype=object)
    scaled = (table / sums[:, None]).astype(np.float64)
    scaled[:, -1] /= largest
    return np.asarray(scaled)


def _dot(row: Whole, direction: Whole) -> int:
    return sum(a * x for a, x in zip(row, direction, strict=True))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
