"""Numbers and findings in words: one set of sentences for the screen, the workbook, the report and the brief."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from mcda.model.counts import agreeing
from mcda.model.study import Study
from mcda.problem.building import fixed_size
from mcda.problem.scale import is_linear, number
from mcda.scenario.ranking import Comparison, Line
from mcda.scenario.scenario import Scenario

Exact = Fraction | Decimal | int


def rounded(amount: Exact, digits: int = 1) -> str:
    """A number with fixed digits, halves away from zero, never "-0.0".

    >>> rounded(Fraction(1, 3)), rounded(Fraction(-1, 100)), rounded(Fraction(5, 4))
    ('0.3', '0.0', '1.3')
    """
    exact = Fraction(amount)
    scaled = exact * 10**digits
    whole = int((abs(scaled) + Fraction(1, 2)) // 1) * (1 if scaled >= 0 else -1)
    return f"{Decimal(whole).scaleb(-digits) + 0:.{digits}f}"


def signed_points(amount: Exact) -> str:
    """Points with their sign: "+5.0", "-1.9", "0.0"."""
    text = rounded(amount)
    return text if text.startswith("-") or not text.strip("0.") else f"+{text}"


def share(part: Exact) -> str:
    """A share of 1 as whole percent; what happens is never "0 %", what is not certain never "100 %".

    >>> share(Fraction(1, 3)), share(Fraction(1, 1000)), share(0), share(Fraction(999, 1000))
    ('33 %', '<1 %', '0 %', '>99 %')
    """
    percent = Fraction(part) * 100
    if 0 < percent < 1:
        return "<1 %"
    if 99 < percent < 100:
        return ">99 %"
    return f"{rounded(percent, 0)} %"


def weight_percent(weight: Fraction, digits: int = 1) -> str:
    """A weight in percent with one decimal, with more where it would read as 0 or 100 without being so.

    >>> weight_percent(Fraction(1, 3)), weight_percent(Fraction(1)), weight_percent(Fraction(1, 3000))
    ('33.3', '100', '0.03')
    """
    if weight in (0, 1):
        return amount(weight * 100)
    text = rounded(weight * 100, digits)
    return weight_percent(weight, digits + 1) if Fraction(text) in (0, 100) else text


def weight_span(low: Fraction, high: Fraction, digits: int = 1) -> str:
    """From one weight to another, in percent, with as many decimals as tell them apart.

    >>> weight_span(Fraction(0), Fraction(1, 3)), weight_span(Fraction(1, 3), Fraction(1667, 5000))
    ('0 to 33.3', '33.33 to 33.34')
    """
    ends = weight_percent(low, digits), weight_percent(high, digits)
    if low == high:
        return ends[0]
    return weight_span(low, high, digits + 1) if ends[0] == ends[1] else " to ".join(ends)


def amount(quantity: Exact) -> str:
    """A number as short as it was typed: 12, 12.5, at most three decimals."""
    return rounded(quantity, 3).rstrip("0").rstrip(".")


def names(items: Iterable[str]) -> str:
    """Names in a sentence: "a", "a and b", "a, b and c"; "a, x; b; and c" where a name has a comma of its own."""
    texts = list(items)
    if len(texts) < 2:
        return "".join(texts)
    if any("," in text for text in texts):
        return f"{'; '.join(texts[:-1])}; and {texts[-1]}"
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def option_name(study: Study, key: str) -> str:
    """The person's name of an option."""
    return study.option(key).name


def place(line: Line) -> str:
    """The place in the ranking: "1", "2=", or "-" for an option with a blank rating."""
    if line.rank is None:
        return "-"
    return f"{line.rank}=" if line.ties else str(line.rank)


def headline(scenario: Scenario) -> str:
    """What leads and by how much, or that it is level, in one or two sentences."""
    rated = [line for line in scenario.ranking.lines if line.score is not None]
    if not rated:
        return "No option has all its ratings, so none can be ranked."
    return f"{_none_better(scenario, rated)}{_first_place(scenario, rated)}"


def points_apart(study: Study) -> str:
    """How near two scores must be to be called level: "2 points"."""
    limit = Fraction(study.about.close_call)
    return f"{amount(limit)} {agreeing(limit, 'point', 'points')}"


def none_better(rated: int, options: int) -> str:
    """What stands first where none of so many rated options, among so many in all, is better than doing nothing."""
    whose = "" if rated == options else " whose ratings are all there"
    return f"No option{whose} is better than doing nothing. "


def _none_better(scenario: Scenario, rated: Sequence[Line]) -> str:
    if not scenario.ranking.has_nothing or (rated[0].score or 0) > 0:
        return ""
    return none_better(len(rated), len(scenario.ranking.lines))


def _first_place(scenario: Scenario, rated: Sequence[Line]) -> str:
    ranking, study, first = scenario.ranking, scenario.study, rated[0]
    score = rounded(first.score or 0)
    if len(rated) == 1:
        return f"{option_name(study, first.option)} is the only rated option, at {score} points."
    if first.ties:
        tied = names(option_name(study, line.option) for line in ranking.leaders)
        return f"Level: {tied} share first place with the same score, {score} points."
    if (ranking.lead or 0) < Fraction(study.about.close_call):
        return _close_call(scenario, rated)
    ahead = f"{rounded(ranking.lead or 0)} ahead of {option_name(study, rated[1].option)}."
    if _none_better(scenario, rated):
        return f"{option_name(study, first.option)} comes first with {score} points, {ahead}"
    return f"{option_name(study, first.option)} leads with {score} {points_words(study)}, {ahead}"


def _close_call(scenario: Scenario, rated: Sequence[Line]) -> str:
    study, limit = scenario.study, Fraction(scenario.study.about.close_call)
    first, second = rated[:2]
    close = [line for line in rated if (first.score or 0) - (line.score or 0) < limit]
    others = f" (and {len(close) - 2} more)" if len(close) > 2 else ""
    return (
        f"Practically level: {option_name(study, first.option)} ({rounded(first.score or 0)}) and "
        f"{option_name(study, second.option)} ({rounded(second.score or 0)}){others} are less than "
        f"{points_apart(study)} apart, too close to call."
    )


def explained(study: Study, comparison: Comparison) -> str:
    """A pair in words: "A over B by 3.1: +5.0 from alliance cohesion, -1.9 from transparency"."""
    parts = sorted(zip(study.criteria, comparison.parts, strict=True), key=lambda part: -abs(part[1]))
    shown = [f"{signed_points(points)} from {criterion.name}" for criterion, points in parts if points]
    first, second = option_name(study, comparison.first), option_name(study, comparison.second)
    if not comparison.difference:
        return f"{first} and {second} score the same: {', '.join(shown) or 'no criterion tells them apart'}."
    word = "over" if comparison.difference > 0 else "below"
    return f"{first} {word} {second} by {rounded(abs(comparison.difference))}: {', '.join(shown)}."


def worse_than_nothing(scenario: Scenario) -> str:
    """Which options score below doing nothing; nothing is said of options with a blank rating."""
    if not scenario.ranking.has_nothing:
        return no_nothing_words(scenario.study)
    lines = scenario.ranking.lines
    worse = [option_name(scenario.study, line.option) for line in lines if line.worse_than_nothing]
    if worse:
        return f"Worse than doing nothing: {names(worse)}."
    blank = sum(line.score is None for line in lines)
    if blank == len(lines):
        return "Whether an option is worse than doing nothing is not known: each has a blank rating."
    if blank:
        return f"No option whose ratings are all there is worse than doing nothing ({blank} not known)."
    return "No option is worse than doing nothing."


def check_command(scenario: Scenario) -> str:
    """The command that shows the notes of a run, on the workbook if that is what was read."""
    files = {str(note.place).partition(" [")[0] for note in scenario.notes}
    book = next((file for file in files if file.endswith(".xlsx")), "") if len(files) == 1 else ""
    return f"mcda check {shlex.quote(book)}" if book else "mcda check"


def points_words(study: Study) -> str:
    """The unit of scores and of a mix's value: "points above doing nothing" only where every criterion is counted from
    there, else "points (economic effect counted from its worst level)".
    """
    listed = _without_nothing(study)
    if not listed:
        return "points above doing nothing"
    return f"points ({names(listed)} counted from {'its worst level' if len(listed) == 1 else 'their worst levels'})"


def zero_words(study: Study) -> str:
    """Why a criterion that is counted from worst does not change which mix is best; empty where there is none.

    With k options in every mix an unknown do-nothing level worth u takes k * u from a sum and u from a highest or
    lowest value: the same from every mix. (Where that is not so, `mcda.problem.building.why_no_mix` says no.)
    """
    listed = _without_nothing(study)
    if not listed or fixed_size(study) is None:
        return ""
    each = "has no do-nothing level" if len(listed) == 1 else "have no do-nothing levels"
    return f"{names(listed)} {each}; as the number of options is fixed, counting from worst adds the same to every mix."


def no_nothing_words(study: Study) -> str:
    """Why doing nothing does not stand in the ranking."""
    listed = _without_nothing(study)
    each = "has no do-nothing level" if len(listed) == 1 else "have no do-nothing levels"
    return f"Doing nothing is not in the ranking: {names(listed)} {each}."


def _without_nothing(study: Study) -> list[str]:
    return [criterion.name for criterion in study.criteria if criterion.do_nothing is None]


def trade_offs(study: Study, weights: Iterable[Fraction]) -> str:
    """Weights as exchange rates between units, from the criterion whose unit counts most.

    Only between scales on which a unit is worth the same everywhere: numbers, without a value function that bends.

    "1 on escalation risk counts as much as 1.3 on alliance cohesion or 1.8 on economic effect"; empty if there is no
    pair of numeric scales with weight.
    """
    rates = []
    for criterion, weight in zip(study.criteria, weights, strict=True):
        numbers = not isinstance(criterion.worst, str) and not isinstance(criterion.best, str)
        if numbers and is_linear(criterion) and weight:
            rates.append((weight / abs(number(criterion.best) - number(criterion.worst)), criterion))
    if len(rates) < 2:
        return ""
    step, heaviest = max(rates, key=lambda rate: rate[0])
    others = [f"{rounded(step / rate)} on {c.name}" for rate, c in rates if c is not heaviest]
    listed = " or ".join([", ".join(others[:-1]), others[-1]] if others[1:] else others)
    return f"1 on {heaviest.name} counts as much as {listed}"


def swing(study: Study, key: str) -> str:
    """What the weight of a criterion belongs to: its worst-to-best swing, in words and units."""
    criterion = study.criterion(key)
    ends = [criterion.levels.get(end, "") for end in (criterion.worst, criterion.best)]
    texts = [
        f"{end}{f' ({words})' if words else ''}"
        for end, words in zip((criterion.worst, criterion.best), ends, strict=True)
    ]
    return f"from {texts[0]} to {texts[1]}, {criterion.unit}"
