"""Other packages, each in an environment of its own, so that their pins do not meet ours.

They are installed at first use into the folder that MCDA_PEERS names (else `benchmarks/.peers`); a package that cannot
be installed here is left out, and the line that would have named it says so.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(os.environ.get("MCDA_PEERS", Path(__file__).with_name(".peers")))


def peer(package: str, *others: str) -> Path | None:
    """The interpreter of an environment that holds a package (and others beside it); None if it cannot be installed."""
    place = FOLDER / f"{package}-{sys.version_info.major}.{sys.version_info.minor}"
    python = place / "bin" / "python"
    if _works(python, package):
        return python
    venv.create(place, with_pip=True, clear=True)
    command = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", package, *others]
    installed = subprocess.run(command, capture_output=True, text=True, check=False)
    return python if installed.returncode == 0 and _works(python, package) else None


def version(python: Path, package: str) -> str:
    """The version of a package in an environment."""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def _works(python: Path, package: str) -> bool:
    code = f"from importlib.metadata import version; version({package!r})"
    return python.exists() and subprocess.run([python, "-c", code], capture_output=True, check=False).returncode == 0
