"""The answer in sentences, for the head of the report and for the brief."""

from __future__ import annotations

from fractions import Fraction

from mcda.model.counts import agreeing, counted
from mcda.report.movement import Movement, movements
from mcda.scenario.mix_words import adds, mix_headline, mix_names, mix_proof, resource_words
from mcda.scenario.overrides import override_words
from mcda.scenario.ranking import explain
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import (
    amount,
    check_command,
    explained,
    headline,
    names,
    option_name,
    rounded,
    share,
    signed_points,
    weight_percent,
    worse_than_nothing,
)

MOST_NAMES = 6
JUDGEMENT = ("judgement", "judgment")


def percent(weight: Fraction) -> str:
    """A weight at a crossing: "44.9 %"."""
    return f"{weight_percent(weight)} %"


def finding(scenario: Scenario) -> tuple[str, ...]:
    """The head of the report: who leads, what would change it, and the mix."""
    texts = [headline(scenario), sensitivity(scenario), below_nothing(scenario), mix_headline(scenario)]
    texts.append(uses(scenario))
    return tuple(text for text in texts if text)


def below_nothing(scenario: Scenario) -> str:
    """Which options score below doing nothing; only how many where they are many."""
    lines = scenario.ranking.lines
    worse = sum(line.worse_than_nothing for line in lines)
    if not scenario.ranking.has_nothing or worse <= MOST_NAMES:
        return worse_than_nothing(scenario)
    return f"Worse than doing nothing: {worse} of {len(lines)} options."


def why(scenario: Scenario) -> str:
    """Why the first is ahead of the second, where there is a first and a second."""
    rated = [line for line in scenario.ranking.lines if line.score is not None]
    if len(rated) < 2 or rated[0].ties:
        return ""
    return explained(scenario.study, explain(scenario.problem, rated[0].option, rated[1].option))


def moves(scenario: Scenario) -> tuple[Movement, ...]:
    """What moving each weight does to first place; empty where there is nobody to overtake."""
    rated = [line for line in scenario.ranking.lines if line.score is not None]
    if not rated or len(scenario.study.options) < 2 or len(scenario.study.criteria) < 2:
        return ()
    return movements(scenario.problem, scenario.problem.options.index(rated[0].option))


def sensitivity(scenario: Scenario) -> str:
    """The most sensitive weight, where its nearer end lies, and who leads beyond it."""
    found = moves(scenario)
    if not found:
        return ""
    leader, nearest = scenario.ranking.lines[0].option, found[0]
    if nearest.room is None:
        name = option_name(scenario.study, leader)
        return f"No single weight can put another option ahead of {name}, the others keeping their proportions."
    criterion = scenario.study.criteria[nearest.criterion].name
    own = nearest.stretches[nearest.own]
    end = f"rises above {percent(own.high)}" if nearest.rises else f"falls below {percent(own.low)}"
    rivals = names(scenario.study.options[i].name for i in nearest.rivals)
    lead = agreeing(len(nearest.rivals), "leads", "lead")
    return (
        f"Most sensitive weight: {criterion}, now {percent(nearest.now)}. "
        f"If it {end}, the others keeping their proportions, {rivals} {lead}."
    )


def uses(scenario: Scenario) -> str:
    """What the mix uses of each resource."""
    mix = scenario.mix.best if scenario.mix else None
    if mix is None or not scenario.mixing.resources:
        return ""
    return f"It uses {names(resource_words(scenario, mix))}."


def effects(scenario: Scenario) -> str:
    """Where the value of the mix comes from, criterion by criterion."""
    mix = scenario.mix.best if scenario.mix else None
    if mix is None:
        return ""
    parts = zip(scenario.study.criteria, scenario.mixing.effects, mix.effects, strict=True)
    shown = [f"{signed_points(effect.weight * points)} from {c.name}" for c, effect, points in parts]
    return f"Its value comes from: {', '.join(shown)}."


def burdens(scenario: Scenario) -> str:
    """Members that cost the mix value and are there because a constraint asks for them, and soft limits broken."""
    mix = scenario.mix.best if scenario.mix else None
    if mix is None:
        return ""
    costly = [(i, adds(scenario, mix, i)) for i in mix.members]
    texts = [f"{scenario.study.options[i].name} ({signed_points(a)})" for i, a in costly if a < 0]
    words = (
        f"In the mix although it takes value away, because a constraint asks for it: {names(texts)}." if texts else ""
    )
    broken = [limit for limit, kept in zip(scenario.mixing.limits, mix.holds, strict=True) if not kept]
    paid = [f"{limit.name} ({amount(limit.penalty or 0)} points paid)" for limit in broken]
    return " ".join(filter(None, [words, f"Soft constraints broken: {names(paid)}." if paid else ""]))


def next_mix(scenario: Scenario) -> str:
    """How far behind the second-best mix is, and what it changes."""
    choice = scenario.mix
    if choice is None or choice.best is None or len(choice.ranked) < 2:
        return ""
    first, second = choice.ranked[0], choice.ranked[1]
    behind = first.value - second.value
    out = [option_name(scenario.study, scenario.mixing.options[i]) for i in first.members if i not in second.members]
    new = [name for name in mix_names(scenario, second) if name not in mix_names(scenario, first)]
    what = " and ".join(filter(None, [f"adds {names(new)}" if new else "", f"leaves out {names(out)}" if out else ""]))
    how = "has the same value" if not behind else f"is {rounded(behind)} points behind"
    return f"The next mix {how}: it {what}."


def ranges(scenario: Scenario) -> tuple[str, ...]:
    """For each weight, from which to which share the leader stays first, the most sensitive first."""
    texts = []
    for each in moves(scenario):
        own = each.stretches[each.own]
        name = scenario.study.criteria[each.criterion].name
        texts.append(f"{name}: {percent(own.low)} to {percent(own.high)} (now {percent(each.now)})")
    return tuple(texts)


def caveats(scenario: Scenario) -> tuple[str, ...]:
    """What a reader should know about the inputs: whose weights, blanks, and how much is judgement."""
    study, weights = scenario.study, scenario.weights
    by = weights.who or "nobody named"
    given = f"Weights: {weights.name}, given by {by}{f' ({weights.when})' if weights.when else ''}."
    blanks = len(scenario.problem.blank)
    of_all = f"{blanks} of {counted(len(study.ratings), 'rating')} {agreeing(blanks, 'is', 'are')}"
    missing = f"{of_all} blank and carried as the whole scale." if blanks else ""
    typed = override_words(study, scenario.overrides)
    notes = len(scenario.notes)
    asked = f"The checks left {counted(notes, 'question')} open: {check_command(scenario)}." if notes else ""
    return tuple(text for text in (given, typed, missing or "No rating is blank.", judged(scenario), asked) if text)


def judged(scenario: Scenario) -> str:
    """How many ratings name judgement as their source, and how many name none."""
    sources = [rating.source.strip().casefold() for rating in scenario.study.ratings if rating.best is not None]
    if not sources:
        return ""
    by_judgement, unnamed = sum(any(word in s for word in JUDGEMENT) for s in sources), sum(not s for s in sources)
    of_all = f"{by_judgement} of {counted(len(sources), 'rating')} ({share(Fraction(by_judgement, len(sources)))})"
    named = agreeing(by_judgement, "names judgement as its source", "name judgement as their source")
    text = f"{of_all} {named}"
    return f"{text}; {unnamed} {agreeing(unnamed, 'names', 'name')} no source." if unnamed else f"{text}."


def proof(scenario: Scenario) -> str:
    """How the mix is known to be the best."""
    return mix_proof(scenario)
