"""Who leads as one weight moves: exact, against scores worked out afresh."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from mcda.methods.additive import score
from mcda.problem import Problem
from mcda.report.movement import movements, stretches

RATIOS = st.integers(-20, 20).map(lambda n: Fraction(n, 4))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    options, criteria = draw(st.integers(2, 6)), draw(st.integers(2, 4))
    row = st.tuples(*([RATIOS] * criteria))
    rows = tuple(draw(st.lists(row, min_size=options, max_size=options)))
    points = draw(st.lists(st.integers(0, 4), min_size=criteria, max_size=criteria).filter(any))
    weights = tuple(Fraction(p, sum(points)) for p in points)
    names = tuple(f"o{i}" for i in range(options)), tuple(f"c{j}" for j in range(criteria))
    return Problem(*names, weights, rows, rows, rows, frozenset())


def moved(problem: Problem, j: int, t: Fraction) -> tuple[Fraction, ...]:
    """The weights when one of them is t and the others keep their proportions."""
    rest = 1 - problem.weights[j]
    others = len(problem.weights) - 1
    return tuple(
        t if k == j else (1 - t) * (w / rest if rest else Fraction(1, others)) for k, w in enumerate(problem.weights)
    )


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(0, 24))
def test_the_leaders_of_a_stretch_score_highest_in_it(problem: Problem, step: int) -> None:
    t = Fraction(step, 24)
    for j in range(len(problem.criteria)):
        found = stretches(problem, j)
        scores = [score(row, moved(problem, j, t)) for row in problem.values]

        inside = [each for each in found if each.low <= t <= each.high]

        assert inside
        assert all(scores[i] == max(scores) for each in inside for i in each.leaders)
        assert [each.low for each in found[1:]] == [each.high for each in found[:-1]]
        assert (found[0].low, found[-1].high) == (0, 1)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_movement_within_its_room_keeps_the_leader(problem: Problem) -> None:
    scores = [score(row, problem.weights) for row in problem.values]
    leader = scores.index(max(scores))

    for each in movements(problem, leader):
        reach = each.room if each.room is not None else Fraction(1)
        for t in (each.now - reach, each.now + reach):
            if 0 <= t <= 1:
                there = [score(row, moved(problem, each.criterion, t)) for row in problem.values]
                assert there[leader] == max(there)
