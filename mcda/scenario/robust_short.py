"""How safe the answer is in three sentences, for the first screen."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from mcda.scenario.robust import Robustness
from mcda.scenario.robust_words import shift_text
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import option_name, share


def short_robust_words(scenario: Scenario, found: Robustness | None) -> tuple[str, ...]:
    """The smallest shifts that change the leader and the mix, and the shares of the allowed weightings behind both."""
    return () if found is None else tuple(_sentences(scenario, found))


def _sentences(scenario: Scenario, found: Robustness) -> Iterator[str]:
    leader = option_name(scenario.study, found.options[found.leader])
    nearest = found.shifts[0]
    if nearest.shift is None:
        yield f"No weights make another option overtake {leader}."
    elif nearest.shift.moved:
        rival = option_name(scenario.study, found.options[nearest.option])
        yield f"The lead ends with {shift_text(scenario, nearest.shift)}: then {rival} is level."
    own = found.first.shares[found.leader]
    stated = "its file allows" if found.allowed.statements else "are possible"
    exact = "" if found.first.exact else "about "
    parts = [f"{leader} is first in {exact}{share(Fraction(own).limit_denominator(10**9))}"]
    mix = found.mix
    if mix is not None and mix.cells is not None:
        held = sum(cell.share for cell in mix.cells if cell.members == mix.best)
        parts.append(f"the mix is best in {share(Fraction(held).limit_denominator(10**9))}")
    yield f"Of all weightings that {stated}, {' and '.join(parts)} (mcda robust says more)."
    if mix is not None and mix.flip is not None and mix.flip.shift.moved:
        yield f"The mix changes with {shift_text(scenario, mix.flip.shift)}."
