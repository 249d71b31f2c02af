"""The study of a saved run with the inputs of its results workbook in place of the saved ones, as a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mcda.errors import Finding, Place, errors
from mcda.excel.results_input.lines import Input, InputLine, Names, strange_lines
from mcda.excel.results_input.numbers import entry_in, number_in
from mcda.excel.results_input.reading import POINTS, RATINGS, ResultsBook
from mcda.excel.results_input.ruling import constraints_of
from mcda.model.criterion import Criterion, LevelsValue
from mcda.model.draft import Draft
from mcda.model.option import Rating
from mcda.model.part import Part, made
from mcda.model.places import Path, Places, Spot
from mcda.model.record import Entry, key_like
from mcda.model.study import Study
from mcda.model.weights import Weights

_EDITED = "_edited"
_FILES = ("about", "criteria", "options", "ratings", "weights", "constraints", "worlds")


@dataclass(frozen=True, slots=True)
class _Rated:
    """Ratings with their places, and what was to be said."""

    ratings: tuple[Rating, ...]
    spots: Mapping[Path, Spot]
    findings: tuple[Finding, ...]
    broken: frozenset[tuple[str, str]]


def draft_of(book: ResultsBook, study: Study, weights: Weights) -> Draft:
    """The draft of `study` as the workbook changes it; `weights` are those of the run that wrote the workbook.

    Every finding about an input has the place of its cell.
    """
    used = edited_points(book, study, weights)
    rated = _ratings(book, study)
    ruled = constraints_of(book, study)
    spots: dict[Path, Spot] = {("files", name): Spot(book.place) for name in _FILES}
    spots |= {("weights", 0, *path): spot for path, spot in used.spots.items()}
    others = study.weights if used.records[:1] != (weights,) else [each for each in study.weights if each != weights]
    return Draft(
        places=Places({**spots, **rated.spots, **ruled.spots}),
        about=study.about,
        criteria=study.criteria,
        branches=study.branches,
        options=study.options,
        ratings=rated.ratings,
        weights=(*used.records, *others),
        constraints=ruled.constraints,
        worlds=study.worlds,
        broken=used.broken | rated.broken,
        findings=(*book.findings, *_news(book, (*used.findings, *rated.findings, *ruled.findings))),
        weights_in_use=used.records[0].key if used.records else weights.key,
    )


def _news(book: ResultsBook, findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings but for cells of which the reading has said already that they hold an error or a date."""
    known = {each.place for each in errors(book.findings)}
    return (each for each in findings if each.place not in known)


def edited_points(book: ResultsBook, study: Study, weights: Weights) -> Part[Weights]:
    """The weights with the points of the workbook; the same weights where no point differs."""
    mark = ("weights", weights.key)
    if POINTS.word not in book.tables:
        return Part(broken=frozenset([mark]))
    names = {criterion.key: criterion.name for criterion in study.criteria}
    names |= {branch.key: branch.name for branch in study.branches}
    known: Names = {(key,): (names.get(key, key),) for key in weights.points}
    findings = strange_lines(POINTS, book.points, known)
    points: dict[str, Decimal] = {}
    spots: dict[Path, Spot] = {}
    for line in book.points:
        cell, key = line.inputs["points"], line.keys[0]
        found = number_in(cell, weights.points.get(key))
        if found is None:
            cure = "Type 0 to leave the criterion out of the score."
            found = cell.finding("blank-cell", "The points are blank.", cure)
        if isinstance(found, Finding):
            findings.append(found)
        elif key in weights.points:
            points.setdefault(key, found)
            spots.setdefault(("points", key), Spot(cell.place, cell.text))
    if findings:
        return Part(findings=tuple(findings), broken=frozenset([mark]))
    spots |= {(): Spot(_first(book)), ("points",): Spot(_first(book))}
    if points == weights.points:
        return Part((weights,), spots)
    data = {**weights.model_dump(), **_edited(weights), "points": points}
    return made(Weights, data, spots, mark)


def _first(book: ResultsBook) -> Place:
    return book.points[0].inputs["points"].place if book.points else book.place


def _edited(weights: Weights) -> Mapping[str, str]:
    """Whose the moved points are is not known; those who gave the saved ones did not give these."""
    if weights.key.endswith(_EDITED):
        return {}
    name = f"{weights.name[:150]} (edited)"
    why = f"Points of '{weights.name}' changed in the results workbook."
    return {"key": key_like(f"{weights.key[:50]}{_EDITED}"), "name": name, "who": "", "when": "", "why": why}


def _ratings(book: ResultsBook, study: Study) -> _Rated:
    if RATINGS.word not in book.tables:
        return _Rated((), {}, (), frozenset([("ratings", "")]))
    options = {option.key: option.name for option in study.options}
    criteria = {criterion.key: criterion for criterion in study.criteria}
    known: Names = {(r.option, r.criterion): (options[r.option], criteria[r.criterion].name) for r in study.ratings}
    findings = strange_lines(RATINGS, book.ratings, known)
    lines: dict[tuple[str, ...], InputLine] = {}
    for line in book.ratings:
        lines.setdefault(line.keys, line)
    ratings: list[Rating] = []
    spots: dict[Path, Spot] = {}
    broken: set[tuple[str, str]] = set()
    for saved in study.ratings:
        cell = lines[saved.option, saved.criterion].inputs["best"] if (saved.option, saved.criterion) in lines else None
        rating = None if cell is None else _rating(saved, cell, criteria[saved.criterion], findings)
        if cell is None or rating is None:
            broken.add(("ratings", f"{saved.option} x {saved.criterion}"))
            continue
        spots |= _spots(len(ratings), cell)
        ratings.append(rating)
    return _Rated(tuple(ratings), spots, tuple(findings), frozenset(broken))


def _spots(place: int, cell: Input) -> dict[Path, Spot]:
    spot = Spot(cell.place, cell.text)
    return {("ratings", place): spot, ("ratings", place, "best"): spot}


def _rating(saved: Rating, cell: Input, criterion: Criterion, findings: list[Finding]) -> Rating | None:
    words = isinstance(criterion.value, LevelsValue)
    best = entry_in(cell, saved.best, words=words)
    if isinstance(best, Finding):
        findings.append(best)
        return None
    if best == saved.best:
        return saved
    stretched = _stretched(saved, best, criterion)
    if stretched:
        end = " and ".join(f"{column} {getattr(saved, column)}" for column in stretched)
        what = f"The rating {best} lies beyond the saved range ({end}); the range was widened to it."
        cure = "If the range was meant, type a rating inside it, or change the range in the study."
        findings.append(Finding(cell.place, "range-widened", what, cure, cell.text, severity="note"))
    return saved.model_copy(update={"best": best, **stretched})


def _stretched(saved: Rating, best: Entry | None, criterion: Criterion) -> Mapping[str, Entry]:
    """The ends of the range that the new rating lies beyond."""
    at = _position(criterion, best)
    low, high = _position(criterion, saved.low), _position(criterion, saved.high)
    if best is None or at is None:
        return {}
    beyond = {"low": low is not None and at < low, "high": high is not None and at > high}
    return {column: best for column, is_beyond in beyond.items() if is_beyond}


def _position(criterion: Criterion, entry: Entry | None) -> Decimal | None:
    if isinstance(criterion.value, LevelsValue):
        return criterion.value.levels.get(str(entry))
    return entry if isinstance(entry, Decimal) else None
