"""Every benchmark in one run, written to docs/performance.md: `python benchmarks`.

Takes some ten minutes. What stands under the line "Read by people" in that page is kept.
"""

from __future__ import annotations

import ast
import os
import platform
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "performance.md"
KEPT = "## Read by people"
SCRIPTS = {
    "whole": "The whole job",
    "workbook": "The files of a run",
    "mix": "Mixes",
    "knapsack": "Fronts of published knapsacks",
    "robust": "Robustness",
    "additive": "Scores of many options",
    "growth": "Growth",
}


def main() -> None:
    """Run the scripts one after the other and write the page."""
    wanted = sys.argv[1:] or list(SCRIPTS)
    parts = [_section(name) for name in wanted]
    if wanted == list(SCRIPTS):
        old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        kept = old[old.index(KEPT) :] if KEPT in old else f"{KEPT}\n"
        PAGE.write_text("\n".join([_head(), *parts, kept]), encoding="utf-8")


def _head() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pulp", "highspy", "XlsxWriter"))
    return f"""# Performance

Written by `python benchmarks` on {date.today()}: Python {platform.python_version()}, {packages}.
The machine has {os.cpu_count()} cores.
Times are of one machine; the ratios are of one run on it, so that they can be compared elsewhere.
"""


def _section(name: str) -> str:
    print(f"\n== {name}", flush=True)
    done = subprocess.run(
        [sys.executable, HERE / f"{name}.py"], check=True, stdout=subprocess.PIPE, text=True, env=_environment()
    ).stdout
    print(done, flush=True)
    said = (ast.get_docstring(ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))) or "").strip()
    body = done if done.lstrip().startswith("|") else f"```text\n{done}```\n"
    return f"## {SCRIPTS[name]}\n{said}\n\n{body}"


def _environment() -> dict[str, str]:
    """The scripts' surroundings: one thread in the linear algebra."""
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1"}


if __name__ == "__main__":
    main()
