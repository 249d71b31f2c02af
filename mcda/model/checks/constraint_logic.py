"""Contradictions between hard constraints that need no solving: must against must not, circles of requires."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from mcda.errors import Finding
from mcda.model.constraint import Constraint, Constraints, Requires
from mcda.model.draft import Draft
from mcda.model.members import Naming, options_of, wanted_groups


def check(draft: Draft, naming: Naming, constraints: Constraints) -> Iterator[Finding]:
    """Findings about hard constraints that contradict each other whatever the mix."""
    hard = [(i, c) for i, c in enumerate(constraints.constraints) if c.penalty is None]
    yield from _must_and_must_not(draft, naming, hard)
    yield from _circles(draft, naming, hard)


def _must_and_must_not(draft: Draft, naming: Naming, hard: list[tuple[int, Constraint]]) -> Iterator[Finding]:
    wanted: dict[frozenset[int], str] = {}
    for _, constraint in hard:
        for group in wanted_groups(naming, constraint.must or ()):
            wanted[group] = constraint.name
    for i, constraint in hard:
        banned = options_of(naming, constraint.must_not or ())
        for group, name in wanted.items():
            if group and group <= banned:
                option = naming.options[min(group)].key
                what = f"'{constraint.name}' rules out '{option}', which '{name}' asks for."
                path = ("constraints", "constraints", i, "must_not")
                yield draft.places.finding(path, "contradictory-bounds", what, "Take it out of one of them.")


def _circles(draft: Draft, naming: Naming, hard: list[tuple[int, Constraint]]) -> Iterator[Finding]:
    """Options that need two exclusive levels of one instrument, directly or through what they need."""
    needs = _needs(naming, hard)
    for i, constraint in hard:
        if constraint.requires is None:
            continue
        for option in sorted(options_of(naming, constraint.requires.options)):
            clash = _exclusive(naming, _everything_needed(option, needs))
            if clash:
                one, other = (naming.options[k].key for k in clash)
                what = f"'{naming.options[option].key}' needs both '{one}' and '{other}', levels of one instrument."
                path = ("constraints", "constraints", i, "requires")
                yield draft.places.finding(path, "impossible-requires", what, "Use any_of, or rule the option out.")


def _needs(naming: Naming, hard: list[tuple[int, Constraint]]) -> Mapping[int, set[int]]:
    needs: dict[int, set[int]] = defaultdict(set)
    for _, constraint in hard:
        if constraint.requires is not None:
            for option in options_of(naming, constraint.requires.options):
                needs[option] |= _single(naming, constraint.requires)
    return needs


def _single(naming: Naming, rule: Requires) -> set[int]:
    """The options that the rule asks for with no choice left."""
    groups = [*wanted_groups(naming, rule.all_of or ())]
    if rule.any_of:
        groups.append(options_of(naming, rule.any_of))
    return {min(group) for group in groups if len(group) == 1}


def _everything_needed(option: int, needs: Mapping[int, set[int]]) -> frozenset[int]:
    seen, waiting = {option}, [option]
    while waiting:
        for other in needs.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return frozenset(seen)


def _exclusive(naming: Naming, options: frozenset[int]) -> tuple[int, int] | None:
    levels: dict[str, int] = {}
    for i in sorted(options):
        instrument = naming.options[i].instrument
        if instrument is not None and instrument in levels:
            return levels[instrument], i
        if instrument is not None:
            levels[instrument] = i
    return None
