"""What ratings that may be off do to the answer, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from mcda.methods.additive import score
from mcda.problem.scale import level, signed
from mcda.scenario.robust import Robustness
from mcda.scenario.robust_question import Doubt
from mcda.scenario.robust_words import SHOWN, exact_share, option_title, sampled, sampled_error
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import amount, names, rounded

HOW: dict[Doubt, str] = {
    "triangular": "every rating anywhere between its low and high value, its best value the likeliest",
    "pert": "every rating between its low and high value, its best value by far the likeliest",
    "levels": "every level right with 90, 75 or 50 % (high, medium or low confidence; medium where none is stated), "
    "else one level off",
}


def rating_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """What uncertain ratings do to the first place, and which rating to check first."""
    if found.question.ratings == "off":
        return ("Ratings were taken as certain (--ratings off).",)
    if found.ratings is None:
        return ("No rating has a low or a high value, so ratings count as certain here.",)
    return (*_sampled(scenario, found), *check_words(scenario, found), *_flip(scenario, found))


def check_words(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """Which ratings to check first, in one sentence; nothing where no rating can change the leader."""
    checks = found.ratings.doubts.checks[:SHOWN] if found.ratings else ()
    if not checks:
        return ()
    told = names(
        f"{option_title(scenario, found, each.option)} on {_criterion(scenario, each.criterion)} "
        f"({exact_share(each.change)})"
        for each in checks
    )
    return (
        f"Worth checking first (chance that knowing this rating exactly puts {_another(scenario, found)} in the lead, "
        f"weights as given): {told}.",
    )


def check_list(scenario: Scenario, found: Robustness) -> tuple[str, ...]:
    """The same, one sentence for each rating worth checking."""
    return tuple(
        f"{option_title(scenario, found, each.option)} on {_criterion(scenario, each.criterion)}: knowing it exactly "
        f"would put {_another(scenario, found)} in the lead with a chance of {exact_share(each.change)} "
        "(weights as given)."
        for each in (found.ratings.doubts.checks[:SHOWN] if found.ratings else ())
    )


def _another(scenario: Scenario, found: Robustness) -> str:
    """Which change of leader is meant: knowing a rating is weighed against the leader by mean ratings, who need not be
    the leader of the page where ranges are lopsided."""
    means = found.ratings.doubts.means if found.ratings else ()
    scores = [score(row, scenario.problem.weights) for row in means]
    leader = scores.index(max(scores))
    if found.options[leader] in {line.option for line in scenario.ranking.leaders}:
        return "another option"
    return f"an option other than {option_title(scenario, found, leader)}, which leads by mean ratings,"


def _sampled(scenario: Scenario, found: Robustness) -> Iterator[str]:
    seen = found.ratings.sampled if found.ratings else None
    if seen is None or found.ratings is None:
        return
    how = HOW[found.ratings.doubts.how]
    both, by_levels = "Ratings and allowed weightings both open", found.ratings.doubts.how == "levels"
    for before, ranks in ((f"Weights as given, {how}", seen.alone), (both, seen.with_weights)):
        if found.allowed.fixed and ranks is seen.with_weights:
            continue
        order = sorted(range(len(found.options)), key=lambda option: -ranks.first[option])[:SHOWN]
        told = names(
            f"{option_title(scenario, found, i)} in {sampled(ranks.first[i])} (± {sampled_error(ranks.errors[i, 0])})"
            for i in order
            if ranks.first[i] > 0
        )
        level = "; one that leaves options level counts for one of them by chance" if by_levels else ""
        yield f"{before}: first is {told} of {ranks.draws:,} draws{level}."


def _flip(scenario: Scenario, found: Robustness) -> Iterator[str]:
    """The smallest single error that changes the leader."""
    for option, j, change in found.ratings.flips[:1] if found.ratings else ():
        way = "better" if change > 0 else "worse"
        name, words = option_title(scenario, found, option), change_text(scenario, j, change)
        if change:
            yield (
                "The smallest single error that would bring another option level with the leader: "
                f"{name} on {_criterion(scenario, j)} is {way} by {words} than rated."
            )


def change_text(scenario: Scenario, j: int, change: Fraction) -> str:
    """A change of value on a criterion in its unit where the scale is linear, else in points of value."""
    criterion = scenario.study.criteria[j]
    size = abs(change)
    if level(criterion, Fraction(0)) is None or isinstance(criterion.best, str):
        return f"{_short(size)} of its 100 points"
    whole = abs(signed(criterion, criterion.best) - signed(criterion, criterion.worst))
    steps = abs(Fraction(criterion.best) - Fraction(str(criterion.worst))) * size / whole
    return f"{_short(steps)} ({criterion.unit})"


def _short(number: Fraction) -> str:
    """Two digits that say something.

    >>> _short(Fraction(257, 1000)), _short(Fraction(4, 1)), _short(Fraction(1, 10**5))
    ('0.26', '4', 'less than 0.01')
    """
    if 0 < number < Fraction(1, 100):
        return "less than 0.01"
    return amount(Fraction(rounded(number, 2 if number < 1 else 1)))


def _criterion(scenario: Scenario, j: int) -> str:
    return scenario.study.criteria[j].name
