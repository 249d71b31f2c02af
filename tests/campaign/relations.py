"""Problems on fixed scales, and changes to them that must change nothing (or only in one direction).

Needs numpy alone, because programs of other packages import it in environments of their own (`peers.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

STEPS = 8


@dataclass(frozen=True)
class Case:
    """Options x criteria in the criteria's own units, the ends and the do-nothing level of each scale, and points.

    Every number is a whole one, so that floats hold it exactly.
    """

    ratings: np.ndarray
    worst: np.ndarray
    best: np.ndarray
    zero: np.ndarray
    points: np.ndarray


@dataclass(frozen=True)
class Change:
    """A case before and after. `same[i]` is where option i stands afterwards; `better` may only rise."""

    before: Case
    after: Case
    same: np.ndarray
    better: int = -1


Relation = Callable[[Case, np.random.Generator], Change]


def random_case(rng: np.random.Generator, options: int, criteria: int) -> Case:
    """Ratings strictly between the ends of scales in either direction; points in steps of five."""
    step = rng.integers(1, 6, criteria)
    low = rng.integers(-40, 41, criteria)
    high = low + STEPS * step
    falls = rng.random(criteria) < 0.4
    worst, best = np.where(falls, high, low), np.where(falls, low, high)
    ratings = low + step * rng.integers(1, STEPS, (options, criteria))
    points = rng.multinomial(20, np.full(criteria, 1 / criteria)) * 5
    return Case(ratings, worst, best, low + step * rng.integers(0, STEPS + 1, criteria), points)


def dominated(case: Case, rng: np.random.Generator) -> Change:
    """One more option, at the worst end of every scale."""
    return Change(case, replace(case, ratings=np.vstack([case.ratings, case.worst])), np.arange(len(case.ratings)))


def duplicate(case: Case, rng: np.random.Generator) -> Change:
    """One more option, rated as another one is."""
    twin = case.ratings[rng.integers(len(case.ratings))]
    return Change(case, replace(case, ratings=np.vstack([case.ratings, twin])), np.arange(len(case.ratings)))


def removed(case: Case, rng: np.random.Generator) -> Change:
    """One option fewer, told as one more: the last joins the others."""
    return Change(replace(case, ratings=case.ratings[:-1]), case, np.arange(len(case.ratings) - 1))


def shifted(case: Case, rng: np.random.Generator) -> Change:
    """Another zero of one unit: ratings, ends and do-nothing level move together."""
    by = np.zeros(case.ratings.shape[1], dtype=int)
    by[rng.integers(len(by))] = rng.integers(50, 500)
    return Change(case, _moved(case, by, np.ones_like(by)), np.arange(len(case.ratings)))


def other_units(case: Case, rng: np.random.Generator) -> Change:
    """One criterion in other units, a thousand of which are one."""
    times = np.ones(case.ratings.shape[1], dtype=int)
    times[rng.integers(len(times))] = rng.choice([2, 10, 1000])
    return Change(case, _moved(case, np.zeros_like(times), times), np.arange(len(case.ratings)))


def permuted(case: Case, rng: np.random.Generator) -> Change:
    """Options and criteria in another order."""
    rows, columns = rng.permutation(len(case.ratings)), rng.permutation(case.ratings.shape[1])
    after = Case(
        case.ratings[np.ix_(rows, columns)],
        *(getattr(case, name)[columns] for name in ("worst", "best", "zero", "points")),
    )
    return Change(case, after, np.argsort(rows))


def split(case: Case, rng: np.random.Generator) -> Change:
    """One criterion stands there twice, each with half of the weight."""
    j = rng.integers(case.ratings.shape[1])
    columns = [*range(case.ratings.shape[1]), j]
    points = 2 * case.points[columns]
    points[[j, -1]] = case.points[j]
    after = Case(case.ratings[:, columns], case.worst[columns], case.best[columns], case.zero[columns], points)
    return Change(case, after, np.arange(len(case.ratings)))


def merged(case: Case, rng: np.random.Generator) -> Change:
    """The same the other way round: two criteria that say the same become one with the weight of both."""
    change = split(case, rng)
    return Change(change.after, change.before, change.same)


def improved(case: Case, rng: np.random.Generator) -> Change:
    """One rating moves a step towards the best end: the option may rise, and nothing else may move against it."""
    i, j = rng.integers(len(case.ratings)), rng.integers(case.ratings.shape[1])
    ratings = case.ratings.copy()
    ratings[i, j] += (case.best[j] - case.worst[j]) // STEPS
    return Change(case, replace(case, ratings=ratings), np.arange(len(ratings)), int(i))


def _moved(case: Case, by: np.ndarray, times: np.ndarray) -> Case:
    parts = (case.ratings, case.worst, case.best, case.zero)
    return Case(*(part * times + by for part in parts), case.points)


RELATIONS: dict[str, Relation] = {
    "a dominated option is added": dominated,
    "an option is added": removed,
    "an option is duplicated": duplicate,
    "one scale is shifted": shifted,
    "one criterion in other units": other_units,
    "options and criteria in another order": permuted,
    "one criterion split in two halves": split,
    "two halves merged": merged,
    "one rating improved": improved,
}


def broken(change: Change, before: np.ndarray, after: np.ndarray) -> bool:
    """Whether the order of the options changed in a way that it must not; equal numbers are ties, higher is better."""
    after = after[change.same]
    old, new = np.sign(before[:, None] - before[None, :]), np.sign(after[:, None] - after[None, :])
    if change.better < 0:
        return bool((old != new).any())
    rest = np.arange(len(before)) != change.better
    return bool((new[change.better] < old[change.better]).any() or (old != new)[np.ix_(rest, rest)].any())


def other_winner(change: Change, before: np.ndarray, after: np.ndarray) -> bool:
    """Whether the options in first place are others than before."""
    first = {*np.flatnonzero(before == before.max())}
    after = after[change.same]
    return change.better < 0 and first != {*np.flatnonzero(after == after.max())}
