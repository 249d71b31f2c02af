"""Who leads as the weight of one criterion moves from 0 to 1, the others keeping their proportions. Exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mcda.methods.envelope import lines, segments
from mcda.problem import Problem


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range of one weight, and the options (indices) that lead in it; more than one where they score the same."""

    leaders: tuple[int, ...]
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Movement:
    """What moving one weight does: the stretches from 0 to 1, the present weight, and how near the leader's end is.

    `room` is the shorter way to an end where another option takes the lead; None where there is no such end.
    """

    criterion: int
    now: Fraction
    stretches: tuple[Stretch, ...]
    own: int
    room: Fraction | None

    @property
    def rivals(self) -> tuple[int, ...]:
        """Who leads beyond the nearer end."""
        return () if self.room is None else self.stretches[self.own + (1 if self.rises else -1)].leaders

    @property
    def rises(self) -> bool:
        """Whether the nearer end is above the present weight."""
        stretch = self.stretches[self.own]
        return self.own == 0 or (self.own < len(self.stretches) - 1 and self.now - stretch.low != self.room)


def movements(problem: Problem, leader: int) -> tuple[Movement, ...]:
    """What moving each weight does to first place, the most sensitive weight first."""
    found = [_movement(problem, j, leader) for j in range(len(problem.criteria))]
    return tuple(sorted(found, key=lambda each: (each.room is None, each.room or 0, each.criterion)))


def stretches(problem: Problem, criterion: int) -> tuple[Stretch, ...]:
    """Who leads from weight 0 to weight 1 of a criterion; options with blanks stay out."""
    blank = {i for i, _ in problem.blank}
    rated = [i for i in range(len(problem.options)) if i not in blank]
    found = segments(lines([problem.values[i] for i in rated], problem.weights, criterion))
    return tuple(Stretch(tuple(rated[place] for place in each.first), each.low, each.high) for each in found)


def _movement(problem: Problem, j: int, leader: int) -> Movement:
    all_of_them, now = stretches(problem, j), problem.weights[j]
    inside = [k for k, each in enumerate(all_of_them) if each.low <= now <= each.high and leader in each.leaders]
    if not inside:
        # The leader is level with the others at this one spot only, where their lines cross.
        spot = sum(each.high <= now for each in all_of_them)
        all_of_them = (*all_of_them[:spot], Stretch((leader,), now, now), *all_of_them[spot:])
        inside = [spot]
    own = inside[-1]
    ends = [now - all_of_them[own].low] if own > 0 else []
    ends += [all_of_them[own].high - now] if own < len(all_of_them) - 1 else []
    return Movement(j, now, all_of_them, own, min(ends, default=None))
