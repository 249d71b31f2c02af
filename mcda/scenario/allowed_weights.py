"""The weights that a weights file allows: its ranges, order and ratios as statements, and the set they leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from mcda.errors import Finding, Place, StudyError
from mcda.methods.polytope import Row, TooManyCorners
from mcda.methods.weight_sets import WeightSet, allows, at_least, at_least_times, at_most, conflict, only, weight_set
from mcda.model.places import Path, Places
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.scenario.robust_question import Which
from mcda.scenario.words import amount, names


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said about the weights: in words, as rows that must be at least 0, and where in the file it stands."""

    sentence: str
    rows: tuple[Row, ...]
    path: Path


@dataclass(frozen=True, slots=True)
class AllowedWeights:
    """The weights that all figures are taken over. `words` says which; `outside` are statements that the points of the
    file themselves break; `fixed` says that there is only one weighting."""

    statements: tuple[Statement, ...]
    weights: WeightSet
    words: str
    outside: tuple[Statement, ...]
    fixed: bool = False


def allowed_weights(study: Study, weights: Weights, points: Sequence[Fraction], which: Which) -> AllowedWeights:
    """What the file states about weights, any weights at all, or the points alone.

    Raises StudyError naming statements in conflict, or where they are too many to work through.
    """
    if which == "fixed":
        return AllowedWeights((), only(tuple(points)), "the weights of this run as given", (), fixed=True)
    said = statements(study, weights) if which == "file" else ()
    try:
        found = weight_set([row for statement in said for row in statement.rows], len(study.criteria))
    except TooManyCorners as error:
        raise StudyError([_too_many(Place(f"weights '{weights.key}'"))]) from error
    if found is None:
        raise StudyError(contradictions(study, weights, Places({}), ()))
    outside = tuple(statement for statement in said if not allows(statement.rows, points))
    return AllowedWeights(said, found, _words(weights, said), outside)


def contradictions(study: Study, weights: Weights, places: Places, path: Path) -> tuple[Finding, ...]:
    """A finding where no weights keep all statements of a file, at the first of a smallest group in conflict.

    `path` is that of the weights in `places`; without places the finding is at the weights as a whole.
    """
    said = statements(study, weights)
    try:
        group = [said[place] for place in conflict([statement.rows for statement in said], len(study.criteria))]
    except TooManyCorners:
        return ()
    if not group:
        return ()
    known = [places.spots.get((*path, *statement.path)) for statement in group]
    lines = [f" (line {spot.place.line})" if spot and spot.place.line else "" for spot in known]
    listed = "; ".join(f"{statement.sentence}{line}" for statement, line in zip(group, lines, strict=True))
    what = f"No weights that sum to 100 % keep these statements together: {listed}."
    cure = "Change or leave out at least one of them."
    if not path:
        return (Finding(Place(f"weights '{weights.key}'"), "weights-contradict", what, cure),)
    return (places.finding((*path, *group[0].path), "weights-contradict", what, cure),)


def statements(study: Study, weights: Weights) -> tuple[Statement, ...]:
    """Everything the file says about its weights beyond the points."""
    keys = [criterion.key for criterion in study.criteria]
    titles = {criterion.key: criterion.name for criterion in study.criteria}
    return (*_ranges(weights, keys, titles), *_order(weights, keys, titles), *_ratios(weights, keys, titles))


def _ranges(weights: Weights, keys: list[str], titles: Mapping[str, str]) -> Iterator[Statement]:
    for key, allowed in weights.ranges.items():
        j, size = keys.index(key), len(keys)
        low, high = Fraction(allowed.low) / 100, Fraction(allowed.high) / 100
        rows = (at_least(size, j, low), at_most(size, j, high))
        sentence = f"{titles[key]} from {amount(allowed.low)} to {amount(allowed.high)} %"
        yield Statement(sentence, rows, ("ranges", key))


def _order(weights: Weights, keys: list[str], titles: Mapping[str, str]) -> Iterator[Statement]:
    for place, group in enumerate(weights.order):
        if len(group) > 1:
            sentence = f"{names(titles[key] for key in group)} the same"
            yield Statement(sentence, tuple(_level(group, keys)), ("order", place))
    for place, (heavier, lighter) in enumerate(pairwise(weights.order)):
        if heavier and lighter:
            row = at_least_times(len(keys), keys.index(heavier[0]), Fraction(1), keys.index(lighter[0]))
            sentence = f"{titles[heavier[0]]} at least as much as {titles[lighter[0]]}"
            yield Statement(sentence, (row,), ("order", place))


def _level(group: Sequence[str], keys: list[str]) -> Iterator[Row]:
    for one, other in pairwise(group):
        yield at_least_times(len(keys), keys.index(one), Fraction(1), keys.index(other))
        yield at_least_times(len(keys), keys.index(other), Fraction(1), keys.index(one))


def _ratios(weights: Weights, keys: list[str], titles: Mapping[str, str]) -> Iterator[Statement]:
    for place, ratio in enumerate(weights.ratios):
        times = Fraction(ratio.at_least)
        row = at_least_times(len(keys), keys.index(ratio.criterion), times, keys.index(ratio.times))
        sentence = f"{titles[ratio.criterion]} at least {amount(times)} times {titles[ratio.times]}"
        yield Statement(sentence, (row,), ("ratios", place))


def _too_many(place: Place) -> Finding:
    what = "Its ranges, order and ratios leave a set of weights with too many corners to work through."
    cure = "Leave out the statements that matter least, or look over all weights: --allowed anything."
    return Finding(place, "weights-too-many-corners", what, cure)


def _words(weights: Weights, said: Sequence[Statement]) -> str:
    if not said:
        return "all weights that sum to 100 %, each combination as likely as any other"
    kinds = [
        word
        for word, given in (("ranges", weights.ranges), ("order", weights.order), ("ratios", weights.ratios))
        if given
    ]
    return f"all weights within the {names(kinds)} of '{weights.name}', each combination as likely as any other"
