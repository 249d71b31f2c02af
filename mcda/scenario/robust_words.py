"""How safe the answer is, in plain sentences: a share says over which weights, a sampled one never claims certainty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from mcda.methods.rules import Box
from mcda.methods.smallest_shift import Shift
from mcda.problem.scale import level, signed
from mcda.scenario.robust import OneWeight, Robustness
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import amount, names, option_name, rounded, share

SHOWN = 3
HARDLY = Fraction(1, 2)


def over_words(found: Robustness) -> str:
    """Over which weights all shares are taken."""
    return f"Shares of weightings below are over {found.allowed.words}."


def outside_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """Statements that the points of the weights file break themselves."""
    said = names(statement.sentence for statement in found.allowed.outside)
    return (f"The points of '{scenario.weights.name}' are outside what the file allows: {said}.",) if said else ()


def one_weight_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """For every criterion how far its weight can move alone before another option leads."""
    return tuple(_one_weight(scenario, found, each) for each in found.one_way)


def shift_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """The smallest shifts of weight that bring a rival level, and the options that no weights bring level."""
    leader = _name(scenario, found, found.leader)
    near = [each for each in found.shifts if each.shift is not None][:SHOWN]
    texts = [
        f"{_shift(scenario, each.shift)} brings {_name(scenario, found, each.option)} level with {leader}."
        for each in near
        if each.shift is not None and each.shift.moved
    ]
    level_ = [_name(scenario, found, each.option) for each in near if each.shift and not each.shift.moved]
    if level_:
        texts.insert(0, f"{names(level_)} {_are(level_)} level with {leader} already.")
    behind = [_name(scenario, found, each.option) for each in found.shifts if each.shift is None]
    if behind:
        texts.append(f"No weights at all bring {_few(behind)} level with {leader}.")
    return tuple(texts)


def first_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """Who is first over the allowed weights, who never is, and what settling the weights would add."""
    order = sorted(range(len(found.options)), key=lambda option: -found.first.shares[option])
    leading = [option for option in order if found.first.shares[option] > 0]
    told = _shares(scenario, found, leading[: SHOWN + 1])
    how = "" if found.first.exact else " (sampled)"
    texts = [f"First place over the allowed weights: {told}{how}."]
    never = [_name(scenario, found, option) for option in found.never_best]
    if never:
        texts.append(f"Never first under the allowed weights: {_few(never)}.")
    if found.first.settling is not None and len(leading) > 1:
        gain = Fraction(found.first.settling)
        little = "so there is little to gain from arguing about weights" if gain < HARDLY else "so it is worth an hour"
        added = "less than 0.1" if gain < Fraction(1, 10) else rounded(gain)
        texts.append(f"Settling the weights exactly would add {added} points on average, {little}.")
    return tuple(texts)


def certain_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """What holds under every allowed weighting: whom the leader beats, and the ranks it can take."""
    leader, own = found.leader, found.rank_ranges[found.leader]
    beaten = [_name(scenario, found, k) for k in range(len(found.options)) if found.pairs.preference.beats[leader, k]]
    texts = []
    if beaten:
        texts.append(f"Whatever the allowed weights, {_name(scenario, found, leader)} stays above {_few(beaten)}.")
    sure = "" if own.exact else " at least"
    place = f"place {own.best}" if own.best == own.worst else f"places {own.best} to {own.worst}"
    name = _name(scenario, found, leader)
    texts.append(f"Over the allowed weights {name} can take{sure} {place} of {len(found.options)}.")
    return tuple(texts)


def rating_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """What the low and high ratings do, and which rating to check first."""
    ratings = found.ratings
    if ratings is None:
        return ("No rating has a low or a high value, so ratings count as certain here.",)
    texts = []
    for before, ranks in (
        ("Weights as given, every rating anywhere between its low and high value", ratings.alone),
        ("Ratings and allowed weights both open", ratings.with_weights),
    ):
        order = sorted(range(len(found.options)), key=lambda option: -ranks.first[option])[:SHOWN]
        told = names(
            f"{_name(scenario, found, i)} {sampled(ranks.first[i])} (± {sampled_error(ranks.errors[i, 0])})"
            for i in order
            if ranks.first[i] > 0
        )
        texts.append(f"{before}: first are {told} of {ranks.draws:,} draws.")
    return (*texts, *_checks(scenario, found), *_flip(scenario, found))


def rule_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """Rules for when an option leads: exact ones, then boxes with what they cover."""
    texts = [
        f"{_name(scenario, found, rule.option)} leads whatever the other weights if "
        f"{_criterion(scenario, rule.criterion)} has at least {_up(rule.share)} % of the weight (exact)."
        for rule in found.rules.exact
    ]
    return (*texts, *(_box(scenario, found, option, box) for option, box in found.rules.boxes))


def ordinal_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """How often the leader stays first when levels are read as an order alone."""
    reading = found.ordinal
    if reading is None:
        return ()
    leader = _name(scenario, found, found.leader)
    if reading.always:
        return (f"Even if steps between levels differ in worth, {leader} stays first, whatever they are worth.",)
    return (
        f"What each level is worth was taken as given. If steps between levels may be worth more or less than others, "
        f"{leader} stays first in {sampled(reading.share)} (± {sampled_error(reading.error)}) of {reading.tried:,} "
        "readings that keep the order of the levels, with weights and best ratings as given.",
    )


def sampled(part: float) -> str:
    """A share that was sampled: never "0 %" and never "100 %"."""
    return "<1 %" if part < 0.01 else ">99 %" if part > 0.99 else share(Fraction(part).limit_denominator(10**6))


def sampled_error(error: float) -> str:
    """The error of a sampled share, in percent."""
    percent = Fraction(error) * 100
    return "<0.1" if percent < Fraction(1, 10) else rounded(percent)


def shift_text(scenario: Scenario, shift: Shift) -> str:
    """A shift of weight: "moving 6.0 points of weight from transparency to economic effect"."""
    return _shift(scenario, shift)[0].lower() + _shift(scenario, shift)[1:]


def _one_weight(scenario: Scenario, found: Robustness, each: OneWeight) -> str:
    title = scenario.study.criterion(each.criterion).name
    own, leader = each.lead, _name(scenario, found, found.leader)
    head = f"{title} ({share(each.weight)} now): {leader}"
    sides = [f"below that {_name(scenario, found, own.below)}"] if own.below is not None else []
    sides += [f"above that {_name(scenario, found, own.above)}"] if own.above is not None else []
    if not sides:
        return f"{head} is first whatever this weight."
    return f"{head} is first from {rounded(own.low * 100)} to {rounded(own.high * 100)} %, {names(sides)}."


def _shift(scenario: Scenario, shift: Shift) -> str:
    sources = names(
        f"{rounded(taken * 100)}{' points' if place == 0 else ''} from {_criterion(scenario, j)}"
        for place, (j, taken) in enumerate(shift.taken)
    )
    return f"Moving {sources} to {_criterion(scenario, shift.to)}"


def _shares(scenario: Scenario, found: Robustness, options: Sequence[int]) -> str:
    return names(f"{_name(scenario, found, i)} in {_share(found, i)}" for i in options)


def _share(found: Robustness, option: int) -> str:
    part = found.first.shares[option]
    if found.first.exact:
        return share(Fraction(part).limit_denominator(10**9))
    return f"{sampled(part)} (± {sampled_error(found.first.errors[option])})"


def _checks(scenario: Scenario, found: Robustness) -> Iterator[str]:
    checks = found.ratings.checks[:SHOWN] if found.ratings else ()
    if checks:
        told = names(
            f"{_name(scenario, found, each.option)} on {_criterion(scenario, each.criterion)} "
            f"({share(Fraction(each.change).limit_denominator(10**6))})"
            for each in checks
        )
        yield f"Worth checking first (chance that knowing it exactly puts another option in the lead): {told}."


def _flip(scenario: Scenario, found: Robustness) -> Iterator[str]:
    """The smallest single error that changes the leader: in the unit of the criterion where it is linear."""
    flips = found.ratings.flips if found.ratings else ()
    for option, j, change in flips[:1]:
        criterion = scenario.study.criteria[j]
        ends = signed(criterion, criterion.best), signed(criterion, criterion.worst)
        size = abs(change)
        if level(criterion, Fraction(0)) is not None and not isinstance(criterion.best, str):
            steps = abs(Fraction(criterion.best) - Fraction(str(criterion.worst))) * size / abs(ends[0] - ends[1])
            words = f"{amount(steps)} ({criterion.unit})"
        else:
            words = f"{rounded(size)} of its 100 points"
        way = "better" if change > 0 else "worse"
        name = _name(scenario, found, option)
        title = criterion.name.lower()
        yield f"The smallest single error that would change the leader: {name} on {title}, {way} by {words}."


def _box(scenario: Scenario, found: Robustness, option: int, box: Box) -> str:
    said = names(
        f"{_criterion(scenario, each.criterion)} has {'at least' if each.above else 'at most'} "
        f"{rounded(Fraction(each.share) * 100, 0)} %"
        for each in box.conditions
    )
    return (
        f"{_name(scenario, found, option)} mostly leads if {said}: then it leads in {sampled(box.density)} of the "
        f"allowed weightings, and {sampled(box.coverage)} of those in which it leads are of this kind (sampled)."
    )


def _up(part: Fraction) -> str:
    """A share in percent with one decimal, rounded up: a rule must not promise too much."""
    tenths = -((-part * 1000) // 1)
    return amount(Fraction(tenths, 10))


def _name(scenario: Scenario, found: Robustness, option: int) -> str:
    return option_name(scenario.study, found.options[option])


def _criterion(scenario: Scenario, j: int) -> str:
    return scenario.study.criteria[j].name.lower()


def _few(items: Sequence[str]) -> str:
    return names(items) if len(items) <= SHOWN + 2 else names([*items[:SHOWN], f"{len(items) - SHOWN} more"])


def _are(items: Sequence[str]) -> str:
    return "are" if len(items) > 1 else "is"
