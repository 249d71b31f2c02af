"""One run: a study, a set of weights, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

from mcda.errors import Finding
from mcda.mixes.choose import Choice, choose
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.problem import MixProblem, Problem, mix_problem, scoring_problem
from mcda.problem.building import why_no_mix
from mcda.scenario.overrides import Overrides, with_overrides
from mcda.scenario.ranking import Ranking, ranking
from mcda.scenario.settings import STRICT, Settings


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named run. `mix` is None where no mix can be asked for; `why_no_mix` then says why.

    `study` and `weights` are those of the run, overrides applied; `notes` are the findings that did not stop it.
    """

    name: str
    study: Study
    weights: Weights
    overrides: Overrides
    problem: Problem
    ranking: Ranking
    mixing: MixProblem
    mix: Choice | None
    why_no_mix: str
    notes: tuple[Finding, ...]
    settings: Settings = STRICT


def run(
    study: Study,
    weights: Weights,
    name: str,
    overrides: Overrides,
    notes: tuple[Finding, ...] = (),
    settings: Settings = STRICT,
) -> Scenario:
    """The scenario of a checked study; `weights` are used as they are (see `mcda.scenario.rescaling.bound`).

    Raises EnginesDisagree if two exact engines give different mixes.
    """
    study = with_overrides(study, overrides)
    problem = scoring_problem(study, weights)
    mixing = mix_problem(study, problem)
    reason = why_no_mix(study)
    return Scenario(
        name=name,
        study=study,
        weights=weights,
        overrides=overrides,
        problem=problem,
        ranking=ranking(study, problem),
        mixing=mixing,
        mix=None if reason else choose(mixing),
        why_no_mix=reason,
        notes=notes,
        settings=settings,
    )
