"""Weights as columns, and what else is said about them as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from mcda.excel.template.blocks import Row
from mcda.model.study import Study
from mcda.model.weights import Weights

# Kind of statement -> the columns it uses.
STATEMENTS: Mapping[str, tuple[str, ...]] = {
    "range": ("low", "high"),
    "order": ("place",),
    "ratio": ("at_least", "times"),
    "scale": ("worst", "best", "unit"),
}


def weight_rows(study: Study) -> tuple[Row, ...]:
    """Rows for name, who, when and why of each set of weights, then one for the points of each criterion."""
    about = [_about(study, part) for part in ("name", "who", "when", "why")]
    return (*about, *(_points(study, key) for key in _nodes(study)))


def statement_rows(study: Study) -> tuple[Row, ...]:
    """Ranges, order, ratios and scales of all sets of weights."""
    return tuple({"weights": w.key, **row} for w in study.weights for row in _statements(w))


def _nodes(study: Study) -> tuple[str, ...]:
    """Keys of branches and criteria in the study's order, then those that only weights know."""
    known = [*(branch.key for branch in study.branches), *(criterion.key for criterion in study.criteria)]
    used = {key for weights in study.weights for key in weights.points}
    leaves = {criterion.key for criterion in study.criteria}
    return (*(key for key in known if key in used | leaves), *sorted(used - set(known)))


def _about(study: Study, part: str) -> Row:
    return {"part": part, **{weights.key: getattr(weights, part) for weights in study.weights}}


def _points(study: Study, key: str) -> Row:
    return {"part": "points", "criterion": key, **{w.key: w.points[key] for w in study.weights if key in w.points}}


def _statements(weights: Weights) -> Iterator[Row]:
    for key, allowed in weights.ranges.items():
        yield {"statement": "range", "criterion": key, "low": allowed.low, "high": allowed.high}
    for i, group in enumerate(weights.order, start=1):
        for key in group:
            yield {"statement": "order", "criterion": key, "place": Decimal(i)}
    for ratio in weights.ratios:
        times, least = ratio.times, ratio.at_least
        yield {"statement": "ratio", "criterion": ratio.criterion, "at_least": least, "times": times}
    for key, scale in weights.scales.items():
        ends = {"worst": scale.worst, "best": scale.best, "unit": scale.unit}
        yield {"statement": "scale", "criterion": key, **ends}
