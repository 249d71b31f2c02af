"""Starting a study: the example, the JSON Schemas, weights written anew."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from mcda.api.study import read, score_draft
from mcda.errors import Finding, Place, StudyError
from mcda.files.writing import weights_file
from mcda.model.constraint import Constraints
from mcda.model.criterion import Branch, Criterion
from mcda.model.study import About
from mcda.model.weights import Weights
from mcda.model.world import World
from mcda.scenario.settings import Settings

PARTS = ("criteria", "inputs", ".mcda")
_RECORDS: Mapping[str, type[BaseModel]] = {
    "study": About,
    "weights": Weights,
    "constraints": Constraints,
    "world": World,
}


def reference_study() -> Path:
    """The folder of the reference study: inside an installed wheel, else the checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "reference_study"
    return shipped if shipped.is_dir() else package.parent


def init(folder: str | Path) -> Path:
    """Copy the reference study into `folder`. Raises StudyError if a part of it is there already."""
    target = Path(folder)
    there = [name for name in PARTS if (target / name).exists()]
    if there:
        what = f"There is already a study here ({', '.join(there)})."
        raise StudyError([Finding(Place(str(target)), "study-exists", what, "Choose a new folder: mcda init mystudy")])
    try:
        target.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        what = "A file of this name is in the way."
        cure = "Choose a new folder: mcda init mystudy"
        raise StudyError([Finding(Place(str(target)), "not-a-folder", what, cure)]) from error
    for name in PARTS:
        shutil.copytree(reference_study() / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of one kind of YAML file: study, criterion, weights, constraints or world."""
    found = _criterion_or_branch() if name == "criterion" else _without_key(_RECORDS[name].model_json_schema())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def _criterion_or_branch() -> dict[str, Any]:
    """The schema of a file in criteria/: a branch where it says so, else a criterion."""
    _, found = models_json_schema([(Criterion, "validation"), (Branch, "validation")])
    for record in (Criterion, Branch):
        _without_key(found["$defs"][record.__name__])
    is_branch = {"properties": {"kind": {"const": "branch"}}, "required": ["kind"]}
    return {"if": is_branch, "then": {"$ref": "#/$defs/Branch"}, "else": {"$ref": "#/$defs/Criterion"}, **found}


def _without_key(found: dict[str, Any]) -> dict[str, Any]:
    """The schema without its key among what is required: the file's name says it."""
    if "key" in found.get("required", []):
        found["required"].remove("key")
    return found


def weights_text(study: str | Path, name: str, how: Literal["confirm", "keep-trade-offs"]) -> str:
    """One set of weights as YAML, bound to the scales of today."""
    scenario = score_draft(read(study), name, settings=Settings(scales_changed=how))
    return f"# Written by `mcda weights {how}` from {name}.\n{weights_file(scenario.weights).decode()}"
