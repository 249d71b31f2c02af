"""Points of a weights file as overall weights of the criteria."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from mcda.methods.additive import shares
from mcda.model.criterion import Branch, Criterion
from mcda.model.study import Study
from mcda.model.weights import Weights


def overall_weights(study: Study, weights: Weights) -> tuple[Fraction, ...]:
    """The weight of each criterion, in study order; they sum to 1."""
    local = local_weights(study, weights)
    parents = {node.key: node.parent for node in nodes(study)}
    if not points_are_local(study, weights):
        return tuple(local[criterion.key] for criterion in study.criteria)
    return tuple(_along_the_path(criterion.key, local, parents) for criterion in study.criteria)


def local_weights(study: Study, weights: Weights) -> Mapping[str, Fraction]:
    """The weight of each node among its siblings; of each criterion among all where branches have no points."""
    if not points_are_local(study, weights):
        keys = [criterion.key for criterion in study.criteria]
        return dict(zip(keys, shares([Fraction(weights.points[key]) for key in keys]), strict=True))
    local: dict[str, Fraction] = {}
    for family in families(study).values():
        local |= zip(family, shares([Fraction(weights.points[key]) for key in family]), strict=True)
    return local


def points_are_local(study: Study, weights: Weights) -> bool:
    """Whether points were given branch by branch (some branch has points) rather than for all criteria at once."""
    return any(branch.key in weights.points for branch in study.branches)


def families(study: Study) -> Mapping[str | None, Sequence[str]]:
    """The children of each branch, and of the root (None), in study order."""
    children: dict[str | None, list[str]] = {}
    for node in nodes(study):
        children.setdefault(node.parent, []).append(node.key)
    return children


def nodes(study: Study) -> tuple[Branch | Criterion, ...]:
    """All nodes of the criteria tree."""
    return (*study.branches, *study.criteria)


def _along_the_path(key: str, local: Mapping[str, Fraction], parents: Mapping[str, str | None]) -> Fraction:
    parent = parents[key]
    return local[key] if parent is None else local[key] * _along_the_path(parent, local, parents)
