"""A validator for the part of JSON Schema that our schemas use; any other keyword fails the test that meets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

ANNOTATIONS = {"$schema", "$defs", "title", "description", "default"}
TYPES = {"string": str, "number": int | float, "integer": int, "boolean": bool, "array": list, "object": dict}
BOUNDS = {
    "minimum": lambda x, bound: x >= bound,
    "maximum": lambda x, bound: x <= bound,
    "exclusiveMinimum": lambda x, bound: x > bound,
    "minLength": lambda x, bound: len(x) >= bound,
    "maxLength": lambda x, bound: len(x) <= bound,
    "minItems": lambda x, bound: len(x) >= bound,
    "maxItems": lambda x, bound: len(x) <= bound,
    "minProperties": lambda x, bound: len(x) >= bound,
}


def faults(schema: Mapping[str, Any], entry: Any) -> list[str]:
    """Where an entry does not fit a schema, as paths with a reason."""
    return list(_faults(schema, entry, "", schema))


def _faults(schema: Any, entry: Any, path: str, root: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(schema, bool):
        if not schema:
            yield f"{path}: nothing is allowed here"
        return
    for keyword, rule in schema.items():
        if keyword not in ANNOTATIONS:
            yield from _keyword(keyword, rule, schema, entry, path, root)


def _keyword(keyword: str, rule: Any, schema: Any, entry: Any, path: str, root: Mapping[str, Any]) -> Iterator[str]:
    def below(inner: Any, child: Any, name: object) -> Iterator[str]:
        return _faults(inner, child, f"{path}/{name}", root)

    match keyword:
        case "$ref":
            yield from _faults(root["$defs"][rule.removeprefix("#/$defs/")], entry, path, root)
        case "type":
            if not _is(rule, entry):
                yield f"{path}: {entry!r} is no {rule}"
        case "const" | "enum":
            if entry not in ([rule] if keyword == "const" else rule):
                yield f"{path}: {entry!r} is not {rule!r}"
        case "anyOf":
            if all(any(True for _ in _faults(inner, entry, path, root)) for inner in rule):
                yield f"{path}: {entry!r} fits none of {len(rule)}"
        case "if":
            fits = not any(True for _ in _faults(rule, entry, path, root))
            yield from _faults(schema["then" if fits else "else"], entry, path, root)
        case "then" | "else":
            pass
        case "properties":
            for name, inner in rule.items():
                if isinstance(entry, dict) and name in entry:
                    yield from below(inner, entry[name], name)
        case "additionalProperties":
            for name in set(entry) - set(schema.get("properties", ())) if isinstance(entry, dict) else ():
                yield from below(rule, entry[name], name)
        case "propertyNames":
            for name in entry if isinstance(entry, dict) else ():
                yield from below(rule, name, name)
        case "required":
            yield from (f"{path}: {name} is missing" for name in rule if isinstance(entry, dict) and name not in entry)
        case "items" | "prefixItems":
            first = len(schema.get("prefixItems", ())) if keyword == "items" else 0
            inners = rule if keyword == "prefixItems" else [rule] * len(entry)
            for i, (inner, child) in enumerate(zip(inners, entry[first:], strict=False)):
                yield from below(inner, child, first + i)
        case _:
            sized = str if "Length" in keyword else (list if "Items" in keyword else dict)
            kind = int | float if "imum" in keyword else sized
            if isinstance(entry, kind) and not BOUNDS[keyword](entry, rule):
                yield f"{path}: {entry!r} breaks {keyword} {rule}"


def _is(kind: str, entry: Any) -> bool:
    if kind == "null":
        return entry is None
    return isinstance(entry, TYPES[kind]) and not (isinstance(entry, bool) and kind in {"number", "integer"})
