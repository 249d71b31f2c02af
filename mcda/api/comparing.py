"""Saved scenarios: found, read, recomputed, listed and compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from mcda.api.saving import ENVIRONMENT, RUN, fingerprint, fingerprint_of, our_version
from mcda.api.study import load
from mcda.errors import Finding, Place, StudyError
from mcda.files.atomic import sweep, write_file
from mcda.files.record import loads
from mcda.model.checks.names import did_you_mean
from mcda.model.study import Study
from mcda.scenario.compare_data import compare_data
from mcda.scenario.comparing import Compared
from mcda.scenario.comparing import compare as compare_pair
from mcda.scenario.listing import Listed, State
from mcda.scenario.many import Many, compare_many
from mcda.scenario.pairing import in_scale_of
from mcda.scenario.reading import inputs_of_today, kept_in, scenario_from_record
from mcda.scenario.record import results
from mcda.scenario.scenario import Scenario

Scales = Literal["refuse", "newer"]


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved scenario, recomputed from its record; `is_sound` says whether the record holds what is recomputed."""

    folder: Path
    scenario: Scenario
    is_sound: bool


def open_scenario(name: str | Path, outputs: str | Path = "outputs") -> Saved:
    """A saved scenario by its name in `outputs`, its folder, its run.json or a file beside that.

    Raises StudyError if there is none or its record cannot be used.
    """
    path = find_record(name, outputs)
    data = read_record(path)
    scenario = scenario_from_record(data, path.as_posix())
    return Saved(path.parent, scenario, data.get("results") == _plain(results(scenario)))


def compare(
    names: Sequence[str | Path], outputs: str | Path = "outputs", *, scales: Scales = "refuse"
) -> Compared | Many:
    """Two scenarios compared with causes, or several side by side; names as `open_scenario` takes them.

    With scales "newer" the others are first put on the scales of the last one. Raises StudyError where scenarios
    cannot be compared honestly.
    """
    return compare_scenarios([open_scenario(name, outputs).scenario for name in names], scales=scales)


def compare_scenarios(scenarios: Sequence[Scenario], *, scales: Scales = "refuse") -> Compared | Many:
    """The same for scenarios at hand."""
    if len(scenarios) < 2:
        raise ValueError("comparing takes at least two scenarios")
    if scales == "newer":
        scenarios = _in_newer_scale(scenarios)
    return compare_pair(*scenarios) if len(scenarios) == 2 else compare_many(_told_apart(scenarios))


def comparison_workbook(scenarios: Sequence[Scenario], *, scales: Scales = "refuse") -> bytes:
    """The workbook in which any two of the scenarios can be compared; the same bytes for the same scenarios."""
    from mcda.excel.compare_book import compare_workbook

    if scales == "newer":
        scenarios = _in_newer_scale(scenarios)
    data = compare_data(compare_many(_told_apart(scenarios)))
    return compare_workbook(data, [fingerprint(each) for each in scenarios], our_version())


def comparison_page(scenarios: Sequence[Scenario], *, scales: Scales = "refuse") -> bytes:
    """The comparison as one HTML file that loads nothing; the same bytes for the same scenarios."""
    from mcda.report.comparison import comparison_page as page_of

    prints = [fingerprint(each) for each in scenarios]
    return page_of(compare_scenarios(scenarios, scales=scales), version=our_version(), fingerprints=prints)


def save_comparison(scenarios: Sequence[Scenario], path: str | Path, *, scales: Scales = "refuse") -> Path:
    """Write the comparison workbook whole or not at all, and give its path.

    Raises StudyError where another file than such a workbook stands there, or the place belongs to the inputs.
    """
    target = Path(path)
    check_targets(target, None)
    write_file(target, comparison_workbook(scenarios, scales=scales))
    return target


def save_comparison_page(scenarios: Sequence[Scenario], path: str | Path, *, scales: Scales = "refuse") -> Path:
    """Write the comparison page whole or not at all, and give its path. Raises StudyError as `save_comparison` does."""
    target = Path(path)
    check_targets(None, target)
    write_file(target, comparison_page(scenarios, scales=scales))
    return target


def check_targets(workbook: str | Path | None, page: str | Path | None) -> None:
    """Refuse names under which a comparison will not be written, before anything is worked out.

    Raises StudyError with what is wrong with either.
    """
    found = [] if workbook is None else [*_wrong_target(Path(workbook), ".xlsx")]
    found += [] if page is None else [*_wrong_target(Path(page), ".html")]
    if found:
        raise StudyError(found)


def _wrong_target(target: Path, suffix: Literal[".xlsx", ".html"]) -> Iterator[Finding]:
    what = {".xlsx": "workbook", ".html": "page"}[suffix]
    place, cure = Place(target.as_posix()), f"Choose another name, for example outputs/compare{suffix}."
    if target.suffix.lower() != suffix:
        yield Finding(place, f"not-a-{what}", f"A {what}'s name ends in {suffix}.", cure)
    elif {"inputs", "criteria"} & set(target.absolute().parts[-3:-1]):
        yield Finding(place, "not-an-output", "Nothing is written among the inputs of a study.", cure)
    elif target.exists() and not (_is_comparison(target) if suffix == ".xlsx" else _is_comparison_page(target)):
        yield Finding(place, "file-exists", "Another file has this name already.", cure)


def _is_comparison_page(path: Path) -> bool:
    from mcda.report.comparison import MARK

    try:
        with path.open("rb") as file:
            return MARK in file.read(4096)
    except OSError:
        return False


def _is_comparison(path: Path) -> bool:
    from mcda.excel.compare_book import SCHEMA
    from mcda.excel.every_cell import schema_of

    return schema_of(path) == SCHEMA


def saved_scenarios(study: str | Path = ".", outputs: str | Path | None = None) -> tuple[Listed, ...]:
    """The scenarios saved for a study, by name: what each says, and whether its inputs are still those of today."""
    folder = Path(study) / "outputs" if outputs is None else Path(outputs)
    if not folder.is_dir():
        return ()
    sweep(folder)
    current = _current(study)
    paths = sorted(path / RUN for path in folder.iterdir() if (path / RUN).is_file())
    return tuple(_listed(path, current) for path in paths)


def find_record(name: str | Path, outputs: str | Path) -> Path:
    """The run.json that a name, folder or file leads to."""
    given, shelf = Path(name), Path(outputs)
    if given.is_file() and given.suffix == ".json":
        return given
    if shelf.is_dir():
        sweep(shelf)
    for folder in (given.parent if given.is_file() else given, shelf / given):
        if (folder / RUN).is_file():
            return folder / RUN
    known = [path.name for path in sorted(shelf.iterdir()) if (path / RUN).is_file()] if shelf.is_dir() else []
    what = f"There is no saved scenario '{name}'."
    cure = did_you_mean(str(name), known) if known else "Run `mcda score` first; `mcda list` shows what is saved."
    raise StudyError([Finding(Place(shelf.as_posix()), "unknown-scenario", what, cure)])


def read_record(path: Path) -> dict[str, Any]:
    """The content of a run.json. Raises StudyError if it is no JSON."""
    try:
        data = loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        what = f"It cannot be read as JSON ({error})." if isinstance(error, ValueError) else "It cannot be read."
        cure = "Make the scenario again with `mcda score`, or fetch the file again."
        raise StudyError([Finding(Place(path.as_posix()), "broken-record", what, cure)]) from error
    return data if isinstance(data, dict) else {}


def _in_newer_scale(scenarios: Sequence[Scenario]) -> list[Scenario]:
    return [*(in_scale_of(each, scenarios[-1]) for each in scenarios[:-1]), scenarios[-1]]


def _told_apart(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Scenarios of one name (from several folders) with a number behind it."""
    seen: dict[str, int] = {}
    told = []
    for scenario in scenarios:
        seen[scenario.name] = seen.get(scenario.name, 0) + 1
        count = seen[scenario.name]
        told.append(scenario if count == 1 else replace(scenario, name=f"{scenario.name} ({count})"))
    return told


def _current(study: str | Path) -> Study | str:
    try:
        return load(study)
    except StudyError:
        return "the inputs of today have problems: see mcda check"


def _listed(path: Path, current: Study | str) -> Listed:
    try:
        data = read_record(path)
        shown = data["results"]
        leaders = [line["option"] for line in shown["ranking"] if line["rank"] == 1]
        best = shown["mix"].get("best")
        names = {option["key"]: option["name"] for option in data["inputs"]["study"]["options"]}
        mix = tuple(names[key] for key in best["options"]) if best else ()
        state, why = _state(data, path, current)
        leader = ", ".join(names[key] for key in leaders)
        sha = str(data["inputs_sha256"])
    except (StudyError, KeyError, TypeError, AttributeError):
        return Listed(path.parent.name, _date(path), "", (), "", "unknown", "its record is damaged: see mcda verify")
    return Listed(path.parent.name, _date(path), leader, mix, sha, state, why)


def _state(data: dict[str, Any], path: Path, current: Study | str) -> tuple[State, str]:
    if isinstance(current, str):
        return "unknown", current
    try:
        today = inputs_of_today(kept_in(data, path.as_posix()), current)
    except (StudyError, ValueError):
        return "stale", "its overrides or weights do not fit the inputs of today"
    if fingerprint_of(*today) == data["inputs_sha256"]:
        return "fresh", ""
    return "stale", "inputs changed since"


def _date(path: Path) -> str:
    try:
        environment = loads((path.parent / ENVIRONMENT).read_bytes())
    except (OSError, ValueError):
        return ""
    return str(environment.get("time", "")) if isinstance(environment, dict) else ""


def _plain(data: object) -> object:
    """Plain data as JSON gives them back: tuples as lists."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    return [_plain(value) for value in data] if isinstance(data, list | tuple) else data
