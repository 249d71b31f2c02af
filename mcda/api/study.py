"""Reading, checking and scoring a study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mcda.api.workbooks import is_results_workbook, is_workbook, points_document, read_workbook
from mcda.errors import Finding, Place, StudyError, errors, stop_on_errors
from mcda.files.folder import read_study, read_weights
from mcda.model.checks import check as check_draft
from mcda.model.checks.names import did_you_mean
from mcda.model.draft import Draft
from mcda.model.drafting import with_more_weights
from mcda.model.study import Study
from mcda.model.table import Table
from mcda.scenario.allowed_weights import contradictions
from mcda.scenario.override_checks import check_overrides, check_points
from mcda.scenario.overrides import Overrides, with_points
from mcda.scenario.ranking import Comparison
from mcda.scenario.ranking import explain as explain_pair
from mcda.scenario.rescaling import bound, cannot_follow
from mcda.scenario.scenario import Scenario, run
from mcda.scenario.settings import Settings


def read(path: str | Path = ".") -> Draft:
    """The study at `path` (a folder or a workbook) as far as it can be read."""
    path = Path(path)
    return read_workbook(path) if is_workbook(path) else read_study(path, _read_book)


def check(path: str | Path = ".") -> tuple[Finding, ...]:
    """Every finding of a study; empty when there is nothing to say."""
    draft = read(path)
    findings = check_draft(draft)
    return (*findings, *_contradictions(draft, findings), *_overwritten(Path(path), findings))


def _overwritten(path: Path, findings: Sequence[Finding]) -> Iterator[Finding]:
    """What was overwritten in a results workbook, but for cells that have a finding already."""
    if not is_results_workbook(path):
        return
    from mcda.api.agreeing import overwritten_cells

    places = {finding.place for finding in findings}
    yield from (finding for finding in overwritten_cells(path) if finding.place not in places)


def load(path: str | Path = ".") -> Study:
    """The study at `path`. Raises StudyError with all findings if it cannot be used."""
    draft = read(path)
    stop_on_errors(check_draft(draft))
    return draft.study()


def _contradictions(draft: Draft, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Statements about weights that no weights keep together, for a draft that is sound otherwise."""
    if errors(findings):
        return
    study = draft.study()
    for i, weights in enumerate(draft.weights):
        yield from contradictions(study, weights, draft.places, ("weights", i))


def score(
    path: str | Path = ".",
    weights: str | Path | None = None,
    *,
    name: str | None = None,
    overrides: Overrides | None = None,
    settings: Settings | None = None,
) -> Scenario:
    """Ranking and mix of the study at `path` under one set of weights: a key of the study, or a file.

    Raises StudyError with all findings if the inputs cannot be used.
    """
    return score_draft(read(path), weights, name=name, overrides=overrides, settings=settings)


def score_draft(
    draft: Draft,
    weights: str | Path | None = None,
    *,
    name: str | None = None,
    overrides: Overrides | None = None,
    settings: Settings | None = None,
) -> Scenario:
    """The same for a study that has been read."""
    settings = settings or Settings()
    draft, key = with_weights(draft, weights)
    findings = _pertinent(draft, key, check_draft(draft), settings)
    stop_on_errors(findings)
    study = draft.study()
    overrides = overrides or Overrides()
    stop_on_errors(check_overrides(study, overrides))
    chosen = study.weight_set(key)
    place = next(i for i, weights in enumerate(draft.weights) if weights.key == key)
    stop_on_errors(contradictions(study, chosen, draft.places, ("weights", place)))
    stop_on_errors(check_points(study, with_points(chosen, overrides.points)))
    if settings.scales_changed == "keep-trade-offs":
        stop_on_errors(cannot_follow(study, chosen))
    used = bound(study, chosen, overrides.points, settings.scales_changed)
    named = draft.scenario if weights is None else ""
    return run(study, used, name or named or key, overrides, findings, settings)


def with_weights(draft: Draft, weights: str | Path | None) -> tuple[Draft, str]:
    """The draft with the weights that were asked for, and their key: a file is read and added to the study's own."""
    if weights is None:
        default = draft.about.default_weights if draft.about else ""
        return draft, draft.weights_in_use or default
    if str(weights) in {known.key for known in draft.weights}:
        return draft, str(weights)
    path = Path(weights)
    if is_results_workbook(path):
        document, key, findings = points_document(path)
        return with_more_weights(draft, key, document, findings), key
    if path.exists() or path.suffix:
        return read_weights(path, draft, _read_book)
    known = [each.key for each in draft.weights]
    what = f"There are no weights '{weights}'."
    raise StudyError([Finding(Place("-w"), "unknown-weights", what, did_you_mean(str(weights), known))])


def _pertinent(draft: Draft, key: str, findings: Sequence[Finding], settings: Settings) -> tuple[Finding, ...]:
    """The findings that matter for this run: scales of other weights, and blanks that are carried, do not."""
    index = next((i for i, weights in enumerate(draft.weights) if weights.key == key), -1)
    used = {spot.place for path, spot in draft.places.spots.items() if path[:2] == ("weights", index)}
    dropped = {"blank-rating"} if settings.blanks == "carry" else set()
    if settings.scales_changed != "stop":
        dropped.add("stale-weights")
    return tuple(
        finding
        for finding in findings
        if finding.code not in dropped and not (finding.code == "stale-weights" and finding.place not in used)
    )


def _read_book(path: Path, shown: str) -> tuple[Mapping[str, Table], tuple[Finding, ...]]:
    from mcda.excel.read import read_tables

    return read_tables(path, shown)


def explain(scenario: Scenario, first: str, second: str) -> Comparison:
    """Why one option scores above another. Options are keys or exact names; raises StudyError for an unknown one."""
    return explain_pair(scenario.problem, _option(scenario.study, first), _option(scenario.study, second))


def _option(study: Study, text: str) -> str:
    names = {option.name.casefold(): option.key for option in study.options}
    keys = [option.key for option in study.options]
    if text in keys:
        return text
    if text.casefold() in names:
        return names[text.casefold()]
    what = f"There is no option '{text}'."
    raise StudyError([Finding(Place("arguments"), "unknown-option", what, did_you_mean(text, keys))])
