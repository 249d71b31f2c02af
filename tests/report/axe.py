"""The accessibility checker axe-core, where it is installed."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

CARRIER = "axe-playwright-python"  # a package that carries axe.min.js; nothing else of it is used


def axe_core() -> str | None:
    """The script: of MCDA_AXE (.../axe.min.js), of the package that carries it, or of node_modules."""
    path = next((path for path in _places() if path.is_file()), None)
    return None if path is None else path.read_text("utf-8")


def _places() -> list[Path]:
    try:
        carried = [Path(str(file.locate())) for file in files(CARRIER) or () if file.name == "axe.min.js"]
    except PackageNotFoundError:
        carried = []
    given = [Path(os.environ["MCDA_AXE"])] if os.environ.get("MCDA_AXE") else []
    return [*given, *carried, Path("node_modules/axe-core/axe.min.js")]
