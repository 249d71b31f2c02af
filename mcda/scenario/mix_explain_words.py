"""The explanation of a mix in plain sentences: for screen, workbook, report and brief alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mcda.mixes.admissions import Admission
from mcda.mixes.evaluate import Evaluation
from mcda.mixes.evaluate import Members as Options
from mcda.mixes.milp import TIME_LIMIT
from mcda.mixes.nearly import hard_limits
from mcda.mixes.prices import WhyNot
from mcda.model.checks.criteria import fits_prob
from mcda.model.criterion import Criterion
from mcda.problem.scale import lower_is_better
from mcda.scenario.mix_bound_words import bound_words, moved_words, option_called, quoted
from mcda.scenario.mix_conflict_words import conflict_words
from mcda.scenario.mix_explain import MOST_ASKED, MixExplanation
from mcda.scenario.mix_rules import MOST_NODES, OtherRule, Overflow, Reading
from mcda.scenario.mix_words import needed_to_compare, not_to_relax
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import names, rounded, signed_points

RULE_WORDS = {
    "sum": "if effects added up",
    "max": "if the highest rating decided",
    "min": "if the lowest rating decided",
    "prob": "as independent causes",
}


def explanation_words(scenario: Scenario, explanation: MixExplanation) -> tuple[str, ...]:
    """The whole explanation, most wanted first."""
    texts = [
        *conflict_words(scenario, explanation),
        *forced_words(scenario, explanation),
        *price_words(scenario, explanation),
        *nearly_in_words(scenario, explanation),
        *relax_words(scenario, explanation),
        *rule_words(scenario, explanation),
        *ratio_words(scenario, explanation),
        *pareto_words(explanation),
    ]
    return tuple(texts)


def price_words(scenario: Scenario, explanation: MixExplanation) -> tuple[str, ...]:
    """What the mix loses without each member, and which mix would be best then."""
    if explanation.members is None or scenario.mix is None or scenario.mix.best is None:
        return ()
    best = scenario.mix.best
    texts = []
    for price in explanation.members.prices:
        name = option_called(scenario, price.option)
        if price.without is None or price.loses is None:
            texts.append(f"Without {name} no mix respects the constraints.")
        else:
            rest = tuple(i for i in best.members if i != price.option)
            change = _change(scenario, rest, price.without.members)
            loss = f"the best mix loses {rounded(price.loses)} points" if price.loses else "the best mix is as good"
            texts.append(f"Without {name} {loss} ({change}).")
    return tuple(texts)


def nearly_in_words(scenario: Scenario, explanation: MixExplanation) -> tuple[str, ...]:
    """Why each option outside is not in the mix, what nearly got in first."""
    if explanation.members is None or scenario.mix is None or scenario.mix.best is None:
        return ()
    best = scenario.mix.best
    return tuple(why_not_sentence(scenario, best, each) for each in explanation.members.why_not)


def why_not_sentence(scenario: Scenario, best: Evaluation, reason: WhyNot) -> str:
    """Why one option is not in the best mix, and the smallest change that would bring it in."""
    parts = [f"{option_called(scenario, reason.option)}: {_best_with(scenario, best, reason)}"]
    blocked = [quoted(scenario, limit) for limit in reason.blocked_by]
    if needed_to_compare(scenario):
        parts += [f"simply added it would break {names(blocked)}"] if blocked else []
    elif blocked:
        parts.append(
            f"simply added it would change the value by {signed_points(reason.adds)} and break {names(blocked)}"
        )
    elif reason.adds <= 0:
        parts.append(f"simply added it would change the value by {signed_points(reason.adds)}")
    kept = not_to_relax(scenario)
    admitted = [each for each in reason.admissions if each.limit not in kept]
    if admitted:
        then = "it would be in one of the best mixes" if admitted[0].shared else "it would get in"
        parts.append(f"{then} with {_admission(scenario, admitted[0])}")
    return f"{'; '.join(parts)}."


def relax_words(scenario: Scenario, explanation: MixExplanation) -> tuple[str, ...]:
    """Which constraint to relax first: the most gained by dropping one, and the nearest step that gains."""
    if explanation.relaxing is None or explanation.infeasible is not None:
        return ()
    kept = not_to_relax(scenario)
    gaining = [r for r in explanation.relaxing.relaxed if r.gain and r.limit not in kept]
    if not gaining:
        return (_nothing_gains(scenario),)
    first = max(gaining, key=lambda each: each.gain or 0)
    texts = [
        f"Without {quoted(scenario, first.limit)} the mix would gain {rounded(first.gain or 0)} points, "
        "the most of any constraint."
    ]
    moves = [m for m in explanation.relaxing.moves if m.gain and m.bound.limit not in kept]
    if moves:
        texts.append(
            f"The nearest step: {moved_words(scenario, moves[0].bound, moves[0].step)}, "
            f"which gains {rounded(moves[0].gain or 0)} points."
        )
    return tuple(texts)


def forced_words(scenario: Scenario, explanation: MixExplanation) -> tuple[str, ...]:
    """Members that would be left out but for a constraint."""
    if explanation.members is None:
        return ()
    return tuple(
        f"{option_called(scenario, each.option)} takes {rounded(-each.adds)} points from the mix; it is in only "
        f"because of {names(quoted(scenario, limit) for limit in each.limits)}."
        for each in explanation.members.forced
    )


def rule_words(scenario: Scenario, explanation: MixExplanation) -> tuple[str, ...]:
    """How the mix reads under each rule, what it would be under other rules, and where it leaves a scale."""
    if explanation.rules is None or scenario.mix is None or scenario.mix.best is None:
        return ()
    best = scenario.mix.best
    texts = [*_side_by_side(scenario, explanation.rules.readings)]
    texts += [_other_rule(scenario, best, each) for each in explanation.rules.others if _careful(scenario, each)]
    texts += [_overflow(scenario, each) for each in explanation.rules.overflows]
    return tuple(texts)


def ratio_words(scenario: Scenario, explanation: MixExplanation) -> tuple[str, ...]:
    """What "best value per cost first" would have chosen, for each resource where it falls short."""
    # Value per cost has no meaning where the value is counted from worst.
    if explanation.tables is None or needed_to_compare(scenario):
        return ()
    texts = []
    for rule in explanation.tables.ratio_rules:
        resource = scenario.study.about.resources[scenario.mixing.resources[rule.resource]].name
        head = f"Taking the best value per {resource} first"
        if not rule.mix.feasible:
            texts.append(f"{head} ends in a mix that does not respect all constraints.")
        elif rule.loses:
            texts.append(
                f"{head} would give {rounded(rule.mix.value)} points, {rounded(rule.loses)} less than the best mix."
            )
        else:
            texts.append(f"{head} would do as well here.")
    return tuple(texts)


def pareto_words(explanation: MixExplanation) -> tuple[str, ...]:
    """How many mixes other weights could choose from."""
    if explanation.tables is None:
        return ()
    if explanation.tables.pareto is None:
        return _left_out(explanation)
    found = explanation.tables.pareto
    if found.considered == 1:
        return ("Only one mix is feasible, whatever the weights.",)
    if found.count == 1:
        return (f"Of {found.considered:,} feasible mixes one is best on every criterion at once.",)
    return (
        f"Of {found.considered:,} feasible mixes {found.count:,} are efficient, equal ones counted once: no other mix "
        "is as good on every criterion and better on one.",
    )


def _best_with(scenario: Scenario, best: Evaluation, reason: WhyNot) -> str:
    if reason.best_with is None or reason.loses is None:
        return "no mix with it respects the constraints"
    others = tuple(i for i in reason.best_with.members if i != reason.option)
    change = _change(scenario, best.members, others)
    if not reason.loses:
        return f"a mix with it is just as good ({change})"
    return f"the best mix with it loses {rounded(reason.loses)} points ({change})"


def _admission(scenario: Scenario, admission: Admission) -> str:
    if admission.bound is None:
        return f"{quoted(scenario, admission.limit)} dropped"
    words = bound_words(scenario, admission.bound, admission.step.bound)
    return f"{quoted(scenario, admission.limit)} changed to {words}"


def _left_out(explanation: MixExplanation) -> tuple[str, ...]:
    """What is not known of a mix where all mixes were too many to list: said, so that nobody takes it for nothing."""
    return (
        "There are too many mixes to read every figure from a list of them, so each is a proof of its own and some "
        "were not asked for.",
        f"Looked into: the first {MOST_ASKED} members and constraints, and the {MOST_ASKED} options outside that would "
        "add most if they simply joined. Other options are left out of these lists, not ruled out.",
        "Values for a resource are proved at a few amounts; between them there may be more. Steps of other "
        "constraints, changes that would let an option in and the number of mixes that other weights could choose are "
        "not given.",
        _unproved(explanation),
    )


def _unproved(explanation: MixExplanation) -> str:
    """How many answers are missing because the search was stopped, and where it stops."""
    members, relaxing, tables = explanation.members, explanation.relaxing, explanation.tables
    missing = {
        "members or options": len(members.unproved) if members else 0,
        "constraints": sum(not each.known for each in relaxing.relaxed) if relaxing else 0,
        "resources": sum(each is None for each in tables.frontiers) if tables else 0,
        "other rules": sum(not each.proved for each in explanation.rules.others) if explanation.rules else 0,
    }
    stops = (
        f"after {MOST_NODES:,} nodes, the same on every machine, or at the latest after {TIME_LIMIT:.0f} seconds, "
        "which would depend on the machine"
    )
    counted = [f"{count} of the {what}" for what, count in missing.items() if count]
    if not counted:
        return f"Every question asked was answered with a proof. (A search stops {stops}.)"
    return f"Not proved before the search stopped, and so left out: {names(counted)}. A search stops {stops}."


def _side_by_side(scenario: Scenario, found: Sequence[Reading]) -> Iterator[str]:
    """Criteria on which less is better: risks, where the rule of adding up is a matter of judgement."""
    for criterion in scenario.study.criteria:
        if lower_is_better(criterion):
            shown = [
                f"{_reading(each)} {_rule(criterion, each)}{' (as here)' if each.used else ''}"
                for each in found
                if each.criterion == criterion.key and (each.used or _careful(scenario, each))
            ]
            yield f"{criterion.name} of this mix: {', '.join(shown)}."


def _rule(criterion: Criterion, each: Reading) -> str:
    if each.rule == "prob" and not fits_prob(criterion):
        return f"{RULE_WORDS['prob']} (only to compare: as if shares of the scale were chances, which they are not)"
    return RULE_WORDS[each.rule]


def _careful(scenario: Scenario, each: OtherRule | Reading) -> bool:
    """Not the rule by which the best member speaks for all: nobody would call that careful."""
    hopeful = "min" if lower_is_better(scenario.study.criterion(each.criterion)) else "max"
    return each.rule != hopeful


def _reading(reading: Reading) -> str:
    if reading.level is None:
        return f"{signed_points(reading.points)} points"
    return signed_points(reading.level)


def _other_rule(scenario: Scenario, best: Evaluation, other: OtherRule) -> str:
    name = scenario.study.criterion(other.criterion).name
    head = f"{name} {RULE_WORDS[other.rule]}:"
    if other.best is None:
        return f"{head} no mix would respect the constraints." if other.proved else f"{head} not known."
    if other.best.members == best.members:
        return f"{head} the mix would stay the same."
    return f"{head} the mix would change ({_change(scenario, best.members, other.best.members)})."


def _overflow(scenario: Scenario, overflow: Overflow) -> str:
    criterion = scenario.study.criterion(overflow.criterion)
    at = f"{signed_points(overflow.points)} points" if overflow.level is None else signed_points(overflow.level)
    return (
        f"On {criterion.name} the effects of the mix add up to {at}, beyond the end of the scale at "
        f"{overflow.end}: give the criterion a cap or another mix_rule if that cannot be meant."
    )


def _change(scenario: Scenario, before: Options, after: Options) -> str:
    """What would come in and go out: "in: A and B; out: C"."""
    comes = [option_called(scenario, i) for i in after if i not in before]
    goes = [option_called(scenario, i) for i in before if i not in after]
    parts = [f"{word}: {names(found)}" for word, found in (("in", comes), ("out", goes)) if found]
    return "; ".join(parts) or "nothing else changes"


def _nothing_gains(scenario: Scenario) -> str:
    if scenario.problem.blank:
        return "No constraint costs anything while blank ratings keep their options out: fill them in first."
    if needed_to_compare(scenario):
        return "Apart from the number of options no single constraint costs anything."
    if not hard_limits(scenario.mixing):
        return "There is no hard constraint that could be relaxed."
    return "No single constraint costs anything: dropping any one of them would not make the mix better."
