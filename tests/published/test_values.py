"""Published worked examples of values, additive scores, fixed ranges and the traps that fixed ranges avoid.

Each case names its source. Numbers are facts quoted from there; where a source rounds, its rounding is the tolerance.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from mcda.methods.additive import shares
from mcda.methods.value import linear, piecewise
from mcda.model.checks.weights import scale_of
from mcda.problem.scale import signed, worth
from tests.making import criterion, scored, study


def scores(made) -> dict[str, float]:
    return {line.option: float(line.score) for line in scored(made).ranking.lines}


def test_rimonabant_benefit_risk() -> None:
    """drugis/mcda-elicitation-web, manual, "Rimonabant example" (values from a bisection, swing weights 2:1)."""
    glucose = {"points": {"0.4": "0", "0": "25", "-0.3": "50", "-0.55": "75", "-0.7": "100"}}
    criteria = [criterion("glucose", "0.4", "-0.7", value=glucose), criterion("hypoglycaemia", 15, 0)]
    data = {"placebo": (0.33, 2), "rimonabant_5mg": (0.3, 1), "rimonabant_20mg": (-0.64, 5)}

    result = scored(study(criteria, data, [2, 1]))

    found = {line.option: line for line in result.ranking.lines}
    assert [line.option for line in result.ranking.lines] == ["rimonabant_20mg", "rimonabant_5mg", "placebo"]
    for option, exact, published in (
        ("placebo", 0.318056, 0.31),
        ("rimonabant_5mg", 0.352778, 0.35),
        ("rimonabant_20mg", 0.822222, 0.82),
    ):
        assert float(found[option].score) / 100 == pytest.approx(exact, abs=1e-6)
        assert float(found[option].score) / 100 == pytest.approx(published, abs=0.01)
    partial = [[0.04, 0.87], [0.06, 0.93], [0.9, 0.67]]
    for (option, row), expected in zip(data.items(), partial, strict=True):
        values = [float(worth(c, _decimal(x))) / 100 for c, x in zip(criteria, row, strict=True)]
        assert values == pytest.approx(expected, abs=0.006), option


def test_rimonabant_ordinal_value() -> None:
    """The same manual, v(x) = -10 x1 - x2: a linear model gives the same differences on any wide enough scale."""
    data = {"placebo": (0.33, 2), "five": (0.3, 1), "twenty": (-0.64, 5)}
    made = study([criterion("g", 1, -1), criterion("h", 20, 0)], data, [20, 20])

    found = scores(made)

    expected = {"placebo": -5.3, "five": -4.0, "twenty": 1.4}
    assert (found["twenty"] - found["five"]) / (found["five"] - found["placebo"]) == pytest.approx(5.4 / 1.3)
    assert sorted(found, key=found.get) == sorted(expected, key=expected.get)


SPOTIS = {"a": (10.5, -3.1, 1.7), "b": (-4.7, 0, 3.4), "c": (8.1, 0.3, 1.3), "d": (3.2, 7.3, -5.3)}
SPOTIS_SCALES = [criterion("x", -5, 12), criterion("y", 10, -6), criterion("z", -8, 5)]


def test_spotis_is_one_minus_the_additive_value_on_fixed_ranges() -> None:
    """Dezert et al. (2020), SPOTIS, example 1, as quoted in kotbaton/pymcdm test/test_mcdm.py."""
    found = scores(study(SPOTIS_SCALES, SPOTIS, [0.2, 0.3, 0.5]))

    badness = {"a": 0.1989, "b": 0.3705, "c": 0.3063, "d": 0.7491}
    values = {"a": 0.801055, "b": 0.629491, "c": 0.693685, "d": 0.250942}
    for option in SPOTIS:
        assert 1 - found[option] / 100 == pytest.approx(badness[option], abs=6e-5)
        assert found[option] / 100 == pytest.approx(values[option], abs=1e-6)


@pytest.mark.parametrize("left_out", SPOTIS)
def test_on_fixed_ranges_no_option_changes_another(left_out: str) -> None:
    fewer = {option: row for option, row in SPOTIS.items() if option != left_out}

    everything = scores(study(SPOTIS_SCALES, SPOTIS, [0.2, 0.3, 0.5]))

    assert scores(study(SPOTIS_SCALES, fewer, [0.2, 0.3, 0.5])) == {o: everything[o] for o in fewer}


CARS = {
    "a01": (18342, 30.7, 37.2, 2.33, 3),
    "a02": (15335, 30.2, 41.6, 2, 2.5),
    "a03": (16973, 29, 34.9, 2.66, 2.5),
    "a04": (15460, 30.4, 35.8, 1.66, 1.5),
    "a05": (15131, 29.7, 35.6, 1.66, 1.75),
    "a06": (13841, 30.8, 36.5, 1.33, 2),
    "a07": (18971, 28, 35.6, 2.33, 2),
    "a08": (18319, 28.9, 35.3, 1.66, 2),
    "a09": (19800, 29.4, 34.7, 2, 1.75),
    "a11": (17537, 28.3, 34.8, 2.33, 2.75),
    "a12": (15980, 29.6, 35.3, 2.33, 2.75),
    "a13": (17219, 30.2, 36.9, 1.66, 1.25),
    "a14": (21334, 28.9, 36.7, 2, 2.25),
}
ADDED = {"a10": (16966, 30, 37.7, 2.33, 3.25)}
BEFORE = ["a11", "a03", "a12", "a07", "a01", "a02", "a05", "a08", "a06", "a04", "a09", "a14", "a13"]
AFTER = ["a03", "a11", "a12", "a10", "a07", "a01", "a05", "a02", "a08", "a06", "a04", "a09", "a14", "a13"]


def relative_order(cars: dict[str, tuple[float, ...]]) -> list[str]:
    """The published method: divide by the column's maximum, so that a new car moves the scale."""
    tops = [max(column) for column in zip(*cars.values(), strict=True)]
    weights = (-1, -2, -1, 0.5, 0.5)
    totals = {car: sum(w * x / t for w, x, t in zip(weights, row, tops, strict=True)) for car, row in cars.items()}
    return sorted(totals, key=lambda car: -totals[car])


def fixed_order(cars: dict[str, tuple[float, ...]]) -> list[str]:
    scales = [
        criterion("cost", 22000, 13000),
        criterion("acceleration", 31, 28),
        criterion("pick_up", 42, 34),
        criterion("brakes", 1, 3),
        criterion("road_hold", 1, 4),
    ]
    return [line.option for line in scored(study(scales, cars, [1, 2, 1, 0.5, 0.5])).ranking.lines]


def test_a_relative_scale_lets_a_new_car_swap_first_and_second() -> None:
    """The car choice of cran/MCDA, inst/examples/articleExample.R: the trap, reproduced."""
    assert relative_order(CARS) == BEFORE
    assert relative_order(CARS | ADDED) == AFTER


def test_a_fixed_scale_does_not() -> None:
    before, after = fixed_order(CARS), fixed_order(CARS | ADDED)

    assert [car for car in after if car != "a10"] == before


def test_piecewise_values_of_smaa() -> None:
    """cran/smaa tests/pvf.R. Outside its ends a value function says nothing: we refuse, and never clip."""
    points = [(Fraction(x), Fraction(v)) for x, v in ((50, 100), (75, 80), (90, 50), (100, 0))]
    second = [(Fraction(x), Fraction(v)) for x, v in (("-0.15", 0), ("0", 10), ("0.25", 90), ("0.35", 100))]

    assert [piecewise(Fraction(x), points) for x in (50, 60, 75, 90, 100)] == [100, 92, 80, 50, 0]
    assert piecewise(Fraction("0.1"), second) == 42
    for outside in (10, 40, 101, 120):
        with pytest.raises(ValueError, match="outside"):
            piecewise(Fraction(outside), points)


def test_uta_transport_values() -> None:
    """paterijk/MCDA, applyPiecewiseLinearValueFunctionsOnPerformanceTable.R (Siskos et al.'s transport example)."""
    functions = {
        "Price": [(2, 0.0875), (16, 0), (30, 0)],
        "Time": [(10, 0.9), (20, 0.025), (30, 0), (40, 0)],
        "Comfort": [(0, 0), (1, 0), (2, 0.0125), (3, 0.0125)],
    }
    matrix = [(3, 10, 1), (4, 20, 2), (2, 20, 0), (6, 40, 0), (30, 30, 3)]
    expected = [(0.08125, 0.9, 0), (0.075, 0.025, 0.0125), (0.0875, 0.025, 0), (0.0625, 0, 0), (0, 0, 0.0125)]

    for row, values in zip(matrix, expected, strict=True):
        found = [
            piecewise(Fraction(x), [(Fraction(p), Fraction(str(v))) for p, v in points])
            for x, points in zip(row, functions.values(), strict=True)
        ]
        assert [float(v) for v in found] == pytest.approx(values, abs=1e-12)


def test_mountains_do_not_care_about_units() -> None:
    """Opricovic and Tzeng (2004), EJOR 156(2): the result must not change when units and zeros do."""
    plain = study(
        [criterion("risk", 5, 1), criterion("height", 3000, 4500)],
        {"a": (1, 3000), "b": (2, 3750), "c": (5, 4500)},
        [1, 1],
    )
    moved = study(
        [criterion("risk", 10, 6), criterion("height", 2, 3.5)], {"a": (6, 2), "b": (7, 2.75), "c": (10, 3.5)}, [1, 1]
    )

    assert scores(plain) == scores(moved) == {"b": 62.5, "a": 50.0, "c": 50.0}
    assert [line.rank for line in scored(plain).ranking.lines] == [1, 2, 2]


def test_min_max_over_two_options_hides_how_small_a_difference_is() -> None:
    """EnergySystemsModellingLab/MUSE_OS issue 317: min-max calls the two level; fixed ranges tell them apart."""
    data = {"one": (10.1, 1), "two": (10, 5)}
    ends = [sorted(column) for column in zip(*data.values(), strict=True)]
    min_max = {
        o: sum((x - lo) / (hi - lo) / 2 for x, (lo, hi) in zip(row, ends, strict=True)) for o, row in data.items()
    }
    assert set(min_max.values()) == {0.5}

    found = scores(study([criterion("cost", 20, 0), criterion("harm", 10, 0)], data, [1, 1]))

    assert {o: 1 - s / 100 for o, s in found.items()} == pytest.approx({"one": 0.3025, "two": 0.5})


def test_swing_points_become_shares() -> None:
    """Swing points 100, 80, 40, 20."""
    points = [Fraction(p) for p in (100, 80, 40, 20)]

    assert shares(points) == (Fraction(5, 12), Fraction(1, 3), Fraction(1, 6), Fraction(1, 12))


def test_the_zero_of_the_scale_is_doing_nothing() -> None:
    """Morton (2015), EJOR 245: options worth +7, -2, +5, +1 against doing nothing keep their signs."""
    made = study([criterion("gain", -10, 10, "0")], {"a": (7,), "b": (-2,), "c": (5,), "d": (1,)}, [1])

    found = scores(made)

    assert found == {"a": 35.0, "c": 25.0, "d": 5.0, "b": -10.0}


def test_halving_a_range_and_its_weight_changes_no_difference() -> None:
    wide = study([criterion("x", 0, 100), criterion("y", 0, 10)], {"a": (30, 4), "b": (10, 9)}, [100, 50])
    half = study([criterion("x", 0, 50), criterion("y", 0, 10)], {"a": (30, 4), "b": (10, 9)}, [50, 50])

    first, second = scores(wide), scores(half)

    assert sorted(first, key=first.get) == sorted(second, key=second.get)
    assert scale_of(wide.criteria[0]) != scale_of(half.criteria[0])


def test_a_linear_scale_runs_on_beyond_its_ends_for_caps_only() -> None:
    assert linear(Fraction(15), Fraction(0), Fraction(10)) == 150
    assert signed(criterion("x", 0, 10, "5"), _decimal(15)) == 100


def _decimal(x: float):
    from decimal import Decimal

    return Decimal(str(x))
