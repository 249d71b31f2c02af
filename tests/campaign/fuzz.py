"""A coverage-guided fuzz of the readers of YAML, CSV and XLSX: `python -m tests.campaign.fuzz MINUTES FOLDER`.

What is wanted of every file: findings or a study, never a traceback, soon; findings with place, words and cure; a study
that comes back the same when it is written and read again; and figures that a plain reading of the table confirms.
An input that reaches a new line of `mcda` joins the corpus (sys.monitoring, Python 3.12 or newer; without it, blind).
"""

from __future__ import annotations

import hashlib
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType

from mcda import api
from mcda.errors import Finding, StudyError, errors
from mcda.files.writing import study_files
from mcda.model.checks import check as check_draft
from mcda.model.draft import Draft
from mcda.scenario.overrides import Overrides
from mcda.scenario.scenario import run as run_scenario
from mcda.scenario.settings import Settings
from tests.campaign.mutating import books, mutated, mutated_book, texts, zipped
from tests.campaign.plain import disagreement
from tests.campaign.recording import record
from tests.malformed.study import FILES, write

SLOW = 10
TOOL = 3


class SlowError(Exception):
    """A file took longer than any file may."""


class WrongError(AssertionError):
    """A file was read as something that it does not say."""


class Coverage:
    """Whether a run reached a line of our code that none reached before."""

    def __init__(self) -> None:
        self.lines: set[tuple[str, int]] = set()
        monitoring = getattr(sys, "monitoring", None)
        if monitoring and monitoring.get_tool(TOOL) is None:
            monitoring.use_tool_id(TOOL, "fuzz")
            monitoring.register_callback(TOOL, monitoring.events.LINE, self._line)
            monitoring.set_events(TOOL, monitoring.events.LINE)

    def _line(self, code: CodeType, line: int) -> object:
        if "/mcda/" in code.co_filename and "/tests/" not in code.co_filename:
            self.lines.add((code.co_filename, line))
        return sys.monitoring.DISABLE

    def close(self) -> None:
        monitoring = getattr(sys, "monitoring", None)
        if monitoring and monitoring.get_tool(TOOL) == "fuzz":
            monitoring.set_events(TOOL, 0)
            monitoring.free_tool_id(TOOL)


@contextmanager
def soon(seconds: int = SLOW) -> Iterator[None]:
    """Stop after so many seconds of work: those of the processor, since the machine may be shared."""

    def stop(*_: object) -> None:
        raise SlowError(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def outcome(path: Path, folder: Path) -> str:
    """What became of the study at `path`: 'refused', 'noted' or 'sound'. Raises where a promise is broken."""
    try:
        draft = api.read(path)
    except StudyError as error:
        _well_said(error.findings)
        return "refused"
    findings = check_draft(draft)
    _well_said(findings)
    if errors(findings):
        return "refused"
    _comes_back(draft, folder)
    run_scenario(draft.study(), draft.study().weights[0], "fuzz", Overrides(), findings, Settings())
    return "noted" if findings else "sound"


def _well_said(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        text = str(finding)
        if not (finding.what and finding.place.file and (finding.cure or finding.severity == "note")):
            raise WrongError(f"no words: {finding!r}")
        for word in ("Traceback", "openpyxl", "ruamel", "pydantic", "Exception", "<class", "object at 0x"):
            if word in text and word not in finding.text:
                raise WrongError(f"a library's words: {text}")


def _comes_back(draft: Draft, folder: Path) -> None:
    study = draft.study()
    again = folder / "again"
    shutil.rmtree(again, ignore_errors=True)
    for name, data in study_files(study).items():
        (again / name).parent.mkdir(parents=True, exist_ok=True)
        (again / name).write_bytes(data)
    back = api.read(again)
    if errors(back.findings):
        raise WrongError(f"what we write is refused: {back.findings}")
    if back.study() != study:
        raise WrongError("another study after writing and reading")


class Fuzz:
    """A corpus that grows, counters, and the failures seen so far by where they happened."""

    def __init__(self, seed: int, folder: Path, finds: Path | None) -> None:
        self.rng = random.Random(seed)
        self.folder, self.finds = folder, finds
        self.texts, self.books = texts(), books()
        self.coverage = Coverage()
        self.counts: Counter[str] = Counter()
        self.failures: dict[str, str] = {}
        write(folder / "study", {})

    def one(self) -> None:
        kind = self.rng.choice(("book", "text", "text", "text", "text", "text"))
        before = len(self.coverage.lines)
        if kind == "book":
            made = mutated_book(self.books[0] if self.rng.random() < 0.5 else self.rng.choice(self.books), self.rng)
            data = zipped(made)
            if self.rng.random() < 0.1:
                data = mutated(data, self.rng)
            name, path = "study.xlsx", self.folder / "study.xlsx"
        else:
            name = self.rng.choice(sorted(FILES))
            seeds = self.texts[name]
            seed = seeds[0] if self.rng.random() < 0.5 else self.rng.choice(seeds)
            data = mutated(seed, self.rng, others=seeds)
            path = self.folder / "study"
        self._try(name, data, path)
        if len(self.coverage.lines) > before:
            self.counts["new lines"] += len(self.coverage.lines) - before
            if kind == "text":
                self.texts[name].append(data)
            elif data == zipped(made):
                self.books.append(made)

    def _try(self, name: str, data: bytes, path: Path) -> None:
        file = path if path.suffix == ".xlsx" else path / name
        file.write_bytes(data)
        suffix = file.suffix.lstrip(".")
        try:
            with soon():
                found = outcome(path, self.folder)
                if name == "inputs/ratings.csv" and found == "sound":
                    wrong = disagreement(data, api.load(path))
                    if wrong:
                        raise WrongError(wrong)
            self.counts[f"{suffix} {found}"] += 1
        except Exception as error:  # noqa: BLE001  (every failure is what is looked for)
            self._keep(name, data, error)
        self.counts[suffix] += 1
        if path.suffix != ".xlsx":
            file.write_text(FILES[name], encoding="utf-8", newline="")

    def _keep(self, name: str, data: bytes, error: Exception) -> None:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "/mcda/" in f.filename]
        at = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "-"
        mark = f"{type(error).__name__} at {at}"
        if isinstance(error, WrongError):
            mark += f" {str(error)[:40]}"
        self.counts["failures"] += 1
        if mark in self.failures:
            return
        self.failures[mark] = f"{name}: {mark}: {error}"
        if self.finds:
            self.finds.mkdir(parents=True, exist_ok=True)
            stem = hashlib.sha256(mark.encode()).hexdigest()[:8]
            (self.finds / f"{stem}{Path(name).suffix}").write_bytes(data)
            told = "".join(traceback.format_exception(error))
            (self.finds / f"{stem}.txt").write_text(f"{name}\n{mark}\n{told}", encoding="utf-8")


def fuzz(seconds: float, seed: int, *, finds: Path | None = None, most: int = sys.maxsize) -> Fuzz:
    """Run for so many seconds, or so many files."""
    with tempfile.TemporaryDirectory() as folder:
        made = Fuzz(seed, Path(folder), finds)
        try:
            end, done = time.monotonic() + seconds, 0
            while time.monotonic() < end and done < most:
                made.one()
                done += 1
        finally:
            made.coverage.close()
        return made


def main(minutes: float, folder: str) -> None:
    """Other files at every run, so that each run may find what none has found before."""
    made = fuzz(60 * minutes, time.time_ns() % 2**32, finds=Path(folder))
    for each in made.failures.values():
        print(each[:300])
    counts = made.counts
    record(
        "fuzz",
        minutes=minutes,
        files=counts["yaml"] + counts["csv"] + counts["xlsx"],
        **{key.replace(" ", "_"): number for key, number in sorted(counts.items())},
        kinds_of_failure=len(made.failures),
        lines_of_code_reached=len(made.coverage.lines),
    )
    print(dict(counts))


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2])
