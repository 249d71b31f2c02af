"""Studies for the report, made in memory: random ones of any size, and one whose every name is hostile."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from mcda.model.study import Study
from mcda.scenario.overrides import Overrides
from mcda.scenario.scenario import Scenario, run

HOSTILE = "</script><img src=x onerror=\"document.title='owned'\"> {{data}} \\ ' \" & <b>"


def scenario(study: Study, name: str = "test") -> Scenario:
    """The run of a study under its first weights."""
    return run(study, study.weights[0], name, Overrides())


def random_study(seed: int, options: int = 8, criteria: int = 4, *, tree: bool = False, word: str = "Option") -> Study:
    """A study with every kind of scale and mix rule, two resources, interactions and many kinds of constraints."""
    rng = random.Random(seed)
    keys = [f"c{j}" for j in range(criteria)]
    names = [f"o{i}" for i in range(options)]
    leaves = [_criterion(rng, key, j, tree) for j, key in enumerate(keys)]
    branches = [{"kind": "branch", "key": key, "name": f"Branch {key}"} for key in ("left", "right")] if tree else []
    return Study.model_validate(
        {
            "about": _about(word),
            "criteria": leaves,
            "branches": branches,
            "options": [_option(rng, key, word) for key in names],
            "ratings": [_rating(rng, option, leaf) for option in names for leaf in leaves],
            "weights": [_weights(rng, k, keys, branches) for k in range(3)],
            "constraints": {"constraints": _constraints(rng, names, keys)},
        }
    )


def hostile_study() -> Study:
    """A small study whose every text tries to get out."""
    study = random_study(3)
    data: dict[str, Any] = study.model_dump(mode="json")
    for record in (data["about"], *data["criteria"], *data["options"], *data["weights"]):
        for field in ("name", "question", "handling", "who", "why", "note", "source", "unit", "definition"):
            if field in record:
                record[field] = HOSTILE
    for constraint in data["constraints"]["constraints"]:
        constraint["reason"] = HOSTILE
    for rating in data["ratings"]:
        rating["rationale"] = rating["source"] = HOSTILE
    return Study.model_validate(data)


def _about(word: str) -> dict[str, Any]:
    return {
        "name": f"A study of {word.lower()}s",
        "question": "Which of them?",
        "do_nothing": "All stays as it is.",
        "handling": "Internal; for discussion.",
        "default_weights": "w0",
        "resources": {"money": {"name": "Money", "unit": "million"}, "staff": {"name": "Staff", "unit": "teams"}},
    }


def _criterion(rng: random.Random, key: str, j: int, tree: bool) -> dict[str, Any]:
    worst, best = rng.choice([("3", "-3"), ("-3", "3"), ("0", "7"), ("90", "10")])
    nothing = str((Decimal(worst) + Decimal(best)) / 2)
    rule = rng.choice(["sum", "sum", "max", "min"])
    found: dict[str, Any] = {"key": key, "name": f"Criterion {j}", "definition": "What matters.", "unit": "steps"}
    found |= {"worst": worst, "best": best, "do_nothing": nothing, "mix_rule": rule}
    if rule == "sum" and rng.random() < 0.5:
        found["cap"] = best
    if rng.random() < 0.2:
        found |= {"unit": "% chance", "worst": "60", "best": "0", "do_nothing": "10", "mix_rule": "prob", "cap": None}
    return found | ({"parent": "left" if j % 2 else "right"} if tree else {})


def _option(rng: random.Random, key: str, word: str) -> dict[str, Any]:
    uses = {"money": rng.randint(0, 30), "staff": rng.choice([0, 1, 1.5, 2, 3])}
    return {"key": key, "name": f"{word} {key}", "uses": uses, "note": "A note."}


def _rating(rng: random.Random, option: str, leaf: dict[str, Any]) -> dict[str, Any]:
    ends = sorted((Decimal(leaf["worst"]), Decimal(leaf["best"])))
    steps = sorted(rng.randint(0, 12) for _ in range(3))
    low, best, high = (str(ends[0] + (ends[1] - ends[0]) * step / 12) for step in steps)
    low, best, high = (str(round(Decimal(x), 3)) for x in (low, best, high))
    reasons = {"source": "judgement", "rationale": "Because it is so."}
    return {"option": option, "criterion": leaf["key"], "low": low, "best": best, "high": high, **reasons}


def _weights(rng: random.Random, k: int, keys: list[str], branches: list[dict[str, Any]]) -> dict[str, Any]:
    points = {key: rng.choice([0, 5, 10, 12.5, 20, 33, 40]) for key in [*keys, *(b["key"] for b in branches)]}
    points[keys[0]] = points[keys[-1]] = 7
    for branch in branches:
        points[branch["key"]] = rng.choice([30, 70])
    return {"key": f"w{k}", "name": f"Weights {k}", "who": "A group", "when": "2026-11", "points": points}


def _constraints(rng: random.Random, names: list[str], keys: list[str]) -> list[dict[str, Any]]:
    a, b, c, d = rng.sample(names, 4)
    found: list[dict[str, Any]] = [
        {"name": "Money", "budget": {"resource": "money", "at_most": rng.randint(40, 90)}},
        {"name": "Staff", "budget": {"resource": "staff", "at_most": 8}},
        {"name": "Size", "size": {"min": 1, "max": min(6, len(names))}},
        {"name": "Needs", "requires": {"options": a, "any_of": [b, c]}},
        {"name": "Ratio", "penalty": 3, "ratio": {"count": [a, b], "at_most": 1, "of": [c, d]}},
        {"name": "Every", "penalty": 2.5, "for_every": {"count": [b, c, d], "every": 2, "of": [a]}},
        {
            "name": "Then",
            "if_then": {"if_at_least": {"count": 2, "of": [a, d]}, "then_at_least": {"count": 1, "of": [b]}},
        },
        {"name": "Level", "penalty": 6, "mix_level": {"criterion": keys[0], "at_least": 1}},
        {"name": "Together", "interaction": {"options": [a, c], "criterion": keys[-1], "points": rng.choice([-9, 6])}},
        {"name": "Shared", "interaction": {"options": [b, d], "resource": "staff", "saves": 0.5}},
    ]
    return [{"reason": "It is so.", **each} for each in found]
