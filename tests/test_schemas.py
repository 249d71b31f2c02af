"""The JSON Schemas: those of the code, true for every file that we ship, and strict with slips of the pen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from mcda import api
from tests.schema_subset import faults

ROOT = Path(__file__).parents[1]
FILES = {
    "study": ["inputs/study.yaml"],
    "constraints": ["inputs/constraints.yaml"],
    "weights": sorted(f"inputs/weights/{path.name}" for path in (ROOT / "inputs/weights").glob("*.yaml")),
    "criterion": sorted(f"criteria/{path.name}" for path in (ROOT / "criteria").glob("*.yaml")),
}
PAIRS = [(name, file) for name, files in FILES.items() for file in files]


def data(file: str) -> Any:
    """The file as an editor's validator sees it: keys are texts, numbers are numbers."""
    loaded = YAML(typ="safe", pure=True).load((ROOT / file).read_text(encoding="utf-8"))
    return json.loads(json.dumps(loaded, default=str))


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_schemas_are_those_of_the_code(name: str) -> None:
    shipped = json.loads((ROOT / f".mcda/{name}.schema.json").read_text(encoding="utf-8"))

    assert shipped == api.schema(name), f"mcda schema {name} > .mcda/{name}.schema.json"


@pytest.mark.parametrize(("name", "file"), PAIRS, ids=[file for _, file in PAIRS])
def test_every_file_of_the_reference_study_fits_its_schema(name: str, file: str) -> None:
    assert faults(api.schema(name), data(file)) == []


@pytest.mark.parametrize(("name", "file"), PAIRS, ids=[file for _, file in PAIRS])
def test_a_full_validator_agrees(name: str, file: str) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="checked with our own subset of JSON Schema alone")
    validator = jsonschema.Draft202012Validator(api.schema(name))

    validator.check_schema(api.schema(name))
    assert [error.message for error in validator.iter_errors(data(file))] == []


@pytest.mark.parametrize(("name", "file"), PAIRS, ids=[file for _, file in PAIRS])
def test_every_file_names_the_schema_that_an_editor_should_use(name: str, file: str) -> None:
    first = (ROOT / file).read_text(encoding="utf-8").splitlines()[0]

    assert first.startswith("# yaml-language-server: $schema=")
    assert ((ROOT / file).parent / first.partition("=")[2]).resolve() == ROOT / f".mcda/{name}.schema.json"


@pytest.mark.parametrize(
    ("name", "file", "change"),
    [
        ("study", "inputs/study.yaml", {"qestion": "?"}),
        ("criterion", "criteria/transparency.yaml", {"mix_rule": "mean"}),
        ("criterion", "criteria/transparency.yaml", {"value": "liner"}),
        ("criterion", "criteria/transparency.yaml", {"kind": "branch"}),
        ("weights", "inputs/weights/baseline.yaml", {"ranges": {"transparency": [1, 2, 3]}}),
        ("weights", "inputs/weights/baseline.yaml", {"points": {}}),
        ("constraints", "inputs/constraints.yaml", {"constraints": [{"name": "x", "reason": "-", "musst": "a"}]}),
        ("constraints", "inputs/constraints.yaml", {"sets": {"x": []}}),
    ],
)
def test_a_slip_of_the_pen_does_not_fit(name: str, file: str, change: dict[str, Any]) -> None:
    assert faults(api.schema(name), {**data(file), **change})


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("criterion", {"kind": "branch", "name": "Security"}),
        ("criterion", {"name": "R", "definition": "-", "unit": "%", "worst": 100, "best": 0, "mix_rule": "prob"}),
        ("weights", {"name": "x", "points": {"a": "35%", "b": 0.5}, "ranges": {"a": {"low": 1, "high": 2}}}),
        ("constraints", {"constraints": [{"name": "x", "reason": "-", "must": "a"}]}),
        ("constraints", {"constraints": [{"name": "x", "reason": "-", "must": ["a", "b"]}]}),
    ],
)
def test_each_way_of_writing_fits(name: str, entry: dict[str, Any]) -> None:
    assert faults(api.schema(name), entry) == []
