"""Which mix is best over the allowed weights, sampled: for where the exact cells are out of reach.

The points are those of the rank acceptabilities (`mcda.methods.acceptability`): whole numbers without a seed, in eight
shifted copies whose spread gives the errors; counts are the same on every machine and with any executor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from mcda.methods.acceptability import CHUNK, COPIES, STUDENT, allotted
from mcda.methods.points import weight_points
from mcda.methods.weight_sets import WeightSet
from mcda.mixes.evaluate import Members
from mcda.mixes.robust import Candidates

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

VALUE_BITS = 24
# Numbers in one block of values.
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Sampled:
    """A share of the drawn weightings with its error (95 of 100 times the truth is that near)."""

    share: float
    error: float


@dataclass(frozen=True, slots=True)
class SampledMixes:
    """The mixes that are best somewhere, the most frequent first, and how often the best mix holds each option."""

    mixes: tuple[tuple[Members, Sampled], ...]
    holding: tuple[Sampled, ...]
    draws: int


@dataclass(frozen=True, slots=True)
class _Task:
    points: Floats
    weights: WeightSet
    piece: int
    copy: int
    start: int
    count: int


def sampled_mixes(
    found: Candidates, weights: WeightSet, options: int, draws: int, executor: Executor | None = None
) -> SampledMixes:
    """Shares of the best mixes and of the options that they hold."""
    tasks = list(_tasks(_whole(found), weights, max(1, draws // COPIES)))
    counts = np.zeros((COPIES, len(found.mixes)), np.int64)
    done = map(_counted, tasks) if executor is None else executor.map(_counted, tasks)
    for task, wins in zip(tasks, done, strict=True):
        counts[task.copy] += wins
    each = counts / counts.sum(axis=1, keepdims=True)
    order = [int(place) for place in np.argsort(-counts.sum(axis=0), kind="stable") if counts[:, place].any()]
    held = np.array([[option in members for option in range(options)] for members in found.mixes], float)
    return SampledMixes(
        tuple((found.mixes[place], _share(each[:, place])) for place in order),
        tuple(_share(column) for column in (each @ held).T),
        int(counts.sum()),
    )


def _whole(found: Candidates) -> Floats:
    """Values of the mixes as whole numbers, criteria x mixes, small enough for sums that are exact in floats."""
    values = np.array([[float(number) for number in row] for row in found.points])
    spread = float(values.max() - values.min()) or 1.0
    return np.asarray(np.rint((values - values.min()) * ((1 << VALUE_BITS) / spread)).T)


def _tasks(points: Floats, weights: WeightSet, draws: int) -> Iterator[_Task]:
    for copy in range(COPIES):
        for piece, count in enumerate(allotted(weights, draws)):
            for start in range(0, count, CHUNK):
                yield _Task(points, weights, piece, copy, start, min(CHUNK, count - start))


def _counted(task: _Task) -> Ints:
    """How often each mix is best in one task; of level ones the first."""
    mixes = task.points.shape[1]
    wins = np.zeros(mixes, np.int64)
    step = max(16, BLOCK // mixes)
    for start in range(task.start, task.start + task.count, step):
        count = min(step, task.start + task.count - start)
        drawn = weight_points(task.weights, task.piece, task.copy, start, count)
        wins += np.bincount((drawn @ task.points).argmax(axis=1), minlength=mixes)
    return wins


def _share(copies: Sequence[float] | Floats) -> Sampled:
    parts = np.asarray(copies, float)
    return Sampled(float(parts.mean()), STUDENT * float(parts.std(ddof=1)) / sqrt(COPIES))
