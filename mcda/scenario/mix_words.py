"""The chosen mix in words: what it is, what it uses, what each member adds."""

from __future__ import annotations

from fractions import Fraction

from mcda.mixes.choose import Choice
from mcda.mixes.evaluate import Evaluation, evaluate
from mcda.problem.mixing import Used
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import amount, names, option_name, rounded, share


def mix_names(scenario: Scenario, mix: Evaluation) -> tuple[str, ...]:
    """The names of a mix's options, in study order."""
    return tuple(option_name(scenario.study, scenario.mixing.options[i]) for i in mix.members)


def mix_headline(scenario: Scenario) -> str:
    """Which mix, what it is worth, and how that is known; or why there is none."""
    choice = scenario.mix
    if choice is None:
        return scenario.why_no_mix
    if choice.status == "infeasible":
        return "No mix respects all constraints together."
    if choice.best is None:
        return "No mix was found within the time limit; it is not known whether there is one."
    chosen = mix_names(scenario, choice.best)
    if not chosen:
        return "Best mix: none of the options; no mix that respects the constraints is better than doing nothing."
    many = f"{len(chosen)} option{'s' if len(chosen) != 1 else ''}"
    return f"Best mix: {many}, {rounded(choice.best.value)} points above doing nothing: {names(chosen)}."


def mix_proof(scenario: Scenario) -> str:
    """How the mix is known to be the best one, in a sentence."""
    choice = scenario.mix
    if choice is None or choice.best is None:
        return ""
    if choice.status == "unproved":
        return f"Not proved best: up to {share(Fraction(choice.gap).limit_denominator(10**6))} better may be possible."
    if choice.feasible is None:
        unknown = "not all mixes could be listed, so ties and near-best mixes are not known."
        return f"Proved best by {names(engines(choice))}; {unknown}"
    ties = f" {choice.tie_count} mixes share that value; {TIE_WORDS}" if choice.tie_count > 1 else ""
    return f"Proved best of {choice.feasible:,} feasible mixes by {names(engines(choice))}.{ties}"


def engines(choice: Choice) -> tuple[str, ...]:
    """The engines that gave the answer, without their versions (those stand in environment.json)."""
    return tuple("enumeration" if engine == "enumeration" else "PuLP with HiGHS" for engine in choice.engines)


TIE_WORDS = "shown is the one with fewest options, then lowest cost, then first in the file."


def resource_words(scenario: Scenario, mix: Evaluation) -> tuple[str, ...]:
    """What the mix uses of each resource, beside the budget: "political capital 8 of 9 points"."""
    texts = []
    for k, key in enumerate(scenario.mixing.resources):
        resource = scenario.study.about.resources[key]
        most = budget(scenario, k)
        of = "" if most is None else f" of {amount(most)}"
        texts.append(f"{resource.name.lower()} {amount(mix.uses[k])}{of} {resource.unit}")
    return tuple(texts)


def budget(scenario: Scenario, resource: int) -> Fraction | None:
    """The tightest hard budget of a resource, if any."""
    tests = [t for limit in scenario.mixing.limits if limit.penalty is None for t in limit.tests]
    found = [t.most for t in tests if isinstance(t, Used) and t.resource == resource and t.most is not None]
    return min(found, default=None)


def adds(scenario: Scenario, mix: Evaluation, option: int) -> Fraction:
    """What one member adds: the value of the mix less its value without that member, nothing else changed.

    For an option outside the mix: what it would add if it simply joined.
    """
    others = [i for i in mix.members if i != option]
    return evaluate(scenario.mixing, [*others, option]).value - evaluate(scenario.mixing, others).value
