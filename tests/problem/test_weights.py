"""Points become weights, for all criteria at once or branch by branch."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from mcda.model.criterion import Branch
from mcda.model.study import Study
from mcda.problem.weights import families, local_weights, overall_weights, points_are_local
from tests.making import criterion, study
from tests.strategies import studies, with_points

LEAVES = [criterion("a1", 0, 1, parent="a"), criterion("a2", 0, 1, parent="a"), criterion("c", 0, 1)]
TREE = study(LEAVES, {"o": [1, 1, 1]}, [1, 1, 2]).model_copy(
    update={"branches": (Branch(kind="branch", key="a", name="A"),)}
)


def test_points_for_leaves_are_shared_among_all_leaves() -> None:
    assert not points_are_local(TREE, TREE.weights[0])
    assert overall_weights(TREE, TREE.weights[0]) == (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2))


def test_points_for_a_branch_are_shared_among_its_children() -> None:
    made = with_points(TREE, {"a": 60, "c": 40, "a1": 3, "a2": 1})

    assert points_are_local(made, made.weights[0])
    assert overall_weights(made, made.weights[0]) == (Fraction(9, 20), Fraction(3, 20), Fraction(2, 5))
    assert local_weights(made, made.weights[0]) == {
        **{"a": Fraction(3, 5), "c": Fraction(2, 5)},
        **{"a1": Fraction(3, 4), "a2": Fraction(1, 4)},
    }


def test_a_branch_keeps_its_weight_however_many_criteria_hang_below_it() -> None:
    """The splitting bias (Hämäläinen and Alaja 2003) is for the tree to prevent."""
    one = with_points(TREE, {"a": 60, "c": 40, "a1": 1, "a2": 0})
    two = with_points(TREE, {"a": 60, "c": 40, "a1": 1, "a2": 1})

    for made in (one, two):
        assert sum(overall_weights(made, made.weights[0])[:2]) == Fraction(3, 5)


@given(studies(trees=True))
def test_shares_sum_to_one_in_every_family_and_over_all_leaves(made: Study) -> None:
    weights = made.weights[0]
    local = local_weights(made, weights)

    assert sum(overall_weights(made, weights)) == 1
    if points_are_local(made, weights):
        assert all(sum(local[key] for key in family) == 1 for family in families(made).values())
