"""How safe the answer is, in plain sentences: a share says over which weights, a sampled one never claims certainty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from mcda.methods.rules import Box
from mcda.methods.smallest_shift import Shift
from mcda.methods.weight_sets import weight_ranges
from mcda.scenario.robust import OneWeight, Robustness
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import amount, names, option_name, rounded, share, weight_span

SHOWN = 3
HARDLY = Fraction(1, 2)
# A rule under which an option leads more seldom than this is only worth telling for the leader.
MOSTLY = 0.5
DIGITS = 10**9
# The smallest error of a sampled share that is told as a number.
SMALLEST_ERROR = Fraction(1, 1000)


def over_words(found: Robustness) -> str:
    """Over which weights all shares are taken, and how a share is meant."""
    if found.allowed.fixed:
        return f"Weights are held at {found.allowed.words}."
    return (
        f"A weighting is one way to share 100 % among the criteria. The allowed weightings are {found.allowed.words}. "
        "A share of them is not the chance of being right."
    )


def range_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """How low and how high each weight can be, all statements of the weights file taken together."""
    if found.allowed.fixed or not found.allowed.statements:
        return ()
    ends = weight_ranges(found.allowed.weights)
    told = [f"{_criterion(scenario, j)} {weight_span(low, high)} %" for j, (low, high) in enumerate(ends)]
    return (f"Its statements together allow weightings with {names(told)}.",)


def twins(found: Robustness, option: int) -> tuple[int, ...]:
    """The options that no allowed weighting tells apart from one, without itself."""
    level = found.pairs.preference.level[option]
    return tuple(other for other in level.nonzero()[0].tolist() if other != option)


def outside_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """Statements that the points of the weights file break themselves."""
    said = names(statement.sentence for statement in found.allowed.outside)
    return (
        (f"The points of this run are outside what the file of '{scenario.weights.name}' allows: {said}.",)
        if said
        else ()
    )


def left_out_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """What is not looked at: options with a blank rating, and a mix that is not there or could not be gone through."""
    blank = [option.name for option in scenario.study.options if option.key not in found.options]
    texts = [f"Left out because of a blank rating: {names(blank)}."] if blank else []
    if found.mix is None:
        if scenario.mix is None:
            texts.append(scenario.why_no_mix)
        elif scenario.mix.best is None:
            texts.append("Nothing is said about a mix: none is known to keep all constraints (see mcda mix).")
        else:
            texts.append("Nothing is said about the mix: there are too many mixes to go through.")
    return tuple(texts)


def one_weight_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """For every criterion how far its weight can move alone before another option leads."""
    return tuple(_one_weight(scenario, found, each) for each in found.one_way)


def shift_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """The smallest shifts of weight that bring a rival level, and the options that no weights bring level."""
    leader = option_title(scenario, found, found.leader)
    near = [each for each in found.shifts if each.shift is not None][:SHOWN]
    texts = [
        f"{capital(shift_text(scenario, each.shift))} brings {option_title(scenario, found, each.option)} level with "
        f"{leader}."
        for each in near
        if each.shift is not None and each.shift.moved
    ]
    level = [option_title(scenario, found, each.option) for each in near if each.shift and not each.shift.moved]
    if level_now(found):
        ends = "any shift of weight that tells them apart ends the tie"
        texts = [f"{names(level)} {_are(level)} level with {leader} already: {ends}."]
    elif level:
        texts.insert(0, f"{names(level)} {_are(level)} level with {leader} whatever the weights.")
    behind = [option_title(scenario, found, each.option) for each in found.shifts if each.shift is None]
    if behind:
        texts.append(f"No weights at all bring {_few(behind)} level with {leader}.")
    return tuple(texts)


def level_now(found: Robustness) -> tuple[int, ...]:
    """The options that share first place at the weights as given, and would not with some others."""
    level = (each.option for each in found.shifts if each.shift is not None and not each.shift.moved)
    return tuple(option for option in level if option not in found.alike)


def first_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """Who is first over the allowed weights, who never is, and what settling the weights would add."""
    if found.allowed.fixed:
        return ()
    order = sorted(range(len(found.options)), key=lambda option: -found.first.shares[option])
    leading = [option for option in order if found.first.shares[option] > 0]
    told = _few([f"{option_title(scenario, found, i)} in {first_share(found, i)}" for i in leading])
    how = "exact" if found.first.exact else f"sampled at {found.ranks.draws:,} weightings"
    if any(twins(found, option) for option in leading):
        how += "; options that share first place count each"
    texts = [f"First place, in shares of the allowed weightings: {told} ({how})."]
    never = [option_title(scenario, found, option) for option in found.never_best]
    if never:
        texts.append(f"Never first under the allowed weightings: {_few(never)}.")
    texts += _beaten_often(scenario, found)
    if found.first.settling is not None and len(leading) > 1:
        gain = Fraction(found.first.settling)
        little = "little to gain from arguing about weights" if gain < HARDLY else "settling them is worth some time"
        texts.append(f"Settling the weights exactly would add {_gained(gain)} on average: {little}.")
    return tuple(texts)


def certain_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """What holds under every allowed weighting: whom the leader beats, the ranks it can take, and its worst case."""
    if found.allowed.fixed:
        return ()
    leader, own = found.leader, found.rank_ranges[found.leader]
    name, preference = option_title(scenario, found, leader), found.pairs.preference
    others = [k for k in range(len(found.options)) if k != leader]
    ahead = [option_title(scenario, found, k) for k in others if preference.over[k, leader]]
    open_ = [
        option_title(scenario, found, k)
        for k in others
        if preference.ever[k, leader] and not preference.over[k, leader]
    ]
    level = [option_title(scenario, found, k) for k in twins(found, leader)]
    texts = []
    if level:
        texts.append(f"Under every allowed weighting {names(level)} {_are(level)} level with {name}.")
    texts += _never_behind(scenario, found)
    if ahead:
        texts.append(f"Under every allowed weighting {name} stays below {_few(ahead)}.")
    if open_:
        texts.append(f"Under some allowed weighting {name} falls behind {_few(open_)}.")
    sure = "" if own.exact else " at least"
    place = f"only place {own.best}" if own.best == own.worst else f"places {own.best} to {own.worst}"
    texts.append(f"{name} can take{sure} {place} of {len(found.options)}.")
    most = found.regrets[leader].most
    if most:
        instead = option_title(scenario, found, found.regrets[leader].instead)
        texts.append(f"At worst {name} is {points_text(most)} behind the best option there, {instead}.")
    return tuple(texts)


def rule_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """Rules for when an option leads: exact ones, then boxes with what they cover."""
    texts = [*_always_first(scenario, found), *_sufficient(scenario, found)]
    boxes = [
        (option, _box(scenario, found, option, box))
        for option, box in found.rules.boxes
        if box.density >= MOSTLY or option == found.leader
    ]
    own = [text for option, text in boxes if option == found.leader]
    return (*own, *texts, *(text for option, text in boxes if option != found.leader))


def _always_first(scenario: Scenario, found: Robustness) -> Iterator[str]:
    """Who is first whatever all weights are: rules that ask for nothing."""
    always = dict.fromkeys(rule.option for rule in found.rules.exact if rule.share == 0)
    told = [option_title(scenario, found, option) for option in always]
    if len(told) > 1:
        yield f"{names(told)} share first place whatever the weights (exact)."
    elif told:
        yield f"No weights at all put another option above {told[0]} (exact)."


def _sufficient(scenario: Scenario, found: Robustness) -> Iterator[str]:
    """The exact rules that ask for some weight. Two options that lead if one criterion weighs enough are the same in
    all that counts, so that they lead together."""
    exact = sorted((rule for rule in found.rules.exact if rule.share), key=lambda rule: rule.option != found.leader)
    for j, least in dict.fromkeys((rule.criterion, rule.share) for rule in exact):
        told = [option_title(scenario, found, r.option) for r in exact if (r.criterion, r.share) == (j, least)]
        # At the exact bound another option may still be level.
        bound = "more than" if least < 1 and (1000 * least).denominator == 1 else "at least"
        yield (
            f"{names(told)} {'lead together' if len(told) > 1 else 'leads'} whatever the other weights if "
            f"{_criterion(scenario, j)} has {bound} {_up(least)} % of the weight (exact)."
        )


def ordinal_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """How often the leader stays first when levels are read as an order alone."""
    reading = found.ordinal
    if reading is None:
        return ()
    leader = option_title(scenario, found, found.leader)
    if reading.always:
        return (f"Even if steps between levels differ in worth, {leader} stays first, whatever they are worth.",)
    return (
        "So far each step from one level to the next was worth what the scale says. If only their order counts, "
        f"and steps may be worth more or less, {leader} stays first in {sampled(reading.share)} "
        f"(± {sampled_error(reading.error)}) of {reading.tried:,} readings; weights and best ratings as given.",
    )


def exact_share(part: float) -> str:
    """An exact share that was worked out in floats: what happens is never "0 %", what is not certain never "100 %".

    >>> exact_share(0.25), exact_share(1e-15), exact_share(1 - 1e-15), exact_share(1.0)
    ('25 %', '<1 %', '>99 %', '100 %')
    """
    return share(rational(part))


def in_share(text: str) -> str:
    """A share in a sentence: "in 22 %", "in none", "in all".

    >>> in_share("0 %"), in_share("<1 %"), in_share("100 %")
    ('in none', 'in <1 %', 'in all')
    """
    return {"0 %": "in none", "100 %": "in all"}.get(text, f"in {text}")


def rational(part: float) -> Fraction:
    """The nearest short fraction, so that 0.30000000000000004 is 3/10; never 0 or 1 for a share between them."""
    near = Fraction(part).limit_denominator(DIGITS)
    if 0 < part < 1 and near in (0, 1):
        return Fraction(1, DIGITS) if near == 0 else 1 - Fraction(1, DIGITS)
    return near


def sampled(part: float) -> str:
    """A share that was sampled: never "0 %" and never "100 %"."""
    return "<1 %" if part < 0.01 else ">99 %" if part > 0.99 else share(Fraction(part).limit_denominator(10**6))


def sampled_error(error: float) -> str:
    """The error of a sampled share, in percent."""
    return "<0.1" if error < SMALLEST_ERROR else rounded(Fraction(error) * 100)


def most_error(error: float) -> str:
    """The largest error of many sampled shares: "± at most 0.3"."""
    return "± less than 0.1" if error < SMALLEST_ERROR else f"± at most {sampled_error(error)}"


def first_share(found: Robustness, option: int) -> str:
    """How often an option is first over the allowed weightings, with its error where it was sampled."""
    part = found.first.shares[option]
    if found.first.exact:
        return exact_share(part)
    return f"{sampled(part)} (± {sampled_error(found.first.errors[option])})"


def shift_text(scenario: Scenario, shift: Shift, unit: str = "points of weight") -> str:
    """A shift of weight: "moving 6.0 points of weight from transparency to economic effect"."""
    sources = names(
        f"{_moved(taken)}{f' {unit}' if place == 0 else ''} from {_criterion(scenario, j)}"
        for place, (j, taken) in enumerate(shift.taken)
    )
    return f"moving {sources} to {_criterion(scenario, shift.to)}"


def option_title(scenario: Scenario, found: Robustness, option: int) -> str:
    """The name of an option by its place among the rated ones."""
    return option_name(scenario.study, found.options[option])


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def _one_weight(scenario: Scenario, found: Robustness, each: OneWeight) -> str:
    title = scenario.study.criterion(each.criterion).name
    own, leader = each.lead, option_title(scenario, found, found.leader)
    head = f"{title} ({share(each.weight)} now): {leader}"
    sides = [f"below that {option_title(scenario, found, own.below)}"] if own.below is not None else []
    sides += [f"above that {option_title(scenario, found, own.above)}"] if own.above is not None else []
    if not sides:
        return f"{head} is first whatever this weight."
    where = "only with this weight" if own.low == own.high else f"from {weight_span(own.low, own.high)} %"
    evenly = " (the other weights, all 0 now, sharing evenly)" if each.weight == 1 else ""
    return f"{head} is first {where}, {names(sides)}{evenly}."


def _never_behind(scenario: Scenario, found: Robustness) -> Iterator[str]:
    """The options that no allowed weighting puts above the leader; some of them it may leave level with it."""
    name, preference = option_title(scenario, found, found.leader), found.pairs.preference
    over, beats = preference.over[found.leader], preference.beats[found.leader]
    below = [option_title(scenario, found, k) for k in range(len(found.options)) if over[k]]
    touching = [option_title(scenario, found, k) for k in range(len(found.options)) if beats[k] and not over[k]]
    told = [f"stays above {_few(below)}"] if below else []
    others = names(touching) if len(touching) < SHOWN else f"{len(touching)} others"
    told += [f"is at worst level with {others}"] if touching else []
    if told:
        yield f"Under every allowed weighting {name} {', and '.join(told)}."


def _beaten_often(scenario: Scenario, found: Robustness) -> Iterator[str]:
    """The strongest rival of the leader, pair by pair."""
    leader, winning = found.leader, found.pairs.winning
    others = [k for k in range(len(found.options)) if k != leader and k not in twins(found, leader)]
    rival = max(others, key=lambda k: float(winning[k, leader]), default=leader)
    part = float(winning[leader, rival])
    if rival != leader and 0 < part < 1:
        name, other = option_title(scenario, found, leader), option_title(scenario, found, rival)
        told = exact_share(part)
        yield f"Against {other}, its strongest rival, {name} scores more in {told} of the allowed weightings."


def _box(scenario: Scenario, found: Robustness, option: int, box: Box) -> str:
    how = "mostly leads" if box.density >= MOSTLY else "leads most often"
    covering, dense = map(sampled_error, box.errors)
    return (
        f"{option_title(scenario, found, option)} {how} if {names(_conditions(scenario, box))}: in "
        f"{sampled(box.density)} (± {dense}) of such allowed weightings it leads, and {sampled(box.coverage)} "
        f"(± {covering}) of those in which it leads are such (sampled)."
    )


def _conditions(scenario: Scenario, box: Box) -> Iterator[str]:
    """One condition for each criterion: at least, at most, or from one share to another."""
    for j in dict.fromkeys(each.criterion for each in box.conditions):
        ends = [rounded(Fraction(each.share) * 100, 0) for each in box.conditions if each.criterion == j]
        above = next(each.above for each in box.conditions if each.criterion == j)
        if len(ends) > 1:
            yield f"{_criterion(scenario, j)} has {ends[0]} to {ends[1]} %"
        else:
            yield f"{_criterion(scenario, j)} has {'at least' if above else 'at most'} {ends[0]} %"


def _moved(part: Fraction) -> str:
    return "less than 0.1" if 0 < part * 100 < Fraction(1, 10) else rounded(part * 100)


def _gained(gain: Fraction) -> str:
    """A gain that was worked out in floats."""
    return "nothing" if gain < Fraction(1, DIGITS) else points_text(gain)


def points_text(points: Fraction) -> str:
    """A difference in points that is not nothing: "6.0 points" or "less than 0.1 points"."""
    return "less than 0.1 points" if points < Fraction(1, 10) else f"{rounded(points)} points"


def _up(part: Fraction) -> str:
    """A share in percent with one decimal, rounded up: a rule must not promise too much."""
    tenths = -((-part * 1000) // 1)
    return amount(Fraction(tenths, 10))


def _criterion(scenario: Scenario, j: int) -> str:
    return scenario.study.criteria[j].name


def _few(items: Sequence[str]) -> str:
    return names(items) if len(items) <= SHOWN + 2 else names([*items[:SHOWN], f"{len(items) - SHOWN} more"])


def _are(items: Sequence[str]) -> str:
    return "are" if len(items) > 1 else "is"
