"""How safe the answer is, as tables: what is about options and their ranks; `robust_tables` has all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import sqrt

from mcda.scenario.robust import Robustness
from mcda.scenario.robust_mix_tables import mix_robust_tables
from mcda.scenario.robust_rating_words import change_text, check_words
from mcda.scenario.robust_short import short_robust_words
from mcda.scenario.robust_words import (
    certain_words,
    exact_share,
    first_words,
    most_error,
    one_weight_words,
    option_title,
    outside_words,
    over_words,
    range_words,
    rational,
    sampled,
    shift_words,
)
from mcda.scenario.robust_world_words import mix_worlds_table, worlds_table
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import Column, Grid, Value, sentences_table
from mcda.scenario.words import names, rounded

MOST_PAIRS = 12
MOST_FLIPS = 20
LEVEL = "level"


def robust_tables(scenario: Scenario, found: Robustness) -> tuple[Grid, ...]:
    """Every table there is something in."""
    return tuple(table for table in _tables(scenario, found) if table.rows)


def robust_grids(scenario: Scenario, found: Robustness) -> tuple[Grid, ...]:
    """The answer in sentences, then every table: for a workbook."""
    said = (
        *short_robust_words(scenario, found),
        over_words(found),
        *range_words(scenario, found),
        *outside_words(scenario, found),
        *first_words(scenario, found),
        *certain_words(scenario, found),
        *one_weight_words(scenario, found),
        *shift_words(scenario, found),
        *check_words(scenario, found),
    )
    sentences = sentences_table("How safe is the answer?", said)
    return (replace(sentences, key="robust_sentences"), *robust_tables(scenario, found))


def _tables(scenario: Scenario, found: Robustness) -> Iterator[Grid]:
    yield ranks_table(scenario, found)
    yield rank_shares_table(scenario, found)
    yield intervals_table(scenario, found)
    yield crossings_table(scenario, found)
    yield shifts_table(scenario, found)
    yield pairs_table(scenario, found)
    yield from mix_robust_tables(scenario, found)
    yield spreads_table(scenario, found)
    yield checks_table(scenario, found)
    yield flips_table(scenario, found)
    if found.worlds is not None:
        yield worlds_table(scenario, found.worlds)
        yield mix_worlds_table(scenario, found.worlds)


def ranks_table(scenario: Scenario, found: Robustness) -> Grid:
    """For every option how often it is first and the ranks it can take; a blank where it cannot be told."""
    sampled_too = found.ratings is not None and found.ratings.sampled is not None
    ratings = (
        Column("first_ratings", "First, ratings open"),
        Column("first_both", "First, both open"),
        Column("confidence", "First at its own weights, ratings open"),
    )
    columns = (
        Column("option", "Option"),
        Column("first", "First, allowed weights"),
        Column("best", "Best rank"),
        Column("worst", "Worst rank"),
        Column("mean_rank", "Mean rank", "points"),
        Column("regret", "Most behind", "points"),
        *(ratings if sampled_too else ()),
        *(Column(f"central_{key}", f"{_title(scenario, key)} when first") for key in scenario.problem.criteria),
    )
    order = sorted(range(len(found.options)), key=lambda i: (-found.first.shares[i], found.pairs.mean_ranks[i]))
    rows = tuple(_row(scenario, found, i) for i in order)
    return Grid("robust_ranks", "How often first, and which ranks, over the allowed weights", columns, rows)


def _row(scenario: Scenario, found: Robustness, option: int) -> tuple[Value, ...]:
    ranks, central = found.rank_ranges[option], found.first.central[option]
    return (
        option_title(scenario, found, option),
        _first(found, option),
        ranks.best,
        ranks.worst,
        rational(float(found.pairs.mean_ranks[option])),
        found.regrets[option].most,
        *_with_ratings(found, option),
        *(["" for _ in scenario.problem.criteria] if central is None else [exact_share(w) for w in central]),
    )


def _with_ratings(found: Robustness, option: int) -> tuple[str, ...]:
    seen = found.ratings.sampled if found.ratings else None
    if seen is None:
        return ()
    confidence = seen.confidence[option]
    return (
        sampled(seen.alone.first[option]),
        sampled(seen.with_weights.first[option]),
        "" if confidence is None else sampled(confidence),
    )


def _first(found: Robustness, option: int) -> str:
    """The share of first places; "only level" for an option that can be first but never alone."""
    part = found.first.shares[option]
    if not found.first.exact:
        return sampled(part)
    return "only level" if not part and found.rank_ranges[option].best == 1 else exact_share(part)


def rank_shares_table(scenario: Scenario, found: Robustness) -> Grid:
    """How often each option takes each rank over the allowed weights, sampled; ranks it cannot take are blank."""
    size = len(found.options)
    if found.allowed.fixed:
        return Grid("robust_rank_shares", "", (), ())
    error = most_error(float(found.ranks.errors.max()))
    columns = (Column("option", "Option"), *(Column(f"rank_{r}", str(r)) for r in range(1, size + 1)))
    order = sorted(range(size), key=lambda i: float(found.pairs.mean_ranks[i]))
    rows = tuple((option_title(scenario, found, i), *(_at(found, i, r) for r in range(1, size + 1))) for i in order)
    title = f"How often each rank, over {found.ranks.draws:,} allowed weightings ({error} in 100)"
    return Grid("robust_rank_shares", title, columns, rows)


def _at(found: Robustness, option: int, rank: int) -> str:
    if rank == 1 and found.first.exact:
        return "" if found.rank_ranges[option].best > 1 else _first(found, option)
    reach, part = found.rank_ranges[option], float(found.ranks.shares[option, rank - 1])
    if not part and (not reach.exact or not reach.best <= rank <= reach.worst):
        return ""
    return "100 %" if reach.exact and reach.best == reach.worst else sampled(part)


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
            names(option_title(scenario, found, i) for i in part.first),
            "yes" if part.low <= each.weight <= part.high else "",
        )
        for each in found.one_way
        for part in each.segments
    )
    return Grid("robust_intervals", "Who leads as one weight moves", columns, rows)


def crossings_table(scenario: Scenario, found: Robustness) -> Grid:
    """Every value of one weight at which the leader of today and another option change places."""
    columns = (
        Column("criterion", "Weight moved alone"),
        Column("at", "At", "share"),
        Column("option", "Level with the leader"),
    )
    rows = tuple(
        (_title(scenario, each.criterion), at, option_title(scenario, found, other))
        for each in found.one_way
        for at, one, two in each.crossings
        for other in [two if one == found.leader else one]
        if found.leader in (one, two)
    )
    return Grid("robust_crossings", "Where another option changes places with the leader", columns, rows)


def shifts_table(scenario: Scenario, found: Robustness) -> Grid:
    """The smallest shift of weight that brings each rival level with the leader."""
    columns = (
        Column("option", "Level with the leader"),
        Column("moved", "Weight that moves", "share"),
        *(Column(f"weight_{key}", f"{_title(scenario, key)} then", "share") for key in scenario.problem.criteria),
    )
    rows = tuple(
        (
            option_title(scenario, found, each.option),
            None if each.shift is None else each.shift.moved,
            *([None] * len(scenario.problem.criteria) if each.shift is None else each.shift.weights),
        )
        for each in found.shifts
    )
    title = "The smallest shift of weight for each rival (blank: no weights do it)"
    return Grid("robust_shifts", title, columns, rows)


def pairs_table(scenario: Scenario, found: Robustness) -> Grid:
    """In which share of the allowed weightings the option of the row scores above that of the column."""
    order = sorted(range(len(found.options)), key=lambda i: float(found.pairs.mean_ranks[i]))[:MOST_PAIRS]
    if found.allowed.fixed:
        order = []
    columns = (
        Column("option", "Scores above ..."),
        *(Column(f"over_{found.options[k]}", option_title(scenario, found, k)) for k in order),
    )
    rows = tuple((option_title(scenario, found, i), *(_above(found, i, k) for k in order)) for i in order)
    few = f" (the {MOST_PAIRS} best by mean rank)" if len(found.options) > MOST_PAIRS else ""
    title = f"How often the option of a row scores above that of a column, over the allowed weights{few}"
    return Grid("robust_pairs", title, columns, rows)


def _above(found: Robustness, option: int, other: int) -> str:
    held = found.pairs.preference
    if option == other:
        return ""
    if held.level[option, other]:
        return LEVEL
    if held.over[option, other] or held.always[other, option]:
        return "always" if held.over[option, other] else "never"
    return exact_share(min(max(float(found.pairs.winning[option, other]), 1e-12), 1 - 1e-12))


def spreads_table(scenario: Scenario, found: Robustness) -> Grid:
    """Mean and spread of every score where ratings may be off: with weights as given, and with allowed ones."""
    columns = (
        Column("option", "Option"),
        Column("score", "Score", "points"),
        Column("mean", "Mean, ratings open", "points"),
        Column("spread", "Spread, ratings open", "points"),
        Column("mean_both", "Mean, both open", "points"),
        Column("spread_both", "Spread, both open", "points"),
    )
    ratings, scores = found.ratings, {line.option: line.score for line in scenario.ranking.lines}
    rows = tuple(
        (
            option_title(scenario, found, i),
            scores[found.options[i]],
            alone[0],
            _root(alone[1]),
            both[0],
            _root(both[1]),
        )
        for i, (alone, both) in enumerate(
            zip(ratings.moments, ratings.moments_with_weights, strict=True) if ratings else ()
        )
    )
    ordered = tuple(sorted(rows, key=lambda row: -float(row[2])))
    title = "Mean and spread of scores (about two of three draws lie within one spread of the mean)"
    return Grid("robust_spreads", title, columns, ordered)


def checks_table(scenario: Scenario, found: Robustness) -> Grid:
    """Which rating to check first: the chance that knowing it exactly changes the leader, and the points it brings."""
    columns = (
        Column("option", "Option"),
        Column("criterion", "Criterion"),
        Column("change", "Chance to change the leader by mean ratings", "share"),
        Column("gain", "Points gained on average"),
    )
    rows = tuple(
        (
            option_title(scenario, found, each.option),
            scenario.study.criteria[each.criterion].name,
            rational(each.change),
            "<0.1" if each.gain < 0.1 else rounded(rational(each.gain)),
        )
        for each in (found.ratings.doubts.checks[:MOST_FLIPS] if found.ratings else ())
    )
    return Grid("robust_checks", "Which ratings to check first, weights as given", columns, rows)


def flips_table(scenario: Scenario, found: Robustness) -> Grid:
    """How wrong each single rating would have to be to bring another option level with the leader."""
    columns = (
        Column("option", "Option"),
        Column("criterion", "Criterion"),
        Column("way", "Would have to be"),
        Column("by", "By"),
        Column("within", "Within its low and high"),
    )
    flips = found.ratings.flips[:MOST_FLIPS] if found.ratings else ()
    rows = tuple(
        (
            option_title(scenario, found, option),
            scenario.study.criteria[j].name,
            "better" if change > 0 else "worse",
            change_text(scenario, j, change),
            _within(scenario, found.options[option], j, change),
        )
        for option, j, change in flips
        if change
    )
    return Grid("robust_flips", "How wrong a single rating would have to be", columns, rows)


def _within(scenario: Scenario, option: str, j: int, change: Fraction) -> str:
    problem = scenario.problem
    i = problem.options.index(option)
    value = problem.values[i][j] + change
    return "yes" if problem.lowest[i][j] <= value <= problem.highest[i][j] else "no"


def _root(variance: Fraction) -> Fraction:
    return Fraction(sqrt(variance)).limit_denominator(10**6)


def _title(scenario: Scenario, key: str) -> str:
    return scenario.study.criterion(key).name
