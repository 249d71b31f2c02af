"""What must hold of every ranking, whatever the study."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcda.errors import errors
from mcda.methods.additive import score, shares
from mcda.methods.ranking import ranks
from mcda.model.study import Study
from mcda.problem import Problem, scoring_problem
from mcda.problem.weights import overall_weights
from mcda.scenario.ranking import Line, Ranking, explain, ranking
from mcda.scenario.reading import notes_of
from mcda.scenario.words import headline
from tests.making import criterion, scored, study
from tests.strategies import (
    grid,
    only,
    renamed,
    rescaled,
    studies,
    with_criterion,
    with_points,
    with_ratings,
    with_twin,
)


def problem_of(made: Study) -> Problem:
    return scoring_problem(made, made.weights[0])


def ranked(made: Study) -> Ranking:
    return ranking(made, problem_of(made))


def figures(line: Line) -> tuple[object, ...]:
    return line.score, line.lowest, line.highest, line.rank, set(line.ties), set(line.beaten_by)


def places(result: Ranking) -> dict[str, tuple[object, ...]]:
    return {line.option: figures(line) for line in result.lines}


@given(studies())
def test_the_studies_of_these_tests_pass_every_check(made: Study) -> None:
    assert errors(notes_of(made)) == ()


@given(studies(least=2), st.data())
def test_removing_or_adding_an_option_changes_no_value_and_no_score(made: Study, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.sampled_from([o.key for o in made.options]), min_size=1, unique=True))

    everything, fewer = problem_of(made), problem_of(only(made, kept))

    for key in kept:
        i, k = everything.options.index(key), fewer.options.index(key)
        assert fewer.values[k] == everything.values[i]
        assert fewer.lowest[k] == everything.lowest[i]
        assert fewer.highest[k] == everything.highest[i]
    before, after = ranked(made), ranked(only(made, kept))
    assert all(after.line(key).score == before.line(key).score for key in kept)


@given(studies(least=2), st.data())
def test_removing_an_option_never_swaps_two_others(made: Study, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.sampled_from([o.key for o in made.options]), min_size=2, unique=True))

    before, after = ranked(made), ranked(only(made, kept))

    for one in kept:
        for other in kept:
            assert (before.line(one).rank < before.line(other).rank) == (after.line(one).rank < after.line(other).rank)


@given(
    studies(),
    st.data(),
    st.sampled_from(["2", "1000", "0.25", "-1", "-0.1"]).map(Decimal),
    st.integers(-500, 500).map(lambda x: Decimal(x) / 10),
)
def test_units_zeros_and_turning_a_scale_round_change_nothing(
    made: Study, data: st.DataObject, factor: Decimal, shift: Decimal
) -> None:
    key = data.draw(st.sampled_from([c.key for c in made.criteria]))

    moved = rescaled(made, key, factor, shift)

    assert problem_of(moved).values == problem_of(made).values
    assert places(ranked(moved)) == places(ranked(made))


@given(studies(), st.data())
def test_another_do_nothing_level_moves_every_score_by_the_same(made: Study, data: st.DataObject) -> None:
    changed = data.draw(st.sampled_from(made.criteria))
    zero = data.draw(st.sampled_from(grid(changed)))

    moved = with_criterion(made, changed.model_copy(update={"do_nothing": zero}))

    before, after = ranked(made), ranked(moved)
    assert len({after.line(o.key).score - before.line(o.key).score for o in made.options}) == 1
    assert [(line.option, line.rank) for line in after.lines] == [(line.option, line.rank) for line in before.lines]


@given(studies(), st.randoms(use_true_random=False))
def test_the_order_of_options_criteria_and_ratings_changes_nothing(made: Study, random) -> None:
    def shuffled(things):
        return tuple(random.sample(things, len(things)))

    parts = ("options", "criteria", "branches", "ratings")

    turned = made.model_copy(update={part: shuffled(getattr(made, part)) for part in parts})

    assert places(ranked(turned)) == places(ranked(made))


@given(studies())
def test_names_change_nothing(made: Study) -> None:
    found = ranked(renamed(made, lambda key: f"new_{key}"))

    expected = {f"new_{line.option}": line for line in ranked(made).lines}
    assert [line.option for line in found.lines] == list(expected)
    for line in found.lines:
        assert figures(line)[:4] == figures(expected[line.option])[:4]


@given(studies(), st.integers(1, 7))
def test_only_proportions_of_points_count(made: Study, factor: int) -> None:
    points = {key: points * factor for key, points in made.weights[0].points.items()}

    assert places(ranked(with_points(made, points))) == places(ranked(made))


@given(studies(), st.data())
def test_a_duplicate_ties_exactly(made: Study, data: st.DataObject) -> None:
    of = data.draw(st.sampled_from([o.key for o in made.options]))

    found = ranked(with_twin(made, of))

    twin = found.line("twin")
    assert (twin.score, twin.rank, twin.contributions) == (
        found.line(of).score,
        found.line(of).rank,
        found.line(of).contributions,
    )
    assert of in twin.ties
    assert of not in twin.beaten_by


@given(studies(), st.data())
def test_a_better_rating_never_lowers_a_score_or_a_place(made: Study, data: st.DataObject) -> None:
    rating = data.draw(st.sampled_from(made.ratings))
    entries = grid(made.criterion(rating.criterion))
    better = data.draw(st.sampled_from(entries[entries.index(rating.best) :]))
    improved = rating.model_copy(update={"low": None, "best": better, "high": None})

    before = ranked(made)
    after = ranked(with_ratings(made, lambda each: improved if each == rating else each))

    assert after.line(rating.option).score >= before.line(rating.option).score
    assert after.line(rating.option).rank <= before.line(rating.option).rank
    for other in made.options:
        if other.key != rating.option:
            assert after.line(other.key).score == before.line(other.key).score
            assert after.line(other.key).rank >= before.line(other.key).rank


@given(studies())
def test_weights_sum_to_one_and_contributions_to_the_score(made: Study) -> None:
    result = ranked(made)

    assert sum(result.weights) == 1
    assert all(weight >= 0 for weight in result.weights)
    for line in result.lines:
        assert sum(line.contributions) == line.score
        assert line.lowest <= line.score <= line.highest


@given(studies())
def test_scores_stay_between_worst_and_best_on_everything(made: Study) -> None:
    for line in ranked(made).lines:
        assert -100 <= line.score <= 100
        assert line.highest - line.lowest <= 100


@given(studies())
def test_an_option_stays_behind_whatever_dominates_it(made: Study) -> None:
    problem, found = problem_of(made), ranked(made)

    for i, one in enumerate(problem.options):
        better = {
            other
            for k, other in enumerate(problem.options)
            if problem.values[k] != problem.values[i]
            and all(a >= b for a, b in zip(problem.values[k], problem.values[i], strict=True))
        }
        assert set(found.line(one).beaten_by) == better
        assert all(found.line(other).rank <= found.line(one).rank for other in better)


@given(studies(), st.data())
def test_a_pair_is_explained_without_residual(made: Study, data: st.DataObject) -> None:
    first, second = (data.draw(st.sampled_from([o.key for o in made.options])) for _ in range(2))

    found, result = explain(problem_of(made), first, second), ranked(made)

    assert sum(found.parts) == found.difference == result.line(first).score - result.line(second).score
    assert found.parts == tuple(
        a - b for a, b in zip(result.line(first).contributions, result.line(second).contributions, strict=True)
    )


@given(studies())
def test_equal_scores_share_a_place_and_others_do_not(made: Study) -> None:
    lines = ranked(made).lines

    for one in lines:
        assert one.rank == 1 + sum(other.score > one.score for other in lines)
        assert set(one.ties) == {other.option for other in lines if other.score == one.score} - {one.option}


@given(studies(trees=True))
def test_points_given_branch_by_branch_are_those_given_for_all_at_once(made: Study) -> None:
    weights = overall_weights(made, made.weights[0])
    whole = math.lcm(*(weight.denominator for weight in weights))
    flat = {c.key: int(weight * whole) for c, weight in zip(made.criteria, weights, strict=True)}

    once = with_points(made.model_copy(update={"branches": ()}), flat)

    assert overall_weights(once, once.weights[0]) == weights
    assert places(ranked(once)) == places(ranked(made))


@given(studies(least=2), st.data())
def test_splitting_a_criterion_in_two_equal_halves_changes_nothing(made: Study, data: st.DataObject) -> None:
    """Two criteria that say the same, with half the weight each, count as one: a branch keeps its weight."""
    split = data.draw(st.sampled_from(made.criteria))
    twin = split.model_copy(update={"key": "half"})
    halves = {key: points * 2 for key, points in made.weights[0].points.items()}
    halves |= {split.key: made.weights[0].points[split.key], "half": made.weights[0].points[split.key]}
    doubled = with_points(
        made.model_copy(
            update={
                "criteria": (*made.criteria, twin),
                "ratings": (
                    *made.ratings,
                    *(r.model_copy(update={"criterion": "half"}) for r in made.ratings if r.criterion == split.key),
                ),
            }
        ),
        halves,
    )

    assert places(ranked(doubled)) == places(ranked(made))


FLOAT_SUMS: dict[str, Callable[[np.ndarray, np.ndarray], list[float]]] = {
    "numpy X @ w": lambda ratings, weights: list(ratings @ weights),
    "sum()": lambda ratings, weights: [sum(x * w for x, w in zip(row, weights, strict=True)) for row in ratings],
    "math.fsum": lambda ratings, weights: [
        math.fsum(x * w for x, w in zip(row, weights, strict=True)) for row in ratings
    ],
}


@pytest.mark.parametrize("way", FLOAT_SUMS)
def test_floats_break_exact_ties_and_fractions_do_not(way: str) -> None:
    """Why ranks are rational (docs/ties.md): common figures, and a tenth of the ties or more is torn apart."""
    rng = np.random.default_rng(1)
    tied = broken = 0
    for _ in range(200):
        ratings = rng.integers(1, 6, size=(15, 4))
        points = rng.multinomial(20, [0.25] * 4) * 5
        floats = FLOAT_SUMS[way](ratings.astype(float), points / 100)
        weights = shares([Fraction(int(p)) for p in points])
        ours = ranks([score([Fraction(int(x)) for x in row], weights) for row in ratings])
        exact = ratings @ points
        for i in range(15):
            for k in range(i):
                if exact[i] == exact[k] and (ratings[i] != ratings[k]).any():
                    tied += 1
                    broken += floats[i] != floats[k]
                    assert ours[i] == ours[k]
    assert tied > 300
    assert broken / tied > 0.1, f"{broken} of {tied}"


@pytest.mark.parametrize("lead", [Decimal("0.1"), Decimal("1.9"), Decimal(2), Decimal(3)])
def test_a_close_call_is_said_below_the_threshold_and_not_at_it(lead: Decimal) -> None:
    made = study([criterion("x", 0, 100, "0")], {"a": [50 + lead], "b": [50]}, [1])

    words = headline(scored(made))

    assert ("Practically level" in words) == (lead < 2)
    assert (" leads " in words) == (lead >= 2)
