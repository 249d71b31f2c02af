"""Two sets of points side by side, and the weights where some of the points are already the new ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mcda.methods.additive import shares
from mcda.methods.attribution import Row, centred_shares, means, rating_effects, shapley
from mcda.problem.weights import families, nodes, overall_weights, points_are_local
from mcda.scenario.scenario import Scenario

Family = tuple[str, ...]

# The exact shares have a denominator for every subset of moved points: beyond this they grow too long.
MOST_POINTS = 8


@dataclass(frozen=True, slots=True)
class TypedPoints:
    """Points of each node before and after, on one common total; `leaves` are the criteria of both scenarios.

    `families` are the groups of siblings that share out 1 (one group of all criteria where points were given for all
    at once); `parents` says where a group hangs.
    """

    leaves: tuple[str, ...]
    families: tuple[Family, ...]
    parents: Mapping[str, str | None]
    before: Mapping[str, Fraction]
    after: Mapping[str, Fraction]

    @property
    def moved(self) -> tuple[str, ...]:
        """The nodes whose points differ."""
        return tuple(key for family in self.families for key in family if self.before[key] != self.after[key])

    def share(self, key: str) -> tuple[Fraction, Fraction]:
        """The part of its family's points that a node has, before and after."""
        family = next(family for family in self.families if key in family)
        before, after = ([points[each] for each in family] for points in (self.before, self.after))
        return self.before[key] / (sum(before) or 1), self.after[key] / (sum(after) or 1)


def typed_points(one: Scenario, other: Scenario) -> TypedPoints:
    """The points of two scenarios, as typed where both were typed in the same way, else the overall weights.

    Only proportions count, so a second set on another total is rescaled: such that most points stay as they were.
    """
    leaves = tuple(dict.fromkeys((*one.problem.criteria, *other.problem.criteria)))
    trees = [_tree(one), _tree(other)]
    if None not in trees and trees[0] == trees[1]:
        groups = tuple(tuple(family) for family in families(one.study).values())
        parents = {node.key: node.parent for node in nodes(one.study)}
        before, after = _typed(one), _typed(other)
    else:
        groups, parents = (leaves,), dict.fromkeys(leaves)
        typed = trees == [None, None]
        before, after = (_typed(s) if typed else _overall(s) for s in (one, other))
    before, after = ({key: points.get(key, Fraction(0)) for f in groups for key in f} for points in (before, after))
    for family in groups:
        after |= _rescaled(family, before, after)
    return TypedPoints(leaves, groups, parents, before, after)


def weights_at(points: TypedPoints, moved: Collection[str]) -> tuple[Fraction, ...]:
    """The weight of each leaf when the nodes in `moved` have their new points and the others still their old ones."""
    local: dict[str, Fraction] = {}
    for family in points.families:
        mixed = [(points.after if key in moved else points.before)[key] for key in family]
        # Points that only add up to 0 half-way say nothing; the old ones then stand.
        local |= zip(family, shares(mixed if any(mixed) else [points.before[key] for key in family]), strict=True)
    return tuple(_along_the_path(key, local, points.parents) for key in points.leaves)


def weight_shares(points: TypedPoints) -> Mapping[str, tuple[Fraction, ...]]:
    """How much each node's points moved the weight of each leaf; over all nodes the shares sum to the change.

    Exact Shapley shares of the moved points. Beyond MOST_POINTS of them: of the overall weights instead, centred.
    """
    moved = points.moved
    if len(moved) > MOST_POINTS:
        shares_of_leaves = centred_shares(weights_at(points, ()), weights_at(points, moved))
        return dict(zip(points.leaves, shares_of_leaves, strict=True))
    worths = [
        weights_at(points, {key for i, key in enumerate(moved) if mask >> i & 1}) for mask in range(1 << len(moved))
    ]
    return dict(zip(moved, shapley(worths), strict=True))


@dataclass(frozen=True, slots=True)
class ScoreCauses:
    """What each node's points and each criterion's ratings add to the change of one score; together the change."""

    points: Mapping[str, Fraction]
    ratings: Mapping[str, Fraction]


def score_causes(points: TypedPoints, before: Sequence[Row], after: Sequence[Row]) -> tuple[ScoreCauses, ...]:
    """The causes of each option's change of score; `before` and `after` hold its values, leaf by leaf.

    Weights and ratings meet half-way (Shapley value of two players); the part of the weights goes to the points that
    moved them.
    """
    middle = means(weights_at(points, ()), weights_at(points, points.moved))
    spread = weight_shares(points)
    return tuple(
        ScoreCauses(
            {key: _dot(row, means(old, new)) for key, row in spread.items()},
            dict(zip(points.leaves, rating_effects(old, new, middle), strict=True)),
        )
        for old, new in zip(before, after, strict=True)
    )


def _dot(one: Row, other: Row) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))


def _tree(scenario: Scenario) -> Mapping[str, str | None] | None:
    """The criteria tree where points were given branch by branch."""
    if not points_are_local(scenario.study, scenario.weights):
        return None
    return {node.key: node.parent for node in nodes(scenario.study)}


def _typed(scenario: Scenario) -> dict[str, Fraction]:
    keys = {node.key for node in nodes(scenario.study)}
    return {key: Fraction(points) for key, points in scenario.weights.points.items() if key in keys}


def _overall(scenario: Scenario) -> dict[str, Fraction]:
    weights = overall_weights(scenario.study, scenario.weights)
    return dict(zip(scenario.problem.criteria, weights, strict=True))


def _rescaled(family: Family, before: Mapping[str, Fraction], after: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The new points of one family on the total of the old ones.

    As typed where the totals are equal or any points are: people then saw the same scale before them. Else times the
    factor that leaves more than half of the points as they were; else times that of the totals.
    """
    totals = [sum((points[key] for key in family), Fraction(0)) for points in (before, after)]
    ratios = Counter(before[key] / after[key] for key in family if before[key] and after[key])
    ratio, count = ratios.most_common(1)[0] if ratios else (Fraction(1), 0)
    if not all(totals) or totals[0] == totals[1] or (1 in ratios and 2 * count <= len(family)):
        return {key: after[key] for key in family}
    factor = ratio if 2 * count > len(family) else totals[0] / totals[1]
    return {key: factor * after[key] for key in family}


def _along_the_path(key: str, local: Mapping[str, Fraction], parents: Mapping[str, str | None]) -> Fraction:
    parent = parents.get(key)
    return local[key] if parent is None else local[key] * _along_the_path(parent, local, parents)
