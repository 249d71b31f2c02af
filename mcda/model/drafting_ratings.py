"""The ratings table as records, long (a row for each rating) or wide (a column for each criterion)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mcda.errors import Finding
from mcda.model.checks.names import nearest
from mcda.model.columns import Columns, Line, Spoilt, blanks, columns_of, folded, same
from mcda.model.naming import Keys
from mcda.model.numbers import DecimalMark, NumberError, read_quantity
from mcda.model.option import Rating
from mcda.model.part import Part, made, numbered
from mcda.model.places import Path, Spot
from mcda.model.record import Entry
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
    mark = columns.decimal_mark(_NUMBERS)
    lines = list(columns.lines(spoilt))
    part = numbered("ratings", (_rating(line, is_spoilt, rated, mark) for line, is_spoilt in lines))
    unknown = [f for word in ("option", "criterion") for f in _unknown(lines, word, rated)]
    findings = sorted((*part.findings, *unknown), key=lambda finding: finding.place)
    return Part(part.records, part.spots, (*columns.findings, *findings), part.broken)


def _rating(line: Line, is_spoilt: bool, rated: Rated, mark: DecimalMark) -> Part[Rating]:  # a fact
    option, criterion = rated.options.key(line.text("option")), rated.criteria.key(line.text("criterion"))
    wrong = blanks(line, ("option", "criterion"), lambda name: f"Say which {name} is rated.")
    unknown = rated.options.is_unknown_name(option) or rated.criteria.is_unknown_name(criterion)
    if is_spoilt or wrong or unknown:
        pair = f"{rated.options.nearest(option)} x {rated.criteria.nearest(criterion)}"
        return Part(findings=() if is_spoilt else tuple(wrong), broken=frozenset([("ratings", pair)]))
    data: dict[str, object] = {**line.texts, "option": option, "criterion": criterion}
    data |= {name: rated.entry(criterion, line.text(name), mark) for name in _NUMBERS if line.text(name)}
    if "confidence" in data:
        data["confidence"] = line.text("confidence").casefold()
    return made(Rating, data, line.spots(), ("ratings", f"{option} x {criterion}"))


def _unknown(lines: list[tuple[Line, bool]], word: str, rated: Rated) -> Iterator[Finding]:
    """One finding for each name that is neither known nor a possible key, however many rows it has."""
    keys = rated.options if word == "option" else rated.criteria
    there = [line for line, is_spoilt in lines if not is_spoilt and line.text(word)]
    count = Counter(line.text(word) for line in there)
    for line in there if keys.complete else ():
        text = line.text(word)
        if keys.is_unknown_name(text) and count[text]:
            again = f" ({count[text]} rows)" if count[text] > 1 else ""
            yield line.finding(word, f"unknown-{word}", f"There is no {word} '{text}'{again}.", keys.cure(text))
            count[text] = 0


def _wide(table: Table, rated: Rated, spoilt: Spoilt) -> Part[Rating]:
    if not rated.criteria.complete:
        return _wide_in_part(table, rated, spoilt)
    keys = list(rated.criteria.shown)
    needed = {"option": "Name the option of each row by its key."}
    needed |= {key: f"Add a column {key}, or a long table (option, criterion, best)." for key in keys}
    known = {"option": "option"} | dict(rated.criteria.by_text)
    columns = columns_of(table, known, needed)
    return _wide_ratings(columns, rated, spoilt, columns.findings)


def _wide_in_part(table: Table, rated: Rated, spoilt: Spoilt) -> Part[Rating]:
    """A wide table beside criteria that could not all be read: what is known is read, the rest waits."""
    columns = columns_of(table, {"option": "option"} | dict(rated.criteria.by_text), {})
    part = _wide_ratings(columns, rated, spoilt, ())
    return Part(part.records, part.spots, part.findings, part.broken | {("ratings", "")})


def _wide_ratings(columns: Columns, rated: Rated, spoilt: Spoilt, findings: tuple[Finding, ...]) -> Part[Rating]:
    if "option" not in columns.index:
        return Part(findings=findings, broken=frozenset([("ratings", "")]))
    lines = list(columns.lines(spoilt))
    keys = [name for name in columns.index if name != "option"]
    marks = columns.decimal_mark(keys)
    part = numbered("ratings", (one for line, bad in lines for one in _row(line, bad, keys, rated, marks)))
    unknown = tuple(_unknown(lines, "option", rated))
    absent = {(o, c) for o in rated.options.shown for c in columns.missing}
    broken = part.broken | {("ratings", f"{option} x {criterion}") for option, criterion in absent}
    return Part(part.records, part.spots, (*findings, *part.findings, *unknown), broken)


def _row(line: Line, is_spoilt: bool, keys: list[str], rated: Rated, mark: DecimalMark) -> Iterator[Part[Rating]]:
    option = rated.options.key(line.text("option"))
    wrong = blanks(line, ("option",), lambda name: f"Say which {name} is rated.")
    if is_spoilt or wrong or rated.options.is_unknown_name(option):
        marks = frozenset(("ratings", f"{rated.options.nearest(option)} x {key}") for key in keys)
        yield Part(findings=() if is_spoilt else tuple(wrong), broken=marks)
        return
    for key in keys:
        data: dict[str, object] = {"option": option, "criterion": key}
        if line.text(key):
            data["best"] = rated.entry(key, line.text(key), mark)
        spots: dict[Path, Spot] = {(): line.spot(key), ("option",): line.spot("option"), ("criterion",): line.spot(key)}
        spots |= {(name,): Spot(line.cell(key).place, line.row.line) for name in _NUMBERS}
        yield made(Rating, data, spots, ("ratings", f"{option} x {key}"))
