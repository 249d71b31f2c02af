"""The best mix, proved: enumeration and MILP side by side where both can run, the MILP with its gap beyond."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Literal

import numpy as np

from mcda.mixes import milp
from mcda.mixes.enumerate import MOST_MIXES, Mixes, feasible_mixes
from mcda.mixes.evaluate import Evaluation, Members, evaluate
from mcda.mixes.integers import members_of
from mcda.mixes.milp import TIME_LIMIT, MilpAnswer
from mcda.mixes.order import leading, merit, top, worth_at_least
from mcda.problem.mixing import MixProblem

NEAR = (Fraction(1, 100), Fraction(1, 20))
MOST_TIES = 1000
# How far a float solver's mix may stay behind the exact best, as a share of the value: it cannot tell them apart.
SOLVER_PRECISION = Fraction(1, 10**7)
# How far its own figure for a mix may be from the exact one.
FIGURE_PRECISION = 1e-5

TieBreak = Literal["not needed", "used", "fewest options only"]


class EnginesDisagree(RuntimeError):  # noqa: N818 (a verdict, not a mistake of the caller)
    """Enumeration and MILP give different answers to one problem: a bug of ours, never an answer."""


@dataclass(frozen=True, slots=True)
class Near:
    """The mixes within `share` of the best value: how many, and how many of them hold each option."""

    share: Fraction
    count: int
    holding: tuple[int, ...]
    in_all: tuple[int, ...]
    in_some: tuple[int, ...]
    in_none: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The answer to "which mix?".

    `ties` lists every mix with the best value (at most MOST_TIES of the `tie_count`), the chosen one first; it is
    empty when the mixes were not enumerated, as are `near` and `feasible`. `gap` is what is not proved, as a share
    of the value (0 when optimal). `tie_break` says whether the rule order.TIE_BREAK decided.
    """

    status: Literal["optimal", "infeasible", "unproved"]
    best: Evaluation | None
    ties: tuple[Members, ...]
    tie_count: int
    tie_break: TieBreak
    ranked: tuple[Evaluation, ...]
    near: tuple[Near, ...]
    feasible: int | None
    engines: tuple[str, ...]
    gap: float


def choose(problem: MixProblem, best: int = 5, *, limit: int = MOST_MIXES, time_limit: float = TIME_LIMIT) -> Choice:
    """The best mix with its ties, its runners-up and its near-best mixes.

    >>> from mcda.problem.mixing import Effect
    >>> gain = Effect("gain", Fraction(1), "sum", (Fraction(7), Fraction(-5), Fraction(0)))
    >>> choice = choose(MixProblem(("a", "b", "c"), (gain,), (), (), (), (), ()))
    >>> choice.best.members, choice.ties, choice.tie_break
    ((0,), ((0,), (0, 2)), 'used')
    """
    mixes = feasible_mixes(problem, limit)
    if isinstance(mixes, Mixes):
        return choose_from(problem, mixes, best, time_limit=time_limit)
    return _solved_only(problem, best, time_limit)


def choose_from(problem: MixProblem, mixes: Mixes, best: int = 5, *, time_limit: float = TIME_LIMIT) -> Choice:
    """The same, from mixes already enumerated; the MILP is solved beside it and must agree."""
    answer = milp.solve(problem, time_limit=time_limit)
    ties = top(problem, mixes)
    listed = tuple(members_of(mask) for mask in ties[:MOST_TIES].tolist())
    first = evaluate(problem, listed[0]) if listed else None
    compare(problem, first, answer)
    ranked = tuple(evaluate(problem, members_of(mask)) for mask in leading(problem, mixes, best).tolist())
    near = () if first is None else tuple(near_best(problem, mixes, first.value, share) for share in NEAR)
    return Choice(
        "infeasible" if first is None else "optimal",
        first,
        listed,
        len(ties),
        "used" if len(ties) > 1 else "not needed",
        ranked,
        near,
        mixes.count,
        ("enumeration", milp.versions()) if answer.status != "limit" else ("enumeration",),
        0.0,
    )


def near_best(problem: MixProblem, mixes: Mixes, value: Fraction, share: Fraction) -> Near:
    """The mixes whose value is at least value - share * |value|, and how often each option is in them."""
    masks = mixes.masks[worth_at_least(problem, mixes, value - share * abs(value))]
    options = range(len(problem.options))
    holding = tuple(int(np.count_nonzero(masks & np.uint64(1 << option))) for option in options)
    return Near(
        share,
        len(masks),
        holding,
        tuple(i for i in options if holding[i] == len(masks)),
        tuple(i for i in options if 0 < holding[i] < len(masks)),
        tuple(i for i in options if not holding[i]),
    )


def compare(problem: MixProblem, best: Evaluation | None, answer: MilpAnswer) -> None:
    """Raise EnginesDisagree unless the enumeration's best and the MILP's answer say the same.

    The solver's mix was re-checked exactly. It may stay behind the best by what a float solver cannot see; a mix found
    within the time limit must only not be better; a solver without an answer says nothing.
    """
    if best is None and answer.status != "optimal" and answer.members is None:
        return
    if best is not None and answer.status == "limit":
        if answer.value is None or answer.value <= best.value:
            return
    elif best is not None and answer.value is not None and _same(best.value, answer):
        return
    raise EnginesDisagree(_report(problem, best, answer))


def _same(best: Fraction, answer: MilpAnswer) -> bool:
    value = answer.value
    if value is None or value > best or best - value > SOLVER_PRECISION * max(Fraction(1), abs(best)):
        return False
    return abs(answer.objective - float(value)) <= FIGURE_PRECISION * max(1.0, abs(float(value)))


def _report(problem: MixProblem, best: Evaluation | None, answer: MilpAnswer) -> str:
    return (
        "The two engines disagree on the best mix; no answer is given. Please report this as a bug, with the study.\n"
        f"enumeration: {'no feasible mix' if best is None else f'{_names(problem, best.members)} = {best.value}'}\n"
        f"MILP ({milp.versions()}): {answer.status}, "
        f"{'no mix' if answer.members is None else _names(problem, answer.members)} = {answer.value}, "
        f"solver's figure {answer.objective!r}"
    )


def _names(problem: MixProblem, members: Members) -> str:
    return "{" + ", ".join(problem.options[index] for index in members) + "}"


def _solved_only(problem: MixProblem, best: int, time_limit: float) -> Choice:
    """Beyond enumeration: the MILP's mix and gap, its fewest-options tie-break, and the best by no-good cuts."""
    answer = milp.solve(problem, time_limit=time_limit)
    if answer.members is None:
        status: Literal["infeasible", "unproved"] = "infeasible" if answer.status == "infeasible" else "unproved"
        return _without_mixes(status, None, (), 0.0 if status == "infeasible" else inf)
    first = evaluate(problem, answer.members)
    if answer.status != "optimal":
        return _without_mixes("unproved", first, (first,), answer.gap)
    found = (
        first,
        milp.fewest_options(problem, first, time_limit=time_limit),
        *milp.best_k(problem, best, time_limit=time_limit),
    )
    ranked = sorted({each.members: each for each in found}.values(), key=merit)
    return _without_mixes("optimal", ranked[0], tuple(ranked[:best]), 0.0)


def _without_mixes(
    status: Literal["optimal", "infeasible", "unproved"],
    first: Evaluation | None,
    ranked: tuple[Evaluation, ...],
    gap: float,
) -> Choice:
    rule: TieBreak = "fewest options only" if status == "optimal" else "not needed"
    return Choice(status, first, (), 0, rule, ranked, (), None, (milp.versions(),), gap)
