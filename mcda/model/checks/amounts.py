"""Checks of amounts: what the mix adds up stays so small that the sums are exact."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mcda.errors import Finding
from mcda.model.constraint import Interaction
from mcda.model.draft import Draft
from mcda.model.places import Path

_MOST_DIGITS = 13


def check(draft: Draft) -> Iterator[Finding]:
    """Findings about amounts with more digits before the decimal point than 400 of them can have in an exact sum."""
    for path, amount in _amounts(draft):
        if amount and amount.is_finite() and amount.adjusted() >= _MOST_DIGITS:
            what = f"{amount} has more than {_MOST_DIGITS} digits before the decimal point: too large for exact sums."
            cure = "Check the number; a resource may need a larger unit, such as millions, in all that uses it."
            yield draft.places.finding(path, "amount-too-large", what, cure)


def _amounts(draft: Draft) -> Iterator[tuple[Path, Decimal]]:
    for i, option in enumerate(draft.options):
        yield from ((("options", i, "uses", key), amount) for key, amount in option.uses.items())
    for i, constraint in enumerate(draft.constraints.constraints if draft.constraints else ()):
        path: Path = ("constraints", "constraints", i)
        if isinstance(constraint.penalty, Decimal):
            yield (*path, "penalty"), constraint.penalty
        if isinstance(constraint.interaction, Interaction):
            named = (("points", constraint.interaction.points), ("saves", constraint.interaction.saves))
            yield from (((*path, "interaction", key), n) for key, n in named if isinstance(n, Decimal))
