"""How safe the mix is, as tables: intervals of weights, mixes with their shares, and how often options are in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mcda.scenario.robust import Robustness
from mcda.scenario.robust_mix import MixRobustness
from mcda.scenario.robust_mix_sampled import SampledMixes
from mcda.scenario.robust_words import rational, sampled, sampled_error
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import Column, Grid
from mcda.scenario.words import names, option_name

MOST_MIXES = 30


def mix_robust_tables(scenario: Scenario, found: Robustness) -> Iterator[Grid]:
    """Every table about the mix."""
    mix = found.mix
    if mix is None:
        return
    yield mix_intervals_table(scenario, mix)
    if mix.cells is not None and not found.allowed.fixed:
        yield mixes_table(scenario, mix)
        yield holding_table(scenario, mix)
    if mix.sampled is not None:
        yield sampled_mixes_table(scenario, mix, mix.sampled)
        yield sampled_holding_table(scenario, mix, mix.sampled)


def mix_intervals_table(scenario: Scenario, mix: MixRobustness) -> Grid:
    """The best mix at every value of one weight."""
    columns = (
        Column("criterion", "Weight moved alone"),
        Column("low", "From", "share"),
        Column("high", "To", "share"),
        Column("now", "Now"),
        Column("mix", "Best mix"),
    )
    weights = scenario.problem.weights
    rows = tuple(
        (
            criterion.name,
            part.low,
            part.high,
            "yes" if part.low <= weight <= part.high else "",
            " or ".join(_mix(scenario, members) for members in part.mixes),
        )
        for criterion, weight, parts in zip(scenario.study.criteria, weights, mix.segments, strict=False)
        for part in parts
    )
    return Grid("robust_mix_intervals", "The best mix as one weight moves", columns, rows)


def mixes_table(scenario: Scenario, mix: MixRobustness) -> Grid:
    """The mixes that are best under some allowed weights, with their share of these."""
    columns = (
        Column("share", "Share of allowed weightings", "share"),
        Column("chosen", "Chosen"),
        Column("mix", "Mix"),
        *(
            Column(f"central_{key}", f"{scenario.study.criterion(key).name} on average", "share")
            for key in scenario.problem.criteria
        ),
    )
    rows = tuple(
        (
            rational(cell.share),
            "yes" if cell.members == mix.best else "",
            _mix(scenario, cell.members),
            *(rational(float(weight)) for weight in cell.where.centre),
        )
        for cell in mix.cells or ()
    )
    return Grid("robust_mixes", "Which mixes are best under which allowed weights", columns, rows)


def holding_table(scenario: Scenario, mix: MixRobustness) -> Grid:
    """For every option the share of allowed weightings whose best mix holds it."""
    columns = (
        Column("option", "Option"),
        Column("share", "In the best mix", "share"),
        Column("standing", "Of the mixes that stay open"),
        Column("chosen", "In the mix now"),
    )
    held = mix.inclusion
    if held is None:
        return Grid("robust_holding", "", columns, ())
    standing = dict.fromkeys(held.core, "in all") | dict.fromkeys(held.borderline, "in some")
    order = sorted(range(len(held.shares)), key=lambda i: -held.shares[i])
    rows = tuple(
        (
            option_name(scenario.study, scenario.mixing.options[i]),
            rational(held.shares[i]),
            standing.get(i, "in none"),
            "yes" if i in mix.best else "",
        )
        for i in order
    )
    return Grid("robust_holding", "How often the best mix holds an option, over the allowed weights", columns, rows)


def sampled_mixes_table(scenario: Scenario, mix: MixRobustness, found: SampledMixes) -> Grid:
    """The mixes that are most often best among drawn weightings, with their errors."""
    columns = (
        Column("share", "Share of drawn weightings"),
        Column("error", "± in 100"),
        Column("chosen", "Chosen"),
        Column("mix", "Mix"),
    )
    rows = tuple(
        (sampled(part.share), sampled_error(part.error), "yes" if members == mix.best else "", _mix(scenario, members))
        for members, part in found.mixes[:MOST_MIXES]
    )
    title = f"Which mixes are best, over {found.draws:,} allowed weightings that were drawn"
    return Grid("robust_mixes", title, columns, rows)


def sampled_holding_table(scenario: Scenario, mix: MixRobustness, found: SampledMixes) -> Grid:
    """For every option the share of drawn weightings whose best mix holds it."""
    columns = (
        Column("option", "Option"),
        Column("share", "In the best mix"),
        Column("error", "± in 100"),
        Column("chosen", "In the mix now"),
    )
    order = sorted(range(len(found.holding)), key=lambda i: -found.holding[i].share)
    rows = tuple(
        (
            option_name(scenario.study, scenario.mixing.options[i]),
            sampled(found.holding[i].share),
            sampled_error(found.holding[i].error),
            "yes" if i in mix.best else "",
        )
        for i in order
    )
    title = f"How often the best mix holds an option, over {found.draws:,} allowed weightings that were drawn"
    return Grid("robust_holding", title, columns, rows)


def _mix(scenario: Scenario, members: Iterable[int]) -> str:
    return names(option_name(scenario.study, scenario.mixing.options[i]) for i in members) or "none of the options"
