"""How mixes fare when values are drawn: many draws at once, each compared in whole numbers, so none is rounded.

The mixes that could be feasible in some draw are listed once; a draw then only changes what each is worth.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.evaluate import Members
from mcda.mixes.integers import ceil_at, floor_at, mask_of
from mcda.mixes.nearly import dropped, hard_limits
from mcda.mixes.order import by_merit
from mcda.mixes.totals import Bools, Floats, Ints, Masks, holds, test_holds
from mcda.problem.mixing import Limit, MixProblem, Reached

# Whole numbers up to here are exact in floats, so are their sums and products.
EXACT = 2**53
# Numbers in one block.
BLOCK = 1 << 19
MOST_LISTED = 100_000
# Mixes times draws: with more mixes fewer of the draws are looked at, the first ones, but never fewer than LEAST.
MOST_PAIRS = 8_000_000
LEAST = 64


@dataclass(frozen=True, slots=True)
class Drawn:
    """Of uncertain values, by (option, effect), what they are in each of so many draws, in whole parts of a point."""

    values: Mapping[tuple[int, int], Ints]
    parts: int
    draws: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """In how many draws the mix is the best one, in how many it keeps all hard limits, and in how many the best mix
    holds each option."""

    best: int
    fits: int
    holding: tuple[int, ...]
    draws: int


@dataclass(frozen=True, slots=True)
class _Listed:
    """The mixes, by the written tie-break, as rows of 0 and 1; the limits that draws change; penalties of the
    others."""

    masks: Masks
    inside: Floats
    moved: tuple[int, ...]
    penalties: Floats


@dataclass(frozen=True, slots=True)
class _Whole:
    """The problem times `scale`: values are whole. Weights, as whole numbers, are over another denominator."""

    problem: MixProblem
    scale: int
    weights: tuple[int, ...]
    over: int


def outcomes(problem: MixProblem, members: Members, drawn: Drawn) -> Outcomes | None:
    """How a mix fares over draws: all of them, or the first ones where there are many mixes.

    None where there are too many mixes, a probability among the rules, or numbers too fine for exact sums.

    >>> from mcda.problem.mixing import Counted, Effect
    >>> gain = Effect("gain", Fraction(1), "sum", (Fraction(7), Fraction(5)))
    >>> one = Limit("one", "at most one", "", (Counted(frozenset({0, 1}), most=1),))
    >>> problem = MixProblem(("a", "b"), (gain,), (), (), (), (), (one,))
    >>> outcomes(problem, (0,), Drawn({(1, 0): np.array([60, 80])}, 10, 2))
    Outcomes(best=1, fits=2, holding=(1, 1), draws=2)
    """
    whole = None if any(effect.adds == "prob" for effect in problem.effects) else _whole(problem, drawn)
    listed = None if whole is None else _listed(whole, {effect for _, effect in drawn.values})
    if whole is None or listed is None:
        return None
    draws = min(drawn.draws, max(LEAST, MOST_PAIRS // max(1, len(listed.masks))))
    own = listed.masks == np.uint64(mask_of(members))
    best, fits, holding = 0, 0, np.zeros(len(problem.options))
    for values in _blocks(whole, drawn, draws, len(listed.masks)) if len(listed.masks) else ():
        kept, worth = _worth(whole, listed, values)
        top = worth.max(axis=0)
        found = top > -np.inf
        fits += int(kept[own].sum())
        best += int((found & (worth[own] == top)).sum())
        holding += listed.inside[worth.argmax(axis=0)[found]].sum(axis=0)
    return Outcomes(best, fits, tuple(int(count) for count in holding), draws)


def _whole(problem: MixProblem, drawn: Drawn) -> _Whole | None:
    """The problem in whole numbers, if all sums of them are exact in floats."""
    own = [value for effect in problem.effects for value in (*effect.values, *([effect.cap] if effect.cap else ()))]
    most = max((int(np.abs(row).max()) for row in drawn.values.values()), default=0)
    numbers = [*own, *(s.points for s in problem.synergies), Fraction(most, drawn.parts), Fraction(1, drawn.parts)]
    over = lcm(*(effect.weight.denominator for effect in problem.effects))
    paid = [limit.penalty for limit in problem.limits if limit.penalty]
    scale = lcm(*(number.denominator for number in numbers), *((each * over).denominator for each in paid))
    weights = tuple(int(effect.weight * over) for effect in problem.effects)
    largest = max(map(abs, numbers), default=Fraction(0)) * (len(problem.options) + len(problem.synergies))
    reach = (largest * max(1, sum(weights)) + sum(paid, Fraction(0)) * over) * scale
    return _Whole(problem, scale, weights, over) if reach < EXACT else None


def _listed(whole: _Whole, effects: set[int]) -> _Listed | None:
    """The mixes that keep every hard limit which no draw changes."""
    problem = whole.problem
    moved = tuple(i for i, limit in enumerate(problem.limits) if _reached(limit, effects))
    opened = problem
    for index in set(moved) & set(hard_limits(problem)):
        opened = dropped(opened, index)
    mixes = feasible_mixes(opened, MOST_LISTED)
    if not isinstance(mixes, Mixes):
        return None
    masks = mixes.masks[by_merit(problem, mixes.masks, np.zeros(mixes.count, np.int64))]
    options = np.arange(len(problem.options), dtype=np.uint64)
    inside = ((masks[:, None] >> options) & np.uint64(1)).astype(float)
    penalties = np.zeros(len(masks))
    for index, limit in enumerate(problem.limits):
        if limit.penalty and index not in moved:
            penalties += np.where(holds(problem, index, masks), 0.0, _paid(whole, limit))
    return _Listed(masks, inside, moved, penalties)


def _reached(limit: Limit, effects: set[int]) -> bool:
    return any(isinstance(test, Reached) and test.effect in effects for test in limit.tests)


def _paid(whole: _Whole, limit: Limit) -> float:
    return float((limit.penalty or 0) * whole.over * whole.scale)


def _blocks(whole: _Whole, drawn: Drawn, draws: int, mixes: int) -> Iterator[list[Floats]]:
    """For every effect the whole values, options x draws, in blocks of draws."""
    options = len(whole.problem.options)
    columns = [np.array([[float(value * whole.scale)] for value in e.values]) for e in whole.problem.effects]
    tables = {cell: row * float(whole.scale // drawn.parts) for cell, row in drawn.values.items()}
    step = max(1, BLOCK // max(1, mixes))
    for start in range(0, draws, step):
        count = min(step, draws - start)
        block = [np.repeat(column, count, axis=1).reshape(options, count) for column in columns]
        for (option, effect), row in tables.items():
            block[effect][option] = row[start : start + count]
        yield block


def _worth(whole: _Whole, listed: _Listed, values: Sequence[Floats]) -> tuple[Bools, Floats]:
    """Which mixes are feasible in which draw, and what they are worth there (-inf where they are not)."""
    problem, draws = whole.problem, values[0].shape[1]
    points = [_points(whole, listed, index, each) for index, each in enumerate(values)]
    worth = sum((weight * each for weight, each in zip(whole.weights, points, strict=True)), start=np.zeros(1))
    worth = worth - listed.penalties[:, None]
    kept = np.ones((len(listed.masks), draws), np.bool_)
    for index in listed.moved:
        limit = problem.limits[index]
        held = _held(whole, listed, limit, points)
        if limit.penalty is None:
            kept &= held
        else:
            worth -= np.where(held, 0.0, _paid(whole, limit))
    return kept, np.where(kept, worth, -np.inf)


def _points(whole: _Whole, listed: _Listed, index: int, values: Floats) -> Floats:
    """Points of every mix on an effect in every draw."""
    effect, masks = whole.problem.effects[index], listed.masks
    points = listed.inside @ values if effect.adds == "sum" else _extreme(listed.inside, values, effect.adds)
    for synergy in whole.problem.synergies:
        if synergy.effect == index:
            mask = np.uint64(mask_of(synergy.members))
            points += np.where((masks & mask) == mask, float(synergy.points * whole.scale), 0.0)[:, None]
    capped = effect.adds == "sum" and effect.cap is not None
    return np.minimum(points, float((effect.cap or 0) * whole.scale)) if capped else points


def _extreme(inside: Floats, values: Floats, adds: str) -> Floats:
    """The lowest or highest value of the members; 0 for the empty mix."""
    fold, far = (np.minimum, np.inf) if adds == "lowest" else (np.maximum, -np.inf)
    points = np.full((len(inside), values.shape[1]), far)
    for option, row in enumerate(values):
        fold(points, np.where(inside[:, option, None] > 0, row, far), out=points)
    return np.where(np.isinf(points), 0.0, points)


def _held(whole: _Whole, listed: _Listed, limit: Limit, points: Sequence[Floats]) -> Bools:
    """Which mixes keep a limit in which draw."""
    held = np.ones(points[0].shape, np.bool_)
    for test in limit.tests:
        if isinstance(test, Reached):
            if test.least is not None:
                held &= points[test.effect] >= ceil_at(test.least, whole.scale)
            if test.most is not None:
                held &= points[test.effect] <= floor_at(test.most, whole.scale)
        else:
            held &= test_holds(whole.problem, test, listed.masks)[:, None]
    return held
