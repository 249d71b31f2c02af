"""What the command line changes for one run, as a new study: the files stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from mcda.model.constraint import Budget, Constraint, Constraints, Size
from mcda.model.counts import counted
from mcda.model.criterion import MixRule
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.problem.sentences import bounds

ASKED = "asked for in this run"
_REPLACES = f"{ASKED}, in place of"


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
    """The study with budgets, required and forbidden options, size and mix rules replaced or added.

    What a constraint of the study gives way to carries the option of the command line as its source, and says in its
    reason what it stands in place of.
    """
    constraints: Sequence[Constraint] = study.constraints.constraints
    for resource, most in overrides.budgets.items():
        constraints = (*_with_budget(study, constraints, resource, most),)
    if overrides.max_options is not None:
        constraints = (*_with_most(constraints, overrides.max_options),)
    criteria = tuple(
        c.model_copy(update={"mix_rule": overrides.rules[c.key], "cap": None}) if c.key in overrides.rules else c
        for c in study.criteria
    )
    return study.model_copy(
        update={
            "criteria": criteria,
            "constraints": Constraints(
                sets=study.constraints.sets, constraints=(*constraints, *_required_and_forbidden(overrides))
            ),
        }
    )


def override_words(study: Study, overrides: Overrides) -> str:
    """What was changed for this run, in a sentence; empty where nothing was."""
    texts = override_texts(study, overrides)
    return f"Changed for this run: {'; '.join(texts)}." if texts else ""


def override_texts(study: Study, overrides: Overrides) -> tuple[str, ...]:
    """What was typed, each beside what it stands in place of. `study` is that of the run, overrides applied.

    "--max-options 6, in place of at most 7 in 'A mix that can be led' (at least 5 stays)"
    """
    replacing = [c for c in study.constraints.constraints if c.reason.startswith(_REPLACES)]
    made = {c.source: c.reason.removeprefix(ASKED) for c in replacing}
    return tuple(
        next((f"{text}{told}" for source, told in made.items() if text.startswith((f"{source}=", f"{source} "))), text)
        for text in overrides.texts
    )


def _with_budget(study: Study, constraints: Sequence[Constraint], resource: str, most: Decimal) -> Iterator[Constraint]:
    """The constraints with another budget of a resource: the first hard one (else the first soft one) moves, and other
    hard ones give way, so that there is one."""
    there = [c for c in constraints if c.budget and c.budget.resource == resource and c.budget.at_most is not None]
    hard = [c for c in there if c.penalty is None]
    moved = next(iter([*hard, *there]), None)
    for constraint in constraints:
        if constraint is moved:
            yield _moved(study, constraint, most)
        elif constraint in hard:
            yield from _without_most_used(constraint)
        else:
            yield constraint
    if moved is None:
        name = f"Budget of {study.about.resources[resource].name} (--budget)"
        rule = Budget(resource=resource, at_most=most)
        yield Constraint(name=name, reason=ASKED, source=f"--budget {resource}", budget=rule)


def _moved(study: Study, constraint: Constraint, most: Decimal) -> Constraint:
    budget = constraint.budget
    if budget is None or budget.at_most is None:
        raise ValueError(f"{constraint.name} is no budget")
    reason = f"{_REPLACES} {bounds(None, budget.at_most)} {study.about.resources[budget.resource].unit}"
    changed = {"reason": reason, "source": f"--budget {budget.resource}"}
    return constraint.model_copy(update={"budget": budget.model_copy(update={"at_most": most}), **changed})


def _without_most_used(constraint: Constraint) -> Iterator[Constraint]:
    if constraint.budget is not None and constraint.budget.at_least is not None:
        yield constraint.model_copy(update={"budget": constraint.budget.model_copy(update={"at_most": None})})


def _with_most(constraints: Sequence[Constraint], most: int) -> Iterator[Constraint]:
    """The constraints with another upper bound of the size. Hard ones of the study give way; lower bounds and soft
    constraints stay, so that one that does not fit is named as being in conflict."""
    replaced = [c for c in constraints if c.size is not None and c.penalty is None and _upper(c.size) is not None]
    for constraint in constraints:
        if constraint not in replaced or constraint.size is None:
            yield constraint
        elif _lower(constraint.size) is not None:
            yield constraint.model_copy(update={"size": Size(min=_lower(constraint.size))})
    told = [_upper_words(c.name, c.size) for c in replaced if c.size]
    reason = f"{_REPLACES} {' and '.join(told)}" if told else ASKED
    name = f"At most {counted(most, 'option')} (--max-options)"
    yield Constraint(name=name, reason=reason, source="--max-options", size=Size(max=most))


def _upper_words(name: str, size: Size) -> str:
    low = _lower(size)
    stays = "" if low is None else f" ({bounds(low, None)} stays)"
    return f"{bounds(None, _upper(size))} in '{name}'{stays}"


def _lower(size: Size) -> int | None:
    return size.exactly if size.exactly is not None else size.min


def _upper(size: Size) -> int | None:
    return size.exactly if size.exactly is not None else size.max


def _required_and_forbidden(overrides: Overrides) -> Iterator[Constraint]:
    for key in overrides.require:
        yield Constraint(name=f"Required: {key}", reason=ASKED, source="--require", must=(key,))
    for key in overrides.forbid:
        yield Constraint(name=f"Forbidden: {key}", reason=ASKED, source="--forbid", must_not=(key,))
