"""The Start sheet of a study workbook as the document about the study."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from mcda.errors import Finding, Place
from mcda.excel.book_table import BookRow, BookTable, keyed
from mcda.excel.template.tables import AUTHOR, SHEET_ORDER
from mcda.model.columns import folded
from mcda.model.document import KEY, Document, Node
from mcda.model.places import Path, Spot

Tables = Mapping[str, BookTable]


@dataclass(slots=True)
class Gathered:
    """A document on its way."""

    place: Place
    data: dict[str, Node] = field(default_factory=dict)
    spots: dict[Path, Spot] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    # Of an order of criteria: who stands at each place.
    places: dict[Decimal, list[tuple[str, Spot]]] = field(default_factory=dict)

    def put(self, name: str, row: BookRow, column: str) -> None:
        """Take over the text of a cell; a blank one is None, so that a finding about it knows its place."""
        self.data[name] = row.text(column) or None
        self.spots[name,] = row.spot(column)

    def document(self) -> Document:
        """What was gathered."""
        return Document(self.place, self.data, self.spots)


def names_in(text: str) -> list[Node]:
    """The names of a cell, with ; or , between them.

    >>> names_in("arms_control; theme:security")
    ['arms_control', 'theme:security']
    """
    return [name.strip() for name in re.split(r"[;,]", text) if name.strip()]


def about_document(tables: Tables) -> tuple[Document | None, tuple[Finding, ...]]:
    """The question, settings, themes and resources; None without the table about the study."""
    if "about" not in tables:
        return None, ()
    found = Gathered(tables["about"].place)
    found.spots[()] = Spot(found.place)
    rows, wrong = keyed(BookTable(found.place, {}, _without_authors(tables["about"])), "field")
    found.findings += wrong
    for name, row in rows:
        found.put(folded(name), row, "entry")
        found.spots[folded(name), KEY] = row.spot("field")
    _put_authors(found, tables["about"])
    _put_order(found, tables)
    _put_themes(found, tables)
    _put_resources(found, tables)
    return found.document(), tuple(found.findings)


def is_author(row: BookRow) -> bool:
    """Whether a row of the table about the study names an author."""
    return folded(row.text("field")) == AUTHOR


def _without_authors(about: BookTable) -> tuple[BookRow, ...]:
    return tuple(row for row in about.rows if not is_author(row))


def _put_authors(found: Gathered, about: BookTable) -> None:
    rows = [row for row in about.rows if is_author(row) and row.text("entry")]
    if rows:
        found.data["authors"] = [row.text("entry") for row in rows]
        found.spots |= {("authors", i): row.spot("entry") for i, row in enumerate(rows)}


def _put_order(found: Gathered, tables: Tables) -> None:
    text = found.data.get("criteria")
    if not isinstance(text, str):
        return
    if folded(text) == folded(SHEET_ORDER):
        rows = tables["criteria"].rows if "criteria" in tables else ()
        found.data["criteria"] = [row.text("key") for row in rows if folded(row.text("kind")) != "branch"]
    else:
        found.data["criteria"] = names_in(text)


def _put_themes(found: Gathered, tables: Tables) -> None:
    if "themes" not in tables:
        return
    rows, wrong = keyed(tables["themes"])
    found.findings += wrong
    found.data["themes"] = {key: row.text("meaning") for key, row in rows}
    for key, row in rows:
        found.spots["themes", key] = row.spot("meaning")
        found.spots["themes", key, KEY] = row.spot("key")


def _put_resources(found: Gathered, tables: Tables) -> None:
    if "resources" not in tables:
        return
    rows, wrong = keyed(tables["resources"])
    found.findings += wrong
    used = {key: row for key, row in rows if row.filled() != {"key"}}
    fields = ("name", "unit", "note")
    found.data["resources"] = {key: {f: row.text(f) or None for f in fields} for key, row in used.items()}
    for key, row in used.items():
        found.spots["resources", key] = found.spots["resources", key, KEY] = row.spot("key")
        found.spots |= {("resources", key, f): row.spot(f) for f in fields}
