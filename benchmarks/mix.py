"""How fast mixes are chosen and explained, as ratios to a solver: `python benchmarks/mix.py`.

Synthetic policy problems: whole numbers, four criteria, eight to eleven constraints, some synergies.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from statistics import median
from time import process_time
from typing import Any

from mcda.mixes import milp
from mcda.mixes.admissions import changes
from mcda.mixes.conflicts import conflicts
from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.evaluate import Evaluation
from mcda.mixes.frontier import frontier_near
from mcda.mixes.memory import forget
from mcda.mixes.nearly import Nearly, dropped, nearly_feasible
from mcda.mixes.order import leading
from mcda.mixes.pareto import pareto
from mcda.mixes.prices import best_mix, prices, why_not
from mcda.mixes.relax import relaxing
from mcda.mixes.stairs import loosened
from mcda.problem.mixing import Counted, Effect, Implied, Limit, MixProblem, Reached, Synergy, Used

SIZES = (12, 15, 20, 25)
SEEDS = (0, 1, 2)
MOST = 100_000_000


def policy(options: int, seed: int) -> MixProblem:
    """A policy problem of a usual kind: budgets, size, a ceiling, a floor, and rules between options."""
    rng = random.Random(1000 * options + seed)
    scores = [tuple(Fraction(rng.randint(5, 99)) for _ in range(options)) for _ in range(4)]
    uses = [tuple(Fraction(rng.randint(low, high)) for _ in range(options)) for low, high in ((10, 99), (1, 19))]
    risk = tuple(Fraction(-rng.randint(0, 49)) for _ in range(options))
    weights = [Fraction(rng.randint(1, 99), 100) for _ in range(4)]
    effects = [Effect(f"criterion {j}", w, "sum", row) for j, (w, row) in enumerate(zip(weights, scores, strict=True))]
    effects.append(Effect("risk", Fraction(1, 5), "sum", risk))
    return MixProblem(
        tuple(f"option {i}" for i in range(options)),
        tuple(effects),
        ("money", "staff"),
        tuple(uses),
        tuple(
            Synergy(tuple(sorted(rng.sample(range(options), 2))), rng.randrange(4), Fraction(rng.randint(-15, 25)))
            for _ in range(options // 5)
        ),
        (),
        tuple(_limits(rng, options, uses, risk, scores[3])),
    )


def _limits(rng: random.Random, options: int, uses: Any, risk: Any, floor: Any) -> Iterator[Limit]:
    everything = frozenset(range(options))
    yield _limit("money", Used(0, None, sum(uses[0]) * Fraction(2, 5)))
    yield _limit("staff", Used(1, None, sum(uses[1]) * Fraction(9, 20)))
    yield _limit("size", Counted(everything, max(2, options // 8), max(4, options * 9 // 20)))
    yield _limit("ceiling of risk", Reached(4, sum(risk) * Fraction(21, 50)))
    yield _limit("floor", Reached(3, sum(floor) * Fraction(3, 20)))
    mixed = rng.sample(range(options), options)
    for start in range(max(1, options // 15)):
        yield _limit(f"not both {start}", Counted(frozenset(mixed[2 * start : 2 * start + 2]), most=1))
        yield _limit(f"needs {start}", Implied(mixed[-1 - start], frozenset([mixed[-3 - start]]), 1))
    yield _limit("some of four", Counted(frozenset(mixed[:4]), least=1))


def _limit(name: str, test: Any) -> Limit:
    return Limit(name, name, "", (test,))


def infeasible(problem: MixProblem) -> MixProblem:
    """The problem with more asked for than its budgets allow."""
    half = Counted(frozenset(range(len(problem.options))), least=len(problem.options) * 3 // 4)
    return replace(problem, limits=(*problem.limits, _limit("many", half)))


def seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """Processor time of the fastest of some runs, each with nothing remembered: other programmes do not count."""
    times = []
    for _ in range(repeats):
        forget()
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def enumeration() -> None:
    print("Enumeration of all feasible mixes against one PuLP + HiGHS solve (median of three problems)")
    for size in SIZES:
        cases = [policy(size, seed) for seed in SEEDS]
        found = [_mixes(case) for case in cases]
        ours = median(seconds(lambda case=case: feasible_mixes(case, MOST)) for case in cases)
        solver = median(seconds(lambda case=case: milp.solve(case)) for case in cases)
        rate = max(
            mixes.count / seconds(lambda case=case: feasible_mixes(case, MOST))
            for case, mixes in zip(cases, found, strict=True)
        )
        count = median(mixes.count for mixes in found)
        print(
            f"  n={size:2}: {count:>11,.0f} mixes {1e3 * ours:8.2f} ms, one solve {1e3 * solver:8.2f} ms: "
            f"{solver / ours:6.1f} times as fast; up to {rate / 1e6:5.1f} million mixes a second"
        )


def ten_best() -> None:
    print("Ten best mixes, enumeration included, against no-good cuts (median of three problems, and the least)")
    for size in SIZES[:3]:
        cases = [policy(size, seed) for seed in SEEDS]
        ours = [seconds(lambda case=case: leading(case, _mixes(case), 10)) for case in cases]
        cuts = [seconds(lambda case=case: milp.best_k(case, 10), repeats=2) for case in cases]
        ratios = sorted(cut / own for cut, own in zip(cuts, ours, strict=True))
        print(
            f"  n={size:2}: {1e3 * median(ours):8.2f} ms, cuts {1e3 * median(cuts):8.1f} ms: "
            f"{median(ratios):6.1f} times as fast, at least {ratios[0]:.1f}"
        )


def whole_analysis() -> None:
    print(
        "All mixes, ten best, Pareto, frontiers, staircases, prices in PuLP solves; then with a reason for each option"
    )
    for size in SIZES[:3]:
        case = policy(size, 0)
        solver = seconds(lambda case=case: milp.solve(case))
        without, ours = seconds(lambda case=case: _analyse(case)), seconds(lambda case=case: _reasons(case))
        print(
            f"  n={size:2}: {1e3 * without:8.1f} ms = {without / solver:5.1f} solves; "
            f"with reasons {1e3 * ours:8.1f} ms = {ours / solver:5.1f} solves"
        )


def _reasons(problem: MixProblem) -> None:
    found = _analyse(problem)
    if found is not None:
        near, best, among = found
        for option in set(range(len(problem.options))) - set(best.members):
            why_not(problem, near, best, option, among)


def _analyse(problem: MixProblem) -> tuple[Nearly, Evaluation, Any] | None:
    mixes = _mixes(problem)
    leading(problem, mixes, 10)
    pareto(problem, mixes)
    near = nearly_feasible(problem)
    best = None if near is None else best_mix(problem, near)
    if near is None or best is None:
        return None
    views = loosened(problem, near)
    among = changes(problem, near, relaxing(problem, near, views), views)
    prices(problem, near, best)
    for resource in range(len(problem.resources)):
        frontier_near(problem, resource, near)
    return near, best, among


def all_conflicts() -> None:
    print("All smallest conflicts and corrections against one conflict by a MILP deletion filter")
    for size in SIZES[:3]:
        case = infeasible(policy(size, 0))
        found = conflicts(case)
        ours = seconds(lambda case=case: conflicts(case))
        solves = seconds(lambda case=case: _deletion_filter(case), repeats=1)
        print(
            f"  n={size:2}: {len(found.conflicts):3} conflicts, {len(found.corrections):3} corrections in "
            f"{1e3 * ours:8.2f} ms, one by MILP {1e3 * solves:8.1f} ms: {solves / ours:6.1f} times as fast"
        )


def _deletion_filter(problem: MixProblem) -> None:
    left = replace(problem, effects=tuple(replace(effect, weight=Fraction(0)) for effect in problem.effects))
    for limit in range(len(problem.limits)):
        without = dropped(left, limit)
        if milp.solve(without).status == "infeasible":
            left = without


def _mixes(problem: MixProblem) -> Mixes:
    found = feasible_mixes(problem, MOST)
    if not isinstance(found, Mixes):
        raise RuntimeError(f"{len(problem.options)} options have too many mixes")
    return found


def main() -> None:
    """Everything, one table after the other."""
    for part in (enumeration, ten_best, whole_analysis, all_conflicts):
        part()
        print()


if __name__ == "__main__":
    main()
