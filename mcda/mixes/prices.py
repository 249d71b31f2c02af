"""What each member of the best mix is worth, and why the other options are not in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from mcda.mixes.admissions import Admission, Change, admissions
from mcda.mixes.evaluate import Evaluation, evaluate
from mcda.mixes.nearly import KEPT, Nearly, best_where, hard_limits, holding
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


def why_not(problem: MixProblem, near: Nearly, best: Evaluation, option: int, changes: Sequence[Change]) -> WhyNot:
    """Why an option outside the best mix is not in it; `changes` are those of single limits, for its admissions."""
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
        () if loses == 0 else admissions(problem, near, option, changes),
    )


def newly_broken(problem: MixProblem, before: Evaluation, after: Evaluation) -> tuple[int, ...]:
    """The hard limits that the first mix keeps and the second breaks."""
    return tuple(i for i in hard_limits(problem) if before.holds[i] and not after.holds[i])
