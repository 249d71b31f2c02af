"""How time grows with the size of a study: `python benchmarks/growth.py`.

Each row doubles one size and leaves the others; the exponent is the slope of a straight line through the logarithms
(1: twice the size takes twice the time). For free options, where the count of mixes doubles with each, it is the factor
for one option more. CPU seconds, best of three.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from time import process_time

import numpy as np
from mix import policy

from mcda.methods.acceptability import rank_acceptability
from mcda.methods.first_rank import best_cells
from mcda.methods.weight_sets import WeightSet, weight_set
from mcda.mixes.choose import choose
from mcda.mixes.enumerate import MOST_MIXES, feasible_mixes
from mcda.mixes.memory import forget
from mcda.model.criterion import Criterion
from mcda.model.option import Option, Rating
from mcda.model.study import About, Study
from mcda.model.weights import Weights
from mcda.problem import scoring_problem
from mcda.scenario.ranking import ranking

REPEATS = 3
SEED = 7


def study(options: int, criteria: int) -> Study:
    """A study of random ratings from 0 to 100, without constraints."""
    draw = random.Random(SEED)
    keys = [f"c{j}" for j in range(criteria)]
    records = [
        Criterion.model_validate(
            {
                "key": key,
                "name": key,
                "definition": key,
                "unit": "points",
                "worst": "0",
                "best": "100",
                "do_nothing": "0",
                "mix_rule": "sum",
            }
        )
        for key in keys
    ]
    points = {key: str(draw.randint(1, 99)) for key in keys}
    return Study(
        about=About(name="growth", question="?", do_nothing="-", default_weights="w"),
        criteria=tuple(records),
        options=tuple(Option(key=f"o{i}", name=f"o{i}") for i in range(options)),
        ratings=tuple(
            Rating.model_validate({"option": f"o{i}", "criterion": key, "best": str(draw.randint(0, 100))})
            for i in range(options)
            for key in keys
        ),
        weights=(Weights.model_validate({"key": "w", "name": "w", "points": points}),),
    )


def scored(options: int, criteria: int) -> float:
    """Seconds for values, scores, ranks and dominance of a study that has been read."""
    made = study(options, criteria)
    return seconds(lambda: ranking(made, scoring_problem(made, made.weights[0])))


def shares(options: int, criteria: int) -> float:
    """Seconds for exact first-rank shares."""
    return seconds(lambda: best_cells(_values(options, criteria), _anything(criteria)))


def drawn(options: int, draws: int) -> float:
    """Seconds for the shares of every rank from sampled weights, four criteria."""
    values, weights = _values(options, 4), _anything(4)
    return seconds(lambda: rank_acceptability(values, weights, draws))


def listed(options: int) -> float:
    """Seconds to list all feasible mixes."""
    return seconds(lambda: feasible_mixes(policy(options, 0), 100_000_000))


def chosen(options: int) -> float:
    """Seconds to choose a mix, by whatever engine the size asks for."""
    return seconds(lambda: choose(policy(options, 0)))


def seconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        forget()
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def _values(options: int, criteria: int) -> list[list[Fraction]]:
    draw = random.Random(SEED)
    return [[Fraction(draw.randint(0, 1000), 10) for _ in range(criteria)] for _ in range(options)]


def _anything(criteria: int) -> WeightSet:
    found = weight_set([], criteria)
    assert found is not None
    return found


def row(what: str, sizes: Sequence[int], work: Callable[[int], float], growth: str) -> None:
    """One line of the table: each size with its time, and how it grows."""
    times = [work(size) for size in sizes]
    steps = np.log(sizes) if growth == "exponent" else np.array(sizes, float)
    slope = float(np.polyfit(steps, np.log(times), 1)[0])
    cells = ", ".join(f"{size:,}: {_time(time)}" for size, time in zip(sizes, times, strict=True))
    print(f"| {what} | {cells} | {f'exponent {slope:.1f}' if growth == 'exponent' else f'x {np.exp(slope):.1f}'} |")


def _time(time: float) -> str:
    return f"{time:.2f} s" if time >= 1 else f"{1e3 * time:.1f} ms"


def main() -> None:
    print("| what, against which size | CPU time | growth |\n|---|---|---|")
    row("ranking with dominance, options (4 criteria)", (10, 20, 40, 80, 160, 320), lambda n: scored(n, 4), "exponent")
    row("ranking with dominance, criteria (20 options)", (2, 4, 8, 16, 32), lambda n: scored(20, n), "exponent")
    row("exact first-rank shares, options (4 criteria)", (10, 20, 40, 80), lambda n: shares(n, 4), "exponent")
    row("exact first-rank shares, criteria (20 options)", (2, 3, 4, 5), lambda n: shares(20, n), "each more")
    row("shares of ranks, draws (15 options)", (2**14, 2**16, 2**18, 2**20), lambda n: drawn(15, n), "exponent")
    row("shares of ranks, options (65,536 draws)", (10, 20, 40, 80, 160), lambda n: drawn(n, 2**16), "exponent")
    row("listing all feasible mixes, free options", (15, 18, 21, 24), listed, "each more")
    row("choosing a mix with both engines, free options", (10, 13, 16, 19), chosen, "each more")
    print(
        f"\nUp to {MOST_MIXES:,} feasible mixes all are listed and the solver checks the answer; above that the solver"
    )
    print("decides alone and its answer is checked in exact arithmetic.")


if __name__ == "__main__":
    main()
