"""A mix problem in whole numbers, so that millions of mixes can be weighed exactly in 64-bit arithmetic.

A figure (the value of a mix, its points on an effect, what it uses) is a sum of parts. Every part is scaled by one
common denominator. When the numbers cannot reach 2^60 the integers are exact (`margin` 0). Products of probabilities,
and data with denominators too large, are rounded to a fine grid, and `margin` bounds the error in units of the grid:
whoever decides by such a figure re-checks what lies within the margin in rational arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import ceil, lcm, prod
from typing import Literal

from mcda.problem.mixing import Effect, MixProblem

ROOM = 2**60
GRID = 2**52
UNIT_ROUNDOFF = Fraction(1, 2**53)

Kind = Literal["sum", "lowest", "highest", "product"]
Group = tuple[int, Fraction]


@dataclass(frozen=True, slots=True)
class Part:
    """One way of adding up: `sum` of items and groups (at most cap), lowest or highest item, gain * (1 - product).

    A group is the mask of options that must all be present, and what it then adds.
    """

    kind: Kind
    items: tuple[Fraction, ...]
    groups: tuple[Group, ...] = ()
    cap: Fraction | None = None
    gain: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Figure:
    """Parts whose items, groups, caps and gains are scaled; true figure = (integer +- margin) / denominator."""

    parts: tuple[Part, ...]
    denominator: int
    margin: int


@dataclass(frozen=True, slots=True)
class Integers:
    """Everything the enumeration weighs: the value before penalties, each effect, each resource, each penalty."""

    objective: Figure
    penalties: tuple[int, ...]
    effects: tuple[Figure, ...]
    uses: tuple[Figure, ...]


@lru_cache(maxsize=16)
def integers(problem: MixProblem) -> Integers:
    """The problem's figures as integers.

    >>> gain = Effect("gain", Fraction(1, 2), "sum", (Fraction(1, 3), Fraction(5)))
    >>> integers(MixProblem(("a", "b"), (gain,), (), (), (), (), ())).objective.denominator
    6
    """
    check(problem)
    parts = tuple(
        _weighed(part, effect.weight)
        for index, effect in enumerate(problem.effects)
        if effect.weight
        for part in _effect_parts(problem, index)
    )
    penalties = tuple(limit.penalty or Fraction(0) for limit in problem.limits)
    objective, scaled_penalties = _objective(_merged(parts, len(problem.options)), penalties)
    return Integers(
        objective,
        scaled_penalties,
        tuple(figure(_effect_parts(problem, index)) for index in range(len(problem.effects))),
        tuple(figure((_use_part(problem, index),)) for index in range(len(problem.resources))),
    )


def check(problem: MixProblem) -> None:
    """Refuse what no engine gives a meaning to: negative weights, penalties, caps or factors, empty interactions."""
    if any(effect.weight < 0 for effect in problem.effects):
        raise ValueError("a weight is negative")
    if any(effect.cap is not None and effect.cap < 0 for effect in problem.effects):
        raise ValueError("a cap is below do nothing")
    if any(factor < 0 for effect in problem.effects for factor in effect.factors):
        raise ValueError("a factor of a probability is negative")
    if any(limit.penalty is not None and limit.penalty < 0 for limit in problem.limits):
        raise ValueError("a penalty is negative")
    interactions = [s.members for s in problem.synergies] + [s.members for s in problem.savings]
    if not all(interactions):
        raise ValueError("an interaction has no members")


def figure(parts: Sequence[Part], extra: Sequence[Fraction] = ()) -> Figure:
    """Parts scaled to integers with their common denominator; `extra` amounts are kept whole on the same scale."""
    parts = tuple(part for part in parts if _matters(part))
    reach = sum((_reach(part) for part in parts), Fraction(0)) + sum(map(abs, extra), Fraction(0))
    common = lcm(*(number.denominator for number in (*extra, *_numbers(parts))))
    exact = reach * common < ROOM
    fine = any(part.kind == "product" for part in parts)
    denominator = common if exact and not fine else _grid(reach, common if reach * common < GRID else 1)
    scaled = tuple(_scaled(part, denominator) for part in parts)
    error = sum((_product_error(part) for part in scaled), Fraction(0))
    rounded = 0 if (denominator % common) == 0 else sum(_rounded_numbers(part) for part in parts) + len(extra)
    return Figure(scaled, denominator, ceil(error) + rounded)


def mask_of(members: Iterable[int]) -> int:
    """Bits of the members.

    >>> mask_of((0, 3))
    9
    """
    return sum(1 << member for member in set(members))


def members_of(mask: int) -> tuple[int, ...]:
    """Members of a mask, in option order.

    >>> members_of(9)
    (0, 3)
    """
    return tuple(index for index in range(int(mask).bit_length()) if int(mask) >> index & 1)


def floor_at(threshold: Fraction, denominator: int) -> int:
    """The largest integer not above threshold * denominator."""
    return (threshold * denominator).__floor__()


def ceil_at(threshold: Fraction, denominator: int) -> int:
    """The smallest integer not below threshold * denominator."""
    return (threshold * denominator).__ceil__()


def _objective(parts: Sequence[Part], penalties: Sequence[Fraction]) -> tuple[Figure, tuple[int, ...]]:
    value = figure(parts, penalties)
    return value, tuple(round(penalty * value.denominator) for penalty in penalties)


def _effect_parts(problem: MixProblem, index: int) -> tuple[Part, ...]:
    effect = problem.effects[index]
    groups = tuple((mask_of(s.members), s.points) for s in problem.synergies if s.effect == index)
    if effect.adds == "sum":
        return (Part("sum", effect.values, groups, effect.cap),)
    nothing = (Fraction(0),) * len(problem.options)
    return (_own_part(effect), Part("sum", nothing, groups))


def _own_part(effect: Effect) -> Part:
    if effect.adds == "prob":
        return Part("product", effect.factors, gain=effect.slope * (1 - effect.p0))
    return Part("lowest" if effect.adds == "lowest" else "highest", effect.values)


def _use_part(problem: MixProblem, resource: int) -> Part:
    groups = tuple((mask_of(s.members), -s.amount) for s in problem.savings if s.resource == resource)
    return Part("sum", problem.uses[resource], groups)


def _weighed(part: Part, weight: Fraction) -> Part:
    """A part times a weight: with weight >= 0 it passes through min, max and cap."""
    if part.kind == "product":
        return replace(part, gain=part.gain * weight)
    items = tuple(item * weight for item in part.items)
    groups = tuple((mask, points * weight) for mask, points in part.groups)
    return Part(part.kind, items, groups, None if part.cap is None else part.cap * weight)


def _merged(parts: Sequence[Part], options: int) -> tuple[Part, ...]:
    """All plain sums as one part, first."""
    plain = [part for part in parts if part.kind == "sum" and part.cap is None]
    rest = [part for part in parts if not (part.kind == "sum" and part.cap is None)]
    items = tuple(sum((part.items[i] for part in plain), Fraction(0)) for i in range(options))
    groups: dict[int, Fraction] = {}
    for mask, points in (group for part in plain for group in part.groups):
        groups[mask] = groups.get(mask, Fraction(0)) + points
    return (Part("sum", items, tuple(groups.items())), *rest)


def _matters(part: Part) -> bool:
    if part.kind == "product":
        return part.gain != 0 and any(factor != 1 for factor in part.items)
    return any(part.items) or any(points for _, points in part.groups)


def _numbers(parts: Sequence[Part]) -> Iterable[Fraction]:
    for part in parts:
        if part.kind != "product":
            yield from part.items
            yield from (points for _, points in part.groups)
            yield from () if part.cap is None else (part.cap,)


def _reach(part: Part) -> Fraction:
    """A bound on the absolute value of the part over all mixes."""
    if part.kind == "product":
        return abs(part.gain) * (1 + _largest_product(part))
    total = sum(map(abs, part.items), Fraction(0)) + sum((abs(points) for _, points in part.groups), Fraction(0))
    return total + (part.cap or 0)


def _largest_product(part: Part) -> Fraction:
    return prod((max(factor, Fraction(1)) for factor in part.items), start=Fraction(1))


def _grid(reach: Fraction, step: int) -> int:
    """A denominator step * 2^k that keeps the figure below 2^52."""
    if reach >= GRID:
        raise ValueError("amounts above 4e15 cannot be enumerated: use a larger unit")
    room = int(Fraction(GRID) / (max(reach, Fraction(1, GRID)) * step))
    return int(step * 2 ** (room.bit_length() - 1))


def _scaled(part: Part, denominator: int) -> Part:
    if part.kind == "product":
        return replace(part, gain=part.gain * denominator)
    items = tuple(_rounded(item * denominator) for item in part.items)
    groups = tuple((mask, Fraction(round(points * denominator))) for mask, points in part.groups)
    return Part(part.kind, items, groups, None if part.cap is None else Fraction(round(part.cap * denominator)))


def _rounded(number: Fraction) -> Fraction:
    """The nearest whole number, but never 0 for what is not 0: an option that changes a figure stays seen to do so."""
    return Fraction(round(number) or (number > 0) - (number < 0))


def _product_error(part: Part) -> Fraction:
    """Rounding error of gain * (1 - product) in float64, plus that of rounding to the grid (Higham 2002, ch. 3).

    n factors are each rounded once and multiplied once, the gain and two more operations follow; doubled for safety.
    """
    if part.kind != "product":
        return Fraction(0)
    return 2 * abs(part.gain) * (1 + _largest_product(part)) * (2 * len(part.items) + 8) * UNIT_ROUNDOFF + 1


def _rounded_numbers(part: Part) -> int:
    return 0 if part.kind == "product" else len(part.items) + len(part.groups) + 1
