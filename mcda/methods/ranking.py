"""Places in a ranking: 1 is best, equal scores share a place, and equality is exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate


def ranks(scores: Sequence[Fraction]) -> tuple[int, ...]:
    """The place of each score, "1, 2, 2, 4" fashion.

    >>> ranks([Fraction(3), Fraction(7), Fraction(3), Fraction(1)])
    (2, 1, 2, 4)
    """
    counts = Counter(scores)
    ordered = sorted(counts, reverse=True)
    before = accumulate((counts[score] for score in ordered), initial=0)
    place = {score: above + 1 for score, above in zip(ordered, before, strict=False)}
    return tuple(place[score] for score in scores)
