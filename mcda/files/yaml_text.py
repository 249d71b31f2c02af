"""Plain data as YAML text that reads back the same: short words plain, long texts over several lines."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from decimal import Decimal

Data = str | Decimal | int | list["Data"] | dict[str, "Data"] | None

_WIDTH = 110
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.()/+-]*(?: [A-Za-z0-9_.()/+-]+)*\Z", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z", re.ASCII)
_WORDS_OF_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_ONE_SPACE = re.compile(r"\S+(?: \S+)*\Z")
_LONGEST_PLAIN = 40


def yaml_text(data: Mapping[str, Data]) -> str:
    """The fields of a file, one below the other.

    >>> print(yaml_text({"name": "A, B", "worst": Decimal("-3.0"), "themes": ["a", "b"]}), end="")
    name: "A, B"
    worst: -3.0
    themes: [a, b]
    """
    return "".join(line + "\n" for line in _fields(data, ""))


def number_text(number: Decimal) -> str:
    """A number with all its digits, without an exponent where that is short."""
    return f"{number:f}" if not number or abs(number.adjusted()) < _LONGEST_PLAIN else str(number)


def _fields(data: Mapping[str, Data], indent: str) -> Iterator[str]:
    for key, entry in data.items():
        yield from _entry(f"{indent}{_short(key)}:", entry, f"{indent}  ")


def _entry(start: str, entry: Data, indent: str) -> Iterator[str]:
    """What stands after `start` (`field:` or a dash): on its line where it is short, else below it."""
    match entry:
        case dict() if entry:
            yield start
            yield from _fields(entry, indent)
        case list() if any(isinstance(item, dict) for item in entry):
            yield start
            for item in entry:
                yield from _item(item, indent)
        case str() if len(start) + len(entry) > _WIDTH or "\n" in entry:
            yield from _long(start, entry, indent)
        case _:
            yield f"{start} {_flow(entry)}"


def _item(item: Data, indent: str) -> Iterator[str]:
    if not isinstance(item, dict):
        yield f"{indent}- {_flow(item)}"
        return
    lines = list(_fields(item, f"{indent}  "))
    yield f"{indent}- {lines[0].lstrip()}"
    yield from lines[1:]


def _long(start: str, text: str, indent: str) -> Iterator[str]:
    """A text over several lines: folded or as it stands where YAML gives it back the same, else in quotes."""
    if "\n" not in text and text.isprintable() and _ONE_SPACE.match(text):
        yield f"{start} >-"
        width = _WIDTH - len(indent)
        yield from (
            indent + line for line in textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        )
    elif all(line.isprintable() and line == line.strip() for line in text.split("\n")) and text == text.strip():
        yield f"{start} |-"
        yield from (indent + line if line else "" for line in text.split("\n"))
    else:
        yield f"{start} {_quoted(text)}"


def _flow(entry: Data) -> str:
    match entry:
        case None:
            return "null"
        case str():
            return _short(entry)
        case Decimal() | int():
            return number_text(Decimal(entry))
        case list():
            return f"[{', '.join(map(_flow, entry))}]"
        case dict():
            return "{" + ", ".join(f"{_short(key)}: {_flow(value)}" for key, value in entry.items()) + "}"


def _short(text: str) -> str:
    """A text in one line; a number stands as it is, since all of YAML is text to us."""
    plain = _PLAIN.match(text) and text.casefold() not in _WORDS_OF_YAML
    return text if plain or _NUMBER.match(text) else _quoted(text)


def _quoted(text: str) -> str:
    """The text in double quotes, with what is not printable as an escape (a line end of Unicode, for example)."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in quoted)
