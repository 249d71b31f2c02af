"""Saved scenarios for people: the brief, the page, and pictures for slides."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mcda.api.robustness import quick_look
from mcda.api.saving import RUN, fingerprint, our_version
from mcda.errors import Finding, Place, StudyError
from mcda.files.record import loads
from mcda.model.checks.names import did_you_mean
from mcda.report.brief import brief
from mcda.report.extras import extras_of
from mcda.report.page import report_page
from mcda.report.svg import charts
from mcda.scenario.mix_explain import explain_mix
from mcda.scenario.reading import scenario_from_record
from mcda.scenario.scenario import Scenario

REPORT = "report.html"


def saved_folder(scenario: str | None, outputs: str | Path = "outputs") -> Path:
    """The folder of a saved scenario: a path, a name in `outputs`, or (None) the newest one there.

    Raises StudyError if there is none.
    """
    folder = Path(outputs)
    if scenario is None:
        return _newest(folder)
    for path in (folder / scenario, Path(scenario)):
        if (path / RUN).is_file():
            return path
    known = [path.parent.name for path in sorted(folder.glob(f"*/{RUN}"))]
    what = f"There is no scenario '{scenario}'."
    raise StudyError([Finding(Place(folder.as_posix()), "no-scenario", what, did_you_mean(scenario, known))])


def saved_scenario(folder: str | Path) -> Scenario:
    """The scenario in a folder, recomputed from its record."""
    path = Path(folder) / RUN
    try:
        return scenario_from_record(loads(path.read_bytes()), path.as_posix())
    except (OSError, ValueError) as error:
        what = "The record of the scenario cannot be read."
        cure = "Make the scenario again with `mcda score`, or fetch the file again."
        raise StudyError([Finding(Place(path.as_posix()), "broken-record", what, cure)]) from error


def brief_text(scenario: Scenario) -> str:
    """One page of Markdown about a scenario."""
    return brief(scenario, extras_of(scenario, explain_mix(scenario), quick_look(scenario)))


def page(scenario: Scenario) -> bytes:
    """The report of a scenario, one HTML file."""
    extras = extras_of(scenario, explain_mix(scenario), quick_look(scenario))
    return report_page(scenario, version=our_version(), fingerprint=fingerprint(scenario), extras=extras)


def pictures(scenario: Scenario) -> Mapping[str, bytes]:
    """Every chart as SVG, by file name."""
    return {name: text.encode() for name, text in charts(scenario).items()}


def bitmaps(scenario: Scenario, width: int = 1984) -> Mapping[str, bytes]:
    """Every chart as PNG, by file name. Raises StudyError where the optional package for it is not installed."""
    try:
        from resvg_py import svg_to_bytes  # type: ignore[import-not-found, unused-ignore]  # an optional extra
    except ImportError as error:
        what = "PNG pictures need a package that is not installed."
        cure = 'Install it with: pip install "mcda-policy[png]", or use --svg.'
        raise StudyError([Finding(Place("--png"), "no-png", what, cure)]) from error
    return {
        f"{name.removesuffix('.svg')}.png": bytes(svg_to_bytes(svg_string=text, width=width))
        for name, text in charts(scenario).items()
    }


def _newest(outputs: Path) -> Path:
    records = [(path.stat().st_mtime_ns, path) for path in outputs.glob(f"*/{RUN}")]
    if records:
        return max(records)[1].parent
    what = "There is no scenario yet."
    raise StudyError([Finding(Place(outputs.as_posix()), "no-scenario", what, "Make one: mcda score")])
