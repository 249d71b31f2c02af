"""Every open, write, rename, mkdir and fsync fails once, in its turn: clear words, and the old files or the new."""

from __future__ import annotations

import ctypes
import errno
import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mcda import api
from mcda.cli import run
from mcda.errors import StudyError
from mcda.files.atomic import write_file, write_files
from tests.campaign.recording import record, times
from tests.faults.test_interrupted import ROOT, state_of, strays, whole

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="counts calls of POSIX")
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS)
CALLS = (
    ("os", "rename"),
    ("os", "replace"),
    ("os", "mkdir"),
    ("os", "fsync"),
    ("os", "open"),
    ("os", "scandir"),
    ("os", "listdir"),
)


class FailingFile:
    """A file whose writes count as calls too."""

    def __init__(self, file: Any, calls: Calls) -> None:
        self._file, self._calls = file, calls

    def write(self, data: Any) -> int:
        self._calls.turn("write")
        return int(self._file.write(data))

    def __enter__(self) -> FailingFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class Calls:
    """The calls that touch a folder, counted; number `fails` fails with `error`."""

    def __init__(self, folder: Path, fails: int = 0, error: int = errno.EIO) -> None:
        self.folder, self.fails, self.error, self.count, self.failed = str(folder), fails, error, 0, ""

    def turn(self, name: str) -> None:
        self.count += 1
        if self.count == self.fails:
            self.failed = name
            raise OSError(self.error, os.strerror(self.error))

    def touches(self, target: Any) -> bool:
        return isinstance(target, int) or str(target).startswith(self.folder)


@contextmanager
def failing(calls: Calls, *, exchange: bool = True) -> Iterator[None]:
    """Calls to the operating system go through `calls`; without `exchange`, folders are swapped by two renames."""
    patch = pytest.MonkeyPatch()
    for module, name in CALLS:
        real = getattr(sys.modules[module], name)

        def counted(target: Any, *rest: Any, real: Any = real, name: str = name, **more: Any) -> Any:
            if calls.touches(target):
                calls.turn(name)
            return real(target, *rest, **more)

        patch.setattr(f"{module}.{name}", counted)
    real_open = io.open

    def opened(target: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if isinstance(target, int) or not calls.touches(target):
            return real_open(target, mode, *rest, **more)
        calls.turn("open")
        file = real_open(target, mode, *rest, **more)
        return FailingFile(file, calls) if "x" in mode or "w" in mode else file

    patch.setattr(io, "open", opened)
    if not exchange:
        patch.setattr(ctypes, "CDLL", lambda _name: object())
    try:
        yield
    finally:
        patch.undo()


def contents(folder: Path) -> set[bytes]:
    return {path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("exchange", [True, False])
@pytest.mark.parametrize("error", ERRORS)
def test_whatever_fails_a_folder_is_old_or_new(tmp_path: Path, error: int, exchange: bool) -> None:
    folder = tmp_path / "outputs" / "scenario"
    fails, kinds = 0, set()
    while True:
        shutil.rmtree(folder.parent, ignore_errors=True)
        write_files(folder, {f"file{i}": b"old" for i in range(3)})
        fails += 1
        calls, told = Calls(tmp_path, fails, error), ""
        with failing(calls, exchange=exchange):
            try:
                write_files(folder, {f"file{i}": b"new" for i in range(3)})
            except StudyError as refused:
                told = str(refused)
        if not calls.failed:
            break
        kinds.add(calls.failed)
        assert contents(folder) == ({b"old"} if told else {b"new"}), (calls.failed, fails, told)
        assert len(list(folder.iterdir())) == 3
        write_file(folder.parent / "any", b"")
        # Where tidying up is what failed, the next run of another process tidies.
        assert not told or strays(folder.parent) == []

    assert kinds >= {"open", "write", "fsync", "mkdir"} | (set() if exchange else {"rename"})


@pytest.mark.parametrize("error", ERRORS)
def test_whatever_fails_a_file_is_old_or_new(tmp_path: Path, error: int) -> None:
    path, fails = tmp_path / "made" / "file", 0
    while True:
        write_file(path, b"old")
        fails += 1
        calls, told = Calls(tmp_path, fails, error), ""
        with failing(calls):
            try:
                write_file(path, b"new")
            except StudyError as refused:
                told = str(refused)
        if not calls.failed:
            break
        assert path.read_bytes() == (b"old" if told else b"new"), (calls.failed, told)
        assert [each.name for each in path.parent.iterdir()] == ["file"]

    assert fails > 5


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("failing") / "study"
    for name in ("criteria", "inputs"):
        shutil.copytree(ROOT / name, folder / name)
    api.save(api.score(folder, "baseline", name="shared"), folder / "outputs")
    return folder


def one_failure(study: Path, fails: int, error: int, output: pytest.CaptureFixture[str]) -> str:
    """Score with one failing call; its name ('' if there were fewer calls). Breaks an assertion if a promise breaks."""
    before = state_of(study)
    calls = Calls(study, fails, error)
    with failing(calls):
        code = run(
            ["score", str(study), "--name", "shared", "--force", "--set-weight", f"transparency={fails % 50 + 1}"]
        )
    told = output.readouterr().err
    after = state_of(study)
    whole(study / "outputs")
    assert code in (0, 2), (calls.failed, code, told)
    assert "Traceback" not in told, told
    assert code == 0 or (told.strip() and after == before), (calls.failed, fails, told)
    assert {name: d for name, d in after.items() if "outputs" not in name} == {
        name: d for name, d in before.items() if "outputs" not in name
    }
    return calls.failed


@pytest.mark.parametrize("fails", [1, 5, 20, 40])
def test_a_run_with_one_failing_call_ends_in_words_or_well(
    ready: Path, fails: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert one_failure(ready, fails, errno.EIO, capsys)


@pytest.mark.campaign
def test_every_call_of_a_run_fails_once(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failed: list[str] = []
    for error in ERRORS[: times(len(ERRORS))]:
        fails = 1
        while found := one_failure(ready, fails, error, capsys):
            failed.append(found)
            fails += 1

    counts = {f"{name}_failures": failed.count(name) for name in sorted(set(failed))}
    record("failing_calls", failures=len(failed), **counts, tracebacks=0, damaged=0, errors_tried=len(ERRORS))
    assert set(failed) >= {"open", "write", "fsync", "mkdir"}
