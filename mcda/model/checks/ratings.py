"""Checks of ratings: every option on every criterion, once, on the scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from mcda.errors import Finding
from mcda.model.checks.criteria import on_scale, scale_words, sound_scale
from mcda.model.checks.names import did_you_mean, listed, nearest
from mcda.model.criterion import Criterion, LevelsValue
from mcda.model.draft import Draft
from mcda.model.numbers import NumberError, read_quantity
from mcda.model.option import Rating
from mcda.model.places import Path
from mcda.model.record import Entry

_COLUMNS = ("low", "best", "high")
Pair = tuple[str, str]


def check(draft: Draft) -> Iterator[Finding]:
    """Findings about the ratings table. A blank is a finding of its own code, `blank-rating`."""
    if ("ratings", "") in draft.broken:
        return
    yield from _names(draft)
    yield from _missing(draft)
    yield from _duplicates(draft)
    criteria = {criterion.key: criterion for criterion in draft.criteria if sound_scale(criterion)}
    for i, rating in enumerate(draft.ratings):
        if rating.criterion in criteria:
            yield from check_entries(draft, ("ratings", i), rating, criteria[rating.criterion])


def _names(draft: Draft) -> Iterator[Finding]:
    for side, (table, word, keys) in enumerate(_axes(draft)):
        used = [_pair(rating)[side] for rating in draft.ratings]
        unknown = [key for key in dict.fromkeys(used) if key not in keys and not draft.is_broken(table, key)]
        for key in unknown:
            meant = _meant(draft, side, key)
            if meant is None and not draft.complete(table):
                continue
            first, rows = used.index(key), used.count(key)
            what = f"There is no {word} '{key}'{f' ({rows} rows)' if rows > 1 else ''}."
            cure = f"Did you mean '{meant}', which lacks that rating?" if meant else did_you_mean(key, keys)
            yield draft.places.finding(("ratings", first, word), f"unknown-{word}", what, cure)


def _pair(rating: Rating) -> Pair:
    return rating.option, rating.criterion


def _meant(draft: Draft, side: int, typed: str) -> str | None:
    """The known name that an unknown one stands for: it resembles it, and lacks just the ratings given to that one."""
    rated = {_pair(rating) for rating in draft.ratings}
    partners = {pair[1 - side] for pair in rated if pair[side] == typed}
    _, _, keys = _axes(draft)[side]
    free = [key for key in keys if not any(_of(side, key, partner) in rated for partner in partners)]
    return nearest(typed, free)


def _of(side: int, key: str, partner: str) -> Pair:
    return (partner, key) if side else (key, partner)


def _slipped(draft: Draft) -> frozenset[Pair]:
    """The pairs whose rating stands under a misspelt name."""
    pairs: set[Pair] = set()
    for rating in draft.ratings:
        pair = _pair(rating)
        for side, (_, _, keys) in enumerate(_axes(draft)):
            meant = None if pair[side] in keys else _meant(draft, side, pair[side])
            if meant is not None:
                pairs.add(_of(side, meant, pair[1 - side]))
    return frozenset(pairs)


def _axes(draft: Draft) -> tuple[tuple[str, str, list[str]], ...]:
    return (
        ("options", "option", [option.key for option in draft.options]),
        ("criteria", "criterion", [criterion.key for criterion in draft.criteria]),
    )


def _missing(draft: Draft) -> Iterator[Finding]:
    """Missing rows, one finding an option; those of a misspelt name are not reported again."""
    options, criteria = (keys for _, _, keys in _axes(draft))
    rated = {(rating.option, rating.criterion) for rating in draft.ratings}
    rated |= {(o, c) for o, _, c in (key.partition(" x ") for table, key in draft.broken if table == "ratings")}
    rated |= _slipped(draft)
    for option in options:
        gaps = [c for c in criteria if (option, c) not in rated]
        if gaps:
            what = f"'{option}' has no rating on {listed(gaps)}."
            cure = "Add a row for each; leave `best` empty only with --allow-missing."
            yield draft.places.finding(("files", "ratings"), "missing-rating", what, cure)


def _duplicates(draft: Draft) -> Iterator[Finding]:
    counts = Counter((rating.option, rating.criterion) for rating in draft.ratings)
    first: dict[tuple[str, str], int] = {}
    for i, rating in enumerate(draft.ratings):
        pair = (rating.option, rating.criterion)
        if counts[pair] > 1 and pair in first:
            earlier = draft.places.of("ratings", first[pair], "option").place
            what = f"'{rating.option}' is rated on '{rating.criterion}' twice, first at {earlier}."
            yield draft.places.finding(("ratings", i, "option"), "duplicate-rating", what, "Delete one of the rows.")
        first.setdefault(pair, i)


def check_entries(draft: Draft, path: Path, rating: Rating, criterion: Criterion) -> Iterator[Finding]:
    """Findings about one rating at `path`: blank, off the scale, or low above high."""
    if rating.best is None:
        what = f"The rating of '{rating.option}' on '{rating.criterion}' is blank."
        cure = "Type a rating, or run with --allow-missing to carry the whole scale."
        yield draft.places.finding((*path, "best"), "blank-rating", what, cure)
    wrong = False
    for column in _COLUMNS:
        entry = getattr(rating, column)
        if entry is not None and not on_scale(criterion, entry):
            wrong = True
            yield _off_scale(draft, (*path, column), column, entry, criterion)
    if not wrong:
        yield from _order(draft, path, rating, criterion)


def _off_scale(draft: Draft, path: Path, column: str, entry: Entry, criterion: Criterion) -> Finding:
    if isinstance(criterion.value, LevelsValue):
        what = f"'{entry}' is not a level of '{criterion.key}'."
        return draft.places.finding(path, "unknown-level", what, did_you_mean(str(entry), criterion.value.levels))
    if isinstance(entry, str):
        return _not_a_number(draft, path, entry)
    what = f"The {column} rating {entry} is off the scale of '{criterion.key}', {scale_words(criterion)}."
    cure = "Correct the rating; if it is right, widen the scale of the criterion and look at the weights again."
    return draft.places.finding(path, "rating-off-scale", what, cure)


def _not_a_number(draft: Draft, path: Path, entry: str) -> Finding:
    try:
        quantity = read_quantity(entry)
    except NumberError as error:
        return draft.places.finding(path, "number", error.what, error.cure)
    cure = f"Type {quantity.value} if that is meant in the criterion's unit."
    return draft.places.finding(path, "percent", f"'{entry}' has a percent sign, but the unit is not %.", cure)


def _order(draft: Draft, path: Path, rating: Rating, criterion: Criterion) -> Iterator[Finding]:
    given = [(column, getattr(rating, column)) for column in _COLUMNS]
    marks = [(column, _mark(criterion, entry)) for column, entry in given if entry is not None]
    for (left, x), (right, y) in pairwise(marks):
        if x > y:
            what = f"{left} is above {right} ({dict(given)[left]} and {dict(given)[right]})."
            cure = "low is the lowest number (or worst level) it could be, high the highest."
            yield draft.places.finding((*path, left), "rating-order", what, cure)
            return


def _mark(criterion: Criterion, entry: Entry) -> Decimal:
    return criterion.value.levels[str(entry)] if isinstance(criterion.value, LevelsValue) else Decimal(entry)
