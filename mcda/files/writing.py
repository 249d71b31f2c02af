"""A study as the files of its folder, so that reading them gives the same study."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import StringIO

from pydantic import BaseModel

from mcda.files.yaml_text import Data, number_text, yaml_text
from mcda.model.constraint import Constraint, Constraints
from mcda.model.criterion import Branch, Criterion, LevelsValue, PointsValue
from mcda.model.option import Option, Rating
from mcda.model.study import About, Study
from mcda.model.weights import Weights
from mcda.model.world import World

_BEGINS_FORMULA = re.compile(r"[=+\-@\t]")
_RATING = ("option", "criterion", "low", "best", "high", "confidence", "source", "rationale")
_MADE = "# Written by `mcda template --to-folder`."


def study_files(study: Study) -> Mapping[str, bytes]:
    """The content of every file of the study folder by its path, for example `inputs/study.yaml`."""
    files = {"inputs/study.yaml": _yaml(_about(study.about))}
    nodes: tuple[Criterion | Branch, ...] = (*study.criteria, *study.branches)
    files |= {f"criteria/{node.key}.yaml": _yaml(_node(node)) for node in nodes}
    files["inputs/options.csv"] = _options(study)
    files["inputs/ratings.csv"] = _table(_RATING, map(_rating, study.ratings))
    files |= {f"inputs/weights/{weights.key}.yaml": _yaml(_weights(weights)) for weights in study.weights}
    files |= {f"inputs/worlds/{world.key}.yaml": _yaml(_world(world)) for world in study.worlds}
    if study.constraints != Constraints():
        files["inputs/constraints.yaml"] = _yaml(_constraints(study.constraints))
    return files


def weights_file(weights: Weights) -> bytes:
    """One set of weights as a YAML file without its key, which is the name that the file will have."""
    fields = {name: data for name, data in _weights(weights).items() if name != "key"}
    return yaml_text(fields).encode()


def _yaml(data: Mapping[str, Data]) -> bytes:
    return f"{_MADE}\n{yaml_text(data)}".encode()


def _plain(entry: object) -> Data:
    """Records, mappings and sequences as plain data; fields that are None are left out."""
    match entry:
        case BaseModel():
            fields = {name: _plain(getattr(entry, name)) for name in type(entry).model_fields}
            return {name: data for name, data in fields.items() if data is not None}
        case Mapping():
            return {_key(key): _plain(value) for key, value in entry.items()}
        case list() | tuple():
            return [_plain(item) for item in entry]
        case str() | Decimal() | int() | None:
            return entry
    raise TypeError(f"a {type(entry).__name__} is no field of a study")


def _key(key: object) -> str:
    return number_text(key) if isinstance(key, Decimal) else str(key)


def _fields(record: BaseModel, keep: Sequence[str] = ()) -> dict[str, Data]:
    """The fields that say something; those in `keep` in any case."""
    data = _plain(record)
    fields = data if isinstance(data, dict) else {}
    return {name: value for name, value in fields.items() if name in keep or value not in ("", [], {})}


def _about(about: About) -> dict[str, Data]:
    return _fields(about, ("question", "do_nothing"))


def _node(node: Criterion | Branch) -> dict[str, Data]:
    data = _fields(node, ("definition",) if isinstance(node, Criterion) else ())
    if isinstance(node, Criterion):
        data["value"] = _value(node)
    return {"kind": data.pop("kind"), **data}


def _value(criterion: Criterion) -> Data:
    match criterion.value:
        case PointsValue(points=points):
            return {"points": _plain(points)}
        case LevelsValue(levels=levels):
            return {"levels": _plain(levels)}
        case _:
            return "linear"


def _weights(weights: Weights) -> dict[str, Data]:
    data = _fields(weights)
    if weights.ranges:
        data["ranges"] = {key: [r.low, r.high] for key, r in weights.ranges.items()}
    return data


def _world(world: World) -> dict[str, Data]:
    return {**_fields(world), "ratings": [dict(_fields(rating)) for rating in world.ratings]}


def _constraints(constraints: Constraints) -> dict[str, Data]:
    sets = {"sets": _plain(constraints.sets)} if constraints.sets else {}
    return {**sets, "constraints": [_constraint(constraint) for constraint in constraints.constraints]}


def _constraint(constraint: Constraint) -> Data:
    return dict(_fields(constraint, ("reason",)))


def _options(study: Study) -> bytes:
    resources = tuple(study.about.resources)
    header = ("key", "name", "instrument", "themes", *resources, "significance", "source", "note")
    return _table(header, (_option(option, resources) for option in study.options))


def _option(option: Option, resources: Sequence[str]) -> list[str]:
    uses = [_number(option.uses.get(key)) for key in resources]
    start = [option.key, _text(option.name), option.instrument or "", ";".join(option.themes)]
    return [*start, *uses, option.significance or "", _text(option.source), _text(option.note)]


def _rating(rating: Rating) -> list[str]:
    entries = [_number(e) if isinstance(e, Decimal) else _text(e) for e in (rating.low, rating.best, rating.high)]
    start = [rating.option, rating.criterion, *entries, rating.confidence or ""]
    return [*start, _text(rating.source), _text(rating.rationale)]


def _number(number: Decimal | None) -> str:
    return "" if number is None else number_text(number)


def _text(text: str | None) -> str:
    """The text, behind an apostrophe where a spreadsheet program would take it for a formula."""
    if text and _BEGINS_FORMULA.match(text):
        return f"'{text}"
    return text or ""


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return lines.getvalue().encode()
