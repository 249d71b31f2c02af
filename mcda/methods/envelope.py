"""Who is first at every value of one weight, the other weights keeping their proportions.

Scores are then straight lines in that weight, and the first places are their upper envelope (parametric search:
Eisner and Severance 1976). In rational arithmetic: exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Row = Sequence[Fraction]


@dataclass(frozen=True, slots=True)
class Segment:
    """From `low` to `high` of one weight, `first` are the options in first place (several only if always level)."""

    low: Fraction
    high: Fraction
    first: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A score as start + slope x weight."""

    start: Fraction
    slope: Fraction

    def at(self, weight: Fraction) -> Fraction:
        """The score at one value of the weight."""
        return self.start + self.slope * weight


def lines(values: Sequence[Row], weights: Row, criterion: int) -> tuple[Line, ...]:
    """Every option's score as a line in one weight; if that weight is all there is, the others share evenly.

    >>> half = Fraction(1, 2)
    >>> line = lines([[Fraction(4), Fraction(2)]], [half, half], 0)[0]
    >>> int(line.start), int(line.slope)
    (2, 2)
    """
    rest = 1 - weights[criterion]
    others = [j for j in range(len(weights)) if j != criterion]
    parts = {j: weights[j] / rest if rest else Fraction(1, len(others)) for j in others}
    starts = [sum((parts[j] * row[j] for j in others), Fraction(0)) for row in values]
    return tuple(Line(start, row[criterion] - start) for start, row in zip(starts, values, strict=True))


def segments(scores: Sequence[Line]) -> tuple[Segment, ...]:
    """The first places from weight 0 to weight 1.

    >>> three = [Line(Fraction(2), Fraction(-2)), Line(Fraction(1), Fraction(0)), Line(Fraction(0), Fraction(2))]
    >>> [(str(each.low), str(each.high), each.first) for each in segments(three)]
    [('0', '1/2', (0,)), ('1/2', '1', (2,))]
    """
    found: list[Segment] = []
    weight, current = Fraction(0), max(scores, key=lambda line: (line.start, line.slope))
    while True:
        nearest, after = _overtaken(scores, current)
        first = tuple(place for place, line in enumerate(scores) if line == current)
        if after is None or nearest >= 1:
            found.append(Segment(weight, Fraction(1), first))
            return tuple(found)
        if nearest > weight:
            found.append(Segment(weight, nearest, first))
        weight, current = nearest, after


def _overtaken(scores: Sequence[Line], current: Line) -> tuple[Fraction, Line | None]:
    """Where the first steeper line crosses, and the steepest of those that cross there."""
    crossings = [
        ((current.start - line.start) / (line.slope - current.slope), -line.slope, line)
        for line in scores
        if line.slope > current.slope
    ]
    if not crossings:
        return Fraction(1), None
    nearest, _, line = min(crossings, key=lambda crossing: crossing[:2])
    return nearest, line


def crossings(scores: Sequence[Line]) -> tuple[tuple[Fraction, int, int], ...]:
    """Every weight strictly between 0 and 1 at which two options change places, with the one that comes to lead last.

    >>> [(str(at), left, right) for at, left, right in crossings([Line(Fraction(1), Fraction(0)),
    ...                                                            Line(Fraction(0), Fraction(2))])]
    [('1/2', 0, 1)]
    """
    found = []
    for i, one in enumerate(scores):
        for k, other in enumerate(scores):
            if one.slope < other.slope:
                weight = (one.start - other.start) / (other.slope - one.slope)
                if 0 < weight < 1:
                    found.append((weight, i, k))
    return tuple(sorted(found))
