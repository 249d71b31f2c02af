"""How safe an answer is: allowed weights from a file, and what is said about the leader and the mix."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from mcda.errors import StudyError
from mcda.model.weights import Weights
from mcda.scenario.allowed_weights import allowed_weights, statements
from mcda.scenario.robust import Robustness, robust
from mcda.scenario.robust_mix import neighbours
from mcda.scenario.robust_question import Question
from mcda.scenario.robust_short import short_robust_words
from mcda.scenario.robust_tables import robust_tables
from mcda.scenario.robust_words import over_words, sampled, sampled_error
from mcda.scenario.scenario import Scenario
from mcda.text.robust import SECTIONS, json_text, markdown_page
from tests.making import criterion, scored, study
from tests.scenario.studies import reference, scenario_of, with_rating

EVEN = [Fraction(1, 4)] * 4


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return scenario_of(reference())


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> Robustness:
    answer = robust(scenario)
    assert answer is not None
    return answer


def weights(**more: object) -> Weights:
    keys = ("escalation_risk", "alliance_cohesion", "economic_effect", "transparency")
    return Weights.model_validate({"key": "w", "name": "Mine", "points": dict.fromkeys(keys, 1), **more})


def test_ranges_order_and_ratios_become_statements() -> None:
    mine = weights(
        ranges={"transparency": [10, 30]},
        order=[["escalation_risk"], ["alliance_cohesion", "economic_effect"], ["transparency"]],
        ratios=[{"criterion": "escalation_risk", "at_least": 2, "times": "transparency"}],
    )

    assert [each.sentence for each in statements(reference(), mine)] == [
        "Transparency from 10 to 30 %",
        "Alliance cohesion and Economic effect the same",
        "Escalation risk at least as much as Alliance cohesion",
        "Alliance cohesion at least as much as Transparency",
        "Escalation risk at least 2 times Transparency",
    ]


def test_allowed_weights_keep_what_was_said() -> None:
    mine = weights(order=[["escalation_risk"], ["alliance_cohesion", "economic_effect"], ["transparency"]])

    allowed = allowed_weights(reference(), mine, EVEN, "file")

    assert all(a >= b == c >= d for a, b, c, d in allowed.weights.corners)
    assert allowed.words == "all weights within the order of 'Mine', each combination as likely as any other"


def test_statements_that_contradict_are_named_and_no_others() -> None:
    mine = weights(
        ranges={"transparency": [60, 70], "economic_effect": [0, 50]},
        order=[["escalation_risk"], ["transparency"]],
    )

    with pytest.raises(StudyError) as stop:
        allowed_weights(reference(), mine, EVEN, "file")

    (finding,) = stop.value.findings
    assert "Transparency from 60 to 70 %; Escalation risk at least as much as Transparency" in finding.what
    assert "economic" not in finding.what


def test_points_outside_their_own_ranges_are_said() -> None:
    allowed = allowed_weights(reference(), weights(ranges={"transparency": [30, 40]}), EVEN, "file")

    assert [each.sentence for each in allowed.outside] == ["Transparency from 30 to 40 %"]


def test_any_weights_are_all_of_them() -> None:
    allowed = allowed_weights(reference(), weights(ranges={"transparency": [30, 40]}), EVEN, "anything")

    assert len(allowed.weights.corners) == 4
    assert not allowed.outside


def test_the_interval_of_the_leader_holds_and_ends_where_it_says(scenario: Scenario, found: Robustness) -> None:
    for each in found.one_way:
        inside = [part for part in each.segments if part.low <= each.weight <= part.high]
        assert each.lead.low <= each.weight <= each.lead.high
        assert [(part.low, part.high, part.first) for part in inside] == [
            (each.lead.low, each.lead.high, (found.leader,))
        ]
        assert {part.low for part in each.segments} - {0} <= {at for at, _, _ in each.crossings}


def test_the_first_shift_is_the_smallest(found: Robustness) -> None:
    moved = [each.shift.moved for each in found.shifts if each.shift]

    assert moved == sorted(moved)
    assert moved[0] > 0


def test_shares_rank_ranges_and_dominance_agree(found: Robustness) -> None:
    for option, ranks in enumerate(found.rank_ranges):
        assert (found.first.shares[option] > 0) <= (ranks.best == 1)
        taken = found.ranks.shares[option].nonzero()[0] + 1
        assert ranks.best <= taken.min() <= taken.max() <= ranks.worst
    assert abs(sum(found.first.shares) - 1) < 1e-9
    assert abs(found.ranks.first - found.first.shares).max() < 0.01


def test_every_part_of_the_reference_study_is_there(scenario: Scenario, found: Robustness) -> None:
    assert found.mix is not None
    assert found.mix.cells is not None
    assert found.ratings is not None
    assert found.ordinal is not None
    assert {table.key.removeprefix("robust_") for table in robust_tables(scenario, found)} == {
        *("ranks", "rank_shares", "intervals", "crossings", "shifts", "pairs", "spreads", "checks", "flips"),
        *("mix_intervals", "mixes", "holding"),
    }
    empty = [title for title, _, words in SECTIONS if not words(scenario, found)]
    assert empty == ["In other worlds (weights and constraints as given)"]


def test_the_page_says_over_which_weights(scenario: Scenario, found: Robustness) -> None:
    page = markdown_page(scenario, found)

    assert over_words(found) in page
    assert "within the ranges and order of 'Baseline'" in page
    assert '"mcda-robust/1"' in json_text(scenario, found)


def test_no_word_of_the_trade_is_on_the_page(scenario: Scenario, found: Robustness) -> None:
    page = markdown_page(scenario, found).lower()

    for word in (
        "smaa",
        "acceptability",
        "simplex",
        "polytope",
        "monte carlo",
        "pareto",
        "quantile",
        "nan",
        "none of none",
    ):
        assert not re.search(rf"\b{word}\b", page), word


def test_sampled_shares_never_claim_certainty() -> None:
    assert [sampled(part) for part in (0.0, 0.004, 0.3, 0.996, 1.0)] == ["<1 %", "<1 %", "30 %", ">99 %", ">99 %"]
    assert sampled_error(0.0) == "<0.1"


def test_the_short_form_has_the_shift_and_the_shares(scenario: Scenario, found: Robustness) -> None:
    texts = short_robust_words(scenario, found)

    assert texts[0].startswith("Moving 6.0 points of weight from Alliance cohesion to Escalation risk brings")
    assert texts[0].endswith("makes another mix as good.")
    assert texts[1].startswith("Of all weightings that the ranges and order of the file allow, Arms-control talks")
    assert short_robust_words(scenario, None) == ()


def test_options_with_a_blank_rating_stay_out() -> None:
    changed = with_rating(reference(), "arms_control", "transparency", None)

    found = robust(scenario_of(changed))

    assert found is not None
    assert "arms_control" not in found.options
    assert len(found.options) == len(reference().options) - 1
    assert "Left out because of a blank rating: Arms-control talks." in markdown_page(scenario_of(changed), found)


def test_level_leaders_are_called_level() -> None:
    made = study([criterion("a", 0, 10, 0), criterion("b", 0, 10, 0)], {"x": [4, 6], "y": [6, 4], "z": [1, 1]}, [1, 1])

    answer = scored(made)
    found = robust(answer)

    assert found is not None
    page = markdown_page(answer, found)
    assert "y is level with x already" in page
    assert "No weights at all bring z level with x." in page


def test_one_option_has_nothing_to_change_places_with() -> None:
    answer = scored(study([criterion("a", 0, 10, 0)], {"x": [4]}, [1]))

    assert robust(answer) is None
    assert "fewer than two rated options" in markdown_page(answer, None)


def test_one_criterion_has_no_weight_to_move() -> None:
    answer = scored(study([criterion("a", 0, 10, 0)], {"x": [4], "y": [3]}, [1]))

    found = robust(answer)

    assert found is not None
    assert found.one_way == ()
    assert found.first.shares == (1, 0)
    assert markdown_page(answer, found)


def test_seven_criteria_are_sampled_and_said_to_be() -> None:
    criteria = [criterion(f"c{j}", 0, 10, 0) for j in range(7)]
    ratings = {f"o{i}": [(i * 3 + j * (i + 2)) % 11 for j in range(7)] for i in range(6)}
    answer = scored(study(criteria, ratings, [1] * 7))

    found = robust(answer, Question(draws=8000))

    assert found is not None
    assert not found.first.exact
    assert "(sampled at 8,000 weightings)" in markdown_page(answer, found)


def test_words_neighbour_words_and_numbers_neighbour_levels() -> None:
    worded = criterion("a", "low", "high", "middle", value={"levels": {"low": 0, "middle": 40, "high": 100}})

    assert neighbours(worded) == ("low", "high")
    assert neighbours(criterion("b", 0, 10, 0)) == (1,)
    assert neighbours(criterion("c", 0, 10)) == ()


def test_drawn_ratings_move_the_mix_within_its_constraints(found: Robustness) -> None:
    drawn = found.mix.closer.drawn if found.mix and found.mix.closer else None

    assert drawn is not None
    assert 0 <= drawn.best <= drawn.fits <= 1
    assert all(0 <= share <= 1 for share in drawn.holding)


def test_certain_ratings_leave_nothing_to_draw() -> None:
    answer = scored(study([criterion("a", 0, 10, 0)], {"x": [4], "y": [3]}, [1]))

    found = robust(answer)

    assert found is not None
    assert found.ratings is None
    assert found.mix is not None
    assert found.mix.closer is not None
    assert found.mix.closer.drawn is None


def test_a_study_without_a_mix_says_so() -> None:
    none = scored(study([criterion("a", 0, 10)], {"x": [4], "y": [3]}, [1]))
    unfit = scored(
        study(
            [criterion("a", 0, 10, 0)],
            {"x": [4], "y": [3]},
            [1],
            constraints=[{"name": "most", "reason": "-", "size": {"min": 3}}],
        )
    )

    for answer, says in (
        (none, "No mix: a has no do_nothing level"),
        (unfit, "none is known"),
    ):
        found = robust(answer)
        assert found is not None
        assert found.mix is None
        assert says in markdown_page(answer, found)
