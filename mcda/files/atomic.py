"""Outputs written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from mcda.errors import Finding, Place, StudyError

# A stray folder of a dead process may still belong to a live one on another machine that shares the disk.
_SETTLED_SECONDS = 60
_FORGOTTEN_SECONDS = 24 * 3600
_MOST_TRIES = 50
_STRAY = re.compile(r"\.(?P<name>.+)\.(?P<pid>\d+)\.[0-9a-f]{8}\.(?P<kind>new|old)\Z")
_TAKEN = (errno.ENOTEMPTY, errno.EEXIST)


def write_files(folder: Path, files: Mapping[str, bytes], ours: Collection[str] = ()) -> None:
    """Put `files` (content by name) into `folder` all at once: built beside it, then swapped in by renaming.

    Whoever looks sees the files of one run, never a mixture; of two runs at once, one wins whole. Other files that a
    person put into the folder stay, except those named in `ours`: what an earlier run may have left there and what
    would not fit the new files.
    Raises StudyError with one finding if the disk refuses; the old folder then stays.
    """
    if any(Path(name).name != name for name in (*files, *ours)):
        raise ValueError("names of files in a scenario folder have no folders of their own")
    with _in_words(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "a file has the name of the folder")
        sweep(folder.parent)
        fresh = _beside(folder, "new")
        try:
            fresh.mkdir()
            for name, data in files.items():
                _write(fresh / name, data)
            _sync_folder(fresh)
            old = _swap(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        for each in old:
            _carry_over(each, folder, {*files, *ours})


def write_file(path: Path, data: bytes) -> None:
    """Write one file whole or not at all. Raises StudyError with one finding if the disk refuses."""
    with _in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        fresh = _beside(path, "new")
        try:
            _write(fresh, data)
            fresh.replace(path)
            _sync_folder(path.parent)
        finally:
            fresh.unlink(missing_ok=True)


def sweep(parent: Path) -> None:
    """Take away what dead runs left in a folder; what they had moved aside and not brought back returns.

    A stray counts as dead when its process is gone and it is a minute old, or when it is a day old.
    """
    for stray in sorted(parent.glob(".*")):
        match = _STRAY.match(stray.name)
        # Another run may sweep at the same time.
        with suppress(OSError):
            if match and _is_dead(stray, int(match["pid"])):
                _remove(stray, parent / match["name"], match["kind"])


def _remove(stray: Path, target: Path, kind: str) -> None:
    if kind == "old" and not target.exists():
        stray.rename(target)
    elif kind == "old":
        _carry_over(stray, target, ())
    elif stray.is_dir():
        shutil.rmtree(stray, ignore_errors=True)
    else:
        stray.unlink(missing_ok=True)


def _is_dead(stray: Path, pid: int) -> bool:
    age = time.time() - stray.stat().st_mtime
    return age > _FORGOTTEN_SECONDS or (age > _SETTLED_SECONDS and not _is_alive(pid))


def _is_alive(pid: int) -> bool:
    if os.name != "posix":
        # There, asking in this way would end the process.
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _beside(path: Path, kind: str) -> Path:
    return path.parent / f".{path.name}.{os.getpid()}.{uuid4().hex[:8]}.{kind}"


def _swap(fresh: Path, folder: Path) -> list[Path]:
    """Rename `fresh` to `folder`; what stood there, moved aside. Another run may do the same at the same time."""
    moved: list[Path] = []
    try:
        for _ in range(_MOST_TRIES):
            _move_aside(folder, moved)
            if _rename(fresh, folder):
                _sync_folder(folder.parent)
                return moved
    except OSError:
        if moved and not folder.exists():
            moved[-1].rename(folder)
        raise
    raise OSError(errno.EBUSY, "another run keeps replacing the folder")


def _move_aside(folder: Path, moved: list[Path]) -> None:
    old = _beside(folder, "old")
    with suppress(FileNotFoundError):
        folder.rename(old)
        moved.append(old)


def _rename(fresh: Path, folder: Path) -> bool:
    """Whether the new folder took its place; False if another run's was there first."""
    try:
        fresh.rename(folder)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise
    return True


def _carry_over(old: Path, folder: Path, without: Collection[str]) -> None:
    """Move a person's own files from the old folder to the new one, then remove the old one."""
    # A file that cannot be moved stays in the folder set aside, and so does that folder.
    with suppress(OSError):
        for path in sorted(old.iterdir()):
            if path.name not in without and not (folder / path.name).exists():
                path.rename(folder / path.name)
        shutil.rmtree(old)


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _in_words(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what, cure = _words(error)
        raise StudyError([Finding(Place(target.as_posix()), "cannot-write", what, cure)]) from error


def _words(error: OSError) -> tuple[str, str]:
    elsewhere = "Use --name for another scenario, or -o for another folder."
    match error.errno:
        case errno.EACCES | errno.EPERM:
            what = "It cannot be written: it is open in Excel or another program, or the folder may not be written to."
            return what, f"Close it, or write elsewhere. {elsewhere}"
        case errno.ENOSPC | errno.EDQUOT:
            return "The disk is full; nothing was changed.", "Make room, or use -o for another folder."
        case errno.EROFS:
            return "The disk is read-only; nothing was changed.", elsewhere
        case errno.ENOTDIR | errno.EEXIST | errno.EISDIR:
            return "A file stands where a folder is needed (or the other way round).", f"Move it away. {elsewhere}"
        case errno.ENAMETOOLONG:
            return "The name is too long.", elsewhere
        case errno.EBUSY:
            return "Another run is writing it at this moment.", "Try again."
    return "It cannot be written; nothing was changed.", f"Check that the disk is there. {elsewhere}"
