"""A scenario from its record: recomputed from the embedded inputs alone, without the files they came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from mcda.errors import Finding, Place, StudyError, errors
from mcda.model.checks import check
from mcda.model.criterion import MixRule
from mcda.model.draft import Draft
from mcda.model.numbers import read_quantity
from mcda.model.places import Places
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.scenario.edits import is_option
from mcda.scenario.override_checks import check_overrides, check_points
from mcda.scenario.overrides import Overrides, with_overrides, with_points
from mcda.scenario.record import SCHEMA
from mcda.scenario.rescaling import bound
from mcda.scenario.scenario import Scenario, run
from mcda.scenario.settings import Settings

_CURE = "Make the scenario again with `mcda score`, or fetch the file again."
_FLAGS = ("--set-weight", "--budget", "--require", "--forbid", "--rule", "--max-options")
# A record holds one set of weights; the study's default may be another one.
_NO_MATTER = {"unknown-weights", "blank-rating", "stale-weights"}


class _Note(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    place: str
    code: str
    what: str
    cure: str


class _Run(BaseModel):
    """The parts of run.json that a run is made from; results are read elsewhere."""

    model_config = ConfigDict(extra="allow")

    name: str
    inputs: Mapping[str, Any]  # checked field by field when the study is made of it
    other_weights: tuple[Mapping[str, Any], ...] = ()
    overrides: tuple[str, ...] = ()
    settings: Settings = Settings()
    findings: tuple[_Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What a record keeps of a run besides its results: enough to run it again."""

    name: str
    study: Study
    weights: Weights
    overrides: tuple[str, ...]
    settings: Settings
    notes: tuple[Finding, ...]


def kept_in(data: object, shown: str) -> Kept:
    """The inputs that a record (the content of a run.json) keeps; `shown` is the file as the person calls it.

    Raises StudyError where the record cannot be used, with every reason.
    """
    schema = data.get("schema") if isinstance(data, Mapping) else None
    if schema != SCHEMA:
        what = f"It is no record of a run that this version reads (schema {schema!r}, not {SCHEMA!r})."
        raise StudyError([Finding(Place(shown), "no-record", what, _CURE)])
    try:
        kept = _Run.model_validate(data)
        study, weights = _study(kept.inputs, kept.other_weights)
    except (ValidationError, KeyError, TypeError) as error:
        raise StudyError([Finding(Place(shown), "broken-record", _reason(error), _CURE)]) from error
    _check(study, shown)
    notes = tuple(Finding(Place(n.place), n.code, n.what, n.cure, severity="note") for n in kept.findings)
    return Kept(kept.name, study, weights, kept.overrides, kept.settings, notes)


def scenario_from_record(data: object, shown: str) -> Scenario:
    """The scenario of a record, recomputed. Raises StudyError where the record cannot be used."""
    kept = kept_in(data, shown)
    # The overrides are in the embedded inputs already; only their texts are kept beside them.
    return run(kept.study, kept.weights, kept.name, Overrides(texts=kept.overrides), kept.notes, kept.settings)


def inputs_of_today(kept: Kept, study: Study) -> tuple[Study, Weights]:
    """The inputs that the same command would use on another state of the study: overrides and settings again.

    Weights are taken by name where the study has them, else from the record. Raises ValueError where something does
    not fit any more.
    """
    known = {weights.key for weights in study.weights}
    weights = study.weight_set(kept.weights.key) if kept.weights.key in known else kept.weights
    # What a workbook changed besides is told, but no command can ask for it again.
    overrides = overrides_from(tuple(text for text in kept.overrides if is_option(text)))
    if any(check_overrides(study, overrides)) or any(check_points(study, with_points(weights, overrides.points))):
        raise ValueError("the overrides do not fit the study")
    used = bound(study, weights, overrides.points, kept.settings.scales_changed)
    return with_overrides(study, overrides), used


def _study(inputs: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> tuple[Study, Weights]:
    """The study with the weights of the run first, then its other ones, which reports offer beside them."""
    weights = Weights.model_validate(inputs["weights"])
    return Study.model_validate({**inputs["study"], "weights": [inputs["weights"], *others]}), weights


def notes_of(study: Study) -> tuple[Finding, ...]:
    """The findings that the checks make of a study without its files; places are lost."""
    drafted = Draft(
        Places({}),
        about=study.about,
        criteria=study.criteria,
        branches=study.branches,
        options=study.options,
        ratings=study.ratings,
        weights=study.weights,
        constraints=study.constraints,
        worlds=study.worlds,
    )
    return tuple(finding for finding in check(drafted) if finding.code not in _NO_MATTER)


def _check(study: Study, shown: str) -> None:
    """Refuse inputs that a study would be refused for: nothing that checks rule out may reach the engine."""
    wrong = errors(notes_of(study))
    if wrong:
        raise StudyError(Finding(Place(shown), each.code, each.what, _CURE) for each in wrong)


def _reason(error: ValidationError | KeyError | TypeError) -> str:
    if isinstance(error, ValidationError):
        places = dict.fromkeys(".".join(map(str, each["loc"])) or "the record" for each in error.errors())
        return f"The record is damaged at {', '.join(list(places)[:3])}."
    return f"The record is damaged: {error} is missing." if isinstance(error, KeyError) else "The record is damaged."


def overrides_from(texts: tuple[str, ...]) -> Overrides:
    """Overrides from the way they were typed ("--set-weight cost=40"), as a record keeps them.

    Raises ValueError for a text that is none.

    >>> overrides_from(("--set-weight cost=40", "--max-options 5")).points
    {'cost': Decimal('40')}
    """
    given: dict[str, list[tuple[str, str]]] = {flag: [] for flag in _FLAGS}
    for text in texts:
        flag, _, rest = text.partition(" ")
        if flag not in given:
            raise ValueError(f"{text} is no override")
        key, _, value = rest.partition("=")
        given[flag].append((key.strip(), value))
    most = [int(key) for key, _ in given["--max-options"]]
    return Overrides(
        points={key: read_quantity(value).value for key, value in given["--set-weight"]},
        budgets={key: read_quantity(value).value for key, value in given["--budget"]},
        require=tuple(key for key, _ in given["--require"]),
        forbid=tuple(key for key, _ in given["--forbid"]),
        max_options=most[-1] if most else None,
        rules={key: _rule(value) for key, value in given["--rule"]},
        texts=texts,
    )


def _rule(text: str) -> MixRule:
    found: MixRule | None = next((choice for choice in get_args(MixRule) if choice == text.strip()), None)
    if found is None:
        raise ValueError(f"{text} is no mix rule")
    return found
