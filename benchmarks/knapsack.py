"""Exact fronts of published bi-objective knapsacks, beside another package's: `python benchmarks/knapsack.py`.

2kp50 and 2kp100 (50 and 100 items, two gains, two capacities) come with pyaugmecon, which runs in an environment of its
own with HiGHS and one worker. Ours grows bound sets in whole numbers. Both must find the same points.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import Any

from peers import peer, version

from mcda.mixes.bound_sets import front
from mcda.problem.mixing import Effect, Limit, MixProblem, Used

INSTANCES = ("2kp50", "2kp100")
PEER = """
import json, sys, time
from pyaugmecon import PyAugmecon, PyAugmeconConfig
from pyaugmecon.example_models import _load_kp_matrices, kp_model
name = sys.argv[1]
weights, capacities, gains = ([[str(x) for x in row] for row in m.tolist()] for m in _load_kp_matrices(name))
config = PyAugmeconConfig(
    name=name, workers=1, write_csv=False, process_logging=False, progress_bar=False, log_to_console=False
)
start = time.perf_counter()
result = PyAugmecon(kp_model(name, 2), config).solve()
spent = time.perf_counter() - start
points = [[round(x) for x in point] for point in result.points]
print(json.dumps([weights, capacities, gains, spent, points]))
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A bi-objective knapsack, and what the peer found: its points, and in how many seconds."""

    problem: MixProblem
    seconds: float
    points: frozenset[tuple[int, ...]]


def main() -> None:
    """One line for each instance."""
    python = peer("pyaugmecon", "pyaugmecon>=2", "highspy")
    if python is None:
        print("(pyaugmecon, which carries the instances, needs a newer Python or could not be installed)")
        return
    print(f"| instance | points | same as pyaugmecon {version(python, 'pyaugmecon')} | seconds | its seconds | ratio |")
    print("|---|---:|---|---:|---:|---:|")
    for name in INSTANCES:
        print(_line(name, _case(python, name)))


def _line(name: str, case: Case) -> str:
    start = perf_counter()
    found = front(case.problem, 0, 1) or ()
    ours = perf_counter() - start
    same = "yes" if {(int(both.first), int(both.second)) for both in found} == case.points else "NO"
    return f"| {name} | {len(found)} | {same} | {ours:.2f} | {case.seconds:.2f} | {case.seconds / ours:.0f} |"


def _case(python: Path, name: str) -> Case:
    # It writes a log into the folder that it runs in.
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([python, "-c", PEER, name], capture_output=True, text=True, check=True, cwd=folder)
    weights, capacities, gains, spent, points = json.loads(done.stdout.splitlines()[-1])
    return Case(_problem(weights, capacities, gains), spent, frozenset(map(tuple, points)))


def _problem(weights: Any, capacities: Any, gains: Any) -> MixProblem:
    limits = tuple(
        Limit(f"capacity {k}", f"capacity {k}", "", (Used(k, None, Fraction(row[0])),))
        for k, row in enumerate(capacities[:2])
    )
    effects = tuple(Effect(f"gain {j}", Fraction(1), "sum", _fractions(row)) for j, row in enumerate(gains[:2]))
    options = tuple(f"item {i}" for i in range(len(gains[0])))
    uses = tuple(map(_fractions, weights[:2]))
    return MixProblem(options, effects, ("weight 0", "weight 1"), uses, (), (), limits)


def _fractions(row: list[str]) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, row))


if __name__ == "__main__":
    main()
