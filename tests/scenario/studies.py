"""Small studies in memory, and the reference study with one thing changed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from mcda.api import load
from mcda.model.constraint import Budget, Constraint, Constraints, Size
from mcda.model.criterion import Criterion
from mcda.model.option import Option, Rating
from mcda.model.study import About, Resource, Study
from mcda.model.weights import Weights
from mcda.scenario.overrides import Overrides
from mcda.scenario.scenario import Scenario, run

ROOT = Path(__file__).resolve().parents[2]


@cache
def reference() -> Study:
    """The reference study."""
    return load(ROOT)


def scenario_of(study: Study, weights: str | Weights = "baseline", name: str | None = None) -> Scenario:
    """One run of a study in memory."""
    used = study.weight_set(weights) if isinstance(weights, str) else weights
    return run(study, used, name or used.key, Overrides())


def with_weights(study: Study, **points: int) -> Weights:
    """The baseline with other points."""
    baseline = study.weight_set("baseline")
    changed = {key: Decimal(number) for key, number in points.items()}
    return baseline.model_copy(update={"points": {**baseline.points, **changed}})


def with_rating(study: Study, option: str, criterion: str, best: int | str | None) -> Study:
    """The study with one other rating, without its range."""
    ratings = tuple(
        Rating(option=option, criterion=criterion, best=best) if (r.option, r.criterion) == (option, criterion) else r
        for r in study.ratings
    )
    return study.model_copy(update={"ratings": ratings})


def with_criterion(study: Study, key: str, **fields: object) -> Study:
    """The study with other fields of one criterion."""
    changed = tuple(
        Criterion.model_validate({**c.model_dump(exclude_defaults=True), **fields}) if c.key == key else c
        for c in study.criteria
    )
    return study.model_copy(update={"criteria": changed})


def without_option(study: Study, key: str) -> Study:
    """The study without an option, and without the constraints that name it."""
    constraints = tuple(c for c in study.constraints.constraints if key not in str(c))
    sets: Mapping[str, tuple[str, ...]] = {
        name: tuple(member for member in members if member != key) for name, members in study.constraints.sets.items()
    }
    return study.model_copy(
        update={
            "options": tuple(o for o in study.options if o.key != key),
            "ratings": tuple(r for r in study.ratings if r.option != key),
            "constraints": Constraints(sets=sets, constraints=constraints),
        }
    )


def without_criterion(study: Study, key: str) -> Study:
    """The study without a criterion, and without the constraints that name it."""
    return study.model_copy(
        update={
            "criteria": tuple(c for c in study.criteria if c.key != key),
            "ratings": tuple(r for r in study.ratings if r.criterion != key),
            "constraints": Constraints(
                sets=study.constraints.sets,
                constraints=tuple(c for c in study.constraints.constraints if key not in str(c)),
            ),
            "weights": tuple(
                w.model_copy(update={"points": {k: p for k, p in w.points.items() if k != key}}) for w in study.weights
            ),
        }
    )


def with_budget(study: Study, resource: str, at_most: int) -> Study:
    """The study with another budget."""
    constraints = tuple(
        c.model_copy(update={"budget": Budget(resource=resource, at_most=at_most)})
        if c.budget and c.budget.resource == resource
        else c
        for c in study.constraints.constraints
    )
    return study.model_copy(update={"constraints": Constraints(sets=study.constraints.sets, constraints=constraints)})


def small(seed: int, *, options: int = 5, criteria: int = 3) -> Study:
    """A random study that the seed decides, with integer ratings and one budget."""
    rng = random.Random(seed)
    keys = [f"c{j}" for j in range(criteria)]
    names = [f"o{i}" for i in range(options)]
    rules = ("sum", "max", "min")
    return Study(
        about=About(
            name="Small",
            question="What?",
            do_nothing="Nothing",
            default_weights="baseline",
            resources={"staff": Resource(name="Staff", unit="teams")},
        ),
        criteria=tuple(
            Criterion(
                key=k, name=k.upper(), definition="x", unit="steps", worst=-5, best=5, do_nothing=0, mix_rule=rule
            )
            for k, rule in zip(keys, (rng.choice(rules) for _ in keys), strict=True)
        ),
        options=tuple(Option(key=k, name=k.upper(), uses={"staff": rng.randint(1, 4)}) for k in names),
        ratings=tuple(Rating(option=o, criterion=c, best=rng.randint(-5, 5)) for o in names for c in keys),
        weights=(Weights(key="baseline", name="Baseline", points={k: Decimal(rng.randint(1, 40)) for k in keys}),),
        constraints=Constraints(
            constraints=(
                Constraint(name="Staff", reason="x", budget=Budget(resource="staff", at_most=rng.randint(3, 8))),
                Constraint(name="Few", reason="x", size=Size(max=3)),
            )
        ),
    )
