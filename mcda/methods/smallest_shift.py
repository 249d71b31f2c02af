"""The smallest shift of weight that lifts one option to the level of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Row = Sequence[Fraction]


@dataclass(frozen=True, slots=True)
class Shift:
    """Weight moved to one criterion (`to`) from others (criterion, amount); `weights` are those after the move."""

    moved: Fraction
    to: int
    taken: tuple[tuple[int, Fraction], ...]
    weights: tuple[Fraction, ...]


def smallest_shift(weights: Row, difference: Row) -> Shift | None:
    """The least weight to move so that a rival is level, `difference` being its values less the leader's.

    All that moves goes to the criterion where the rival is furthest ahead, first from where it is furthest behind: the
    greedy solution of a linear programme that minimises the sum of absolute changes (half of it is what moves). None
    where the rival is behind on every criterion. Exact.

    >>> shift = smallest_shift([Fraction(3, 4), Fraction(1, 4)], [Fraction(-1), Fraction(2)])
    >>> str(shift.moved), shift.to, [str(weight) for weight in shift.weights]
    ('1/12', 1, ['2/3', '1/3'])
    """
    gap = -sum((weight * number for weight, number in zip(weights, difference, strict=True)), Fraction(0))
    to = max(range(len(difference)), key=lambda j: difference[j])
    after, taken = list(weights), []
    for j in sorted(range(len(difference)), key=lambda j: difference[j]):
        gain = difference[to] - difference[j]
        if gap <= 0 or not gain:
            break
        amount = min(after[j], gap / gain)
        if amount:
            after[j] -= amount
            after[to] += amount
            gap -= amount * gain
            taken.append((j, amount))
    if gap > 0:
        return None
    return Shift(sum((amount for _, amount in taken), Fraction(0)), to, tuple(taken), tuple(after))
