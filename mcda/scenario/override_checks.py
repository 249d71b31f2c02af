"""Checks of what was asked for on the command line: known names, usable rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mcda.errors import Finding, Place
from mcda.model.checks.criteria import fits_prob
from mcda.model.checks.names import did_you_mean
from mcda.model.members import Naming, known_names
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.problem.weights import families, points_are_local
from mcda.scenario.overrides import Overrides


def check_overrides(study: Study, overrides: Overrides) -> Iterator[Finding]:
    """Findings about overrides, each at its option of the command line."""
    criteria = [criterion.key for criterion in study.criteria]
    nodes = [*criteria, *(branch.key for branch in study.branches)]
    names = known_names(Naming(study.options, study.constraints.sets))
    yield from _unknown("--set-weight", overrides.points, nodes, "criterion")
    yield from _unknown("--budget", overrides.budgets, study.about.resources, "resource")
    yield from _unknown("--require", overrides.require, names, "option, instrument, theme or set")
    yield from _unknown("--forbid", overrides.forbid, names, "option, instrument, theme or set")
    yield from _unknown("--rule", overrides.rules, criteria, "criterion")
    for key, points in overrides.points.items():
        if points < 0:
            yield Finding(
                Place("--set-weight"), "negative-points", f"The points of '{key}' are {points}.", "Use 0 or more."
            )
    for criterion in study.criteria:
        if overrides.rules.get(criterion.key) == "prob" and not fits_prob(criterion):
            what = f"'{criterion.key}' is no probability, so mix rule prob has no meaning for it."
            yield Finding(Place("--rule"), "prob", what, "Use sum, max or min.")


def check_points(study: Study, weights: Weights) -> Iterator[Finding]:
    """Findings about points after --set-weight: every one that is needed, and in each group one above 0."""
    local = points_are_local(study, weights)
    groups = families(study) if local else {None: [criterion.key for criterion in study.criteria]}
    for parent, family in groups.items():
        missing = [key for key in family if key not in weights.points]
        if missing:
            what = f"Points for a branch need points for {', '.join(missing)} too."
            yield Finding(Place("--set-weight"), "missing-points", what, "Set those as well, or only criteria.")
        elif not any(weights.points[key] for key in family):
            where = f"under '{parent}' " if parent else ""
            what = f"All points {where}are 0."
            yield Finding(Place("--set-weight"), "zero-points", what, "Give points to at least one of them.")


def _unknown(option: str, keys: Iterable[str], known: Iterable[str], word: str) -> Iterator[Finding]:
    choices = list(known)
    for key in keys:
        if key not in choices:
            yield Finding(Place(option), "unknown-name", f"There is no {word} '{key}'.", did_you_mean(key, choices))
