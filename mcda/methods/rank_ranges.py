"""The best and the worst rank each option can take under the allowed weights (Kadzinski, Greco and Slowinski 2012).

The set of weights is cut into simplices until every rival is on one side throughout: branch and bound, in which a
simplex that cannot hold a better (or worse) rank than one already found is left alone. Scores are linear, so a rival
that is above at every corner of a simplex is above throughout.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MOST_PIECES = 4000
# Scores, scaled to spread over 1, that differ by less than this are level.
LEVEL = 1e-11


@dataclass(frozen=True, slots=True)
class RankRange:
    """Best and worst rank (level scores share the better rank); not `exact`: the true range may be wider."""

    best: int
    worst: int
    exact: bool


def rank_ranges(values: Floats, pieces: Floats) -> tuple[RankRange, ...]:
    """The ranks each option can take over the set of weights that `pieces` fill.

    >>> [(each.best, each.worst) for each in rank_ranges(np.array([[3.0, 0], [1, 1], [0, 2]]), np.eye(2)[None])]
    [(1, 3), (2, 3), (1, 3)]
    """
    spread = np.abs(values - values.mean(axis=0)).max() or 1.0
    return tuple(_range((np.delete(values, i, axis=0) - values[i]) / spread, pieces) for i in range(len(values)))


def _range(rivals: Floats, pieces: Floats) -> RankRange:
    """The range of the number of rivals above; rivals that are above, or not above, everywhere need no cutting."""
    leads = pieces @ rivals.T
    above, never = (leads > LEVEL).all(axis=(0, 1)), (leads <= LEVEL).all(axis=(0, 1))
    open_ = ~above & ~never
    # A rival above at some corners and level at the others is above inside; the cutting below sees to the rest.
    base = int(above.sum())
    if not open_.any():
        return RankRange(1 + base, 1 + base, exact=True)
    fewest, sure = _fewest(rivals[open_], pieces)
    most, certain = _most(rivals[open_], pieces)
    # A search that stopped early may have met its least number at a centre, its largest one at a corner.
    low, high = min(fewest, most), max(fewest, most)
    return RankRange(1 + base + low, 1 + base + high, exact=sure and certain)


def _fewest(rivals: Floats, pieces: Floats) -> tuple[int, bool]:
    """The least number of rivals above at once: of the counts at corners, once no simplex can hold less."""
    found = len(rivals)
    while len(pieces):
        above = pieces @ rivals.T > LEVEL
        found = min(found, int(above.sum(axis=2).min()))
        bound = above.all(axis=1).sum(axis=1)
        pieces = pieces[bound < found]
        if len(pieces) > MOST_PIECES:
            return found, False
        pieces = _halved(rivals, pieces)
    return found, True


def _most(rivals: Floats, pieces: Floats) -> tuple[int, bool]:
    """The largest number of rivals above at once: of the counts at centres, once no simplex can hold more."""
    found = 0
    while len(pieces):
        found = max(found, int((pieces.mean(axis=1) @ rivals.T > LEVEL / 100).sum(axis=1).max()))
        bound = (pieces @ rivals.T > LEVEL).any(axis=1).sum(axis=1)
        pieces = pieces[bound > found]
        if len(pieces) > MOST_PIECES:
            return found, False
        pieces = _halved(rivals, pieces)
    return found, True


def _halved(rivals: Floats, pieces: Floats) -> Floats:
    """Each simplex in two where its most divided rival is level; simplices that no rival divides go."""
    if not len(pieces):
        return pieces
    leads = pieces @ rivals.T
    high, low = leads.max(axis=1), leads.min(axis=1)
    depth = np.minimum(high, -low)
    rival = depth.argmax(axis=1)
    row = np.arange(len(pieces))
    divided = depth[row, rival] > LEVEL
    pieces, lead = pieces[divided], leads[row, :, rival][divided]
    row = np.arange(len(pieces))
    up, down = lead.argmax(axis=1), lead.argmin(axis=1)
    step = (lead[row, up] / (lead[row, up] - lead[row, down]))[:, None]
    crossing = pieces[row, up] + step * (pieces[row, down] - pieces[row, up])
    left, right = pieces.copy(), pieces
    left[row, down] = crossing
    right[row, up] = crossing
    return np.concatenate([left, right])
