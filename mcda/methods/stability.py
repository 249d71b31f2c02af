"""How far one weight can move, the others keeping their proportions, before another option comes first.

Every score is then a straight line in that weight (`mcda.methods.envelope.lines`), so the limits are crossings of
lines. In rational arithmetic: exact, whatever is level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from mcda.methods.envelope import Line, Row, lines


@dataclass(frozen=True, slots=True)
class Lead:
    """From `low` to `high` of one weight the leader is first, alone or level with others.

    `below` and `above` come first beyond these ends, by their places; None where the leader is first to the end.
    """

    low: Fraction
    high: Fraction
    below: int | None
    above: int | None

    def room(self, weight: Fraction) -> Fraction | None:
        """The smallest move of the weight that unseats the leader; None where none does."""
        moves = [weight - self.low] * (self.below is not None) + [self.high - weight] * (self.above is not None)
        return min(moves, default=None)


def lead(values: Sequence[Row], weights: Row, criterion: int, leader: int) -> Lead:
    """Between which values of one weight the leader stays first, and who takes over beyond them.

    Of several options that take over at the same point it is the one that then leads; of equal ones the first.

    >>> half = Fraction(1, 2)
    >>> found = lead([[Fraction(9), Fraction(4)], [Fraction(3), Fraction(8)]], [half, half], 0, 0)
    >>> str(found.low), found.below, str(found.high), found.above
    ('2/5', 1, '1', None)
    """
    scores = lines(values, weights, criterion)
    own, now = scores[leader], weights[criterion]
    if any(line.at(now) > own.at(now) for line in scores):
        raise ValueError(f"option {leader} is not first")
    low = max((_crossing(own, line) for line in scores if line.slope < own.slope), default=Fraction(0))
    high = min((_crossing(own, line) for line in scores if line.slope > own.slope), default=Fraction(1))
    low, high = max(low, Fraction(0)), min(high, Fraction(1))
    return Lead(low, high, _next(scores, own, low, -1), _next(scores, own, high, 1))


def _crossing(one: Line, other: Line) -> Fraction:
    return (other.start - one.start) / (one.slope - other.slope)


def _next(scores: Sequence[Line], own: Line, limit: Fraction, side: int) -> int | None:
    """Who leads just beyond a limit: of those level with the leader there, the one that gains most."""
    if limit == (1 if side > 0 else 0):
        return None
    level = [
        i for i, line in enumerate(scores) if side * (line.slope - own.slope) > 0 and line.at(limit) == own.at(limit)
    ]
    return max(level, key=lambda i: (side * scores[i].slope, -i))
