"""Allowed weights: the corners of a set of weights, the simplices it is made of, and why it is empty.

Weights are at least 0 and sum to 1, so every linear statement about them can be written row . w >= 0. Corners come from
the double description method (Motzkin, Raiffa, Thompson and Thrall 1953; adjacency as in Fukuda and Prodon 1996), on
integers; simplices from pulling one corner of each face after the other (Lee 1997). Sets without volume, such as two
criteria held level, are no special case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import numpy as np
import numpy.typing as npt

Row = tuple[Fraction, ...]
Floats = npt.NDArray[np.float64]
_Vertex = tuple[tuple[int, ...], int]

MOST_CORNERS = 3000
MOST_PIECES = 5000


class TooManyCorners(ValueError):  # noqa: N818 (a limit that was reached, not a mistake of the caller)
    """The set has more corners or pieces than can be worked through."""


@dataclass(frozen=True, slots=True)
class WeightSet:
    """Every weighting that keeps some statements.

    `pieces` are simplices (places in `corners`) that fill the set; `shares` are their shares of its volume, exact, with
    sum 1. `columns` are criteria whose weights alone tell any two weightings of the set apart (all of them where the
    set has full volume).
    """

    corners: tuple[Row, ...]
    pieces: tuple[tuple[int, ...], ...]
    shares: tuple[Fraction, ...]
    columns: tuple[int, ...]


def at_least(criteria: int, j: int, share: Fraction) -> Row:
    """The row of "weight j is at least `share`".

    >>> [str(x) for x in at_least(2, 0, Fraction(1, 4))]
    ['3/4', '-1/4']
    """
    return tuple((k == j) - share for k in range(criteria))


def at_most(criteria: int, j: int, share: Fraction) -> Row:
    """The row of "weight j is at most `share`"."""
    return tuple(-number for number in at_least(criteria, j, share))


def at_least_times(criteria: int, j: int, times: Fraction, other: int) -> Row:
    """The row of "weight j is at least `times` weight `other`"."""
    return tuple(Fraction(k == j) - times * (k == other) for k in range(criteria))


def corners(rows: Sequence[Row], criteria: int) -> tuple[Row, ...]:
    """The extreme weightings that keep every row; none where the rows contradict each other.

    >>> order = [at_least_times(3, 0, Fraction(1), 1), at_least_times(3, 1, Fraction(1), 2)]
    >>> [[str(x) for x in corner] for corner in corners(order, 3)]
    [['1', '0', '0'], ['1/2', '1/2', '0'], ['1/3', '1/3', '1/3']]
    """
    return tuple(_weights(vector) for vector, _ in _vertices(rows, criteria))


def conflict(statements: Sequence[Sequence[Row]], criteria: int) -> tuple[int, ...]:
    """A smallest group of statements that no weighting keeps together; empty where one keeps them all.

    Statements are left out one after the other while the rest is still impossible (deletion filter, Chinneck 2008).

    >>> half, low = at_least(2, 0, Fraction(1, 2)), at_most(2, 0, Fraction(1, 4))
    >>> conflict([[half], [at_least(2, 1, Fraction(0))], [low]], 2)
    (0, 2)
    """
    kept = list(range(len(statements)))
    if _possible(statements, kept, criteria):
        return ()
    for place in range(len(statements)):
        rest = [other for other in kept if other != place]
        if not _possible(statements, rest, criteria):
            kept = rest
    return tuple(kept)


def weight_set(rows: Sequence[Row], criteria: int) -> WeightSet | None:
    """The set of all weightings that keep every row; None where there is none.

    >>> whole = weight_set([], 2)
    >>> whole.pieces, whole.shares
    (((0, 1),), (Fraction(1, 1),))
    """
    vertices = _vertices(rows, criteria)
    if not vertices:
        return None
    found = tuple(_weights(vector) for vector, _ in vertices)
    faces = _faces([tight for _, tight in vertices], criteria + len(rows))
    pieces = _Pulling(faces).pieces((1 << len(found)) - 1)
    columns = _independent([found[place] for place in pieces[0]])
    volumes = [abs(_determinant([[found[place][j] for j in columns] for place in piece])) for piece in pieces]
    whole = sum(volumes, Fraction(0))
    return WeightSet(found, tuple(pieces), tuple(volume / whole for volume in volumes), columns)


def simplices(weights: WeightSet) -> Floats:
    """The corners of every piece: pieces x corners x criteria."""
    table = np.array([[float(number) for number in corner] for corner in weights.corners])
    return np.asarray(table[np.array(weights.pieces)])


def mean_weights(weights: WeightSet) -> Row:
    """The centre of the set; for a complete order these are the rank-order-centroid weights (Barron 1992).

    >>> order = [at_least_times(3, 0, Fraction(1), 1), at_least_times(3, 1, Fraction(1), 2)]
    >>> [str(x) for x in mean_weights(weight_set(order, 3))]
    ['11/18', '5/18', '1/9']
    """
    size = len(weights.pieces[0])
    totals = [Fraction(0)] * len(weights.corners[0])
    for piece, share in zip(weights.pieces, weights.shares, strict=True):
        for place in piece:
            totals = [total + share * number / size for total, number in zip(totals, weights.corners[place], strict=True)]
    return tuple(totals)


def _possible(statements: Sequence[Sequence[Row]], kept: Sequence[int], criteria: int) -> bool:
    return bool(_vertices([row for place in kept for row in statements[place]], criteria))


def _weights(vector: tuple[int, ...]) -> Row:
    whole = sum(vector)
    return tuple(Fraction(number, whole) for number in vector)


def _primitive(numbers: Sequence[Fraction | int]) -> tuple[int, ...]:
    """The same direction in whole numbers without a common factor."""
    scale = lcm(*(Fraction(number).denominator for number in numbers))
    whole = [int(number * scale) for number in numbers]
    factor = gcd(*whole) or 1
    return tuple(number // factor for number in whole)


def _vertices(rows: Sequence[Row], criteria: int) -> list[_Vertex]:
    """Corners as whole numbers, each with the bits of the rows it keeps with equality (w_j >= 0 first)."""
    whole = (1 << criteria) - 1
    vertices: list[_Vertex] = [
        (tuple(int(k == j) for k in range(criteria)), whole & ~(1 << j)) for j in range(criteria)
    ]
    for place, row in enumerate(rows):
        vertices = _cut(vertices, _primitive(row), 1 << (criteria + place))
        if len(vertices) > MOST_CORNERS:
            raise TooManyCorners(f"more than {MOST_CORNERS} corners")
    return sorted(vertices, key=lambda vertex: _weights(vertex[0]), reverse=True)


def _cut(vertices: list[_Vertex], row: tuple[int, ...], bit: int) -> list[_Vertex]:
    """The corners of what is left on the side row . w >= 0."""
    sides = [sum(a * x for a, x in zip(row, vector, strict=True)) for vector, _ in vertices]
    kept = [
        (vector, tight if side else tight | bit) for (vector, tight), side in zip(vertices, sides, strict=True) if side >= 0
    ]
    above = [(vertex, side) for vertex, side in zip(vertices, sides, strict=True) if side > 0]
    below = [(vertex, side) for vertex, side in zip(vertices, sides, strict=True) if side < 0]
    tights = [tight for _, tight in vertices]
    for (up, tight_up), high in above:
        for (down, tight_down), low in below:
            common = tight_up & tight_down
            # Two corners are joined by an edge when no third one keeps all they keep in common.
            if sum(tight & common == common for tight in tights) == 2:
                crossing = [high * d - low * u for u, d in zip(up, down, strict=True)]
                kept.append((_primitive(crossing), common | bit))
    return kept


def _faces(tights: Sequence[int], rows: int) -> tuple[int, ...]:
    """For every row, the bits of the corners on it."""
    return tuple(sum(1 << place for place, tight in enumerate(tights) if tight >> row & 1) for row in range(rows))


class _Pulling:
    """Simplices of faces, remembered: a face is part of many."""

    def __init__(self, faces: Sequence[int]) -> None:
        self._faces = faces
        self._known: dict[int, list[tuple[int, ...]]] = {}

    def pieces(self, face: int) -> list[tuple[int, ...]]:
        """The simplices of one face (bits of its corners): its first corner joined to those of the facets opposite."""
        if face & (face - 1) == 0:
            return [(face.bit_length() - 1,)]
        if face not in self._known:
            apex = (face & -face).bit_length() - 1
            opposite = [facet for facet in self._facets(face) if not facet >> apex & 1]
            found = [(apex, *piece) for facet in opposite for piece in self.pieces(facet)]
            if len(found) > MOST_PIECES:
                raise TooManyCorners(f"more than {MOST_PIECES} pieces")
            self._known[face] = found
        return self._known[face]

    def _facets(self, face: int) -> list[int]:
        parts = sorted({part for other in self._faces if (part := face & other) not in (0, face)}, key=_size)
        return [part for place, part in enumerate(parts) if not any(part & big == part for big in parts[place + 1 :])]


def _size(bits: int) -> tuple[int, int]:
    return bits.bit_count(), bits


def _independent(points: Sequence[Row]) -> tuple[int, ...]:
    """Columns in which as many points as there are stay independent: the pivots of an elimination."""
    rows = [list(point) for point in points]
    columns: list[int] = []
    for j in range(len(rows[0])):
        pivot = next((i for i in range(len(columns), len(rows)) if rows[i][j]), None)
        if pivot is not None:
            done = len(columns)
            rows[done], rows[pivot] = rows[pivot], rows[done]
            _clear_below(rows, done, j)
            columns.append(j)
    return tuple(columns)


def _clear_below(rows: list[list[Fraction]], done: int, j: int) -> None:
    for i in range(done + 1, len(rows)):
        factor = rows[i][j] / rows[done][j]
        if factor:
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[done], strict=True)]


def _determinant(matrix: Sequence[Sequence[Fraction]]) -> Fraction:
    rows, sign = [list(row) for row in matrix], 1
    product = Fraction(1)
    for j in range(len(rows)):
        pivot = next((i for i in range(j, len(rows)) if rows[i][j]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != j:
            rows[j], rows[pivot], sign = rows[pivot], rows[j], -sign
        _clear_below(rows, j, j)
        product *= rows[j][j]
    return sign * product
