"""What points are counted from: a criterion without a do-nothing level, beside a fixed number of options."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcda.mixes.evaluate import evaluate
from mcda.model.criterion import Criterion
from mcda.problem.building import fixed_size
from mcda.report.brief import brief
from mcda.report.page import report_page
from mcda.scenario.mix_explain import explain_mix
from mcda.scenario.mix_explain_words import explanation_words
from mcda.scenario.mix_model import model_sentences
from mcda.scenario.mix_rules import overflows
from mcda.scenario.mix_tables import stairs_table
from mcda.scenario.mix_words import mix_headline, mix_proof
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import headline, points_words, worse_than_nothing
from tests.making import criterion, scored, study

THREE = {"name": "Three lines", "reason": "-", "size": {"exactly": 3}}
BUDGET = {"name": "Capital", "reason": "-", "budget": {"resource": "capital", "at_most": "8"}}
RATINGS = {"talks": [2, 6], "forum": [1, 5], "sanctions": [5, 9], "patrols": [6, 1], "inspections": [-3, 2]}
USES = {key: {"capital": str(use)} for key, use in zip(RATINGS, (2, 3, 5, 1, 4), strict=True)}


def made(*constraints: Mapping[str, Any], nothing: Any = None, **more: Any) -> Scenario:
    """Risk is counted from doing nothing; gain is not, unless `nothing` says where that stands."""
    criteria = [criterion("risk", 10, -10, "0"), criterion("gain", 0, 10, nothing, **more)]
    return scored(study(criteria, RATINGS, [40, 60], constraints=constraints, uses=USES))


@given(
    levels=st.lists(st.integers(0, 10), min_size=2, max_size=8),
    nothing=st.integers(0, 10),
    size=st.integers(1, 8),
    rule=st.sampled_from(["sum", "max", "min"]),
    ends=st.sampled_from([(0, 10), (10, 0)]),
)
def test_with_a_fixed_number_of_options_an_unknown_level_takes_the_same_from_every_mix(
    levels: list[int], nothing: int, size: int, rule: str, ends: tuple[int, int]
) -> None:
    size = min(size, len(levels))
    ratings = {f"o{i}": [level] for i, level in enumerate(levels)}
    scales = [criterion("gain", *ends, level, mix_rule=rule) for level in (None, str(nothing))]
    fixed = {"name": "Fixed", "reason": "-", "size": {"exactly": size}}
    unknown, known = (scored(study([scale], ratings, [1], constraints=[fixed])) for scale in scales)

    apart = {
        evaluate(unknown.mixing, mix).value - evaluate(known.mixing, mix).value
        for mix in combinations(range(len(levels)), size)
    }

    assert len(apart) == 1
    assert unknown.mix is not None
    assert known.mix is not None
    assert [each.members for each in unknown.mix.ranked] == [each.members for each in known.mix.ranked]


def test_a_cap_is_reached_at_an_unknown_place_so_there_is_no_mix() -> None:
    assert made(THREE).mix is not None
    assert made(THREE, nothing="0", cap="8").mix is not None

    without = made(THREE, cap="8")

    assert without.mix is None
    assert "has a cap but no do_nothing level" in without.why_no_mix


def test_a_bound_on_the_whole_mix_has_nothing_to_count_from_so_there_is_no_mix() -> None:
    floor = {"name": "Some gain", "reason": "-", "mix_level": {"criterion": "gain", "at_least": "5"}}

    assert made(THREE, floor, nothing="0").mix is not None
    assert made(THREE, floor, mix_rule="max").mix is not None
    assert "'Some gain' bounds what the mix does on gain" in made(THREE, floor).why_no_mix


@pytest.mark.parametrize(
    ("sizes", "fixed"),
    [
        ([{"exactly": 3}], 3),
        ([{"min": 3, "max": 3}], 3),
        ([{"min": 3}, {"max": 3}], 3),
        ([{"min": 2, "max": 3}], None),
        ([{"min": 2}], None),
        ([], None),
    ],
)
def test_the_number_of_options_is_fixed_where_the_sizes_leave_one(sizes: list[dict[str, int]], fixed: int) -> None:
    rules = [{"name": f"Size {i}", "reason": "-", "size": size} for i, size in enumerate(sizes)]

    assert fixed_size(made(*rules).study) == fixed


def test_a_soft_size_fixes_nothing() -> None:
    assert fixed_size(made({**THREE, "penalty": "2"}).study) is None
    assert made({**THREE, "penalty": "2"}).mix is None


def _everything_said(run: Scenario) -> str:
    found = explain_mix(run)
    assert found is not None
    page = report_page(run, version="1").decode().partition("<script")[0]
    texts = (headline(run), mix_headline(run), mix_proof(run), worse_than_nothing(run), brief(run), page)
    return "\n".join((*texts, *model_sentences(run), *explanation_words(run, found)))


def test_points_are_called_above_doing_nothing_only_where_they_are() -> None:
    said, anchored = _everything_said(made(THREE, BUDGET)), _everything_said(made(THREE, BUDGET, nothing="0"))

    assert "above doing nothing" in anchored
    assert "above doing nothing" not in said
    assert "counted from doing nothing, which is 0" in anchored
    assert "points (gain counted from its worst level)" in said
    assert "gain has no do-nothing level; as the number of options is fixed, counting from worst adds the same" in said
    assert "Doing nothing is not in the ranking: gain has no do-nothing level." in said


def test_several_criteria_without_the_level_are_all_named() -> None:
    criteria: list[Criterion] = [criterion(key, 0, 10) for key in ("gain", "trust", "speed")]

    assert points_words(study(criteria, {"a": [1, 1, 1]}, [1, 1, 1])) == (
        "points (gain, trust and speed counted from their worst levels)"
    )


def test_nobody_is_told_to_relax_the_size_without_which_mixes_do_not_compare() -> None:
    much = {**BUDGET, "budget": {"resource": "capital", "at_most": "50"}}
    run, known = made(THREE, much), made(THREE, much, nothing="0")
    told, usual = (explanation_words(each, explain_mix(each)) for each in (run, known))  # type: ignore[arg-type]

    assert any("Without 'Three lines'" in text for text in usual)
    assert any("change the value by" in text for text in usual)
    assert not any("Without 'Three lines'" in text or "with 'Three lines'" in text for text in told)
    assert not any("change the value by" in text for text in told)
    assert not any("value per" in text for text in told)
    rows = stairs_table(run, explain_mix(run)).rows  # type: ignore[arg-type]  # there is one
    assert "Three lines" not in {row[0] for row in rows}


def test_a_sum_from_worst_is_not_called_beyond_the_scale() -> None:
    run, known = made(THREE), made(THREE, nothing="0")
    assert run.mix is not None
    assert run.mix.best is not None
    assert run.mix.best.effects[1] > 100

    assert overflows(run, run.mix.best) == ()
    assert [each.criterion for each in overflows(known, run.mix.best)] == ["gain"]


def test_an_option_below_zero_is_worse_than_doing_nothing_whatever_the_unknown_level_is() -> None:
    ratings = {"bad": [9, 1], "good": [-5, 8]}
    criteria = [criterion("risk", 10, -10, "0"), criterion("gain", 0, 10)]
    line = scored(study(criteria, ratings, [60, 40])).ranking.line("bad")

    assert line.worse_than_nothing
    for nothing in range(11):
        scales = [criteria[0], criterion("gain", 0, 10, str(nothing))]
        assert scored(study(scales, ratings, [60, 40])).ranking.line("bad").score <= Fraction(line.score or 0)  # type: ignore[operator]
