"""Weights files as records: YAML with who, when and why, or a plain table of criteria and points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mcda.errors import Finding, errors
from mcda.model.checks.names import did_you_mean
from mcda.model.columns import Columns, Line, Spoilt, blanks, columns_of, only_known, same
from mcda.model.document import Document
from mcda.model.naming import Keys
from mcda.model.numbers import DecimalMark, NumberError, Quantity, read_quantity
from mcda.model.part import Part, made, spoiled
from mcda.model.places import Path, Places, Spot
from mcda.model.table import Table
from mcda.model.weights import Weights

_MIXED = ("Some points have a percent sign and some do not.", "Write all of them with %, or none.")


def weights_from_document(document: Document, key: str) -> Part[Weights]:
    """One set of weights from YAML; its key is the file's name, and its name too unless it has another."""
    mark = ("weights", key)
    if not isinstance(document.data, Mapping):
        return made(Weights, document.data, document.spots, mark)
    data = {"name": plain_name(key), **document.data, "key": key}
    part = made(Weights, data, document.spots, mark)
    mixed = _mixed_percent(document)
    return spoiled(part, mark, mixed) if mixed else part


def plain_name(key: str) -> str:
    """A key as a name: alliance_first is "Alliance first"."""
    return key.replace("_", " ").capitalize()


def _mixed_percent(document: Document) -> tuple[Finding, ...]:
    points = document.data.get("points") if isinstance(document.data, Mapping) else None
    if not isinstance(points, Mapping):
        return ()
    signs = {key: str(text).rstrip().endswith("%") for key, text in points.items() if text is not None}
    if len(set(signs.values())) < 2:
        return ()
    key = _odd_one(signs)
    return (Places(document.spots).finding(("points", key), "mixed-percent", *_MIXED),)


def _odd_one(signs: Mapping[str, bool]) -> str:
    """The first key whose percent sign (or lack of one) is the rarer."""
    rarer = sum(signs.values()) * 2 <= len(signs)
    return next(key for key, sign in signs.items() if sign == rarer)


def weights_from_table(table: Table, key: str, nodes: Keys, spoilt: Spoilt) -> Part[Weights]:
    """One set of weights from a table with the columns criterion (key or name) and points; others are passed over."""
    mark = ("weights", key)
    needed = {"criterion": "Name each criterion by its key.", "points": "Give points to each criterion."}
    columns = _columns(table, needed)
    if columns.missing:
        return Part(findings=columns.findings, broken=frozenset([mark]))
    lines = [line for line, is_spoilt in columns.lines(spoilt) if not is_spoilt]
    decimal = columns.decimal_mark(["points"])
    read = [(line, nodes.key(line.text("criterion")), _points(line, nodes, decimal)) for line in lines]
    findings = [*errors(columns.findings), *(each for _, _, each in read if isinstance(each, Finding)), *_twice(read)]
    given = {node: (line, each) for line, node, each in read if isinstance(each, Quantity)}
    findings += _mixed_rows(given)
    if findings or len(lines) < len(table.rows):
        return Part(findings=tuple(sorted(findings, key=lambda f: f.place)), broken=frozenset([mark]))
    spots: dict[Path, Spot] = {(): Spot(table.place), ("points",): Spot(table.place)}
    spots |= {("points", node): line.spot("points") for node, (line, _) in given.items()}
    points = {node: quantity.value for node, (_, quantity) in given.items()}
    part = made(Weights, {"key": key, "name": plain_name(key), "points": points}, spots, mark)
    return part.with_findings(columns.findings)


def _columns(table: Table, needed: Mapping[str, str]) -> Columns:
    """The two columns; a sheet of ours has more of them, and in a file of one table others are noted."""
    columns = columns_of(table, {**same(needed), "key": "criterion"}, needed)
    if columns.missing or table.place.cell:
        return only_known(columns)
    others = [finding for finding in columns.findings if finding.code == "unknown-column"]
    notes = [
        replace(
            each,
            what=f"The column '{each.text}' is not read.",
            cure="Ranges, order and who gave the points belong in a .yaml file.",
            severity="note",
        )
        for each in others
    ]
    return replace(columns, findings=(*(f for f in columns.findings if f not in others), *notes))


def _points(line: Line, nodes: Keys, decimal: DecimalMark) -> Quantity | Finding:
    blank = blanks(line, ("criterion", "points"), _cure)
    if blank:
        return blank[0]
    node = nodes.key(line.text("criterion"))
    if nodes.is_unknown_name(node):
        cure = did_you_mean(node, nodes.shown.values())
        return line.finding("criterion", "unknown-criterion", f"There is no criterion '{node}'.", cure)
    try:
        return read_quantity(line.text("points"), decimal)
    except NumberError as error:
        return line.finding("points", "number", error.what, error.cure)


def _cure(name: str) -> str:
    return "Type 0 to leave the criterion out of the score." if name == "points" else "Name the criterion."


def _twice(read: Sequence[tuple[Line, str, object]]) -> Iterator[Finding]:
    first: dict[str, Line] = {}
    for line, node, _ in read:
        if node in first and node:
            what = f"'{node}' is there twice, first at {first[node].cell('criterion').place}."
            yield line.finding("criterion", "duplicate-points", what, "Delete one of the rows.")
        first.setdefault(node, line)


def _mixed_rows(given: Mapping[str, tuple[Line, Quantity]]) -> list[Finding]:
    signs = {node: quantity.percent for node, (_, quantity) in given.items()}
    if len(set(signs.values())) < 2:
        return []
    return [given[_odd_one(signs)][0].finding("points", "mixed-percent", *_MIXED)]
