"""When scales change, points may follow them so that trade-offs between units stay, exactly and in every tree."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcda.model.checks.weights import scale_of
from mcda.model.criterion import Branch, LinearValue
from mcda.model.study import Study
from mcda.model.weights import Scale, Weights
from mcda.problem.scale import number
from mcda.problem.weights import overall_weights
from mcda.scenario.rescaling import bound, cannot_follow, confirmed, keeping_trade_offs
from tests.making import criterion, study
from tests.strategies import studies, with_criterion, with_points


def rates(made: Study, weights: Weights) -> list[Fraction]:
    """What one unit of each criterion counts."""
    spans = [abs(number(c.best) - number(c.worst)) for c in made.criteria]
    return [weight / span for weight, span in zip(overall_weights(made, weights), spans, strict=True)]


def proportional(one: list[Fraction], other: list[Fraction]) -> bool:
    return all(a * other[k] == b * one[k] for a, b in zip(one, other, strict=True) for k in range(len(one)))


def all_linear(made: Study) -> Study:
    for i, old in enumerate(made.criteria):
        made = with_criterion(
            made,
            old.model_copy(
                update={"worst": Decimal(0), "best": Decimal(i + 3), "value": LinearValue(), "do_nothing": None}
            ),
        )
    return made


@given(studies(), st.data())
def test_every_trade_off_between_units_stays_exactly(made: Study, data: st.DataObject) -> None:
    before = all_linear(made)
    weights = confirmed(before, before.weights[0])
    after = before
    for old in before.criteria:
        best = data.draw(st.integers(1, 13)) / Decimal(data.draw(st.sampled_from([1, 2, 10])))
        after = with_criterion(after, old.model_copy(update={"best": best}))

    kept = keeping_trade_offs(after, weights)

    assert proportional(rates(before, weights), rates(after, kept))
    assert kept.scales == {c.key: scale_of(c) for c in after.criteria}
    assert keeping_trade_offs(after, kept) == kept


def test_a_branch_follows_the_criteria_below_it() -> None:
    leaves = [
        criterion("a1", 0, 20, parent="a"),
        criterion("a2", 0, 10, parent="a"),
        criterion("b1", 0, 10, parent="b"),
    ]
    branches = tuple(Branch(kind="branch", key=key, name=key) for key in "ab")
    made = study(leaves, {"o": [1, 1, 1]}, [1, 1, 1]).model_copy(update={"branches": branches})
    made = with_points(made, {"a": 50, "b": 50, "a1": 50, "a2": 50, "b1": 100})
    old = Scale(worst=Decimal(0), best=Decimal(10), unit="u")
    weights = made.weights[0].model_copy(update={"scales": dict.fromkeys(("a1", "a2", "b1"), old)})

    kept = keeping_trade_offs(made, weights)

    assert overall_weights(made, weights) == (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2))
    assert overall_weights(made, kept) == (Fraction(2, 5), Fraction(1, 5), Fraction(2, 5))
    assert (kept.points["a"], kept.points["b"]) == (75, 50)


def test_points_of_unchanged_scales_stay_as_typed_where_they_can() -> None:
    made = study([criterion("x", 0, 9), criterion("y", 0, 10)], {"o": [1, 1]}, [20, 35])
    weights = made.weights[0].model_copy(
        update={"scales": {"x": Scale(worst=Decimal(0), best=Decimal(6), unit="u"), "y": scale_of(made.criteria[1])}}
    )

    assert dict(keeping_trade_offs(made, weights).points) == {"x": 30, "y": 35}


def test_points_that_have_no_end_are_multiplied_so_that_they_stay_exact() -> None:
    made = study([criterion("x", 0, 10), criterion("y", 0, 10)], {"o": [1, 1]}, [20, 35])
    weights = made.weights[0].model_copy(
        update={"scales": {"x": Scale(worst=Decimal(0), best=Decimal(7), unit="u"), "y": scale_of(made.criteria[1])}}
    )

    assert dict(keeping_trade_offs(made, weights).points) == {"x": 200, "y": 245}


def test_points_given_for_one_run_do_not_follow_and_keep_their_proportion_to_the_others() -> None:
    made = study([criterion("x", 0, 10), criterion("y", 0, 10)], {"o": [1, 1]}, [20, 35])
    old = {key: Scale(worst=Decimal(0), best=Decimal(7), unit="u") for key in ("x", "y")}
    weights = made.weights[0].model_copy(update={"scales": old})

    used = bound(made, weights, {"x": Decimal(50)}, "keep-trade-offs")

    assert overall_weights(made, used) == (Fraction(1, 2), Fraction(1, 2))


@pytest.mark.parametrize(
    ("old", "why"),
    [
        (Scale(worst=Decimal(0), best=Decimal(10), unit="km"), "its unit was 'km' and is 'u' now"),
        (Scale(worst="low", best="high", unit="u"), "a range between words is no number"),
    ],
)
def test_units_and_words_are_not_converted_but_refused(old: Scale, why: str) -> None:
    made = study([criterion("x", 0, 10)], {"o": [1]}, [1])
    weights = made.weights[0].model_copy(update={"scales": {"x": old}})

    (finding,) = cannot_follow(made, weights)

    assert why in finding.what
    assert "--scales-changed confirm" in finding.cure
    with pytest.raises(ValueError, match="cannot follow"):
        keeping_trade_offs(made, weights)
    assert list(cannot_follow(made, confirmed(made, weights))) == []


def test_points_do_not_follow_a_scale_whose_value_function_bends() -> None:
    bent = {"points": {0: 0, 10: 90, 20: 100}}
    made = study([criterion("x", 0, 20, value=bent), criterion("y", 0, 10)], {"o": [1, 1]}, [1, 1])
    old = {"x": Scale(worst=Decimal(0), best=Decimal(10), unit="u")}
    weights = made.weights[0].model_copy(update={"scales": old})

    (finding,) = cannot_follow(made, weights)

    assert "value function bends" in finding.what
