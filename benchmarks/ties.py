"""How often floating-point sums break exact ties: python benchmarks/ties.py

Random problems of 15 options and 4 criteria, ratings 1 to 5, weights multiples of 5 %. A tie is two different options
with exactly the same score. Printed: the share of ties that each way of computing scores tells apart.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

PROBLEMS, OPTIONS, CRITERIA = 1000, 15, 4


def main() -> None:
    rng = np.random.default_rng(20261122)
    with_tie = ties = 0
    broken = dict.fromkeys(("X @ w", "einsum", "sum()", "math.fsum", "Fraction"), 0)
    for _ in range(PROBLEMS):
        ratings = rng.integers(1, 6, size=(OPTIONS, CRITERIA))
        points = rng.multinomial(20, [1 / CRITERIA] * CRITERIA) * 5
        exact = ratings @ points
        floats, weights = ratings.astype(float), points / 100
        rational = [Fraction(int(p), 100) for p in points]
        ways = {
            "X @ w": floats @ weights,
            "einsum": np.einsum("ij,j", floats, weights),
            "sum()": [sum(x * w for x, w in zip(row, weights, strict=True)) for row in floats],
            "math.fsum": [math.fsum(x * w for x, w in zip(row, weights, strict=True)) for row in floats],
            "Fraction": [sum(int(x) * w for x, w in zip(row, rational, strict=True)) for row in ratings],
        }
        pairs = [
            (i, k)
            for i in range(OPTIONS)
            for k in range(i)
            if exact[i] == exact[k] and (ratings[i] != ratings[k]).any()
        ]
        with_tie += bool(pairs)
        ties += len(pairs)
        for way, scores in ways.items():
            broken[way] += sum(scores[i] != scores[k] for i, k in pairs)
    print(f"{with_tie / PROBLEMS:.0%} of {PROBLEMS} problems have a tie between different options; {ties} tied pairs")
    for way, count in broken.items():
        print(f"{way:10} breaks {count / ties:.1%}")


if __name__ == "__main__":
    main()
