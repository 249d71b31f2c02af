"""The ratings table as records, long (a row for each rating) or wide (a column for each criterion)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mcda.errors import Finding
from mcda.model.checks.names import did_you_mean, nearest
from mcda.model.columns import Columns, Line, Spoilt, blanks, columns_of, folded, same
from mcda.model.naming import Keys
from mcda.model.numbers import DecimalMark, NumberError, read_quantity
from mcda.model.option import Rating
from mcda.model.part import Part, made, numbered
from mcda.model.places import Path, Spot
from mcda.model.record import Entry, is_key
from mcda.model.table import Table

RATING_COLUMNS = ("option", "criterion", "low", "best", "high", "confidence", "source", "rationale")
_NUMBERS = ("low", "best", "high")


@dataclass(frozen=True, slots=True)
class Rated:
    """What ratings are about: options, criteria, and the unit of each criterion that could be read."""

    options: Keys
    criteria: Keys
    units: Mapping[str, str]

    def entry(self, criterion: str, text: str, mark: DecimalMark) -> Entry:
        """A number where the text is one, else the text, for the checks. A percent sign needs a unit of %."""
        try:
            quantity = read_quantity(text, mark)
        except NumberError:
            return text
        return text if quantity.percent and "%" not in self.units.get(criterion, "") else quantity.value


@dataclass(frozen=True, slots=True)
class _Axis:
    """The options or the criteria of a ratings table. `meant` holds names that are unknown but can be guessed."""

    word: str
    keys: Keys
    meant: Mapping[str, str]

    def key(self, line: Line) -> str:
        return self.keys.key(line.text(self.word))

    def possible(self, line: Line) -> tuple[str, ...]:
        """The keys that a row may be about, to know what may not be called missing."""
        text = line.text(self.word)
        if text in self.meant:
            return (self.meant[text],)
        return tuple(self.keys.shown) if not text or self.keys.is_unknown_name(text) else (self.key(line),)

    def unknown(self, lines: Sequence[Line]) -> Iterator[Finding]:
        """One finding for each name that is neither known nor a possible key, however many rows it has."""
        count = Counter(line.text(self.word) for line in lines)
        first = {line.text(self.word): line for line in reversed(lines)}
        for text in count if self.keys.complete else ():
            if text and self.keys.is_unknown_name(text):
                again = f" ({count[text]} rows)" if count[text] > 1 else ""
                near = self.meant.get(text)
                cure = f"Did you mean '{near}'?" if near else did_you_mean(text, self.keys.shown)
                what = f"There is no {self.word} '{text}'{again}."
                yield first[text].finding(self.word, f"unknown-{self.word}", what, cure)


def _axis(word: str, keys: Keys, lines: Sequence[Line]) -> _Axis:
    return _Axis(word, keys, keys.meant([line.text(word) for line in lines if line.text(word)]))


def ratings_part(table: Table, rated: Rated, spoilt: Spoilt) -> Part[Rating]:
    """All ratings."""
    return _wide(table, rated, spoilt) if _is_wide(table, rated) else _long(table, rated, spoilt)


def _is_wide(table: Table, rated: Rated) -> bool:
    headings = [folded(cell.text) for cell in table.header]
    if {"criterion", "best"} & set(headings):
        return False
    if any(nearest(heading, ("criterion", "best")) for heading in headings):
        return False
    return not rated.criteria.complete or any(nearest(heading, rated.criteria.by_text) for heading in headings)


def _long(table: Table, rated: Rated, spoilt: Spoilt) -> Part[Rating]:
    needed = {
        "option": "Name the option of each rating by its key.",
        "criterion": "Name the criterion of each rating, or give each criterion a column of its own.",
        "best": "It holds the rating itself; low and high may be left out.",
    }
    columns = columns_of(table, same(RATING_COLUMNS), needed)
    if columns.missing:
        return Part(findings=columns.findings, broken=frozenset([("ratings", "")]))
    lines = list(columns.lines(spoilt))
    sound = [line for line, is_spoilt in lines if not is_spoilt]
    axes = _axis("option", rated.options, sound), _axis("criterion", rated.criteria, sound)
    mark = columns.decimal_mark(_NUMBERS)
    parts = [_waiting(line, *axes) if bad else _rating(line, axes, rated, mark) for line, bad in lines]
    unknown = [finding for axis in axes for finding in axis.unknown(sound)]
    return _with_findings(numbered("ratings", parts), columns.findings, unknown)


def _with_findings(part: Part[Rating], heading: Iterable[Finding], unknown: Iterable[Finding]) -> Part[Rating]:
    findings = sorted((*part.findings, *unknown), key=lambda finding: finding.place)
    return replace(part, findings=(*heading, *findings))


def _rating(line: Line, axes: tuple[_Axis, _Axis], rated: Rated, mark: DecimalMark) -> Part[Rating]:
    option, criterion = (axis.key(line) for axis in axes)
    wrong = blanks(line, ("option", "criterion"), lambda name: f"Say which {name} is rated.")
    if wrong or not is_key(option) or not is_key(criterion):
        return _waiting(line, *axes).with_findings(wrong)
    data: dict[str, object] = {**line.texts, "option": option, "criterion": criterion}
    data |= {name: rated.entry(criterion, line.text(name), mark) for name in _NUMBERS if line.text(name)}
    if "confidence" in data:
        data["confidence"] = line.text("confidence").casefold()
    return made(Rating, data, line.spots(), _mark(option, criterion))


def _waiting(line: Line, options: _Axis, criteria: _Axis) -> Part[Rating]:
    """A row that cannot be read: what it may be about is not missing."""
    pairs = ((o, c) for o in options.possible(line) for c in criteria.possible(line))
    return Part(broken=frozenset(_mark(*pair) for pair in pairs))


def _mark(option: str, criterion: str) -> tuple[str, str]:
    return "ratings", f"{option} x {criterion}"


def _wide(table: Table, rated: Rated, spoilt: Spoilt) -> Part[Rating]:
    keys = list(rated.criteria.shown)
    needed = {"option": "Name the option of each row by its key."}
    needed |= {key: f"Add a column {key}, or a long table (option, criterion, best)." for key in keys}
    columns = columns_of(table, {"option": "option"} | dict(rated.criteria.by_text), needed)
    if not rated.criteria.complete:
        # A heading may be a criterion that could not be read, so nothing is said about headings.
        part = _wide_ratings(replace(columns, findings=()), rated, spoilt)
        return replace(part, broken=part.broken | {("ratings", "")})
    return _wide_ratings(columns, rated, spoilt)


def _wide_ratings(columns: Columns, rated: Rated, spoilt: Spoilt) -> Part[Rating]:
    if "option" not in columns.index:
        return Part(findings=columns.findings, broken=frozenset([("ratings", "")]))
    lines = list(columns.lines(spoilt))
    sound = [line for line, is_spoilt in lines if not is_spoilt]
    axis = _axis("option", rated.options, sound)
    keys = [name for name in columns.index if name != "option"]
    mark = columns.decimal_mark(keys)
    parts = [
        part
        for line, bad in lines
        for part in (_row_waiting(line, keys, axis) if bad else _row(line, keys, axis, rated, mark))
    ]
    absent = (_mark(option, key) for option in rated.options.shown for key in columns.missing)
    part = _with_findings(numbered("ratings", parts), columns.findings, axis.unknown(sound))
    return replace(part, broken=part.broken.union(absent))


def _row(line: Line, keys: Sequence[str], axis: _Axis, rated: Rated, mark: DecimalMark) -> Iterator[Part[Rating]]:
    option = axis.key(line)
    wrong = blanks(line, ("option",), lambda name: f"Say which {name} is rated.")
    if wrong or not is_key(option):
        yield Part(findings=tuple(wrong))
        yield from _row_waiting(line, keys, axis)
        return
    for key in keys:
        data: dict[str, object] = {"option": option, "criterion": key}
        if line.text(key):
            data["best"] = rated.entry(key, line.text(key), mark)
        spots: dict[Path, Spot] = {(): line.spot(key), ("option",): line.spot("option")}
        spots |= {(name,): line.spot(key) for name in ("criterion", *_NUMBERS)}
        yield made(Rating, data, spots, _mark(option, key))


def _row_waiting(line: Line, keys: Sequence[str], axis: _Axis) -> Iterator[Part[Rating]]:
    yield Part(broken=frozenset(_mark(option, key) for option in axis.possible(line) for key in keys))
