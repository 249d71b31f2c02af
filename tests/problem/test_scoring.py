"""A study becomes exact arrays in its own order; what is blank is said, not guessed."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from mcda.model.option import Rating
from mcda.model.study import Study
from mcda.problem import scoring_problem
from tests.making import criterion, study
from tests.strategies import studies, with_ratings


def test_rows_are_options_and_columns_criteria_in_the_order_of_the_study() -> None:
    made = study([criterion("b", 0, 10), criterion("a", 10, 0)], {"y": [1, 2], "x": [3, 4]}, [3, 1])

    found = scoring_problem(made, made.weights[0])

    assert (found.options, found.criteria) == (("y", "x"), ("b", "a"))
    assert found.values == ((10, 80), (30, 60))
    assert found.weights == (Fraction(3, 4), Fraction(1, 4))


def test_the_order_of_the_ratings_table_says_nothing() -> None:
    made = study([criterion("b", 0, 10), criterion("a", 10, 0)], {"y": [1, 2], "x": [3, 4]}, [3, 1])
    turned = made.model_copy(update={"ratings": made.ratings[::-1]})

    assert scoring_problem(turned, made.weights[0]) == scoring_problem(made, made.weights[0])


def test_low_and_high_are_worse_and_better_whatever_the_direction() -> None:
    made = study([criterion("gain", 0, 10, "5"), criterion("risk", 10, 0, "5")], {"x": [6, 6]}, [1, 1])
    ranged = with_ratings(made, lambda r: Rating(option="x", criterion=r.criterion, low="4", best="6", high="9"))

    found = scoring_problem(ranged, ranged.weights[0])

    assert found.values == ((10, -10),)
    assert found.lowest == ((-10, -40),)
    assert found.highest == ((40, 10),)


def test_a_blank_is_the_whole_scale_and_never_zero() -> None:
    made = study([criterion("x", 0, 10, "2")], {"rated": [2], "blank": [None]}, [1])

    found = scoring_problem(made, made.weights[0])

    assert found.blank == {(1, 0)}
    assert (found.lowest[1], found.highest[1]) == ((-20,), (80,))
    assert (found.lowest[0], found.highest[0]) == ((0,), (0,))


@given(studies())
def test_nothing_is_a_float(made: Study) -> None:
    found = scoring_problem(made, made.weights[0])

    cells = [x for table in (found.values, found.lowest, found.highest) for row in table for x in row]
    assert {type(x) for x in (*cells, *found.weights)} == {Fraction}
