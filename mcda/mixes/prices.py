"""What each member of the best mix is worth, and why the other options are not in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mcda.mixes.evaluate import Evaluation, evaluate
from mcda.mixes.nearly import KEPT, Nearly, best_where, hard_limits, holding
from mcda.mixes.relax import Relaxed
from mcda.mixes.stairs import Bound, Loosened, Staircase, Step, beyond, move, staircase, value_at
from mcda.mixes.totals import Bools
from mcda.problem.mixing import MixProblem


@dataclass(frozen=True, slots=True)
class Price:
    """A member: the best mix without it (None: there is none), and what that loses."""

    option: int
    without: Evaluation | None
    loses: Fraction | None


@dataclass(frozen=True, slots=True)
class Forced:
    """A member whose removal alone would raise the value, and the limits that this would break."""

    option: int
    adds: Fraction
    limits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Admission:
    """A change that puts an option into an optimal mix: a bound moved to a step, or (no bound) the limit dropped."""

    limit: int
    bound: Bound | None
    step: Step


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why an option is not in the best mix.

    `best_with` is the best mix that has it (None: none keeps the limits), which `loses` so much. `adds` is what the
    option would add if it simply joined, and `blocked_by` the hard limits this would break. `admissions` are the
    changes of one limit that would put it into an optimal mix, the smallest first (none needed where it loses 0).
    """

    option: int
    best_with: Evaluation | None
    loses: Fraction | None
    adds: Fraction
    blocked_by: tuple[int, ...]
    admissions: tuple[Admission, ...]


def best_mix(problem: MixProblem, near: Nearly) -> Evaluation | None:
    """The best feasible mix by the written rule."""
    return best_where(problem, near, near.broken == KEPT)


def prices(problem: MixProblem, near: Nearly, best: Evaluation) -> tuple[Price, ...]:
    """What is lost without each member of the best mix, in option order.

    >>> from mcda.mixes.nearly import nearly_feasible
    >>> from mcda.problem.mixing import Counted, Effect, Limit
    >>> gain = Effect("gain", Fraction(1), "sum", (Fraction(7), Fraction(5)))
    >>> one = Limit("one", "at most one", "", (Counted(frozenset({0, 1}), most=1),))
    >>> problem = MixProblem(("a", "b"), (gain,), (), (), (), (), (one,))
    >>> near = nearly_feasible(problem)
    >>> [(price.option, int(price.loses)) for price in prices(problem, near, best_mix(problem, near))]
    [(0, 2)]
    """
    return tuple(_price(problem, near, best, option) for option in best.members)


def _price(problem: MixProblem, near: Nearly, best: Evaluation, option: int) -> Price:
    without = best_where(problem, near, (near.broken == KEPT) & ~holding(near, option))
    return Price(option, without, None if without is None else best.value - without.value)


def forced(problem: MixProblem, best: Evaluation) -> tuple[Forced, ...]:
    """The members of the best mix with a negative contribution: each is there only because of limits."""
    found = []
    for option in best.members:
        without = evaluate(problem, [i for i in best.members if i != option])
        if without.value > best.value:
            found.append(Forced(option, best.value - without.value, newly_broken(problem, best, without)))
    return tuple(found)


def why_not(
    problem: MixProblem, near: Nearly, best: Evaluation, option: int, loosened: Sequence[tuple[Loosened, Staircase]]
) -> WhyNot:
    """Why an option outside the best mix is not in it; `loosened` are the views of every bound with their stairs."""
    inside = holding(near, option)
    best_with = best_where(problem, near, (near.broken == KEPT) & inside)
    joined = evaluate(problem, [*best.members, option])
    loses = None if best_with is None else best.value - best_with.value
    return WhyNot(
        option,
        best_with,
        loses,
        joined.value - best.value,
        newly_broken(problem, best, joined),
        () if loses == 0 else admissions(problem, near, option, loosened),
    )


def admissions(
    problem: MixProblem, near: Nearly, option: int, loosened: Sequence[tuple[Loosened, Staircase]]
) -> tuple[Admission, ...]:
    """The smallest change of each single limit that puts an option into an optimal mix: bounds by how far they move,
    then limits to drop where no bound of theirs will do."""
    moved = list(_by_moving(problem, near, option, loosened))
    moved.sort(key=lambda each: move(problem, each.bound, each.step.bound) if each.bound else Fraction(0))
    done = {admission.limit for admission in moved}
    return (*moved, *_by_dropping(problem, near, option, done))


def with_stairs(relaxed: Sequence[Relaxed], views: Sequence[Loosened]) -> tuple[tuple[Loosened, Staircase], ...]:
    """Each view beside the staircase that was made of it."""
    stairs = {each.bound: each for relax in relaxed for each in relax.stairs}
    return tuple((view, stairs[view.bound]) for view in views)


def _by_moving(
    problem: MixProblem, near: Nearly, option: int, loosened: Sequence[tuple[Loosened, Staircase]]
) -> Iterator[Admission]:
    inside = holding(near, option)
    for view, whole in loosened:
        if not near.margin and not _reaches_a_step(near, view, whole, inside):
            continue
        own = staircase(problem, near, view, inside)
        for step in beyond(own):
            if value_at(whole, step.bound) == step.value:
                yield Admission(view.bound.limit, view.bound, step)
                break


def _by_dropping(problem: MixProblem, near: Nearly, option: int, done: set[int]) -> Iterator[Admission]:
    inside = holding(near, option)
    for limit in hard_limits(problem):
        if limit in done or limit in near.unlisted:
            continue
        pool = (near.broken == KEPT) | (near.broken == limit)
        if not near.margin and not _among_the_best(near, pool, inside):
            continue
        whole, own = best_where(problem, near, pool), best_where(problem, near, pool & inside)
        if whole is not None and own is not None and whole.value == own.value:
            yield Admission(limit, None, Step(Fraction(0), own.value, own.members))


def _reaches_a_step(near: Nearly, view: Loosened, whole: Staircase, inside: Bools) -> bool:
    """Whether a mix inside is as good as the best at some step from today's on, told from whole numbers."""
    steps = whole.steps[max(0, len(whole.steps) - len(beyond(whole)) - 1) :]
    wanted = [int(step.value * near.denominator) for step in steps]
    return bool(np.isin(wanted, near.objective[view.places[inside[view.places]]]).any())


def _among_the_best(near: Nearly, pool: Bools, inside: Bools) -> bool:
    """Whether one of the best mixes of a pool is inside, told from whole numbers (the table is by falling value)."""
    first = int(np.argmax(pool))
    last = int(np.searchsorted(-near.objective, -near.objective[first], side="right"))
    return bool((pool & inside)[first:last].any())


def newly_broken(problem: MixProblem, before: Evaluation, after: Evaluation) -> tuple[int, ...]:
    """The hard limits that the first mix keeps and the second breaks."""
    return tuple(i for i in hard_limits(problem) if before.holds[i] and not after.holds[i])
