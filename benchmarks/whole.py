"""The whole job on the reference study, beside importing the leading peer: `python benchmarks/whole.py`.

`mcda score` reads the study, ranks, chooses and explains the mix, and writes the workbook, the report and the record.
The peers only import; their user has still to write the script. Every command is a process of its own.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from peers import peer, version
from processes import Figures, in_turn

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    mcda = Path(sys.executable).with_name("mcda")
    rows: list[tuple[str, list[str | Path]]] = [
        ("`mcda score`, all outputs", [mcda, "score", "."]),
        ("`mcda --help`", [mcda, "--help"]),
        ("`mcda check`", [mcda, "check", "."]),
        ("`mcda robust`", [mcda, "robust", "."]),
        ("python, nothing imported", [sys.executable, "-c", "pass"]),
        ("`import pandas`", [sys.executable, "-c", "import pandas"]),
    ]
    rows += _peers()
    with tempfile.TemporaryDirectory() as name:
        study = Path(name)
        for part in ("criteria", "inputs"):
            shutil.copytree(ROOT / part, study / part)
        found = in_turn([command for _, command in rows], study)
    _table([what for what, _ in rows], found)


def _peers() -> list[tuple[str, list[str | Path]]]:
    rows: list[tuple[str, list[str | Path]]] = []
    for package, module in (("scikit-criteria", "skcriteria"), ("pymcdm", "pymcdm")):
        python = peer(package)
        if python is None:
            print(f"({package} could not be installed here)")
            continue
        rows.append((f"`import {module}` {version(python, package)}", [python, "-c", f"import {module}"]))
    return rows


def _table(names: list[str], found: list[Figures]) -> None:
    whole = found[0]
    print("| whole process | seconds | CPU seconds | memory, MB | CPU against `mcda score` |")
    print("|---|---:|---:|---:|---:|")
    for name, figures in zip(names, found, strict=True):
        ratio = figures.cpu / whole.cpu
        print(f"| {name} | {figures.wall:.2f} | {figures.cpu:.2f} | {figures.memory:.0f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
