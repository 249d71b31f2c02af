"""Random mix problems with every kind of test, rule and interaction, small enough for brute force."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from mcda.problem.mixing import (
    Conditional,
    Counted,
    Effect,
    Implied,
    Limit,
    MixProblem,
    PerFull,
    Proportion,
    Reached,
    Saving,
    Synergy,
    Test,
    Used,
)

Item = TypeVar("Item")

RULES = ("sum", "capped", "lowest", "highest", "prob")
KINDS = ("counted", "implied", "conditional", "proportion", "per_full", "used", "reached")
DENOMINATORS = (1, 1, 2, 3, 4, 7, 10)


def random_problem(seed: int, most_options: int = 8) -> MixProblem:
    """One problem; the seed decides everything. All rules and kinds come up within a few dozen seeds."""
    rng = random.Random(seed)
    options = rng.randint(0 if seed % 50 == 0 else 2, most_options)
    effects = tuple(_effect(rng, options, number) for number in range(rng.randint(1, 4)))
    resources = rng.randint(0, 2)
    uses = tuple(tuple(abs(_amount(rng, 12)) for _ in range(options)) for _ in range(resources))
    synergies = tuple(
        Synergy(_group(rng, options), rng.randrange(len(effects)), _amount(rng, 20))
        for _ in range(rng.randint(0, 3) if options >= 3 else 0)
    )
    savings = tuple(
        Saving(_group(rng, options), rng.randrange(resources), abs(_amount(rng, 4)))
        for _ in range(rng.randint(0, 2) if resources and options >= 3 else 0)
    )
    limits = tuple(_limit(rng, options, effects, uses) for _ in range(rng.randint(0, 5) if options else 0))
    return MixProblem(
        tuple(f"option_{i}" for i in range(options)),
        effects,
        tuple(f"resource_{k}" for k in range(resources)),
        uses,
        synergies,
        savings,
        limits,
    )


def permuted(problem: MixProblem, seed: int) -> MixProblem:
    """The same problem with its options and limits in another order."""
    rng = random.Random(seed)
    order = list(range(len(problem.options)))
    rng.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    limits = list(problem.limits)
    rng.shuffle(limits)
    return MixProblem(
        _moved(problem.options, order),
        tuple(replace(e, values=_moved(e.values, order), factors=_moved(e.factors, order)) for e in problem.effects),
        problem.resources,
        tuple(_moved(row, order) for row in problem.uses),
        tuple(replace(s, members=tuple(place[i] for i in s.members)) for s in problem.synergies),
        tuple(replace(s, members=tuple(place[i] for i in s.members)) for s in problem.savings),
        tuple(replace(limit, tests=tuple(_moved_test(test, place) for test in limit.tests)) for limit in limits),
    )


def _moved(items: tuple[Item, ...], order: list[int]) -> tuple[Item, ...]:
    return tuple(items[i] for i in order) if items else ()


def _moved_test(test: Test, place: dict[int, int]) -> Test:
    changes: dict[str, object] = {}
    for name in ("members", "others"):
        if hasattr(test, name):
            changes[name] = frozenset(place[i] for i in getattr(test, name))
    if isinstance(test, Implied):
        changes["option"] = place[test.option]
    return replace(test, **changes)


def _amount(rng: random.Random, size: int) -> Fraction:
    return Fraction(rng.randint(-size, size), rng.choice(DENOMINATORS))


def _group(rng: random.Random, options: int) -> tuple[int, ...]:
    return tuple(rng.sample(range(options), rng.choice((2, 2, 3))))


def _members(rng: random.Random, options: int) -> frozenset[int]:
    return frozenset(rng.sample(range(options), rng.randint(1, options)))


def _effect(rng: random.Random, options: int, number: int) -> Effect:
    rule = rng.choice(RULES)
    weight = Fraction(rng.choice((0, 1, 2, 3, 5)), rng.choice((1, 4, 9)))
    values = tuple(_amount(rng, 40) for _ in range(options))
    if rule == "capped":
        return Effect(f"criterion_{number}", weight, "sum", values, cap=abs(_amount(rng, 60)))
    if rule != "prob":
        return Effect(f"criterion_{number}", weight, rule, values)
    nothing = Fraction(rng.choice((0, 5, 20, 40)), 100)
    causes = [Fraction(rng.choice((0, 2, 5, 10, 25, 33, 60)), 100) for _ in range(options)]
    factors = tuple((1 - cause) / (1 - nothing) for cause in causes)
    return Effect(
        f"criterion_{number}", weight, "prob", (), None, factors, nothing, Fraction(rng.choice((-100, 60, -50)))
    )


def _limit(
    rng: random.Random, options: int, effects: tuple[Effect, ...], uses: tuple[tuple[Fraction, ...], ...]
) -> Limit:
    tests = tuple(_test(rng, options, effects, uses) for _ in range(rng.choice((1, 1, 1, 2))))
    penalty = abs(_amount(rng, 15)) if rng.random() < 0.25 else None
    return Limit(f"limit {rng.randint(0, 99)}", "", "", tests, penalty)


def _test(
    rng: random.Random, options: int, effects: tuple[Effect, ...], uses: tuple[tuple[Fraction, ...], ...]
) -> Test:
    members, others = _members(rng, options), _members(rng, options)
    match rng.choice(KINDS):
        case "counted":
            least = rng.choice((None, 0, 1, 2))
            return Counted(members, least, rng.choice((None, 1, 2, 3)))
        case "implied":
            return Implied(rng.randrange(options), members, rng.randint(1, 2))
        case "conditional":
            return Conditional(members, rng.randint(0, 3), others, rng.randint(1, 2))
        case "proportion":
            return Proportion(members, rng.randint(1, 2), rng.randint(1, 3), others)
        case "per_full":
            return PerFull(members, rng.randint(1, 3), rng.randint(1, 2), others)
        case "used" if uses:
            resource = rng.randrange(len(uses))
            whole = sum(uses[resource], Fraction(0))
            most = whole * Fraction(rng.randint(2, 8), 10)
            return Used(resource, rng.choice((None, None, whole * Fraction(rng.randint(0, 3), 10))), most)
        case _:
            return _reached(rng, effects)


def _reached(rng: random.Random, effects: tuple[Effect, ...]) -> Test:
    effect = rng.randrange(len(effects))
    bounds = sorted((_amount(rng, 30), _amount(rng, 30)))
    if rng.random() < 0.3:
        bounds[1] = Fraction(0) if bounds[0] <= 0 else bounds[1]
    low, high = rng.choice(((bounds[0] - 15, None), (None, bounds[1] + 15), (bounds[0] - 20, bounds[1] + 20)))
    return Reached(effect, low, high)
