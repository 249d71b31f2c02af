"""A study as a mix problem: which options may stand together, what they use, and how their values add up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Adds = Literal["sum", "lowest", "highest", "prob"]


@dataclass(frozen=True, slots=True)
class Effect:
    """How one criterion adds up in a mix, in signed value points (do nothing = 0; the empty mix is always 0).

    sum      min(cap, sum of the members' values + interaction points)
    lowest   lowest value among the members (mix rule max on a risk, min on a benefit) + interaction points
    highest  highest value among the members + interaction points
    prob     slope * (P - p0), P = 1 - (1 - p0) * product of (1 - p_i) / (1 - p0) over the members, + interaction
             points; `factors` holds (1 - p_i) / (1 - p0), `p0` the do-nothing probability,
             `slope` points per unit of P
    """

    criterion: str
    weight: Fraction
    adds: Adds
    values: tuple[Fraction, ...]
    cap: Fraction | None = None
    factors: tuple[Fraction, ...] = ()
    p0: Fraction = Fraction(0)
    slope: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Synergy:
    """Points on a criterion (index into effects) when all members (indices of options) are in the mix."""

    members: tuple[int, ...]
    effect: int
    points: Fraction


@dataclass(frozen=True, slots=True)
class Saving:
    """An amount of a resource (index) saved when all members are in the mix."""

    members: tuple[int, ...]
    resource: int
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Counted:
    """least <= number of members in the mix <= most (None: no bound): size, must, not both, cover ..."""

    members: frozenset[int]
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Implied:
    """If `option` is in the mix, at least `least` of `members` are."""

    option: int
    members: frozenset[int]
    least: int


@dataclass(frozen=True, slots=True)
class Conditional:
    """If at least `when` of `members` are in the mix, at least `least` of `others` are."""

    members: frozenset[int]
    when: int
    others: frozenset[int]
    least: int


@dataclass(frozen=True, slots=True)
class Proportion:
    """per * number of `members` <= most * number of `others`."""

    members: frozenset[int]
    per: int
    most: int
    others: frozenset[int]


@dataclass(frozen=True, slots=True)
class PerFull:
    """least * (number of `members` // every) <= number of `others`."""

    members: frozenset[int]
    every: int
    least: int
    others: frozenset[int]


@dataclass(frozen=True, slots=True)
class Used:
    """least <= what the mix uses of resource (index), savings deducted <= most."""

    resource: int
    least: Fraction | None = None
    most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """least <= value of the mix on effect (index), in signed points <= most."""

    effect: int
    least: Fraction | None = None
    most: Fraction | None = None


Test = Counted | Implied | Conditional | Proportion | PerFull | Used | Reached


@dataclass(frozen=True, slots=True)
class Limit:
    """One constraint: it holds when all its tests hold. A `penalty` (points) makes it soft.

    `name` is the person's; `sentence` says the rule in words. Exclusive levels of an instrument and vetoes are limits
    too (`automatic`).
    """

    name: str
    sentence: str
    reason: str
    tests: tuple[Test, ...]
    penalty: Fraction | None = None
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class MixProblem:
    """Everything a mix engine needs; options, effects and resources are numbered in study order.

    The value of a mix is the sum over effects of weight * value, less the penalties of the soft limits it breaks.
    `uses[k][i]` is what option i uses of resource k.
    """

    options: tuple[str, ...]
    effects: tuple[Effect, ...]
    resources: tuple[str, ...]
    uses: tuple[tuple[Fraction, ...], ...]
    synergies: tuple[Synergy, ...]
    savings: tuple[Saving, ...]
    limits: tuple[Limit, ...]
