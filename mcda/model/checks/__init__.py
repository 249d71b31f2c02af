"""Checks of a draft: each yields findings in our words, at the place where the mistake was typed."""

from __future__ import annotations

from collections.abc import Iterator

from mcda.errors import Finding
from mcda.model.checks import about, amounts, constraints, criteria, options, ratings, sanity, weights, worlds
from mcda.model.draft import Draft

__all__ = ["check"]


def check(draft: Draft) -> tuple[Finding, ...]:
    """All findings of a draft, those of its reading first, each once."""
    return tuple(dict.fromkeys((*draft.findings, *_checks(draft))))


def _checks(draft: Draft) -> Iterator[Finding]:
    yield from about.check(draft)
    yield from criteria.check(draft)
    yield from options.check(draft)
    yield from ratings.check(draft)
    yield from weights.check(draft)
    yield from constraints.check(draft)
    yield from amounts.check(draft)
    yield from worlds.check(draft)
    yield from sanity.check(draft)
