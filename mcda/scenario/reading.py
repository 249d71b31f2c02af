"""A scenario from its record: recomputed from the embedded inputs alone, without the files they came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from mcda.errors import Finding, Place, StudyError, errors
from mcda.model.checks import check
from mcda.model.draft import Draft
from mcda.model.places import Places
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.scenario.overrides import Overrides
from mcda.scenario.record import SCHEMA
from mcda.scenario.scenario import Scenario, run
from mcda.scenario.settings import Settings

_CURE = "Make the scenario again with `mcda score`, or fetch the file again."
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
    overrides: tuple[str, ...] = ()
    settings: Settings = Settings()
    findings: tuple[_Note, ...] = ()


def scenario_from_record(data: object, shown: str) -> Scenario:
    """The scenario of a record (the content of a run.json), recomputed; `shown` is the file as the person calls it.

    Raises StudyError where the record cannot be used, with every reason.
    """
    schema = data.get("schema") if isinstance(data, Mapping) else None
    if schema != SCHEMA:
        what = f"It is no record of a run that this version reads (schema {schema!r}, not {SCHEMA!r})."
        raise StudyError([Finding(Place(shown), "no-record", what, _CURE)])
    try:
        kept = _Run.model_validate(data)
        study, weights = _study(kept.inputs)
    except (ValidationError, KeyError, TypeError) as error:
        raise StudyError([Finding(Place(shown), "broken-record", _reason(error), _CURE)]) from error
    _check(study, shown)
    notes = tuple(Finding(Place(n.place), n.code, n.what, n.cure, severity="note") for n in kept.findings)
    return run(study, weights, kept.name, Overrides(texts=kept.overrides), notes, kept.settings)


def _study(inputs: Mapping[str, Any]) -> tuple[Study, Weights]:
    weights = Weights.model_validate(inputs["weights"])
    return Study.model_validate({**inputs["study"], "weights": [inputs["weights"]]}), weights


def _check(study: Study, shown: str) -> None:
    """Refuse inputs that a study would be refused for: nothing that checks rule out may reach the engine."""
    drafted = Draft(
        Places({}),
        about=study.about,
        criteria=study.criteria,
        branches=study.branches,
        options=study.options,
        ratings=study.ratings,
        weights=study.weights,
        constraints=study.constraints,
    )
    wrong = [finding for finding in errors(check(drafted)) if finding.code not in _NO_MATTER]
    if wrong:
        raise StudyError(Finding(Place(shown), each.code, each.what, _CURE) for each in wrong)


def _reason(error: ValidationError | KeyError | TypeError) -> str:
    if isinstance(error, ValidationError):
        places = dict.fromkeys(".".join(map(str, each["loc"])) or "the record" for each in error.errors())
        return f"The record is damaged at {', '.join(list(places)[:3])}."
    return f"The record is damaged: {error} is missing." if isinstance(error, KeyError) else "The record is damaged."
