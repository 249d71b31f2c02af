"""The lines of the weights table: criteria, and branches where points were given branch by branch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from mcda.problem.weights import families, local_weights, nodes, points_are_local
from mcda.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Node:
    """One line: `parent` and `siblings` are places of lines, `criterion` is the place of a criterion (None: branch).

    `share` is the part among its siblings, `weight` the part of the whole.
    """

    key: str
    name: str
    depth: int
    parent: int | None
    siblings: tuple[int, ...]
    criterion: int | None
    points: Decimal
    share: Fraction
    weight: Fraction


def weight_lines(scenario: Scenario) -> tuple[Node, ...]:
    """The lines in the order of the tree, each branch before its children."""
    study, weights = scenario.study, scenario.weights
    named = {node.key: node.name for node in nodes(study)}
    places = {criterion.key: j for j, criterion in enumerate(study.criteria)}
    children: Mapping[str | None, Sequence[str]] = {None: [c.key for c in study.criteria]}
    if points_are_local(study, weights):
        children = families(study)
    shares = local_weights(study, weights)
    order = _order(children, None, 0)
    line = {key: i for i, (key, _, _) in enumerate(order)}
    found: list[Node] = []
    for key, parent, depth in order:
        above = None if parent is None else line[parent]
        part = shares[key]
        weight = part if above is None else part * found[above].weight
        siblings = tuple(line[each] for each in children[parent])
        points = Decimal(weights.points[key])
        found.append(Node(key, named[key], depth, above, siblings, places.get(key), points, part, weight))
    return tuple(found)


def _order(
    children: Mapping[str | None, Sequence[str]], parent: str | None, depth: int
) -> list[tuple[str, str | None, int]]:
    found: list[tuple[str, str | None, int]] = []
    for key in children.get(parent, ()):
        found.append((key, parent, depth))
        found += _order(children, key, depth + 1)
    return found
