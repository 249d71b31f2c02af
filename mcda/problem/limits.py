"""Constraints in words as tests that a mix engine can run."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from mcda.model import constraint as kinds
from mcda.model.constraint import Constraint
from mcda.model.criterion import Criterion
from mcda.model.members import THEME, Naming, options_named, options_of, wanted_groups
from mcda.model.record import Entry
from mcda.model.study import Study
from mcda.problem.mixing import Conditional, Counted, Implied, Limit, PerFull, Proportion, Reached, Test, Used
from mcda.problem.scale import lower_is_better, signed
from mcda.problem.sentences import sentence


def limit_of(study: Study, constraint: Constraint) -> Limit:
    """One constraint as a limit. Interactions are no limits: see `mcda.problem.building`."""
    penalty = None if constraint.penalty is None else Fraction(constraint.penalty)
    words = sentence(study, constraint)
    return Limit(constraint.name, words, constraint.reason, tests_of(study, constraint), penalty)


def tests_of(study: Study, constraint: Constraint) -> tuple[Test, ...]:
    """The tests of one constraint; it holds when all of them hold."""
    naming = Naming(study.options, study.constraints.sets)
    rule = constraint.rule
    match rule:
        case tuple():
            return _of_names(naming, constraint.kind, rule)
        case kinds.CountOf():
            return _of_count(naming, constraint.kind, rule)
        case kinds.OnCriterion():
            return _on_criterion(study, constraint.kind, rule)
        case kinds.Budget():
            return (_used(study, rule),)
        case kinds.Size():
            return (_size(study, rule),)
        case _:
            return _between_sets(naming, rule)


def _of_names(naming: Naming, kind: str, names: Sequence[str]) -> tuple[Test, ...]:
    if kind == "must":
        return tuple(Counted(group, least=1) for group in wanted_groups(naming, names))
    return (Counted(options_of(naming, names), most=0 if kind == "must_not" else 1),)


def _of_count(naming: Naming, kind: str, rule: kinds.CountOf) -> tuple[Test, ...]:
    members = options_of(naming, rule.of)
    return (Counted(members, most=rule.count) if kind == "at_most" else Counted(members, least=rule.count),)


def _on_criterion(study: Study, kind: str, rule: kinds.OnCriterion) -> tuple[Test, ...]:
    return (_reached(study, rule) if kind == "mix_level" else Counted(_beyond(study, rule), most=0),)


def _between_sets(naming: Naming, rule: kinds.Rule) -> tuple[Test, ...]:
    match rule:
        case kinds.Requires():
            return _implied(naming, rule)
        case kinds.Cover():
            return tuple(Counted(options_named(naming, THEME + theme), least=rule.at_least) for theme in rule.themes)
        case kinds.Ratio(count=names, of=others):
            return (Proportion(options_of(naming, names), rule.for_every, rule.at_most, options_of(naming, others)),)
        case kinds.ForEvery(count=names, of=others):
            return (PerFull(options_of(naming, names), rule.every, rule.at_least, options_of(naming, others)),)
        case kinds.IfThen(if_at_least=when, then_at_least=then):
            return (Conditional(options_of(naming, when.of), when.count, options_of(naming, then.of), then.count),)
        case _:
            raise ValueError(f"{type(rule).__name__} is no limit")


def _used(study: Study, rule: kinds.Budget) -> Used:
    return Used(list(study.about.resources).index(rule.resource), _fraction(rule.at_least), _fraction(rule.at_most))


def _size(study: Study, rule: kinds.Size) -> Counted:
    everything = frozenset(range(len(study.options)))
    if rule.exactly is not None:
        return Counted(everything, rule.exactly, rule.exactly)
    return Counted(everything, rule.min, rule.max)


def _implied(naming: Naming, rule: kinds.Requires) -> tuple[Test, ...]:
    groups = list(wanted_groups(naming, rule.all_of or ()))
    if rule.any_of:
        groups.append(options_of(naming, rule.any_of))
    asking = sorted(options_of(naming, rule.options))
    return tuple(Implied(option, group, 1) for option in asking for group in groups if option not in group)


def _reached(study: Study, rule: kinds.OnCriterion) -> Reached:
    criterion = study.criterion(rule.criterion)
    low, high = signed_bounds(criterion, rule)
    return Reached(study.criteria.index(criterion), low, high)


def _beyond(study: Study, rule: kinds.OnCriterion) -> frozenset[int]:
    """The options whose own rating breaks the bound."""
    criterion = study.criterion(rule.criterion)
    low, high = signed_bounds(criterion, rule)
    values = {
        r.option: signed(criterion, r.best)
        for r in study.ratings
        if r.criterion == criterion.key and r.best is not None
    }
    return frozenset(
        i
        for i, option in enumerate(study.options)
        if option.key in values
        and ((low is not None and values[option.key] < low) or (high is not None and values[option.key] > high))
    )


def signed_bounds(criterion: Criterion, rule: kinds.OnCriterion) -> tuple[Fraction | None, Fraction | None]:
    """Lowest and highest allowed value, in signed points: "at most +1" on a risk is a lowest value."""
    ends = [_bound(criterion, rule.at_least), _bound(criterion, rule.at_most)]
    low, high = reversed(ends) if lower_is_better(criterion) else ends
    return low, high


def vetoed(study: Study, criterion: Criterion) -> Sequence[int]:
    """The options whose rating is at the criterion's veto level or worse."""
    if criterion.veto is None:
        return ()
    floor = signed(criterion, criterion.veto.at)
    ratings = {r.option: r.best for r in study.ratings if r.criterion == criterion.key}
    cells = [(i, ratings[option.key]) for i, option in enumerate(study.options)]
    return tuple(i for i, entry in cells if entry is not None and signed(criterion, entry) <= floor)


def _bound(criterion: Criterion, entry: Entry | None) -> Fraction | None:
    return None if entry is None else signed(criterion, entry)


def _fraction(number: object) -> Fraction | None:
    return None if number is None else Fraction(str(number))
