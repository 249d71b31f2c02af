"""Checks of constraints: known names, sound bounds, no rule that can never hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from mcda.errors import Finding
from mcda.model import constraint as kinds
from mcda.model.checks import constraint_logic
from mcda.model.checks.criteria import on_scale, scale_words, sound_scale
from mcda.model.checks.homes import home
from mcda.model.checks.names import did_you_mean
from mcda.model.constraint import Constraint, Constraints
from mcda.model.criterion import LinearValue
from mcda.model.draft import Draft
from mcda.model.members import Naming, known_names, options_of
from mcda.model.places import Path
from mcda.model.record import Entry


def check(draft: Draft) -> Iterator[Finding]:
    """Findings about the constraints file."""
    if draft.constraints is None:
        return
    yield from _sets(draft, draft.constraints)
    if _circular(draft.constraints.sets):
        return
    naming = Naming(draft.options, draft.constraints.sets)
    for i, constraint in enumerate(draft.constraints.constraints):
        path: Path = ("constraints", "constraints", i)
        yield from _names(draft, naming, path, constraint)
        yield from _bounds(draft, naming, path, constraint)
    yield from _duplicates(draft, draft.constraints)
    yield from constraint_logic.check(draft, naming, draft.constraints)


def _sets(draft: Draft, constraints: Constraints) -> Iterator[Finding]:
    naming = Naming(draft.options, constraints.sets)
    for key, names in constraints.sets.items():
        path: Path = ("constraints", "sets", key)
        if any(key in (option.key, option.instrument) for option in draft.options):
            what = f"The set '{key}' has the key of an option or instrument."
            yield draft.places.finding(path, "set-key", what, "Give the set another key.")
        if key in _circular(constraints.sets):
            yield draft.places.finding(path, "circular-set", f"The set '{key}' contains itself.", "Take it out.")
        else:
            yield from _unknown(draft, naming, path, names)


def _circular(sets: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    def reaches(start: str) -> frozenset[str]:
        seen: set[str] = set()
        waiting = [name for name in sets[start] if name in sets]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += [other for other in sets[name] if other in sets]
        return frozenset(seen)

    return frozenset(key for key in sets if key in reaches(key))


def _unknown(draft: Draft, naming: Naming, path: Path, names: tuple[str, ...]) -> Iterator[Finding]:
    known = known_names(naming)
    for name in names if draft.complete("options") else ():
        if name not in known and not _is_listed_theme(draft, name):
            what = f"There is no option, instrument, theme or set '{name}'."
            if f"theme:{name}" in known:
                yield draft.places.finding(path, "unknown-option", what, f"For the theme, write theme:{name}.")
            else:
                yield draft.places.finding(path, "unknown-option", what, did_you_mean(name, known))


def _is_listed_theme(draft: Draft, name: str) -> bool:
    return draft.about is not None and name.removeprefix("theme:") in draft.about.themes and name.startswith("theme:")


def _names(draft: Draft, naming: Naming, path: Path, constraint: Constraint) -> Iterator[Finding]:
    path = (*path, constraint.kind)
    for field, names in _sets_named(constraint.rule):
        yield from _unknown(draft, naming, (*path, *field), names)
    match constraint.rule:
        case kinds.Budget(resource=resource):
            yield from _resource(draft, (*path, "resource"), resource)
        case kinds.OnCriterion(criterion=key):
            yield from _criterion(draft, (*path, "criterion"), key)
        case kinds.Interaction() as rule:
            yield from _interaction_names(draft, path, rule)


def _sets_named(rule: kinds.Rule) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The names of options in a rule, each with the field it stands in."""
    match rule:
        case tuple():
            return (((), rule),)
        case kinds.CountOf(of=names):
            return ((("of",), names),)
        case kinds.Requires():
            fields = (("options", rule.options), ("all_of", rule.all_of or ()), ("any_of", rule.any_of or ()))
            return tuple(((field,), names) for field, names in fields)
        case kinds.Cover(themes=themes):
            return ((("themes",), tuple(f"theme:{theme}" for theme in themes)),)
        case kinds.Ratio(count=names, of=others) | kinds.ForEvery(count=names, of=others):
            return ((("count",), names), (("of",), others))
        case kinds.IfThen(if_at_least=when, then_at_least=then):
            return ((("if_at_least", "of"), when.of), (("then_at_least", "of"), then.of))
        case _:
            return ()


def _interaction_names(draft: Draft, path: Path, rule: kinds.Interaction) -> Iterator[Finding]:
    options = [option.key for option in draft.options]
    for key in rule.options:
        if key not in options and draft.complete("options"):
            what = f"There is no option '{key}'."
            yield draft.places.finding((*path, "options"), "unknown-option", what, did_you_mean(key, options))
    if rule.criterion is not None:
        yield from _criterion(draft, (*path, "criterion"), rule.criterion)
    if rule.resource is not None:
        yield from _resource(draft, (*path, "resource"), rule.resource)


def _resource(draft: Draft, path: Path, key: str) -> Iterator[Finding]:
    if draft.about is not None and key not in draft.about.resources:
        what = f"There is no resource '{key}' in {home(draft, 'about', 'inputs/study.yaml')}."
        yield draft.places.finding(path, "unknown-resource", what, did_you_mean(key, draft.about.resources))


def _criterion(draft: Draft, path: Path, key: str) -> Iterator[Finding]:
    known = [criterion.key for criterion in draft.criteria]
    if key not in known and draft.complete("criteria"):
        yield draft.places.finding(
            path, "unknown-criterion", f"There is no criterion '{key}'.", did_you_mean(key, known)
        )


def _bounds(draft: Draft, naming: Naming, path: Path, constraint: Constraint) -> Iterator[Finding]:
    path = (*path, constraint.kind)
    match constraint.rule:
        case kinds.Budget(at_least=low, at_most=high):
            yield from _pair(draft, path, low, high)
        case kinds.Size() as size:
            yield from _size(draft, path, size)
        case kinds.CountOf(count=count, of=names):
            yield from _count(draft, naming, (*path, "count"), names, count if constraint.kind == "at_least" else 0)
        case kinds.OnCriterion() as level:
            yield from _level_bounds(draft, path, level)
        case kinds.Interaction() as interaction:
            yield from _interaction(draft, path, constraint, interaction)
        case rule:
            yield from _between_sets(draft, naming, path, rule)


def _between_sets(draft: Draft, naming: Naming, path: Path, rule: kinds.Rule) -> Iterator[Finding]:
    match rule:
        case kinds.Cover(themes=themes, at_least=count):
            for i, theme in enumerate(themes):
                yield from _count(draft, naming, (*path, "themes", i), (f"theme:{theme}",), count)
        case kinds.Ratio():
            yield from _positive(draft, (*path, "at_most"), rule.at_most)
            yield from _positive(draft, (*path, "for_every"), rule.for_every)
        case kinds.ForEvery():
            yield from _positive(draft, (*path, "every"), rule.every)
        case kinds.Requires(all_of=None, any_of=None):
            what = "requires says neither all_of nor any_of."
            yield draft.places.finding(path, "requires-nothing", what, "Add the options that are needed.")


def _pair(draft: Draft, path: Path, low: Decimal | None, high: Decimal | None) -> Iterator[Finding]:
    if low is None and high is None:
        yield draft.places.finding(path, "no-bound", "There is no bound.", "Add at_most or at_least.")
    elif low is not None and high is not None and low > high:
        what = f"at_least {low} is above at_most {high}."
        yield draft.places.finding(path, "contradictory-bounds", what, "No mix can do both: change one.")


def _size(draft: Draft, path: Path, size: kinds.Size) -> Iterator[Finding]:
    if size.exactly is not None and (size.min is not None or size.max is not None):
        yield draft.places.finding(
            path, "contradictory-bounds", "exactly stands beside min or max.", "Keep one of them."
        )
    elif size.exactly is None:
        low = None if size.min is None else Decimal(size.min)
        yield from _pair(draft, path, low, None if size.max is None else Decimal(size.max))
    least = max(size.min or 0, size.exactly or 0)
    if least > len(draft.options) and not draft.broken:
        what = f"The mix needs {least} options, but the study has {len(draft.options)}."
        yield draft.places.finding(path, "impossible-count", what, "Lower the number.")


def _count(draft: Draft, naming: Naming, path: Path, names: tuple[str, ...], least: int) -> Iterator[Finding]:
    known = all(name in known_names(naming) or _is_listed_theme(draft, name) for name in names)
    if not known or draft.broken:
        return
    there = _most_together(naming, names)
    if least > there:
        what = f"At least {least} of {', '.join(names)} are asked for, but at most {there} can stand in one mix."
        yield draft.places.finding(path, "impossible-count", what, "Lower the number, or add options to the set.")


def _most_together(naming: Naming, names: tuple[str, ...]) -> int:
    """How many options of a set can stand together: one level of each instrument."""
    members = options_of(naming, names)
    instruments = {naming.options[i].instrument for i in members} - {None}
    return len(instruments) + sum(naming.options[i].instrument is None for i in members)


def _positive(draft: Draft, path: Path, number: int) -> Iterator[Finding]:
    if number == 0:
        what = f"{path[-1]} is 0."
        yield draft.places.finding(path, "zero-ratio", what, "Use 1 or more; to rule options out, use must_not.")


def _level_bounds(draft: Draft, path: Path, rule: kinds.OnCriterion) -> Iterator[Finding]:
    criterion = next((c for c in draft.criteria if c.key == rule.criterion), None)
    if criterion is None or not sound_scale(criterion):
        return
    if rule.at_least is None and rule.at_most is None:
        yield draft.places.finding(path, "no-bound", "There is no bound.", "Add at_most or at_least.")
    for field, entry in (("at_least", rule.at_least), ("at_most", rule.at_most)):
        free = isinstance(criterion.value, LinearValue) and isinstance(entry, Decimal)
        if entry is not None and not free and not on_scale(criterion, entry):
            what = f"{field} {entry} is not on the scale of '{criterion.key}', {scale_words(criterion)}."
            yield draft.places.finding((*path, field), "level-off-scale", what, "Give a level of the scale.")
    low, high = rule.at_least, rule.at_most
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        yield from _pair(draft, path, low, high)


def _interaction(draft: Draft, path: Path, constraint: Constraint, rule: kinds.Interaction) -> Iterator[Finding]:
    on_criterion: tuple[Entry | None, ...] = rule.criterion, rule.points
    on_resource: tuple[Entry | None, ...] = rule.resource, rule.saves
    if (None in on_criterion) == (None in on_resource) or (None in on_criterion and on_criterion != (None, None)):
        what = "An interaction gives points on a criterion, or saves some of a resource."
        cure = "Write criterion and points, or resource and saves."
        yield draft.places.finding(path, "interaction", what, cure)
    if len(set(rule.options)) < len(rule.options):
        what = "An option is named twice in the interaction."
        yield draft.places.finding((*path, "options"), "interaction", what, "Name two or three different options.")
    if constraint.penalty is not None:
        what = "A penalty has no meaning on an interaction."
        yield draft.places.finding((*path[:-1], "penalty"), "interaction", what, "Take it out; points may be negative.")
    by_key = {option.key: option.instrument for option in draft.options}
    shared = Counter(by_key.get(key) for key in set(rule.options) if by_key.get(key))
    if shared and max(shared.values()) > 1:
        what = "The options are levels of one instrument, so they never stand together."
        yield draft.places.finding((*path, "options"), "interaction", what, "Take the interaction out.")


def _duplicates(draft: Draft, constraints: Constraints) -> Iterator[Finding]:
    counts = Counter(constraint.name.casefold() for constraint in constraints.constraints)
    seen: set[str] = set()
    for i, constraint in enumerate(constraints.constraints):
        name = constraint.name.casefold()
        if counts[name] > 1 and name in seen:
            what = f"Two constraints are called '{constraint.name}'."
            cure = "Give each its own name."
            yield draft.places.finding(("constraints", "constraints", i, "name"), "duplicate-name", what, cure)
        seen.add(name)
