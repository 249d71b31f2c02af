"""Changes that must change nothing: on arrays for numbers, through whole studies for names, trees and findings."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from mcda.methods import additive, value
from mcda.methods.ranking import ranks
from mcda.problem import scoring_problem
from mcda.scenario.ranking import ranking
from tests.campaign.recording import record, times
from tests.campaign.relations import RELATIONS, Case, broken, other_winner, random_case
from tests.strategies import renamed, studies

CASES = 11_500
NAMES = 1000


def scores(case: Case) -> np.ndarray:
    """Exact scores above doing nothing, as places counted from the last (so that higher is better)."""
    weights = additive.shares([Fraction(int(p)) for p in case.points])
    ends = [(Fraction(int(a)), Fraction(int(b))) for a, b in zip(case.worst, case.best, strict=True)]
    zero = [value.linear(Fraction(int(x)), *pair) for x, pair in zip(case.zero, ends, strict=True)]
    exact = [
        additive.score(
            [value.linear(Fraction(int(x)), *pair) - z for x, pair, z in zip(row, ends, zero, strict=True)], weights
        )
        for row in case.ratings
    ]
    return -np.array(ranks(exact))


def violations(name: str, count: int) -> tuple[int, int]:
    """How many changes changed the order, and how many the winner."""
    rng = np.random.default_rng(sorted(RELATIONS).index(name))
    orders = winners = 0
    for _ in range(count):
        case = random_case(rng, int(rng.integers(2, 16)), int(rng.integers(1, 8)))
        change = RELATIONS[name](case, rng)
        before, after = scores(change.before), scores(change.after)
        orders += broken(change, before, after)
        winners += other_winner(change, before, after)
    return orders, winners


@pytest.mark.parametrize("name", RELATIONS)
def test_what_must_change_nothing_changes_nothing(name: str) -> None:
    assert violations(name, 60) == (0, 0)


def test_a_broken_order_is_seen() -> None:
    rng = np.random.default_rng(1)
    change = RELATIONS["a dominated option is added"](random_case(rng, 4, 3), rng)

    assert broken(change, np.array([4, 3, 2, 1]), np.array([4, 2, 3, 1, 0]))
    assert not broken(change, np.array([4, 3, 2, 1]), np.array([9, 8, 7, 6, 0]))
    assert other_winner(change, np.array([4, 3, 2, 1]), np.array([3, 4, 2, 1, 0]))


def rename(count: int) -> int:
    """Whole studies under other names, trees and all; how many were tried."""
    tried = 0

    @seed(8)
    @settings(max_examples=count, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(studies())
    def check(made):
        nonlocal tried
        other = renamed(made, lambda key: f"z{key}")
        lines = ranking(made, scoring_problem(made, made.weights[0])).lines
        again = ranking(other, scoring_problem(other, other.weights[0])).lines
        assert [(f"z{a.option}", a.rank, a.score) for a in lines] == [(b.option, b.rank, b.score) for b in again]
        tried += 1

    check()
    return tried


@pytest.mark.campaign
def test_a_hundred_thousand_changes() -> None:
    found = {name: violations(name, times(CASES)) for name in RELATIONS}
    tried = rename(times(NAMES))

    record(
        "metamorphic",
        problems=times(CASES) * len(RELATIONS) + tried,
        relations=len(RELATIONS) + 1,
        violations=sum(orders for orders, _ in found.values()),
        other_winners=sum(winners for _, winners in found.values()),
    )
    assert found == dict.fromkeys(RELATIONS, (0, 0))
