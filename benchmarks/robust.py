"""How fast the robustness figures are, as ratios to other ways to them: `python benchmarks/robust.py`.

Ours and every peer do the same job on the same values: a million weightings spread evenly over the simplex, all ranks
of all options counted, and the mean weights with which each option is first (the loops count ranks only). Ours draws
whole-number points and adds the error of every share; pysensmcda draws at random and calls a method once for each
draw, here either a bare matrix product or pymcdm's weighted sum.

Peers run in an environment of their own (`peers.py`), so that their pins do not meet ours; where they cannot be
installed their lines are left out. Times are CPU seconds of one run, in one thread, where nothing else is said.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import random
import subprocess
import tempfile
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numpy as np
from mix import policy
from peers import peer

from mcda import api
from mcda.methods.acceptability import rank_acceptability
from mcda.methods.first_rank import best_cells
from mcda.methods.weight_sets import WeightSet, weight_set
from mcda.mixes import milp
from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.memory import forget
from mcda.mixes.robust import candidates, inclusion, mix_cells
from mcda.problem.mixing import MixProblem, Reached, Test
from mcda.scenario.robust import robust

DRAWS = 1_000_000
SIZES = ((15, 4), (200, 12))
SOLVES = 60
DRAWN = 100_000
PROBLEMS = 3
PEER = """
import json, sys, time, numpy as np
from pysensmcda.smaa import exact_acceptability, simulate, rank_acceptability
values = np.array(json.load(open(sys.argv[1]))); draws = int(sys.argv[2]); m, n = values.shape
best = lambda matrix, weights, types: matrix @ weights
def seconds(work):
    start = time.process_time(); work(); return time.process_time() - start
found = {}
def ranks():
    result = simulate(best, values, np.ones(n), num_samples=draws, reverse_ranking=True, store="accumulate", seed=0)
    found["shares"] = rank_acceptability(result)[:, 0].tolist()
found["loop"] = seconds(ranks)
if n <= 6:
    exact = lambda: exact_acceptability(values, np.ones(n), scaling="none", weight_bounds=False)
    found["exact"] = seconds(lambda: found.update(exact_shares=exact().acceptability.tolist()))
try:
    from pymcdm.methods import WSM
    from pymcdm.helpers import rrankdata
    body = WSM()
    weights = np.random.default_rng(0).dirichlet(np.ones(n), 2000)
    types = np.ones(n)
    found["pymcdm"] = seconds(lambda: [rrankdata(body(values, w, types, validation=False)) for w in weights]) / 2000
    method = lambda matrix, weights, types: body(matrix, weights, types, validation=False)
    few = dict(num_samples=draws // 5, reverse_ranking=True, store="accumulate", seed=0)
    simulated = lambda: simulate(method, values, types, **few)
    found["method"] = 5 * seconds(simulated)
except ImportError:
    pass
print(json.dumps(found))
"""


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """The fastest of some runs."""
    times = []
    for _ in range(repeats):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def values_of(options: int, criteria: int) -> list[tuple[Fraction, ...]]:
    rng = random.Random(7)
    return [tuple(Fraction(rng.randint(0, 10**6), 10**4) for _ in range(criteria)) for _ in range(options)]


def careful_loop(values: np.ndarray, draws: int) -> None:
    """One draw after the other, nothing wasted."""
    rng = np.random.default_rng(0)
    options = len(values)
    counts, places = np.zeros((options, options), np.int64), np.arange(options)
    for weights in rng.dirichlet(np.ones(values.shape[1]), draws):
        counts[(-(values @ weights)).argsort(), places] += 1


def rank_shares() -> None:
    print(f"Shares of all ranks over all weights, {DRAWS:,} draws")
    for options, criteria in SIZES:
        values, weights = values_of(options, criteria), weight_set([], criteria)
        assert weights is not None
        ours = seconds(lambda values=values, weights=weights: rank_acceptability(values, weights, DRAWS))
        floats = np.array([[float(x) for x in row] for row in values])
        part = DRAWS // 50
        loop = 50 * seconds(lambda floats=floats, part=part: careful_loop(floats, part), 1)
        print(f"  {options} x {criteria}: {ours:6.2f} s; careful loop {loop:7.1f} s: {loop / ours:6.0f} times as fast")
        by_peers(values, ours, on_two_cores(values, weights))


def on_two_cores(values: list[tuple[Fraction, ...]], weights: WeightSet) -> float:
    """Seconds on the clock with two processes that have begun."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        rank_acceptability(values, weights, DRAWS // 8, executor=pool)
        start = perf_counter()
        rank_acceptability(values, weights, DRAWS, executor=pool)
        return perf_counter() - start


def by_peers(values: list[tuple[Fraction, ...]], ours: float, clock: float) -> None:
    """The same by pysensmcda and by a loop over pymcdm, in their environment."""
    python = peer("pysensmcda", "pymcdm")
    if not python:
        print("    pysensmcda and pymcdm left out: they could not be installed here")
        return
    part = 20
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "values.json"
        path.write_text(json.dumps([[float(x) for x in row] for row in values]), encoding="utf-8")
        command = [python, "-c", PEER, str(path), str(DRAWS // part)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"    peers failed: {done.stderr.strip().splitlines()[-1]}")
        return
    found = json.loads(done.stdout.splitlines()[-1])
    against("pysensmcda with a bare matrix product", part * found["loop"], ours)
    print(f"      on the clock, ours by --jobs 2 in {clock:.2f} s: {part * found['loop'] / clock:6.0f} times as fast")
    if "pymcdm" in found:
        against("pysensmcda with pymcdm's weighted sum", part * found["method"], ours)
        against("loop over pymcdm", DRAWS * found["pymcdm"], ours)
    if "exact" in found:
        exact_route(values, found)


def against(name: str, theirs: float, ours: float) -> None:
    print(f"    {name} {theirs:8.1f} s (from a part): {theirs / ours:6.0f} times as fast")


def exact_route(values: list[tuple[Fraction, ...]], found: dict[str, list[float]]) -> None:
    weights = weight_set([], len(values[0]))
    assert weights is not None
    ours = seconds(lambda: best_cells(values, weights))
    shares = dict.fromkeys(range(len(values)), 0.0) | {cell.option: cell.share for cell in best_cells(values, weights)}
    apart = max(abs(share - found["exact_shares"][option]) for option, share in shares.items())
    theirs: float = found["exact"]  # type: ignore[assignment]
    print(
        f"    exact first places: {1e3 * ours:6.1f} ms, pysensmcda {1e3 * theirs:6.1f} ms, apart {apart:.0e}: ", end=""
    )
    print(f"{theirs / ours:5.0f} times as fast")


def memory() -> None:
    for options, criteria in SIZES:
        values, weights = values_of(options, criteria), weight_set([], criteria)
        assert weights is not None
        tracemalloc.start()
        rank_acceptability(values, weights, DRAWS)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        print(f"Peak memory of {DRAWS:,} draws, {options} x {criteria}: {peak:.1f} MB")
        tracemalloc.stop()


def mixes_over_weights() -> None:
    print(
        f"Exact shares of mixes over all weights, listing included, against {DRAWN:,} PuLP + HiGHS solves, one a draw"
    )
    print(f"(median of {PROBLEMS} problems, and the least)")
    for options in (12, 15, 20):
        problems = [four_criteria(policy(options, seed)) for seed in range(PROBLEMS)]
        ours = [seconds(lambda problem=problem: shares_of_mixes(problem)) for problem in problems]
        naive = [DRAWN * naive_solve(problem) for problem in problems]
        ratios = sorted(theirs / own for theirs, own in zip(naive, ours, strict=True))
        times = f"{1e3 * median(ours):6.1f} ms; naive {median(naive):6.0f} s (from {SOLVES} solves)"
        print(f"  n={options}: {times}: {median(ratios):9,.0f} times as fast, at least {ratios[0]:,.0f}")


def naive_solve(problem: MixProblem) -> float:
    """Seconds of one solve with drawn weights."""
    rng = random.Random(0)
    drawn = [[rng.randint(1, 999) for _ in problem.effects] for _ in range(SOLVES)]
    start = process_time()
    for numbers in drawn:
        weighed = zip(problem.effects, numbers, strict=True)
        milp.solve(replace(problem, effects=tuple(replace(e, weight=Fraction(w, sum(numbers))) for e, w in weighed)))
    return (process_time() - start) / SOLVES


def four_criteria(problem: MixProblem) -> MixProblem:
    """The problem without its fifth effect and the limits on it."""
    kept = tuple(limit for limit in problem.limits if not any(map(_on_the_fifth, limit.tests)))
    return replace(problem, effects=problem.effects[:4], limits=kept)


def _on_the_fifth(test: Test) -> bool:
    return isinstance(test, Reached) and test.effect == 4


def shares_of_mixes(problem: MixProblem) -> None:
    forget()
    mixes, weights = feasible_mixes(problem), weight_set([], 4)
    assert isinstance(mixes, Mixes)
    assert weights is not None
    choice = candidates(problem, mixes)
    assert choice is not None
    cells = mix_cells(choice, weights)
    assert cells is not None
    inclusion(choice, cells, weights, len(problem.options))


def whole_command() -> None:
    scenario = api.score(Path(__file__).parents[1])
    ours = seconds(lambda: robust(scenario))
    print(f"Everything that mcda robust says about the reference study: {ours:.2f} s of CPU after imports")


def main() -> None:
    """Everything, one table after the other."""
    for part in (rank_shares, memory, mixes_over_weights, whole_command):
        part()
        print()


if __name__ == "__main__":
    main()
