"""Writing a scenario folder: whole or not at all, the same bytes for the same inputs."""

from __future__ import annotations

import hashlib
import os
import platform
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from mcda.errors import Finding, Place, StudyError
from mcda.files.atomic import write_files
from mcda.files.record import dumps, loads, sha256_12
from mcda.scenario.record import Json, inputs_in_numbers, metrics, record
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
RUN, METRICS, RESULTS, ENVIRONMENT = "run.json", "metrics.json", "results.xlsx", "environment.json"
OURS = (RUN, METRICS, RESULTS, ENVIRONMENT, "report.html")
SEAL = "sha256"
_NAME = re.compile(r"\w[\w -]{0,78}\w\Z|\w\Z")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)


def our_version() -> str:
    """The installed version of the distribution."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "0+unknown"


def scenario_files(scenario: Scenario) -> Mapping[str, bytes]:
    """The files of a scenario folder that are the same for the same inputs and version."""
    return {
        RUN: dumps(run_record(scenario, our_version())),
        METRICS: dumps(metrics(scenario)),
        RESULTS: _results_workbook(scenario),
    }


def run_record(scenario: Scenario, version: str) -> Json:
    """The content of run.json, sealed: `sha256` at its end is taken of everything before it."""
    return sealed(record(scenario, version, fingerprint(scenario)))


def fingerprint(scenario: Scenario) -> str:
    """SHA-256 of the inputs of a run, overrides applied, at 12 significant digits."""
    return sha256_12(inputs_in_numbers(scenario.study, scenario.weights))


def sealed(data: Json) -> Json:
    """The data with the SHA-256 of all else in it as their last entry."""
    rest = {key: value for key, value in data.items() if key != SEAL}
    return {**rest, SEAL: hashlib.sha256(dumps(rest)).hexdigest()}


def save(scenario: Scenario, outputs: str | Path = "outputs", *, replace: Literal["same", "any"] = "same") -> Path:
    """Write a scenario folder whole or not at all, and give its path.

    With replace "same" an existing scenario is only replaced by one with the same inputs and results; otherwise a
    StudyError says how to go on. A folder that is no scenario is never replaced.
    """
    folder = Path(outputs) / scenario.name
    _check_name(scenario.name)
    files = dict(scenario_files(scenario))
    if folder.is_dir() and any(folder.iterdir()) and not _is_scenario(folder):
        what = "There is a folder of this name already, and it is no scenario."
        raise StudyError([Finding(Place(str(folder)), "not-a-scenario", what, "Use --name for another name.")])
    if replace == "same" and _differs(folder, files[RUN]):
        what = f"The scenario '{scenario.name}' is there already, with other inputs or results."
        cure = "Use --force to replace it, or --name to keep both."
        raise StudyError([Finding(Place(str(folder)), "scenario-exists", what, cure)])
    write_files(folder, {**files, ENVIRONMENT: dumps(environment())}, OURS)
    return folder


def _check_name(name: str) -> None:
    """A name is one folder of that name on every system."""
    if not _NAME.match(name) or _RESERVED.match(name):
        what = f"'{name}' cannot be the name of a folder on every system."
        cure = "Use letters, digits, spaces, _ or -, at most 80, for example more_cohesion."
        raise StudyError([Finding(Place("--name"), "scenario-name", what, cure)])


def _is_scenario(folder: Path) -> bool:
    try:
        data = loads((folder / RUN).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(data, Mapping) and str(data.get("schema", "")).startswith("mcda-run/")


def _differs(folder: Path, run_json: bytes) -> bool:
    there = folder / RUN
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
