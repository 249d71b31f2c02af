"""Exact scores and ranks of many options beside another package's floats: `python benchmarks/additive.py`.

Ours multiplies and compares rational numbers, so that equal scores are equal; pymcdm's weighted sum works in floats,
and its ranks break many exact ties (docs/ties.md). Same values, same weights; CPU seconds of one run each.
"""

from __future__ import annotations

import json
import random
import subprocess
from fractions import Fraction
from time import process_time

from peers import peer

from mcda.methods.additive import score
from mcda.methods.ranking import ranks

SIZES = (100, 10_000, 1_000_000)
CRITERIA = 4
SEED = 1
PEER = """
import json, sys, time, numpy as np
from pymcdm.methods import WSM
from pymcdm.helpers import rrankdata
body, types, found = WSM(), np.ones(4), []
for size in map(int, sys.argv[1:]):
    values = np.random.default_rng(1).integers(1, 101, (size, 4)) * 1.0
    start = time.process_time()
    rrankdata(body(values, np.array([0.35, 0.28, 0.2, 0.17]), types, validation=False))
    found.append(time.process_time() - start)
print(json.dumps(found))
"""


def ours(size: int) -> float:
    """CPU seconds for exact scores and ranks of random options."""
    draw = random.Random(SEED)
    weights = [Fraction(number, 100) for number in (35, 28, 20, 17)]
    values = [[Fraction(draw.randint(1, 100)) for _ in range(CRITERIA)] for _ in range(size)]
    start = process_time()
    ranks([score(row, weights) for row in values])
    return process_time() - start


def main() -> None:
    python = peer("pymcdm")
    theirs: list[float | None] = [None] * len(SIZES)
    if python:
        command = [python, "-c", PEER, *map(str, SIZES)]
        theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print("| options x 4 criteria | exact, CPU ms | pymcdm, floats, CPU ms | exact takes |")
    print("|---:|---:|---:|---:|")
    for size, other in zip(SIZES, theirs, strict=True):
        mine = ours(size)
        beside = "not installed | -" if other is None else f"{1e3 * other:.2f} | {mine / other:.1f} times as long"
        print(f"| {size:,} | {1e3 * mine:.2f} | {beside} |")


if __name__ == "__main__":
    main()
