"""The Constraints and Sets sheets of a study workbook as the document of the constraints."""

from __future__ import annotations

from mcda.errors import Finding
from mcda.excel.book_table import BookRow, keyed
from mcda.excel.constraint_columns import ARGUMENTS, COLUMNS, LISTS
from mcda.excel.study_start import Gathered, Tables, names_in
from mcda.model.checks.names import did_you_mean
from mcda.model.columns import folded
from mcda.model.document import KEY, Document, Node
from mcda.model.places import Path

_ALWAYS = ("name", "reason", "source", "penalty")


def constraints_document(tables: Tables) -> tuple[Document | None, tuple[Finding, ...]]:
    """All constraints and sets; None where there are none."""
    if "constraints" not in tables:
        return None, ()
    found = Gathered(tables["constraints"].place)
    _put_sets(found, tables)
    entries: list[Node] = []
    for row in tables["constraints"].rows:
        findings = list(_row_findings(row))
        found.findings += findings
        if not findings:
            entries.append(_constraint(found, row, len(entries)))
    found.data["constraints"] = entries
    if not (entries or found.data.get("sets")):
        return None, tuple(found.findings)
    return found.document(), tuple(found.findings)


def _put_sets(found: Gathered, tables: Tables) -> None:
    if "sets" not in tables:
        return
    rows, wrong = keyed(tables["sets"])
    found.findings += wrong
    found.data["sets"] = {key: names_in(row.text("members")) for key, row in rows}
    for key, row in rows:
        found.spots["sets", key] = row.spot("members")
        found.spots["sets", key, KEY] = row.spot("key")


def _row_findings(row: BookRow) -> list[Finding]:
    """Why a row says no constraint: no kind, or cells that its kind does not use."""
    kind = folded(row.text("kind"))
    if not kind:
        cure = f"Choose one of: {', '.join(ARGUMENTS)}."
        return [row.finding("kind", "constraint-kind", "The constraint says no kind.", cure)]
    if kind not in ARGUMENTS:
        what = f"'{row.text('kind')}' is no kind of constraint."
        return [row.finding("kind", "constraint-kind", what, did_you_mean(kind, list(ARGUMENTS)))]
    idle = [column for column in COLUMNS if row.text(column) and column not in ARGUMENTS[kind]]
    cure = "Clear the cell, or choose another kind."
    words = "A constraint of kind {} has no use for '{}'."
    return [row.finding(c, "unused-cell", words.format(kind, c.replace("_", " ")), cure) for c in idle]


def _constraint(found: Gathered, row: BookRow, index: int) -> Node:
    kind = folded(row.text("kind"))
    at: Path = ("constraints", index)
    found.spots[at] = row.spot("name")
    found.spots |= {(*at, field): row.spot(field) for field in _ALWAYS}
    found.spots[*at, kind] = found.spots[*at, kind, KEY] = row.spot("kind")
    data: dict[str, Node] = {field: row.text(field) or None for field in _ALWAYS}
    rule: dict[str, Node] = {}
    for column, path in ARGUMENTS[kind].items():
        found.spots[*at, kind, *path] = row.spot(column)
        entry = names_in(row.text(column)) if column in LISTS else row.text(column)
        if not path:
            return {**data, kind: entry}
        inner = rule
        for field in path[:-1]:
            below = inner.setdefault(field, {})
            found.spots.setdefault((*at, kind, field), row.spot(column))
            inner = below if isinstance(below, dict) else {}
        inner[path[-1]] = entry or None
    return {**data, kind: rule}
