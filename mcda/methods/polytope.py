"""The set of weightings {w >= 0, sum w = 1, row . w >= 0 for each row}: its corners and the simplices that fill it.

Because weights sum to 1, every linear statement can be written row . w >= 0. Corners come from the double description
method (Motzkin, Raiffa, Thompson and Thrall 1953; adjacency as in Fukuda and Prodon 1996), on whole numbers: exact.
Simplices come from pulling one corner of each face after the other (Lee 1997). Sets without volume are no special case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

Row = tuple[Fraction, ...]
Whole = tuple[int, ...]

MOST_CORNERS = 3000
MOST_PIECES = 20_000


class TooManyCorners(ValueError):  # noqa: N818 (a limit that was reached, not a mistake of the caller)
    """The set has more corners or pieces than can be worked through."""


@dataclass(frozen=True, slots=True)
class Polytope:
    """Corners as directions in whole numbers (divide by the sum), and the bits of the rows on which each one lies.

    Bits 0 to criteria - 1 stand for w_j >= 0, the following ones for the rows in the order in which they cut.
    """

    corners: tuple[Whole, ...]
    tight: tuple[int, ...]
    rows: int


def whole_simplex(criteria: int) -> Polytope:
    """All weightings.

    >>> whole_simplex(2)
    Polytope(corners=((1, 0), (0, 1)), tight=(2, 1), rows=2)
    """
    everything = (1 << criteria) - 1
    corners = tuple(tuple(int(k == j) for k in range(criteria)) for j in range(criteria))
    return Polytope(corners, tuple(everything & ~(1 << j) for j in range(criteria)), criteria)


def cut_by(polytope: Polytope, rows: Iterable[Sequence[Fraction | int]]) -> Polytope:
    """What is left where every row is at least 0; no corners where nothing is. Raises TooManyCorners.

    >>> cut_by(whole_simplex(2), [(1, -1)]).corners
    ((1, 0), (1, 1))
    """
    for row in rows:
        if not polytope.corners:
            break
        polytope = _cut(polytope, primitive(row))
        if len(polytope.corners) > MOST_CORNERS:
            raise TooManyCorners(f"more than {MOST_CORNERS} corners")
    return polytope


def weightings(polytope: Polytope) -> tuple[Row, ...]:
    """The corners as weights that sum to 1."""
    return tuple(tuple(Fraction(number, sum(corner)) for number in corner) for corner in polytope.corners)


def pieces(polytope: Polytope) -> tuple[Whole, ...]:
    """Simplices that fill the set without overlap, as places of corners. Raises TooManyCorners.

    >>> pieces(cut_by(whole_simplex(3), [(1, 1, -1)]))
    ((0, 1, 3), (0, 2, 3))
    """
    if not polytope.corners:
        return ()
    tights = polytope.tight
    faces = {sum(1 << place for place, bits in enumerate(tights) if bits >> row & 1) for row in range(polytope.rows)}
    return tuple(pulled((1 << len(tights)) - 1, frozenset(faces), {}))


def pulled(face: int, faces: Collection[int], known: dict[int, list[Whole]]) -> list[Whole]:
    """The simplices of one face (bits of its corners): its first corner joined to those of the facets opposite.

    Facets of the face are its parts on `faces` (bits of corners), and where one ends it meets another one.
    `known` remembers what was found, as a face is part of many.
    """
    if face.bit_count() < 4:
        return [_places(face)]
    if face not in known:
        apex = face & -face
        place = apex.bit_length() - 1
        facets = _facets(face, faces)
        opposite = [facet for facet in facets if not facet & apex]
        known[face] = [(place, *piece) for facet in opposite for piece in pulled(facet, facets, known)]
        if len(known[face]) > MOST_PIECES:
            raise TooManyCorners(f"more than {MOST_PIECES} pieces")
    return known[face]


def _places(face: int) -> Whole:
    """The places of the corners of a face."""
    found = []
    while face:
        lowest = face & -face
        found.append(lowest.bit_length() - 1)
        face ^= lowest
    return tuple(found)


def primitive(numbers: Sequence[Fraction | int]) -> Whole:
    """The same direction in whole numbers without a common factor.

    >>> primitive([Fraction(1, 2), Fraction(-1, 3)])
    (3, -2)
    """
    scale = lcm(*(number.denominator for number in numbers))
    whole = [number.numerator * (scale // number.denominator) for number in numbers]
    factor = gcd(*whole) or 1
    return tuple(number // factor for number in whole)


def _cut(polytope: Polytope, row: Whole) -> Polytope:
    sides = [sum(a * x for a, x in zip(row, corner, strict=True)) for corner in polytope.corners]
    bit, size = 1 << polytope.rows, len(row)
    if min(sides) > 0:
        return Polytope(polytope.corners, polytope.tight, polytope.rows + 1)
    kept = [place for place, side in enumerate(sides) if side >= 0]
    below = [place for place, side in enumerate(sides) if side < 0]
    corners = [polytope.corners[place] for place in kept]
    tight = [polytope.tight[place] | (0 if sides[place] else bit) for place in kept]
    for up in kept:
        for down in below if sides[up] else ():
            common = polytope.tight[up] & polytope.tight[down]
            if common.bit_count() >= size - 2 and only_two(polytope.tight, common):
                crossing = [
                    sides[up] * d - sides[down] * u
                    for u, d in zip(polytope.corners[up], polytope.corners[down], strict=True)
                ]
                factor = gcd(*crossing)
                corners.append(tuple(number // factor for number in crossing))
                tight.append(common | bit)
    return Polytope(tuple(corners), tuple(tight), polytope.rows + 1)


def only_two(tights: Sequence[int], common: int) -> bool:
    """Whether no more than two corners lie on all of some rows: two that do are then the ends of one edge.

    >>> only_two([0b011, 0b101, 0b110], 0b001), only_two([0b011, 0b101, 0b001], 0b001)
    (True, False)
    """
    found = 0
    for tight in tights:
        if tight & common == common:
            found += 1
            if found > 2:
                return False
    return True


def _facets(face: int, faces: Collection[int]) -> list[int]:
    """The largest proper faces of a face."""
    parts = sorted({face & other for other in faces} - {0, face}, reverse=True)
    parts.sort(key=int.bit_count, reverse=True)
    largest: list[int] = []
    for part in parts:
        for big in largest:
            if part & big == part:
                break
        else:
            largest.append(part)
    return largest[::-1]
