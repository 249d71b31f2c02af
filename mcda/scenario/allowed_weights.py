"""The weights that a weights file allows: its ranges, order and ratios as statements, and the set they leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from mcda.errors import Finding, Place, StudyError
from mcda.methods.polytope import Row
from mcda.methods.weight_sets import WeightSet, allows, at_least, at_least_times, at_most, conflict, weight_set
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.scenario.words import amount, names

Which = Literal["stated", "any"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said about the weights: in words, and as rows that must be at least 0."""

    sentence: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class AllowedWeights:
    """The weights that all figures are taken over. `words` says which; `outside` are statements that the points of the
    file themselves break."""

    statements: tuple[Statement, ...]
    weights: WeightSet
    words: str
    outside: tuple[Statement, ...]


def allowed_weights(study: Study, weights: Weights, points: Sequence[Fraction], which: Which) -> AllowedWeights:
    """What the file states about weights, or any weights at all. Raises StudyError naming statements in conflict, and
    TooManyCorners where the set is too complicated."""
    said = statements(study, weights) if which == "stated" else ()
    criteria = len(study.criteria)
    found = weight_set([row for statement in said for row in statement.rows], criteria)
    if found is None:
        raise StudyError([_contradiction(weights, said, criteria)])
    outside = tuple(statement for statement in said if not allows(statement.rows, points))
    return AllowedWeights(said, found, _words(weights, said), outside)


def statements(study: Study, weights: Weights) -> tuple[Statement, ...]:
    """Everything the file says about its weights beyond the points."""
    keys = [criterion.key for criterion in study.criteria]
    titles = {criterion.key: criterion.name.lower() for criterion in study.criteria}
    return (*_ranges(weights, keys, titles), *_order(weights, keys, titles), *_ratios(weights, keys, titles))


def _ranges(weights: Weights, keys: list[str], titles: dict[str, str]) -> Iterator[Statement]:
    for key, allowed in weights.ranges.items():
        j, size = keys.index(key), len(keys)
        low, high = Fraction(allowed.low) / 100, Fraction(allowed.high) / 100
        rows = (at_least(size, j, low), at_most(size, j, high))
        yield Statement(f"{titles[key]} from {amount(allowed.low)} to {amount(allowed.high)} %", rows)


def _order(weights: Weights, keys: list[str], titles: dict[str, str]) -> Iterator[Statement]:
    for group in weights.order:
        if len(group) > 1:
            yield Statement(f"{names(titles[key] for key in group)} the same", tuple(_level(group, keys)))
    for heavier, lighter in pairwise(weights.order):
        row = at_least_times(len(keys), keys.index(heavier[0]), Fraction(1), keys.index(lighter[0]))
        yield Statement(f"{titles[heavier[0]]} at least as much as {titles[lighter[0]]}", (row,))


def _level(group: Sequence[str], keys: list[str]) -> Iterator[Row]:
    for one, other in pairwise(group):
        yield at_least_times(len(keys), keys.index(one), Fraction(1), keys.index(other))
        yield at_least_times(len(keys), keys.index(other), Fraction(1), keys.index(one))


def _ratios(weights: Weights, keys: list[str], titles: dict[str, str]) -> Iterator[Statement]:
    for ratio in weights.ratios:
        times = Fraction(ratio.at_least)
        row = at_least_times(len(keys), keys.index(ratio.criterion), times, keys.index(ratio.times))
        yield Statement(f"{titles[ratio.criterion]} at least {amount(times)} times {titles[ratio.times]}", (row,))


def _contradiction(weights: Weights, said: Sequence[Statement], criteria: int) -> Finding:
    group = conflict([statement.rows for statement in said], criteria)
    listed = "; ".join(said[place].sentence for place in group)
    return Finding(
        Place(f"weights '{weights.key}'"),
        "weights-contradict",
        f"No weights that sum to 100 % keep these statements together: {listed}.",
        "Change or leave out at least one of them.",
    )


def _words(weights: Weights, said: Sequence[Statement]) -> str:
    if not said:
        return "all weights that sum to 100 %, each combination as likely as any other"
    kinds = [
        word
        for word, given in (("ranges", weights.ranges), ("order", weights.order), ("ratios", weights.ratios))
        if given
    ]
    return f"all weights within the {names(kinds)} of '{weights.name}', each combination as likely as any other"
