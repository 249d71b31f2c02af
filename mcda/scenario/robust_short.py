"""How safe the answer is in a few sentences: for the first screen, the brief, the report and the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from mcda.scenario.robust import Robustness
from mcda.scenario.robust_mix import MixRobustness
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


def unseen_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """The options that have no share of first places and of best mixes, by name, and why."""
    blank = [option.name for option in scenario.study.options if option.key not in found.options]
    texts = [f"Not looked at because of a blank rating: {names(blank)}."] if blank else []
    first, held = first_by_option(scenario, found), held_by_option(found) or (0,) * len(scenario.study.options)
    rated = [o.key in found.options for o in scenario.study.options]
    none = [place for place, known in enumerate(rated) if known and not first[place] and not held[place]]
    never = {found.options[option] for option in found.never_best}
    if held_by_option(found):
        sampled = f"First in none of the {found.ranks.draws:,} sampled weightings and never in the best mix"
        kinds = {
            f"{'Never first or in the best mix' if found.first.exact else sampled}, unless level with others": none
        }
    else:
        sure = [place for place in none if scenario.study.options[place].key in never]
        unless = "Never first, unless level with others"
        drawn = f"First in none of the {found.ranks.draws:,} sampled weightings"
        rest = unless if found.first.exact else drawn
        kinds = {"Never first": sure, rest: [place for place in none if place not in sure]}
    told = ((kind, names(scenario.study.options[i].name for i in places)) for kind, places in kinds.items() if places)
    return (*texts, *(f"{kind}: {listed}." for kind, listed in told))


def held_by_option(found: Robustness) -> tuple[Fraction, ...]:
    """How often the best mix holds each option of the study; empty where that is not known."""
    held = found.mix.inclusion if found.mix else None
    return () if held is None else tuple(map(rational, held.shares))


def _shifts(scenario: Scenario, found: Robustness) -> Iterator[str]:
    leader = names(option_title(scenario, found, option) for option in (found.leader, *found.alike))
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
        parts.append(f"{shift_text(scenario, flip.shift, unit)} makes another mix as good")
    if parts:
        yield f"{capital(', and '.join(parts))}."


def _shares(scenario: Scenario, found: Robustness) -> Iterator[str]:
    if found.allowed.fixed:
        return
    if len(scenario.problem.weights) == 1:
        yield "There is one criterion: weights cannot change the answer."
        return
    groups = [(found.leader, *twins(found, found.leader))]
    groups += [(option,) for option in level_now(found) if option not in groups[0]]
    parts = [f"{_titles(scenario, found, group)} {_first_in(found, group)}" for group in groups]
    mix = found.mix
    if mix is not None and mix.cells is not None:
        parts.append(f"this mix {_best_in(mix)}")
    ratings = "" if found.ratings is None else ", best ratings as given"
    yield f"Of all weightings that {_allowed(scenario, found)}, {names(parts)}{ratings}."


def _titles(scenario: Scenario, found: Robustness, options: Sequence[int]) -> str:
    return names(option_title(scenario, found, option) for option in options)


def _first_in(found: Robustness, options: Sequence[int]) -> str:
    """In which share of the weightings options that are always level are first."""
    part, option = first_share(found, options[0]), options[0]
    verb = "share first place" if len(options) > 1 else "is first"
    if part != "0 %" or option in found.never_best:
        return f"{verb} {in_share(part)}"
    unless = "" if found.rank_ranges[option].best == 1 else "in none, or "
    return f"{verb} {unless}only where others are level"


def _best_in(mix: MixRobustness) -> str:
    """In which share of the weightings the mix is best."""
    if mix.share:
        return f"is best {in_share(exact_share(mix.share))}"
    return "is best only where others are as good" if mix.only_level else "is best in none"


def _allowed(scenario: Scenario, found: Robustness) -> str:
    """The weightings in question, in a clause."""
    outside = " (the points are not among them)" if found.allowed.outside else ""
    if not found.allowed.statements:
        return "are possible" if found.question.weights == "anything" else "are possible (the file states no limits)"
    kinds = _kinds(scenario)
    verb = "allow" if len(kinds) > 1 or kinds[0] != "order" else "allows"
    one = " (it is only one)" if len(found.allowed.weights.corners) == 1 else ""
    return f"the {names(kinds)} of the file {verb}{one}{outside}"


def _kinds(scenario: Scenario) -> list[str]:
    weights = scenario.weights
    given = (("ranges", weights.ranges), ("order", weights.order), ("ratios", weights.ratios))
    return [word for word, stated in given if stated]
