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
Number = Fraction | int
Group = tuple[int, Number]


@dataclass(frozen=True, slots=True)
class Part:
    """One way of adding up: `sum` of items and groups (at most cap), lowest or highest item, gain * (1 - product).

    A group is the mask of options that must all be present, and what it then adds.
    """

    kind: Kind
    items: tuple[Number, ...]
    groups: tuple[Group, ...] = ()
    cap: Number | None = None
    gain: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Figure:
    """Parts whose items, groups, caps and gains are scaled; true figure = (integer +- margin) / denominator."""

    parts: tuple[Part, ...]
    denominator: int
    margin: int


@dataclass(frozen=True, slots=True)
class Integers:
    """Everything the enumeration weighs: the value before penalties, each effect, each resource."""

    objective: Figure
    effects: tuple[Figure, ...]
    uses: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Figures:
    """What the integers of a problem depend on; the very same figures are equal, which is quicker than comparing them.

    Of the limits only the penalties matter, so a problem with a limit moved or dropped has the same integers.
    """

    problem: MixProblem
    penalties: tuple[Fraction, ...]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Figures):
            return NotImplemented
        same = all(mine is theirs for mine, theirs in zip(self._held(), other._held(), strict=True))
        return same and self.penalties == other.penalties

    def __hash__(self) -> int:
        return hash((*map(id, self._held()), self.penalties))

    def _held(self) -> tuple[object, ...]:
        problem = self.problem
        return problem.options, problem.effects, problem.uses, problem.synergies, problem.savings


def integers(problem: MixProblem) -> Integers:
    """The problem's figures as integers.

    >>> gain = Effect("gain", Fraction(1, 2), "sum", (Fraction(1, 3), Fraction(5)))
    >>> integers(MixProblem(("a", "b"), (gain,), (), (), (), (), ())).objective.denominator
    6
    """
    return _integers(_Figures(problem, tuple(limit.penalty for limit in problem.limits if limit.penalty)))


def forget() -> None:
    """Let go of the integers of earlier problems, so that the next are worked out anew."""
    _integers.cache_clear()


def scaled_penalties(problem: MixProblem) -> tuple[int, ...]:
    """The penalty of each limit over the denominator of the objective; 0 for a hard limit."""
    denominator = integers(problem).objective.denominator
    return tuple(round((limit.penalty or 0) * denominator) for limit in problem.limits)


@lru_cache(maxsize=16)
def _integers(figures: _Figures) -> Integers:
    problem = figures.problem
    check(problem)
    own = tuple(_effect_parts(problem, index) for index in range(len(problem.effects)))
    weighed = [(part, e.weight) for e, parts in zip(problem.effects, own, strict=True) if e.weight for part in parts]
    return Integers(
        figure(_merged(weighed, len(problem.options)), figures.penalties),
        tuple(figure(parts) for parts in own),
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
    numbers = (*extra, *_numbers(parts))
    common = lcm(*(number.denominator for number in numbers))
    # Held as integer over `common`: sums of fractions would be most of the work on a small problem.
    fine = [part for part in parts if part.kind == "product"]
    reach = Fraction(sum(abs(_times(number, common)) for number in numbers), common)
    reach += sum((_product_reach(part) for part in fine), Fraction(0))
    exact = reach * common < ROOM
    denominator = common if exact and not fine else _grid(reach, common if reach * common < GRID else 1)
    if denominator % common == 0:
        return Figure(tuple(_scaled(part, denominator) for part in parts), denominator, _error(fine, denominator))
    rounded = sum(_rounded_numbers(part) for part in parts) + len(extra)
    return Figure(
        tuple(_on_grid(part, denominator) for part in parts), denominator, _error(fine, denominator) + rounded
    )


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
    whole = int(mask)
    return tuple(index for index in range(whole.bit_length()) if whole >> index & 1)


def floor_at(threshold: Fraction, denominator: int) -> int:
    """The largest integer not above threshold * denominator."""
    return (threshold * denominator).__floor__()


def ceil_at(threshold: Fraction, denominator: int) -> int:
    """The smallest integer not below threshold * denominator."""
    return (threshold * denominator).__ceil__()


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


def _merged(weighed: Sequence[tuple[Part, Fraction]], options: int) -> tuple[Part, ...]:
    """All plain sums as one part, first, and the others, each times its weight."""
    plain = [(part, weight) for part, weight in weighed if part.kind == "sum" and part.cap is None]
    rest = [_weighed(part, weight) for part, weight in weighed if not (part.kind == "sum" and part.cap is None)]
    common = lcm(*(weight.denominator * item.denominator for part, weight in plain for item in part.items))
    items = [0] * options
    for part, weight in plain:
        times = weight.numerator * (common // weight.denominator)
        items = [
            total + times * item.numerator // item.denominator for total, item in zip(items, part.items, strict=True)
        ]
    groups: dict[int, Fraction] = {}
    for part, weight in plain:
        for mask, points in part.groups:
            groups[mask] = groups.get(mask, Fraction(0)) + points * weight
    return (Part("sum", tuple(Fraction(item, common) for item in items), tuple(groups.items())), *rest)


def _matters(part: Part) -> bool:
    if part.kind == "product":
        return part.gain != 0 and any(factor != 1 for factor in part.items)
    return any(part.items) or any(points for _, points in part.groups)


def _numbers(parts: Sequence[Part]) -> Iterable[Number]:
    for part in parts:
        if part.kind != "product":
            yield from part.items
            yield from (points for _, points in part.groups)
            yield from () if part.cap is None else (part.cap,)


def _product_reach(part: Part) -> Fraction:
    """A bound on the absolute value of the part over all mixes."""
    return abs(part.gain) * (1 + _largest_product(part))


def _largest_product(part: Part) -> Fraction:
    return prod((Fraction(max(factor, 1)) for factor in part.items), start=Fraction(1))


def _grid(reach: Fraction, step: int) -> int:
    """A denominator step * 2^k that keeps the figure below 2^52."""
    if reach >= GRID:
        raise ValueError("amounts above 4e15 cannot be enumerated: use a larger unit")
    room = int(Fraction(GRID) / (max(reach, Fraction(1, GRID)) * step))
    return int(step * 2 ** (room.bit_length() - 1))


def _times(number: Number, denominator: int) -> int:
    """number * denominator, where that is whole."""
    return number.numerator * (denominator // number.denominator)


def _scaled(part: Part, denominator: int) -> Part:
    """The part over a denominator that all its numbers divide."""
    if part.kind == "product":
        return replace(part, gain=part.gain * denominator)
    items = tuple(_times(item, denominator) for item in part.items)
    groups = tuple((mask, _times(points, denominator)) for mask, points in part.groups)
    return Part(part.kind, items, groups, None if part.cap is None else _times(part.cap, denominator))


def _on_grid(part: Part, denominator: int) -> Part:
    if part.kind == "product":
        return replace(part, gain=part.gain * denominator)
    items = tuple(_rounded(item * denominator) for item in part.items)
    groups = tuple((mask, round(points * denominator)) for mask, points in part.groups)
    return Part(part.kind, items, groups, None if part.cap is None else round(part.cap * denominator))


def _rounded(number: Number) -> int:
    """The nearest whole number, but never 0 for what is not 0: an option that changes a figure stays seen to do so."""
    return round(number) or (number > 0) - (number < 0)


def _error(products: Sequence[Part], denominator: int) -> int:
    """What rounding can do to the products, in units of the grid."""
    return ceil(sum((_product_error(_scaled(part, denominator)) for part in products), Fraction(0)))


def _product_error(part: Part) -> Fraction:
    """Rounding error of gain * (1 - product) in float64, plus that of rounding to the grid (Higham 2002, ch. 3).

    n factors are each rounded once and multiplied once, the gain and two more operations follow; doubled for safety.
    """
    return 2 * abs(part.gain) * (1 + _largest_product(part)) * (2 * len(part.items) + 8) * UNIT_ROUNDOFF + 1


def _rounded_numbers(part: Part) -> int:
    return 0 if part.kind == "product" else len(part.items) + len(part.groups) + 1
