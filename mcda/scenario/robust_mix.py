"""How safe the mix is: against other weights, and against another level of doing nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.evaluate import Evaluation, Members, evaluate
from mcda.mixes.integers import members_of
from mcda.mixes.order import leading
from mcda.mixes.robust import (
    Candidates,
    Flip,
    Inclusion,
    MixCell,
    MixRegret,
    MixSegment,
    candidates,
    inclusion,
    least_regret_mix,
    mix_cells,
    mix_regrets,
    mix_segments,
    smallest_flip,
    with_best,
)
from mcda.model.criterion import Criterion, LevelsValue
from mcda.model.record import Entry
from mcda.problem import MixProblem, mix_problem
from mcda.problem.scale import number, signed, worth
from mcda.scenario.allowed_weights import AllowedWeights
from mcda.scenario.robust_mix_ratings import DrawnMixes, drawn_mixes
from mcda.scenario.scenario import Scenario

TENTH = 10


@dataclass(frozen=True, slots=True)
class OtherNothing:
    """The best mix if doing nothing stood one level away on a criterion; None if no mix fits then."""

    criterion: str
    level: Entry
    members: Members | None
    same: bool


@dataclass(frozen=True, slots=True)
class MixRobustness:
    """How safe the mix is. `cells` and `inclusion` are None where the exact partition is out of reach.

    `regret` is the largest regret of the chosen mix, `least_regret` the mix whose largest regret is smallest, both over
    the allowed weights. `segments` stand in the order of the criteria; `drawn` is None where ratings are certain.
    """

    best: Members
    candidates: int
    cells: tuple[MixCell, ...] | None
    inclusion: Inclusion | None
    flip: Flip | None
    regret: MixRegret
    least_regret: MixRegret
    segments: tuple[tuple[MixSegment, ...], ...]
    other_nothing: tuple[OtherNothing, ...]
    drawn: DrawnMixes | None


def mix_robustness(scenario: Scenario, allowed: AllowedWeights) -> MixRobustness | None:
    """How safe the chosen mix is; None where there is none, or the mixes could not be listed."""
    best = scenario.mix.best if scenario.mix else None
    if best is None:
        return None
    mixes = feasible_mixes(scenario.mixing)
    found = candidates(scenario.mixing, mixes) if isinstance(mixes, Mixes) else None
    if found is None:
        return None
    found = with_best(scenario.mixing, found, best)
    weights = scenario.problem.weights
    cells = mix_cells(found, allowed.weights)
    return MixRobustness(
        best=best.members,
        candidates=len(found.mixes),
        cells=cells,
        inclusion=None if cells is None else inclusion(found, cells, allowed.weights, len(scenario.mixing.options)),
        flip=smallest_flip(found, weights, best.members),
        regret=_regret_of(found, allowed, best),
        least_regret=least_regret_mix(found, allowed.weights),
        segments=tuple(mix_segments(found, weights, j) for j in range(len(weights))) if len(weights) > 1 else (),
        other_nothing=tuple(_other_nothing(scenario, best)),
        drawn=drawn_mixes(scenario),
    )


def _regret_of(found: Candidates, allowed: AllowedWeights, best: Evaluation) -> MixRegret:
    return next(each for each in mix_regrets(found, allowed.weights) if each.members == best.members)


def _other_nothing(scenario: Scenario, best: Evaluation) -> Iterator[OtherNothing]:
    for j, criterion in enumerate(scenario.study.criteria):
        for level in neighbours(criterion):
            mixing = _moved(scenario, j, level)
            mixes = feasible_mixes(mixing)
            found = leading(mixing, mixes, 1).tolist() if isinstance(mixes, Mixes) else []
            other = evaluate(mixing, members_of(found[0])) if found else None
            own = evaluate(mixing, best.members)
            same = other is not None and own.feasible and own.value == other.value
            members = best.members if same else None if other is None else other.members
            yield OtherNothing(criterion.key, level, members, same)


def neighbours(criterion: Criterion) -> tuple[Entry, ...]:
    """The levels next to the do-nothing level: of the described ones, else a tenth of the scale away."""
    nothing = criterion.do_nothing
    if nothing is None:
        return ()
    if isinstance(criterion.value, LevelsValue):
        ladder = sorted(criterion.value.levels, key=lambda level: worth(criterion, level))
        place = ladder.index(str(nothing))
        return tuple(ladder[k] for k in (place - 1, place + 1) if 0 <= k < len(ladder))
    described = sorted({number(entry) for entry in criterion.levels})
    here, ends = number(nothing), sorted((number(criterion.worst), number(criterion.best)))
    step = (ends[1] - ends[0]) / TENTH
    below = max((x for x in described if x < here), default=here - step)
    above = min((x for x in described if x > here), default=here + step)
    return tuple(_entry(x) for x in (below, above) if ends[0] <= x <= ends[1])


def _entry(level: Fraction) -> Entry:
    return Decimal(level.numerator) / Decimal(level.denominator)


def _moved(scenario: Scenario, j: int, level: Entry) -> MixProblem:
    """The mix problem with another do-nothing level on one criterion: all values on it move alike."""
    criteria, problem = list(scenario.study.criteria), scenario.problem
    moved = signed(criteria[j], level)
    criteria[j] = criteria[j].model_copy(update={"do_nothing": level})
    values = tuple(tuple(x - moved * (k == j) for k, x in enumerate(row)) for row in problem.values)
    study = scenario.study.model_copy(update={"criteria": tuple(criteria)})
    return mix_problem(study, replace(problem, values=values))
