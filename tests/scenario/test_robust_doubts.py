"""Ratings that may be off: between low and high, or by one level."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from mcda.model.option import Rating
from mcda.model.study import Study
from mcda.scenario.robust import robust
from mcda.scenario.robust_doubts import Doubts, doubts
from mcda.scenario.robust_ordinal import ladder
from mcda.scenario.robust_question import Doubt, Question
from mcda.scenario.scenario import Scenario
from tests.making import criterion, scored, study
from tests.scenario.studies import reference, scenario_of

LEVELS = {"0": "none", "20": "some", "100": "all"}


def rated(made: Study, *changes: Rating) -> Study:
    other = {(each.option, each.criterion): each for each in changes}
    ratings = tuple(other.get((each.option, each.criterion), each) for each in made.ratings)
    return made.model_copy(update={"ratings": ratings})


def found(answer: Scenario, how: Doubt) -> Doubts:
    doubted = doubts(answer, range(len(answer.problem.options)), how)
    assert doubted is not None
    return doubted


def described() -> Study:
    return study([criterion("a", 0, 100, 0, levels=LEVELS)], {"x": [20], "y": [0]}, [1])


def test_a_level_is_right_as_often_as_its_confidence_says_and_else_one_off() -> None:
    made = rated(described(), Rating(option="x", criterion="a", best=20, confidence="low"))

    doubted = found(scored(made), "levels")

    table = next(values for option, _, values in doubted.cells if option == 0)
    assert [int((np.abs(table - level) < 1).sum()) for level in (0, 20, 100)] == [256, 512, 256]
    assert doubted.means[0] == (Fraction(35),)
    assert doubted.variances[0] == (Fraction(1, 4) * 100**2 + Fraction(1, 2) * 20**2 - 35**2,)


def test_the_end_of_a_scale_is_off_to_one_side_only() -> None:
    doubted = found(scored(described()), "levels")

    table = next(values for option, _, values in doubted.cells if option == 1)
    assert [int((np.abs(table - level) < 1).sum()) for level in (0, 20)] == [896, 128]


def test_drawn_values_have_the_mean_that_is_told() -> None:
    answer = scenario_of(reference())
    for how in ("triangular", "pert", "levels"):
        doubted = found(answer, how)
        for option, j, values in doubted.cells:
            assert values.mean() == pytest.approx(float(doubted.means[option][j]), abs=0.1)
            assert values.var() == pytest.approx(float(doubted.variances[option][j]), rel=0.02, abs=0.1)
            assert (np.diff(values) >= 0).all()


def test_options_that_are_level_on_average_win_as_often_as_each_other() -> None:
    rungs = {str(level): f"level {level}" for level in range(5)}
    columns = [criterion(key, 0, 4, 0, levels=rungs) for key in "ab"]
    made = study(columns, {"x": [2, 2], "y": [1, 3], "z": [3, 1]}, [1, 1])

    answer = robust(scored(made), Question(weights="fixed", ratings="levels"))

    assert answer is not None
    assert answer.ratings is not None
    assert answer.ratings.sampled is not None
    alone = answer.ratings.sampled.alone
    assert alone.first.max() - alone.first.min() < 0.03
    assert alone.first.sum() == pytest.approx(1)


def test_the_worth_of_checking_a_level_is_that_of_all_its_cases() -> None:
    made = rated(
        study([criterion("a", 0, 100, 0, levels=LEVELS)], {"x": [20], "y": [30]}, [1]),
        Rating(option="x", criterion="a", best=20, confidence="low"),
    )

    checks = found(scored(made), "levels").checks

    # y stands between levels: a level below it 2.5, above it 100 (the end), so its mean is 35.3; that of x is 35.
    own, other = (next(each for each in checks if each.option == option) for option in (0, 1))
    assert (own.change, other.change) == (pytest.approx(1 / 4), pytest.approx(7 / 8))
    assert own.gain == pytest.approx((100 - 35.3125) / 4, abs=0.02)
    assert other.gain == pytest.approx((35 - 30) * 3 / 4 + (35 - 2.5) / 8, abs=0.02)


def test_off_means_certain() -> None:
    answer = scenario_of(reference())

    assert doubts(answer, [0, 1], "off") is None


def test_pert_trusts_the_best_value_more() -> None:
    answer = scenario_of(reference())
    triangular, pert = found(answer, "triangular"), found(answer, "pert")

    for wide, narrow in zip(triangular.variances, pert.variances, strict=True):
        assert all(a >= b for a, b in zip(wide, narrow, strict=True))


def test_levels_in_words_make_a_ladder_too() -> None:
    worded = criterion("a", "low", "high", "low", value={"levels": {"low": 0, "middle": 40, "high": 100}})

    assert ladder(worded) == [0, 40, 100]


def test_a_criterion_without_levels_keeps_its_low_and_high() -> None:
    made = rated(
        study([criterion("a", 0, 100, 0)], {"x": [50], "y": [40]}, [1]),
        Rating(option="x", criterion="a", low=30, best=50, high=60),
    )
    answer = scored(made)

    assert found(answer, "levels").means == found(answer, "triangular").means
