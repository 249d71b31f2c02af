"""Published worked examples of values, additive scores and fixed ranges, and the traps that fixed ranges avoid.

The figures stand in values.json, each case with its source. Where a source rounds, its rounding is the tolerance.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from mcda.errors import Finding, errors
from mcda.methods.additive import shares
from mcda.methods.value import piecewise
from mcda.model.checks import check
from mcda.model.criterion import Criterion
from mcda.model.draft import Draft
from mcda.model.places import Places
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.problem import scoring_problem
from mcda.problem.scale import worth
from mcda.scenario.ranking import Ranking, ranking
from mcda.scenario.reading import notes_of
from mcda.scenario.rescaling import confirmed, keeping_trade_offs
from mcda.scenario.tables import weights_table
from tests.making import criterion, scored, study

CASES = json.loads((Path(__file__).parent / "values.json").read_text(encoding="utf-8"), parse_float=str)


def case(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The inputs of a case as typed, and what was published as floats."""
    found = CASES[name]
    assert found["citation"]
    return found["inputs"], _floats(found["expected"])


def _floats(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _floats(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_floats(value) for value in data]
    try:
        return float(data)
    except ValueError:
        return data


def table(keys: Sequence[str], matrix: Sequence[Sequence[Any]]) -> dict[str, Sequence[Any]]:
    return dict(zip(keys, matrix, strict=True))


def ranked(made: Study) -> Ranking:
    """The real path, once the checks have passed."""
    assert errors(notes_of(made)) == ()
    return ranking(made, scoring_problem(made, made.weights[0]))


def scores(made: Study) -> dict[str, float]:
    """Scores by option from 0 to 1, as they are published."""
    return {line.option: float(line.score or 0) / 100 for line in ranked(made).lines}


def points_value(pairs: Sequence[Sequence[Any]]) -> dict[str, dict[str, str]]:
    """A value function from 0 to 100 from one that is published from 0 to 1."""
    return {"points": {str(x): str(Decimal(str(v)) * 100) for x, v in pairs}}


def test_rimonabant_from_ranges_and_bisection_to_totals() -> None:
    given, expected = case("rimonabant_mavt")
    scales = [
        criterion(c["id"], c["value_points"][0][0], c["value_points"][-1][0], value=points_value(c["value_points"]))
        for c in given["criteria"]
    ]
    data = table(given["options"], given["performance"])

    found = ranked(study(scales, data, [2, 1]))

    assert [float(weight) for weight in found.weights] == pytest.approx(expected["weights"])
    assert [line.option for line in found.lines] == expected["order"]
    for option, exact, published, parts in zip(
        given["options"],
        expected["totals_exact"],
        expected["totals_published_2dp"],
        expected["partial_values_published_2dp"],
        strict=True,
    ):
        assert float(found.line(option).score or 0) / 100 == pytest.approx(exact, abs=1e-6)
        assert float(found.line(option).score or 0) / 100 == pytest.approx(published, abs=0.01)
        values = [float(worth(c, Decimal(str(x)))) / 100 for c, x in zip(scales, data[option], strict=True)]
        assert values == pytest.approx(parts, abs=0.006)


def test_rimonabant_with_a_linear_value_keeps_every_difference() -> None:
    """v = -10 x1 - x2 on wide scales: points in proportion to coefficient times range."""
    given, expected = case("rimonabant_ordinal")
    data = table(["placebo", "five", "twenty"], given["performance"])
    scales = [criterion("glucose", 1, -1), criterion("hypoglycaemia", 20, 0)]

    found = scores(study(scales, data, [10 * 2, 1 * 20]))

    values = table(list(data), expected["values"])
    unit = (found["twenty"] - found["placebo"]) / (values["twenty"] - values["placebo"])
    for option in data:
        assert found[option] - found["placebo"] == pytest.approx(unit * (values[option] - values["placebo"]))


def spotis(name: str) -> tuple[list[Criterion], dict[str, Sequence[Any]], list[Any]]:
    given, _ = case(name)
    scales = [
        criterion(f"c{j}", *(ends if way == "max" else reversed(ends)))
        for j, (ends, way) in enumerate(zip(given["bounds"], given["directions"], strict=True))
    ]
    return scales, table(["a", "b", "c", "d"], given["matrix"]), given["weights"]


@pytest.mark.parametrize("name", ["spotis_fixed_ranges", "spotis_dezert_2020"])
def test_spotis_is_one_minus_the_additive_value_on_fixed_ranges(name: str) -> None:
    _, expected = case(name)

    found = list(scores_in_order(*spotis(name)).values())

    assert [1 - score for score in found] == pytest.approx(expected["spotis"], abs=6e-5)
    assert found == pytest.approx(expected.get("additive_value", found), abs=1e-6)


def scores_in_order(scales: Sequence[Criterion], data: Mapping[str, Any], points: Sequence[Any]) -> dict[str, float]:
    found = scores(study(scales, data, points))
    return {option: found[option] for option in data}


@pytest.mark.parametrize("left_out", ["a", "b", "c", "d"])
def test_on_fixed_ranges_no_option_changes_another(left_out: str) -> None:
    scales, data, points = spotis("spotis_fixed_ranges")
    fewer = {option: row for option, row in data.items() if option != left_out}

    everything = scores(study(scales, data, points))

    assert scores(study(scales, fewer, points)) == {option: everything[option] for option in fewer}


def cars(added: bool) -> dict[str, list[str]]:
    given, _ = case("car_choice_rank_reversal")
    return {**given["data"], **(given["added"] if added else {})}


def relative_order(data: Mapping[str, Sequence[Any]]) -> list[str]:
    """The published method: divide by the column's maximum, so that a new car moves the scale."""
    given, _ = case("car_choice_rank_reversal")
    rows = {car: [float(x) for x in row] for car, row in data.items()}
    tops = [max(column) for column in zip(*rows.values(), strict=True)]
    weights = [float(w) for w in given["weights"]]
    totals = {car: sum(w * x / t for w, x, t in zip(weights, row, tops, strict=True)) for car, row in rows.items()}
    return sorted(totals, key=lambda car: -totals[car])


def fixed_order(data: Mapping[str, Sequence[Any]]) -> list[str]:
    scales = [
        criterion("cost", 22000, 13000),
        criterion("acceleration", 31, 28),
        criterion("pick_up", 42, 34),
        criterion("brakes", 1, 3),
        criterion("road_hold", 1, 4),
    ]
    return [line.option for line in ranked(study(scales, data, [1, 2, 1, "0.5", "0.5"])).lines]


def reversed_pairs(before: Sequence[str], after: Sequence[str]) -> list[list[str]]:
    return sorted(
        sorted([one, other])
        for i, one in enumerate(before)
        for other in before[i + 1 :]
        if after.index(one) > after.index(other)
    )


def test_a_relative_scale_lets_a_new_car_swap_first_and_second() -> None:
    """The trap, reproduced as published."""
    _, expected = case("car_choice_rank_reversal")

    before, after = relative_order(cars(added=False)), relative_order(cars(added=True))

    assert before == expected["order_before"]
    assert after == expected["order_after"]
    assert reversed_pairs(before, after) == expected["reversed_pairs"]
    assert ["a03", "a11"] in reversed_pairs(before, after)


def test_a_fixed_scale_lets_no_new_car_swap_anything() -> None:
    before, after = fixed_order(cars(added=False)), fixed_order(cars(added=True))

    assert len(after) == len(before) + 1
    assert reversed_pairs(before, after) == []


@pytest.mark.parametrize("name", ["pvf_piecewise", "pvf_rsmaa_decreasing"])
def test_piecewise_values_inside_are_those_of_smaa(name: str) -> None:
    given, expected = case(name)
    curve = criterion("x", 100, 50, value=points_value(list(zip(given["cutoffs"], given["values"], strict=True))))
    data = {f"o{i}": [x] for i, (x, _) in enumerate(CASES[name]["expected"]["inside"])}

    found = scores_in_order([curve], data, [1])

    assert list(found.values()) == pytest.approx([v for _, v in expected["inside"]], abs=1e-12)


def test_a_second_curve_of_smaa_with_points_below_zero() -> None:
    _, expected = case("pvf_piecewise")
    second = CASES["pvf_piecewise"]["expected"]["second"]
    curve = criterion(
        "x", second["cutoffs"][0], second["cutoffs"][-1], value=points_value(list(zip(*_columns(second), strict=True)))
    )

    found = scores(study([curve], {"o": [second["points"][0][0]]}, [1]))

    assert found["o"] == pytest.approx(expected["second"]["points"][0][1], abs=1e-12)


def _columns(curve: Mapping[str, Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    return curve["cutoffs"], curve["values"]


@pytest.mark.parametrize("outside", CASES["pvf_rsmaa_decreasing"]["expected"]["outside"])
def test_outside_its_ends_a_value_is_refused_not_clipped_and_not_drawn_on(outside: int) -> None:
    """The source offers to clip or to extrapolate; a rating off the scale is a question to a person."""
    given, _ = case("pvf_rsmaa_decreasing")
    pairs = list(zip(given["cutoffs"], given["values"], strict=True))
    made = study([criterion("x", 100, 50, value=points_value(pairs))], {"o": [outside]}, [1])

    assert [finding.code for finding in errors(notes_of(made))] == ["rating-off-scale"]
    with pytest.raises(ValueError, match="outside"):
        piecewise(Fraction(outside), [(Fraction(x), Fraction(str(v))) for x, v in pairs])
    with pytest.raises(ValueError, match="outside"):
        scoring_problem(made, made.weights[0])


def test_uta_value_functions_carry_their_weights_in_their_height() -> None:
    """The heights .0875, .9 and .0125 are the weights; below them, values from 0 to 100 as anywhere."""
    given, expected = case("pvf_uta_transport_table")
    curves = [given["value_functions"][name] for name in given["criteria"]]
    heights = [max(Decimal(str(v)) for _, v in curve) for curve in curves]
    scales = []
    for name, curve, height in zip(given["criteria"], curves, heights, strict=True):
        rising = curve if Decimal(str(curve[0][1])) < Decimal(str(curve[-1][1])) else curve[::-1]
        pairs = [(x, Decimal(str(v)) / height) for x, v in curve]
        scales.append(criterion(name.lower(), rising[0][0], rising[-1][0], value=points_value(pairs)))

    found = ranked(study(scales, table([a.lower() for a in given["alternatives"]], given["matrix"]), heights))

    assert sum(heights) == 1
    for option, values in zip(given["alternatives"], expected["values"], strict=True):
        parts = [float(part or 0) / 100 for part in found.line(option.lower()).contributions]
        assert parts == pytest.approx(values, abs=1e-12)


def test_mountains_do_not_care_about_units_and_zeros() -> None:
    given, expected = case("mountain_affine")
    options = ["a", "b", "c"]
    moved = [[Decimal(x) + 5, Decimal(y) / 1000 - 1] for x, y in given["matrix"]]
    plain = study(
        [criterion("risk", 5, 1), criterion("height", 3000, 4500)], table(options, given["matrix"]), given["weights"]
    )
    other = study([criterion("risk", 10, 6), criterion("height", 2, "3.5")], table(options, moved), given["weights"])

    assert [scores(plain)[option] for option in options] == expected["additive_value"]
    assert scores(plain) == scores(other)
    assert [line.rank for line in ranked(plain).lines] == [1, 2, 2]


def test_min_max_over_two_options_hides_how_small_a_difference_is() -> None:
    given, expected = case("minmax_trap_muse")
    data = table(["one", "two"], given["matrix"])
    columns = [[float(x) for x in column] for column in zip(*given["matrix"], strict=True)]
    min_max = {
        option: sum(
            (float(x) - min(column)) / (max(column) - min(column)) / 2 for x, column in zip(row, columns, strict=True)
        )
        for option, row in data.items()
    }
    made = study([criterion("cost", 20, 0), criterion("harm", 10, 0)], data, given["weights"])

    assert list(min_max.values()) == expected["tie"]
    badness = [1 - scores(made)[option] for option in data]
    assert badness == pytest.approx(expected["fixed_ranges_0_20_and_0_10_badness"])
    assert [line.option for line in ranked(made).lines] == ["one", "two"]


def test_every_weight_is_shown_beside_the_range_that_it_belongs_to() -> None:
    """What the min-max trap asks of a tool: no weight without its swing."""
    made = study([criterion("cost", 20, 0), criterion("harm", 10, 0)], {"one": ["10.1", 1], "two": [10, 5]}, [1, 1])

    swings = [row[-1] for row in weights_table(scored(made)).rows]

    assert swings == ["from 20 to 0, u", "from 10 to 0, u"]


def test_swing_points_become_shares() -> None:
    given, _ = case("swing_points")

    found = shares([Fraction(p) for p in given["points"]])

    assert [str(share) for share in found] == CASES["swing_points"]["expected"]["weights"]


def test_values_over_doing_nothing_may_be_negative_and_choose_the_true_mix() -> None:
    given, expected = case("portfolio_baseline_trap")
    options = {key.lower(): row for key, row in given["options"].items()}
    made = study(
        [criterion("gain", -10, 10, "0")],
        {key: [value] for key, (value, _) in options.items()},
        [1],
        uses={key: {"money": str(cost)} for key, (_, cost) in options.items()},
        constraints=[
            {"name": "Budget", "reason": "-", "budget": {"resource": "money", "at_most": str(given["budget"])}}
        ],
    )

    found = scored(made)

    assert {line.option: line.score for line in found.ranking.lines} == {
        key: 5 * Fraction(value) for key, (value, _) in options.items()
    }
    assert found.mix is not None
    assert found.mix.best is not None
    assert [found.mixing.options[i].upper() for i in found.mix.best.members] == expected["best"]
    assert found.mix.best.value == 5 * Fraction(expected["value"])


def test_scaling_by_the_options_present_would_choose_the_wrong_mix() -> None:
    given, expected = case("portfolio_baseline_trap")
    values = {key: Fraction(value) for key, (value, _) in given["options"].items()}
    low, high = min(values.values()), max(values.values())
    min_max = {key: (value - low) / (high - low) for key, value in values.items()}

    assert sum(min_max[key] for key in expected["best_by_min_max"]) > min_max["A"]
    assert sum(values[key] for key in expected["best_by_min_max"]) < values["A"]


def rescaling(ends: Sequence[Sequence[Any]], points: Sequence[Any]) -> Study:
    given, _ = case("range_rescale_invariance")
    return study([criterion("x", *ends[0]), criterion("y", *ends[1])], given["matrix"], points)


def test_halving_a_range_and_its_points_changes_no_order_and_no_ratio_of_differences() -> None:
    given, expected = case("range_rescale_invariance")

    wide = ranked(rescaling(given["scales"], given["points"]))
    half = ranked(rescaling(given["halved"]["scales"], given["halved"]["points"]))

    assert [line.option for line in wide.lines] == [line.option for line in half.lines] == expected["order"]
    ratios = {
        (half.line(o).score - half.lines[-1].score) / (wide.line(o).score - wide.lines[-1].score)
        for o in expected["order"][:2]
    }
    assert len(ratios) == 1


def test_halving_a_range_alone_stops_the_run_and_keeping_trade_offs_halves_the_points() -> None:
    given, _ = case("range_rescale_invariance")
    wide = rescaling(given["scales"], given["points"])
    half = rescaling(given["halved"]["scales"], given["points"])
    stale: Weights = confirmed(wide, wide.weights[0])

    findings = errors_of(half.model_copy(update={"weights": (stale,)}))
    kept = keeping_trade_offs(half, stale)

    assert [(finding.code, finding.severity) for finding in findings] == [("stale-weights", "error")]
    assert "from 0 to 100 (u), but it now goes from 0 to 50 (u)" in findings[0].what
    assert [kept.points[key] for key in ("x", "y")] == given["halved"]["points"]


def errors_of(made: Study) -> tuple[Finding, ...]:
    draft = Draft(
        Places({}),
        about=made.about,
        criteria=made.criteria,
        options=made.options,
        ratings=made.ratings,
        weights=made.weights,
    )
    return errors(check(draft))
