"""What other analyses may add to the report and the brief; left out where they have not been run."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mcda.scenario.mix_explain import MixExplanation
from mcda.scenario.mix_explain_words import (
    conflict_words,
    forced_words,
    nearly_in_words,
    price_words,
    relax_words,
)
from mcda.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Safety:
    """How often each option is first and in the best mix, over the weights and ratings that `basis` names.

    `sentences` say it in words. `first` and `in_mix` follow the options of the study; `in_mix` is empty where no mix
    was looked at.
    """

    sentences: tuple[str, ...]
    basis: str
    first: tuple[Fraction, ...]
    in_mix: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class Extras:
    """The optional parts, in sentences, the most worthwhile first.

    safety    how safe the answer is
    checks    which ratings to check first
    relaxing  which constraints cannot hold together, or what relaxing one would bring
    members   what each member is worth to the mix, and what nearly got in
    """

    safety: Safety | None = None
    checks: tuple[str, ...] = ()
    relaxing: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


NONE = Extras()
MOST_NEAR = 3


def extras_of(scenario: Scenario, explanation: MixExplanation | None) -> Extras:
    """The optional parts that the explanation of the mix can fill."""
    if explanation is None:
        return NONE
    near = nearly_in_words(scenario, explanation)[:MOST_NEAR]
    return Extras(
        relaxing=(*conflict_words(scenario, explanation), *relax_words(scenario, explanation)),
        members=(*forced_words(scenario, explanation), *price_words(scenario, explanation), *near),
    )
