"""How safe the mix is, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from mcda.mixes.evaluate import Members
from mcda.mixes.robust import MixSegment
from mcda.model.counts import agreeing, counted
from mcda.scenario.mix_explain_words import RULE_WORDS
from mcda.scenario.mix_rules import OtherRule
from mcda.scenario.robust import Robustness
from mcda.scenario.robust_mix import MixRobustness
from mcda.scenario.robust_mix_sampled import Sampled, SampledMixes
from mcda.scenario.robust_words import (
    exact_share,
    in_share,
    most_error,
    points_text,
    sampled,
    sampled_error,
    shift_text,
)
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import names, option_name, weight_span

SHOWN = 3
OFTEN = 0.75
BELOW_1 = 1 - 1e-9
# Of mixes that always match each other one is kept.
UNMATCHED = "that no other one always matches or beats"


def mix_share_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """In which share of the allowed weightings the mix is best, and the options in all, some and none."""
    mix = found.mix
    if mix is None or found.allowed.fixed:
        return ()
    if mix.sampled is not None:
        return _sampled_words(scenario, mix, mix.sampled)
    if mix.cells is None or mix.inclusion is None:
        return ()
    if mix.share == 1:
        texts = ["The mix is the best one under all allowed weightings."]
    else:
        own = f"{in_share(exact_share(mix.share))} of the allowed weightings"
        where = "only where others are as good" if mix.only_level else own
        texts = [f"The mix is the best one {where}; {_best_somewhere(len(mix.cells))} (exact)."]
        texts += [_other(scenario, mix, cell.members, cell.share) for cell in mix.cells if cell.members != mix.best][
            :SHOWN
        ]
    held = mix.inclusion
    if held.core:
        texts.append(f"In every mix {UNMATCHED}: {_names(scenario, held.core)}.")
    open_ = sorted(held.borderline, key=lambda option: -held.shares[option])
    if open_:
        # An option of all cells is in some mix less where others are level.
        told = names(f"{_names(scenario, [i])} ({exact_share(min(held.shares[i], BELOW_1))})" for i in open_)
        which = "of these mixes" if held.core else f"mixes {UNMATCHED}"
        texts.append(f"In some {which} (share of the allowed weightings whose best mix holds it): {told}.")
    if held.exterior:
        texts.append(f"In none of these mixes: {_names(scenario, held.exterior)}.")
    return tuple(texts)


def _best_somewhere(mixes: int) -> str:
    return f"{counted(mixes, 'mix', 'mixes')} {agreeing(mixes, 'is', 'are')} best somewhere, not only as good as others"


def _sampled_words(scenario: Scenario, mix: MixRobustness, found: SampledMixes) -> tuple[str, ...]:
    """The same where shares had to be sampled."""
    own = next((part for members, part in found.mixes if members == mix.best), Sampled(0.0, 0.0))
    texts = [
        f"The mix is the best one in {_about(own)} of {found.draws:,} allowed weightings that were drawn; "
        f"{_best_somewhere(len(found.mixes))} among them."
    ]
    texts += [
        f"In {_about(part)} of them another mix is best ({_difference(scenario, mix.best, members)})."
        for members, part in found.mixes[: SHOWN + 1]
        if members != mix.best
    ][:SHOWN]
    held = sorted((i for i, part in enumerate(found.holding) if part.share), key=lambda i: -found.holding[i].share)
    told = names(f"{_names(scenario, [i])} ({sampled(found.holding[i].share)})" for i in held)
    texts.append(f"Options in the best mix, by their share of the drawn weightings: {told}.")
    return tuple(texts)


def _about(part: Sampled) -> str:
    return f"{sampled(part.share)} (± {sampled_error(part.error)})"


def mix_change_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """The smallest shift of weight that changes the mix, its intervals, and what it could cost to be wrong."""
    mix = found.mix
    if mix is None:
        return ()
    regret = () if found.allowed.fixed else _regret(scenario, mix)
    return (*_flip(scenario, mix), *regret, *_segments(scenario, mix))


def drawn_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """What uncertain ratings do to the mix."""
    drawn = found.mix.closer.drawn if found.mix and found.mix.closer else None
    if found.mix is None or drawn is None or found.ratings is None:
        return ()
    order = sorted(range(len(drawn.holding)), key=lambda option: -drawn.holding[option])
    often = [option for option in order if drawn.holding[option] >= OFTEN]
    texts = [
        f"Weights as given, ratings drawn as above: the mix is the best one in {sampled(drawn.best)} and keeps all "
        f"constraints in {sampled(drawn.fits)} of {drawn.draws:,} draws ({most_error(drawn.error)})."
    ]
    if often:
        told = names(f"{_names(scenario, [i])} ({sampled(drawn.holding[i])})" for i in often)
        texts.append(f"The best mix of a draw mostly holds: {told}.")
    return tuple(texts)


def other_rule_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """What the mix would be if a criterion added up by another rule."""
    mix = found.mix
    others = mix.closer.other_rules if mix and mix.closer else ()
    if mix is None:
        return ()
    same = [each for each in others if each.same]
    texts = list(_stays(same, others, "other rule"))
    for each in others:
        if each not in same:
            title = scenario.study.criterion(each.criterion).name
            texts.append(f"{title} {RULE_WORDS[each.rule]}: {_then(scenario, mix, each)}.")
    return tuple(texts)


def _stays(same: Sequence[object], others: Sequence[object], what: str) -> Iterator[str]:
    """Under how many of some other rules or levels the mix stays; nothing where it goes under the only one."""
    if len(others) > 1:
        yield f"Under {len(same) or 'none'} of the {len(others)} {what}s the mix stays as it is."
    elif same:
        yield f"Under the only {what} the mix stays as it is."


def _then(scenario: Scenario, mix: MixRobustness, other: OtherRule) -> str:
    if other.best is None:
        return "no mix fits" if other.proved else "not known"
    return _difference(scenario, mix.best, other.best.members)


def nothing_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """What the mix would be if doing nothing stood one level away."""
    mix = found.mix
    others = mix.closer.other_nothing if mix and mix.closer else ()
    if mix is None or not others:
        return ()
    same = [each for each in others if each.same]
    texts = list(_stays(same, others, "neighbouring do-nothing level"))
    for each in others:
        if each.same:
            continue
        title = scenario.study.criterion(each.criterion).name
        then = "no mix fits" if each.members is None else _difference(scenario, mix.best, each.members)
        texts.append(f"If doing nothing meant {each.level} on {title}: {then}.")
    return tuple(texts)


def _flip(scenario: Scenario, mix: MixRobustness) -> Iterator[str]:
    if mix.flip is None:
        yield "No weights make another mix better than this one."
    elif not mix.flip.shift.moved:
        yield f"Another mix is as good already ({_difference(scenario, mix.best, mix.flip.members)})."
    else:
        told = shift_text(scenario, mix.flip.shift)
        then = _difference(scenario, mix.best, mix.flip.members)
        yield f"The smallest shift of weight that makes another mix as good is {told} ({then})."


def _segments(scenario: Scenario, mix: MixRobustness) -> Iterator[str]:
    for criterion, weight, parts in zip(scenario.study.criteria, scenario.problem.weights, mix.segments, strict=False):
        around = [place for place, part in enumerate(parts) if part.low <= weight <= part.high]
        own = next((place for place in around if mix.best in parts[place].mixes), None)
        if own is None:
            yield _only_here(scenario, mix, criterion.name, [(weight, parts[place]) for place in around])
        elif len(parts) == 1:
            yield f"{criterion.name}: the mix stays whatever this weight."
        else:
            yield _interval(scenario, mix, criterion.name, (parts, own))


def _only_here(
    scenario: Scenario, mix: MixRobustness, title: str, around: Sequence[tuple[Fraction, MixSegment]]
) -> str:
    """Of a mix that is only level with others, where the intervals in which they are best meet."""
    sides = [("below" if part.high == weight else "above", part) for weight, part in around]
    return f"{title}: the mix is best only with this weight, {_beyond(scenario, mix, sides)}."


def _beyond(scenario: Scenario, mix: MixRobustness, sides: Sequence[tuple[str, MixSegment]]) -> str:
    return names(f"{word} that another ({_difference(scenario, mix.best, other.mixes[0])})" for word, other in sides)


def _interval(scenario: Scenario, mix: MixRobustness, title: str, found: tuple[Sequence[MixSegment], int]) -> str:
    """Where the mix stays as one weight moves, and what changes first on each side."""
    parts, place = found
    part = parts[place]
    sides = [("below", parts[place - 1])] if place else []
    sides += [("above", parts[place + 1])] if place + 1 < len(parts) else []
    told = _beyond(scenario, mix, sides)
    return f"{title}: the mix is best from {weight_span(part.low, part.high)} % of the weight, {told}."


def _regret(scenario: Scenario, mix: MixRobustness) -> Iterator[str]:
    if not mix.regret.most:
        return
    behind = points_text(mix.regret.most)
    yield f"Under the least favourable allowed weighting the mix is {behind} behind the best one there."
    if mix.least_regret.most < mix.regret.most:
        other = _difference(scenario, mix.best, mix.least_regret.members)
        least = mix.least_regret.most
        then = f"is {points_text(least)} behind" if least else "is never behind"
        yield f"The mix that is least behind in its worst case {then} ({other})."
    else:
        yield "No other mix has a smaller worst case of this kind."


def _other(scenario: Scenario, mix: MixRobustness, members: Members, part: float) -> str:
    return f"In {exact_share(part)} of them another mix is best ({_difference(scenario, mix.best, members)})."


def _difference(scenario: Scenario, best: Members, other: Members) -> str:
    """Another mix as what comes in and what goes out: "in: A and B; out: C"."""
    coming = [i for i in other if i not in best]
    going = [i for i in best if i not in other]
    parts = [f"in: {_names(scenario, coming)}"] if coming else []
    parts += [f"out: {_names(scenario, going)}"] if going else []
    return "; ".join(parts) or "the same options"


def _names(scenario: Scenario, options: Iterable[int]) -> str:
    return names(option_name(scenario.study, scenario.mixing.options[i]) for i in options)
