"""The columns of a table by name, and its rows as lines that are asked for a column."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mcda.errors import Finding, Place
from mcda.model.checks.names import did_you_mean, slips
from mcda.model.numbers import DecimalMark, decimal_mark
from mcda.model.places import Path, Spot
from mcda.model.table import Cell, Row, Table

Spoilt = Collection[Place]


def folded(text: str) -> str:
    """A heading or name without the differences that nobody means: case, spaces, how accents are stored.

    >>> folded(" Political  Capital")
    'political_capital'
    """
    return "_".join(unicodedata.normalize("NFC", text).casefold().replace("_", " ").split())


@dataclass(frozen=True, slots=True)
class Line:
    """One row, asked by column; a column that the table does not have is blank."""

    row: Row
    columns: Mapping[str, int]

    @property
    def texts(self) -> dict[str, str]:
        """The entries that are not blank, by column."""
        return {name: text for name in self.columns if (text := self.text(name))}

    def cell(self, name: str) -> Cell:
        """The cell in a column, or the first of the row."""
        return self.row.cells[self.columns.get(name, 0)]

    def text(self, name: str) -> str:
        """The entry in a column."""
        return self.cell(name).text.strip() if name in self.columns else ""

    def spot(self, name: str) -> Spot:
        """Where the entry stands."""
        return Spot(self.cell(name).place, self.row.line)

    def spots(self) -> dict[Path, Spot]:
        """The spots of all columns, and of the row by the empty path."""
        first = next(iter(self.columns), "")
        return {(): self.spot(first), **{(name,): self.spot(name) for name in self.columns}}

    def finding(self, name: str, code: str, what: str, cure: str) -> Finding:
        """A finding at the entry in a column."""
        return Finding(self.cell(name).place, code, what, cure, self.row.line)


@dataclass(frozen=True, slots=True)
class Columns:
    """A table whose headings are known. `missing` are the columns it needs and does not have."""

    table: Table
    index: Mapping[str, int]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]

    def lines(self, spoilt: Spoilt) -> Iterator[tuple[Line, bool]]:
        """Each row, and whether its reading already gave an error (then nothing more is said about it)."""
        for row in self.table.rows:
            yield Line(row, self.index), _is_spoilt(row, spoilt)

    def decimal_mark(self, names: Iterable[str]) -> DecimalMark:
        """The decimal mark that these columns show."""
        places = [self.index[name] for name in names if name in self.index]
        return decimal_mark([row.cells[i].text for row in self.table.rows for i in places])


def _is_spoilt(row: Row, spoilt: Spoilt) -> bool:
    return any(cell.place in spoilt or _line(cell.place) in spoilt for cell in row.cells)


def _line(place: Place) -> Place:
    return Place(place.file, line=place.line) if place.line else place


def columns_of(table: Table, known: Mapping[str, str], needed: Mapping[str, str]) -> Columns:
    """The columns of a table. `known` gives the column that a heading stands for, `needed` the cure if it is missing.

    An unknown heading that is a missing one misspelt is one finding.
    """
    meaning = {folded(heading): name for heading, name in known.items()}
    index: dict[str, int] = {}
    unknown: dict[str, Cell] = {}
    findings: list[Finding] = []
    for i, cell in enumerate(table.header):
        name = meaning.get(folded(cell.text))
        if name is None:
            unknown.setdefault(cell.text, cell)
        elif name in index:
            what = f"'{table.header[index[name]].text}' and '{cell.text}' are headings of one thing."
            if cell.text != table.header[index[name]].text:
                findings.append(_at_heading(cell, "heading-twice", what, "Delete one of the columns."))
        else:
            index[name] = i
    missing = [name for name in needed if name not in index]
    meant = meant_by(list(unknown), missing)
    findings += [_unknown(cell, meant.get(heading), known) for heading, cell in unknown.items()]
    findings += [_missing(table, name, needed[name]) for name in missing if name not in meant.values()]
    return Columns(table, index, tuple(missing), tuple(findings))


def meant_by(unknown: Sequence[str], missing: Sequence[str]) -> Mapping[str, str]:
    """Which missing name each unknown one was meant to be: the one it resembles, or the only one that is left.

    >>> dict(meant_by(["optoin", "value"], ["option", "best"]))
    {'optoin': 'option', 'value': 'best'}
    """
    meant = dict(slips(unknown, missing))
    strange = [name for name in dict.fromkeys(unknown) if name not in meant]
    left = [name for name in missing if name not in meant.values()]
    return meant | {strange[0]: left[0]} if len(strange) == len(left) == 1 else meant


def only_known(columns: Columns) -> Columns:
    """The columns without a finding for each unknown heading that has not taken a needed one's place."""
    if columns.missing:
        return columns
    return replace(columns, findings=tuple(f for f in columns.findings if f.code != "unknown-column"))


def same(names: Iterable[str]) -> dict[str, str]:
    """Headings that are the names of their columns."""
    return {name: name for name in names}


def _unknown(cell: Cell, near: str | None, known: Mapping[str, str]) -> Finding:
    cure = f"Did you mean '{near}', which is missing?" if near else did_you_mean(cell.text, dict.fromkeys(known))
    return _at_heading(cell, "unknown-column", f"There is no column '{cell.text}'.", cure)


def _at_heading(cell: Cell, code: str, what: str, cure: str) -> Finding:
    return Finding(cell.place, code, what, cure, cell.text)


def _missing(table: Table, name: str, cure: str) -> Finding:
    place = _line(table.header[0].place) if table.header else table.place
    text = " | ".join(cell.text for cell in table.header)
    return Finding(place, "missing-column", f"The column '{name}' is missing.", cure, text)


def blanks(line: Line, names: Iterable[str], cure: Callable[[str], str]) -> list[Finding]:
    """A finding for each of these columns that is blank."""
    return [
        line.finding(name, "blank-cell", f"'{name}' is blank.", cure(name)) for name in names if not line.text(name)
    ]
