"""Random studies with every kind of scale, mix rule, constraint and gap; the seed decides everything."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from mcda.model.constraint import Constraint, Constraints
from mcda.model.criterion import Branch, Criterion, LevelsValue
from mcda.model.option import Option, Rating
from mcda.model.record import Entry
from mcda.model.study import About, Study
from mcda.model.weights import Weights
from mcda.scenario.overrides import Overrides
from mcda.scenario.scenario import Scenario, run
from tests.excel.study_cases import HOSTILE

WORDS = ("none", "little", "some", "much")
_STEPS = 8


def random_study(seed: int, most_options: int = 7) -> Study:
    """One study; a few seeds are enough to meet everything that a study can hold."""
    rng = random.Random(seed)
    criteria = [_criterion(rng, f"c{j}") for j in range(rng.randint(1, 5))]
    branches: list[Branch] = []
    if rng.random() < 0.5:
        parents = [rng.choice([None, "a", "b"]) for _ in criteria]
        criteria = [c.model_copy(update={"parent": p}) for c, p in zip(criteria, parents, strict=True)]
        found = sorted({p for p in parents if p})
        branches = [Branch(kind="branch", key=key, name=f"branch {key}") for key in found]
    resources = ["money", "staff"][: rng.randint(0, 2)]
    options = [_option(rng, i, resources) for i in range(rng.randint(1, most_options))]
    keys = [option.key for option in options]
    about = About.model_validate(
        {
            "name": "=Random & study",
            "question": "?",
            "do_nothing": "-",
            "default_weights": "w",
            "close_call": rng.choice([0, 2, 5]),
            "handling": rng.choice(["", "OFFICIAL & =mine"]),
            "themes": {"calm": "Calm", "firm": ""},
            "resources": {key: {"name": key.title(), "unit": "u"} for key in resources},
        }
    )
    return Study(
        about=about,
        criteria=tuple(criteria),
        branches=tuple(branches),
        options=tuple(options),
        ratings=tuple(_rating(rng, key, c) for key in keys for c in criteria),
        weights=(_weights(rng, criteria, branches),),
        constraints=Constraints(constraints=tuple(_constraints(rng, keys, criteria, resources))),
    )


def scenario(study: Study) -> Scenario:
    """The run of a random study."""
    return run(study, study.weights[0], "random", Overrides())


def grid(criterion: Criterion) -> tuple[Entry, ...]:
    """Ratings from worst to best, ends included."""
    if isinstance(criterion.value, LevelsValue):
        return tuple(criterion.value.levels)
    worst, best = Decimal(str(criterion.worst)), Decimal(str(criterion.best))
    return tuple(worst + (best - worst) * step / _STEPS for step in range(_STEPS + 1))


def _criterion(rng: random.Random, key: str) -> Criterion:
    kind = rng.choice(["linear", "linear", "points", "levels"])
    rule = rng.choice(["sum", "sum", "max", "min"])
    fields: dict[str, Any] = {"key": key, "name": rng.choice([f"Criterion {key}", f"=1+{key}"]), "definition": "d"}
    if kind == "linear" and rng.random() < 0.3:
        worst, best = rng.choice([(100, 0), (0, 100)])
        fields |= {"unit": "%", "worst": worst, "best": best, "mix_rule": "prob"}
    elif kind == "levels":
        levels = dict(zip(WORDS, (0, 33.3, 66, 100), strict=True))
        fields |= {"unit": "word", "worst": WORDS[0], "best": WORDS[-1], "value": {"levels": levels}, "mix_rule": rule}
    else:
        low = Decimal(rng.randint(-20, 20)) / 2
        ends = [low, low + Decimal(rng.randint(1, 40)) / 2]
        rng.shuffle(ends)
        fields |= {"unit": "u", "worst": ends[0], "best": ends[1], "mix_rule": rule}
    made = Criterion.model_validate(fields)
    if kind == "points":
        values = [0, *sorted(rng.randint(0, 100) for _ in range(3)), 100]
        fields["value"] = {"points": dict(zip(map(str, grid(made)[::2]), values, strict=True))}
    steps = grid(made)
    # A chance of 100 % in the world without any measure leaves nothing to multiply.
    inner = steps[1:-1] if made.mix_rule == "prob" else steps
    fields["do_nothing"] = None if rng.random() < 0.05 else rng.choice(inner)
    if made.mix_rule == "sum" and rng.random() < 0.3 and fields["do_nothing"] is not None:
        fields["cap"] = None if kind == "levels" else steps[-1]
    if rng.random() < 0.3:
        fields["veto"] = {"at": steps[1], "effect": rng.choice(["exclude", "mark"])}
    return Criterion.model_validate(fields)


def _option(rng: random.Random, place: int, resources: list[str]) -> Option:
    name = HOSTILE[place % len(HOSTILE)] if rng.random() < 0.3 else f"Option {place}"
    instrument = rng.choice([None, None, "lever"])
    themes = tuple(theme for theme in ("calm", "firm") if rng.random() < 0.5)
    uses = {key: Decimal(rng.randint(0, 40)) / rng.choice([1, 4, 10]) for key in resources}
    return Option(key=f"o{place}", name=name, instrument=instrument, themes=themes, uses=uses)


def _rating(rng: random.Random, option: str, criterion: Criterion) -> Rating:
    if rng.random() < 0.04:
        return Rating(option=option, criterion=criterion.key)
    entries = grid(criterion)
    if not isinstance(criterion.value, LevelsValue):
        entries = tuple(sorted(entries, key=lambda each: Decimal(str(each))))
    low, best, high = (entries[mark] for mark in sorted(rng.randrange(len(entries)) for _ in range(3)))
    ends = {"low": low, "high": high} if rng.random() < 0.5 else {}
    return Rating(option=option, criterion=criterion.key, best=best, **ends)


def _weights(rng: random.Random, criteria: list[Criterion], branches: list[Branch]) -> Weights:
    nodes = [*branches, *criteria] if branches and rng.random() < 0.6 else list(criteria)
    points = {node.key: rng.choice([0, 5, 10, 20, 33.3]) for node in nodes}
    for parent in {node.parent for node in nodes}:
        family = [node.key for node in nodes if node.parent == parent]
        if not any(points[key] for key in family):
            points[family[0]] = 5
    return Weights.model_validate({"key": "w", "name": "w", "points": points})


def _constraints(
    rng: random.Random, options: list[str], criteria: list[Criterion], resources: list[str]
) -> Iterator[Constraint]:
    """Up to seven constraints, some of them soft, some interactions."""
    possible = list(_kinds(rng, options, criteria, resources))
    for place, kind in enumerate(rng.sample(possible, min(len(possible), rng.randint(0, 7)))):
        soft = "interaction" not in kind and rng.random() < 0.25
        name = f"=Rule {place}" if rng.random() < 0.2 else f"Rule {place}"
        yield Constraint.model_validate(
            {"name": name, "reason": "r", **kind, **({"penalty": rng.choice([1, "2.5", 40])} if soft else {})}
        )


def _kinds(
    rng: random.Random, options: list[str], criteria: list[Criterion], resources: list[str]
) -> Iterator[Mapping[str, Any]]:
    def some(least: int = 1) -> list[str]:
        return rng.sample(options, rng.randint(min(least, len(options)), len(options)))

    for resource in resources:
        yield {"budget": {"resource": resource, "at_most": rng.randint(5, 60)}}
        yield {"budget": {"resource": resource, "at_most": rng.randint(40, 80), "at_least": rng.randint(0, 5)}}
    yield {"size": {"min": rng.randint(0, 1), "max": rng.randint(1, 5)}}
    yield {"must": [rng.choice(options)]}
    yield {"must_not": [rng.choice(options)]}
    yield {"at_most": {"count": 2, "of": some()}}
    yield {"at_least": {"count": 1, "of": some()}}
    yield {"requires": {"options": [rng.choice(options)], "any_of": some()}}
    yield {"cover": {"themes": ["calm"], "at_least": 1}}
    yield {"ratio": {"count": some(), "at_most": 2, "for_every": 1, "of": some()}}
    yield {"for_every": {"count": some(), "every": 2, "at_least": 1, "of": some()}}
    yield {"if_then": {"if_at_least": {"count": 2, "of": some()}, "then_at_least": {"count": 1, "of": some()}}}
    criterion = rng.choice(criteria)
    if criterion.do_nothing is not None:
        entries = grid(criterion)
        yield {"mix_level": {"criterion": criterion.key, "at_least": sorted(entries, key=str)[0]}}
        yield {"each_member": {"criterion": criterion.key, "at_most": entries[len(entries) // 2]}}
    if len(options) > 1:
        yield {"not_both": rng.sample(options, 2)}
        group = rng.sample(options, min(len(options), rng.randint(2, 3)))
        yield {"interaction": {"options": group, "criterion": criteria[0].key, "points": rng.randint(-9, 9) or 1}}
        if resources:
            yield {"interaction": {"options": group, "resource": resources[0], "saves": "0.5"}}
