"""Reading, checking and scoring a study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mcda.api.workbooks import POINTS_FLAG, is_results_workbook, is_workbook, points_document, read_workbook
from mcda.errors import Finding, Place, StudyError, errors, stop_on_errors
from mcda.files.folder import read_study, read_weights
from mcda.model.checks import check as check_draft
from mcda.model.checks.names import did_you_mean, listed
from mcda.model.draft import Draft
from mcda.model.drafting import with_more_weights
from mcda.model.study import Study
from mcda.model.table import Table
from mcda.scenario.allowed_weights import contradictions
from mcda.scenario.edits import joined_texts
from mcda.scenario.override_checks import check_overrides, check_points
from mcda.scenario.overrides import Overrides, with_points
from mcda.scenario.ranking import Comparison
from mcda.scenario.ranking import explain as explain_pair
from mcda.scenario.rescaling import bound, cannot_follow
from mcda.scenario.scenario import Scenario, run
from mcda.scenario.settings import STRICT, Settings


def read(path: str | Path = ".") -> Draft:
    """The study at `path` (a folder or a workbook) as far as it can be read."""
    path = Path(path)
    return read_workbook(path) if is_workbook(path) else read_study(path, _read_book)


def check(path: str | Path = ".", settings: Settings = STRICT) -> tuple[Finding, ...]:
    """Every finding of a study; empty when there is nothing to say. What `settings` let pass is left out."""
    draft = read(path)
    findings = tuple(finding for finding in check_draft(draft) if finding.code not in _let_pass(settings))
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
    overrides = _with_changes(draft, overrides or Overrides(), weights)
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


def _with_changes(draft: Draft, overrides: Overrides, weights: str | Path | None) -> Overrides:
    """The overrides beside those that a results workbook holds already: these are only told, not applied again."""
    held = [text for text in draft.changes if weights is None or not text.startswith(POINTS_FLAG)]
    return replace(overrides, texts=joined_texts(held, overrides.texts))


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
    passed = _let_pass(settings)
    return tuple(
        finding
        for finding in findings
        if finding.code not in passed and not (finding.code == "stale-weights" and finding.place not in used)
    )


def _let_pass(settings: Settings) -> frozenset[str]:
    """The codes of findings that do not stop a run with these settings."""
    blanks = {"blank-rating"} if settings.blanks == "carry" else set()
    return frozenset(blanks if settings.scales_changed == "stop" else {*blanks, "stale-weights"})


def _read_book(path: Path, shown: str) -> tuple[Mapping[str, Table], tuple[Finding, ...]]:
    from mcda.excel.read import read_tables

    return read_tables(path, shown)


def explain(scenario: Scenario, first: str, second: str) -> Comparison:
    """Why one option scores above another. Options are keys or exact names.

    Raises StudyError for an unknown one, and for one with a blank rating: it has no score.
    """
    pair = _option(scenario.study, first), _option(scenario.study, second)
    blank = [key for key in dict.fromkeys(pair) if scenario.ranking.line(key).score is None]
    if blank:
        what = f"A blank rating leaves {listed(blank)} without a score."
        raise StudyError([Finding(Place("arguments"), "blank-option", what, "Type the rating first.")])
    return explain_pair(scenario.problem, *pair)


def _option(study: Study, text: str) -> str:
    names = {option.name.casefold(): option.key for option in study.options}
    keys = [option.key for option in study.options]
    if text in keys:
        return text
    if text.casefold() in names:
        return names[text.casefold()]
    what = f"There is no option '{text}'."
    raise StudyError([Finding(Place("arguments"), "unknown-option", what, did_you_mean(text, keys))])
