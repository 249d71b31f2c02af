"""Named futures side by side: worst case and regret without probabilities (Wald 1950; Savage 1951)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from mcda.methods.ranking import ranks

Row = Sequence[Fraction]


@dataclass(frozen=True, slots=True)
class AcrossWorlds:
    """One option: its score in every world, the lowest, the largest regret, and in how many worlds it is in the top
    three and above doing nothing. `mean` is None unless the worlds have probabilities."""

    option: int
    scores: tuple[Fraction, ...]
    worst: Fraction
    regret: Fraction
    top_three: int
    above_nothing: int
    mean: Fraction | None


def across_worlds(scores: Sequence[Row], chances: Row | None = None) -> tuple[AcrossWorlds, ...]:
    """Every option over all worlds; `scores` are worlds x options.

    >>> one, none = Fraction(1), Fraction(0)
    >>> [(str(each.worst), str(each.regret)) for each in across_worlds([[3 * one, one], [none, 2 * one]])]
    [('0', '2'), ('1', '2')]
    """
    best = [max(world) for world in scores]
    places = [ranks(world) for world in scores]
    return tuple(
        AcrossWorlds(
            option=option,
            scores=own,
            worst=min(own),
            regret=max(top - score for top, score in zip(best, own, strict=True)),
            top_three=sum(place[option] <= 3 for place in places),
            above_nothing=sum(score > 0 for score in own),
            mean=None if chances is None else sum((p * x for p, x in zip(chances, own, strict=True)), Fraction(0)),
        )
        for option, own in enumerate(zip(*scores, strict=True))
    )
