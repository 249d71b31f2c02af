"""The explanation of a mix in three sentences, for the first screen."""

from __future__ import annotations

from mcda.mixes.prices import WhyNot
from mcda.scenario.mix_conflict_words import conflict_words
from mcda.scenario.mix_explain import MixExplanation
from mcda.scenario.mix_explain_words import forced_words, relax_words
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import names, option_name, rounded

NEAREST = 3


def short_words(scenario: Scenario, explanation: MixExplanation | None) -> tuple[str, ...]:
    """What only a constraint keeps in, what nearly got in and what to relax first; or why no mix fits."""
    if explanation is None:
        return ()
    if explanation.infeasible is not None:
        return conflict_words(scenario, explanation)
    return (
        *forced_words(scenario, explanation),
        *_nearly_in(scenario, explanation),
        *relax_words(scenario, explanation),
    )


def _nearly_in(scenario: Scenario, explanation: MixExplanation) -> tuple[str, ...]:
    members = explanation.members
    out = [each for each in members.why_not if each.loses is not None][:NEAREST] if members else []
    if not out:
        return ()
    return (f"Nearly in: {names(_with_loss(scenario, each) for each in out)}.",)


def _with_loss(scenario: Scenario, reason: WhyNot) -> str:
    option = option_name(scenario.study, scenario.mixing.options[reason.option])
    return f"{option} ({rounded(-(reason.loses or 0))})"
