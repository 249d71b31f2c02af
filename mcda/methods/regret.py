"""Regret: how far an option can stay behind the best one, over all allowed weights.

The regret of a fixed option is convex in the weights, so its largest value stands at a corner of their set (Savage
1951; Kouvelis and Yu 1997).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from mcda.methods.corner_scores import CornerScores


@dataclass(frozen=True, slots=True)
class Regret:
    """The largest regret of one option, the corner of the weights where it arises, and the option to have there."""

    option: int
    most: Fraction
    corner: int
    instead: int


def largest_regrets(scores: CornerScores) -> tuple[Regret, ...]:
    """The largest regret of every option, exactly.

    >>> from mcda.methods.corner_scores import corner_scores
    >>> one, none = Fraction(1), Fraction(0)
    >>> found = corner_scores([[one, none], [none, 3 * one]], [[one, none], [none, one]])
    >>> [(int(each.most), each.corner, each.instead) for each in largest_regrets(found)]
    [(3, 1, 1), (1, 0, 0)]
    """
    numbers = scores.numbers
    instead = numbers.argmax(axis=0)
    behind = numbers.max(axis=0)[None, :] - numbers
    corners = behind.argmax(axis=1)
    return tuple(
        Regret(option, Fraction(behind[option, corner], scores.denominator), int(corner), int(instead[corner]))
        for option, corner in enumerate(corners)
    )


def least_regret(regrets: Sequence[Regret]) -> Regret:
    """The option whose largest regret is smallest; of equals the first."""
    return min(regrets, key=lambda regret: regret.most)
