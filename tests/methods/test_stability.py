"""How far one weight can move: ends against the upper envelope and against new rankings, all in whole fractions."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from mcda.methods.envelope import lines, segments
from mcda.methods.stability import lead
from tests.methods.drawing import random_values

PROBLEMS = 200
Row = tuple[Fraction, ...]


def problem(seed: int) -> tuple[list[Row], list[Fraction], int, int]:
    """Values, weights, a criterion and a leader; on a coarse grid every other time, so that options are level."""
    rng = random.Random(seed)
    criteria = rng.randint(2, 6)
    values = random_values(rng, rng.randint(2, 9), criteria, steps=rng.choice((4, 1000)))
    points = [rng.randint(0, 9) for _ in range(criteria)]
    points[0] += 1
    weights = [Fraction(x, sum(points)) for x in points]
    scores = at(values, weights)
    return values, weights, rng.randrange(criteria), scores.index(max(scores))


def at(values: list[Row], weights: list[Fraction]) -> list[Fraction]:
    return [sum((w * v for w, v in zip(weights, row, strict=True)), Fraction(0)) for row in values]


def moved(weights: list[Fraction], criterion: int, weight: Fraction) -> list[Fraction]:
    """One weight set to a new value, the others in proportion (evenly if there are none)."""
    rest = 1 - weights[criterion]
    others = [w / rest if rest else Fraction(1, len(weights) - 1) for w in weights]
    return [weight if j == criterion else w * (1 - weight) for j, w in enumerate(others)]


def test_the_ends_of_a_lead_are_those_of_the_upper_envelope_on_200_problems() -> None:
    for seed in range(PROBLEMS):
        values, weights, criterion, leader = problem(seed)

        found = lead(values, weights, criterion, leader)

        own = lines(values, weights, criterion)[leader]
        level = [part for part in segments(lines(values, weights, criterion)) if leader in part.first]
        if level:
            assert (found.low, found.high) == (level[0].low, level[-1].high)
        else:
            assert found.low == found.high == weights[criterion]
        assert found.low <= weights[criterion] <= found.high
        assert own.at(weights[criterion]) == at(values, weights)[leader]


def test_the_leader_leads_to_the_ends_and_just_beyond_them_whoever_is_named_does() -> None:
    unseated = 0
    for seed in range(PROBLEMS):
        values, weights, criterion, leader = problem(seed)

        found = lead(values, weights, criterion, leader)

        for end, side, rival in ((found.low, -1, found.below), (found.high, 1, found.above)):
            scores = at(values, moved(weights, criterion, end))
            assert scores[leader] == max(scores)
            if rival is None:
                assert end == (0 if side < 0 else 1)
                continue
            unseated += 1
            beyond = at(values, moved(weights, criterion, end + side * Fraction(1, 10**12)))
            assert beyond[rival] == max(beyond) > beyond[leader]

    assert unseated > PROBLEMS / 2


def test_who_is_not_first_has_no_lead() -> None:
    with pytest.raises(ValueError, match="not first"):
        lead([(Fraction(0),) * 2, (Fraction(1),) * 2], [Fraction(1, 2)] * 2, 0, 0)


def test_the_room_is_the_way_to_the_nearer_end_that_unseats() -> None:
    half = Fraction(1, 2)

    found = lead([(Fraction(9), Fraction(4)), (Fraction(3), Fraction(8))], [half, half], 0, 0)

    assert found.room(half) == Fraction(1, 10)
    assert lead([(half, half), (Fraction(0), Fraction(0))], [half, half], 0, 0).room(half) is None
