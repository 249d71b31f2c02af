"""Limits as linear rows over the options: what lets the enumeration drop a half-made mix early.

Every row is necessary for its limit; a limit is `settled` when its rows say all of it, and is otherwise checked in
full on each mix that survives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mcda.mixes.folding import FAR
from mcda.mixes.integers import Figure, Group, Integers, Part, ceil_at, floor_at, integers
from mcda.mixes.totals import Ints
from mcda.problem.mixing import Counted, Implied, MixProblem, Proportion, Reached, Test, Used


@dataclass(frozen=True, slots=True)
class Row:
    """low <= sum of the members' coefficients, with the points of the groups held in full, <= high."""

    coefficients: tuple[int, ...]
    low: int = -FAR
    high: int = FAR
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows as arrays (row x option), and the hard limits that still need a full check.

    `low` and `high` bind the plain sums, with room for what groups may still add or take; `linked` are the rows with
    groups, to be checked with their own bounds once a mix is whole. The last row is the plain sum of the value,
    unbounded; `groups` are its interactions and `curved` is all else.
    """

    matrix: Ints
    low: Ints
    high: Ints
    linked: tuple[tuple[int, Row], ...]
    unsettled: tuple[int, ...]
    groups: tuple[Group, ...]
    curved: Figure


def hard_rows(problem: MixProblem) -> Rows:
    """The rows of the hard limits and the parts of the value."""
    scaled = integers(problem)
    rows: list[Row] = []
    unsettled = []
    for index, limit in enumerate(problem.limits):
        if limit.penalty is None:
            found = [_test_rows(scaled, test, len(problem.options)) for test in limit.tests]
            rows += [row for each, _ in found for row in each]
            unsettled += [] if all(settled for _, settled in found) else [index]
    plain, curved = _value_parts(scaled, len(problem.options))
    rows.append(Row(tuple(int(item) for item in plain.items)))
    matrix = np.array([row.coefficients for row in rows], np.int64).reshape(len(rows), len(problem.options))
    bounds = [_loose_bounds(row) for row in rows]
    low = np.array([max(-FAR, least) for least, _ in bounds], np.int64)
    high = np.array([min(FAR, most) for _, most in bounds], np.int64)
    linked = tuple((index, row) for index, row in enumerate(rows) if row.groups)
    return Rows(matrix, low, high, linked, tuple(unsettled), plain.groups, Figure(curved, 1, 0))


def _loose_bounds(row: Row) -> tuple[int, int]:
    """Bounds of the plain sum that every mix within the row's own bounds keeps, whichever groups it holds."""
    gains = sum(int(points) for _, points in row.groups if points > 0)
    losses = sum(int(points) for _, points in row.groups if points < 0)
    return row.low - gains if row.low > -FAR else row.low, row.high - losses if row.high < FAR else row.high


def _value_parts(scaled: Integers, options: int) -> tuple[Part, tuple[Part, ...]]:
    """The plain sum of the value, and its caps, extremes and products."""
    parts = scaled.objective.parts
    if parts and parts[0].kind == "sum" and parts[0].cap is None:
        return parts[0], parts[1:]
    return Part("sum", (Fraction(0),) * options), parts


def _test_rows(scaled: Integers, test: Test, options: int) -> tuple[Sequence[Row], bool]:
    match test:
        case Counted(members, least, most):
            ones = _spread(options, ((1, members),))
            return (Row(ones, -FAR if least is None else least, FAR if most is None else most),), True
        case Implied(option, members, least):
            return (Row(_spread(options, ((least, (option,)), (-1, members))), high=0),), True
        case Proportion(members, per, most, others):
            return (Row(_spread(options, ((per, members), (-most, others))), high=0),), True
        case Used(resource, least, most):
            return _figure_rows(scaled.uses[resource], least, most, options)
        case Reached(effect, least, most):
            return _figure_rows(scaled.effects[effect], least, most, options)
        case _:
            return (), False


def _spread(options: int, terms: Iterable[tuple[int, Iterable[int]]]) -> tuple[int, ...]:
    row = [0] * options
    for amount, members in terms:
        for member in members:
            row[member] += amount
    return tuple(row)


def _figure_rows(
    figure: Figure, least: Fraction | None, most: Fraction | None, options: int
) -> tuple[Sequence[Row], bool]:
    low = -FAR if least is None else ceil_at(least, figure.denominator) - figure.margin
    high = FAR if most is None else floor_at(most, figure.denominator) + figure.margin
    if not figure.parts:
        return (Row((0,) * options, low, high),), not figure.margin
    if len(figure.parts) > 1:
        return (), False
    part = figure.parts[0]
    if part.kind == "sum":
        return _sum_rows(part, low, high), not figure.margin
    if part.kind == "product":
        return (), False
    return _extreme_rows(part, low, high), not figure.margin


def _sum_rows(part: Part, low: int, high: int) -> Sequence[Row]:
    """min(cap, sum) >= low says sum >= low if the cap allows it; min(cap, sum) <= high says nothing above the cap."""
    items = tuple(int(item) for item in part.items)
    if part.cap is not None and low > part.cap:
        return (Row((0,) * len(items), low=1),)
    if part.cap is not None and high >= part.cap:
        high = FAR
    return (Row(items, low, high, part.groups),)


def _extreme_rows(part: Part, low: int, high: int) -> Sequence[Row]:
    """No member beyond the bound that binds every member; some member within the one that binds a single member, or
    none at all where the empty mix, whose extreme is 0, is within bounds."""
    if part.kind == "lowest":
        banned, wanted = [i < low for i in part.items], [i <= high for i in part.items]
    else:
        banned, wanted = [i > high for i in part.items], [i >= low for i in part.items]
    every = Row(tuple(map(int, banned)), high=0)
    if not low <= 0 <= high:
        return every, Row(tuple(map(int, wanted)), low=1)
    return every, Row(tuple(-len(wanted) if fits else 1 for fits in wanted), high=0)
