"""Evenly spread weightings as whole numbers: no seed, no random generator, the same bits on every machine.

Points are multiples of powers of the inverse of the generalised golden ratio, in wrap-around whole-number arithmetic (a
Kronecker sequence; Roberts 2018). Gaps between sorted coordinates are weights spread evenly over the simplex. Shifted
copies of the sequence give the error of what is counted on it (randomised quasi-Monte Carlo, Cranley and Patterson
1976), with shifts that are hashed rather than drawn (splitmix64, Steele, Lea and Flood 2014).
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from mcda.methods.weight_sets import WeightSet

Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.uint64]
Cuts = npt.NDArray[np.int32]

WEIGHT_BITS = 24
CORNER_BITS = 20
_WORD = 1 << 64


def weight_points(weights: WeightSet, piece: int, copy: int, start: int, count: int) -> Floats:
    """`count` weightings of one piece of a set, from the `start`th on, as whole numbers near 2^24 in all.

    They are floats because float products of whole numbers this small are exact, in any order.

    >>> from mcda.methods.weight_sets import weight_set
    >>> weight_points(weight_set([], 2), 0, 0, 0, 2) / 2**24
    array([[0.5       , 0.5       ],
           [0.11803395, 0.88196605]])
    """
    corners = weights.corners
    places = weights.pieces[piece]
    inside = simplex_points(len(places), (copy, piece), start, count)
    if len(places) == len(corners[0]) and all(corners[place][j] == 1 for j, place in enumerate(places)):
        return inside.T
    ends = np.array([[round(x * (1 << CORNER_BITS)) for x in corners[place]] for place in places], np.float64)
    return np.asarray(np.floor((ends.T @ inside) / (1 << CORNER_BITS)).T)


def simplex_points(corners: int, copy: tuple[int, int], start: int, count: int) -> Floats:
    """Points spread evenly over a simplex, corners x count, as whole numbers that sum to 2^24.

    >>> simplex_points(3, (0, 0), 0, 2)
    array([[ 8388608.,  1171725.],
           [       0.,  3104412.],
           [ 8388608., 12501079.]])
    """
    inner = _sorted([_top(words) for words in kronecker(corners - 1, copy, start, count)])
    cuts = [np.zeros(count, np.int32), *inner, np.full(count, 1 << WEIGHT_BITS, np.int32)]
    gaps = np.empty((corners, count))
    for place, (low, high) in enumerate(pairwise(cuts)):
        gaps[place] = high - low
    return gaps


def _top(words: Words) -> Cuts:
    return (words >> np.uint64(64 - WEIGHT_BITS)).astype(np.int32)


def _sorted(rows: list[Cuts]) -> list[Cuts]:
    """Every column in rising order: rows compared in pairs, many columns at once. Uses up the rows."""
    spare = np.empty_like(rows[0]) if rows else np.empty(0, np.int32)
    for low, high in _comparisons(len(rows)):
        np.minimum(rows[low], rows[high], out=spare)
        np.maximum(rows[low], rows[high], out=rows[high])
        rows[low], spare = spare, rows[low]
    return rows


@lru_cache(maxsize=64)
def _comparisons(rows: int) -> tuple[tuple[int, int], ...]:
    """Pairs that sort any column when compared in turn (merge exchange: Batcher 1968; Knuth 1998, algorithm 5.2.2 M).

    >>> _comparisons(3)
    ((0, 2), (0, 1), (1, 2))
    """
    pairs = []
    top = 1 << max(0, (rows - 1).bit_length() - 1)
    step = top
    while step:
        reach, bit, distance = top, 0, step
        while True:
            pairs += [(low, low + distance) for low in range(rows - distance) if low & step == bit]
            if reach == step:
                break
            distance, reach, bit = reach - step, reach // 2, step
        step //= 2
    return tuple(pairs)


def kronecker(dimensions: int, copy: tuple[int, int], start: int, count: int) -> list[Words]:
    """The coordinates of points of the sequence as 64-bit fractions of 1; copy (0, .) is the plain one, the others are
    shifted."""
    numbers = np.arange(start, start + count, dtype=np.uint64)
    steps = _steps(dimensions) if dimensions else ()
    return [numbers * np.uint64(step) + np.uint64(_shift(copy, place)) for place, step in enumerate(steps)]


def hashed(place: int, copy: int, start: int, count: int) -> Words:
    """Whole numbers without any pattern, for coordinates that are too many for an even spread.

    >>> hashed(0, 0, 0, 2)
    array([9660384442732455145,   48861264750392293], dtype=uint64)
    """
    numbers = np.arange(start, start + count, dtype=np.uint64)
    return _mixed(_mixed(numbers) + np.uint64(_scrambled(copy * 1_000_003 + place)))


@lru_cache(maxsize=64)
def _steps(dimensions: int) -> tuple[int, ...]:
    """Powers of the inverse of the root of x^(d+1) = x + 1, as 64-bit fractions."""
    with localcontext() as context:
        context.prec = 60
        root = Decimal(2)
        for _ in range(100):
            root -= (root ** (dimensions + 1) - root - 1) / ((dimensions + 1) * root**dimensions - 1)
        return tuple(int(_WORD / root**power) for power in range(1, dimensions + 1))


@lru_cache(maxsize=4096)
def _shift(copy: tuple[int, int], place: int) -> int:
    return _WORD // 2 if copy[0] == 0 else _scrambled((copy[0] << 40) + (copy[1] << 16) + place)


def _scrambled(number: int) -> int:
    return int(_mixed(np.array([number], np.uint64))[0])


def _mixed(numbers: Words) -> Words:
    """splitmix64 of every number."""
    mixed = (numbers + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return mixed
