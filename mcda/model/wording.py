"""What the validation library says, in our words. No sentence of a library ever reaches a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from mcda.model.checks.names import did_you_mean
from mcda.model.places import Path

# Kind of error -> (code, what, cure); {field} is the name a person typed, {input} what stands there.
_SENTENCES: Mapping[str, tuple[str, str, str]] = {
    "missing": ("missing-field", "'{field}' is missing.", "Add a line `{field}: ...`."),
    "string_type": ("type", "'{field}' must be a text, not {kind}.", "Write it on one line after the colon."),
    "decimal_type": ("type", "'{field}' must be a number, not {kind}.", "Type a number such as 3 or 0.5."),
    "decimal_parsing": ("number", "'{input}' is not a number.", "Type a number such as 3 or 0.5."),
    "finite_number": ("number", "'{input}' is not a finite number.", "Type a number such as 3 or 0.5."),
    "int_type": ("number", "'{field}' must be a whole number.", "Type 0, 1, 2 ..."),
    "int_parsing": ("number", "'{input}' is not a whole number.", "Type 0, 1, 2 ..."),
    "int_from_float": ("number", "'{input}' is not a whole number.", "Type 0, 1, 2 ..."),
    "greater_than_equal": ("out-of-bounds", "'{field}' is {input}, below {ge}.", "Use {ge} or more."),
    "greater_than": ("out-of-bounds", "'{field}' is {input}, not above {gt}.", "Use more than {gt}."),
    "less_than_equal": ("out-of-bounds", "'{field}' is {input}, above {le}.", "Use {le} or less."),
    "too_short": ("too-few", "'{field}' needs at least {min_length} entries.", "Add what is missing."),
    "too_long": ("too-many", "'{field}' takes at most {max_length} entries.", "Split it or take some out."),
    "string_too_short": ("name", "'{field}' is blank.", "Fill it in."),
    "string_too_long": ("text", "'{field}' is too long.", "Shorten it to {max_length} characters."),
    "dict_type": (
        "type",
        "'{field}' must be a list of `key: value` lines, not {kind}.",
        "Indent `key: value` lines below it.",
    ),
    "mapping_type": (
        "type",
        "'{field}' must be `key: value` lines, not {kind}.",
        "Indent `key: value` lines below it.",
    ),
    "model_type": ("type", "'{field}' must be `key: value` lines, not {kind}.", "Indent `key: value` lines below it."),
    "model_attributes_type": ("type", "'{field}' must be `key: value` lines, not {kind}.", "Indent lines below it."),
    "tuple_type": (
        "type",
        "'{field}' must be a list, not {kind}.",
        "Write it as [one, two] or as lines that begin with -.",
    ),
    "list_type": (
        "type",
        "'{field}' must be a list, not {kind}.",
        "Write it as [one, two] or as lines that begin with -.",
    ),
}
_FALLBACK = ("value", "'{field}' cannot be read: {input}", "Compare it with the file that `mcda init` writes.")


@dataclass(frozen=True, slots=True)
class Worded:
    """An error of validation in our words, at a path below the record."""

    path: Path
    code: str
    what: str
    cure: str


def worded(errors: Sequence[ErrorDetails], record: type[BaseModel]) -> tuple[Worded, ...]:
    """The errors of one record; the branches of a union that was not meant count as one, and a slip as one."""
    found: dict[Path, Worded] = {}
    missing = {error["loc"][-1] for error in errors if error["type"] == "missing"}
    slipped: set[str] = set()
    for error in errors:
        path = clean(error["loc"])
        if error["type"] == "extra_forbidden":
            typed = str(path[-1])
            absent = [str(field) for field in missing]
            cure = did_you_mean(typed, absent)
            if cure.startswith("Did you mean"):
                slipped.add(cure.split("'")[1])
            else:
                cure = did_you_mean(typed, _fields(record, path[:-1]))
            found[path] = Worded(path, "unknown-field", f"There is no field '{typed}' here.", cure)
        elif path not in found or found[path].code == "value":
            found[path] = _worded(error, path)
    return tuple(each for path, each in found.items() if not (each.code == "missing-field" and path[-1] in slipped))


def clean(loc: tuple[int | str, ...]) -> Path:
    """The path a person sees: the library's own marks for unions and functions taken out."""
    marks = (
        "LinearValue",
        "PointsValue",
        "LevelsValue",
        "decimal",
        "str",
        "function-",
        "constrained-",
        "[key]",
        "tagged",
    )
    return tuple(part for part in loc if not (isinstance(part, str) and part.startswith(marks)))


def _worded(error: ErrorDetails, path: Path) -> Worded:
    context = error.get("ctx", {})
    if "what" in context and "cure" in context:
        return Worded(path, error["type"], str(context["what"]), str(context["cure"]))
    field = next((str(part) for part in reversed(path) if isinstance(part, str)), "this entry")
    if error["type"] in ("literal_error", "enum"):
        return _choice(error, path, field)
    code, what, cure = _SENTENCES.get(error["type"], _FALLBACK)
    filled = {"field": field, "input": _shown(error["input"]), "kind": _kind(error["input"]), **context}
    return Worded(path, code, what.format_map(filled), cure.format_map(filled))


def _choice(error: ErrorDetails, path: Path, field: str) -> Worded:
    choices = [
        part.strip(" '") for part in str(error.get("ctx", {}).get("expected", "")).replace(" or ", ",").split(",")
    ]
    what = f"'{field}' is '{_shown(error['input'])}', which is not a choice."
    return Worded(path, "choice", what, did_you_mean(_shown(error["input"]), choices))


def _shown(entry: object) -> str:
    text = str(entry)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _kind(entry: object) -> str:
    match entry:
        case None:
            return "nothing"
        case dict():
            return "`key: value` lines"
        case list() | tuple():
            return "a list"
        case _:
            return f"'{_shown(entry)}'"


def _fields(record: type[BaseModel], path: Path) -> list[str]:
    """The fields of the record, or of the record inside it, that `path` leads to."""
    current: Any = record
    for part in path:
        if isinstance(part, str) and isinstance(current, type) and issubclass(current, BaseModel):
            field = current.model_fields.get(part)
            current = _record_in(field.annotation) if field else None
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, BaseModel) else []


def _record_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) is None:
        return None
    return next((found for part in get_args(annotation) if (found := _record_in(part)) is not None), None)
