"""What the validation library says, in our words. No sentence of a library ever reaches a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from mcda.model.checks.names import did_you_mean, listed, nearest, slips
from mcda.model.document import KEY
from mcda.model.places import Path

_LONGEST = 60
_LINES = "Indent one `name: ...` line for each below it, without dashes."
_LIST = "Write it as [one, two], or one entry a line after a dash."
_NUMBER = "Type a number such as 3 or 0.5."
_WHOLE = "Type 0, 1, 2 ..."

# Kind of error -> (code, what, cure); {field} is the name a person typed, {input} what stands there.
_SENTENCES: Mapping[str, tuple[str, str, str]] = {
    "string_type": ("wrong-kind", "'{field}' must be one text, not {kind}.", "Write it on one line after the colon."),
    "decimal_type": ("wrong-kind", "'{field}' must be a number, not {kind}.", _NUMBER),
    "int_type": ("wrong-kind", "'{field}' must be a whole number, not {kind}.", _WHOLE),
    "dict_type": ("wrong-kind", "'{field}' must be `name: ...` lines, not {kind}.", _LINES),
    "mapping_type": ("wrong-kind", "'{field}' must be `name: ...` lines, not {kind}.", _LINES),
    "model_type": ("wrong-kind", "'{field}' must have fields of its own, not {kind}.", "Give it: {fields}."),
    "tuple_type": ("wrong-kind", "'{field}' must be a list, not {kind}.", _LIST),
    "decimal_parsing": ("number", "'{input}' is not a number.", _NUMBER),
    "finite_number": ("number", "'{input}' is not a finite number.", _NUMBER),
    "int_parsing": ("number", "'{input}' is not a whole number.", _WHOLE),
    "int_from_float": ("number", "'{input}' is not a whole number.", _WHOLE),
    "greater_than_equal": ("out-of-bounds", "'{field}' is {input}, below {ge}.", "Use {ge} or more."),
    "greater_than": ("out-of-bounds", "'{field}' is {input}, not above {gt}.", "Use more than {gt}."),
    "less_than_equal": ("out-of-bounds", "'{field}' is {input}, above {le}.", "Use {le} or less."),
    "less_than": ("out-of-bounds", "'{field}' is {input}, not below {lt}.", "Use less than {lt}."),
    "too_short": ("too-few", "'{field}' has {actual_length} of at least {min_length} entries.", "Add what is missing."),
    "too_long": ("too-many", "'{field}' has more than {max_length} entries.", "Take some out, or split it."),
    "string_too_short": ("blank-field", "'{field}' is blank.", "Fill it in, or delete it."),
    "string_too_long": ("text", "'{field}' has more than {max_length} characters.", "Shorten it."),
}
_FALLBACK = ("wrong-kind", "'{field}' cannot be read: '{input}'.", "Compare it with the file that `mcda init` writes.")
_OWN: Mapping[str, tuple[str, str, str]] = {
    "value": (
        "wrong-kind",
        "'{field}' is {kind}, which is no value function.",
        "Write `value: linear`, or give it `points:` or `levels:` below.",
    ),
    "ranges": (
        "wrong-kind",
        "The range '{field}' must be two numbers.",
        "Write the lowest and the highest percentage, for example [20, 40].",
    ),
    "order": (
        "wrong-kind",
        "'{field}' must be lists of criteria that are level, not {kind}.",
        "Write one list for each place, for example [[risk], [money, trust]].",
    ),
}


@dataclass(frozen=True, slots=True)
class Worded:
    """An error of validation in our words, at a path below the record."""

    path: Path
    code: str
    what: str
    cure: str


@dataclass(frozen=True, slots=True)
class _Error:
    """An error at the path that the person sees; `branch` says which reading of a choice of forms it belongs to."""

    kind: str
    path: Path
    context: Mapping[str, object]
    entry: object
    branch: tuple[Path, str] | None = None

    @property
    def field(self) -> str:
        names = [part for part in self.path if isinstance(part, str) and part != KEY]
        return names[-1] if names else "this entry"


def worded(errors: Sequence[ErrorDetails], data: object, record: type[BaseModel]) -> tuple[Worded, ...]:
    """The errors of one record made from `data`: one for each slip, and one where a choice of forms fits in none."""
    found = _meant([_located(error, data) for error in errors])
    apart = ("missing", "extra_forbidden")
    parents = dict.fromkeys(error.path[:-1] for error in found if error.kind in apart)
    words = [word for parent in parents for word in _names(found, parent, data, record)]
    words += [_worded(error, record) for error in found if error.kind not in apart]
    return tuple({(word.path, word.what): word for word in words}.values())


def _located(error: ErrorDetails, data: object) -> _Error:
    """The library's location with its own marks (forms of a union, functions) told from what the person typed."""
    path: list[str | int] = []
    branch: tuple[Path, str] | None = None
    node: object = data
    last = len(error["loc"]) - 1
    for i, part in enumerate(error["loc"]):
        if part == KEY or (i == last and error["type"] == "missing"):
            path.append(part)
        elif _holds(node, part):
            path.append(part)
            node = node[part]  # type: ignore[index]  # _holds has looked
        else:
            branch = (tuple(path), str(part))
    return _Error(error["type"], tuple(path), error.get("ctx", {}), error["input"], branch)


def _holds(node: object, part: str | int) -> bool:
    if isinstance(node, AbstractMapping):
        return part in node
    return isinstance(node, list | tuple) and isinstance(part, int) and part < len(node)


def _meant(errors: Sequence[_Error]) -> list[_Error]:
    """Of several forms that a value could have, the errors of the one that it resembles most."""
    forms: dict[Path, dict[str, list[_Error]]] = {}
    for error in errors:
        if error.branch:
            forms.setdefault(error.branch[0], {}).setdefault(error.branch[1], []).append(error)
    kept = [error for error in errors if not error.branch]
    for by_form in forms.values():
        strangeness = {name: (-min(len(error.path) for error in form), len(form)) for name, form in by_form.items()}
        kept += by_form[min(by_form, key=lambda name: strangeness[name])]
    return kept


def _names(found: Sequence[_Error], parent: Path, data: object, record: type[BaseModel]) -> Iterator[Worded]:
    """Unknown and missing fields of one parent; an unknown one that is a missing one misspelt is one finding."""
    there = [error for error in found if error.path[:-1] == parent]
    unknown = [str(error.path[-1]) for error in there if error.kind == "extra_forbidden"]
    missing = [str(error.path[-1]) for error in there if error.kind == "missing"]
    meant = slips(unknown, missing)
    fields = fields_at(record, parent)
    for name in unknown:
        cure = f"Did you mean '{meant[name]}', which is missing?" if name in meant else did_you_mean(name, fields)
        yield Worded((*parent, name, KEY), "unknown-field", f"There is no field '{name}' here.", cure)
    for name in missing:
        if _is_blank(data, (*parent, name)):
            yield Worded((*parent, name), "blank-field", f"'{name}' is blank.", "Fill it in.")
    absent = [name for name in missing if name not in meant.values() and not _is_blank(data, (*parent, name))]
    if absent:
        what = f"'{absent[0]}' is missing." if len(absent) == 1 else f"The fields {listed(absent)} are missing."
        yield Worded(parent, "missing-field", what, f"Add {listed(f'`{name}: ...`' for name in absent)}.")


def _is_blank(data: object, path: Path) -> bool:
    node = data
    for part in path:
        if not _holds(node, part):
            return False
        node = node[part]  # type: ignore[index]  # _holds has looked
    return node is None


def _worded(error: _Error, record: type[BaseModel]) -> Worded:
    if "what" in error.context and "cure" in error.context:
        return Worded(error.path, error.kind, str(error.context["what"]), str(error.context["cure"]))
    if error.kind == "literal_error":
        return _choice(error)
    if error.entry is None:
        return Worded(error.path, "blank-field", f"'{error.field}' is blank.", "Fill it in, or delete the line.")
    code, what, cure = _sentence(error)
    fields = ", ".join(fields_at(record, error.path))
    filled = {"field": error.field, "input": _shown(error.entry), "kind": _kind(error.entry), "fields": fields}
    filled |= {name: str(value) for name, value in error.context.items()}
    return Worded(error.path, code, what.format_map(filled), cure.format_map(filled))


def _sentence(error: _Error) -> tuple[str, str, str]:
    sentence = _SENTENCES.get(error.kind, _FALLBACK)
    if sentence[0] != "wrong-kind":
        return sentence
    if not error.path:
        return "wrong-kind", "Fields (`name: text`) are needed here, not {kind}.", "Give it: {fields}."
    if error.kind == "decimal_type" and error.branch:
        return "wrong-kind", "'{field}' must be a number or a word, not {kind}.", "Write it after the colon."
    return _OWN.get(str(error.path[0]), sentence)


def _choice(error: _Error) -> Worded:
    choices = re.findall(r"'([^']*)'", str(error.context.get("expected", ""))) or ["true"]
    what = f"'{error.field}' is '{_shown(error.entry)}', which is not a choice."
    near = nearest(_shown(error.entry), choices)
    every = " or ".join([*([", ".join(choices[:-1])] if choices[1:] else []), choices[-1]])
    return Worded(error.path, "choice", what, f"Did you mean '{near}'? Use {every}." if near else f"Use {every}.")


def _shown(entry: object) -> str:
    text = str(entry)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _kind(entry: object) -> str:
    match entry:
        case AbstractMapping():
            return "fields of its own"
        case list() | tuple():
            return "a list"
        case _:
            return f"the text '{_shown(entry)}'"


def fields_at(record: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The names of the fields that may stand at `path` of a record; empty where names are free.

    >>> from mcda.model.criterion import Criterion
    >>> fields_at(Criterion, ("value",))
    ('linear', 'points', 'levels')
    """
    kinds: list[object] = [record]
    for part in path:
        kinds = [below for kind in kinds for below in _below(kind, part)]
    names = [name for kind in kinds if _is_record(kind) for name in kind.model_fields]  # type: ignore[attr-defined]
    return tuple(dict.fromkeys(names))


def _is_record(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _below(kind: object, part: str | int) -> Iterator[object]:
    """The kinds that an entry below `kind` may have."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        field = kind.model_fields.get(str(part))
        yield from _kinds(field.annotation) if field else ()
    elif get_origin(kind) is tuple:
        yield from _kinds(get_args(kind)[0])
    elif get_origin(kind) in (AbstractMapping, dict):
        yield from _kinds(get_args(kind)[1])


def _kinds(annotation: object) -> Iterator[object]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _kinds(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for each in get_args(annotation):
            yield from _kinds(each)
    else:
        yield annotation
