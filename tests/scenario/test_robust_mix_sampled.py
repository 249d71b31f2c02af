"""Sampled shares of mixes against the exact ones, and the same with any executor."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from mcda.methods.weight_sets import weight_set
from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.robust import Candidates, candidates, inclusion, mix_cells
from mcda.scenario.allowed_weights import allowed_weights
from mcda.scenario.robust import robust
from mcda.scenario.robust_mix_sampled import sampled_mixes
from mcda.scenario.robust_mix_words import mix_share_words
from mcda.scenario.robust_question import QUICK, Question
from mcda.scenario.robust_tables import robust_tables
from mcda.scenario.scenario import Scenario
from tests.scenario.studies import reference, scenario_of, small


def mixes_of(answer: Scenario) -> Candidates:
    mixes = feasible_mixes(answer.mixing)
    assert isinstance(mixes, Mixes)
    found = candidates(answer.mixing, mixes)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(30))
def test_sampled_shares_of_mixes_are_near_the_exact_ones(seed: int) -> None:
    answer = scenario_of(small(seed, options=7, criteria=3))
    found, weights = mixes_of(answer), weight_set([], 3)
    assert weights is not None
    cells = mix_cells(found, weights)
    assert cells is not None
    exact = {cell.members: cell.share for cell in cells}
    held = inclusion(found, cells, weights, 7).shares

    drawn = sampled_mixes(found, weights, 7, 16_000)

    told = {members: part.share for members, part in drawn.mixes}
    assert drawn.draws == 16_000
    assert sum(told.values()) == pytest.approx(1)
    assert all(abs(told.get(members, 0) - part) < 0.01 for members, part in exact.items())
    assert all(abs(part.share - true) < 0.01 for part, true in zip(drawn.holding, held, strict=True))
    missed = sum(abs(told.get(members, 0) - part) > 0.002 for members, part in exact.items())
    assert missed <= len(exact) / 3


def test_the_reference_study_and_its_allowed_weights() -> None:
    answer = scenario_of(reference())
    allowed = allowed_weights(answer.study, answer.weights, answer.problem.weights, "file").weights
    found = mixes_of(answer)
    exact = {cell.members: cell.share for cell in mix_cells(found, allowed) or ()}

    one = sampled_mixes(found, allowed, len(answer.mixing.options), 40_000)
    with ThreadPoolExecutor(3) as pool:
        many = sampled_mixes(found, allowed, len(answer.mixing.options), 40_000, pool)

    assert one == many
    assert {members for members, _ in one.mixes} == set(exact)
    for members, part in one.mixes:
        assert abs(part.share - exact[members]) <= max(2 * part.error, 0.003)


def test_seven_criteria_have_sampled_shares_of_mixes_with_errors() -> None:
    answer = scenario_of(small(3, options=8, criteria=7))

    found, quick = robust(answer, Question(draws=8000)), robust(answer, QUICK)

    assert found is not None
    assert quick is not None
    assert found.mix is not None
    assert found.mix.cells is None
    assert found.mix.sampled is not None
    assert quick.mix is not None
    assert quick.mix.sampled is None
    texts = mix_share_words(answer, found)
    assert "± " in texts[0]
    assert "8,000 allowed weightings that were drawn" in texts[0]
    assert {"robust_mixes", "robust_holding"} <= {grid.key for grid in robust_tables(answer, found)}
    assert mix_share_words(answer, quick) == ()
