"""Weights given for other scales: confirmed as they are, or changed so that trade-offs between units stay."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm

from mcda.errors import Finding, Place
from mcda.model.checks.weights import scale_of
from mcda.model.criterion import Criterion
from mcda.model.study import Study
from mcda.model.weights import Scale, Weights
from mcda.problem.scale import is_linear, number
from mcda.problem.weights import families, local_weights, points_are_local
from mcda.scenario.overrides import with_points
from mcda.scenario.settings import ScalesChanged


def bound(study: Study, weights: Weights, points: Mapping[str, Decimal], scales_changed: ScalesChanged) -> Weights:
    """The weights that a run uses. `points` replace some of the file's, and are meant for the scales of today.

    Raises ValueError where points cannot follow a scale: see `cannot_follow`.
    """
    changed = with_points(weights, points)
    match scales_changed:
        case "stop":
            return changed
        case "confirm":
            return confirmed(study, changed)
        case "keep-trade-offs":
            return keeping_trade_offs(study, changed, points)


def confirmed(study: Study, weights: Weights) -> Weights:
    """The same points, given anew for the scales of today."""
    return weights.model_copy(update={"scales": {c.key: scale_of(c) for c in study.criteria}})


def keeping_trade_offs(study: Study, weights: Weights, today: Collection[str] = ()) -> Weights:
    """Points that keep every trade-off between units where scales changed: w' ~ w * new range / old range.

    In a tree, the points of a branch follow the criteria below it. Points of the nodes in `today` are for the scales
    of today already. Raises ValueError where points cannot follow: see `cannot_follow`.
    """
    for finding in cannot_follow(study, weights):
        raise ValueError(finding.what)
    stretched = {c.key: _stretch(weights.scales.get(c.key), scale_of(c)) for c in study.criteria}
    stretched |= dict.fromkeys(today, Fraction(1))
    groups = [[criterion.key for criterion in study.criteria]]
    if points_are_local(study, weights):
        children, local = families(study), local_weights(study, weights)
        groups = [list(family) for family in children.values()]
        stretched |= {b.key: _below(b.key, children, local, stretched) for b in study.branches if b.key not in today}
    points = dict(weights.points)
    for group in groups:
        points |= _exact({key: Fraction(points[key]) * stretched[key] for key in group})
    return confirmed(study, weights.model_copy(update={"points": points}))


def cannot_follow(study: Study, weights: Weights) -> Iterator[Finding]:
    """Why points cannot follow their scales: a range of words is no number, units cannot be converted, and where a
    value function bends no one factor keeps the trade-offs."""
    for criterion in study.criteria:
        old, new = weights.scales.get(criterion.key), scale_of(criterion)
        why = "" if old is None or old == new else _why_not(criterion, old, new)
        if why:
            what = f"The points of '{criterion.key}' cannot follow its scale: {why}."
            cure = "Run with --scales-changed confirm if they still hold, or give points for the new swing."
            yield Finding(Place("--scales-changed"), "cannot-follow", what, cure)


def _why_not(criterion: Criterion, old: Scale, new: Scale) -> str:
    if any(isinstance(end, str) for end in (old.worst, old.best, new.worst, new.best)):
        return "a range between words is no number"
    if not is_linear(criterion):
        return "its value function bends, so that a unit is not worth the same everywhere"
    return f"its unit was '{old.unit}' and is '{criterion.unit}' now" if old.unit != new.unit else ""


def _stretch(old: Scale | None, new: Scale) -> Fraction:
    """New range / old range; 1 where the scale is the same, or the old one was not recorded."""
    if old is None or old == new:
        return Fraction(1)
    return abs(number(new.best) - number(new.worst)) / abs(number(old.best) - number(old.worst))


def _below(
    key: str,
    children: Mapping[str | None, Collection[str]],
    local: Mapping[str, Fraction],
    stretched: Mapping[str, Fraction],
) -> Fraction:
    """How far a node follows: a criterion its own range, a branch the mean of its children by their shares."""
    if key not in children:
        return stretched[key]
    return sum((local[child] * _below(child, children, local, stretched) for child in children[key]), Fraction(0))


def _exact(points: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """The points as decimals, all times the smallest whole number that makes every one of them end."""
    times = lcm(*(_endless(point.denominator) for point in points.values()))
    return {key: _decimal(point * times) for key, point in points.items()}


def _endless(denominator: int) -> int:
    """What is left of a denominator without its factors 2 and 5."""
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    return denominator


def _decimal(point: Fraction) -> Decimal:
    """A fraction whose denominator has only factors 2 and 5, exactly."""
    digits = 0
    while 10**digits % point.denominator:
        digits += 1
    return Decimal(f"{point.numerator * 10**digits // point.denominator}E-{digits}")
