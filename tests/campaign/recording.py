"""Figures of a campaign, one JSON line each: `python -m tests.campaign.page` makes docs/reliability.md of them.

A campaign calls `record(name, what=12, ...)` once, at its end. Nothing is written unless the environment variable
MCDA_CAMPAIGN_RESULTS names a folder:

    MCDA_CAMPAIGN_RESULTS=results pytest -m campaign -n 0 tests
    python -m tests.campaign.page results
"""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

FOLDER = "MCDA_CAMPAIGN_RESULTS"
PACKAGES = ("mcda-policy", "numpy", "PuLP", "highspy", "openpyxl", "XlsxWriter", "ruamel.yaml", "pydantic")
Figure = int | float | str | bool


def record(name: str, **counts: Figure) -> None:
    """Add one line to `<folder>/<name>.jsonl`: the counts, the date and the versions they were counted with."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return
    line = {
        "campaign": name,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "versions": {package: _version(package) for package in PACKAGES},
        "counts": counts,
    }
    Path(folder).mkdir(parents=True, exist_ok=True)
    with (Path(folder) / f"{name}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def times(count: int) -> int:
    """So many where results are kept; a twentieth in a campaign that only checks (as in continuous integration)."""
    return count if os.environ.get(FOLDER) else max(1, count // 20)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
