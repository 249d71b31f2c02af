"""Bounds, options and constraints by their places, in words."""

from __future__ import annotations

from fractions import Fraction

from mcda.mixes.evaluate import Members
from mcda.mixes.stairs import Bound, Step
from mcda.model.counts import agreeing
from mcda.problem.mixing import Counted, Reached, Used
from mcda.problem.scale import level, lower_is_better
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import amount, names, option_name, signed_points

MOST_NAMED = 4


def bound_words(scenario: Scenario, bound: Bound, new: Fraction) -> str:
    """A bound and its new amount: "at most 9 instead of 6 points of political capital"."""
    test = scenario.mixing.limits[bound.limit].tests[bound.test]
    falls = isinstance(test, Reached) and lower_is_better(scenario.study.criteria[test.effect])
    if isinstance(test, Counted) and bound.side == "least" and not new:
        return f"none needed instead of {amount(bound.today)} {of_what(scenario, test, bound.today)}"
    side = "at most" if (bound.side == "most") != falls else "at least"
    of = of_what(scenario, test, bound.today)
    return f"{side} {shown(scenario, test, new)} instead of {shown(scenario, test, bound.today)} {of}"


def moved_words(scenario: Scenario, bound: Bound, step: Step) -> str:
    """A constraint with one of its bounds moved: "'Money' to at most 100 instead of 90 million of money"."""
    return f"{quoted(scenario, bound.limit)} to {bound_words(scenario, bound, step.bound)}"


def shown(scenario: Scenario, test: object, quantity: Fraction) -> str:
    """An amount of what a test bounds: a level where the scale has one, else points."""
    if not isinstance(test, Reached):
        return amount(quantity)
    reached = level(scenario.study.criteria[test.effect], quantity)
    if reached is None:
        return f"{signed_points(quantity)} points"
    return f"+{amount(reached)}" if reached > 0 else amount(reached)


def of_what(scenario: Scenario, test: object, quantity: Fraction) -> str:
    """What a test bounds, after the quantity it is bounded at: "points of political capital", "options"."""
    match test:
        case Used(resource):
            of = scenario.study.about.resources[scenario.mixing.resources[resource]]
            return f"{of.unit} of {of.name}"
        case Reached(effect):
            return f"on {scenario.study.criteria[effect].name}"
        case Counted(members) if len(members) < len(scenario.mixing.options):
            listed = [option_called(scenario, i) for i in sorted(members)[:MOST_NAMED]]
            more = len(members) - len(listed)
            return f"of {names([*listed, f'{more} more'] if more else listed)}"
        case _:
            return agreeing(quantity, "option", "options")


def mix_named(scenario: Scenario, members: Members) -> str:
    """The names of the members of a mix."""
    return names(option_called(scenario, i) for i in members) or "none of the options"


def option_called(scenario: Scenario, option: int) -> str:
    """The name of an option by its place."""
    return option_name(scenario.study, scenario.mixing.options[option])


def quoted(scenario: Scenario, limit: int) -> str:
    """The name of a constraint by its place, in quotes."""
    return f"'{scenario.mixing.limits[limit].name}'"
