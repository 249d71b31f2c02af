"""The Weights and Statements sheets of a study workbook as one document for each set of weights."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from mcda.errors import Finding
from mcda.excel.book_table import BookRow, BookTable
from mcda.excel.study_criteria import keys_by_name
from mcda.excel.study_start import Gathered, Tables
from mcda.excel.template.weight_rows import STATEMENTS
from mcda.model.checks.names import did_you_mean
from mcda.model.columns import folded
from mcda.model.document import Document, Node
from mcda.model.numbers import NumberError, read_quantity
from mcda.model.places import Spot

ABOUT = ("name", "who", "when", "why")
_NOT_SETS = frozenset({"part", "criterion"})
_ALWAYS = frozenset({"weights", "statement", "criterion"})
_PLACEHOLDER = re.compile(r"weights_\d+\Z")


def weights_documents(tables: Tables) -> tuple[Mapping[str, Document], tuple[Finding, ...]]:
    """A document for each column of weights that is in use, by key; and the findings."""
    if "weights" not in tables:
        return {}, ()
    table, names = tables["weights"], keys_by_name(tables.get("criteria"))
    columns = [c for c in table.headings if c not in _NOT_SETS and not (_PLACEHOLDER.match(c) and table.is_blank(c))]
    sets = {table.headings[column].text: _set(table, column, names) for column in columns}
    findings = list(_row_findings(table, columns))
    for row in tables["statements"].rows if "statements" in tables else ():
        findings += _statement(sets, row, names)
    findings += [finding for found in sets.values() for finding in found.findings]
    return {key: sets[key].document() for key in sorted(sets)}, tuple(findings)


def _set(table: BookTable, column: str, names: Mapping[str, str]) -> Gathered:
    heading = table.headings[column]
    found = Gathered(heading.place)
    found.spots[()] = found.spots["key",] = found.spots["points",] = Spot(heading.place, heading.text)
    points: dict[str, Node] = {}
    for row in table.rows:
        part = folded(row.text("part"))
        if part in ABOUT and row.text(column):
            found.put(part, row, column)
        elif part not in ABOUT and row.text("criterion") and row.text(column):
            key = names.get(row.text("criterion"), row.text("criterion"))
            points.setdefault(key, row.text(column))
            found.spots.setdefault(("points", key), row.spot(column))
    found.data["points"] = points or None
    return found


def _row_findings(table: BookTable, columns: list[str]) -> list[Finding]:
    """Rows of the Weights sheet that cannot be taken as they are."""
    findings = []
    seen: dict[str, BookRow] = {}
    for row in table.rows:
        part, criterion = folded(row.text("part")), row.text("criterion")
        if part not in {*ABOUT, "points", ""}:
            what = f"'{row.text('part')}' is no part of weights."
            findings.append(row.finding("part", "choice", what, f"Use {', '.join(ABOUT)} or points."))
        elif part in ABOUT:
            continue
        elif not criterion and any(row.text(column) for column in columns):
            what = "The row has points but no criterion."
            findings.append(row.finding("criterion", "blank-field", what, "Choose the criterion."))
        elif criterion and criterion in seen:
            what = f"'{criterion}' is there twice, first at {seen[criterion].spot('criterion').place}."
            findings.append(row.finding("criterion", "duplicate-key", what, "Delete one of the rows."))
        seen.setdefault(criterion, row)
    return findings


def _statement(sets: Mapping[str, Gathered], row: BookRow, names: Mapping[str, str]) -> list[Finding]:
    kind, key = folded(row.text("statement")), row.text("weights")
    if key not in sets:
        what = f"There are no weights '{key}'." if key else "The row does not say which weights it belongs to."
        return [row.finding("weights", "unknown-weights", what, did_you_mean(key, list(sets)))]
    if kind not in STATEMENTS:
        what = f"'{row.text('statement')}' is no kind of statement."
        return [row.finding("statement", "choice", what, f"Use {', '.join(STATEMENTS)}.")]
    if not row.text("criterion"):
        return [row.finding("criterion", "blank-field", "The criterion is blank.", "Choose one.")]
    idle = sorted(row.filled() - _ALWAYS - {*STATEMENTS[kind]})
    if idle:
        what = f"A statement of kind {kind} has no use for '{idle[0]}'."
        return [row.finding(idle[0], "unused-cell", what, "Clear the cell, or choose another kind.")]
    return _PUT[kind](sets[key], row, names.get(row.text("criterion"), row.text("criterion")))


def _put_fields(field: str, kind: str) -> Callable[[Gathered, BookRow, str], list[Finding]]:
    """A range or scale: fields by criterion, one statement for each."""

    def put(found: Gathered, row: BookRow, criterion: str) -> list[Finding]:
        given = found.data.setdefault(field, {})
        if isinstance(given, dict) and criterion in given:
            what = f"There are two statements of kind {kind} on '{criterion}'."
            return [row.finding("criterion", "duplicate-key", what, "Delete one of the rows.")]
        if isinstance(given, dict):
            given[criterion] = {column: row.text(column) or None for column in STATEMENTS[kind]}
        found.spots[field, criterion] = row.spot("criterion")
        found.spots |= {(field, criterion, column): row.spot(column) for column in STATEMENTS[kind]}
        return []

    return put


def _put_ratio(found: Gathered, row: BookRow, criterion: str) -> list[Finding]:
    ratios = found.data.setdefault("ratios", [])
    if isinstance(ratios, list):
        at = len(ratios)
        ratios.append({"criterion": criterion, **{c: row.text(c) or None for c in STATEMENTS["ratio"]}})
        found.spots["ratios", at] = row.spot("criterion")
        found.spots |= {("ratios", at, column): row.spot(column) for column in ("criterion", *STATEMENTS["ratio"])}
    return []


def _put_order(found: Gathered, row: BookRow, criterion: str) -> list[Finding]:
    """Places are numbers of any kind; criteria with the same one stand level."""
    try:
        place = read_quantity(row.text("place")).value
    except NumberError:
        what = f"The place '{row.text('place')}' is not a number."
        return [row.finding("place", "number", what, "Type 1 for the first, 2 for the next.")]
    found.places.setdefault(place, []).append((criterion, row.spot("criterion")))
    order: list[Node] = []
    for i, group in enumerate(found.places[each] for each in sorted(found.places)):
        order.append([key for key, _ in group])
        found.spots["order", i] = group[0][1]
        found.spots |= {("order", i, j): spot for j, (_, spot) in enumerate(group)}
    found.data["order"] = order
    return []


_PUT: Mapping[str, Callable[[Gathered, BookRow, str], list[Finding]]] = {
    "range": _put_fields("ranges", "range"),
    "scale": _put_fields("scales", "scale"),
    "ratio": _put_ratio,
    "order": _put_order,
}
