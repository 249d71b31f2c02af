"""The chosen mix in words: what it is, what it uses, what each member adds."""

from __future__ import annotations

from fractions import Fraction

from mcda.mixes.choose import Choice
from mcda.mixes.evaluate import Evaluation, evaluate
from mcda.model.counts import counted
from mcda.problem.mixing import Counted, Used
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import amount, names, option_name, points_words, rounded, share, zero_words


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
        return none_chosen(scenario)
    many = counted(len(chosen), "option")
    return f"Best mix: {many}, {rounded(choice.best.value)} {points_words(scenario.study)}: {names(chosen)}."


def none_chosen(scenario: Scenario) -> str:
    """The headline of an empty mix."""
    if all(line.score is None for line in scenario.ranking.lines):
        return "Best mix: none of the options; every option has a blank rating, so none can be weighed against others."
    return "Best mix: none of the options; no mix that respects the constraints is better than doing nothing."


def mix_proof(scenario: Scenario) -> str:
    """How the mix is known to be the best one, in a sentence."""
    choice = scenario.mix
    if choice is None or choice.best is None:
        return ""
    return " ".join(text for text in (_proved(choice), zero_words(scenario.study)) if text)


def _proved(choice: Choice) -> str:
    if choice.status == "unproved":
        return f"Not proved best: up to {share(Fraction(choice.gap).limit_denominator(10**6))} better may be possible."
    if choice.feasible is None:
        unknown = "not all mixes could be listed, so ties and near-best mixes are not known."
        return f"Proved best by {names(engines(choice))}; {unknown}"
    ties = f" {choice.tie_count} mixes share that value; {TIE_WORDS}" if choice.tie_count > 1 else ""
    if choice.feasible == 1:
        return f"Proved to be the only feasible mix by {names(engines(choice))}."
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
        texts.append(f"{resource.name} {amount(mix.uses[k])}{of} {resource.unit}")
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


def needed_to_compare(scenario: Scenario) -> frozenset[int]:
    """The limits that fix the number of options where a criterion has no do-nothing level (by place): without them
    values of mixes of different size would be compared, of which nothing is known."""
    if scenario.ranking.has_nothing:
        return frozenset()
    everything = frozenset(range(len(scenario.mixing.options)))
    return frozenset(
        place
        for place, limit in enumerate(scenario.mixing.limits)
        if limit.penalty is None and any(isinstance(t, Counted) and t.members == everything for t in limit.tests)
    )


def not_to_relax(scenario: Scenario) -> frozenset[int]:
    """The limits that nobody is told to relax (by place): those that always hold, and those without which mixes do not
    compare."""
    automatic = {place for place, limit in enumerate(scenario.mixing.limits) if limit.automatic}
    return needed_to_compare(scenario) | automatic
