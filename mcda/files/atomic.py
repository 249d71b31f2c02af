"""Outputs written whole or not at all."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import re
import shutil
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4
from zlib import crc32

from mcda.errors import Finding, Place, StudyError

_FORGOTTEN_SECONDS = 24 * 3600
_MOST_TRIES = 100
_STRAY = re.compile(r"\.(?P<name>.+)\.(?P<host>[0-9a-f]{8})\.(?P<pid>\d+)\.[0-9a-f]{8}\.(?P<kind>new|old)\Z")
_LOCKS = (".~lock.*#", "~$*")
_TAKEN = (errno.ENOTEMPTY, errno.EEXIST)
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)


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
        _refuse_open(folder)
        fresh = _beside(folder, "new")
        try:
            fresh.mkdir()
            for name, data in files.items():
                _write(fresh / name, data)
            _bring_along(folder, fresh, {*files, *ours})
            _sync_folder(fresh)
            _swap(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def write_file(path: Path, data: bytes) -> None:
    """Write one file whole or not at all. Raises StudyError with one finding if the disk refuses."""
    with _in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        fresh = _beside(path, "new")
        try:
            _write(fresh, data)
            fresh.replace(path)
            _settle(path.parent)
        finally:
            fresh.unlink(missing_ok=True)


def sweep(parent: Path) -> None:
    """Take away what dead runs left in a folder; a folder that one had moved aside and not replaced returns.

    A run on another machine that shares the disk counts as dead after a day.
    """
    for stray in sorted(parent.glob(".*")):
        match = _STRAY.match(stray.name)
        # Another run may sweep at the same time.
        with suppress(OSError):
            if match and _is_dead(stray, match["host"], int(match["pid"])):
                _remove(stray, parent / match["name"], match["kind"])


def _remove(stray: Path, target: Path, kind: str) -> None:
    if kind == "old" and not target.exists():
        stray.rename(target)
    elif stray.is_dir():
        shutil.rmtree(stray, ignore_errors=True)
    else:
        stray.unlink(missing_ok=True)


def _is_dead(stray: Path, host: str, pid: int) -> bool:
    return time.time() - stray.stat().st_mtime > _FORGOTTEN_SECONDS or (host == _host() and not _is_alive(pid))


def _host() -> str:
    return f"{crc32(platform.node().encode()):08x}"


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
    return path.parent / f".{path.name}.{_host()}.{os.getpid()}.{uuid4().hex[:8]}.{kind}"


def _swap(fresh: Path, folder: Path) -> None:
    """Put `fresh` in the place of `folder`; what stood there is gone at the end."""
    for _ in range(_MOST_TRIES):
        if _exchanged(fresh, folder) or _replaced(fresh, folder):
            _settle(folder.parent)
            return
    raise OSError(errno.EBUSY, "another run keeps replacing the folder")


def _exchanged(fresh: Path, folder: Path) -> bool:
    """Whether the two folders changed places in one step, which only Linux can."""
    exchange = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if exchange is None:
        return False
    return bool(exchange(_HERE, os.fsencode(fresh), _HERE, os.fsencode(folder), _EXCHANGE) == 0)


def _replaced(fresh: Path, folder: Path) -> bool:
    """Whether the new folder took the place of the old one by two renames; False if another run was faster.

    A run that dies between the two leaves the old folder set aside, for `sweep` to bring back.
    """
    old = _beside(folder, "old")
    with suppress(FileNotFoundError):
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError as error:
        if old.exists() and not folder.exists():
            old.rename(folder)
        if error.errno not in _TAKEN:
            raise
        taken = True
    else:
        taken = False
    shutil.rmtree(old, ignore_errors=True)
    return not taken


def _bring_along(folder: Path, fresh: Path, ours: Collection[str]) -> None:
    """Copy what a person put into the folder."""
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        # Another run may replace the folder meanwhile: its own copy of the file is as good.
        with suppress(FileNotFoundError):
            if entry.name in ours:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.copytree(entry, fresh / entry.name, symlinks=True)
            else:
                shutil.copy2(entry, fresh / entry.name, follow_symlinks=False)


def _refuse_open(folder: Path) -> None:
    for pattern in _LOCKS:
        for lock in folder.glob(pattern):
            name = lock.name.removeprefix(".~lock.").removeprefix("~$").removesuffix("#")
            what = f"{name} is open in a spreadsheet program."
            cure = f"Close it or use --name. If nothing is open, a program crashed: delete {lock.as_posix()}."
            raise StudyError([Finding(Place(folder.as_posix()), "cannot-write", what, cure)])


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


def _settle(folder: Path) -> None:
    """Ask the disk to keep the new names. They stand by now, so that a disk that cannot answer is no failed run."""
    with suppress(OSError):
        _sync_folder(folder)


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
