"""The Criteria and Levels sheets of a study workbook as one document for each criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mcda.errors import Finding
from mcda.excel.book_table import BookRow, BookTable, keyed
from mcda.excel.study_start import Gathered, Tables
from mcda.model.checks.names import did_you_mean
from mcda.model.columns import folded
from mcda.model.document import Document, Node
from mcda.model.numbers import NumberError, read_quantity
from mcda.model.places import Path

_VETO = {"veto_at": "at", "veto_effect": "effect", "veto_reason": "reason"}
_NEEDED = ("name", "definition", "unit", "worst", "best", "mix_rule")
_APART = frozenset({"key", "value", *_VETO})


def criterion_documents(tables: Tables) -> tuple[Mapping[str, Document], tuple[Finding, ...]]:
    """A document for each criterion in the order of the sheet, then for each branch by key; and the findings."""
    if "criteria" not in tables:
        return {}, ()
    rows, findings = keyed(tables["criteria"])
    leaves = {key: row for key, row in rows if not _is_branch(row)}
    levels = tables["levels"].rows if "levels" in tables else ()
    documents: dict[str, Document] = {}
    for key, row in leaves.items():
        found = _criterion(row, [level for level in levels if level.text("criterion") == key])
        documents[key] = found.document()
        findings += found.findings
    for key, row in sorted((key, row) for key, row in rows if _is_branch(row)):
        documents[key] = _branch(row).document()
    findings += [_strange_level(row, list(leaves)) for row in levels if row.text("criterion") not in leaves]
    return documents, tuple(findings)


def _is_branch(row: BookRow) -> bool:
    return folded(row.text("kind")) == "branch"


def _start(row: BookRow, needed: Sequence[str]) -> Gathered:
    """The fields that stand in the row itself: those that are filled, and those that must not be blank."""
    found = Gathered(row.spot("key").place)
    found.spots[()] = found.spots["key",] = row.spot("key")
    for name in row.cells:
        if name not in _APART and (row.text(name) or name in needed):
            found.put(name, row, name)
    return found


def _branch(row: BookRow) -> Gathered:
    found = _start(row, ("name",))
    found.data |= {name: row.text(name) for name in _APART - {"key"} if row.text(name)}
    found.data["kind"] = "branch"
    return found


def _criterion(row: BookRow, levels: Sequence[BookRow]) -> Gathered:
    found = _start(row, _NEEDED)
    for name in ("kind", "mix_rule"):
        text = found.data.get(name)
        found.data |= {name: folded(text)} if isinstance(text, str) else {}
    if any(row.text(name) for name in _VETO):
        found.data["veto"] = {field: row.text(name) or None for name, field in _VETO.items()}
        found.spots["veto",] = row.spot("veto_at")
        found.spots |= {("veto", field): row.spot(name) for name, field in _VETO.items()}
    words = [level for level in levels if level.text("words") or not level.text("value")]
    _put_levels(found, ("levels",), words, "words")
    _put_value(found, row, [level for level in levels if level.text("value")])
    return found


def _put_levels(found: Gathered, path: Path, rows: Sequence[BookRow], column: str) -> dict[str, Node]:
    """Level -> text of a column, with the spots below `path`; put into the document where the path is one field."""
    read: dict[str, Node] = {}
    for row in rows:
        level = row.text("level")
        if not level:
            found.findings.append(row.finding("level", "blank-field", "The level is blank.", "Type it."))
        elif level in read:
            what = f"The level '{level}' of '{row.text('criterion')}' is there twice."
            found.findings.append(row.finding("level", "duplicate-key", what, "Delete one of the rows."))
        else:
            read[level] = row.text(column)
            found.spots[*path, level] = row.spot(column)
    if read and len(path) == 1:
        found.data[str(path[0])] = read
        found.spots[path] = rows[0].spot("level")
    return read


def _put_value(found: Gathered, row: BookRow, rows: Sequence[BookRow]) -> None:
    word = folded(row.text("value")) or _likely(rows)
    found.spots["value",] = row.spot("value")
    if word in {"points", "levels"}:
        found.data["value"] = {word: _put_levels(found, ("value", word), rows, "value")}
        found.spots["value", word] = rows[0].spot("value") if rows else row.spot("value")
    else:
        found.data["value"] = word
        if rows:
            what = "The value is linear, but the Levels sheet says what levels are worth."
            cure = "Choose points (or levels, for words) here, or clear the values there."
            found.findings.append(row.finding("value", "value-twice", what, cure))


def _likely(rows: Sequence[BookRow]) -> str:
    """The kind of value function that the levels show where nobody has chosen one."""
    if not rows:
        return "linear"
    return "points" if all(_is_number(row.text("level")) for row in rows) else "levels"


def _is_number(text: str) -> bool:
    try:
        read_quantity(text)
    except NumberError:
        return False
    return True


def _strange_level(row: BookRow, known: Sequence[str]) -> Finding:
    key = row.text("criterion")
    what = f"There is no criterion '{key}'." if key else "The criterion of the level is blank."
    return row.finding("criterion", "unknown-criterion", what, did_you_mean(key, known) if key else "Choose one.")


def keys_by_name(criteria: BookTable | None) -> Mapping[str, str]:
    """Keys of criteria and branches by their names."""
    return {row.text("name"): row.text("key") for row in criteria.rows} if criteria else {}
