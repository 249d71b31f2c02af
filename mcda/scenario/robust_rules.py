"""Two-condition rules for when an option leads, read from sampled weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from mcda.methods.acceptability import COPIES, STUDENT, allotted
from mcda.methods.points import weight_points
from mcda.methods.rules import Box, inside, peeled_box
from mcda.methods.weight_sets import WeightSet

POINTS = 8192
# An option that leads more seldom than this needs no rule.
LEAST_SHARE = 0.02


def box_rules(
    values: npt.NDArray[np.float64], weights: WeightSet, options: Sequence[int]
) -> tuple[tuple[int, Box], ...]:
    """A box for each of these options that leads now and then under the allowed weights, the most frequent first."""
    counts = list(enumerate(allotted(weights, POINTS // COPIES)))
    points = np.concatenate(
        [weight_points(weights, piece, copy, 0, count) for copy in range(COPIES) for piece, count in counts]
    )
    points /= points.sum(axis=1, keepdims=True)
    leaders = (points @ values.T).argmax(axis=1)
    shares = np.bincount(leaders, minlength=len(values)) / len(points)
    boxes = [(option, peeled_box(points, leaders == option)) for option in options if shares[option] >= LEAST_SHARE]
    found = [(option, _told(box, points, leaders == option)) for option, box in boxes if box and box.conditions]
    return tuple(sorted(((o, box) for o, box in found if box.coverage), key=lambda each: -shares[each[0]]))


def _told(box: Box, points: npt.NDArray[np.float64], cases: npt.NDArray[np.bool_]) -> Box:
    """The box with ends in whole percent, as they are told, and its shares counted anew in every copy of the points."""
    ends = tuple(replace(each, share=round(each.share, 2)) for each in box.conditions)
    kept = inside(points, ends).reshape(COPIES, -1)
    own = cases.reshape(COPIES, -1)
    both = (kept & own).sum(axis=1)
    if not both.all():
        return Box(ends, 0.0, 0.0)
    each = both / own.sum(axis=1), both / kept.sum(axis=1)
    errors = [float(STUDENT * part.std(ddof=1) / np.sqrt(COPIES)) for part in each]
    return Box(ends, float(both.sum() / own.sum()), float(both.sum() / kept.sum()), (errors[0], errors[1]))
