"""The reference study is one that a careful analyst could defend: complete, reasoned, consistent, with trade-offs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mcda import api
from mcda.model.study import Study
from mcda.problem import scoring_problem
from mcda.problem.scale import signed
from mcda.scenario.scenario import Scenario

ROOT = Path(__file__).parents[1]
DOCUMENTED = (
    *("backchannels", "economic_collaboration", "deescalation", "security_transparency", "multilateral_forums"),
    *("incentives_diplomacy", "accountable_channels", "deterrence_balance", "allied_coordination"),
    *("intelligence_cyber_norms", "sanctions_review", "human_rights_forums", "arms_control", "energy_cooperation"),
    *("cyber_nonaggression", "regional_peace_talks", "trade_agreements", "military_openness"),
)
VIEWS = ("baseline", "deescalation_first", "alliance_first", "economy_first", "open_government")


@pytest.fixture(scope="module")
def study() -> Study:
    return api.load(ROOT)


@pytest.fixture(scope="module")
def scenarios() -> dict[str, Scenario]:
    draft = api.read(ROOT)
    return {view: api.score_draft(draft, view) for view in VIEWS}


def test_it_has_nothing_to_mend_and_nothing_to_ask() -> None:
    assert api.check(ROOT) == ()


def test_it_holds_every_option_of_the_document(study: Study) -> None:
    assert set(DOCUMENTED) <= {option.key for option in study.options}
    for option in study.options:
        assert option.source, option.key
        assert option.themes, option.key


def test_levels_of_one_thing_are_instruments(study: Study) -> None:
    instruments = [option.instrument for option in study.options if option.instrument]

    assert any(instruments.count(each) >= 2 for each in instruments)


def test_every_rating_has_a_range_a_source_and_a_reason_of_its_own(study: Study) -> None:
    reasons = [rating.rationale for rating in study.ratings]

    assert len(study.ratings) == len(study.options) * len(study.criteria)
    for rating in study.ratings:
        assert None not in (rating.low, rating.best, rating.high), (rating.option, rating.criterion)
        assert "judgement" in rating.source
        assert 15 <= len(rating.rationale) <= 160
        assert "\n" not in rating.rationale
    assert len(set(reasons)) == len(reasons)


def test_ratings_of_cyber_cooperation_are_wider_than_most(study: Study) -> None:
    """Condition 3 of the document: investigations into election interference hinder trust."""

    def width(option: str) -> float:
        return max(float(r.high) - float(r.low) for r in study.ratings if r.option == option)  # type: ignore[arg-type]

    widths = sorted(width(option.key) for option in study.options)

    assert width("cyber_nonaggression") >= widths[len(widths) // 2]


def test_scales_are_anchored_in_words_from_minus_three_to_three_around_today(study: Study) -> None:
    assert {c.key for c in study.criteria} == {
        *("escalation_risk", "alliance_cohesion", "economic_effect", "transparency")
    }
    for criterion in study.criteria:
        assert {criterion.worst, criterion.best} == {-3, 3}
        assert criterion.do_nothing == 0
        assert set(criterion.levels) == set(range(-3, 4))
    assert study.criterion("escalation_risk").worst == 3


def test_no_option_is_best_or_worst_at_everything(scenarios: dict[str, Scenario]) -> None:
    values = scenarios["baseline"].problem.values
    tops, bottoms = ([end(column) for column in zip(*values, strict=True)] for end in (max, min))

    assert tuple(tops) not in values
    assert tuple(bottoms) not in values
    assert all(any(x < 0 for x in row) for row in values if max(row) > 25), "a strong option costs something somewhere"


def test_criteria_do_not_say_the_same(study: Study) -> None:
    assert not [finding for finding in api.check(ROOT) if finding.code in {"double-counting", "equal-ratings"}]
    for criterion in study.criteria:
        marks = {
            signed(criterion, r.best) for r in study.ratings if r.criterion == criterion.key and r.best is not None
        }
        assert min(marks) < 0 < max(marks), criterion.key


def test_points_of_view_are_documented_and_differ(study: Study, scenarios: dict[str, Scenario]) -> None:
    assert {weights.key for weights in study.weights} >= set(VIEWS)
    for weights in study.weights:
        assert weights.who
        assert weights.when
        assert len(weights.why) > 60
        assert set(weights.scales) == {criterion.key for criterion in study.criteria}
    leaders = {scenario.ranking.leaders[0].option for scenario in scenarios.values()}
    heaviest = {max(zip(s.ranking.weights, s.ranking.criteria, strict=True))[1] for s in scenarios.values()}
    assert len(leaders) >= 3
    assert len(heaviest) >= 4


@pytest.mark.parametrize("view", VIEWS)
def test_every_point_of_view_has_a_mix_better_than_its_best_member(view: str, scenarios: dict[str, Scenario]) -> None:
    scenario = scenarios[view]

    assert scenario.mix is not None
    assert scenario.mix.best is not None
    assert scenario.mix.best.value > (scenario.ranking.lines[0].score or 0)
    assert all(scenario.mix.best.holds)


def test_every_condition_of_the_document_is_written_down(study: Study) -> None:
    texts = [
        *(c.source for c in study.constraints.constraints),
        *(criterion.source + criterion.notes for criterion in study.criteria),
        *(option.note + option.source for option in study.options),
        *(rating.source + rating.rationale for rating in study.ratings),
        (ROOT / "inputs/constraints.yaml").read_text(encoding="utf-8"),
    ]
    whole = " ".join(texts)

    assert all(c.reason for c in study.constraints.constraints)
    for number in (1, 2, 4, 5, 6, 7, 8, 9, 11):
        assert f"condition {number}" in whole or f"and {number}" in whole, number


def test_resources_are_said_to_be_illustrative(study: Study) -> None:
    assert len(study.about.resources) >= 3
    assert all("llustrative" in resource.note for resource in study.about.resources.values())
    assert "not a recommendation" in study.about.handling


def test_numbers_in_the_files_are_read_as_written(study: Study) -> None:
    problem = scoring_problem(study, study.weight_set("baseline"))

    exact = json.dumps([str(weight) for weight in problem.weights])

    assert exact == '["7/20", "7/25", "1/5", "17/100"]'
