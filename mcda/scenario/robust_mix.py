"""How safe the mix is: against other weights, other ratings, another level of doing nothing and other mix rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
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
    only_level,
    smallest_flip,
    with_best,
)
from mcda.model.criterion import Criterion, LevelsValue
from mcda.model.record import Entry
from mcda.problem import MixProblem, mix_problem
from mcda.problem.scale import number, signed, worth
from mcda.scenario.allowed_weights import AllowedWeights
from mcda.scenario.mix_rules import OtherRule, other_rules
from mcda.scenario.robust_doubts import Doubts
from mcda.scenario.robust_mix_ratings import DrawnMixes, drawn_mixes
from mcda.scenario.robust_mix_sampled import SampledMixes, sampled_mixes
from mcda.scenario.robust_question import FEASIBLE, MIXES, Question
from mcda.scenario.scenario import Scenario

TENTH = 10
# Cells of mixes grow with the criteria as ranges of ranks do with this many more.
CELL_GROWTH = 4


@dataclass(frozen=True, slots=True)
class OtherNothing:
    """The best mix if doing nothing stood one level away on a criterion; None if no mix fits then."""

    criterion: str
    level: Entry
    members: Members | None
    same: bool


@dataclass(frozen=True, slots=True)
class Closer:
    """What a quick look at the mix leaves out. `drawn` is None where ratings are certain."""

    other_nothing: tuple[OtherNothing, ...]
    other_rules: tuple[OtherRule, ...]
    drawn: DrawnMixes | None


@dataclass(frozen=True, slots=True)
class MixRobustness:
    """How safe the mix is. `cells` and `inclusion` are None where the exact partition is out of reach; a full look then
    has `sampled` shares instead.

    `only_level`: the mix is best under some allowed weights, but there others are as good.
    `regret` is the largest regret of the chosen mix, `least_regret` the mix whose largest regret is smallest, both over
    the allowed weights. `segments` stand in the order of the criteria; `closer` is None in a quick look.
    """

    best: Members
    candidates: int
    cells: tuple[MixCell, ...] | None
    only_level: bool
    inclusion: Inclusion | None
    sampled: SampledMixes | None
    flip: Flip | None
    regret: MixRegret
    least_regret: MixRegret
    segments: tuple[tuple[MixSegment, ...], ...]
    closer: Closer | None

    @property
    def share(self) -> float:
        """The share of the allowed weightings under which the mix is best; exactly 1 where it always is."""
        own = sum(cell.share for cell in self.cells or () if cell.members == self.best)
        return 1.0 if own and len(self.cells or ()) == 1 else own


def mix_robustness(
    scenario: Scenario,
    allowed: AllowedWeights,
    rated: Sequence[int],
    doubts: Doubts | None,
    question: Question,
    executor: Executor | None = None,
) -> MixRobustness | None:
    """How safe the chosen mix is; None where there is none, or the mixes could not be listed."""
    best = scenario.mix.best if scenario.mix else None
    if best is None or scenario.mix is None or (scenario.mix.feasible or 0) > FEASIBLE[question.depth]:
        return None
    mixes = feasible_mixes(scenario.mixing)
    found = candidates(scenario.mixing, mixes) if isinstance(mixes, Mixes) else None
    if found is None:
        return None
    found = with_best(scenario.mixing, found, best)
    weights = scenario.problem.weights
    options = len(scenario.mixing.options)
    few = len(found.mixes) <= MIXES[question.depth]
    cells = mix_cells(found, allowed.weights) if few and question.reaches(1, len(weights) + CELL_GROWTH) else None
    return MixRobustness(
        best=best.members,
        candidates=len(found.mixes),
        cells=cells,
        only_level=cells is not None and only_level(found, cells, best.members),
        inclusion=None if cells is None else inclusion(found, cells, allowed.weights, options),
        sampled=_sampled(found, allowed, options, question, executor) if cells is None else None,
        flip=smallest_flip(found, weights, best.members),
        regret=_regret_of(found, allowed, best),
        least_regret=least_regret_mix(found, allowed.weights),
        segments=tuple(mix_segments(found, weights, j) for j in range(len(weights))) if few and weights[1:] else (),
        closer=_closer(scenario, best, rated, doubts) if question.depth == "full" else None,
    )


def _sampled(
    found: Candidates, allowed: AllowedWeights, options: int, question: Question, executor: Executor | None
) -> SampledMixes | None:
    if question.depth == "quick" or allowed.fixed:
        return None
    return sampled_mixes(found, allowed.weights, options, question.draws, executor)


def _closer(scenario: Scenario, best: Evaluation, rated: Sequence[int], doubts: Doubts | None) -> Closer:
    return Closer(
        other_nothing=tuple(_other_nothing(scenario, best)),
        other_rules=other_rules(scenario),
        drawn=None if doubts is None else drawn_mixes(scenario, rated, doubts),
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
