"""The study in named worlds: what each option and the mix are worth there, without probabilities unless given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from mcda.methods.additive import score
from mcda.methods.corner_scores import corner_scores
from mcda.methods.regret import largest_regrets
from mcda.methods.worlds import AcrossWorlds, across_worlds
from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.evaluate import Members, evaluate
from mcda.mixes.integers import members_of
from mcda.mixes.order import leading
from mcda.model.study import Study
from mcda.model.world import World
from mcda.problem import Problem, mix_problem, scoring_problem
from mcda.scenario.allowed_weights import AllowedWeights
from mcda.scenario.scenario import Scenario

AS_RATED = "as rated"


@dataclass(frozen=True, slots=True)
class MixInWorld:
    """The chosen mix in one world: its value, whether it still keeps all limits, and the best mix there."""

    world: str
    value: Fraction
    feasible: bool
    best: Members | None
    best_value: Fraction | None


@dataclass(frozen=True, slots=True)
class WorldsAnswer:
    """The study as it is and in every world: `worlds` are their names, the first that of the study itself.

    `leaders` are the options in first place in each world. `furthest` is for every option the most it can be behind the
    best one, in any world and under any allowed weights. `chances` are in the order of the worlds; None if not given.
    """

    worlds: tuple[str, ...]
    options: tuple[str, ...]
    leaders: tuple[tuple[int, ...], ...]
    across: tuple[AcrossWorlds, ...]
    furthest: tuple[Fraction, ...]
    mixes: tuple[MixInWorld, ...]
    chances: tuple[Fraction, ...] | None

    @property
    def best_worst(self) -> AcrossWorlds:
        """The option whose worst case is best; of equals the first."""
        return max(self.across, key=lambda each: (each.worst, -each.option))


def in_worlds(scenario: Scenario, worlds: Sequence[World], allowed: AllowedWeights) -> WorldsAnswer:
    """The scenario's weights and limits with the ratings of every world; options with a blank rating stay out.

    The study as it is counts as a world. Chances count only if every world has one; what they leave of 100 % falls to
    the study as it is.
    """
    studies = [scenario.study, *(with_ratings_of(scenario.study, world) for world in worlds)]
    problems = [scoring_problem(study, scenario.weights) for study in studies]
    blank = {i for problem in problems for i, _ in problem.blank}
    rated = [i for i in range(len(scenario.problem.options)) if i not in blank]
    scores = [[score(problem.values[i], problem.weights) for i in rated] for problem in problems]
    titles, chances = (AS_RATED, *(world.name for world in worlds)), _chances(worlds)
    behind = [
        largest_regrets(corner_scores([problem.values[i] for i in rated], allowed.weights.corners))
        for problem in problems
    ]
    return WorldsAnswer(
        worlds=titles,
        options=tuple(scenario.problem.options[i] for i in rated),
        leaders=tuple(tuple(i for i, own in enumerate(row) if own == max(row)) for row in scores),
        across=across_worlds(scores, chances),
        furthest=tuple(max(world[i].most for world in behind) for i in range(len(rated))),
        mixes=_mixes(scenario, titles, studies, problems),
        chances=chances,
    )


def with_ratings_of(study: Study, world: World) -> Study:
    """The study with the ratings of a world in place of its own."""
    other = {(rating.option, rating.criterion): rating for rating in world.ratings}
    ratings = tuple(other.get((rating.option, rating.criterion), rating) for rating in study.ratings)
    return study.model_copy(update={"ratings": ratings})


def _chances(worlds: Sequence[World]) -> tuple[Fraction, ...] | None:
    given = [Fraction(world.chance) / 100 for world in worlds if world.chance is not None]
    if len(given) < len(worlds) or not given or sum(given) > 1:
        return None
    return (1 - sum(given, Fraction(0)), *given)


def _mixes(
    scenario: Scenario, titles: Sequence[str], studies: Sequence[Study], problems: Sequence[Problem]
) -> tuple[MixInWorld, ...]:
    best = scenario.mix.best if scenario.mix else None
    if best is None:
        return ()
    return tuple(
        _mix_in(title, study, problem, best.members)
        for title, study, problem in zip(titles, studies, problems, strict=True)
    )


def _mix_in(title: str, study: Study, problem: Problem, members: Members) -> MixInWorld:
    mixing = mix_problem(study, problem)
    own, mixes = evaluate(mixing, members), feasible_mixes(mixing)
    found = leading(mixing, mixes, 1).tolist() if isinstance(mixes, Mixes) else []
    best = evaluate(mixing, members_of(found[0])) if found else None
    return MixInWorld(
        title, own.value, own.feasible, None if best is None else best.members, None if best is None else best.value
    )
