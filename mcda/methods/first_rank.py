"""Where each option is best: the cells of the set of weights, their volumes and centres.

The best option is the same throughout a cell, and cells are polytopes. Their volumes are the first-rank acceptability
and their centroids the central weights (Lahdelma, Hokkanen and Salminen 1998): no sampling. Corners of cells are exact;
only volumes are floats. Integrals of anything linear, such as expected regret, follow from the corners.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from mcda.methods.corner_scores import whole_numbers
from mcda.methods.points import weight_points
from mcda.methods.polytope import Whole, pulled
from mcda.methods.upper_envelope import Envelope, Wholes, upper_envelope
from mcda.methods.weight_sets import WeightSet

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Row = Sequence[Fraction]

FIRST_LOOK = 256


@dataclass(frozen=True, slots=True)
class Cell:
    """The weightings in which one option is first: exact corners as whole numbers (divide by their sum), and simplices
    (simplices x corners x criteria) with their shares of the volume of the whole set.

    The shares of all cells sum to 1 but for rounding; nothing is scaled to make them do so.
    """

    option: int
    corners: tuple[Whole, ...]
    simplices: Floats
    shares: Floats

    @property
    def share(self) -> float:
        """The share of weightings in which the option is first."""
        return float(self.shares.sum())

    @property
    def centre(self) -> Floats:
        """The mean of these weightings: the option's central weights."""
        middles = self.simplices.mean(axis=1)
        return np.asarray((middles * self.shares[:, None]).sum(axis=0) / self.shares.sum())


def best_cells(values: Sequence[Row], weights: WeightSet) -> tuple[Cell, ...]:
    """The cell of every option that is first somewhere, in option order; of options that are always level the first
    stands for all. Raises TooManyCorners.

    >>> from mcda.methods.weight_sets import weight_set
    >>> one, three, none = Fraction(1), Fraction(3), Fraction(0)
    >>> [(cell.option, cell.share) for cell in best_cells([[one, none], [none, three]], weight_set([], 2))]
    [(0, 0.25), (1, 0.75)]
    """
    table, _ = whole_numbers(values)
    found = upper_envelope(table, weights.polytope, _likely_first(table, weights))
    first: dict[int, int] = {}
    for option, bits in enumerate(found.best):
        first.setdefault(bits, option)
    faces, known = frozenset(found.boundary + found.best), dict[int, list[Whole]]()
    filled = [(option, bits, pulled(bits, faces, known)) for bits, option in first.items() if bits]
    full = [each for each in filled if each[2] and len(each[2][0]) == len(weights.columns)]
    return _cells(full, found, weights)


def weight_range(cell: Cell) -> tuple[tuple[Fraction, Fraction], ...]:
    """The lowest and highest weight of every criterion with which the option can be first."""
    corners = [[Fraction(number, sum(corner)) for number in corner] for corner in cell.corners]
    return tuple((min(column), max(column)) for column in zip(*corners, strict=True))


def expected_best(values: Floats, cells: Sequence[Cell]) -> float:
    """The mean of the best score over all weightings.

    >>> from mcda.methods.weight_sets import weight_set
    >>> values = [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]]
    >>> expected_best(np.array(values, float), best_cells(values, weight_set([], 2)))
    0.75
    """
    return float(sum(cell.share * (values[cell.option] @ cell.centre) for cell in cells))


def _likely_first(table: Wholes, weights: WeightSet) -> list[int]:
    """The options that win at sampled weightings, the most frequent first."""
    looks = [
        weight_points(weights, place, 0, 0, int(FIRST_LOOK * share) + 1) for place, share in enumerate(weights.shares)
    ]
    values = (table / max(1, int(np.abs(table).max()))).astype(np.float64)
    wins = np.bincount((np.concatenate(looks) @ values.T).argmax(axis=1))
    return [int(option) for option in np.argsort(-wins, kind="stable")[: np.count_nonzero(wins)]]


def _cells(found: Sequence[tuple[int, int, list[Whole]]], envelope: Envelope, weights: WeightSet) -> tuple[Cell, ...]:
    """The cells with their volumes, all worked out at once."""
    corners = np.array(envelope.corners, dtype=float)
    corners /= corners.sum(axis=1, keepdims=True)
    simplices = corners[np.array([piece for _, _, filling in found for piece in filling])]
    whole = _volumes(_all_simplices(weights), weights.columns).sum()
    shares = _volumes(simplices, weights.columns) / whole
    ends = np.cumsum([len(filling) for _, _, filling in found])[:-1]
    parts = zip(found, np.split(simplices, ends), np.split(shares, ends), strict=True)
    return tuple(Cell(option, _corners(envelope, bits), own, shared) for (option, bits, _), own, shared in parts)


def _corners(envelope: Envelope, bits: int) -> tuple[Whole, ...]:
    found = []
    while bits:
        lowest = bits & -bits
        found.append(envelope.corners[lowest.bit_length() - 1])
        bits ^= lowest
    return tuple(found)


def _all_simplices(weights: WeightSet) -> Floats:
    corners = np.array([[float(number) for number in corner] for corner in weights.corners])
    return np.asarray(corners[np.array(weights.pieces)])


def _volumes(simplices: Floats, columns: Sequence[int]) -> Floats:
    return np.asarray(np.abs(np.linalg.det(simplices[:, :, list(columns)])))
