"""Bounds of hard limits that can be moved, and the best value at every bound as an exact staircase."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
import numpy.typing as npt

from mcda.methods.value import POINTS
from mcda.mixes.evaluate import Members, evaluate
from mcda.mixes.figures import Bounded, keys, reader
from mcda.mixes.integers import members_of
from mcda.mixes.nearly import KEPT, Nearly, first_of_equals, hard_limits
from mcda.mixes.order import merit
from mcda.mixes.totals import Bools, Ints, Masks, test_holds
from mcda.problem.mixing import Counted, MixProblem, Reached, Test, Used

Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound of a hard limit: the test's place in the limit, which side, and the bound of today."""

    limit: int
    test: int
    side: Literal["least", "most"]
    today: Fraction


@dataclass(frozen=True, slots=True)
class Step:
    """From this bound on, and looser, this is the best mix, up to the next step."""

    bound: Fraction
    value: Fraction
    members: Members


@dataclass(frozen=True, slots=True)
class Staircase:
    """Best value at every bound, all else kept: steps from the tightest bound to the loosest, each better.

    A bound tighter than the first step leaves no mix.
    """

    bound: Bound
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Valued:
    """A mix, its exact value, and the key by which it was found."""

    members: Members
    value: Fraction
    key: int


@dataclass(frozen=True, slots=True)
class Loosened:
    """The mixes (places in the table, by falling value) that break nothing but this bound; a lower key is tighter."""

    bound: Bound
    test: Bounded
    places: Places
    keys: Ints


def bounds(problem: MixProblem) -> Iterator[tuple[Bound, Bounded]]:
    """Every bound of the hard limits that can be moved by an amount."""
    for limit in hard_limits(problem):
        for place, test in enumerate(problem.limits[limit].tests):
            if isinstance(test, Used | Reached | Counted):
                if test.least is not None:
                    yield Bound(limit, place, "least", Fraction(test.least)), test
                if test.most is not None:
                    yield Bound(limit, place, "most", Fraction(test.most)), test


def loosened(problem: MixProblem, near: Nearly) -> tuple[Loosened, ...]:
    """For every bound the mixes that remain when it alone is moved."""
    return tuple(
        _loosened(problem, near, bound, test) for bound, test in bounds(problem) if bound.limit not in near.unlisted
    )


def staircase(problem: MixProblem, near: Nearly, view: Loosened, where: Bools | None = None) -> Staircase:
    """The best value at every bound, among the mixes of the view (only those in `where`, if given)."""
    places, key = view.places, view.keys
    if where is not None:
        chosen = np.flatnonzero(where[places])
        places, key = places[chosen], key[chosen]
    mixes = best_by_key(problem, near, places, key)
    sign, read = 1 if view.bound.side == "most" else -1, reader(problem, view.test)
    steps = [Step(read(sign * mix.key, mix.members), mix.value, mix.members) for mix in mixes]
    return Staircase(view.bound, tuple(steps))


def best_by_key(problem: MixProblem, near: Nearly, places: Places, key: Ints) -> tuple[Valued, ...]:
    """The best mix at or below every key: from the lowest key to the highest, each better than the one before.

    Walking down in value, a mix is the best for its key when no better one has a key as low.
    """
    if not len(places):
        return ()
    if near.margin:
        return _rising(_told_apart(problem, near, places, key))
    objective = near.objective[places]
    starts = np.append(0, np.flatnonzero(objective[1:] != objective[:-1]) + 1)
    lowest = np.minimum.reduceat(key, starts)
    ends = np.append(starts[1:], len(places))
    steps = np.flatnonzero(_new_lows(lowest))[::-1]
    begin, value = starts[steps], objective[starts[steps]]
    masks = near.masks[places[begin]].tolist()
    for step in np.flatnonzero(ends[steps] - begin > 1).tolist():
        equal = slice(begin[step], ends[steps[step]])
        masks[step] = first_of_equals(problem, near.masks[places[equal][key[equal] == lowest[steps[step]]]])
    return tuple(
        Valued(members_of(mask), Fraction(worth, near.denominator), low)
        for mask, worth, low in zip(masks, value.tolist(), lowest[steps].tolist(), strict=True)
    )


def beyond(stairs: Staircase) -> tuple[Step, ...]:
    """The steps that are looser than the bound of today: the first is the nearest."""
    return stairs.steps[_reached(stairs, stairs.bound.today) :]


def value_at(stairs: Staircase, bound: Fraction) -> Fraction | None:
    """The best value with another bound; None where it leaves no mix."""
    reached = _reached(stairs, bound)
    return stairs.steps[reached - 1].value if reached else None


def move(problem: MixProblem, bound: Bound, new: Fraction) -> Fraction:
    """How far a bound would be moved, to put steps in an order: as a share of today's budget or count (at least 1), or
    of the 100 points of a scale."""
    test = problem.limits[bound.limit].tests[bound.test]
    unit = POINTS if isinstance(test, Reached) else max(abs(bound.today), Fraction(1))
    return abs(new - bound.today) / unit


def order_of(bound: Bound, amount: Fraction) -> Fraction:
    """An amount as a bound: lower is tighter, whichever side it is on."""
    return amount if bound.side == "most" else -amount


def other_tests(problem: MixProblem, bound: Bound, test: Bounded) -> list[Test]:
    """What the limit asks for besides this bound."""
    tests = list(problem.limits[bound.limit].tests)
    others = tests[: bound.test] + tests[bound.test + 1 :]
    if test.least is not None and test.most is not None:
        others.append(_other_side(test, bound.side))
    return others


def all_hold(problem: MixProblem, tests: Sequence[Test], masks: Masks) -> Bools:
    """Which mixes keep all of some tests."""
    kept = np.ones(len(masks), np.bool_)
    for test in tests:
        kept &= test_holds(problem, test, masks)
    return kept


def _reached(stairs: Staircase, bound: Fraction) -> int:
    """How many steps, from the tightest on, a bound takes in."""
    return bisect_right(
        stairs.steps, order_of(stairs.bound, bound), key=lambda step: order_of(stairs.bound, step.bound)
    )


def _loosened(problem: MixProblem, near: Nearly, bound: Bound, test: Bounded) -> Loosened:
    places = np.flatnonzero((near.broken == KEPT) | (near.broken == bound.limit))
    others = other_tests(problem, bound, test)
    broken = near.broken[places] == bound.limit
    if others and broken.any():
        kept = np.ones(len(places), np.bool_)
        kept[broken] = all_hold(problem, others, near.masks[places[broken]])
        places = places[kept]
    key = keys(problem, test, near.masks[places])
    return Loosened(bound, test, places, key if bound.side == "most" else -key)


def _other_side(test: Bounded, side: Literal["least", "most"]) -> Test:
    match test:
        case Counted(members, least, most):
            return Counted(members, most=most) if side == "least" else Counted(members, least=least)
        case Used(resource, low, high):
            return Used(resource, most=high) if side == "least" else Used(resource, least=low)
        case Reached(effect, low, high):
            return Reached(effect, most=high) if side == "least" else Reached(effect, least=low)


def _new_lows(key: Ints) -> Bools:
    lowest = np.minimum.accumulate(key) if len(key) else key
    return np.concatenate([np.ones(len(key[:1]), np.bool_), lowest[1:] < lowest[:-1]])


def _told_apart(problem: MixProblem, near: Nearly, places: Places, key: Ints) -> list[Valued]:
    """The same where values have a margin: whatever may be a step is evaluated exactly and put in order."""
    objective = near.objective[places]
    better = np.searchsorted(-objective, -(objective + 2 * near.margin), side="left")
    lowest = np.minimum.accumulate(key)
    doubtful = np.flatnonzero((better == 0) | (key < lowest[np.maximum(better, 1) - 1]))
    mixes = [
        (evaluate(problem, members_of(mask)), low)
        for mask, low in zip(near.masks[places[doubtful]].tolist(), key[doubtful].tolist(), strict=True)
    ]
    mixes.sort(key=lambda each: merit(each[0]))
    lows = _new_lows(np.array([low for _, low in mixes], np.int64))
    return [Valued(mix.members, mix.value, low) for (mix, low), new in zip(mixes, lows.tolist(), strict=True) if new]


def _rising(found: Sequence[Valued]) -> tuple[Valued, ...]:
    """From the lowest key up, without mixes that are no better than one with a lower key."""
    kept: list[Valued] = []
    for mix in reversed(found):
        if not kept or mix.value > kept[-1].value:
            kept.append(mix)
    return tuple(kept)
