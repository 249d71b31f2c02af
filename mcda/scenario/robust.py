"""How safe the answer is: everything that would have to be different before it changes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from mcda.methods.acceptability import Acceptability, rank_acceptability
from mcda.methods.corner_scores import corner_scores
from mcda.methods.dominance_family import Preference, preference
from mcda.methods.envelope import Segment, crossings, lines, segments
from mcda.methods.ordinal import Readings
from mcda.methods.pairwise import mean_ranks, winning_shares
from mcda.methods.rank_ranges import RankRange, rank_ranges
from mcda.methods.regret import Regret, largest_regrets
from mcda.methods.rules import Box, sufficient_weight
from mcda.methods.smallest_shift import Shift, smallest_shift
from mcda.methods.stability import Lead, lead
from mcda.methods.weight_sets import piece_corners, piece_shares
from mcda.scenario.allowed_weights import AllowedWeights, allowed_weights
from mcda.scenario.robust_doubts import doubts
from mcda.scenario.robust_first import FirstPlaces, as_one, first_places
from mcda.scenario.robust_mix import MixRobustness, mix_robustness
from mcda.scenario.robust_ordinal import ordinal_readings
from mcda.scenario.robust_question import FULL, Depth, Question
from mcda.scenario.robust_ratings import UncertainRatings, sampled_ratings, uncertain_ratings
from mcda.scenario.robust_rules import box_rules
from mcda.scenario.scenario import Scenario
from mcda.scenario.worlds import WorldsAnswer, in_worlds

Floats = npt.NDArray[np.float64]
Row = tuple[Fraction, ...]

MOST_CROSSING = 60


@dataclass(frozen=True, slots=True)
class OneWeight:
    """One weight moved alone, the others in proportion: where the leader stays first, who is first from 0 to 1, and
    every value at which two options change places (none in a quick look, or with too many options)."""

    criterion: str
    weight: Fraction
    lead: Lead
    segments: tuple[Segment, ...]
    crossings: tuple[tuple[Fraction, int, int], ...]


@dataclass(frozen=True, slots=True)
class RivalShift:
    """The smallest shift of weight that brings one rival level with the leader; None where no weights do."""

    option: int
    shift: Shift | None


@dataclass(frozen=True, slots=True)
class Pairs:
    """For every pair of options: what holds under all weights, how often one wins, and the mean ranks that follow."""

    preference: Preference
    winning: Floats
    mean_ranks: Floats


@dataclass(frozen=True, slots=True)
class Sufficient:
    """An option that leads whatever the other weights if one weight is at least `share`."""

    option: int
    criterion: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules for when an option leads: exact ones, and for options without one a box with coverage and density."""

    exact: tuple[Sufficient, ...]
    boxes: tuple[tuple[int, Box], ...]


@dataclass(frozen=True, slots=True)
class Robustness:
    """All of it. Options are numbers into `options` (those without a blank rating), criteria into the study's.
    `alike` are worth as much as the leader on every criterion, so that no weights tell them apart.

    `ratings` is None where every rating counts as certain, `ordinal` where no criterion has levels in words or the look
    was a quick one, `mix` where there is no mix, `worlds` where the study has none.
    """

    question: Question
    options: tuple[str, ...]
    leader: int
    alike: tuple[int, ...]
    allowed: AllowedWeights
    one_way: tuple[OneWeight, ...]
    shifts: tuple[RivalShift, ...]
    pairs: Pairs
    rank_ranges: tuple[RankRange, ...]
    first: FirstPlaces
    ranks: Acceptability
    regrets: tuple[Regret, ...]
    rules: Rules
    ratings: UncertainRatings | None
    ordinal: Readings | None
    mix: MixRobustness | None
    worlds: WorldsAnswer | None

    @property
    def never_best(self) -> tuple[int, ...]:
        """The options that are not first under any allowed weights, not even level."""
        return tuple(option for option, found in enumerate(self.rank_ranges) if found.exact and found.best > 1)


def robust(scenario: Scenario, question: Question = FULL, *, executor: Executor | None = None) -> Robustness | None:
    """How safe the answer of a scenario is, over the weights and ratings that the question leaves open.

    None where fewer than two options can be ranked. Raises StudyError where the statements about weights contradict
    each other or are too many to work through.
    """
    problem = scenario.problem
    blank = {i for i, _ in problem.blank}
    rated = [i for i in range(len(problem.options)) if i not in blank]
    if len(rated) < 2:
        return None
    values = [problem.values[i] for i in rated]
    options = tuple(problem.options[i] for i in rated)
    leader = options.index(scenario.ranking.leaders[0].option)
    allowed = allowed_weights(scenario.study, scenario.weights, problem.weights, question.weights)
    scores = corner_scores(values, allowed.weights.corners)
    ranks = rank_acceptability(as_one(values, scores), allowed.weights, question.draws, executor=executor)
    doubted, ratings = doubts(scenario, rated, question.ratings), None
    if doubted is not None:
        ratings = uncertain_ratings(values, problem.weights, leader, doubted, allowed)
    if ratings is not None and question.depth == "full":
        sampled = sampled_ratings(values, problem.weights, ratings.doubts, allowed, question, executor)
        ratings = replace(ratings, sampled=sampled)
    return Robustness(
        question=question,
        options=options,
        leader=leader,
        alike=tuple(option for option, row in enumerate(values) if row == values[leader] and option != leader),
        allowed=allowed,
        one_way=_one_way(scenario, values, leader, question),
        shifts=_shifts(problem.weights, values, leader),
        pairs=_pairs(values, allowed, preference(scores, scores)),
        rank_ranges=_rank_ranges(values, allowed, ranks, question),
        first=first_places(values, allowed.weights, scores, ranks, question),
        ranks=ranks,
        regrets=largest_regrets(scores),
        rules=_rules(values, allowed, ranks, question.depth),
        ratings=ratings,
        ordinal=ordinal_readings(scenario.study, options, problem.weights, leader)
        if question.depth == "full"
        else None,
        mix=mix_robustness(scenario, allowed, rated, doubted, question, executor),
        worlds=in_worlds(scenario, scenario.study.worlds, allowed) if scenario.study.worlds else None,
    )


def _floats(values: Sequence[Row]) -> Floats:
    return np.array([[float(number) for number in row] for row in values])


def _rank_ranges(
    values: Sequence[Row], allowed: AllowedWeights, ranks: Acceptability, question: Question
) -> tuple[RankRange, ...]:
    """Best and worst ranks: exact where that is within reach, else as far as sampled ranks go."""
    if question.reaches(len(values), len(values[0])):
        return rank_ranges(_floats(values), piece_corners(allowed.weights))
    taken = [row.nonzero()[0] + 1 for row in ranks.shares]
    return tuple(RankRange(int(row.min()), int(row.max()), exact=False) for row in taken)


def _one_way(scenario: Scenario, values: Sequence[Row], leader: int, question: Question) -> tuple[OneWeight, ...]:
    weights = scenario.problem.weights
    found = []
    for j, key in enumerate(scenario.problem.criteria if len(weights) > 1 else ()):
        scores = lines(values, weights, j)
        own = lead(values, weights, j, leader)
        level = crossings(scores) if question.depth == "full" and len(values) <= MOST_CROSSING else ()
        found.append(OneWeight(key, weights[j], own, segments(scores), level))
    return tuple(found)


def _shifts(weights: Row, values: Sequence[Row], leader: int) -> tuple[RivalShift, ...]:
    """Every rival, the one that needs the smallest shift first."""
    found = []
    for option, row in enumerate(values):
        difference = [theirs - ours for theirs, ours in zip(row, values[leader], strict=True)]
        if option != leader:
            found.append(RivalShift(option, smallest_shift(weights, difference)))
    return tuple(sorted(found, key=lambda each: (each.shift is None, each.shift.moved if each.shift else 0)))


def _pairs(values: Sequence[Row], allowed: AllowedWeights, held: Preference) -> Pairs:
    winning = winning_shares(_floats(values), piece_corners(allowed.weights), piece_shares(allowed.weights))
    # Options that are always level share the better rank.
    level = (held.level.sum(axis=0) - 1) / 2
    return Pairs(held, winning, mean_ranks(winning) - level)


def _rules(values: Sequence[Row], allowed: AllowedWeights, ranks: Acceptability, depth: Depth) -> Rules:
    if depth == "quick":
        return Rules((), ())
    exact = []
    for option in np.argsort(-ranks.first, kind="stable").tolist():
        for j in range(len(values[0])):
            share = sufficient_weight(values, option, j)
            if share is not None and share < 1:
                exact.append(Sufficient(option, j, share))
    if allowed.fixed:
        return Rules(tuple(exact), ())
    without = [option for option in range(len(values)) if option not in {rule.option for rule in exact}]
    return Rules(tuple(exact), box_rules(_floats(values), allowed.weights, without))
