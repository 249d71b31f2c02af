"""How safe the mix is, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from mcda.mixes.evaluate import Members
from mcda.mixes.robust import MixSegment
from mcda.scenario.robust import Robustness
from mcda.scenario.robust_mix import MixRobustness
from mcda.scenario.robust_words import sampled, sampled_error, shift_text
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import names, option_name, rounded, share

SHOWN = 3
OFTEN = 0.75


def mix_share_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """In which share of the allowed weightings the mix is best, and the options in all, some and none."""
    mix = found.mix
    if mix is None or mix.cells is None or mix.inclusion is None:
        return ()
    own = sum(cell.share for cell in mix.cells if cell.members == mix.best)
    if len(mix.cells) == 1 and own:
        texts = ["The mix is the best one under all allowed weights."]
    else:
        texts = [
            f"The mix is the best one in {_exact(own)} of the allowed weightings; "
            f"{len(mix.cells)} mixes are best somewhere (exact volumes)."
        ]
        texts += [_other(scenario, mix, cell.members, cell.share) for cell in mix.cells if cell.members != mix.best][
            :SHOWN
        ]
    held = mix.inclusion
    if held.core:
        texts.append(f"In every mix that the allowed weights leave open: {_names(scenario, held.core)}.")
    open_ = sorted(held.borderline, key=lambda option: -held.shares[option])
    if open_:
        told = names(f"{_names(scenario, [i])} ({_exact(held.shares[i])})" for i in open_)
        texts.append(f"In some of them (share of weightings whose best mix holds it): {told}.")
    if held.exterior:
        texts.append(f"In none of them: {_names(scenario, held.exterior)}.")
    return tuple(texts)


def mix_change_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """The smallest shift of weight that changes the mix, its intervals, and what it could cost to be wrong."""
    mix = found.mix
    if mix is None:
        return ()
    return (*_flip(scenario, mix), *_segments(scenario, mix), *_regret(scenario, mix))


def drawn_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """What uncertain ratings do to the mix."""
    drawn = found.mix.drawn if found.mix else None
    if found.mix is None or drawn is None:
        return ()
    order = sorted(range(len(drawn.holding)), key=lambda option: -drawn.holding[option])
    often = [option for option in order if drawn.holding[option] >= OFTEN]
    texts = [
        f"Weights as given, every rating anywhere between its low and high value: the mix is the best one in "
        f"{sampled(drawn.best)} and keeps all constraints in {sampled(drawn.fits)} of {drawn.draws} draws "
        f"(± at most {sampled_error(drawn.error)})."
    ]
    if often:
        told = names(f"{_names(scenario, [i])} ({sampled(drawn.holding[i])})" for i in often)
        texts.append(f"The best mix of a draw mostly holds: {told}.")
    return tuple(texts)


def nothing_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """What the mix would be if doing nothing stood one level away."""
    mix = found.mix
    others = mix.other_nothing if mix else ()
    if mix is None or not others:
        return ()
    same = [each for each in others if each.same]
    texts = []
    for each in others:
        if each.same:
            continue
        title = scenario.study.criterion(each.criterion).name.lower()
        then = "no mix fits" if each.members is None else _difference(scenario, mix.best, each.members)
        texts.append(f"If doing nothing meant {each.level} on {title}: {then}.")
    if same:
        texts.append(f"{len(same)} of {len(others)} neighbouring do-nothing levels leave the mix as it is.")
    return tuple(texts)


def _flip(scenario: Scenario, mix: MixRobustness) -> Iterator[str]:
    if mix.flip is None:
        yield "No weights make another mix better than this one."
    elif not mix.flip.shift.moved:
        yield f"Another mix is as good already: {_difference(scenario, mix.best, mix.flip.members)}."
    else:
        told = shift_text(scenario, mix.flip.shift)
        then = _difference(scenario, mix.best, mix.flip.members)
        yield f"The smallest shift of weight that changes the mix is {told}: {then}."


def _segments(scenario: Scenario, mix: MixRobustness) -> Iterator[str]:
    for criterion, weight, parts in zip(scenario.study.criteria, scenario.problem.weights, mix.segments, strict=False):
        own = [part for part in parts if part.low <= weight <= part.high]
        if len(parts) == 1 or not own:
            yield f"{criterion.name}: the mix stays whatever this weight."
        else:
            yield _interval(criterion.name, own[-1])


def _interval(title: str, part: MixSegment) -> str:
    return f"{title}: the mix stays from {rounded(part.low * 100)} to {rounded(part.high * 100)} % of the weight."


def _regret(scenario: Scenario, mix: MixRobustness) -> Iterator[str]:
    behind = rounded(mix.regret.most)
    yield f"Under the least favourable allowed weights, the mix is {behind} points behind the best one."
    if mix.least_regret.most < mix.regret.most:
        other = _difference(scenario, mix.best, mix.least_regret.members)
        yield f"The mix that is least behind in its worst case is behind by {rounded(mix.least_regret.most)}: {other}."


def _other(scenario: Scenario, mix: MixRobustness, members: Members, part: float) -> str:
    return f"In {_exact(part)} it is another mix: {_difference(scenario, mix.best, members)}."


def _difference(scenario: Scenario, best: Members, other: Members) -> str:
    """Another mix as what comes in and what goes out."""
    coming = [i for i in other if i not in best]
    going = [i for i in best if i not in other]
    parts = [f"{_names(scenario, coming)} in"] if coming else []
    parts += [f"{_names(scenario, going)} out"] if going else []
    return ", ".join(parts) or "the same options"


def _names(scenario: Scenario, options: Iterable[int]) -> str:
    return names(option_name(scenario.study, scenario.mixing.options[i]) for i in options)


def _exact(part: float) -> str:
    return share(Fraction(part).limit_denominator(10**9))
