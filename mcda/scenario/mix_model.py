"""The whole model of the mix as numbered plain sentences, for an auditor."""

from __future__ import annotations

from collections.abc import Iterator

from mcda.mixes.order import TIE_BREAK
from mcda.model.constraint import Constraint
from mcda.problem.mixing import Limit
from mcda.problem.sentences import sentence
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import amount, option_name, share, zero_words

_RULES = {
    "sum": "the effects of the members add up",
    "max": "the member with the highest rating decides",
    "min": "the member with the lowest rating decides",
    "prob": "the members are independent causes, so the chances of nothing happening multiply",
}


def model_sentences(scenario: Scenario) -> tuple[str, ...]:
    """Decision, value, criteria, constraints, interactions and tie-break, numbered: "4. Political capital: ..."."""
    return tuple(f"{number}. {text}" for number, text in enumerate(_sentences(scenario), start=1))


def _sentences(scenario: Scenario) -> Iterator[str]:
    yield from _decision(scenario)
    yield from (_criterion(scenario, place) for place in range(len(scenario.study.criteria)))
    yield from _resources(scenario)
    soft = {limit.name for limit in scenario.mixing.limits if limit.penalty is not None}
    yield from (_limit(limit) for limit in scenario.mixing.limits if limit.name not in soft)
    yield from (_limit(limit) for limit in scenario.mixing.limits if limit.name in soft)
    yield from (_interaction(scenario, c) for c in scenario.study.constraints.constraints if c.interaction)
    yield TIE_BREAK


def _decision(scenario: Scenario) -> Iterator[str]:
    options = [option_name(scenario.study, key) for key in scenario.mixing.options]
    each = f"each of {len(options)} options is" if len(options) > 1 else "the one option is"
    yield f"Decision: {each} in the mix or not: {', '.join(options)}."
    paid = "" if all(limit.penalty is None for limit in scenario.mixing.limits) else ", less the penalties it pays"
    yield (
        "Value: the mix with the highest value is wanted. Its value is the weighted sum of its points on the criteria"
        f"{paid}. {_zero(scenario)}; 100 points are a scale from worst to best."
    )


def _zero(scenario: Scenario) -> str:
    if scenario.ranking.has_nothing:
        return "Points are counted from doing nothing, which is 0"
    anchored = any(criterion.do_nothing is not None for criterion in scenario.study.criteria)
    others = "; the other criteria are counted from doing nothing, which is 0" if anchored else ""
    return f"{zero_words(scenario.study).rstrip('.')}{others}"


def _criterion(scenario: Scenario, place: int) -> str:
    criterion, effect = scenario.study.criteria[place], scenario.mixing.effects[place]
    cap = f", but at most to {criterion.cap} {criterion.unit}" if criterion.cap is not None else ""
    ends = f"from {criterion.worst} (worst) to {criterion.best} (best) {criterion.unit}"
    return f"{criterion.name} (weight {share(effect.weight)}), {ends}: {_RULES[criterion.mix_rule]}{cap}."


def _resources(scenario: Scenario) -> Iterator[str]:
    for k, key in enumerate(scenario.mixing.resources):
        resource, uses = scenario.study.about.resources[key], scenario.mixing.uses[k]
        named = (
            f"{option_name(scenario.study, o)} {amount(use)}"
            for o, use in zip(scenario.mixing.options, uses, strict=True)
            if use
        )
        listed = ", ".join(named) or "no option uses any"
        yield f"{resource.name}, in {resource.unit}, adds up over the members: {listed}."


def _limit(limit: Limit) -> str:
    kind = "Always" if limit.automatic else "Must hold" if limit.penalty is None else "Should hold"
    return f"{kind}: {limit.name}: {limit.sentence}. {_reason(limit.reason)}"


def _interaction(scenario: Scenario, constraint: Constraint) -> str:
    return f"Interaction: {constraint.name}: {sentence(scenario.study, constraint)}. {_reason(constraint.reason)}"


def _reason(reason: str) -> str:
    text = reason.strip().rstrip(".")
    return f"Reason: {text}."
