"""`mcda watch` through a working day: LibreOffice saves, broken files come and go, and Ctrl-C ends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from mcda.api.saving import save
from mcda.api.study import score
from mcda.api.templates import template
from tests.excel.results.office import needs_office, the_office
from tests.malformed.study import write

PATIENCE = 60.0
BROKEN = (b"", b"PK\x03\x04 half a workbook", b"\x00" * 5000, b"not a table at all\n" * 40, b"\xff\xfe\x00,;\n")


pytestmark = pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a POSIX signal")


@dataclass(frozen=True)
class Watch:
    """A running watch and what it has said so far."""

    process: subprocess.Popen[bytes]
    folder: Path
    answer: Path

    def answers(self) -> int:
        """How often the first screen was shown."""
        return (self.folder / "out").read_text("utf-8").count("A small study")

    def complaints(self) -> int:
        """How often findings were shown."""
        return (self.folder / "err").read_text("utf-8").count(" problem")

    def risk(self) -> str | None:
        """The points of risk in the record of the answer."""
        record = self.answer / "run.json"
        return str(json.loads(record.read_bytes())["inputs"]["weights"]["points"]["risk"]) if record.exists() else None

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; the watch must go on meanwhile."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert self.process.poll() is None, (self.folder / "err").read_text("utf-8")
            assert time.monotonic() < deadline, (self.folder / "err").read_text("utf-8")[-2000:]
            time.sleep(0.05)


def hears_ctrl_c() -> None:
    """Let a child hear Ctrl-C also where these tests run in the background, which is deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def watching(path: Path, answer: Path, folder: Path) -> Iterator[Watch]:
    """A watch that has given its first answer."""
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        command = [sys.executable, "-m", "mcda", "watch", str(path), "--color", "never"]
        process = subprocess.Popen(command, stdout=out, stderr=err, preexec_fn=hears_ctrl_c)  # noqa: PLW1509
        found = Watch(process, folder, answer)
        try:
            found.until(lambda: found.answers() == 1)
            yield found
        finally:
            found.process.kill()
            found.process.wait()


@contextmanager
def office(file: Path) -> Iterator[Callable[[str, str, float], None]]:
    """A LibreOffice that has the file open; calling it with a sheet, a cell and a number changes the cell and saves."""
    running = the_office()
    running.open(file)

    def change(sheet: str, cell: str, number: float) -> None:
        running.type([(sheet, cell, number)])
        running.store()

    try:
        yield change
    finally:
        running.close()


def a_day(watch: Watch, file: Path, broken: int) -> None:
    """Broken saves, each mended; the file deleted and back; renamed and back; Ctrl-C."""
    good = file.read_bytes()
    for content in BROKEN[:broken]:
        answered, complained = watch.answers(), watch.complaints()
        file.write_bytes(content)
        watch.until(lambda: watch.complaints() > complained)  # noqa: B023
        file.write_bytes(good)
        watch.until(lambda: watch.answers() > answered)  # noqa: B023
    answered, complained = watch.answers(), watch.complaints()
    file.unlink()
    watch.until(lambda: watch.complaints() > complained)
    file.write_bytes(good)
    watch.until(lambda: watch.answers() > answered)
    answered, complained = watch.answers(), watch.complaints()
    file.rename(file.with_name(f"renamed{file.suffix}"))
    watch.until(lambda: watch.complaints() > complained)
    file.with_name(f"renamed{file.suffix}").rename(file)
    watch.until(lambda: watch.answers() > answered)
    watch.process.send_signal(signal.SIGINT)
    assert watch.process.wait(20) == 130
    assert "Traceback" not in (watch.folder / "err").read_text("utf-8")


def assert_a_workbook_is_watched(folder: Path, saves: int, broken: int) -> None:
    """A day with a study workbook in which LibreOffice sets the points of risk."""
    book = template(folder / "study.xlsx", write(folder / "from", {}))
    with watching(book, folder / "outputs" / "baseline", folder) as watch:
        points_set(watch, book, "Weights", saves)
        a_day(watch, book, broken)


def assert_a_results_workbook_is_watched(folder: Path, saves: int, broken: int) -> None:
    """A day with the results workbook of a saved run, whose record must not change."""
    saved = save(score(write(folder / "study", {})), folder / "outputs")
    before = (saved / "run.json").read_bytes()
    book = saved / "results.xlsx"
    with watching(book, folder / "outputs" / "baseline_edited", folder) as watch:
        points_set(watch, book, "Decide", saves)
        a_day(watch, book, broken)
    assert (saved / "run.json").read_bytes() == before


def points_set(watch: Watch, book: Path, sheet: str, saves: int) -> None:
    """Other points of risk, saved again and again; each is answered."""
    cell = cell_of_risk(book, sheet)
    with office(book) as change:
        for k in range(saves):
            change(sheet, cell, 51 + k)
            watch.until(lambda: watch.risk() == str(51 + k))  # noqa: B023
    assert watch.answers() >= 1 + saves
    watch.until(lambda: not list(book.parent.glob(".~lock*")))


def assert_a_folder_is_watched(folder: Path, saves: int, broken: int) -> None:
    """A day with a study folder whose ratings LibreOffice saves as CSV."""
    study = write(folder / "study", {})
    ratings = study / "inputs" / "ratings.csv"
    with watching(study, study / "outputs" / "baseline", folder) as watch:
        with office(ratings) as change:
            for k in range(saves):
                answered = watch.answers()
                change(ratings.stem, "C2", -3 + k % 2)
                watch.until(lambda: watch.answers() > answered)  # noqa: B023
        assert watch.answers() >= 1 + saves
        a_day(watch, ratings, broken)


def cell_of_risk(book: Path, sheet: str) -> str:
    """The cell of the points of risk in a sheet."""
    found = openpyxl.load_workbook(book)[sheet]
    return next(cell.coordinate for row in found.iter_rows() for cell in row if cell.value == 50)


@needs_office
@pytest.mark.campaign
def test_twenty_saves_of_a_workbook_and_five_broken_ones(tmp_path: Path) -> None:
    assert_a_workbook_is_watched(tmp_path, saves=20, broken=5)


@needs_office
@pytest.mark.campaign
def test_twenty_saves_of_ratings_and_five_broken_ones(tmp_path: Path) -> None:
    assert_a_folder_is_watched(tmp_path, saves=20, broken=5)


@needs_office
@pytest.mark.campaign
def test_twenty_saves_of_a_results_workbook_and_five_broken_ones(tmp_path: Path) -> None:
    assert_a_results_workbook_is_watched(tmp_path, saves=20, broken=5)
