"""Two-condition rules for when an option leads, read from sampled weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mcda.methods.acceptability import allotted
from mcda.methods.points import weight_points
from mcda.methods.rules import Box, peeled_box
from mcda.methods.weight_sets import WeightSet

POINTS = 8192
# An option that leads more seldom than this needs no rule.
LEAST_SHARE = 0.02


def box_rules(
    values: npt.NDArray[np.float64], weights: WeightSet, options: Sequence[int]
) -> tuple[tuple[int, Box], ...]:
    """A box for each of these options that leads now and then under the allowed weights, the most frequent first."""
    counts = allotted(weights, POINTS)
    points = np.concatenate([weight_points(weights, piece, 0, 0, count) for piece, count in enumerate(counts)])
    points /= points.sum(axis=1, keepdims=True)
    leaders = (points @ values.T).argmax(axis=1)
    shares = np.bincount(leaders, minlength=len(values)) / len(points)
    boxes = [(option, peeled_box(points, leaders == option)) for option in options if shares[option] >= LEAST_SHARE]
    found = [(option, box) for option, box in boxes if box is not None and box.conditions]
    return tuple(sorted(found, key=lambda each: -shares[each[0]]))
