"""Published cases of shares over weights and uncertain ratings; each stands in robustness.json with its source."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mcda.methods.acceptability import Acceptability, rank_acceptability
from mcda.methods.first_rank import best_cells
from mcda.methods.pairwise import winning_shares
from mcda.methods.uncertain_ratings import QUANTILES
from mcda.methods.weight_sets import WeightSet, at_least_times, mean_weights, only, weight_set

CASES = json.loads((Path(__file__).parent / "robustness.json").read_text(encoding="utf-8"))
Row = tuple[Fraction, ...]


def case(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    assert CASES[name]["citation"]
    return CASES[name]["inputs"], CASES[name]["expected"]


def rows(table: list[list[Any]]) -> list[Row]:
    return [tuple(Fraction(x) for x in row) for row in table]


def whole(criteria: int) -> WeightSet:
    found = weight_set([], criteria)
    assert found is not None
    return found


class Plan:
    """The municipal plan: values from 0 to 1, and the equally likely values of every uncertain one."""

    def __init__(self) -> None:
        given, self.expected = case("municipal_plan")
        matrix = np.array(given["measurements"], float)
        errors = np.array([[a or abs(x) * r for x, a, r in self._columns(given, row)] for row in given["measurements"]])
        low, spread = matrix.min(axis=0), np.ptp(matrix, axis=0)
        steps = (np.arange(QUANTILES) + 0.5) / QUANTILES * 2 - 1
        self.values = rows(((matrix - low) / spread).tolist())
        self.uncertain = [
            (i, j, (matrix[i, j] + errors[i, j] * steps - low[j]) / spread[j]) for i in range(6) for j in range(4)
        ]

    @staticmethod
    def _columns(given: dict[str, Any], row: list[float]) -> Any:
        return zip(row, given["absolute_errors"], given["relative_errors"], strict=True)

    def ranked(self, weights: WeightSet, draws: int) -> Acceptability:
        return rank_acceptability(self.values, weights, draws, uncertain=self.uncertain)


@pytest.fixture(scope="module")
def plan() -> tuple[Plan, Acceptability]:
    made = Plan()
    return made, made.ranked(whole(4), 1 << 16)


def test_first_places_of_the_municipal_plan(plan: tuple[Plan, Acceptability]) -> None:
    made, found = plan

    assert np.abs(100 * found.first - made.expected["first_percent"]).max() <= 1.0


@pytest.mark.parametrize("option", range(6))
def test_confidence_in_the_municipal_plan(plan: tuple[Plan, Acceptability], option: int) -> None:
    made, found = plan
    expected, central = made.expected["confidence_percent"][option], found.central[option]

    if expected is None:
        assert found.first[option] == 0
        assert np.isnan(central).all()
    elif not np.isnan(central).any():
        first = made.ranked(only(tuple(Fraction(float(x)) for x in central)), 1 << 14).first[option]
        assert abs(100 * first - expected) <= 2.0
    else:
        assert expected == 0


def test_an_option_that_is_never_first_has_no_central_weights() -> None:
    given, expected = case("central_weights_of_a_dominated_option")
    values = rows(given["values"])

    sampled = rank_acceptability(values, whole(3), 1 << 16)
    cells = best_cells(values, whole(3))

    first, never = expected["central"]
    assert never is None
    assert np.isnan(sampled.central[1]).all()
    assert [cell.option for cell in cells] == [0]
    assert cells[0].centre == pytest.approx([float(Fraction(x)) for x in first], abs=1e-12)
    assert sampled.central[0] == pytest.approx(cells[0].centre, abs=1e-3)


def test_confidence_with_certain_ratings_is_one_or_none() -> None:
    given, expected = case("central_weights_of_a_dominated_option")
    values = rows(given["values"])

    found = rank_acceptability(values, only(rows([given["weights"]])[0]), 800)

    assert found.first.tolist() == [expected["confidence"][0], 0]
    assert expected["confidence"][1] is None
    assert np.isnan(found.central[1]).all()


def test_shares_of_a_trivial_pair() -> None:
    given, expected = case("pairwise_winning_trivial")

    found = winning_shares(np.array(given["values"], float), np.eye(2)[None], np.ones(1))

    assert found == pytest.approx(np.array(rows(expected["winning"]), float), abs=1e-12)


def test_weights_known_by_their_order_alone_have_the_published_mean() -> None:
    given, expected = case("rank_order_centroid")
    criteria = given["criteria"]

    order = weight_set([at_least_times(criteria, j, Fraction(1), j + 1) for j in range(criteria - 1)], criteria)

    assert order is not None
    assert mean_weights(order) == rows([expected["weights"]])[0]
