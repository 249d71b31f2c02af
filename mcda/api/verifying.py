"""Whether a saved scenario still holds what its inputs give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcda.api.comparing import find_record, read_record
from mcda.api.saving import METRICS, RESULTS, RUN, SEAL, our_version, run_record, scenario_files
from mcda.api.study import load
from mcda.errors import StudyError, errors
from mcda.files.record import dumps, loads
from mcda.model.counts import agreeing, counted
from mcda.model.study import Study
from mcda.scenario.changes import changes
from mcda.scenario.edits import is_option
from mcda.scenario.mix_explain import explain_mix
from mcda.scenario.overrides import Overrides
from mcda.scenario.pairing import pair
from mcda.scenario.reading import Kept, inputs_of_today, kept_in, notes_of, scenario_from_record
from mcda.scenario.record import Json, results
from mcda.scenario.scenario import Scenario, run
from mcda.scenario.verifying import ABSENT, Difference, differences

if TYPE_CHECKING:
    from mcda.excel.tracing import Traced

MOST_BYTES = 50 * 2**20


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of a saved scenario found. `notes` say what could not be checked."""

    folder: Path
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]


def verify(name: str | Path, outputs: str | Path = "outputs", against: str | Path | None = None) -> Verified:
    """Recompute a saved scenario from its record and compare all its files; with `against`, from that study too.

    Raises StudyError if there is no such scenario.
    """
    path = find_record(name, outputs)
    try:
        data = read_record(path)
        scenario = scenario_from_record(data, path.as_posix())
    except StudyError as error:
        broken = tuple(Difference(path.name, f.code, f.what, "a sound record") for f in error.findings)
        return Verified(path.parent, broken, ())
    version, explanation = str(data.get("version", "")), explain_mix(scenario)
    found = [*_record(path, data, scenario, run_record(scenario, version, explanation))]
    notes = []
    if version == our_version():
        made = scenario_files(scenario, explanation)
        found += _files(path.parent, made)
        changed, said = _workbook(path.parent / RESULTS, made[RESULTS])
        found += changed
        notes += [*said, *_missing(path.parent)]
    else:
        notes.append(f"It was made by version {version or 'unknown'}; only its record was compared.")
    if against is not None:
        found += _against(kept_in(data, path.as_posix()), data, against)
    return Verified(path.parent, tuple(dict.fromkeys(found)), tuple(notes))


def _record(path: Path, data: dict[str, Any], scenario: Scenario, made: Json) -> Iterator[Difference]:
    wanted = loads(dumps(made))
    found = [each for each in differences(path.name, data, wanted) if each.place != SEAL]
    yield from found
    yield from _lost_findings(path, data, scenario)
    if data.get(SEAL) != _field(wanted, SEAL) and not found:
        what = "the record was edited by hand"
        yield Difference(path.name, SEAL, f"{data.get(SEAL, ABSENT)} ({what})", str(_field(wanted, SEAL)))
    elif not found and path.read_bytes().replace(b"\r\n", b"\n") != dumps(wanted):
        yield Difference(path.name, "layout", "the same data, written in another way", "the file as mcda writes it")


def _field(data: object, key: str) -> object:
    return data.get(key) if isinstance(data, Mapping) else None


def _lost_findings(path: Path, data: dict[str, Any], scenario: Scenario) -> Iterator[Difference]:
    """Findings that the checks make of the embedded inputs and that the record does not have."""
    if any(is_option(text) for text in scenario.overrides.texts):
        return
    kept = {note.what for note in scenario.notes}
    for finding in notes_of(scenario.study):
        if finding.what not in kept:
            yield Difference(path.name, "findings", ABSENT, finding.what)


def _files(folder: Path, made: Mapping[str, bytes]) -> Iterator[Difference]:
    for name, wanted in made.items():
        path = folder / name
        if name in (RUN, RESULTS) or not path.is_file():
            continue
        stored = _content(path)
        if stored == wanted:
            continue
        if name == METRICS:
            yield from _json(name, stored, wanted)
        else:
            yield Difference(name, "", "other bytes", "the file as mcda writes it")


def _json(name: str, stored: bytes, wanted: bytes) -> Iterator[Difference]:
    try:
        data = loads(stored)
    except (ValueError, RecursionError):
        yield Difference(name, "", "no JSON", "the file as mcda writes it")
        return
    found = list(differences(name, data, loads(wanted)))
    yield from found
    if not found and stored.replace(b"\r\n", b"\n") != wanted:
        yield Difference(name, "layout", "the same data, written in another way", "the file as mcda writes it")


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""


def _workbook(path: Path, wanted: bytes) -> tuple[tuple[Difference, ...], tuple[str, ...]]:
    """The cells in which the results workbook differs, and what is to be said about those that people may change."""
    from mcda.excel.preflight import preflight
    from mcda.excel.tracing import traced_differences

    if not path.is_file() or _content(path) == wanted:
        return (), ()
    refused = errors(preflight(path, path.name))
    if refused:
        return tuple(
            Difference(path.name, each.code, each.what, "a workbook as mcda writes it") for each in refused
        ), ()
    found = traced_differences(path.name, _content(path), wanted)
    return found.differences, tuple(_moved(path, found))


def _moved(path: Path, found: Traced) -> Iterator[str]:
    number = found.followers
    told = f"{counted(number, 'formula cell')} {agreeing(number, 'follows', 'follow')} from that, not compared"
    follow = told if number else ""
    if found.moved:
        cells = ", ".join(f"{each.place} ({label})" if label else each.place for each, label in found.moved[:5])
        more = f" and {len(found.moved) - 5} more" if len(found.moved) > 5 else ""
        yield (
            f"Yellow cells of {path.name} were changed after the run was saved: {cells}{more}"
            f"{f'; {follow}' if follow else ''}. To make a scenario of them: mcda score {path.as_posix()} --name NAME"
        )
    elif follow:
        yield f"{path.name}: {follow}."


def _missing(folder: Path) -> list[str]:
    return [f"{name} is not there; it was not compared." for name in (METRICS, RESULTS) if not (folder / name).exists()]


def _against(kept: Kept, data: dict[str, Any], study: str | Path) -> Iterator[Difference]:
    """What differs between the record and a run of the same command on another state of the study."""
    try:
        today = _today(kept, load(study))
        then = run(kept.study, kept.weights, kept.name, Overrides(texts=kept.overrides), kept.notes, kept.settings)
        changed = changes(pair(then, today))
    except StudyError as error:
        yield from (Difference(str(f.place), f.code, f.what, "inputs as recorded") for f in error.findings)
        return
    except ValueError as error:
        yield Difference(str(study), "inputs", f"as recorded ({error})", "they do not fit any more")
        return
    for change in changed:
        yield Difference(f"{study}", f"{change.kind}: {change.what}", change.before or ABSENT, change.after or ABSENT)
    yield from differences(RUN, data.get("results"), loads(dumps(results(today))), "results")


def _today(kept: Kept, study: Study) -> Scenario:
    inputs = inputs_of_today(kept, study)
    return run(*inputs, kept.name, Overrides(texts=kept.overrides), kept.notes, kept.settings)
