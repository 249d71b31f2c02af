"""What a mix must respect, as the workbook works it out: which part a switch, a budget or a rating can change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from mcda.model.constraint import Constraint, OnCriterion
from mcda.model.study import Study
from mcda.problem.limits import signed_bounds
from mcda.problem.mixing import Limit, MixProblem, Reached, Test, Used
from mcda.problem.scale import signed
from mcda.problem.sentences import sentence
from mcda.scenario.scenario import Scenario

# membership: settled by who is in the mix alone; budget: by what it uses; level: by its points on a criterion;
# member: by the ratings of each option on its own.
Kind = Literal["membership", "budget", "level", "member"]


@dataclass(frozen=True, slots=True)
class Flag:
    """Which options a rule on single options keeps out: points below `low`, above `high`, at `floor` or below; or,
    without a criterion, those with a blank rating."""

    criterion: int | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    floor: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table of constraints. `stated` ones have a switch; `index` is the place among the problem's
    limits, None where no option breaks it at present."""

    name: str
    sentence: str
    reason: str
    kind: Kind
    tests: tuple[Test, ...]
    penalty: Fraction | None
    stated: bool
    index: int | None
    flag: Flag | None = None

    @property
    def used(self) -> Used | None:
        """The test on a resource, if it is a budget."""
        return next((test for test in self.tests if isinstance(test, Used)), None)

    @property
    def reached(self) -> Reached | None:
        """The test on a criterion, if it is a level of the mix."""
        return next((test for test in self.tests if isinstance(test, Reached)), None)

    @property
    def hard(self) -> bool:
        """Whether a mix that breaks it is out."""
        return self.penalty is None


def rules_of(scenario: Scenario) -> tuple[Rule, ...]:
    """Every rule: the stated ones first, then levels of instruments, vetoes and blank ratings."""
    study, problem = scenario.study, scenario.mixing
    stated = [c for c in study.constraints.constraints if c.interaction is None]
    limits = problem.limits
    ruled = [_stated(study, c, limits[i], i) for i, c in enumerate(stated)]
    vetoes = _vetoes(scenario)
    there = sum(rule.index is not None for rule in vetoes)
    blanks = bool(scenario.problem.blank)
    levels = range(len(stated), len(limits) - there - blanks)
    ruled += [_automatic(limits[i], "membership", i) for i in levels]
    first = len(stated) + len(levels)
    return (*ruled, *_placed(vetoes, first), _blank(len(limits) - 1 if blanks else None))


def interactions_of(study: Study) -> tuple[tuple[str, str], ...]:
    """Name and sentence of every interaction."""
    return tuple((c.name, sentence(study, c)) for c in study.constraints.constraints if c.interaction)


def limits_only(problem: MixProblem, rules: Sequence[Rule]) -> tuple[Limit, ...]:
    """The hard limits that ratings have no say in: who may stand together, and what there is to spend."""
    kept = (r.index for r in rules if r.hard and r.kind in ("membership", "budget") and r.index is not None)
    return tuple(problem.limits[i] for i in kept)


def _stated(study: Study, constraint: Constraint, limit: Limit, index: int) -> Rule:
    flag = None
    kind: Kind = "membership"
    if isinstance(constraint.rule, OnCriterion):
        kind = "level" if constraint.kind == "mix_level" else "member"
        criterion = study.criterion(constraint.rule.criterion)
        if kind == "member":
            flag = Flag(study.criteria.index(criterion), *signed_bounds(criterion, constraint.rule))
    elif constraint.budget is not None:
        kind = "budget"
    return Rule(
        limit.name, limit.sentence, limit.reason, kind, limit.tests, limit.penalty, stated=True, index=index, flag=flag
    )


def _automatic(limit: Limit, kind: Kind, index: int) -> Rule:
    return Rule(limit.name, limit.sentence, limit.reason, kind, limit.tests, None, stated=False, index=index)


def _vetoes(scenario: Scenario) -> list[Rule]:
    """A rule for every criterion with an excluding veto, also where no option is rated so low at present."""
    study, found = scenario.study, []
    names = {limit.name for limit in scenario.mixing.limits if limit.automatic}
    for j, criterion in enumerate(study.criteria):
        if criterion.veto is None or criterion.veto.effect != "exclude":
            continue
        name = f"Veto on {criterion.name}"
        words = f"no member is rated {criterion.veto.at} or worse"
        flag = Flag(j, floor=signed(criterion, criterion.veto.at))
        reason = criterion.veto.reason or f"Rated {criterion.veto.at} or worse."
        index = 0 if name in names else None
        found.append(Rule(name, words, reason, "member", (), None, stated=False, index=index, flag=flag))
    return found


def _placed(vetoes: Sequence[Rule], first: int) -> list[Rule]:
    """The vetoes with their places: those that bite stand one after the other."""
    biting = [rule for rule in vetoes if rule.index is not None]
    return [rule if rule.index is None else replace(rule, index=first + biting.index(rule)) for rule in vetoes]


def _blank(index: int | None) -> Rule:
    words = "no member has a blank rating"
    reason = "An option with a blank rating cannot be weighed against others."
    return Rule("Blank ratings", words, reason, "member", (), None, stated=False, index=index, flag=Flag())
