"""The chosen mix under other rules of adding up: what would be best then, how it reads, and where it leaves a scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import get_args

from mcda.mixes import milp
from mcda.mixes.choose import Choice
from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.evaluate import Evaluation, effect_value, evaluate
from mcda.mixes.integers import members_of
from mcda.mixes.nearly import MOST_LOOKED_AT
from mcda.mixes.order import leading
from mcda.model.checks.criteria import fits_prob
from mcda.model.criterion import Criterion, MixRule
from mcda.model.record import Entry
from mcda.problem import MixProblem, mix_problem
from mcda.problem.scale import level, lower_is_better, signed
from mcda.scenario.overrides import Overrides, with_overrides
from mcda.scenario.scenario import Scenario

# A question to the solver stops at the same place on every machine: after so many nodes of its search.
MOST_NODES = 2000
# More mixes than this are not listed for every figure: a few dozen questions to the solver are faster.
MOST_LISTED = 1_000_000


@dataclass(frozen=True, slots=True)
class OtherRule:
    """The best mix if one criterion added up by another rule; None if no mix fits then, or none was proved best.

    `same` says that the mix of the study is as good then: it stays, and is `best`.
    """

    criterion: str
    rule: MixRule
    best: Evaluation | None
    proved: bool
    same: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What the mix does on a criterion under a rule: points against doing nothing, and the level where the scale is
    linear and a sum is counted from doing nothing. `used` marks the rule of the study."""

    criterion: str
    rule: MixRule
    points: Fraction
    level: Fraction | None
    used: bool


@dataclass(frozen=True, slots=True)
class Overflow:
    """A criterion on which the mix leaves its scale: its points, its level, and the end it has passed."""

    criterion: str
    points: Fraction
    level: Fraction | None
    end: Entry


def other_rules(scenario: Scenario) -> tuple[OtherRule, ...]:
    """For each criterion the best mix under each other rule that fits it, all else as it is."""
    return tuple(
        _best_under(criterion.key, rule, _problem_under(scenario, criterion.key, rule), scenario.mix)
        for criterion in scenario.study.criteria
        for rule in rules_for(criterion)
        if rule != criterion.mix_rule
    )


def readings(scenario: Scenario, mix: Evaluation) -> tuple[Reading, ...]:
    """The mix on each criterion under every rule that fits it, side by side."""
    return tuple(
        reading
        for place, criterion in enumerate(scenario.study.criteria)
        for reading in _read(scenario, mix, place, criterion)
    )


def overflows(scenario: Scenario, mix: Evaluation) -> tuple[Overflow, ...]:
    """The criteria on which the mix leaves its scale: there the sum of effects says more than the scale can mean."""
    found = []
    for criterion, points in zip(scenario.study.criteria, mix.effects, strict=True):
        if criterion.do_nothing is None and criterion.mix_rule == "sum":
            continue  # what the members add up to is unknown
        for end, passed in ((criterion.worst, -1), (criterion.best, 1)):
            if (points - signed(criterion, end)) * passed > 0:
                found.append(Overflow(criterion.key, points, level(criterion, points), end))
    return tuple(found)


def listed(problem: MixProblem, choice: Choice) -> bool:
    """Whether the figures that explain a choice are read from all mixes, not asked of the solver one by one."""
    if choice.feasible is None:
        return False
    return choice.feasible <= MOST_LISTED or len(problem.options) <= MOST_LOOKED_AT


def rules_for(criterion: Criterion) -> tuple[MixRule, ...]:
    """The rules that have a meaning for a criterion."""
    return tuple(rule for rule in get_args(MixRule) if rule != "prob" or fits_prob(criterion))


def _problem_under(scenario: Scenario, criterion: str, rule: MixRule) -> MixProblem:
    if scenario.study.criterion(criterion).mix_rule == rule:
        return scenario.mixing
    return mix_problem(with_overrides(scenario.study, Overrides(rules={criterion: rule})), scenario.problem)


def _best_under(criterion: str, rule: MixRule, problem: MixProblem, choice: Choice | None) -> OtherRule:
    # Where the mixes were too many to list they are so under another rule.
    mixes = feasible_mixes(problem) if choice is None or listed(problem, choice) else None
    if isinstance(mixes, Mixes):
        found = leading(problem, mixes, 1).tolist()
        best = evaluate(problem, members_of(found[0])) if found else None
        return _other_rule(criterion, rule, best, _staying(problem, choice, best))
    answer = milp.solve(problem, most_nodes=MOST_NODES)
    if answer.status == "limit":
        return OtherRule(criterion, rule, None, proved=False, same=False)
    best = None if answer.members is None else evaluate(problem, answer.members)
    return _other_rule(criterion, rule, best, _staying(problem, choice, best))


def _other_rule(criterion: str, rule: MixRule, best: Evaluation | None, own: Evaluation | None) -> OtherRule:
    return OtherRule(criterion, rule, own or best, proved=True, same=own is not None)


def _staying(problem: MixProblem, choice: Choice | None, best: Evaluation | None) -> Evaluation | None:
    """The mix that was chosen, where it is as good as the best one under the rules of a problem."""
    if best is None or choice is None or choice.best is None:
        return None
    own = evaluate(problem, choice.best.members)
    return own if own.feasible and own.value == best.value else None


def _read(scenario: Scenario, mix: Evaluation, place: int, criterion: Criterion) -> Iterator[Reading]:
    for rule in rules_for(criterion):
        points = effect_value(_problem_under(scenario, criterion.key, rule), place, mix.members)
        known = criterion.do_nothing is not None or rule != "sum"
        yield Reading(
            criterion.key, rule, points, level(criterion, points) if known else None, rule == criterion.mix_rule
        )
    worst = signed(criterion, criterion.worst)
    if lower_is_better(criterion) and not fits_prob(criterion) and worst < 0:
        points = effect_value(_as_chances(scenario.mixing, place, worst), place, mix.members)
        yield Reading(criterion.key, "prob", points, level(criterion, points), used=False)


def _as_chances(problem: MixProblem, place: int, worst: Fraction) -> MixProblem:
    """A risk on a scale of levels as if each member's share of the way from do nothing to the worst were a chance.

    A member that lowers the risk has a negative share. The scale holds no chances: such a reading is for comparison
    only, and no mix is chosen by it.
    """
    effects = list(problem.effects)
    factors = tuple(1 - value / worst for value in effects[place].values)
    effects[place] = replace(effects[place], adds="prob", factors=factors, slope=worst, cap=None)
    return replace(problem, effects=tuple(effects))
