"""What each hard limit costs: the best value without it, the staircases of its bounds, and which to relax first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mcda.mixes.evaluate import Evaluation
from mcda.mixes.nearly import KEPT, Nearly, best_where, hard_limits
from mcda.mixes.stairs import Bound, Loosened, Staircase, Step, beyond, loosened, move, staircase
from mcda.problem.mixing import MixProblem


@dataclass(frozen=True, slots=True)
class Relaxed:
    """One hard limit relaxed, all others kept.

    `without` is the best mix when the limit is dropped (None: still none) and `gain` what that is worth (None where
    there is no mix today). `known` is False where without the limit there are too many mixes to list.
    """

    limit: int
    without: Evaluation | None
    gain: Fraction | None
    stairs: tuple[Staircase, ...]
    known: bool = True


@dataclass(frozen=True, slots=True)
class Moved:
    """A bound moved to the next step of its staircase; `gain` is None where there is no mix today."""

    bound: Bound
    step: Step
    gain: Fraction | None


def relaxing(problem: MixProblem, near: Nearly, views: Sequence[Loosened] | None = None) -> tuple[Relaxed, ...]:
    """The value of relaxing each hard limit, in the order of the limits; `views` are those of `loosened`.

    >>> from mcda.mixes.nearly import nearly_feasible
    >>> from mcda.problem.mixing import Counted, Effect, Limit
    >>> gain = Effect("gain", Fraction(1), "sum", (Fraction(7), Fraction(5)))
    >>> one = Limit("one", "at most one", "", (Counted(frozenset({0, 1}), most=1),))
    >>> problem = MixProblem(("a", "b"), (gain,), (), (), (), (), (one,))
    >>> [(int(step.bound), int(step.value)) for step in relaxing(problem, nearly_feasible(problem))[0].stairs[0].steps]
    [(0, 0), (1, 7), (2, 12)]
    """
    views = loosened(problem, near) if views is None else views
    today = best_where(problem, near, near.broken == KEPT)
    stairs: dict[int, list[Staircase]] = {}
    for view in views:
        stairs.setdefault(view.bound.limit, []).append(staircase(problem, near, view))
    return tuple(_relaxed(problem, near, limit, today, tuple(stairs.get(limit, ()))) for limit in hard_limits(problem))


def best_to_drop(relaxed: Iterable[Relaxed]) -> Relaxed | None:
    """The limit whose loss gains most; None where dropping any single one gains nothing."""
    gaining = [each for each in relaxed if each.gain]
    return max(gaining, key=lambda each: each.gain or 0, default=None)


def next_steps(problem: MixProblem, relaxed: Iterable[Relaxed]) -> tuple[Moved, ...]:
    """Every bound moved to its next step, the shortest move first: it gains, or makes a mix possible at all."""
    moved = [
        Moved(stairs.bound, step, None if each.gain is None else step.value - _today(stairs))
        for each in relaxed
        for stairs in each.stairs
        for step in beyond(stairs)[:1]
    ]
    return tuple(sorted(moved, key=lambda each: move(problem, each.bound, each.step.bound)))


def _today(stairs: Staircase) -> Fraction:
    """The best value with today's bound, which leaves a mix."""
    return stairs.steps[len(stairs.steps) - len(beyond(stairs)) - 1].value


def _relaxed(
    problem: MixProblem, near: Nearly, limit: int, today: Evaluation | None, stairs: tuple[Staircase, ...]
) -> Relaxed:
    if limit in near.unlisted:
        return Relaxed(limit, None, None, (), known=False)
    without = best_where(problem, near, (near.broken == KEPT) | (near.broken == limit))
    gain = None if today is None or without is None else without.value - today.value
    return Relaxed(limit, without, gain, stairs)
