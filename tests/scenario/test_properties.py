"""What must hold of every ranking, whatever the figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mcda.methods.dominance import dominates
from mcda.model.study import Study
from mcda.problem import scoring_problem
from mcda.scenario.ranking import Ranking, explain, ranking
from tests.making import criterion, study

RATINGS = st.integers(-6, 6).map(lambda half: Decimal(half) / 2)
POINTS = st.integers(0, 20).map(lambda step: Decimal(5 * step))


@st.composite
def figures(draw: st.DrawFn, options: int = 6) -> tuple[dict[str, list[Decimal]], list[Decimal]]:
    n = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(RATINGS, min_size=n, max_size=n), min_size=1, max_size=options))
    points = draw(st.lists(POINTS, min_size=n, max_size=n).filter(any))
    return {f"o{i}": row for i, row in enumerate(rows)}, points


def made(rows: dict[str, list[Decimal]], points: list[Decimal]) -> Study:
    criteria = [criterion(f"c{j}", -3, 3, "0") for j in range(len(points))]
    return study(criteria, rows, points)


def ranked(a_study: Study) -> Ranking:
    return ranking(a_study, scoring_problem(a_study, a_study.weights[0]))


def places(result: Ranking) -> dict[str, tuple[Fraction | None, int | None]]:
    return {line.option: (line.score, line.rank) for line in result.lines}


@given(figures(), st.data())
def test_adding_or_removing_an_option_changes_no_other_score(both, data: st.DataObject) -> None:
    rows, points = both
    assume(len(rows) > 1)
    gone = data.draw(st.sampled_from(sorted(rows)))

    everything = places(ranked(made(rows, points)))
    fewer = places(ranked(made({o: r for o, r in rows.items() if o != gone}, points)))

    assert all(fewer[option][0] == everything[option][0] for option in fewer)


@given(figures(), st.integers(1, 9), st.integers(-50, 50))
def test_units_and_zeros_change_nothing(both, factor: int, shift: int) -> None:
    rows, points = both
    moved = [criterion(f"c{j}", -3 * factor + shift, 3 * factor + shift, str(shift)) for j in range(len(points))]
    new_rows = {option: [x * factor + shift for x in row] for option, row in rows.items()}

    assert places(ranked(study(moved, new_rows, points))) == places(ranked(made(rows, points)))


@given(figures(), st.randoms())
def test_the_order_of_rows_and_columns_changes_nothing(both, random) -> None:
    rows, points = both
    options = sorted(rows, key=lambda _: random.random())
    columns = sorted(range(len(points)), key=lambda _: random.random())
    turned = study(
        [criterion(f"c{j}", -3, 3, "0") for j in columns],
        {option: [rows[option][j] for j in columns] for option in options},
        [points[j] for j in columns],
    )

    assert places(ranked(turned)) == places(ranked(made(rows, points)))


@given(figures())
def test_names_change_nothing(both) -> None:
    rows, points = both
    renamed = {f"renamed_{option}": row for option, row in rows.items()}

    found = places(ranked(made(renamed, points)))

    assert {option.removeprefix("renamed_"): each for option, each in found.items()} == places(
        ranked(made(rows, points))
    )


@given(figures(), st.data())
def test_a_duplicate_ties_exactly(both, data: st.DataObject) -> None:
    rows, points = both
    twin = data.draw(st.sampled_from(sorted(rows)))

    found = ranked(made({**rows, "twin": rows[twin]}, points))

    assert found.line("twin").score == found.line(twin).score
    assert found.line("twin").rank == found.line(twin).rank
    assert twin in found.line("twin").ties


@given(figures(), st.data())
def test_a_better_rating_never_lowers_a_place(both, data: st.DataObject) -> None:
    rows, points = both
    option = data.draw(st.sampled_from(sorted(rows)))
    j = data.draw(st.integers(0, len(points) - 1))
    better = [min(Decimal(3), x + 1) if k == j else x for k, x in enumerate(rows[option])]

    before, after = ranked(made(rows, points)), ranked(made({**rows, option: better}, points))

    assert after.line(option).score >= before.line(option).score
    assert after.line(option).rank <= before.line(option).rank


@given(figures())
def test_contributions_sum_to_the_score(both) -> None:
    for line in ranked(made(*both)).lines:
        assert sum(line.contributions) == line.score


@given(figures())
def test_a_dominated_option_never_stands_above_its_dominator(both) -> None:
    rows, points = both
    found = ranked(made(rows, points))

    for line in found.lines:
        for other in line.beaten_by:
            assert dominates([Fraction(x) for x in rows[other]], [Fraction(x) for x in rows[line.option]])
            assert found.line(other).rank <= line.rank


@given(figures())
def test_a_pair_is_explained_without_residual(both) -> None:
    rows, points = both
    a_study = made(rows, points)
    problem = scoring_problem(a_study, a_study.weights[0])
    first, second = problem.options[0], problem.options[-1]

    found = explain(problem, first, second)

    result = ranking(a_study, problem)
    assert sum(found.parts) == found.difference == result.line(first).score - result.line(second).score


@given(figures())
def test_equal_scores_share_a_place_and_others_do_not(both) -> None:
    lines = ranked(made(*both)).lines

    for one in lines:
        for other in lines:
            assert (one.score == other.score) == (one.rank == other.rank)
            assert one.score <= other.score or one.rank < other.rank


def test_floats_break_exact_ties() -> None:
    """Why ranks are rational: on common figures a float sum often separates what is exactly level."""
    rng = np.random.default_rng(1)
    tied = broken = 0
    for _ in range(600):
        ratings = rng.integers(1, 6, size=(15, 4))
        points = rng.multinomial(20, [0.25] * 4) * 5
        weights = points / 100
        exact = ratings @ points
        floats = ratings.astype(float) @ weights
        for i in range(15):
            for k in range(i):
                if exact[i] == exact[k] and (ratings[i] != ratings[k]).any():
                    tied += 1
                    broken += floats[i] != floats[k]
    assert tied > 1000
    assert broken / tied > 0.05, f"{broken} of {tied}"


@pytest.mark.parametrize("lead", [Decimal("0.1"), Decimal("1.9"), Decimal(2), Decimal(3)])
def test_a_close_call_is_said_below_the_threshold_and_not_at_it(lead: Decimal) -> None:
    from mcda.scenario.words import headline
    from tests.making import scored

    made_study = study([criterion("x", 0, 100, "0")], {"a": [50 + lead], "b": [50]}, [1])

    words = headline(scored(made_study))

    assert ("Practically level" in words) == (lead < 2)
    assert (" leads " in words) == (lead >= 2)
