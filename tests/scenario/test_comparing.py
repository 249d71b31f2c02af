"""Two scenarios compared: causes that add up, honest refusals, one plain sentence."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcda.errors import StudyError
from mcda.model.criterion import PointsValue
from mcda.scenario.compare_tables import mix_word, rank_causes_table
from mcda.scenario.compare_words import alignment_sentences, cause_words, compare_headline, mix_sentence
from mcda.scenario.comparing import Compared, compare, mix_of
from mcda.scenario.hybrids import Player
from mcda.scenario.overrides import Overrides
from mcda.scenario.pairing import in_scale_of
from mcda.scenario.scenario import run
from mcda.text.compare import View, compare_markdown
from tests import making
from tests.scenario.studies import (
    reference,
    scenario_of,
    small,
    with_budget,
    with_criterion,
    with_rating,
    with_weights,
    without_criterion,
    without_option,
)

POINTS = st.lists(st.integers(0, 60), min_size=4, max_size=4)


def assert_parts_add_up(compared: Compared) -> None:
    """Parts sum to changes and corners meet both scenarios, exactly."""
    before, after = compared.pair.before, compared.pair.after
    for move in compared.moves:
        if move.causes is not None:
            parts = (*move.causes.points.values(), *move.causes.ratings.values())
            assert sum(parts, Fraction(0)) == move.change
        if move.before.rank and move.after.rank:
            ties = len(move.before.ties) - len(move.after.ties)
            assert sum(move.places.values()) == move.rose + Fraction(ties, 2)
        assert compared.corners.old_old.get(move.option) == move.before.rank
        assert compared.corners.new_new.get(move.option) == move.after.rank
    mix = compared.mix
    if mix is not None:
        assert mix.corners.old_old == mix_of(before)
        assert mix.corners.new_new == mix_of(after)
        for key, shares in mix.shares.items():
            assert sum(shares.values()) == (key in mix.after) - (key in mix.before)


@pytest.mark.parametrize("seed", range(25))
def test_all_parts_of_random_changes_of_everything_add_up(seed: int) -> None:
    one, other = small(seed), small(seed + 1000)

    assert_parts_add_up(compare(scenario_of(one, name="one"), scenario_of(other, name="other")))


@pytest.mark.parametrize("seed", range(8))
def test_parts_add_up_when_options_and_criteria_come_and_go(seed: int) -> None:
    one, other = small(seed, options=6, criteria=3), small(seed + 50, options=4, criteria=4)

    assert_parts_add_up(compare(scenario_of(one, name="one"), scenario_of(other, name="other")))


def test_a_single_changed_weight_explains_every_score_rank_and_mix() -> None:
    study = reference()
    compared = compare(scenario_of(study), scenario_of(study, with_weights(study, alliance_cohesion=90), "heavier"))

    assert_parts_add_up(compared)
    for move in compared.moves:
        assert move.causes is not None
        assert {key for key, points in move.causes.points.items() if points} <= {"alliance_cohesion"}
        assert not any(move.causes.ratings.values())
        assert {player.keys for player in move.places} == {("alliance_cohesion",)}
    assert "all of it by the heavier weight on Alliance cohesion" in compare_headline(compared)


def test_a_single_changed_rating_explains_its_option_and_no_other_score() -> None:
    study = reference()
    after = scenario_of(with_rating(study, "allied_coordination", "transparency", 3), name="revised")
    compared = compare(scenario_of(study), after)

    assert_parts_add_up(compared)
    for move in compared.moves:
        assert bool(move.change) == (move.option == "allied_coordination")
    headline = compare_headline(compared)
    assert headline.startswith("Allied coordination rose from 13th to")
    assert "all of it by the revised rating of Allied coordination on Transparency" in headline


def test_weights_typed_on_another_total_are_no_change() -> None:
    study = reference()
    doubled = study.weight_set("baseline").model_copy(
        update={"points": {key: points * 2 for key, points in study.weight_set("baseline").points.items()}}
    )
    compared = compare(scenario_of(study), scenario_of(study, doubled, "doubled"))

    assert not compared.is_changed
    assert not compared.points.moved
    assert compare_headline(compared).startswith("Nothing changed")


def test_with_equal_totals_points_are_compared_as_typed() -> None:
    study = reference()
    before = with_weights(study, escalation_risk=40, alliance_cohesion=40, economic_effect=10, transparency=10)
    after = with_weights(study, escalation_risk=55, alliance_cohesion=35, economic_effect=5, transparency=5)

    found = compare(scenario_of(study, before), scenario_of(study, after, name="after"))

    moved = {key: found.points.after[key] - found.points.before[key] for key in found.points.moved}
    assert moved == {"escalation_risk": 15, "alliance_cohesion": -5, "economic_effect": -5, "transparency": -5}


@settings(max_examples=60, deadline=None)
@given(POINTS.filter(any), POINTS.filter(any))
def test_a_weight_whose_share_fell_is_never_called_heavier(old: list[int], new: list[int]) -> None:
    study = small(1, options=3, criteria=4)
    keys = [criterion.key for criterion in study.criteria]
    ends = [scenario_of(study, with_weights(study, **dict(zip(keys, points, strict=True)))) for points in (old, new)]
    weights = [dict(zip(end.problem.criteria, end.problem.weights, strict=True)) for end in ends]

    found = compare(*ends)

    for key in found.points.moved:
        words = cause_words(found, Player("points", (key,)))
        assert ("heavier" in words) <= (weights[1][key] > weights[0][key]), words
        assert ("lighter" in words) <= (weights[1][key] < weights[0][key]), words


def test_a_scenario_compared_with_itself_has_no_change_and_no_cause() -> None:
    compared = compare(scenario_of(reference()), scenario_of(reference()))

    assert not compared.is_changed
    assert compared.changes == ()
    assert mix_sentence(compared).startswith("The best mix stays the same")


def test_a_new_budget_is_the_whole_cause_of_a_new_mix() -> None:
    study = reference()
    resource = next(iter(study.about.resources))
    compared = compare(scenario_of(study), scenario_of(with_budget(study, resource, 4), name="poorer"))

    assert_parts_add_up(compared)
    assert compared.mix is not None
    assert not compared.mix.is_same
    assert "all of it by the changed budgets" in mix_sentence(compared)
    assert not any(move.change for move in compared.moves)
    assert "Why the scores changed" not in compare_markdown(compared, View())


def test_where_no_mix_fits_in_one_scenario_options_are_in_the_other_and_not_out() -> None:
    study = reference()
    resource = next(iter(study.about.resources))
    compared = compare(scenario_of(study), scenario_of(with_budget(study, resource, -100), name="broke"))

    words = {mix_word(compared, move.option) for move in compared.moves}

    assert mix_sentence(compared) == "B has no mix to compare."
    assert words == {"in A", ""}


@pytest.mark.parametrize(("start", "explained"), [(60, True), (59, False)])
def test_places_of_ties_are_explained_and_only_they(start: int, explained: bool) -> None:
    two = (making.criterion("x", 0, 100, 0), making.criterion("y", 0, 100, 0))
    study = making.study(two, {"a": [start, 20], "b": [20, 60]}, [50, 50])
    other = with_rating(study, "a", "x", 61)
    before = run(study, study.weights[0], "before", Overrides())
    compared = compare(before, run(other, other.weights[0], "after", Overrides()))

    table = rank_causes_table(compared, compared.moves)
    assert table.rows
    assert table.title.endswith("ties at their middle place") == explained


def test_regret_is_never_negative_where_the_kept_mix_is_feasible() -> None:
    study = reference()
    compared = compare(scenario_of(study), scenario_of(study, "economy_first"))

    assert compared.mix is not None
    for kept in (compared.mix.kept_before, compared.mix.kept_after):
        assert kept.lost is not None
        assert kept.broken or kept.lost >= 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"worst": 3, "best": -3, "cap": None}, "another scale"),
        ({"worst": -4}, "another worst end"),
        ({"do_nothing": 1}, "another do-nothing level"),
        ({"unit": "percent"}, "another unit"),
    ],
)
def test_another_scale_is_refused_with_the_reason(fields: dict[str, object], said: str) -> None:
    study = reference()

    with pytest.raises(StudyError) as refused:
        compare(scenario_of(study), scenario_of(with_criterion(study, "transparency", **fields), name="after"))

    (finding,) = refused.value.findings
    assert said in finding.what
    assert "--in-newer-scale" in finding.cure


def test_the_older_scenario_on_the_newer_scale_keeps_its_trade_offs_and_ranks() -> None:
    study = reference()
    after = scenario_of(with_criterion(study, "escalation_risk", worst=6, best=-6), name="after")
    before = in_scale_of(scenario_of(study), after)

    ranks = [[(line.option, line.rank) for line in each.ranking.lines] for each in (scenario_of(study), before)]

    assert ranks[0] == ranks[1]
    assert_parts_add_up(compare(before, after))


def test_ratings_off_the_newer_scale_and_other_units_are_not_re_expressed() -> None:
    study = reference()
    narrow = scenario_of(
        with_rating(with_criterion(study, "escalation_risk", worst=6), "backchannels", "escalation_risk", 5),
        name="narrow",
    )

    with pytest.raises(StudyError, match="off the newer scale"):
        in_scale_of(narrow, scenario_of(study))
    with pytest.raises(StudyError, match="another unit"):
        in_scale_of(scenario_of(with_criterion(study, "escalation_risk", unit="percent")), scenario_of(study))


def test_options_and_criteria_of_one_scenario_only_are_said_and_the_rest_compared() -> None:
    study = reference()
    fewer = without_criterion(without_option(study, "energy_cooperation"), "transparency")
    compared = compare(scenario_of(study), scenario_of(fewer, name="fewer"))

    assert_parts_add_up(compared)
    said = " ".join(alignment_sentences(compared.pair))
    assert "Options only in A: Energy cooperation." in said
    assert "Criteria only in A (weight 0 in B): Transparency." in said
    assert len(compared.moves) == len(study.options) - 1


def test_another_value_function_on_the_same_scale_is_a_cause_of_its_own() -> None:
    study = reference()
    bent = with_criterion(study, "transparency", value=PointsValue(points={-3: 0, 0: 30, 3: 100}).model_dump())
    compared = compare(scenario_of(study), scenario_of(bent, name="bent"))

    assert_parts_add_up(compared)
    assert {player.keys for move in compared.moves for player in move.places} == {("transparency",)}
    assert "the new value function of Transparency" in compare_headline(compared)


def test_an_option_with_a_blank_rating_has_no_change_of_score_but_counts_as_changed() -> None:
    study = reference()
    compared = compare(
        scenario_of(study), scenario_of(with_rating(study, "backchannels", "transparency", None), name="blank")
    )

    move = next(move for move in compared.moves if move.option == "backchannels")
    assert move.change is None
    assert move.causes is None
    assert compared.is_changed
