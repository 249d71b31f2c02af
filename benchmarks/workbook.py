"""How long the files of one run take to make, and how large they are: `python benchmarks/workbook.py`.

The reference study, in one process, after imports; CPU seconds, best of three.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

from mcda.api import explain_mix, quick_look, score
from mcda.api.saving import scenario_files
from mcda.api.templates import template

ROOT = Path(__file__).resolve().parents[1]
REPEATS = 3


def seconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def filled_in() -> None:
    with tempfile.TemporaryDirectory() as name:
        template(Path(name, "study.xlsx"), ROOT)


def main() -> None:
    scenario = score(ROOT)
    explanation = explain_mix(scenario)
    safety = quick_look(scenario)
    files = scenario_files(scenario, explanation, safety)
    print("| what | CPU ms |\n|---|---:|")
    for what, work in (
        ("reading, scoring and choosing a mix", lambda: score(ROOT)),
        ("explaining the mix", lambda: explain_mix(scenario)),
        ("all files of a run", lambda: scenario_files(scenario, explanation, safety)),
        ("how safe the answer is, in short", lambda: quick_look(scenario)),
        ("the study as a workbook to fill in", filled_in),
    ):
        print(f"| {what} | {1e3 * seconds(work):.0f} |")
    print("\n| file | kB |\n|---|---:|")
    for name, content in files.items():
        print(f"| {name} | {len(content) / 1000:.0f} |")


if __name__ == "__main__":
    main()
