"""What the command line changes for one run, as a new study: the files stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from mcda.model.constraint import Budget, Constraint, Constraints, Size
from mcda.model.criterion import MixRule
from mcda.model.study import Study
from mcda.model.weights import Weights

_REASON = "asked for on the command line"


@dataclass(frozen=True, slots=True)
class Overrides:
    """Changes for one run, by key. `texts` is how they were typed, for the record."""

    points: Mapping[str, Decimal] = field(default_factory=dict)
    budgets: Mapping[str, Decimal] = field(default_factory=dict)
    require: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    max_options: int | None = None
    rules: Mapping[str, MixRule] = field(default_factory=dict)
    texts: tuple[str, ...] = ()


def with_points(weights: Weights, points: Mapping[str, Decimal]) -> Weights:
    """The weights with some points replaced."""
    return weights.model_copy(update={"points": {**weights.points, **points}}) if points else weights


def with_overrides(study: Study, overrides: Overrides) -> Study:
    """The study with budgets, required and forbidden options, size and mix rules replaced or added."""
    constraints = [_with_budget(c, overrides.budgets) for c in study.constraints.constraints]
    if overrides.max_options is not None:
        constraints = [_without_max(c, overrides.max_options) for c in constraints]
    added = (*_new_budgets(study, overrides.budgets), *_rules(overrides))
    criteria = tuple(
        c.model_copy(update={"mix_rule": overrides.rules[c.key], "cap": None}) if c.key in overrides.rules else c
        for c in study.criteria
    )
    return study.model_copy(
        update={
            "criteria": criteria,
            "constraints": Constraints(sets=study.constraints.sets, constraints=(*constraints, *added)),
        }
    )


def _with_budget(constraint: Constraint, budgets: Mapping[str, Decimal]) -> Constraint:
    budget = constraint.budget
    if budget is None or budget.at_most is None or budget.resource not in budgets:
        return constraint
    return constraint.model_copy(
        update={"budget": budget.model_copy(update={"at_most": budgets[budget.resource]}), "penalty": None}
    )


def _new_budgets(study: Study, budgets: Mapping[str, Decimal]) -> tuple[Constraint, ...]:
    there = {c.budget.resource for c in study.constraints.constraints if c.budget and c.budget.at_most is not None}
    return tuple(
        Constraint(
            name=f"Budget of {study.about.resources[key].name.lower()} ({_REASON})",
            reason=_REASON,
            budget=Budget(resource=key, at_most=most),
        )
        for key, most in budgets.items()
        if key not in there
    )


def _without_max(constraint: Constraint, most: int) -> Constraint:
    """A size constraint with the new maximum; a minimum or exact number above it gives way."""
    size = constraint.size
    if size is None:
        return constraint
    least = size.exactly if size.exactly is not None else size.min
    low = None if least is None else min(least, most)
    return constraint.model_copy(update={"size": Size(min=low, max=most)})


def _rules(overrides: Overrides) -> tuple[Constraint, ...]:
    found = [Constraint(name=f"Required: {key}", reason=_REASON, must=(key,)) for key in overrides.require]
    found += [Constraint(name=f"Forbidden: {key}", reason=_REASON, must_not=(key,)) for key in overrides.forbid]
    if overrides.max_options is not None:
        size = Size(max=overrides.max_options)
        found.append(Constraint(name=f"At most {overrides.max_options} options", reason=_REASON, size=size))
    return tuple(found)
