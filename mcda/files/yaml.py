"""YAML as it was typed: text, fields and lists with their places, and a finding for all that we do not take.

Built from parser events rather than loaded: `NO`, `0.10` and `2026-11` stay text, nothing is expanded (so no
reference can blow up), and every key and value keeps its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as File

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from mcda.errors import Finding, Place, StudyError
from mcda.files.text import LONGEST_SHOWN, read_text
from mcda.files.yaml_words import syntax_finding
from mcda.model.document import KEY, Document, Node
from mcda.model.numbers import NumberError, read_quantity
from mcda.model.places import Path, Spot

MOST_BYTES = 2**18
DEEPEST = 20
_BLANK = frozenset({"", "~", "null", "Null", "NULL"})
_OUR_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq"))
_ODD_LINE_ENDS = str.maketrans(dict.fromkeys("\x85\u2028\u2029", " "))

Read = tuple[Document | None, tuple[Finding, ...]]


@dataclass(slots=True)
class _Reading:
    """A file on its way from events to a document."""

    shown: str
    lines: list[str]
    events: Iterator[Event]
    spots: dict[Path, Spot] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def spot(self, event: Event) -> Spot:
        line, column = event.start_mark.line, event.start_mark.column
        text = self.lines[line] if line < len(self.lines) else ""
        return Spot(Place(self.shown, line + 1, column + 1), text[:LONGEST_SHOWN])

    def finding(self, event: Event, code: str, what: str, cure: str) -> Finding:
        spot = self.spot(event)
        return Finding(spot.place, code, what, cure, spot.text)

    def find(self, event: Event, code: str, what: str, cure: str) -> None:
        self.findings.append(self.finding(event, code, what, cure))


def read_yaml(path: File, shown: str) -> Read:
    """The YAML file at `path` (`shown` is its name for the person), or None with the findings that say why not."""
    text, findings = read_text(path, shown, MOST_BYTES)
    if text is None:
        return None, findings
    document, found = parse_yaml(text, shown)
    return document, (*findings, *found)


def parse_yaml(text: str, shown: str) -> Read:
    """The document that a YAML text holds. With any error there is none: half a file is not what was meant.

    >>> document, findings = parse_yaml("open: NO\\nshare: 0.10", "x.yaml")
    >>> document.data
    {'open': 'NO', 'share': '0.10'}
    >>> str(document.spots["share",].place)
    'x.yaml:2:8'
    """
    text = text.translate(_ODD_LINE_ENDS)
    reading = _Reading(shown, text.split("\n"), iter(YAML(typ="safe", pure=True).parse(text)))
    reading.spots[()] = Spot(Place(shown))
    try:
        data = _document(reading)
    except YAMLError as error:
        return None, (*reading.findings, syntax_finding(error, text, shown))
    except StudyError as error:
        return None, (*reading.findings, *error.findings)
    if reading.findings:
        return None, tuple(reading.findings)
    return Document(Place(shown), data, reading.spots), ()


def _document(reading: _Reading) -> Node:
    next(reading.events)
    if isinstance(next(reading.events), StreamEndEvent):
        raise StudyError([_empty(reading)])
    data = _node(reading, next(reading.events), ())
    if data is None:
        raise StudyError([_empty(reading)])
    next(reading.events)
    end = next(reading.events)
    if isinstance(end, DocumentStartEvent):
        cure = "Delete the line, or move what follows to a file of its own."
        reading.find(end, "several-documents", "A line --- or ... begins a second document here.", cure)
    return data


def _empty(reading: _Reading) -> Finding:
    what = "The file is empty."
    return Finding(Place(reading.shown), "empty-file", what, "`mcda init DIR` writes an example of each file.")


def _node(reading: _Reading, event: Event, path: Path) -> Node:
    if len(path) > DEEPEST:
        what = f"The fields are nested more than {DEEPEST} deep."
        raise StudyError([reading.finding(event, "too-deep", what, "Check the indentation and the brackets.")])
    _check_plainness(reading, event)
    reading.spots.setdefault(path, reading.spot(event))
    match event:
        case MappingStartEvent():
            return _mapping(reading, path)
        case SequenceStartEvent():
            return _sequence(reading, path)
        case ScalarEvent(style=None | "", value=value) if value in _BLANK:
            return None
        case ScalarEvent(value=value):
            return str(value)
    return None


def _check_plainness(reading: _Reading, event: Event) -> None:
    if isinstance(event, AliasEvent):
        cure = "Put text that begins with * in quotes; write a repeated value out."
        reading.find(event, "reference", f"*{event.anchor} refers to another value of the file.", cure)
    elif isinstance(event, NodeEvent) and event.anchor:
        cure = "Put text that begins with & in quotes; write a repeated value out."
        reading.find(event, "reference", f"&{event.anchor} names a value to refer to.", cure)
    tag = getattr(event, "tag", None)
    if tag is not None and str(tag) not in _OUR_TAGS:
        shown = str(tag).replace("tag:yaml.org,2002:", "!!")
        reading.find(event, "tag", f"'{shown}' is a type mark.", "Take it out; put text that begins with ! in quotes.")


def _sequence(reading: _Reading, path: Path) -> list[Node]:
    items: list[Node] = []
    for event in reading.events:
        if isinstance(event, SequenceEndEvent):
            break
        items.append(_node(reading, event, (*path, len(items))))
    return items


def _mapping(reading: _Reading, path: Path) -> dict[str, Node]:
    fields: dict[str, Node] = {}
    seen: dict[str, Spot] = {}
    for event in reading.events:
        if isinstance(event, MappingEndEvent):
            break
        key = _key(reading, event, path)
        value = next(reading.events)
        if key is None:
            _node(reading, value, (*path, KEY))
            continue
        _check_once(reading, event, key, seen)
        reading.spots[*path, key, KEY] = reading.spot(event)
        # A nested value is pointed at by its field name: its own first character is a line below.
        reading.spots[*path, key] = reading.spot(value if isinstance(value, ScalarEvent) and value.value else event)
        fields[key] = _node(reading, value, (*path, key))
    return fields


def _key(reading: _Reading, event: Event, path: Path) -> str | None:
    """The name of a field; None (with a finding) where something else stands in its place."""
    if not isinstance(event, ScalarEvent):
        reading.find(event, "field-name", "A field name must be one word or text.", "Put it in quotes.")
        _node(reading, event, (*path, KEY))
        return None
    _check_plainness(reading, event)
    if event.value == "<<" and not event.style:
        reading.find(event, "reference", "<< takes over the fields of another value.", "Write the fields out.")
        return None
    if not event.value.strip():
        reading.find(event, "field-name", "A field has no name.", "Write a name before the colon.")
        return None
    return str(event.value)


def _check_once(reading: _Reading, event: Event, key: str, seen: dict[str, Spot]) -> None:
    same = _as_number(key)
    if same in seen:
        what = f"The field '{key}' is there twice, first at line {seen[same].place.line}."
        reading.find(event, "duplicate-field", what, "Delete or rename one of them.")
    seen.setdefault(same, reading.spot(event))


def _as_number(key: str) -> str:
    """The levels 1 and 1.0 are one level."""
    try:
        return str(read_quantity(key).value.normalize())
    except NumberError:
        return key
