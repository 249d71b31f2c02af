"""Reading a study that is one workbook: one filled in by hand, or the results workbook of a saved run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mcda.errors import Finding, Place, StudyError, errors
from mcda.files.record import dumps, loads
from mcda.model.constraint import Constraints
from mcda.model.document import Document, Node
from mcda.model.draft import Draft
from mcda.model.drafting import draft
from mcda.model.places import Spot
from mcda.scenario.edits import edits_told, joined_texts, with_budgets_told
from mcda.scenario.reading import Kept, kept_in

if TYPE_CHECKING:
    from mcda.excel.results_input import ResultsBook

BOOK_ENDINGS = (".xlsx", ".xlsm")
RUN, SEAL = "run.json", "sha256"
_OUTPUTS = "outputs"
EDITED, _LONGEST = "_edited", 70
POINTS_FLAG = "--set-weight"
_ENDING = re.compile(rf"{EDITED}(_\d+)?\Z")
_AGAIN = "Make the workbook again with mcda score, and carry the yellow cells over."


def is_workbook(path: Path) -> bool:
    """Whether the path names a workbook rather than a folder."""
    return path.suffix.lower() in BOOK_ENDINGS and not path.is_dir()


def is_results_workbook(path: Path) -> bool:
    """Whether the path names a results workbook that `mcda score` wrote."""
    if not is_workbook(path) or not path.is_file():
        return False
    from mcda.excel.results_input import is_results_book

    return is_results_book(path)


def read_workbook(path: Path) -> Draft:
    """The study in a workbook, as far as it can be read.

    A workbook that `mcda template` wrote holds its study in full. A results workbook gives points, ratings, switches
    and limits; everything else is what its run was made from, as the record says that it carries in a hidden sheet, or
    that stands beside it as run.json.
    """
    if is_results_workbook(path):
        return _read_results(path)
    from mcda.excel.study_book import read_study_book

    return draft(read_study_book(path, path.as_posix()))


def kept_with(path: Path) -> tuple[Kept, str]:
    """What the record of a results workbook keeps of its run, and the version that wrote the workbook.

    Raises StudyError where there is no record to be trusted.
    """
    from mcda.excel.results_input import read_results_book

    book = read_results_book(path, path.as_posix())
    return _kept(book, path), book.version


def points_document(path: Path) -> tuple[Document, str, tuple[Finding, ...]]:
    """The points of a results workbook as weights of their own, their key, and what is wrong with their cells.

    They are bound to the scales of the saved run, so that a study whose scales have changed since is noticed.
    """
    from mcda.excel.results_input import edited_points, read_results_book

    book = read_results_book(path, path.as_posix())
    _stop(book)
    kept = _kept(book, path)
    part = edited_points(book, kept.study, kept.weights)
    findings = (*book.findings, *part.findings)
    if not part.records or errors(findings):
        raise StudyError(findings)
    weights = part.records[0]
    scales = {c.key: {"worst": str(c.worst), "best": str(c.best), "unit": c.unit} for c in kept.study.criteria}
    data: dict[str, Node] = {**weights.model_dump(mode="json", exclude_defaults=True), "scales": {**scales}}
    spots = {**part.spots, ("scales",): Spot(book.place)}
    return Document(book.place, data, spots), weights.key, findings


def outputs_of(study: Path) -> Path:
    """Where scenarios of a study go: beside the scenario of a results workbook, else into outputs/ of the study."""
    if not is_workbook(study):
        return study / _OUTPUTS
    if not (study.parent / RUN).is_file():
        return study.parent / _OUTPUTS
    return study.parent.parent if study.parent.name else study.absolute().parent.parent


def _read_results(path: Path) -> Draft:
    from mcda.excel.results_input import draft_of, read_results_book

    book = read_results_book(path, path.as_posix())
    _stop(book)
    kept = _kept(book, path)
    made = draft_of(book, kept.study, kept.weights)
    name = kept.name if _is_untouched(made, kept) else f"{_ENDING.sub('', kept.name)[:_LONGEST]}{EDITED}"
    return replace(_with_changes(made, kept), scenario=name)


def _with_changes(made: Draft, kept: Kept) -> Draft:
    """The draft with the overrides of the run that still hold, and budgets that were typed into the workbook since."""
    same_points = kept.weights in made.weights[:1]
    earlier = [text for text in kept.overrides if same_points or not text.startswith(POINTS_FLAG)]
    constraints, typed = with_budgets_told(kept.study, made.constraints or Constraints())
    edited = edits_told(kept.study, constraints, made.ratings)
    return replace(made, constraints=constraints, changes=joined_texts(earlier, (*typed, *edited)))


def _is_untouched(made: Draft, kept: Kept) -> bool:
    """Whether the yellow cells hold what the run was made from."""
    study = kept.study
    same = made.ratings == study.ratings and made.constraints == study.constraints
    return same and kept.weights in made.weights[:1]


def _stop(book: ResultsBook) -> None:
    """A workbook of which nothing could be read has no lines."""
    if not book.tables:
        raise StudyError(book.findings)


def _kept(book: ResultsBook, path: Path) -> Kept:
    beside = path.parent / RUN
    if book.record:
        data, shown = _record(book.record.encode(), book.place), book.place.file
    elif beside.is_file():
        data, shown = _record(beside.read_bytes(), Place(beside.as_posix())), beside.as_posix()
    else:
        what = "The workbook does not carry the record of its run, and no run.json stands beside it."
        cure = "Put it back into the folder of its scenario, or make it again with mcda score."
        raise StudyError([Finding(book.place, "no-record", what, cure)])
    if book.inputs_sha256 and data.get("inputs_sha256") != book.inputs_sha256:
        what = f"The workbook belongs to another run than its record ({shown})."
        raise StudyError([Finding(book.place, "other-record", what, _AGAIN)])
    return kept_in(data, shown)


def _record(content: bytes, place: Place) -> Mapping[str, object]:
    """The record, if its seal is whole: a changed one must not pass for what was scored."""
    try:
        data = loads(content)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise StudyError([Finding(place, "broken-record", "The record of the run is damaged.", _AGAIN)])
    rest = {key: value for key, value in data.items() if key != SEAL}
    if hashlib.sha256(dumps(rest)).hexdigest() != data.get(SEAL):
        raise StudyError([Finding(place, "broken-record", "The record of the run was changed by hand.", _AGAIN)])
    return data
