"""What mixes that a table leaves out could reach at most, so that the sheet can tell whether one of them may be better.

The mixes are put into a few heaps of mixes alike. No mix of a heap has more points on a criterion than the heap's best
on it, so under any weights none is worth more than a mix that had all these bests together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from mcda.mixes.integers import Figure, integers
from mcda.mixes.totals import Ints, Masks, amounts, broken_limits, penalties_of
from mcda.problem.mixing import MixProblem

# Numbers in the formula of all heaps together.
_TERMS = 60
_DIGITS = 10**9

Ceiling = tuple[Fraction, ...]


def ceilings(problem: MixProblem, masks: Masks) -> tuple[Ceiling, ...]:
    """For every heap the most points on each effect, and last the penalty spared (at most 0).

    Few mixes are each a heap of their own:

    >>> from mcda.problem.mixing import Effect
    >>> gain = Effect("gain", Fraction(1), "sum", (Fraction(7), Fraction(5)))
    >>> ceilings(MixProblem(("a", "b"), (gain,), (), (), (), (), ()), np.array([1, 2], np.uint64))
    ((Fraction(5, 1), Fraction(0, 1)), (Fraction(7, 1), Fraction(0, 1)))
    """
    if not len(masks):
        return ()
    scaled = integers(problem)
    soft = [index for index, limit in enumerate(problem.limits) if limit.penalty]
    columns = [amounts(each, masks) for each in scaled.effects]
    spared = -penalties_of(problem, broken_limits(problem, masks, soft))
    heaps = _heaps(columns, max(1, _TERMS // (len(columns) + 1)))
    return tuple(
        (
            *(_at_most(each, column[heap]) for each, column in zip(scaled.effects, columns, strict=True)),
            Fraction(int(spared[heap].max()), scaled.objective.denominator),
        )
        for heap in heaps
    )


def _at_most(figure: Figure, column: Ints) -> Fraction:
    """The largest figure of a column, rounded up to what a sheet tells apart."""
    most = Fraction(int(column.max()) + figure.margin, figure.denominator)
    return Fraction((most * _DIGITS).__ceil__(), _DIGITS)


def _heaps(columns: Sequence[Ints], most: int) -> list[Ints]:
    """Rows in heaps: again and again the widest one is cut in two across its widest column."""
    unit = [max(1, int(column.max()) - int(column.min())) for column in columns]
    heaps = [np.arange(len(columns[0]))]
    while len(heaps) < most:
        width, place, j = max(_widths(heaps, columns, unit))
        if not width:
            break
        heap = heaps.pop(place)
        column = columns[j][heap]
        low = column <= (int(column.min()) + int(column.max())) // 2
        heaps += [heap[low], heap[~low]]
    return heaps


def _widths(heaps: Sequence[Ints], columns: Sequence[Ints], unit: Sequence[int]) -> Iterator[tuple[float, int, int]]:
    for place, heap in enumerate(heaps):
        for j, column in enumerate(columns):
            yield (int(column[heap].max()) - int(column[heap].min())) / unit[j], place, j
