"""The single changes of a limit, moved or dropped, that put an option into an optimal mix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mcda.mixes.integers import mask_of
from mcda.mixes.nearly import KEPT, Nearly, best_where, hard_limits, holding
from mcda.mixes.relax import Relaxed
from mcda.mixes.stairs import Bound, Loosened, Places, Staircase, Step, beyond, move, staircase, value_at
from mcda.mixes.totals import Bools, Ints, Masks
from mcda.problem.mixing import MixProblem


@dataclass(frozen=True, slots=True)
class Admission:
    """A change that puts an option into an optimal mix: a bound moved to a step, or (no bound) the limit dropped.

    `shared` is whether a mix without the option is as good then.
    """

    limit: int
    bound: Bound | None
    step: Step
    shared: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """One bound and all that moving it brings: the mixes of its view fall by `falling`, their objectives below 0.

    `options` is the mask of options that it might let in.
    """

    view: Loosened
    stairs: Staircase
    falling: Ints
    options: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """One limit without which mixes may be better; `options` is the mask of options that this might let in."""

    limit: int
    options: int


Change = Moved | Dropped


def changes(problem: MixProblem, near: Nearly, relaxed: Sequence[Relaxed], views: Sequence[Loosened]) -> list[Change]:
    """Every change of one limit: bounds in their order, each with the staircase that was made of its view, then limits.

    Whichever option asks, these are the same, so they are worked out once.
    """
    stairs = {each.bound: each for relax in relaxed for each in relax.stairs}
    moved = (_moved(near, view, stairs[view.bound]) for view in views)
    dropped = (Dropped(limit, _at_best(near, limit)) for limit in hard_limits(problem) if limit not in near.unlisted)
    return [*moved, *dropped]


def admissions(problem: MixProblem, near: Nearly, option: int, among: Sequence[Change]) -> tuple[Admission, ...]:
    """The smallest change of each single limit that puts an option into an optimal mix: bounds by how far they move,
    then limits to drop where no bound of theirs will do."""
    possible = [change for change in among if change.options >> option & 1]
    moved = list(_by_moving(problem, near, option, [each for each in possible if isinstance(each, Moved)]))
    moved.sort(key=lambda each: move(problem, each.bound, each.step.bound) if each.bound else Fraction(0))
    done = {admission.limit for admission in moved}
    left = [each.limit for each in possible if isinstance(each, Dropped) and each.limit not in done]
    return (*moved, *_by_dropping(problem, near, option, left))


def _by_moving(problem: MixProblem, near: Nearly, option: int, among: Sequence[Moved]) -> Iterator[Admission]:
    inside = holding(near, option)
    for each in among:
        own = staircase(problem, near, each.view, inside)
        for step in beyond(own):
            if value_at(each.stairs, step.bound) == step.value:
                shared = _without_it(problem, near, each, inside, step)
                yield Admission(each.view.bound.limit, each.view.bound, step, shared)
                break


def _by_dropping(problem: MixProblem, near: Nearly, option: int, limits: Sequence[int]) -> Iterator[Admission]:
    inside = holding(near, option)
    for limit in limits:
        pool = (near.broken == KEPT) | (near.broken == limit)
        own, without = best_where(problem, near, pool & inside), best_where(problem, near, pool & ~inside)
        if own is not None and (without is None or without.value <= own.value):
            shared = without is not None and without.value == own.value
            yield Admission(limit, None, Step(Fraction(0), own.value, own.members), shared)


def _without_it(problem: MixProblem, near: Nearly, moved: Moved, inside: Bools, step: Step) -> bool:
    """Whether a mix without the option is as good at a step that has it."""
    view = moved.view
    if near.margin:
        return value_at(staircase(problem, near, view, ~inside), step.bound) == step.value
    equal = _with_value(moved.falling, _over(step.value, near.denominator))
    places, key = view.places[equal], view.keys[equal]
    own = key[near.masks[places] == mask_of(step.members)]
    return bool((~inside[places] & (key <= own)).any())


def _moved(near: Nearly, view: Loosened, stairs: Staircase) -> Moved:
    falling = -near.objective[view.places]
    return Moved(view, stairs, falling, _at_steps(near, view, stairs, falling))


def _at_steps(near: Nearly, view: Loosened, stairs: Staircase, falling: Ints) -> int:
    """The options of all mixes of the view as good as the best at some step from today's on, by whole numbers."""
    if near.margin:
        return -1
    looser = beyond(stairs)
    steps = stairs.steps[max(0, len(stairs.steps) - len(looser) - 1) :]
    return _of_values(near, view.places, falling, [_over(step.value, near.denominator) for step in steps])


def _at_best(near: Nearly, limit: int) -> int:
    """The options of all mixes as good as the best without a limit, by whole numbers."""
    if near.margin:
        return -1
    places = np.flatnonzero((near.broken == KEPT) | (near.broken == limit))
    falling = -near.objective[places]
    return _of_values(near, places, falling, (-falling[:1]).tolist())


def _over(value: Fraction, denominator: int) -> int:
    """A value that is a whole number of parts, as that number."""
    return value.numerator * (denominator // value.denominator)


def _of_values(near: Nearly, places: Places, falling: Ints, values: Sequence[int]) -> int:
    """The options of the mixes in some places, by falling value, that have one of some values."""
    found = 0
    for value in values:
        found |= _together(near.masks[places[_with_value(falling, value)]])
    return found


def _with_value(falling: Ints, value: int) -> slice:
    """Where mixes by falling value have just this one."""
    return slice(
        int(np.searchsorted(falling, -value, side="left")), int(np.searchsorted(falling, -value, side="right"))
    )


def _together(masks: Masks) -> int:
    return int(np.bitwise_or.reduce(masks)) if len(masks) else 0
