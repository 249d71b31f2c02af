"""Which mixes the workbook lists, so that it can find the best one by itself, and what it then covers.

all         every mix of the options that no rule fixes: any weight, rating, budget, switch
listed      every mix that keeps the hard rules on membership and the budgets: any weight, rating and lower budget
efficient   the mixes that no other matches on criteria, resources and number of options: any weight and lower budget
saved       the best mixes of the run: no edit
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

import numpy as np

from mcda.excel.results.left_out import Ceiling, ceilings
from mcda.excel.results.rules import Rule, limits_only
from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.figures import effect_keys, use_keys
from mcda.mixes.integers import mask_of
from mcda.mixes.order import by_merit, leading
from mcda.mixes.pareto import nondominated
from mcda.mixes.totals import MOST_OPTIONS, Ints, Masks, broken_limits, penalties_of
from mcda.problem.mixing import Counted, Limit, MixProblem, Used

Mode = Literal["all", "listed", "efficient", "saved"]
# Budgets are loosened step by step as long as the table stays short; None is no budget at all.
_STEPS = (Fraction(1), Fraction(5, 4), Fraction(3, 2), Fraction(2), None)


@dataclass(frozen=True, slots=True)
class Room:
    """How much the workbook may hold: free options for listing all mixes, rows of any other table, and how many
    mixes may be looked at to make it."""

    free_options: int = 12
    rows: int = 700
    considered: int = 200_000


@dataclass(frozen=True, slots=True)
class Fixed:
    """An option that is in (or out of) every mix of the table, as long as one of these rules holds."""

    option: int
    inside: bool
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The mixes of the table in the order of the tie-break; `tops` are the budgets it covers (None: any).

    `whole` says that no mix which could be best is left out of the `found` ones. Otherwise `any_points` says that none
    is as long as budgets stay as they are, and no mix left out reaches more than one of the `ceilings`.
    """

    mode: Mode
    masks: tuple[int, ...]
    tops: tuple[Fraction | None, ...]
    fixed: tuple[Fixed, ...]
    found: int
    whole: bool
    any_points: bool = False
    ceilings: tuple[Ceiling, ...] = ()


def listing(problem: MixProblem, rules: Sequence[Rule], room: Room) -> Listing:
    """The most useful table of mixes that fits into the room."""
    if len(problem.options) <= MOST_OPTIONS:
        fixed = _fixed(problem, rules, room)
        if len(problem.options) - len(fixed) <= room.free_options:
            return _all(problem, fixed)
        found = _listed(problem, rules, room) or _efficient(problem, room)
        if found is not None:
            return found
    return _saved(problem, (), 0)


def _saved(problem: MixProblem, masks: Sequence[int], found: int) -> Listing:
    return Listing("saved", tuple(masks), tuple(None for _ in problem.resources), (), found, whole=False)


def _fixed(problem: MixProblem, rules: Sequence[Rule], room: Room) -> tuple[Fixed, ...]:
    """The options that hard rules hold in or out, if leaving them free would be too many."""
    if len(problem.options) <= room.free_options:
        return ()
    sides: dict[tuple[int, bool], list[int]] = {}
    for place, rule in enumerate(rules):
        limit = problem.limits[rule.index] if rule.index is not None and rule.hard else None
        for side in _sides(limit) if limit else ():
            sides.setdefault(side, []).append(place)
    out = {option for option, inside in sides if not inside}
    return tuple(
        Fixed(option, inside, tuple(places))
        for (option, inside), places in sides.items()
        if not inside or option not in out
    )


def _sides(limit: Limit) -> Iterator[tuple[int, bool]]:
    for test in limit.tests:
        if isinstance(test, Counted) and test.most == 0:
            yield from ((option, False) for option in test.members)
        elif isinstance(test, Counted) and test.least is not None and test.least >= len(test.members):
            yield from ((option, True) for option in test.members)


def _all(problem: MixProblem, fixed: Sequence[Fixed]) -> Listing:
    free = [i for i in range(len(problem.options)) if i not in {each.option for each in fixed}]
    base = mask_of(each.option for each in fixed if each.inside)
    masks = np.array([base], np.uint64)
    for option in free:
        masks = np.concatenate([masks, masks | np.uint64(1 << option)])
    tops = tuple(None for _ in problem.resources)
    return Listing("all", _ordered(problem, masks), tops, tuple(fixed), len(masks), whole=True)


def _listed(problem: MixProblem, rules: Sequence[Rule], room: Room) -> Listing | None:
    """Every mix that keeps the hard rules on membership, with the loosest budgets for which they are few enough."""
    bare = replace(problem, limits=limits_only(problem, rules))
    best = None
    for step in _STEPS:
        loose = _loosened(bare, step)
        mixes = feasible_mixes(loose, room.rows)
        if not isinstance(mixes, Mixes) or not mixes.count:
            break
        best = Listing("listed", _ordered(problem, mixes.masks), _tops(loose), (), mixes.count, whole=True)
    return best


def _efficient(problem: MixProblem, room: Room) -> Listing | None:
    """The mixes that could be best for some weights and budgets, as many as there is room for."""
    best: Listing | None = None
    for step in _STEPS:
        loose = _loosened(problem, step)
        mixes = feasible_mixes(loose, room.considered)
        if not isinstance(mixes, Mixes) or not mixes.count:
            break
        masks = mixes.masks[nondominated(_columns(loose, mixes.masks))]
        whole = len(masks) <= room.rows
        if best is not None and not whole:
            break
        if not whole:
            return _in_part(problem, mixes, masks, room)
        first = leading(problem, mixes, 5) if step == 1 else np.array((), np.uint64)
        together = np.union1d(np.union1d(masks, first), _first_rows(best))
        best = Listing("efficient", _ordered(problem, together), _tops(loose), (), len(masks), whole=True)
    return best


def _in_part(problem: MixProblem, mixes: Mixes, masks: Masks, room: Room) -> Listing:
    """Some of the efficient mixes: those that are best for some points, if there is room for all of them; then the
    worthiest."""
    most = max(0, room.rows - 5)
    efficient = masks[nondominated(_merits(problem, masks))]
    any_points = len(efficient) <= most
    worthiest = _worthiest(problem, mixes, masks)
    first = np.concatenate([efficient, worthiest]) if any_points else worthiest
    kept = first[np.sort(np.unique(first, return_index=True)[1])][:most]
    together = np.union1d(kept, leading(problem, mixes, 5))
    left_out = np.setdiff1d(masks, together)
    return Listing(
        "efficient",
        _ordered(problem, together),
        _tops(problem),
        (),
        len(masks),
        whole=not len(left_out),
        any_points=any_points,
        ceilings=ceilings(problem, left_out),
    )


def _first_rows(listing: Listing | None) -> Masks:
    """What the table with the saved budgets held is kept: the saved run's five best are in it."""
    return np.array(listing.masks if listing else (), np.uint64)


def _worthiest(problem: MixProblem, mixes: Mixes, masks: Masks) -> Masks:
    value = mixes.objective[np.searchsorted(mixes.masks, masks)]
    return masks[by_merit(problem, masks, value)]


def _columns(problem: MixProblem, masks: Masks) -> list[Ints]:
    """Criteria, what is spared of resources, options and penalties: more is better."""
    uses = [-use_keys(problem, k, masks) for k in range(len(problem.resources))]
    return [*_merits(problem, masks), *uses, -np.bitwise_count(masks).astype(np.int64)]


def _merits(problem: MixProblem, masks: Masks) -> list[Ints]:
    """Criteria and penalties spared: more is better."""
    columns = [effect_keys(problem, j, masks) for j in range(len(problem.effects))]
    soft = [i for i, limit in enumerate(problem.limits) if limit.penalty]
    if soft:
        columns.append(-penalties_of(problem, broken_limits(problem, masks, soft)))
    return columns


def _ordered(problem: MixProblem, masks: Masks) -> tuple[int, ...]:
    """Masks in the order of the written tie-break, so that the first of equal ones is the one to take."""
    order = by_merit(problem, masks, np.zeros(len(masks), np.int64))
    return tuple(masks[order].tolist())


def _loosened(problem: MixProblem, step: Fraction | None) -> MixProblem:
    """The problem with every hard budget multiplied, or without any."""
    limits = tuple(
        replace(limit, tests=tuple(_more(test, step) if isinstance(test, Used) else test for test in limit.tests))
        if limit.penalty is None
        else limit
        for limit in problem.limits
    )
    return replace(problem, limits=limits)


def _more(test: Used, step: Fraction | None) -> Used:
    if test.most is None:
        return test
    return replace(test, most=None if step is None else max(test.most, test.most * step))


def _tops(problem: MixProblem) -> tuple[Fraction | None, ...]:
    """The tightest hard budget of each resource."""
    found: dict[int, Fraction] = {}
    for limit in problem.limits:
        for test in limit.tests:
            if isinstance(test, Used) and test.most is not None and limit.penalty is None:
                found[test.resource] = min(test.most, found.get(test.resource, test.most))
    return tuple(found.get(k) for k in range(len(problem.resources)))
