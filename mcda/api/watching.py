"""Scoring again whenever a file of the study is saved, whatever state the files are in."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mcda.api.agreeing import about_workbooks
from mcda.api.robustness import quick_look
from mcda.api.saving import save
from mcda.api.study import read, score_draft
from mcda.api.workbooks import is_results_workbook, outputs_of
from mcda.errors import Finding, Place, StudyError
from mcda.scenario.mix_explain import MixExplanation, explain_mix
from mcda.scenario.robust import Robustness
from mcda.scenario.scenario import Scenario
from mcda.scenario.settings import STRICT, Settings

PARTS = ("criteria", "inputs")
LOCKS = ("~$", ".~lock.")
EVERY = 0.4  # seconds between two looks

State = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched: a study (folder or workbook), the weights to score it with, and where its scenario goes."""

    study: Path
    weights: str | None
    name: str | None
    outputs: Path
    settings: Settings = STRICT


@dataclass(frozen=True, slots=True)
class Round:
    """One answer: the scenario, its folder, its mix explained and how safe it is, or the findings in its way."""

    scenario: Scenario | None
    folder: Path | None
    explanation: MixExplanation | None = None
    findings: tuple[Finding, ...] = ()
    safety: Robustness | None = None


def watched(
    path: Path, weights: str | None = None, outputs: Path | None = None, settings: Settings = STRICT
) -> Watched:
    """What to watch when a person names a study or the results workbook of a scenario.

    A results workbook is a whole study; its own scenario stays as it is, the new one is called `<name>_edited`.
    """
    if is_results_workbook(path):
        return Watched(path, weights, f"{path.resolve().parent.name}_edited", outputs or outputs_of(path), settings)
    return Watched(path, weights, None, outputs or outputs_of(path), settings)


def rounds(job: Watched, looks: Iterable[object]) -> Iterator[Round]:
    """A round at once, then one after every change that has come to rest between two looks."""
    answered: State | None = None
    before: State | None = None
    for _ in looks:
        now = state(job)
        if now != answered and (now == before or answered is None):
            answered = now
            yield answer(job)
        before = now


def looks() -> Iterator[None]:
    """A look every EVERY seconds, for ever."""
    while True:
        yield None
        time.sleep(EVERY)


def answer(job: Watched) -> Round:
    """Score and save once; whatever is wrong with the files comes back as findings."""
    try:
        scenario = score_draft(read(job.study), job.weights, name=job.name, settings=job.settings)
        explanation, safety = explain_mix(scenario), quick_look(scenario)
        folder = save(scenario, job.outputs, replace="any", explanation=explanation, safety=safety)
        return Round(scenario, folder, explanation, safety=safety)
    except StudyError as error:
        return Round(None, None, findings=error.findings)
    except OSError as error:
        # A file may go away between finding it and reading it.
        what = f"It cannot be read just now ({error.strerror or error})."
        place = Place(str(error.filename or job.study))
        return Round(None, None, findings=(Finding(place, "cannot-read", what, "Save it again."),))


def not_taken(job: Watched, answered: Round) -> tuple[str, ...]:
    """What of a results workbook an answer did not take, to be said after it; nothing while the file is being saved."""
    try:
        return () if answered.folder is None else about_workbooks(job.study, [job.weights], answered.folder)
    except (StudyError, OSError):
        # The next round names what is wrong with the file.
        return ()


def state(job: Watched) -> State:
    """Size and time of every file that the score depends on; files that a program locks or hides are left out."""
    paths = [job.study] if job.study.is_file() else [p for part in PARTS for p in (job.study / part).rglob("*")]
    paths += [Path(job.weights)] if job.weights and Path(job.weights).suffix else []
    found = {}
    for path in paths:
        if path.name.startswith((".", *LOCKS)):
            continue
        try:
            stat = path.stat()
        except OSError:
            continue
        if path.is_file():
            found[str(path)] = (stat.st_mtime_ns, stat.st_size)
    return found
