"""The frontier of two sums beyond enumeration, against brute force and published fronts."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from mcda.mixes import bound_sets
from mcda.mixes.bound_sets import front
from mcda.mixes.evaluate import evaluate
from mcda.mixes.integers import members_of
from mcda.problem.mixing import Adds, Counted, Effect, Implied, Limit, MixProblem, Reached, Synergy, Used


def two_goals(seed: int, options: int) -> MixProblem:
    """Two sums of either sign under budgets, a size and a rule between options."""
    rng = random.Random(seed)
    low = rng.choice((-9, 0, 1))
    gains = [tuple(Fraction(rng.randint(low, 12), rng.choice((1, 1, 2))) for _ in range(options)) for _ in range(2)]
    use = tuple(Fraction(rng.randint(1, 20)) for _ in range(options))
    limits = [
        Limit("budget", "", "", (Used(0, None, sum(use) * Fraction(2, 5)),)),
        Limit("size", "", "", (Counted(frozenset(range(options)), rng.choice((None, 2)), options - 2),)),
        Limit("needs", "", "", (Implied(0, frozenset({1, 2}), 1),)),
    ]
    effects = tuple(Effect(f"goal {j}", Fraction(1), "sum", row) for j, row in enumerate(gains))
    return MixProblem(tuple(map(str, range(options))), effects, ("money",), (use,), (), (), tuple(limits))


def by_brute_force(problem: MixProblem) -> list[tuple[Fraction, ...]]:
    mixes = [evaluate(problem, members_of(mask)) for mask in range(1 << len(problem.options))]
    points = {mix.effects[:2] for mix in mixes if mix.feasible}
    return sorted(
        (p for p in points if not any(o != p and o[0] >= p[0] and o[1] >= p[1] for o in points)), reverse=True
    )


@pytest.mark.parametrize("seed", range(80_000, 80_030))
def test_the_front_is_that_of_brute_force(seed: int) -> None:
    problem = two_goals(seed, options=5 + seed % 6)

    found = front(problem, 0, 1)

    assert found is not None
    assert [(both.first, both.second) for both in found] == by_brute_force(problem)
    for both in found:
        mix = evaluate(problem, both.members)
        assert (mix.feasible, mix.effects) == (True, (both.first, both.second))


@pytest.mark.parametrize("seed", range(80_100, 80_130))
def test_narrow_passes_end_in_the_same_front(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = two_goals(seed, options=8)
    monkeypatch.setattr(bound_sets, "FIRST_WIDTH", 4)
    monkeypatch.setattr(bound_sets, "FEW", 1)

    found = front(problem, 0, 1)

    assert found is not None
    assert [(both.first, both.second) for both in found] == by_brute_force(problem)


def test_an_infeasible_problem_has_an_empty_front() -> None:
    problem = two_goals(80_200, options=6)
    never = Limit("never", "", "", (Counted(frozenset({0}), least=2),))

    assert front(MixProblem(**{**_fields(problem), "limits": (*problem.limits, never)}), 0, 1) == ()


def test_what_is_no_plain_sum_is_refused() -> None:
    problem = two_goals(80_300, options=6)
    bonus = Synergy((0, 1), 0, Fraction(3))

    assert front(MixProblem(**{**_fields(problem), "synergies": (bonus,)}), 0, 1) is None


@pytest.mark.parametrize("seed", range(80_400, 80_440))
def test_a_bound_on_a_third_effect_with_interactions_or_an_extreme_holds_or_is_refused(seed: int) -> None:
    """A bound that rows say only in part (interactions) must not let mixes through; one they say in full may serve."""
    rng = random.Random(seed)
    problem = two_goals(seed, options=7)
    adds: Adds = rng.choice(("sum", "lowest", "highest"))
    third = Effect("third", Fraction(1), adds, tuple(Fraction(rng.randint(-4, 6)) for _ in range(7)))
    bonus = (Synergy((0, 3), 2, Fraction(rng.choice((-5, 5)))),) if adds == "sum" else ()
    bounds = Reached(2, least=Fraction(rng.randint(-2, 3)), most=Fraction(rng.randint(3, 5)))
    limits = (*problem.limits, Limit("third", "", "", (bounds,)))
    effects = (*problem.effects, third)
    changed = MixProblem(**{**_fields(problem), "effects": effects, "limits": limits, "synergies": bonus})

    found = front(changed, 0, 1)

    assert (found is None) == bool(bonus)
    if found is not None:
        assert [(both.first, both.second) for both in found] == by_brute_force(changed)


def _fields(problem: MixProblem) -> dict[str, object]:
    return {name: getattr(problem, name) for name in problem.__slots__}


def test_more_than_sixty_four_options_keep_their_members_apart() -> None:
    """Ascending gains against descending ones, one option allowed: every option is a point."""
    options = 70
    rows = tuple(tuple(Fraction(x) for x in row) for row in (range(1, options + 1), range(options, 0, -1)))
    effects = tuple(Effect(f"goal {j}", Fraction(1), "sum", row) for j, row in enumerate(rows))
    one = Limit("one", "", "", (Counted(frozenset(range(options)), most=1),))

    found = front(MixProblem(tuple(map(str, range(options))), effects, (), (), (), (), (one,)), 0, 1)

    assert found is not None
    assert [both.members for both in found] == [(i,) for i in reversed(range(options))]
