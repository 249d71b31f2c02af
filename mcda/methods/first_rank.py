"""Where each option is best: the set of weights cut into simplices with one winner each.

A simplex whose corners share a winner has that winner throughout, because scores are linear in the weights. Any other
one is cut in two where the winners of two corners score the same. The volumes are the first-rank acceptability and the
centroids the central weights (Lahdelma, Hokkanen and Salminen 1998), exact but for the last digits of floats; integrals
of anything linear, such as expected regret, follow from the corners.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MOST_PIECES = 100_000
MOST_NUMBERS = 1 << 20
# Scores, scaled to spread over 1, that differ by less than this are level.
LEVEL = 1e-12


@dataclass(frozen=True, slots=True)
class Cells:
    """Simplices (pieces x corners x criteria) with the option that is best throughout, and shares of volume.

    The shares are of the whole set and sum to 1 but for rounding: nothing was scaled to make them do so.
    """

    pieces: Floats
    winners: Ints
    shares: Floats


@dataclass(frozen=True, slots=True)
class _Heap:
    """Simplices still to be settled, and the two options by which each is being cut (-1: not chosen)."""

    pieces: Floats
    pairs: Ints


def best_cells(values: Floats, pieces: Floats, columns: Sequence[int]) -> Cells | None:
    """The cells of every option; None where there are more than MOST_PIECES of them.

    `pieces` fill the set of weights; volumes are told apart by the weights of the criteria in `columns`.

    >>> cells = best_cells(np.array([[1.0, 0.0], [0.0, 3.0]]), np.eye(2)[None], (0, 1))
    >>> first_shares(cells, 2)
    array([0.25, 0.75])
    """
    scaled = _scaled(values)
    stack = [_Heap(pieces, np.full((len(pieces), 2), -1))]
    settled: list[tuple[Floats, Ints]] = []
    count = 0
    while stack:
        heap = stack.pop()
        most = max(1, MOST_NUMBERS // (len(values) * pieces.shape[1]))
        if len(heap.pieces) > most:
            stack.append(_Heap(heap.pieces[most:], heap.pairs[most:]))
            heap = _Heap(heap.pieces[:most], heap.pairs[:most])
        done, rest = _settled(scaled, heap)
        settled.append(done)
        count += len(done[1])
        if count + sum(len(each.pieces) for each in stack) > MOST_PIECES:
            return None
        if rest is not None:
            stack.append(rest)
    found = np.concatenate([each for each, _ in settled])
    winners = np.concatenate([each for _, each in settled])
    return Cells(found, winners, _volumes(found, columns) / _volumes(pieces, columns).sum())


def first_shares(cells: Cells, options: int) -> Floats:
    """The share of weightings in which each option is first; of options that are always level, one stands for all."""
    return np.bincount(cells.winners, weights=cells.shares, minlength=options)


def central_weights(cells: Cells, options: int) -> Floats:
    """The mean of the weightings in which each option is first; not a number where it never is.

    >>> cells = best_cells(np.array([[1.0, 1.0], [0.0, 0.0]]), np.eye(2)[None], (0, 1))
    >>> central_weights(cells, 2)
    array([[0.5, 0.5],
           [nan, nan]])
    """
    first = first_shares(cells, options)
    middles = cells.pieces.mean(axis=1) * cells.shares[:, None]
    sums = [np.bincount(cells.winners, weights=column, minlength=options) for column in middles.T]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(first[:, None] > 0, np.array(sums).T / first[:, None], np.nan)


def best_ranges(cells: Cells, option: int) -> Floats | None:
    """The lowest and highest weight of each criterion where an option is first (criteria x 2); None if it never is."""
    own = cells.pieces[cells.winners == option]
    if not len(own):
        return None
    flat = own.reshape(-1, own.shape[2])
    return np.stack([flat.min(axis=0), flat.max(axis=0)], axis=1)


def expected_best(values: Floats, cells: Cells) -> float:
    """The mean of the best score over all weightings.

    >>> values = np.array([[1.0, 0.0], [0.0, 1.0]])
    >>> expected_best(values, best_cells(values, np.eye(2)[None], (0, 1)))
    0.75
    """
    middles = cells.pieces.mean(axis=1)
    return float((cells.shares * np.einsum("ij,ij->i", middles, values[cells.winners])).sum())


def _scaled(values: Floats) -> Floats:
    """Values moved and scaled alike on all criteria, which changes no comparison."""
    moved = values - values.mean(axis=0)
    return np.asarray(moved / (np.abs(moved).max() or 1.0))


def _settled(values: Floats, heap: _Heap) -> tuple[tuple[Floats, Ints], _Heap | None]:
    scores = heap.pieces @ values.T
    top = scores >= scores.max(axis=2, keepdims=True) - LEVEL
    common = top.all(axis=1)
    done = common.any(axis=1)
    settled = heap.pieces[done], common[done].argmax(axis=1)
    if done.all():
        return settled, None
    open_ = ~done
    return settled, _cut(heap.pieces[open_], scores[open_], top[open_], heap.pairs[open_])


def _cut(pieces: Floats, scores: Floats, top: Bools, pairs: Ints) -> _Heap:
    """Every piece in two, at the point of one edge where the two options of its pair are level.

    A pair is kept until the piece lies on one side of it, so that every pair cuts a piece once and the cutting ends.
    """
    row = np.arange(len(pieces))
    gaps = scores[row, :, pairs[:, 0]] - scores[row, :, pairs[:, 1]]
    stale = (pairs[:, 0] < 0) | ~((gaps > LEVEL).any(axis=1) & (gaps < -LEVEL).any(axis=1))
    pairs = np.where(stale[:, None], _pairs(scores, top), pairs)
    gaps = scores[row, :, pairs[:, 0]] - scores[row, :, pairs[:, 1]]
    up, down = gaps.argmax(axis=1), gaps.argmin(axis=1)
    high, low = gaps[row, up], gaps[row, down]
    step = (high / (high - low))[:, None]
    crossing = pieces[row, up] + step * (pieces[row, down] - pieces[row, up])
    left, right = pieces.copy(), pieces
    left[row, down] = crossing
    right[row, up] = crossing
    return _Heap(np.concatenate([left, right]), np.concatenate([pairs, pairs]))


def _pairs(scores: Floats, top: Bools) -> Ints:
    """The option that is best at most corners, and the best one at the corner where it is furthest behind."""
    row = np.arange(len(scores))
    first = top.sum(axis=1).argmax(axis=1)
    behind = scores.max(axis=2) - scores[row, :, first]
    second = scores[row, behind.argmax(axis=1)].argmax(axis=1)
    return np.stack([first, second], axis=1)


def _volumes(pieces: Floats, columns: Sequence[int]) -> Floats:
    return np.asarray(np.abs(np.linalg.det(pieces[:, :, list(columns)])))
