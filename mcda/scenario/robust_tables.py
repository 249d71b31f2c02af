"""How safe the answer is, as tables: options, intervals of weights, mixes and what they hold."""

from __future__ import annotations

from fractions import Fraction

from mcda.scenario.robust import Robustness
from mcda.scenario.robust_words import sampled
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import Column, Grid, Value
from mcda.scenario.words import names, option_name, share

DIGITS = 10**9


def robust_tables(scenario: Scenario, found: Robustness) -> tuple[Grid, ...]:
    """Every table there is something in."""
    tables = [ranks_table(scenario, found), intervals_table(scenario, found)]
    if found.mix is not None:
        tables.append(mix_intervals_table(scenario, found))
    if found.mix is not None and found.mix.cells is not None:
        tables += [mixes_table(scenario, found), holding_table(scenario, found)]
    return tuple(table for table in tables if table.rows)


def ranks_table(scenario: Scenario, found: Robustness) -> Grid:
    """For every option how often it is first and the ranks it can take; a blank where it cannot be told."""
    columns = (
        Column("option", "Option"),
        Column("first", "First, allowed weights"),
        Column("best", "Best rank"),
        Column("worst", "Worst rank"),
        Column("mean_rank", "Mean rank", "amount"),
        Column("first_ratings", "First, ratings open"),
        Column("first_both", "First, both open"),
        *(Column(f"central_{key}", f"{_title(scenario, key)} when first") for key in scenario.problem.criteria),
    )
    order = sorted(range(len(found.options)), key=lambda i: (-found.first.shares[i], found.pairs.mean_ranks[i]))
    return Grid(
        "robust_ranks", "How often first, and which ranks", columns, tuple(_row(scenario, found, i) for i in order)
    )


def _row(scenario: Scenario, found: Robustness, option: int) -> tuple[Value, ...]:
    ranks, ratings, central = found.rank_ranges[option], found.ratings, found.first.central[option]
    return (
        option_name(scenario.study, found.options[option]),
        _first(found, option),
        ranks.best,
        ranks.worst,
        _rational(float(found.pairs.mean_ranks[option])),
        "" if ratings is None else sampled(ratings.alone.first[option]),
        "" if ratings is None else sampled(ratings.with_weights.first[option]),
        *(["" for _ in scenario.problem.criteria] if central is None else [share(_rational(w)) for w in central]),
    )


def _first(found: Robustness, option: int) -> str:
    """The share of first places; "only level" for an option that can be first but never alone."""
    part = found.first.shares[option]
    if not found.first.exact:
        return sampled(part)
    return "only level" if not part and found.rank_ranges[option].best == 1 else share(_rational(part))


def intervals_table(scenario: Scenario, found: Robustness) -> Grid:
    """Who leads at every value of one weight, the others in proportion."""
    columns = (
        Column("criterion", "Weight moved alone"),
        Column("low", "From", "share"),
        Column("high", "To", "share"),
        Column("first", "First"),
        Column("now", "Now"),
    )
    rows = tuple(
        (
            _title(scenario, each.criterion),
            part.low,
            part.high,
            names(option_name(scenario.study, found.options[i]) for i in part.first),
            "yes" if part.low <= each.weight <= part.high else "",
        )
        for each in found.one_way
        for part in each.segments
    )
    return Grid("robust_intervals", "Who leads as one weight moves", columns, rows)


def mix_intervals_table(scenario: Scenario, found: Robustness) -> Grid:
    """The best mix at every value of one weight."""
    columns = (
        Column("criterion", "Weight moved alone"),
        Column("low", "From", "share"),
        Column("high", "To", "share"),
        Column("mix", "Best mix"),
    )
    segments = found.mix.segments if found.mix else ()
    rows = tuple(
        (criterion.name, part.low, part.high, " or ".join(_mix(scenario, members) for members in part.mixes))
        for criterion, parts in zip(scenario.study.criteria, segments, strict=False)
        for part in parts
    )
    return Grid("robust_mix_intervals", "The best mix as one weight moves", columns, rows)


def mixes_table(scenario: Scenario, found: Robustness) -> Grid:
    """The mixes that are best under some allowed weights, with their share of these."""
    columns = (
        Column("share", "Share of allowed weightings", "share"),
        Column("chosen", "Chosen"),
        Column("mix", "Mix"),
        *(
            Column(f"central_{key}", f"{_title(scenario, key)} on average", "share")
            for key in scenario.problem.criteria
        ),
    )
    cells = found.mix.cells if found.mix and found.mix.cells else ()
    rows = tuple(
        (
            _rational(cell.share),
            "yes" if found.mix and cell.members == found.mix.best else "",
            _mix(scenario, cell.members),
            *(_rational(float(weight)) for weight in cell.where.centre),
        )
        for cell in cells
    )
    return Grid("robust_mixes", "Which mixes are best under which weights", columns, rows)


def holding_table(scenario: Scenario, found: Robustness) -> Grid:
    """For every option the share of allowed weightings whose best mix holds it."""
    columns = (
        Column("option", "Option"),
        Column("share", "In the best mix", "share"),
        Column("standing", "Of the mixes that stay open"),
        Column("chosen", "In the mix now"),
    )
    held = found.mix.inclusion if found.mix else None
    if found.mix is None or held is None:
        return Grid("robust_holding", "", columns, ())
    standing = dict.fromkeys(held.core, "in all") | dict.fromkeys(held.borderline, "in some")
    order = sorted(range(len(held.shares)), key=lambda i: -held.shares[i])
    rows = tuple(
        (
            option_name(scenario.study, scenario.mixing.options[i]),
            _rational(held.shares[i]),
            standing.get(i, "in none"),
            "yes" if i in found.mix.best else "",
        )
        for i in order
    )
    return Grid("robust_holding", "How often the best mix holds an option", columns, rows)


def _rational(number: float) -> Fraction:
    """A float for display: the nearest short fraction, so that 0.30000000000000004 is 3/10."""
    return Fraction(number).limit_denominator(DIGITS)


def _mix(scenario: Scenario, members: tuple[int, ...]) -> str:
    return names(option_name(scenario.study, scenario.mixing.options[i]) for i in members) or "none of the options"


def _title(scenario: Scenario, key: str) -> str:
    return scenario.study.criterion(key).name
