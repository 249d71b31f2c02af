"""Problems whose limits are met exactly and whose values are often level: what is right at an edge is right inside."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Literal

import numpy as np
import pytest

from mcda.mixes import milp
from mcda.mixes.choose import choose
from mcda.mixes.drawn import Drawn, outcomes
from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.evaluate import evaluate
from mcda.mixes.integers import members_of
from mcda.mixes.nearly import dropped
from mcda.mixes.order import leading, merit, top, worth_at_least
from mcda.mixes.pareto import efficient, pareto
from mcda.mixes.prices import best_mix, forced, newly_broken, prices, why_not
from mcda.mixes.relax import next_steps, relaxing
from mcda.mixes.solved import solved_prices, solved_why_not
from mcda.mixes.stairs import bounds, move, value_at
from mcda.mixes.totals import totals
from mcda.problem.mixing import Counted, Effect, Implied, Limit, MixProblem, Reached, Saving, Synergy, Test, Used
from tests.mixes.brute import best_of, everything, feasible, table
from tests.mixes.test_drawn import one_by_one
from tests.mixes.test_explained import with_bound

Rule = Literal["sum", "capped", "lowest", "highest", "prob"]
RULES: tuple[Rule, ...] = (
    "sum",
    "sum",
    "capped",
    "lowest",
    "highest",
    "prob",
)
SEEDS = range(90_000, 90_060)
FEW = range(91_000, 91_025)


def edged(seed: int) -> MixProblem:
    """Small whole numbers, many interactions, and bounds that are what some mix reaches."""
    rng = random.Random(seed)
    options = rng.randint(2, 6)
    effects = tuple(_effect(rng, options, number) for number in range(rng.randint(1, 3)))
    synergies = tuple(
        Synergy(
            _pair(rng, options)[: rng.choice((1, 2, 2))],
            rng.randrange(len(effects)),
            Fraction(rng.choice((-2, -1, 1, 1, 2))),
        )
        for _ in range(rng.randint(0, 4))
    )
    use = tuple(Fraction(rng.randint(0, 3)) for _ in range(options))
    savings = tuple(Saving(_pair(rng, options), 0, Fraction(1)) for _ in range(rng.randint(0, 1)))
    names = tuple(f"option_{i}" for i in range(options))
    free = MixProblem(names, effects, ("money",), (use,), synergies, savings, ())
    return replace(free, limits=tuple(_limits(rng, free)))


def _effect(rng: random.Random, options: int, number: int) -> Effect:
    rule, name, weight = rng.choice(RULES), f"criterion_{number}", Fraction(rng.choice((0, 1, 1, 2)), 2)
    if rule == "prob":
        factors = tuple(Fraction(rng.choice((1, 1, 2, 3, 4)), 2) for _ in range(options))
        return Effect(name, weight, "prob", (), None, factors, Fraction(0), Fraction(rng.choice((-2, -1, 1, 2))))
    values = tuple(Fraction(rng.randint(-2, 2)) for _ in range(options))
    cap = Fraction(rng.randint(0, 3)) if rule == "capped" else None
    return Effect(name, weight, "sum" if rule == "capped" else rule, values, cap)


def _bonus(rng: random.Random) -> Fraction:
    return Fraction(rng.choice((-2, -1, 1, 1, 2)))


def _pair(rng: random.Random, options: int) -> tuple[int, ...]:
    return tuple(rng.sample(range(options), 2))


def _limits(rng: random.Random, free: MixProblem) -> Iterator[Limit]:
    for number in range(rng.randint(1, 4)):
        test = _test(rng, free)
        penalty = Fraction(rng.choice((1, 2))) if rng.random() < 0.2 else None
        yield Limit(f"limit {number}", "", "", (test,), penalty)


def _test(rng: random.Random, free: MixProblem) -> Test:
    mix = evaluate(free, members_of(rng.randrange(1 << len(free.options))))
    side = rng.choice(("least", "most"))
    if rng.random() < 0.2:
        return Implied(0, frozenset({1}), 1)
    if rng.random() < 0.2:
        return Counted(frozenset(range(len(free.options))), **{side: mix.count})
    if rng.random() < 0.3:
        return Used(0, **{side: mix.uses[0]})
    effect = rng.randrange(len(free.effects))
    return Reached(effect, **{side: mix.effects[effect]})


def listed(problem: MixProblem) -> Mixes:
    found = feasible_mixes(problem)
    assert isinstance(found, Mixes)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mix_that_meets_a_limit_exactly_is_allowed(seed: int) -> None:
    problem = edged(seed)
    truth = everything(problem)

    mixes = listed(problem)

    assert mixes.masks.tolist() == [mask for mask, each in enumerate(truth) if each.feasible]
    for mask, objective in zip(mixes.masks.tolist(), mixes.objective.tolist(), strict=True):
        assert abs(truth[mask].value * mixes.denominator - objective) <= mixes.margin


@pytest.mark.parametrize("seed", SEEDS)
def test_level_mixes_come_in_the_order_of_the_written_rule(seed: int) -> None:
    problem = edged(seed)
    truth = feasible(problem)
    mixes = listed(problem)

    for count in (0, 1, 2, len(truth), len(truth) + 1):
        found = [members_of(mask) for mask in leading(problem, mixes, count).tolist()]
        assert found == [each.members for each in truth[:count]]
    ties = [each.members for each in truth if each.value == truth[0].value]
    assert [members_of(mask) for mask in top(problem, mixes).tolist()] == ties
    for value in {each.value for each in truth}:
        kept = worth_at_least(problem, mixes, value)
        assert kept.tolist() == [evaluate(problem, members_of(mask)).value >= value for mask in mixes.masks.tolist()]


@pytest.mark.parametrize("seed", FEW)
def test_both_engines_agree_at_the_edges_and_every_near_best_mix_is_counted(seed: int) -> None:
    problem = edged(seed)
    truth = feasible(problem)

    choice = choose(problem)

    assert (choice.best, choice.gap, choice.feasible) == (best_of(truth), 0, len(truth))
    assert choice.ranked == tuple(truth[:5])
    for near, share in zip(choice.near, (Fraction(1, 100), Fraction(1, 20)), strict=bool(truth)):
        close = [mix for mix in truth if mix.value >= truth[0].value - share * abs(truth[0].value)]
        holding = [sum(option in mix.members for mix in close) for option in range(len(problem.options))]
        assert (near.share, near.count, list(near.holding)) == (share, len(close), holding)
        assert near.in_all == tuple(i for i, count in enumerate(holding) if count == len(close))
        assert near.in_none == tuple(i for i, count in enumerate(holding) if count == 0)
        assert sorted((*near.in_all, *near.in_some, *near.in_none)) == list(range(len(problem.options)))


@pytest.mark.parametrize("seed", FEW)
def test_a_solver_alone_lists_the_best_mixes_in_the_order_of_the_written_rule(seed: int) -> None:
    problem = edged(seed)
    truth = feasible(problem)

    alone = choose(problem, best=3, limit=-1)
    found = milp.best_k(problem, 4)

    assert [mix.value for mix in found] == [mix.value for mix in truth[:4]]
    assert list(alone.ranked) == sorted(alone.ranked, key=merit)
    assert (alone.best is None) == (not truth)
    if alone.best is not None:
        assert (alone.best.value, alone.best.count) == (truth[0].value, truth[0].count)
        assert alone.gap == 0


@pytest.mark.parametrize("seed", FEW)
def test_bounds_moved_to_just_what_a_mix_needs_let_it_in(seed: int) -> None:
    problem = edged(seed)
    relaxed = relaxing(problem, table(problem))
    stairs = {each.bound: each for relax in relaxed for each in relax.stairs}

    assert list(stairs) == [bound for bound, _ in bounds(problem)]
    for bound, stair in stairs.items():
        for step in stair.steps:
            for away in (Fraction(0), Fraction(1, 9), Fraction(-1, 9)):
                if away and isinstance(problem.limits[bound.limit].tests[bound.test], Counted):
                    continue
                truth = best_of(feasible(with_bound(problem, bound, step.bound + away)))
                assert value_at(stair, step.bound + away) == (truth.value if truth else None)
    for each in relaxed:
        assert each.known
        assert each.without == best_of_dropped(problem, each.limit)
    moves = [move(problem, each.bound, each.step.bound) for each in next_steps(problem, relaxed)]
    assert moves == sorted(moves)


def best_of_dropped(problem: MixProblem, limit: int) -> object:
    """As the problem itself sees it: the limit dropped is still listed as kept or broken."""
    best = best_of(feasible(dropped(problem, limit)))
    return None if best is None else evaluate(problem, best.members)


@pytest.mark.parametrize("seed", FEW)
def test_of_level_mixes_one_stands_for_all_on_the_lists_of_what_is_not_beaten(seed: int) -> None:
    problem = edged(seed)
    mixes, truth = listed(problem), feasible(problem)

    for found, uses in ((pareto(problem, mixes), False), (efficient(problem, mixes), True)):
        points = {mix.members: _point(mix.effects, mix.penalty, mix.uses if uses else ()) for mix in truth}
        best = {p for p in points.values() if not any(_beats(o, p) for o in points.values())}
        groups = {p: [members for members in points if points[members] == p] for p in best}
        kept = [members_of(mask) for mask in found.masks.tolist()]
        assert dict(zip(kept, found.shared.tolist(), strict=True)) == {
            group[0]: len(group) for group in groups.values()
        }
        assert found.considered == len(truth)


def _point(effects: tuple[Fraction, ...], penalty: Fraction, uses: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    return (*effects, -penalty, *(-use for use in uses))


def _beats(one: tuple[Fraction, ...], other: tuple[Fraction, ...]) -> bool:
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("adds", ["lowest", "highest"])
def test_the_lowest_or_highest_member_may_be_just_at_the_bound(adds: Literal["lowest", "highest"]) -> None:
    extreme = Effect("extreme", Fraction(1), adds, tuple(map(Fraction, (-2, -1, 0, 1, 2))))
    for bound in range(-3, 4):
        for test in (Reached(0, least=Fraction(bound)), Reached(0, most=Fraction(bound))):
            problem = MixProblem(tuple("abcde"), (extreme,), (), (), (), (), (Limit("limit", "", "", (test,)),))
            truth = everything(problem)
            assert listed(problem).masks.tolist() == [mask for mask, each in enumerate(truth) if each.feasible]


@pytest.mark.parametrize("seed", range(92_000, 92_040))
def test_draws_may_meet_limits_exactly_and_leave_mixes_level(seed: int) -> None:
    problem = edged(seed)
    drawn = small_draws(problem, random.Random(seed))
    members = members_of(random.Random(-seed).randrange(1 << len(problem.options)))

    found = outcomes(problem, members, drawn)

    assert (found is None) == any(effect.adds == "prob" for effect in problem.effects)
    assert found is None or found == one_by_one(problem, members, drawn)


def small_draws(problem: MixProblem, rng: random.Random) -> Drawn:
    """Whole points, so that draws are often level."""
    cells = [(i, j) for i in range(len(problem.options)) for j in range(len(problem.effects)) if rng.random() < 0.4]
    return Drawn({cell: np.array([rng.randint(-2, 3) for _ in range(6)]) for cell in cells}, 1, 6)


@pytest.mark.parametrize("seed", range(93_000, 93_006))
def test_figures_of_many_options_are_the_referees(seed: int) -> None:
    """More options than one table of subsets holds, up to the most."""
    rng = random.Random(seed)
    count = rng.choice((13, 14, 26, 27, 40, 62))
    values = [tuple(Fraction(rng.randint(-9, 9)) for _ in range(count)) for _ in range(3)]
    factors = tuple(Fraction(rng.randint(5, 12), 10) for _ in range(count))
    rules: tuple[Literal["sum", "lowest", "highest"], ...] = ("sum", "lowest", "highest")
    effects = [Effect(rule, Fraction(1), rule, row) for rule, row in zip(rules, values, strict=True)]
    chance = Effect("chance", Fraction(1), "prob", (), None, factors, Fraction(1, 10), Fraction(-30))
    group = Synergy((0, count - 1), 0, Fraction(5))
    names = tuple(f"o{i}" for i in range(count))
    problem = MixProblem(names, (*effects, chance), (), (), (group,), (), ())

    masks = [0, 1, (1 << count) - 1, 1 << (count - 1), *(rng.randrange(1 << count) for _ in range(40))]
    found = totals(problem, np.array(masks, np.uint64))

    for place, mask in enumerate(masks):
        mix = evaluate(problem, members_of(mask))
        assert found.counts[place] == mix.count
        for j, points in enumerate(mix.effects):
            off = abs(points * found.effect_denominators[j] - int(found.effects[j][place]))
            assert off <= found.effect_margins[j]


@pytest.mark.parametrize("seed", FEW)
def test_reasons_and_prices_are_those_of_brute_force_and_of_a_solver_where_mixes_are_level(seed: int) -> None:
    problem = edged(seed)
    near, mixes = table(problem), feasible(problem)
    best = best_mix(problem, near)
    assert best == best_of(mixes)
    if best is None:
        return

    found, solved = prices(problem, near, best), list(solved_prices(problem, best, best.members))

    assert [each.option for each in found] == list(best.members)
    for price, other in zip(found, solved, strict=True):
        assert price.without == best_of([mix for mix in mixes if price.option not in mix.members])
        assert price.loses == other.loses == (price.without and best.value - price.without.value)
    for option in set(range(len(problem.options))) - set(best.members):
        reason, other_reason = (
            why_not(problem, near, best, option, ()),
            next(solved_why_not(problem, best, [option])),
        )
        joined = evaluate(problem, [*best.members, option])
        assert reason.best_with == best_of([mix for mix in mixes if option in mix.members])
        assert reason.loses == other_reason.loses
        assert reason.blocked_by == other_reason.blocked_by == newly_broken(problem, best, joined)
        assert reason.adds == other_reason.adds == joined.value - best.value
    for each in forced(problem, best):
        without = evaluate(problem, [i for i in best.members if i != each.option])
        assert each.adds == best.value - without.value < 0
        assert each.limits == newly_broken(problem, best, without) != ()
