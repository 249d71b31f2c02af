"""Checks of inputs/study.yaml against the rest of the study."""

from __future__ import annotations

from collections.abc import Iterator

from mcda.errors import Finding
from mcda.model.checks.homes import home
from mcda.model.checks.names import did_you_mean
from mcda.model.draft import Draft


def check(draft: Draft) -> Iterator[Finding]:
    """Findings about the default weights and the order of criteria."""
    if draft.about is None:
        return
    yield from _default_weights(draft, draft.about.default_weights)
    known = {criterion.key for criterion in draft.criteria}
    for i, key in enumerate(draft.about.criteria):
        if key not in known and draft.complete("criteria"):
            what = f"The list of criteria names '{key}', which is not in {home(draft, 'criteria', 'criteria/')}."
            yield draft.places.finding(("about", "criteria", i), "unknown-criterion", what, did_you_mean(key, known))


def _default_weights(draft: Draft, key: str) -> Iterator[Finding]:
    known = [weights.key for weights in draft.weights]
    if key in known or draft.is_broken("weights", key) or not known:
        return
    what = f"The default weights '{key}' are not in {home(draft, 'weights', 'inputs/weights/')}."
    yield draft.places.finding(("about", "default_weights"), "unknown-weights", what, did_you_mean(key, known))
