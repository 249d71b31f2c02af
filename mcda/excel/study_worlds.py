"""The Worlds sheet of a study workbook as one document for each world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mcda.errors import Finding
from mcda.excel.book_table import BookRow
from mcda.excel.study_start import Gathered, Tables
from mcda.excel.template.world_rows import ABOUT, RATING
from mcda.model.document import Document, Node


def worlds_documents(tables: Tables) -> tuple[Mapping[str, Document], tuple[Finding, ...]]:
    """A document for each world by key; and the findings. No sheet, or an empty one, is no world."""
    worlds: dict[str, Gathered] = {}
    findings: list[Finding] = []
    for row in tables["worlds"].rows if "worlds" in tables else ():
        key = row.text("world")
        if not key:
            findings.append(row.finding("world", "blank-field", "The world is blank.", "Type its key in every row."))
            continue
        if key not in worlds:
            worlds[key] = _new(row)
        findings += _about(worlds[key], row)
        _put_rating(worlds[key], row)
    return {key: worlds[key].document() for key in sorted(worlds)}, tuple(findings)


def _new(row: BookRow) -> Gathered:
    spot = row.spot("world")
    found = Gathered(spot.place)
    found.spots[()] = found.spots["key",] = found.spots["name",] = spot
    return found


def _about(found: Gathered, row: BookRow) -> Iterator[Finding]:
    """Take over what a row says of its world; it is said once, or each time the same."""
    for field in ABOUT:
        text = row.text(field)
        if text and found.data.get(field) is None:
            found.put(field, row, field)
        elif text and text != found.data[field]:
            what = f"Another row of this world has another {field}, at {found.spots[field,].place}."
            yield row.finding(field, "world-differs", what, "Leave it in one of the rows only.")


def _put_rating(found: Gathered, row: BookRow) -> None:
    ratings = found.data.setdefault("ratings", [])
    if isinstance(ratings, list):
        at = len(ratings)
        ratings.append(_rating(row))
        found.spots.setdefault(("ratings",), row.spot("option"))
        found.spots["ratings", at] = row.spot("option")
        found.spots |= {("ratings", at, field): row.spot(field) for field in RATING}


def _rating(row: BookRow) -> Node:
    return {field: row.text(field) or None for field in RATING if row.text(field) or field in {"option", "criterion"}}
