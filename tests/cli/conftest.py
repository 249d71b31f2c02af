"""A copy of the reference study to work in."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the reference study, without outputs, as the working folder."""
    folder = tmp_path / "study"
    for name in ("criteria", "inputs", ".mcda"):
        shutil.copytree(ROOT / name, folder / name)
    monkeypatch.chdir(folder)
    return folder


def _hashes(folder: Path) -> dict[str, str]:
    files = [path for part in ("criteria", "inputs", ".mcda") for path in (folder / part).rglob("*") if path.is_file()]
    return {path.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


@pytest.fixture
def hashes() -> Callable[[Path], dict[str, str]]:
    """What every input file of a study holds, by its path."""
    return _hashes
