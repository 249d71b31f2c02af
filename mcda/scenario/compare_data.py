"""Several comparable scenarios as tables of numbers, for a workbook that compares any two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mcda.problem.weights import nodes
from mcda.scenario.many import Many, option_in
from mcda.scenario.pairing import value_in
from mcda.scenario.scenario import Scenario
from mcda.scenario.typed_points import typed_points, weight_shares

Shares = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True)
class CompareData:
    """Options, criteria and nodes (criteria and branches with points) of all scenarios, and what is known of each.

    `weights[s][j]` is the weight of criterion j in scenario s, 0 where it lacks it; `values[s][i][j]` the signed value
    of option i, None where it is blank or the scenario lacks one of them. `shares[a][b][p][j]` says how much the points
    of node p moved the weight of criterion j from scenario a to b.
    """

    many: Many
    labels: tuple[str, ...]
    option_names: tuple[str, ...]
    criteria: tuple[str, ...]
    criterion_names: tuple[str, ...]
    nodes: tuple[str, ...]
    node_names: tuple[str, ...]
    weights: tuple[tuple[Fraction, ...], ...]
    values: tuple[tuple[tuple[Fraction | None, ...], ...], ...]
    shares: tuple[tuple[Shares, ...], ...]


def compare_data(many: Many) -> CompareData:
    """Everything that a comparison of any two of the scenarios needs."""
    scenarios = many.scenarios
    named = {c.key: c.name for s in scenarios for c in s.study.criteria}
    all_nodes = {node.key: node.name for s in scenarios for node in nodes(s.study)}
    pairs = _pairs(scenarios, tuple(named), tuple(all_nodes))
    moved = [p for p in range(len(all_nodes)) if any(any(shares[p]) for shares in pairs.values())]
    kept = [p for p, key in enumerate(all_nodes) if p in moved or key in named]
    keys, names = tuple(all_nodes), tuple(all_nodes.values())
    return CompareData(
        many=many,
        labels=tuple(f"{i + 1} {s.name}" for i, s in enumerate(scenarios)),
        option_names=_told_apart([option_in(many, key) for key in many.options]),
        criteria=tuple(named),
        criterion_names=tuple(named.values()),
        nodes=tuple(keys[p] for p in kept),
        node_names=tuple(names[p] for p in kept),
        weights=tuple(tuple(_weight(s, key) for key in named) for s in scenarios),
        values=tuple(
            tuple(tuple(value_in(s, option, key) for key in named) for option in many.options) for s in scenarios
        ),
        shares=tuple(
            tuple(tuple(pairs[a, b][p] for p in kept) for b in range(len(scenarios))) for a in range(len(scenarios))
        ),
    )


def filled(own: Fraction | None, other: Fraction | None) -> Fraction | None:
    """A value, or the other scenario's where this one lacks the criterion (its weight is 0 there)."""
    return other if own is None else own


def _pairs(
    scenarios: Sequence[Scenario], leaves: tuple[str, ...], keys: tuple[str, ...]
) -> Mapping[tuple[int, int], Shares]:
    """The shares of each pair; the way back is the way there with the other sign."""
    none = tuple((Fraction(0),) * len(leaves) for _ in keys)
    found: dict[tuple[int, int], Shares] = {}
    for a, one in enumerate(scenarios):
        found[a, a] = none
        for b in range(a + 1, len(scenarios)):
            points = typed_points(one, scenarios[b])
            shares = weight_shares(points)
            spread = {key: dict(zip(points.leaves, row, strict=True)) for key, row in shares.items()}
            found[a, b] = tuple(tuple(spread.get(key, {}).get(leaf, Fraction(0)) for leaf in leaves) for key in keys)
            found[b, a] = tuple(tuple(-part for part in row) for row in found[a, b])
    return found


def _weight(scenario: Scenario, criterion: str) -> Fraction:
    weights = dict(zip(scenario.problem.criteria, scenario.problem.weights, strict=True))
    return weights.get(criterion, Fraction(0))


def _told_apart(names: list[str]) -> tuple[str, ...]:
    """Names with a number behind those that a spreadsheet would take for one: it does not mind capitals."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        count = seen[name.casefold()]
        told.append(name if count == 1 else f"{name} ({count})")
    return tuple(told)
