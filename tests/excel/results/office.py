"""A LibreOffice that tests type into, as a person would: nothing but the typed cells makes it calculate."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter, range_boundaries

SOFFICE = shutil.which("soffice")
Cell = tuple[str, str]
Typed = tuple[str, str, object]
ERROR = "#ERROR"
_SERVER = Path(__file__).with_name("office_server.py")


@cache
def python_with_uno() -> str | None:
    """A Python that can talk to LibreOffice: the system's own, or the one that LibreOffice brings."""
    beside = [] if SOFFICE is None else [Path(SOFFICE).resolve().parent / "python"]
    for python in ("/usr/bin/python3", shutil.which("python3"), *map(str, beside)):
        if python and Path(python).exists():
            done = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
            if done.returncode == 0:
                return python
    return None


needs_office = pytest.mark.skipif(
    SOFFICE is None or python_with_uno() is None, reason="LibreOffice (soffice) with python3-uno is not installed"
)


class Office:
    """One running LibreOffice with one workbook open."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process, self.path = process, Path()

    def open(self, path: Path) -> None:
        """Open a workbook, or a table of commas, as it is, without calculating anything."""
        self._ask("open", path=str(path))
        self.path = path

    def close(self) -> None:
        """Close the open workbook."""
        self._ask("close")
        self.path = Path()

    def type(self, cells: Sequence[Typed]) -> list[Typed]:
        """Type into cells: a number, a text, None for a blank, {"formula": ...} for a formula.

        What comes back, when typed, sets the cells back to what they held.
        """
        before = self._ask("type", cells=list(cells))
        held = [(sheet, cell, {"formula": text}) for (sheet, cell, _), text in zip(cells, before, strict=True)]
        return held[::-1]

    def recalculate(self) -> None:
        """Calculate every formula of the workbook anew."""
        self._ask("recalculate")

    def read(self, blocks: Sequence[tuple[str, str]]) -> list[list[list[Any]]]:
        """The values of ranges."""
        answer: list[list[list[Any]]] = self._ask("read", blocks=list(blocks))
        return answer

    def rows(self, sheet: str, at: int, count: int) -> str:
        """Insert rows before row `at` (counted from 0), or delete some if the count is negative; "refused" if not."""
        answer: str = self._ask("rows", sheet=sheet, at=at, count=count)
        return answer

    def unprotect(self, sheet: str) -> None:
        """Take the protection off a sheet, which has no password."""
        self._ask("unprotect", sheet=sheet)

    def move_sheet(self, sheet: str, place: int) -> None:
        """Put a sheet at another place, counted from 0."""
        self._ask("move", sheet=sheet, place=place)

    def everything(self) -> Mapping[Cell, object]:
        """Every cell that holds something."""
        return self._filled("everything")

    def visible(self) -> Mapping[Cell, object]:
        """Every cell of the visible sheets that holds something."""
        return self._filled("visible")

    def errors(self) -> list[Cell]:
        """All formulas that give an error, hidden sheets included."""
        return [(sheet, cell) for sheet, area in self._ask("errors") for cell in _cells_of(area)]

    def _filled(self, which: str) -> Mapping[Cell, object]:
        sheets: Mapping[str, list[list[object]]] = self._ask(which)
        return {
            (sheet, f"{get_column_letter(column)}{row}"): value
            for sheet, rows in sheets.items()
            for row, line in enumerate(rows, start=1)
            for column, value in enumerate(line, start=1)
            if value != ""
        }

    def store(self) -> None:
        """Save the open file where it is, as it was opened."""
        self._ask("store")

    def save(self, path: Path) -> None:
        """Save as an xlsx file of this name; the open workbook stays open."""
        self._ask("save", path=str(path))

    def _ask(self, what: str, **more: Any) -> Any:  # whatever JSON brings
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": what, **more}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"LibreOffice is gone: {self._process.stderr.read() if self._process.stderr else ''}"
        return json.loads(line)


def _cells_of(area: str) -> Iterator[str]:
    left, top, right, bottom = range_boundaries(area)
    yield from (f"{get_column_letter(c)}{r}" for r in range(top, bottom + 1) for c in range(left, right + 1))


@cache
def the_office() -> Office:
    """The LibreOffice that all tests of a process share: starting one takes seconds."""
    folder = Path(tempfile.mkdtemp(prefix="mcda_office"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    running = running_office(folder)
    office = running.__enter__()
    atexit.register(running.__exit__, None, None, None)
    return office


@contextmanager
def running_office(folder: Path) -> Iterator[Office]:
    """LibreOffice, started once for many edits."""
    python = python_with_uno()
    assert python
    profile = (folder / "live_profile").resolve().as_uri()
    process = subprocess.Popen(
        [python, str(_SERVER), str(SOFFICE), profile],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Office(process)
    finally:
        process.communicate(timeout=30)
