"""Writing a scenario folder: whole or not at all, the same bytes for the same inputs."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from mcda.errors import Finding, Place, StudyError
from mcda.files.atomic import write_files
from mcda.files.record import dumps, sha256_12
from mcda.scenario.record import inputs, metrics, record
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import (
    constraints_table,
    effects_table,
    mix_table,
    ranking_table,
    ratings_table,
    resources_table,
    weights_table,
)

DISTRIBUTION = "mcda-policy"


def our_version() -> str:
    """The installed version of the distribution."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "0+unknown"


def scenario_files(scenario: Scenario) -> Mapping[str, bytes]:
    """The files of a scenario folder that are the same for the same inputs and version."""
    fingerprint = sha256_12(inputs(scenario.study, scenario.weights))
    return {
        "run.json": dumps(record(scenario, our_version(), fingerprint)),
        "metrics.json": dumps(metrics(scenario)),
        "results.xlsx": _results_workbook(scenario),
    }


def save(scenario: Scenario, outputs: str | Path = "outputs", *, replace: Literal["same", "any"] = "same") -> Path:
    """Write a scenario folder whole or not at all, and give its path.

    With replace "same" an existing scenario is only replaced by one with the same inputs and results; otherwise a
    StudyError says how to go on.
    """
    folder = Path(outputs) / scenario.name
    files = dict(scenario_files(scenario))
    if replace == "same" and _differs(folder, files["run.json"]):
        what = f"The scenario '{scenario.name}' is there already, with other inputs or results."
        cure = "Use --force to replace it, or --name to keep both."
        raise StudyError([Finding(Place(str(folder)), "scenario-exists", what, cure)])
    write_files(folder, {**files, "environment.json": dumps(environment())})
    return folder


def _differs(folder: Path, run_json: bytes) -> bool:
    there = folder / "run.json"
    return there.exists() and there.read_bytes() != run_json


def environment() -> Mapping[str, str]:
    """What may differ between machines: versions and the time (SOURCE_DATE_EPOCH where it is set)."""
    packages = ("numpy", "pulp", "highspy", "pydantic", "XlsxWriter", "openpyxl", "ruamel.yaml")
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    when = datetime.fromtimestamp(int(epoch), UTC) if epoch and epoch.isdigit() else datetime.now(UTC)
    return {
        "time": when.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": platform.system(),
        **{package: version(package) for package in packages},
    }


def _results_workbook(scenario: Scenario) -> bytes:
    from mcda.excel.plain import workbook

    grids = [ranking_table(scenario), weights_table(scenario)]
    mix = scenario.mix.best if scenario.mix else None
    if mix is not None:
        grids += [mix_table(scenario, mix), effects_table(scenario, mix), resources_table(scenario, mix)]
    grids += [constraints_table(scenario, mix), ratings_table(scenario)]
    return workbook(grids, f"{scenario.study.about.name}: {scenario.name}")
