"""Ratings become values on the criterion's own scale, measured from doing nothing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcda.model.criterion import Criterion, LevelsValue, LinearValue
from mcda.problem.scale import level, lower_is_better, number, signed, worth
from tests.making import criterion
from tests.strategies import criteria, grid

WORDS = criterion("x", "secret", "open", "partly", value={"levels": {"secret": 0, "partly": 30, "open": 100}})


@given(criteria("x"))
def test_worst_is_worth_nothing_and_best_a_hundred(of: Criterion) -> None:
    assert worth(of, of.worst) == 0
    assert worth(of, of.best) == 100


@given(criteria("x"))
def test_values_never_fall_towards_best(of: Criterion) -> None:
    values = [worth(of, entry) for entry in grid(of)]

    assert values == sorted(values)
    assert all(0 <= value <= 100 for value in values)


@given(criteria("x"))
def test_doing_nothing_is_worth_nothing(of: Criterion) -> None:
    zero = of.worst if of.do_nothing is None else of.do_nothing

    assert signed(of, zero) == 0
    assert signed(of, of.best) - signed(of, of.worst) == 100


@given(criteria("x"), st.data())
def test_points_on_a_linear_scale_can_be_read_back_as_a_level(of: Criterion, data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(grid(of)))

    found = level(of, signed(of, entry))

    assert found == (Fraction(entry) if isinstance(of.value, LinearValue) else None)


@given(criteria("x"))
def test_direction_follows_from_the_ends(of: Criterion) -> None:
    words = isinstance(of.value, LevelsValue)

    assert lower_is_better(of) == (not words and Decimal(of.best) < Decimal(of.worst))


def test_decimals_are_exact() -> None:
    tenth = worth(criterion("x", 0, 1), Decimal("0.1"))

    assert tenth == Fraction(10)
    assert tenth + worth(criterion("x", 0, 1), Decimal("0.2")) == worth(criterion("x", 0, 1), Decimal("0.3"))


def test_words_are_worth_what_they_say() -> None:
    assert [signed(WORDS, word) for word in ("secret", "partly", "open")] == [-30, 0, 70]


def test_a_word_is_no_number_and_an_unknown_one_no_level() -> None:
    with pytest.raises(ValueError, match="'secret' is a level"):
        number("secret")
    with pytest.raises(KeyError):
        worth(WORDS, "hidden")
