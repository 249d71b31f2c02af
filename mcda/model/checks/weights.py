"""Checks of weights: points for every criterion, sums that can be shared out, statements about known criteria."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mcda.errors import Finding
from mcda.model.checks.criteria import sound_scale
from mcda.model.checks.homes import home
from mcda.model.checks.names import did_you_mean, listed, slips
from mcda.model.criterion import Criterion
from mcda.model.draft import Draft
from mcda.model.places import Path
from mcda.model.weights import Scale, Weights


def check(draft: Draft) -> Iterator[Finding]:
    """Findings about every weights file."""
    if not draft.weights and not any(table == "weights" for table, _ in draft.broken):
        place = home(draft, "weights", "inputs/weights/, for example baseline.yaml")
        cure = f"Give points to each criterion in {place}."
        yield draft.places.finding(("files", "weights"), "no-weights", "The study has no weights.", cure)
    for i, weights in enumerate(draft.weights):
        yield from check_weights(draft, ("weights", i), weights)


def check_weights(draft: Draft, path: Path, weights: Weights) -> Iterator[Finding]:
    """Findings about one set of weights."""
    yield from _names(draft, path, weights)
    yield from _points(draft, path, weights)
    yield from _sums(draft, path, weights)
    yield from _statements(draft, path, weights)
    yield from stale(draft, path, weights)


def stale(draft: Draft, path: Path, weights: Weights) -> Iterator[Finding]:
    """Findings about scales that have changed since the points were given."""
    for criterion in draft.criteria:
        given = weights.scales.get(criterion.key)
        if given is not None and sound_scale(criterion) and given != scale_of(criterion):
            what = (
                f"The points of '{criterion.key}' were given for a scale from {_ends(given)}, "
                f"but it now goes from {_ends(scale_of(criterion))}."
            )
            cure = (
                "Look at the swing again, then run with --scales-changed confirm (the points still hold) "
                "or --scales-changed keep-trade-offs (the points follow the range)."
            )
            yield draft.places.finding((*path, "scales", criterion.key), "stale-weights", what, cure)


def scale_of(criterion: Criterion) -> Scale:
    """The scale that points given today are bound to."""
    return Scale(worst=criterion.worst, best=criterion.best, unit=criterion.unit)


def _ends(scale: Scale) -> str:
    return f"{scale.worst} to {scale.best} ({scale.unit})"


def _wanted(draft: Draft, weights: Weights) -> list[str]:
    """The keys that need points: all criteria, and all branches once one of them has points."""
    branches = [branch.key for branch in draft.branches]
    leaves = [criterion.key for criterion in draft.criteria]
    return [*branches, *leaves] if any(key in weights.points for key in branches) else leaves


def _names(draft: Draft, path: Path, weights: Weights) -> Iterator[Finding]:
    known = [*(b.key for b in draft.branches), *(c.key for c in draft.criteria)]
    unknown = [k for k in weights.points if k not in known and not draft.is_broken("criteria", k)]
    missing = [key for key in _wanted(draft, weights) if key not in weights.points]
    meant = slips(unknown, missing)
    for key in unknown if draft.complete("criteria") else meant:
        near = meant.get(key)
        cure = f"Did you mean '{near}', which has no points?" if near else did_you_mean(key, known)
        what = f"There is no criterion '{key}'."
        yield draft.places.finding((*path, "points", key), "unknown-criterion", what, cure)
    left = [key for key in missing if key not in meant.values()]
    if left:
        cure = "Give points to each; 0 leaves a criterion out of the score."
        yield draft.places.finding((*path, "points"), "missing-points", f"No points for {listed(left)}.", cure)


def _points(draft: Draft, path: Path, weights: Weights) -> Iterator[Finding]:
    for key, points in weights.points.items():
        if not points.is_finite() or points < 0:
            what = f"The points of '{key}' are {points}."
            cure = "Use 0 or more; the direction of a criterion comes from its worst and best."
            yield draft.places.finding((*path, "points", key), "negative-points", what, cure)


def _sums(draft: Draft, path: Path, weights: Weights) -> Iterator[Finding]:
    for parent, family in _families(draft, weights).items():
        points = [weights.points[key] for key in family if key in weights.points]
        if len(points) == len(family) and points and all(p.is_finite() and p >= 0 for p in points) and not sum(points):
            where = f"under '{parent}' " if parent else ""
            what = f"All points {where}are 0."
            yield draft.places.finding((*path, "points"), "zero-points", what, "Give points to at least one of them.")


def _families(draft: Draft, weights: Weights) -> Mapping[str | None, Sequence[str]]:
    wanted = _wanted(draft, weights)
    if len(wanted) == len(draft.criteria):
        return {None: wanted}
    families: dict[str | None, list[str]] = {}
    for branch in draft.branches:
        families.setdefault(branch.parent, []).append(branch.key)
    for criterion in draft.criteria:
        families.setdefault(criterion.parent, []).append(criterion.key)
    return families


def _statements(draft: Draft, path: Path, weights: Weights) -> Iterator[Finding]:
    known = [criterion.key for criterion in draft.criteria]
    named: list[tuple[Path, str]] = [((*path, "ranges", key), key) for key in weights.ranges]
    named += [((*path, "scales", key), key) for key in weights.scales]
    named += [((*path, "order", i), key) for i, chain in enumerate(weights.order) for key in chain]
    named += [((*path, "ratios", i), key) for i, r in enumerate(weights.ratios) for key in (r.criterion, r.times)]
    for place, key in named:
        if key not in known and draft.complete("criteria"):
            what = f"There is no criterion '{key}'."
            yield draft.places.finding(place, "unknown-criterion", what, did_you_mean(key, known))
    for key, allowed in weights.ranges.items():
        if allowed.low > allowed.high:
            what = f"The range of '{key}' runs from {allowed.low} down to {allowed.high}."
            yield draft.places.finding((*path, "ranges", key), "range-order", what, "Give the lower number first.")
