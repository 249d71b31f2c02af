"""The frontiers and staircases of a mix as tables."""

from __future__ import annotations

from mcda.mixes.frontier import Frontier
from mcda.scenario.mix_bound_words import bound_words
from mcda.scenario.mix_explain import MixExplanation
from mcda.scenario.mix_words import not_to_relax
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import Column, Grid
from mcda.scenario.words import names, option_name


def explanation_tables(scenario: Scenario, explanation: MixExplanation) -> tuple[Grid, ...]:
    """What every resource buys, and what every bound costs."""
    frontiers = explanation.tables.frontiers if explanation.tables else ()
    tables = [frontier_table(scenario, each) for each in frontiers if each is not None]
    steps = stairs_table(scenario, explanation)
    return (*tables, steps) if steps.rows else tuple(tables)


def frontier_table(scenario: Scenario, frontier: Frontier) -> Grid:
    """The best value for every amount of a resource, its own budget set aside and all else kept."""
    resource = scenario.study.about.resources[scenario.mixing.resources[frontier.resource]]
    columns = (
        Column("used", f"{resource.name} ({resource.unit})", "amount"),
        Column("value", "Best value", "points"),
        Column("convex", "On the outer line"),
        Column("mix", "Mix"),
    )
    rows = tuple(
        (point.used, point.value, "yes" if point.convex else "", _mix(scenario, point.members))
        for point in frontier.points
    )
    return Grid(f"frontier_{frontier.resource}", f"Value for {resource.name}", columns, rows)


def stairs_table(scenario: Scenario, explanation: MixExplanation) -> Grid:
    """Every step by which relaxing one bound, all others kept, gains value."""
    columns = (
        Column("constraint", "Constraint"),
        Column("bound", "Changed to"),
        Column("value", "Best value", "points"),
        Column("mix", "Mix"),
    )
    kept = not_to_relax(scenario)
    relaxed = [r for r in explanation.relaxing.relaxed if r.limit not in kept] if explanation.relaxing else []
    rows = tuple(
        (
            scenario.mixing.limits[stairs.bound.limit].name,
            bound_words(scenario, stairs.bound, step.bound),
            step.value,
            _mix(scenario, step.members),
        )
        for each in relaxed
        for stairs in each.stairs
        if any(step.bound != stairs.bound.today for step in stairs.steps)
        for step in stairs.steps
    )
    return Grid("relaxing", "Value of relaxing", columns, rows)


def _mix(scenario: Scenario, members: tuple[int, ...]) -> str:
    return names(option_name(scenario.study, scenario.mixing.options[i]) for i in members)
