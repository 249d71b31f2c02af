"""Ranks, shifts and regrets over allowed weights, against linear and integer programmes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pulp

from mcda.methods.corner_scores import corner_scores
from mcda.methods.dominance import dominates
from mcda.methods.dominance_family import preference
from mcda.methods.envelope import crossings, lines, segments
from mcda.methods.rank_ranges import rank_ranges
from mcda.methods.regret import largest_regrets, least_regret
from mcda.methods.smallest_shift import smallest_shift
from mcda.methods.weight_sets import WeightSet, piece_corners, weight_set
from tests.methods.drawing import as_floats, drawn_weights, random_rows, random_set, random_values

PROBLEMS = 200
Row = tuple[Fraction, ...]


def solver() -> pulp.LpSolver:
    return pulp.HiGHS(msg=False, gapRel=0, gapAbs=0, threads=1)


def weight_variables(problem: pulp.LpProblem, criteria: int) -> list[pulp.LpVariable]:
    found = [problem.add_variable(f"w{j}", 0, 1) for j in range(criteria)]
    problem += pulp.lpSum(found) == 1
    return found


def test_the_smallest_shift_is_that_of_a_linear_programme() -> None:
    worst, possible = 0.0, 0
    for seed in range(PROBLEMS):
        rng = random.Random(seed)
        criteria = rng.randint(2, 6)
        points = [rng.randint(0, 9) for _ in range(criteria)]
        points[0] += 1
        weights = [Fraction(x, sum(points)) for x in points]
        difference = [Fraction(rng.randint(-50, 40)) for _ in range(criteria)]

        shift = smallest_shift(weights, difference)

        least = least_shift_by_programme(weights, difference)
        assert (shift is None) == (least is None)
        if shift is not None and least is not None:
            possible += 1
            worst = max(worst, abs(float(shift.moved) - least))
            assert sum(shift.weights) == 1
            assert min(shift.weights) >= 0
            assert sum(w * d for w, d in zip(shift.weights, difference, strict=True)) >= 0

    print(f"smallest shift against a linear programme {worst:.0e}, {possible} possible")
    assert worst < 1e-7
    assert possible > 50


def least_shift_by_programme(weights: Sequence[Fraction], difference: Sequence[Fraction]) -> float | None:
    problem = pulp.LpProblem("shift", pulp.LpMinimize)
    after = weight_variables(problem, len(weights))
    moved = [problem.add_variable(f"m{j}", 0) for j in range(len(weights))]
    problem += pulp.lpSum(moved)
    for variable, move, weight in zip(after, moved, weights, strict=True):
        problem += move >= variable - float(weight)
    problem += pulp.lpSum(float(d) * variable for d, variable in zip(difference, after, strict=True)) >= 0
    return pulp.value(problem.objective) if solved(problem) else None


def solved(problem: pulp.LpProblem) -> bool:
    status = problem.solve(solver())
    return int(getattr(status, "status", status)) == 1


def test_rank_ranges_are_those_of_integer_programmes() -> None:
    compared = 0
    for seed in range(PROBLEMS):
        rng = random.Random(seed)
        criteria = rng.randint(2, 4)
        values, rows = random_values(rng, rng.randint(3, 6), criteria, steps=100), random_rows(rng, criteria)
        weights = weight_set(rows, criteria)
        assert weights is not None
        option = rng.randrange(len(values))

        found = rank_ranges(as_floats(values), piece_corners(weights))[option]

        assert found.exact
        for best in (True, False):
            rank = rank_by_programme(values, rows, option, best=best)
            assert rank == (found.best if best else found.worst), (seed, best)
            compared += 1

    assert compared == 2 * PROBLEMS


def rank_by_programme(values: Sequence[Row], rows: Sequence[Row], option: int, *, best: bool) -> int:
    problem = pulp.LpProblem("rank", pulp.LpMinimize if best else pulp.LpMaximize)
    weights = weight_variables(problem, len(values[0]))
    above = [problem.add_variable(f"y{k}", 0, 1, "Integer") for k in range(len(values))]
    problem += pulp.lpSum(above)
    problem += above[option] == 0
    for row in rows:
        problem += pulp.lpSum(float(a) * w for a, w in zip(row, weights, strict=True)) >= 0
    for k, other in enumerate(values):
        if k != option:
            gaps = [float(a - b) for a, b in zip(other, values[option], strict=True)]
            most = max(1.0, *map(abs, gaps))
            lead = pulp.lpSum(gap * w for gap, w in zip(gaps, weights, strict=True))
            if best:
                problem += lead <= most * above[k]
            else:
                problem += lead >= 1e-4 - (most + 1) * (1 - above[k])
    assert solved(problem)
    return 1 + round(pulp.value(problem.objective))


def test_drawn_ranks_lie_within_the_ranges() -> None:
    for seed in range(30):
        rng = random.Random(seed)
        values, weights = random_values(rng, 7, 4), random_set(rng, 4)

        found = rank_ranges(as_floats(values), piece_corners(weights))

        scores = drawn_weights(weights, 5000, seed) @ as_floats(values).T
        ranks = 1 + (scores[:, None, :] > scores[:, :, None]).sum(axis=2)
        assert all(found[i].best <= ranks[:, i].min() and ranks[:, i].max() <= found[i].worst for i in range(7))


def test_necessary_preference_over_all_weights_is_pareto_dominance() -> None:
    for seed in range(50):
        values = random_values(random.Random(seed), 6, 3, steps=5)
        scores = corner_scores(values, everything(3).corners)

        found = preference(scores, scores)

        for (i, one), (k, other) in product(enumerate(values), repeat=2):
            assert found.beats[i, k] == dominates(one, other)
            assert found.over[i, k] == all(mine > theirs for mine, theirs in zip(one, other, strict=True))


def everything(criteria: int) -> WeightSet:
    found = weight_set([], criteria)
    assert found is not None
    return found


def test_what_always_holds_holds_in_every_draw() -> None:
    for seed in range(30):
        rng = random.Random(seed)
        values, weights = random_values(rng, 6, 4), random_set(rng, 4)
        scores = corner_scores(values, weights.corners)

        found = preference(scores, scores)

        drawn = drawn_weights(weights, 2000, seed) @ as_floats(values).T
        for i in range(6):
            for k in range(6):
                ahead = drawn[:, i] - drawn[:, k]
                assert not found.always[i, k] or ahead.min() > -1e-9
                assert found.ever[i, k] or ahead.max() < 1e-9


def test_the_largest_regret_is_at_a_corner() -> None:
    for seed in range(30):
        rng = random.Random(seed)
        values, weights = random_values(rng, 6, 4), random_set(rng, 4)

        found = largest_regrets(corner_scores(values, weights.corners))

        drawn = drawn_weights(weights, 2000, seed) @ as_floats(values).T
        sampled = (drawn.max(axis=1)[:, None] - drawn).max(axis=0)
        assert all(float(each.most) >= sampled[each.option] - 1e-9 for each in found)
        assert least_regret(found).most == min(each.most for each in found)


def test_first_places_along_one_weight_are_those_of_every_single_weight() -> None:
    for seed in range(PROBLEMS):
        rng = random.Random(seed)
        values = random_values(rng, rng.randint(2, 7), 3, steps=rng.choice((5, 1000)))
        weights = [Fraction(rng.randint(0, 5)) for _ in range(2)] + [Fraction(1)]
        scores = lines(values, [w / sum(weights) for w in weights], rng.randrange(3))

        found = segments(scores)

        assert found[0].low == 0
        assert found[-1].high == 1
        assert all(a.high == b.low for a, b in pairwise(found))
        for part in found:
            for weight in (part.low, (part.low + part.high) / 2, part.high):
                at = [line.at(weight) for line in scores]
                assert all(at[option] == max(at) for option in part.first)
            middle = [line.at((part.low + part.high) / 2) for line in scores]
            assert {i for i, score in enumerate(middle) if score == max(middle)} == set(part.first)


def test_every_change_of_first_place_is_a_crossing() -> None:
    values = random_values(random.Random(1), 6, 3)
    scores = lines(values, [Fraction(1, 3)] * 3, 0)

    assert {part.low for part in segments(scores)[1:]} <= {at for at, _, _ in crossings(scores)}
    assert np.all(np.diff([float(at) for at, _, _ in crossings(scores)]) >= 0)
