"""Writing a scenario folder: whole or not at all, the same bytes for the same inputs."""

from __future__ import annotations

import hashlib
import os
import platform
import re
from collections.abc import Mapping
from dataclasses import replace as replace_in
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import chain, count
from pathlib import Path
from typing import Literal

from mcda.api.robustness import quick_look
from mcda.errors import Finding, Place, StudyError
from mcda.files.atomic import write_files
from mcda.files.record import dumps, loads, sha256_12
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.scenario.mix_explain import MixExplanation, explain_mix
from mcda.scenario.mix_explain_words import explanation_words
from mcda.scenario.mix_tables import explanation_tables
from mcda.scenario.record import Json, inputs_in_numbers, metrics, record
from mcda.scenario.robust import Robustness
from mcda.scenario.robust_short import short_robust_words
from mcda.scenario.robust_tables import robust_grids
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import sentences_table

DISTRIBUTION = "mcda-policy"
RUN, METRICS, RESULTS, REPORT, ENVIRONMENT = (
    "run.json",
    "metrics.json",
    "results.xlsx",
    "report.html",
    "environment.json",
)
OURS = (RUN, METRICS, RESULTS, REPORT, ENVIRONMENT)
SEAL = "sha256"
_NAME = re.compile(r"\w[\w -]{0,78}\w\Z|\w\Z")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)


def our_version() -> str:
    """The installed version of the distribution."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "0+unknown"


def scenario_files(
    scenario: Scenario, explanation: MixExplanation | None = None, safety: Robustness | None = None
) -> Mapping[str, bytes]:
    """The files of a scenario folder that are the same for the same inputs and version.

    `explanation` is that of the mix, and `safety` a quick look at how safe the answer is, where they are known already.
    """
    found, safe = explanation or explain_mix(scenario), safety or quick_look(scenario)
    run_json = dumps(run_record(scenario, our_version(), found))
    return {
        RUN: run_json,
        METRICS: dumps(metrics(scenario)),
        RESULTS: results_file(scenario, found, safe, run_json),
        REPORT: _report(scenario, found, safe),
    }


def results_file(
    scenario: Scenario, explanation: MixExplanation | None, safety: Robustness | None, record: bytes
) -> bytes:
    """The results workbook of a scenario; `record` is the run.json that it carries."""
    from mcda.excel.results import Beside, results_workbook
    from mcda.report.answer import finding

    grids = []
    if explanation is not None:
        grids.append(sentences_table("In sentences", explanation_words(scenario, explanation)))
        grids += explanation_tables(scenario, explanation)
    tables = () if safety is None else robust_grids(scenario, safety)
    return results_workbook(
        scenario,
        grids,
        version=our_version(),
        fingerprint=fingerprint(scenario),
        beside=Beside(tables, short_robust_words(scenario, safety), finding(scenario), record),
    )


def run_record(scenario: Scenario, version: str, explanation: MixExplanation | None = None) -> Json:
    """The content of run.json, sealed: `sha256` at its end is taken of everything before it."""
    return sealed(record(scenario, explanation or explain_mix(scenario), version, fingerprint(scenario)))


def fingerprint(scenario: Scenario) -> str:
    """SHA-256 of the inputs of a run, overrides applied, at 12 significant digits."""
    return fingerprint_of(scenario.study, scenario.weights)


def fingerprint_of(study: Study, weights: Weights) -> str:
    """The same for inputs that have not been run."""
    return sha256_12(inputs_in_numbers(study, weights))


def sealed(data: Json) -> Json:
    """The data with the SHA-256 of all else in it as their last entry."""
    rest = {key: value for key, value in data.items() if key != SEAL}
    return {**rest, SEAL: hashlib.sha256(dumps(rest)).hexdigest()}


def save(
    scenario: Scenario,
    outputs: str | Path = "outputs",
    *,
    replace: Literal["same", "any"] = "same",
    explanation: MixExplanation | None = None,
    safety: Robustness | None = None,
) -> Path:
    """Write a scenario folder whole or not at all, and give its path.

    With replace "same" an existing scenario is only replaced by one with the same inputs and results; otherwise a
    StudyError says how to go on. A folder that is no scenario is never replaced.
    """
    folder = Path(outputs) / scenario.name
    _check_name(scenario.name)
    files = dict(scenario_files(scenario, explanation, safety))
    if _is_other(folder):
        what = "There is a folder of this name already, and it is no scenario."
        raise StudyError([Finding(Place(str(folder)), "not-a-scenario", what, "Use --name for another name.")])
    if replace == "same" and _differs(folder, files[RUN]):
        what = f"The scenario '{scenario.name}' is there already, with other inputs or results."
        cure = "Use --force to replace it, or --name to keep both."
        raise StudyError([Finding(Place(str(folder)), "scenario-exists", what, cure)])
    write_files(folder, {**files, ENVIRONMENT: dumps(environment())}, OURS)
    return folder


def numbered(scenario: Scenario, outputs: str | Path) -> Scenario:
    """The scenario, with a number behind its name where one of other inputs has that name: baseline_edited_2."""
    if not (Path(outputs) / scenario.name).exists():
        return scenario
    record = dumps(run_record(scenario, our_version()))
    names = chain([scenario.name], (f"{scenario.name}_{number}" for number in count(2)))
    name = next(name for name in names if not _differs(Path(outputs) / name, record))
    return replace_in(scenario, name=name)


def _check_name(name: str) -> None:
    """A name is one folder of that name on every system."""
    if not _NAME.match(name) or _RESERVED.match(name):
        what = f"'{name}' cannot be the name of a folder on every system."
        cure = "Use letters, digits, spaces, _ or -, at most 80, for example more_cohesion."
        raise StudyError([Finding(Place("--name"), "scenario-name", what, cure)])


def _is_other(folder: Path) -> bool:
    """Whether something else than a scenario stands there."""
    try:
        return folder.is_dir() and any(folder.iterdir()) and not _is_scenario(folder)
    except OSError as error:
        cure = "Ask for the right to read it, or use --name for another scenario."
        raise StudyError([Finding(Place(str(folder)), "unreadable", "The folder may not be read.", cure)]) from error


def _is_scenario(folder: Path) -> bool:
    try:
        data = loads((folder / RUN).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(data, Mapping) and str(data.get("schema", "")).startswith("mcda-run/")


def _differs(folder: Path, run_json: bytes) -> bool:
    """Whether a scenario is there with other inputs or results; other weights in the study do not matter."""
    try:
        there, made = (loads(data) for data in ((folder / RUN).read_bytes(), run_json))
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    return _telling(there) != _telling(made)


def _telling(data: object) -> object:
    return [data.get(key) for key in ("inputs_sha256", "results")] if isinstance(data, Mapping) else None


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


def _report(scenario: Scenario, explanation: MixExplanation | None, safety: Robustness | None) -> bytes:
    from mcda.report.extras import extras_of
    from mcda.report.page import report_page

    extras = extras_of(scenario, explanation, safety)
    return report_page(scenario, version=our_version(), fingerprint=fingerprint(scenario), extras=extras)
