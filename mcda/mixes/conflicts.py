"""Why no mix fits: every smallest conflict of hard limits, and every smallest set of limits to drop.

The limits that a mix breaks are a correction: dropped, the mix fits. The smallest corrections and the smallest
conflicts are each other's minimal hitting sets (Reiter 1987; Liffiton and Sakallah 2008). Up to 22 options the
corrections are read from all mixes; beyond, one conflict is found by a deletion filter (Chinneck and Dravnieks 1991).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from mcda.mixes import milp
from mcda.mixes.integers import members_of
from mcda.mixes.milp import TIME_LIMIT
from mcda.mixes.nearly import MOST_LOOKED_AT, blocks, dropped, hard_limits
from mcda.mixes.totals import Masks, broken_limits
from mcda.problem.mixing import MixProblem

MOST_CONFLICTS = 5_000

Limits = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Smallest sets of hard limits (by place) that cannot hold together, and smallest sets to drop; small ones first.

    Without one limit of a conflict the others can hold together. `complete` says that both lists are whole; otherwise
    there is one conflict at least, and the corrections are those of a single limit that are known. Empty: a mix fits.
    """

    conflicts: tuple[Limits, ...]
    corrections: tuple[Limits, ...]
    complete: bool

    @property
    def smallest(self) -> tuple[Limits, ...]:
        """The corrections that drop the fewest limits."""
        return tuple(each for each in self.corrections if len(each) == len(self.corrections[0]))


def conflicts(problem: MixProblem, *, time_limit: float = TIME_LIMIT) -> Conflicts:
    """Every smallest conflict and correction of a problem without a feasible mix.

    >>> from mcda.problem.mixing import Counted, Limit
    >>> both = Limit("both", "", "", (Counted(frozenset({0, 1}), least=2),))
    >>> one = Limit("one", "", "", (Counted(frozenset({0, 1}), most=1),))
    >>> any_ = Limit("any", "", "", (Counted(frozenset({0, 1}), least=1),))
    >>> conflicts(MixProblem(("a", "b"), (), (), (), (), (), (any_, both, one)))
    Conflicts(conflicts=((1, 2),), corrections=((1,), (2,)), complete=True)
    """
    if len(problem.options) > MOST_LOOKED_AT:
        return _by_deletion(problem, time_limit)
    corrections = smallest_corrections(problem)
    if corrections == (0,):
        return Conflicts((), (), complete=True)
    found = hitting_sets(corrections, MOST_CONFLICTS)
    if found is None:
        return Conflicts((members_of(_one_conflict(corrections)),), _listed(corrections), complete=False)
    return Conflicts(_listed(found), _listed(corrections), complete=True)


def smallest_corrections(problem: MixProblem) -> tuple[int, ...]:
    """The smallest sets of hard limits (as bit masks) that some mix breaks; 0 alone where a mix fits."""
    hard = hard_limits(problem)
    smallest: tuple[int, ...] = ()
    for masks in blocks(problem):
        smallest = _smallest((*smallest, *_smallest(_distinct(broken_limits(problem, masks, hard)))))
        if smallest == (0,):
            break
    return smallest


def hitting_sets(families: Iterable[int], most: int) -> tuple[int, ...] | None:
    """All minimal sets (bit masks) that share a member with every family; None above `most` (Berge 1989).

    >>> hitting_sets((0b011, 0b110), 10)
    (2, 5)
    """
    found = [0]
    for family in sorted(families, key=int.bit_count):
        hit = [each for each in found if each & family]
        grown = [each | 1 << bit for each in found if not each & family for bit in members_of(family)]
        found = hit + [each for each in grown if not any(old & each == old for old in hit)]
        if len(found) > most:
            return None
    return tuple(sorted(found, key=lambda each: (each.bit_count(), members_of(each))))


def _distinct(broken: Masks) -> list[int]:
    """The distinct columns as whole numbers, however many rows of 64 limits there are."""
    if len(broken) == 1:
        return [int(each) for each in np.unique(broken[0])]
    columns = np.unique(broken, axis=1)
    return [sum(int(word) << 64 * row for row, word in enumerate(column)) for column in columns.T]


def _smallest(masks: Iterable[int]) -> tuple[int, ...]:
    """The masks that contain no other one."""
    rest = sorted(set(masks), key=int.bit_count)
    if max(rest, default=0) >> 64:
        return _smallest_of_long(rest)
    left, kept = np.array(rest, np.uint64), list[int]()
    while len(left):
        kept.append(int(left[0]))
        left = left[(left & left[0]) != left[0]]
    return tuple(kept)


def _smallest_of_long(rest: list[int]) -> tuple[int, ...]:
    kept: list[int] = []
    for mask in rest:
        if not any(old & mask == old for old in kept):
            kept.append(mask)
    return tuple(kept)


def _one_conflict(corrections: Iterable[int]) -> int:
    """A smallest conflict: limits are left out one by one while what is left shares one with every correction."""
    families = list(corrections)
    left = 0
    for family in families:
        left |= family
    for limit in members_of(left):
        if all(family & ~(1 << limit) & left for family in families):
            left &= ~(1 << limit)
    return left


def _listed(masks: Iterable[int]) -> tuple[Limits, ...]:
    return tuple(sorted((members_of(mask) for mask in masks), key=lambda each: (len(each), each)))


def _by_deletion(problem: MixProblem, time_limit: float) -> Conflicts:
    """One conflict: a limit is left out for good when what is left still has no mix."""
    left = _bare(problem)
    if milp.solve(left, time_limit=time_limit).status != "infeasible":
        return Conflicts((), (), complete=False)
    for limit in hard_limits(problem):
        without = dropped(left, limit)
        if milp.solve(without, time_limit=time_limit).status == "infeasible":
            left = without
    conflict = tuple(limit for limit in hard_limits(left) if left.limits[limit].tests)
    return Conflicts((conflict,), tuple(_single_corrections(problem, conflict, time_limit)), complete=False)


def _single_corrections(problem: MixProblem, conflict: Limits, time_limit: float) -> Iterator[Limits]:
    """A limit that alone can be dropped is in every conflict."""
    for limit in conflict:
        if milp.solve(_bare(dropped(problem, limit)), time_limit=time_limit).members is not None:
            yield (limit,)


def _bare(problem: MixProblem) -> MixProblem:
    """The same limits with nothing to gain: the solver may stop at the first mix. Soft limits ask for nothing."""
    effects = tuple(replace(effect, weight=Fraction(0)) for effect in problem.effects)
    limits = tuple(limit if limit.penalty is None else replace(limit, tests=()) for limit in problem.limits)
    return replace(problem, effects=effects, limits=limits)
