"""Outputs written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from mcda.errors import Finding, Place, StudyError

_STRAY = re.compile(r"\.(?P<name>.+)\.(?P<pid>\d+)\.[0-9a-f]{8}\.(new|old)\Z")


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `folder` hold exactly these files: built beside it, then swapped in by renaming.

    Whoever looks sees the old folder or the new one, never a mixture; of two runs at once, one wins whole. A folder
    of outputs belongs to the tool: what else was put into it goes with the old folder.
    Raises StudyError with one finding if the disk refuses; the old folder then stays.
    """
    with _in_words(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        sweep(folder.parent)
        mark = f"{os.getpid()}.{uuid4().hex[:8]}"
        fresh = folder.parent / f".{folder.name}.{mark}.new"
        try:
            fresh.mkdir()
            for name, data in files.items():
                _write(fresh / name, data)
            _sync_folder(fresh)
            _swap(fresh, folder, folder.parent / f".{folder.name}.{mark}.old")
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def write_file(path: Path, data: bytes) -> None:
    """Write one file whole or not at all. Raises StudyError with one finding if the disk refuses."""
    with _in_words(path):
        fresh = path.parent / f".{path.name}.{os.getpid()}.{uuid4().hex[:8]}.new"
        try:
            _write(fresh, data)
            fresh.replace(path)
            _sync_folder(path.parent)
        finally:
            fresh.unlink(missing_ok=True)


def sweep(parent: Path) -> None:
    """Take away what dead runs left behind: a half-built folder goes, an old one whose successor never came returns."""
    for stray in parent.glob(".*"):
        match = _STRAY.match(stray.name)
        if match is None or _alive(int(match["pid"])):
            continue
        target = parent / match["name"]
        if stray.name.endswith(".old") and not target.exists():
            stray.rename(target)
        elif stray.is_dir():
            shutil.rmtree(stray, ignore_errors=True)
        else:
            stray.unlink(missing_ok=True)


def _swap(fresh: Path, folder: Path, old: Path) -> None:
    for _ in range(100):
        try:
            if folder.exists():
                folder.rename(old)
            fresh.rename(folder)
            break
        except FileNotFoundError:
            continue  # another run moved the old folder away first
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                if old.exists() and not folder.exists():
                    old.rename(folder)
                raise
    _sync_folder(folder.parent)
    shutil.rmtree(old, ignore_errors=True)


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


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


@contextmanager
def _in_words(target: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        what = "It cannot be written: it is open in another program, or the folder is read-only."
        raise _refused(target, what, "Close it, use --name for another scenario, or -o for another folder.") from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _refused(target, "The disk is full; nothing was changed.", "Make room, or use -o.") from error
        what = f"It cannot be written ({error.strerror}); nothing was changed."
        raise _refused(target, what, "Use -o FOLDER for another place.") from error


def _refused(target: Path, what: str, cure: str) -> StudyError:
    return StudyError([Finding(Place(str(target)), "cannot-write", what, cure)])
