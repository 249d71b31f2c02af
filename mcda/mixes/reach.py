"""How far one bound of a conflict would have to move for the limits of that conflict to hold together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mcda.mixes.evaluate import Members
from mcda.mixes.figures import Bounded, keys, measured
from mcda.mixes.integers import members_of
from mcda.mixes.nearly import blocks
from mcda.mixes.stairs import Bound, bounds, order_of, other_tests
from mcda.mixes.totals import Masks, holds, test_holds
from mcda.problem.mixing import MixProblem


@dataclass(frozen=True, slots=True)
class Needed:
    """The nearest amount of a bound at which the other limits of a conflict leave a mix, and such a mix."""

    bound: Bound
    amount: Fraction
    members: Members


def needed(problem: MixProblem, conflict: Collection[int]) -> tuple[Needed, ...]:
    """For each bound in a conflict what the rest of the conflict needs of it; bounds that cannot mend it are left out.

    >>> from mcda.problem.mixing import Counted, Limit
    >>> both = Limit("both", "", "", (Counted(frozenset({0, 1}), least=2),))
    >>> one = Limit("one", "", "", (Counted(frozenset({0, 1}), most=1),))
    >>> [int(each.amount) for each in needed(MixProblem(("a", "b"), (), (), (), (), (), (both, one)), (0, 1))]
    [1, 2]
    """
    found: dict[Bound, Needed] = {}
    wanted = [(bound, test) for bound, test in bounds(problem) if bound.limit in conflict]
    for masks in blocks(problem):
        for bound, test in wanted:
            near = _nearest(problem, conflict, (bound, test), masks)
            old = found.get(bound)
            if near and (old is None or order_of(bound, near.amount) < order_of(bound, old.amount)):
                found[bound] = near
    return tuple(found[bound] for bound, _ in wanted if bound in found)


def _nearest(
    problem: MixProblem, conflict: Collection[int], bounded: tuple[Bound, Bounded], masks: Masks
) -> Needed | None:
    bound, test = bounded
    for limit in conflict:
        if limit != bound.limit:
            masks = masks[holds(problem, limit, masks)]
    for other in other_tests(problem, bound, test):
        masks = masks[test_holds(problem, other, masks)]
    if not len(masks):
        return None
    key = keys(problem, test, masks)
    members = members_of(int(masks[np.argmin(key) if bound.side == "most" else np.argmax(key)]))
    return Needed(bound, measured(problem, test, members), members)
