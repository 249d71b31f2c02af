"""What other analyses may add to the report and the brief; left out where they have not been run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from mcda.scenario.mix_conflict_words import conflict_words
from mcda.scenario.mix_explain import MixExplanation
from mcda.scenario.mix_explain_words import (
    forced_words,
    nearly_in_words,
    price_words,
    relax_words,
)
from mcda.scenario.robust import Robustness
from mcda.scenario.robust_mix_tables import mixes_table
from mcda.scenario.robust_rating_words import check_list
from mcda.scenario.robust_short import basis_words, first_by_option, held_by_option, short_robust_words, unseen_words
from mcda.scenario.robust_tables import checks_table
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import Grid


@dataclass(frozen=True, slots=True)
class Safety:
    """How often each option is first and in the best mix, over the weights and ratings that `basis` names.

    `sentences` say it in words. `first` and `in_mix` follow the options of the study; `in_mix` is empty where no mix
    was looked at; `unseen` names the options that have no share, and without `exact` those of first places are sampled.
    `tables` are small and stand below them.
    """

    sentences: tuple[str, ...]
    basis: str
    first: tuple[Fraction, ...]
    in_mix: tuple[Fraction, ...] = ()
    unseen: tuple[str, ...] = ()
    exact: bool = True
    tables: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class Extras:
    """The optional parts, in sentences, the most worthwhile first.

    safety        how safe the answer is
    checks        which ratings to check first
    check_tables  the figures behind `checks`, small
    relaxing      which constraints cannot hold together, or what relaxing one would bring
    members       what each member is worth to the mix, and what nearly got in
    """

    safety: Safety | None = None
    checks: tuple[str, ...] = ()
    check_tables: tuple[Grid, ...] = ()
    relaxing: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


NONE = Extras()
MOST_NEAR = 3
MOST_ROWS = 6


def extras_of(scenario: Scenario, explanation: MixExplanation | None, robustness: Robustness | None = None) -> Extras:
    """The optional parts that the explanation of the mix and a look at its robustness can fill."""
    safety = None if robustness is None else safety_of(scenario, robustness)
    checks = () if robustness is None else check_list(scenario, robustness)
    grids = () if robustness is None else check_grids(scenario, robustness)
    if explanation is None:
        return Extras(safety=safety, checks=checks, check_tables=grids)
    near = nearly_in_words(scenario, explanation)[:MOST_NEAR]
    return Extras(
        safety=safety,
        checks=checks,
        check_tables=grids,
        relaxing=(*conflict_words(scenario, explanation), *relax_words(scenario, explanation)),
        members=(*forced_words(scenario, explanation), *price_words(scenario, explanation), *near),
    )


def safety_of(scenario: Scenario, robustness: Robustness) -> Safety:
    """How safe the answer is, from a look at its robustness."""
    mix = robustness.mix
    return Safety(
        sentences=short_robust_words(scenario, robustness),
        basis=basis_words(scenario, robustness),
        first=first_by_option(scenario, robustness),
        unseen=unseen_words(scenario, robustness),
        exact=robustness.first.exact,
        in_mix=held_by_option(robustness),
        tables=() if mix is None or mix.cells is None else (_few(mixes_table(scenario, mix)),),
    )


def check_grids(scenario: Scenario, robustness: Robustness) -> tuple[Grid, ...]:
    """The ratings worth checking, with their figures."""
    found = checks_table(scenario, robustness)
    return (_few(found),) if found.rows else ()


def _few(grid: Grid) -> Grid:
    return replace(grid, rows=grid.rows[:MOST_ROWS])
