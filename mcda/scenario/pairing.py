"""Two scenarios made comparable: aligned by key, refused or re-expressed where their scales differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from mcda.errors import Finding, Place, StudyError
from mcda.model.checks.criteria import on_scale
from mcda.model.criterion import Criterion
from mcda.model.option import Rating
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.problem.scale import is_linear
from mcda.scenario.rescaling import keeping_trade_offs
from mcda.scenario.scenario import Scenario, run

_SCALE = ("worst", "best", "unit", "do_nothing")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two scenarios of comparable scales. `options` are in both; the others are named apart, as are the criteria."""

    before: Scenario
    after: Scenario
    options: tuple[str, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    criteria: tuple[str, ...]
    gone_criteria: tuple[str, ...]
    new_criteria: tuple[str, ...]


def pair(before: Scenario, after: Scenario) -> Pair:
    """The two scenarios aligned by key. Raises StudyError where a scale, a direction or a do-nothing level differs."""
    wrong = tuple(scale_findings(before, after))
    if wrong:
        raise StudyError(wrong)
    options = _aligned(before.problem.options, after.problem.options)
    criteria = _aligned(before.problem.criteria, after.problem.criteria)
    return Pair(before, after, *options, *criteria)


def criterion_of(pair: Pair, key: str) -> Criterion:
    """A criterion as it stands in the newer scenario, or in the older one if it is gone."""
    return (pair.before if key in pair.gone_criteria else pair.after).study.criterion(key)


def option_called(pair: Pair, key: str) -> str:
    """The name of an option, as the newer scenario has it."""
    return (pair.before if key in pair.gone else pair.after).study.option(key).name


def value_in(scenario: Scenario, option: str, criterion: str) -> Fraction | None:
    """The signed value of an option on a criterion; None where the scenario lacks one of them or the rating."""
    problem = scenario.problem
    if option not in problem.options or criterion not in problem.criteria:
        return None
    i, j = problem.options.index(option), problem.criteria.index(criterion)
    return None if (i, j) in problem.blank else problem.values[i][j]


def scale_findings(before: Scenario, after: Scenario) -> Iterator[Finding]:
    """Why two scenarios cannot be compared as they are: one finding for each criterion of both whose scale differs."""
    for new in after.study.criteria:
        old = next((c for c in before.study.criteria if c.key == new.key), None)
        changed = [field for field in _SCALE if old is not None and getattr(old, field) != getattr(new, field)]
        if old is None or not changed:
            continue
        what = (
            f"{new.name} has {_words(changed)}: {_ends(old)} in '{before.name}', {_ends(new)} in '{after.name}'. "
            "The same points mean different things there."
        )
        cure = "Use --in-newer-scale to see the first as it would be on the scale of the last."
        yield Finding(Place(f"{before.name}, {after.name}"), "scales-differ", what, cure)


def in_scale_of(before: Scenario, after: Scenario) -> Scenario:
    """The older scenario on the scales of the newer one: ratings as typed, weights with their trade-offs kept.

    Raises StudyError where units differ, a scale is one of words, or a rating does not fit the newer scale.
    """
    newer = {criterion.key: criterion for criterion in after.study.criteria}
    wrong = tuple(_obstacles(before, newer))
    if wrong:
        raise StudyError(wrong)
    criteria = tuple(_on_scale(c, newer[c.key]) if c.key in newer else c for c in before.study.criteria)
    study = before.study.model_copy(update={"criteria": criteria})
    weights = keeping_trade_offs(study, _bound(before.study, before.weights))
    return run(study, weights, before.name, before.overrides, before.notes, before.settings)


def _aligned(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return (
        tuple(key for key in after if key in before),
        tuple(key for key in before if key not in after),
        tuple(key for key in after if key not in before),
    )


def _words(fields: list[str]) -> str:
    if {"worst", "best"} <= set(fields):
        return "another scale"
    names = {"worst": "another worst end", "best": "another best end", "unit": "another unit"}
    return " and ".join(names.get(field, "another do-nothing level") for field in fields)


def _ends(criterion: Criterion) -> str:
    zero = "none" if criterion.do_nothing is None else criterion.do_nothing
    return f"{criterion.worst} (worst) to {criterion.best} (best), do nothing {zero}, {criterion.unit}"


def _differs(old: Criterion, new: Criterion) -> bool:
    return any(getattr(old, field) != getattr(new, field) for field in _SCALE)


def _on_scale(old: Criterion, new: Criterion) -> Criterion:
    """The old criterion with everything that is said in levels of its scale taken from the new one, if that changed."""
    fields = (*_SCALE, "value", "levels", "cap", "veto") if _differs(old, new) else ()
    return old.model_copy(update={field: getattr(new, field) for field in fields})


def _bound(study: Study, weights: Weights) -> Weights:
    """The weights with the scales they were used with, whatever their file says."""
    from_study = {c.key: {"worst": c.worst, "best": c.best, "unit": c.unit} for c in study.criteria}
    return Weights.model_validate({**weights.model_dump(exclude_defaults=True), "scales": from_study})


def _obstacles(before: Scenario, newer: dict[str, Criterion]) -> Iterator[Finding]:
    for old in before.study.criteria:
        new = newer.get(old.key)
        if new is None or not _differs(old, new):
            continue
        place, cure = Place(before.name), "Score the older ratings again on the newer scale."
        if old.unit != new.unit or any(isinstance(end, str) for end in (old.worst, old.best, new.worst, new.best)):
            what = f"{new.name} is measured in another unit or in words: its old ratings cannot be re-expressed."
            yield Finding(place, "scales-differ", what, cure)
            continue
        if not (is_linear(old) and is_linear(new)):
            what = f"{new.name} has a value function that bends: no points on the newer scale keep its trade-offs."
            yield Finding(place, "scales-differ", what, "Score the older study again on the newer scale.")
            continue
        for rating in before.study.ratings:
            if rating.criterion == old.key and not _fits(new, rating):
                what = f"The rating {rating.best} of '{rating.option}' on {new.name} is off the newer scale."
                yield Finding(place, "scales-differ", what, cure)


def _fits(criterion: Criterion, rating: Rating) -> bool:
    return all(entry is None or on_scale(criterion, entry) for entry in (rating.low, rating.best, rating.high))
