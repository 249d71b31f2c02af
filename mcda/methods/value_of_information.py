"""Which single rating is worth checking first: what knowing it exactly would add, and how likely it changes the choice.

Expected value of partial perfect information (Raiffa and Schlaifer 1961; Howard 1966) where the choice goes by mean
scores and only one rating becomes known: a partial expectation in closed form. The same for settling the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from mcda.methods.uncertain_ratings import Spread, chance_above, mean_excess

Row = Sequence[Fraction]


@dataclass(frozen=True, slots=True)
class Worth:
    """One rating: the mean gain in points if it were known, and the chance that another option would lead."""

    option: int
    criterion: int
    gain: float
    change: float


def worth_of_checking(spreads: Sequence[Sequence[Spread]], weights: Row) -> tuple[Worth, ...]:
    """Every uncertain rating, the one with the largest chance to change the leader first.

    An option's leader is that of the mean scores; of level ones the first. Ratings that cannot matter are left out.

    >>> zero, one = Fraction(0), Fraction(1)
    >>> spreads = [[Spread(one, one, one)], [Spread(zero, one / 2, 2 * one)]]
    >>> found = worth_of_checking(spreads, [one])[0]
    >>> found.option, round(found.change, 4), round(found.gain, 4)
    (1, 0.3333, 0.1111)
    """
    scores = [
        sum((weight * cell.mean for weight, cell in zip(weights, row, strict=True)), Fraction(0)) for row in spreads
    ]
    leader = max(range(len(scores)), key=lambda i: scores[i])
    runner_up = max((score for i, score in enumerate(scores) if i != leader), default=None)
    if runner_up is None:
        return ()
    found = [
        _worth(cell, (i, j), weights[j], scores[i], (runner_up if i == leader else scores[leader], i == leader))
        for i, row in enumerate(spreads)
        for j, cell in enumerate(row)
        if weights[j] and not cell.certain
    ]
    return tuple(sorted((each for each in found if each.change > 0), key=lambda each: (-each.change, -each.gain)))


def _worth(
    cell: Spread, place: tuple[int, int], weight: Fraction, score: Fraction, against: tuple[Fraction, bool]
) -> Worth:
    """The rating matters where it takes its option's score across the score to beat (or, leading, to keep above)."""
    other, leads = against
    threshold = float(cell.mean + (other - score) / weight)
    excess, above = mean_excess(cell, threshold), chance_above(cell, threshold)
    if leads:
        # (k - X)+ = (X - k)+ - (mean - k)
        return Worth(*place, float(weight) * max(0.0, excess - (float(cell.mean) - threshold)), 1 - above)
    return Worth(*place, float(weight) * excess, above)


def flipping_ratings(values: Sequence[Row], weights: Row, leader: int) -> tuple[tuple[int, int, Fraction], ...]:
    """For every rating, the change of its value that makes its option level with the leader (or, for the leader's own,
    brings the leader down to the runner-up), smallest first. Exact.

    >>> one, none = Fraction(1), Fraction(0)
    >>> [(i, j, str(change)) for i, j, change in flipping_ratings([[one, one], [none, one]], [one / 2, one / 2], 0)]
    [(0, 0, '-1'), (0, 1, '-1'), (1, 0, '1'), (1, 1, '1')]
    """
    scores = [sum((w * v for w, v in zip(weights, row, strict=True)), Fraction(0)) for row in values]
    runner_up = max((score for i, score in enumerate(scores) if i != leader), default=scores[leader])
    found = []
    for i, score in enumerate(scores):
        gap = runner_up - score if i == leader else scores[leader] - score
        found += [(i, j, gap / weight) for j, weight in enumerate(weights) if weight]
    return tuple(sorted(found, key=lambda each: (abs(each[2]), each[0], each[1])))
