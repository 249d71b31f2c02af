"""Outputs written whole or not at all."""

from __future__ import annotations

import errno
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

import pytest

from mcda.errors import StudyError
from mcda.files import atomic
from mcda.files.atomic import sweep, write_file, write_files

NAMES = ("run.json", "results.xlsx", "metrics.json")
DEAD = 2**22 + 12345  # above the largest process number of any system we know
posix = pytest.mark.skipif(os.name != "posix", reason="about rights of POSIX systems")


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def aged(path: Path, seconds: float) -> Path:
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def test_a_new_folder_holds_the_files_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    write_files(tmp_path / "out" / "baseline", {"run.json": b"1", "results.xlsx": b"2"})

    assert content(tmp_path / "out" / "baseline") == {"run.json": b"1", "results.xlsx": b"2"}
    assert hidden(tmp_path / "out") == []


def test_files_of_a_person_stay_and_files_of_ours_go(tmp_path: Path) -> None:
    folder = tmp_path / "baseline"
    write_files(folder, {"run.json": b"old", "report.html": b"old"})
    (folder / "notes.docx").write_bytes(b"mine")
    (folder / "pictures").mkdir()
    (folder / "pictures" / "a.png").write_bytes(b"mine too")

    write_files(folder, {"run.json": b"new"}, ours=["report.html"])

    assert content(folder) == {"run.json": b"new", "notes.docx": b"mine"}
    assert (folder / "pictures" / "a.png").read_bytes() == b"mine too"
    assert hidden(tmp_path) == []


def test_names_with_folders_in_them_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="folders"):
        write_files(tmp_path / "x", {"../run.json": b""})


def _write_many(folder: Path, mark: int) -> None:
    for _ in range(30):
        write_files(folder, dict.fromkeys(NAMES, str(mark).encode() * 2000))


def test_runs_at_the_same_time_never_mix_their_files(tmp_path: Path) -> None:
    folder = tmp_path / "baseline"
    write_files(folder, dict.fromkeys(NAMES, b"0" * 2000))
    writers = [
        multiprocessing.get_context("spawn").Process(target=_write_many, args=(folder, mark)) for mark in (1, 2, 3)
    ]

    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        time.sleep(0.01)

    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert len(set(content(folder).values())) == 1
    assert sorted(content(folder)) == sorted(NAMES)
    assert hidden(tmp_path) == []


def test_a_run_that_is_killed_leaves_the_old_folder_whole(tmp_path: Path) -> None:
    folder = tmp_path / "baseline"
    write_files(folder, {"run.json": b"old"})
    script = f"""
import os, pathlib
from mcda.files import atomic
def die(path, data): os._exit(9)
whole = atomic._write
atomic._write = lambda path, data: whole(path, data) if path.name == 'run.json' else die(path, data)
atomic.write_files(pathlib.Path({str(folder)!r}), {{'run.json': b'new', 'results.xlsx': b'new'}})
"""

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    assert content(folder) == {"run.json": b"old"}

    write_files(folder, {"run.json": b"newer"})

    assert content(folder) == {"run.json": b"newer"}
    assert hidden(tmp_path) == []


def stray(parent: Path, pid: int, kind: str, host: str = "") -> Path:
    path = parent / f".baseline.{host or atomic._host()}.{pid}.{uuid4().hex[:8]}.{kind}"
    path.mkdir()
    return path


def test_strays_of_dead_runs_are_swept_and_those_of_live_ones_stay(tmp_path: Path) -> None:
    dead = stray(tmp_path, DEAD, "new")
    alive = stray(tmp_path, os.getpid(), "new")
    elsewhere = stray(tmp_path, DEAD, "new", host="0badcafe")
    forgotten = aged(stray(tmp_path, DEAD, "new", host="0badcafe"), 3 * 24 * 3600)
    (tmp_path / ".gitignore").write_text("x")

    sweep(tmp_path)

    assert not dead.exists()
    assert not forgotten.exists()
    assert hidden(tmp_path) == sorted([alive.name, elsewhere.name, ".gitignore"])


def test_what_a_dead_run_had_moved_aside_comes_back(tmp_path: Path) -> None:
    (stray(tmp_path, DEAD, "old") / "run.json").write_bytes(b"old")

    sweep(tmp_path)

    assert content(tmp_path / "baseline") == {"run.json": b"old"}


@pytest.mark.parametrize("lock", [".~lock.results.xlsx#", "~$results.xlsx"])
def test_a_folder_with_an_open_workbook_is_not_replaced(lock: str, tmp_path: Path) -> None:
    folder = tmp_path / "baseline"
    write_files(folder, {"results.xlsx": b"old"})
    (folder / lock).write_bytes(b"")

    with pytest.raises(StudyError, match="is open in a spreadsheet program"):
        write_files(folder, {"results.xlsx": b"new"})

    assert (folder / "results.xlsx").read_bytes() == b"old"


@pytest.mark.parametrize("step", ["in one step", "in two steps"])
def test_the_swap_works_with_and_without_help_from_the_system(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if step == "in two steps":
        monkeypatch.setattr(atomic.sys, "platform", "another")
    for data in (b"1", b"2"):
        write_files(tmp_path / "baseline", {"run.json": data})
        assert content(tmp_path / "baseline") == {"run.json": data}

    assert hidden(tmp_path) == []


def test_one_file_is_replaced_whole(tmp_path: Path) -> None:
    write_file(tmp_path / "new" / "weights.yaml", b"1")
    write_file(tmp_path / "new" / "weights.yaml", b"2")

    assert content(tmp_path / "new") == {"weights.yaml": b"2"}


def test_a_file_in_the_way_of_a_folder_is_left_alone_and_told(tmp_path: Path) -> None:
    (tmp_path / "outputs").write_text("a file")

    for target in (tmp_path / "outputs", tmp_path / "outputs" / "baseline"):
        with pytest.raises(StudyError, match="A file stands where a folder is needed"):
            write_files(target, {"run.json": b""})

    assert (tmp_path / "outputs").read_text() == "a file"


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_is_told_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(StudyError, match="open in Excel or another program"):
        write_files(tmp_path / "baseline", {"run.json": b""})


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.EACCES, "open in Excel"),
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "read-only"),
        (errno.ENAMETOOLONG, "too long"),
        (errno.EIO, "cannot be written"),
    ],
)
def test_every_refusal_of_the_disk_has_its_sentence_and_leaves_the_old_folder(
    number: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "baseline"
    write_files(folder, {"run.json": b"old"})

    def refuse(_: int) -> None:
        raise OSError(number, "words of the system")

    monkeypatch.setattr(atomic.os, "fsync", refuse)
    with pytest.raises(StudyError) as caught:
        write_files(folder, {"run.json": b"new"})

    (finding,) = caught.value.findings
    assert says in finding.what
    assert "words of the system" not in str(finding)
    assert content(folder) == {"run.json": b"old"}
    assert hidden(tmp_path) == []


@pytest.mark.parametrize("name", ["x" * 300])
def test_a_name_too_long_for_the_disk_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="too long"):
        write_files(tmp_path / name, {"run.json": b""})


def test_new_folders_have_the_rights_that_folders_have_here(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    write_files(tmp_path / "baseline", {"run.json": b""})

    assert rights([tmp_path / "baseline"]) == rights([tmp_path / "plain"])


def rights(paths: Iterable[Path]) -> list[int]:
    return [path.stat().st_mode & 0o777 for path in paths]
