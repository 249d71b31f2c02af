"""Why no mix fits, in plain sentences: who cannot hold together, and the cheapest ways out."""

from __future__ import annotations

from collections.abc import Iterator

from mcda.mixes.relax import Moved
from mcda.problem.building import BLANK
from mcda.problem.mixing import Counted, Reached, Used
from mcda.scenario.mix_bound_words import bound_words, mix_named, moved_words, of_what, quoted, shown
from mcda.scenario.mix_explain import Explained, Infeasible, MixExplanation
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import names

MOST_WAYS = 3


def conflict_words(scenario: Scenario, explanation: MixExplanation) -> tuple[str, ...]:
    """Which constraints cannot hold together, and the cheapest ways out; empty where there is a mix."""
    found = explanation.infeasible
    if found is None:
        return ()
    texts = [conflict_sentence(scenario, each) for each in found.explained]
    left = len(found.conflicts.conflicts) - len(found.explained)
    if left > 0:
        texts.append("There is 1 more such conflict." if left == 1 else f"There are {left} more such conflicts.")
    if not found.conflicts.complete:
        texts.append("There may be more conflicts: not all could be listed.")
    return (*texts, *_ways_out(scenario, found, explanation))


def conflict_sentence(scenario: Scenario, explained: Explained) -> str:
    """One smallest conflict: who cannot hold together, and what the others would need of each bound in it."""
    if len(explained.limits) == 1:
        head = f"{quoted(scenario, explained.limits[0])} cannot be kept by any mix"
    else:
        listed = names(quoted(scenario, limit) for limit in explained.limits)
        head = f"{listed} cannot hold together"
    needs = _needs(scenario, explained)
    return f"{head}: {needs}." if needs else f"{head}."


def _ways_out(scenario: Scenario, found: Infeasible, explanation: MixExplanation) -> Iterator[str]:
    limits = scenario.mixing.limits
    moves = () if explanation.relaxing is None else explanation.relaxing.moves
    alone = {correction[0] for correction in found.conflicts.corrections if len(correction) == 1}
    single = [
        m
        for m in moves
        if not limits[m.bound.limit].automatic and not (_is_dropped(scenario, m) and m.bound.limit in alone)
    ]
    for each in single[:MOST_WAYS]:
        then = f"the best mix is then {mix_named(scenario, each.step.members)}"
        yield f"It is enough to change {moved_words(scenario, each.bound, each.step)}; {then}."
    yield from _drops(scenario, found)


def _drops(scenario: Scenario, found: Infeasible) -> Iterator[str]:
    """The fewest constraints to drop. Rules that always hold are not for dropping; blank ratings can be filled in."""
    limits = scenario.mixing.limits
    alone = [each[0] for each in found.conflicts.corrections if len(each) == 1]
    if any(limits[limit].automatic and limits[limit].name == BLANK for limit in alone):
        yield "It may be enough to fill in the blank ratings: options with one are left out of every mix."
    stated = [each for each in found.conflicts.corrections if not any(limits[limit].automatic for limit in each)]
    fewest = [each for each in stated if len(each) == len(stated[0])]
    for correction in fewest[:MOST_WAYS]:
        listed = names(quoted(scenario, limit) for limit in correction)
        yield f"It is enough to drop {listed}{' together' if len(correction) > 1 else ''}."
    if len(fewest) > MOST_WAYS:
        others = (names(quoted(scenario, limit) for limit in each) for each in fewest[MOST_WAYS:])
        yield f"Or to drop {', or '.join(others)}."


def _is_dropped(scenario: Scenario, moved: Moved) -> bool:
    """Whether a move asks for nothing any more, which says the same as dropping the constraint."""
    limit = scenario.mixing.limits[moved.bound.limit]
    test = limit.tests[moved.bound.test]
    return isinstance(test, Counted) and moved.bound.side == "least" and not moved.step.bound and len(limit.tests) == 1


def _needs(scenario: Scenario, explained: Explained) -> str:
    """What the bounds in a conflict would have to be, budgets first: they are the ones people move."""
    tests = scenario.mixing.limits
    order = {Used: 0, Reached: 1, Counted: 2}
    stated = [each for each in explained.needs if not tests[each.bound.limit].automatic]
    needs = sorted(stated, key=lambda m: order[type(tests[m.bound.limit].tests[m.bound.test])])
    if not needs:
        return ""
    first = needs[0]
    test = tests[first.bound.limit].tests[first.bound.test]
    needed, today = shown(scenario, test, first.amount), shown(scenario, test, first.bound.today)
    others = {1: "every mix", 2: "a mix that keeps the other"}.get(len(explained.limits), "a mix that keeps the rest")
    if isinstance(test, Used) and first.bound.side == "most":
        return f"{others} needs at least {needed} {of_what(scenario, test, first.bound.today)}, the budget is {today}"
    words = bound_words(scenario, first.bound, first.amount)
    return f"for {others}, {quoted(scenario, first.bound.limit)} would have to be {words}"
