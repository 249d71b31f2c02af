"""The explanation of a mix in plain sentences: for screen, workbook, report and brief alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from mcda.mixes.admissions import Admission
from mcda.mixes.evaluate import Evaluation
from mcda.mixes.evaluate import Members as Options
from mcda.mixes.milp import TIME_LIMIT
from mcda.mixes.prices import WhyNot
from mcda.mixes.relax import Moved
from mcda.mixes.stairs import Bound, Step
from mcda.model.checks.criteria import fits_prob
from mcda.model.criterion import Criterion
from mcda.problem.mixing import Counted, Reached, Used
from mcda.problem.scale import level, lower_is_better
from mcda.scenario.mix_explain import MOST_ASKED, Explained, Infeasible, MixExplanation
from mcda.scenario.mix_rules import MOST_NODES, OtherRule, Overflow, Reading
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import amount, names, option_name, rounded, signed_points

MOST_NAMED = 4
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


def conflict_words(scenario: Scenario, explanation: MixExplanation) -> tuple[str, ...]:
    """Which constraints cannot hold together, and the cheapest ways out; empty where there is a mix."""
    found = explanation.infeasible
    if found is None:
        return ()
    texts = [conflict_sentence(scenario, each) for each in found.explained]
    left = len(found.conflicts.conflicts) - len(found.explained)
    if left > 0:
        texts.append("There is 1 more such conflict." if left == 1 else f"There are {left} more such conflicts.")
    if not found.conflicts.complete:
        texts.append("There may be more conflicts: not all could be listed.")
    return (*texts, *_ways_out(scenario, found, explanation))


def conflict_sentence(scenario: Scenario, explained: Explained) -> str:
    """One smallest conflict: who cannot hold together, and what the others would need of each bound in it."""
    if len(explained.limits) == 1:
        head = f"{_quoted(scenario, explained.limits[0])} cannot be kept by any mix"
    else:
        quoted = [_quoted(scenario, limit) for limit in explained.limits]
        head = f"{names(quoted)} cannot hold together"
    needs = _needs(scenario, explained)
    return f"{head}: {needs}." if needs else f"{head}."


def price_words(scenario: Scenario, explanation: MixExplanation) -> tuple[str, ...]:
    """What the mix loses without each member, and which mix would be best then."""
    if explanation.members is None or scenario.mix is None or scenario.mix.best is None:
        return ()
    best = scenario.mix.best
    texts = []
    for price in explanation.members.prices:
        name = _option(scenario, price.option)
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
    parts = [f"{_option(scenario, reason.option)}: {_best_with(scenario, best, reason)}"]
    blocked = [_quoted(scenario, limit) for limit in reason.blocked_by]
    if blocked:
        parts.append(
            f"simply added it would change the value by {signed_points(reason.adds)} and break {names(blocked)}"
        )
    elif reason.adds <= 0:
        parts.append(f"simply added it would change the value by {signed_points(reason.adds)}")
    admitted = [each for each in reason.admissions if not scenario.mixing.limits[each.limit].automatic]
    if admitted:
        parts.append(f"it would get in with {_admission(scenario, admitted[0])}")
    return f"{'; '.join(parts)}."


def relax_words(scenario: Scenario, explanation: MixExplanation) -> tuple[str, ...]:
    """Which constraint to relax first: the most gained by dropping one, and the nearest step that gains."""
    if explanation.relaxing is None or explanation.infeasible is not None:
        return ()
    limits = scenario.mixing.limits
    gaining = [r for r in explanation.relaxing.relaxed if r.gain and not limits[r.limit].automatic]
    if not gaining:
        return ("No single constraint costs anything: dropping any one of them would not make the mix better.",)
    first = max(gaining, key=lambda each: each.gain or 0)
    texts = [
        f"Without {_quoted(scenario, first.limit)} the mix would gain {rounded(first.gain or 0)} points, "
        "the most of any constraint."
    ]
    moves = [m for m in explanation.relaxing.moves if m.gain and not limits[m.bound.limit].automatic]
    if moves:
        texts.append(
            f"The nearest step: {_moved(scenario, moves[0].bound, moves[0].step)}, "
            f"which gains {rounded(moves[0].gain or 0)} points."
        )
    return tuple(texts)


def forced_words(scenario: Scenario, explanation: MixExplanation) -> tuple[str, ...]:
    """Members that would be left out but for a constraint."""
    if explanation.members is None:
        return ()
    return tuple(
        f"{_option(scenario, each.option)} takes {rounded(-each.adds)} points from the mix; it is in only because of "
        f"{names(_quoted(scenario, limit) for limit in each.limits)}."
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
    if explanation.tables is None:
        return ()
    texts = []
    for rule in explanation.tables.ratio_rules:
        resource = scenario.study.about.resources[scenario.mixing.resources[rule.resource]].name.lower()
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
    if found.count == 1:
        return (f"Of {found.considered:,} feasible mixes one is best on every criterion at once.",)
    return (
        f"Of {found.considered:,} feasible mixes {found.count:,} are not beaten on every criterion by another one.",
    )


def bound_words(scenario: Scenario, bound: Bound, new: Fraction) -> str:
    """A bound and its new amount: "at most 9 instead of 6 points of political capital"."""
    test = scenario.mixing.limits[bound.limit].tests[bound.test]
    falls = isinstance(test, Reached) and lower_is_better(scenario.study.criteria[test.effect])
    if isinstance(test, Counted) and bound.side == "least" and not new:
        return f"none needed instead of {amount(bound.today)} {_of(scenario, test)}"
    side = "at most" if (bound.side == "most") != falls else "at least"
    return (
        f"{side} {_shown(scenario, test, new)} instead of {_shown(scenario, test, bound.today)} {_of(scenario, test)}"
    )


def _ways_out(scenario: Scenario, found: Infeasible, explanation: MixExplanation) -> Iterator[str]:
    moves = () if explanation.relaxing is None else explanation.relaxing.moves
    alone = {correction[0] for correction in found.conflicts.corrections if len(correction) == 1}
    single = [m for m in moves if not (_is_dropped(scenario, m) and m.bound.limit in alone)]
    for each in single[:3]:
        then = f"the best mix is then {_mix(scenario, each.step.members)}"
        yield f"It is enough to change {_moved(scenario, each.bound, each.step)}; {then}."
    for correction in found.conflicts.smallest[:3]:
        quoted = names(_quoted(scenario, limit) for limit in correction)
        yield f"It is enough to drop {quoted}{' together' if len(correction) > 1 else ''}."


def _is_dropped(scenario: Scenario, moved: Moved) -> bool:
    """Whether a move asks for nothing any more, which says the same as dropping the constraint."""
    limit = scenario.mixing.limits[moved.bound.limit]
    test = limit.tests[moved.bound.test]
    gone = isinstance(test, Counted) and moved.bound.side == "least" and not moved.step.bound
    return limit.automatic or (gone and len(limit.tests) == 1)


def _needs(scenario: Scenario, explained: Explained) -> str:
    """What the bounds in a conflict would have to be, budgets first: they are the ones people move."""
    tests = scenario.mixing.limits
    order = {Used: 0, Reached: 1, Counted: 2}
    needs = sorted(explained.needs, key=lambda m: order[type(tests[m.bound.limit].tests[m.bound.test])])
    if not needs:
        return ""
    first = needs[0]
    test = tests[first.bound.limit].tests[first.bound.test]
    needed, today = _shown(scenario, test, first.amount), _shown(scenario, test, first.bound.today)
    others = {1: "every mix", 2: "a mix that keeps the other"}.get(len(explained.limits), "a mix that keeps the rest")
    if isinstance(test, Used) and first.bound.side == "most":
        return f"{others} needs at least {needed} {_of(scenario, test)}, the budget is {today}"
    words = bound_words(scenario, first.bound, first.amount)
    return f"for {others} {_quoted(scenario, first.bound.limit)} would have to be {words}"


def _shown(scenario: Scenario, test: object, quantity: Fraction) -> str:
    if not isinstance(test, Reached):
        return amount(quantity)
    reached = level(scenario.study.criteria[test.effect], quantity)
    if reached is None:
        return f"{signed_points(quantity)} points"
    return f"+{amount(reached)}" if reached > 0 else amount(reached)


def _of(scenario: Scenario, test: object) -> str:
    match test:
        case Used(resource):
            of = scenario.study.about.resources[scenario.mixing.resources[resource]]
            return f"{of.unit} of {of.name.lower()}"
        case Reached(effect):
            return f"on {scenario.study.criteria[effect].name.lower()}"
        case Counted(members) if len(members) < len(scenario.mixing.options):
            listed = [_option(scenario, i) for i in sorted(members)[:MOST_NAMED]]
            more = len(members) - len(listed)
            return f"of {names([*listed, f'{more} more'] if more else listed)}"
        case _:
            return "options"


def _moved(scenario: Scenario, bound: Bound, step: Step) -> str:
    return f"{_quoted(scenario, bound.limit)} to {bound_words(scenario, bound, step.bound)}"


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
        return f"{_quoted(scenario, admission.limit)} dropped"
    words = bound_words(scenario, admission.bound, admission.step.bound)
    return f"{_quoted(scenario, admission.limit)} changed to {words}"


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
        f"On {criterion.name.lower()} the effects of the mix add up to {at}, beyond the end of the scale at "
        f"{overflow.end}: give the criterion a cap or another mix_rule if that cannot be meant."
    )


def _change(scenario: Scenario, before: Options, after: Options) -> str:
    """What would come in and go out: "in: A and B; out: C"."""
    comes = [_option(scenario, i) for i in after if i not in before]
    goes = [_option(scenario, i) for i in before if i not in after]
    parts = [f"{word}: {names(found)}" for word, found in (("in", comes), ("out", goes)) if found]
    return "; ".join(parts) or "nothing else changes"


def _mix(scenario: Scenario, members: Options) -> str:
    return names(_option(scenario, i) for i in members) or "none of the options"


def _option(scenario: Scenario, option: int) -> str:
    return option_name(scenario.study, scenario.mixing.options[option])


def _quoted(scenario: Scenario, limit: int) -> str:
    return f"'{scenario.mixing.limits[limit].name}'"
