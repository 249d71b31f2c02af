"""Allowed weights: what the statements of a weights file leave, in corners and simplices, or which contradict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from mcda.methods.polytope import Polytope, Row, cut_by, pieces, primitive, weightings, whole_simplex

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WeightSet:
    """Every weighting that keeps some statements.

    `pieces` are simplices (places in `corners`) that fill the set; `shares` are their shares of its volume, exact, with
    sum 1. `columns` are criteria whose weights alone tell any two weightings of the set apart (all of them where the
    set has full volume).
    """

    polytope: Polytope
    corners: tuple[Row, ...]
    pieces: tuple[tuple[int, ...], ...]
    shares: tuple[Fraction, ...]
    columns: tuple[int, ...]


def at_least(criteria: int, j: int, share: Fraction) -> Row:
    """The row of "weight j is at least `share`": row . w >= 0 for weights that sum to 1.

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
    """The set of all weightings that keep every row; None where there is none. Raises TooManyCorners.

    >>> order = [at_least_times(3, 0, Fraction(1), 1), at_least_times(3, 1, Fraction(1), 2)]
    >>> [[str(x) for x in corner] for corner in weight_set(order, 3).corners]
    [['1', '0', '0'], ['1/2', '1/2', '0'], ['1/3', '1/3', '1/3']]
    """
    polytope = cut_by(whole_simplex(criteria), rows)
    if not polytope.corners:
        return None
    corners, simplices = weightings(polytope), pieces(polytope)
    columns = _independent([corners[place] for place in simplices[0]])
    volumes = [abs(_determinant([[corners[place][j] for j in columns] for place in piece])) for piece in simplices]
    whole = sum(volumes, Fraction(0))
    return WeightSet(polytope, corners, simplices, tuple(volume / whole for volume in volumes), columns)


def only(weighting: Row) -> WeightSet:
    """The set of one weighting alone: weights that stay as they are.

    >>> only((Fraction(1, 4), Fraction(3, 4))).corners
    ((Fraction(1, 4), Fraction(3, 4)),)
    """
    polytope = Polytope((primitive(weighting),), (0,), 0)
    heaviest = max(range(len(weighting)), key=lambda j: weighting[j])
    return WeightSet(polytope, (tuple(weighting),), ((0,),), (Fraction(1),), (heaviest,))


def piece_corners(weights: WeightSet) -> Floats:
    """The corners of every piece: pieces x corners x criteria."""
    table = np.array([[float(number) for number in corner] for corner in weights.corners])
    return np.asarray(table[np.array(weights.pieces)])


def piece_shares(weights: WeightSet) -> Floats:
    """The share of every piece in the volume of the set."""
    return np.array([float(share) for share in weights.shares])


def mean_weights(weights: WeightSet) -> Row:
    """The centre of the set; for a complete order these are the rank-order-centroid weights (Barron 1992).

    >>> order = [at_least_times(3, 0, Fraction(1), 1), at_least_times(3, 1, Fraction(1), 2)]
    >>> [str(x) for x in mean_weights(weight_set(order, 3))]
    ['11/18', '5/18', '1/9']
    """
    totals = [Fraction(0)] * len(weights.corners[0])
    for piece, share in zip(weights.pieces, weights.shares, strict=True):
        for place in piece:
            part = share / len(piece)
            totals = [total + part * x for total, x in zip(totals, weights.corners[place], strict=True)]
    return tuple(totals)


def weight_ranges(weights: WeightSet) -> tuple[tuple[Fraction, Fraction], ...]:
    """The lowest and highest allowed weight of every criterion."""
    return tuple((min(column), max(column)) for column in zip(*weights.corners, strict=True))


def allows(rows: Sequence[Row], weighting: Sequence[Fraction]) -> bool:
    """Whether a weighting keeps every row."""
    return all(sum(a * x for a, x in zip(row, weighting, strict=True)) >= 0 for row in rows)


def _possible(statements: Sequence[Sequence[Row]], kept: Sequence[int], criteria: int) -> bool:
    return bool(cut_by(whole_simplex(criteria), [row for place in kept for row in statements[place]]).corners)


def _independent(points: Sequence[Row]) -> tuple[int, ...]:
    """Columns in which as many points as there are stay independent: the pivots of an elimination."""
    rows = [list(point) for point in points]
    columns: list[int] = []
    for j in range(len(rows[0])):
        done = len(columns)
        pivot = next((i for i in range(done, len(rows)) if rows[i][j]), None)
        if pivot is not None:
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
    rows, product = [list(row) for row in matrix], Fraction(1)
    for j in range(len(rows)):
        pivot = next((i for i in range(j, len(rows)) if rows[i][j]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != j:
            rows[j], rows[pivot], product = rows[pivot], rows[j], -product
        _clear_below(rows, j, j)
        product *= rows[j][j]
    return product
