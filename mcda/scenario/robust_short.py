"""How safe the answer is in a few sentences: for the first screen, the brief, the report and the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from mcda.scenario.robust import Robustness
from mcda.scenario.robust_words import (
    capital,
    exact_share,
    first_share,
    in_share,
    level_now,
    option_title,
    rational,
    shift_text,
    twins,
)
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import names


def short_robust_words(scenario: Scenario, found: Robustness | None) -> tuple[str, ...]:
    """The smallest shifts that change the leader and the mix, and the shares of the allowed weightings behind both."""
    if found is None:
        return ()
    return (*_shifts(scenario, found), *_shares(scenario, found))


def basis_words(scenario: Scenario, found: Robustness) -> str:
    """What the shares beside the sentences are taken over, for the head of a table."""
    how = "Exact shares" if found.first.exact else f"Shares, sampled at {found.ranks.draws:,} weightings,"
    return f"{how} of {found.allowed.words}; best ratings as given."


def first_by_option(scenario: Scenario, found: Robustness) -> tuple[Fraction, ...]:
    """How often each option of the study is first; 0 for one with a blank rating."""
    places = {key: place for place, key in enumerate(found.options)}
    shares = [found.first.shares[places[o.key]] if o.key in places else 0.0 for o in scenario.study.options]
    return tuple(map(rational, shares))


def held_by_option(found: Robustness) -> tuple[Fraction, ...]:
    """How often the best mix holds each option of the study; empty where that is not known."""
    held = found.mix.inclusion if found.mix else None
    return () if held is None else tuple(map(rational, held.shares))


def _shifts(scenario: Scenario, found: Robustness) -> Iterator[str]:
    leader = option_title(scenario, found, found.leader)
    nearest = next((each for each in found.shifts if each.shift is None or each.shift.moved), None)
    flip = found.mix.flip if found.mix else None
    parts = []
    if level := level_now(found):
        tied = names(option_title(scenario, found, option) for option in (found.leader, *level))
        parts.append(f"any shift of weight that tells {tied} apart ends their tie")
    elif nearest is not None and nearest.shift is None:
        parts.append(f"no weights bring another option level with {leader}")
    elif nearest is not None and nearest.shift is not None:
        rival = option_title(scenario, found, nearest.option)
        parts.append(f"{shift_text(scenario, nearest.shift)} brings {rival} level")
    if flip is not None and flip.shift.moved:
        unit = "points" if parts else "points of weight"
        parts.append(f"{shift_text(scenario, flip.shift, unit)} changes the mix")
    if parts:
        yield f"{capital(', and '.join(parts))}."


def _shares(scenario: Scenario, found: Robustness) -> Iterator[str]:
    if found.allowed.fixed:
        return
    first = [option_title(scenario, found, option) for option in (found.leader, *twins(found, found.leader))]
    verb = "share first place" if len(first) > 1 else "is first"
    parts = [f"{names(first)} {verb} {in_share(first_share(found, found.leader))}"]
    mix = found.mix
    if mix is not None and mix.cells is not None:
        held = 1.0 if len(mix.cells) == 1 else sum(cell.share for cell in mix.cells if cell.members == mix.best)
        parts.append(f"this mix is best {in_share(exact_share(held))}")
    limits = "" if found.question.weights == "anything" else " (the file states no limits)"
    allowed = f"the {_kinds(scenario)} of the file allow" if found.allowed.statements else f"are possible{limits}"
    outside = " (the points are not among them)" if found.allowed.outside else ""
    yield f"Of all weightings that {allowed}{outside}, {names(parts)}."


def _kinds(scenario: Scenario) -> str:
    weights = scenario.weights
    given = (("ranges", weights.ranges), ("order", weights.order), ("ratios", weights.ratios))
    return names(word for word, stated in given if stated)
