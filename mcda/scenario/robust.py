"""How safe the answer is: everything that would have to be different before it changes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from mcda.methods.acceptability import Acceptability, rank_acceptability
from mcda.methods.corner_scores import corner_scores
from mcda.methods.dominance_family import Preference, preference
from mcda.methods.envelope import Segment, crossings, lines, segments
from mcda.methods.first_rank import Cell, best_cells, expected_best
from mcda.methods.ordinal import Readings, stays_first
from mcda.methods.pairwise import mean_ranks, winning_shares
from mcda.methods.polytope import TooManyCorners
from mcda.methods.rank_ranges import RankRange, rank_ranges
from mcda.methods.regret import Regret, largest_regrets
from mcda.methods.rules import Box, sufficient_weight
from mcda.methods.smallest_shift import Shift, smallest_shift
from mcda.methods.stability import Lead, lead
from mcda.methods.weight_sets import mean_weights, piece_corners, piece_shares
from mcda.model.criterion import Criterion
from mcda.model.study import Study
from mcda.problem.scale import worth
from mcda.scenario.allowed_weights import AllowedWeights, Which, allowed_weights
from mcda.scenario.robust_mix import MixRobustness, mix_robustness
from mcda.scenario.robust_ratings import UncertainRatings, uncertain_ratings
from mcda.scenario.robust_rules import box_rules
from mcda.scenario.scenario import Scenario

Floats = npt.NDArray[np.float64]
Row = tuple[Fraction, ...]

DRAWS = 1 << 16
MOST_CRITERIA = 6


@dataclass(frozen=True, slots=True)
class OneWeight:
    """One weight moved alone, the others in proportion: where the leader stays first, who is first from 0 to 1, and
    every value at which two options change places."""

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
class FirstPlaces:
    """How often each option is first and at which mean weights (None: never); `exact`, or sampled with errors.

    `settling` is what knowing the weights exactly would add to the best score on average, in points (None: unknown).
    """

    shares: tuple[float, ...]
    errors: tuple[float, ...]
    central: tuple[tuple[float, ...] | None, ...]
    exact: bool
    settling: float | None


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

    `ratings` is None where every rating is certain, `ordinal` where no criterion has levels in words, `mix` where
    there is no mix.
    """

    options: tuple[str, ...]
    leader: int
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

    @property
    def never_best(self) -> tuple[int, ...]:
        """The options that are not first under any allowed weights, not even level."""
        return tuple(option for option, found in enumerate(self.rank_ranges) if found.exact and found.best > 1)


def robust(
    scenario: Scenario, *, over: Which = "stated", draws: int = DRAWS, executor: Executor | None = None
) -> Robustness | None:
    """How safe the answer of a scenario is, over the weights that its file states or over any.

    None where fewer than two options can be ranked. Raises StudyError where the statements about weights contradict
    each other, TooManyCorners where they are too many to work through.
    """
    problem = scenario.problem
    blank = {i for i, _ in problem.blank}
    rated = [i for i in range(len(problem.options)) if i not in blank]
    if len(rated) < 2:
        return None
    values = [problem.values[i] for i in rated]
    options = tuple(problem.options[i] for i in rated)
    leader = options.index(scenario.ranking.leaders[0].option)
    allowed = allowed_weights(scenario.study, scenario.weights, problem.weights, over)
    scores = corner_scores(values, allowed.weights.corners)
    ranks = rank_acceptability(values, allowed.weights, draws, executor=executor)
    cells = _cells(values, allowed)
    return Robustness(
        options=options,
        leader=leader,
        allowed=allowed,
        one_way=_one_way(scenario, values, leader),
        shifts=_shifts(problem.weights, values, leader),
        pairs=_pairs(values, allowed, preference(scores, scores)),
        rank_ranges=rank_ranges(_floats(values), piece_corners(allowed.weights)),
        first=_first(values, allowed, cells, ranks),
        ranks=ranks,
        regrets=largest_regrets(scores),
        rules=_rules(values, allowed, ranks),
        ratings=uncertain_ratings(scenario, rated, allowed, executor),
        ordinal=_ordinal(scenario.study, [scenario.study.options[i].key for i in rated], problem.weights, leader),
        mix=mix_robustness(scenario, allowed),
    )


def _floats(values: Sequence[Row]) -> Floats:
    return np.array([[float(number) for number in row] for row in values])


def _one_way(scenario: Scenario, values: Sequence[Row], leader: int) -> tuple[OneWeight, ...]:
    weights = scenario.problem.weights
    found = []
    for j, key in enumerate(scenario.problem.criteria if len(weights) > 1 else ()):
        scores = lines(values, weights, j)
        own = lead(values, weights, j, leader)
        found.append(OneWeight(key, weights[j], own, segments(scores), crossings(scores)))
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
    return Pairs(held, winning, mean_ranks(winning))


def _cells(values: Sequence[Row], allowed: AllowedWeights) -> tuple[Cell, ...] | None:
    if len(values[0]) > MOST_CRITERIA:
        return None
    try:
        return best_cells(values, allowed.weights)
    except TooManyCorners:
        return None


def _first(
    values: Sequence[Row], allowed: AllowedWeights, cells: Sequence[Cell] | None, ranks: Acceptability
) -> FirstPlaces:
    if cells is None:
        shares, errors = ranks.first.tolist(), ranks.errors[:, 0].tolist()
        central = [None if np.isnan(row).any() else tuple(row.tolist()) for row in ranks.central]
        return FirstPlaces(tuple(shares), tuple(errors), tuple(central), exact=False, settling=None)
    middle = mean_weights(allowed.weights)
    best = max(sum(w * v for w, v in zip(middle, row, strict=True)) for row in values)
    own = {cell.option: cell for cell in cells}
    # Options that are always level share the cell of the first of them.
    cell_of = {option: own.get(twin) for option, twin in enumerate(_twins(values, allowed))}
    found = [cell_of[option] for option in range(len(values))]
    return FirstPlaces(
        tuple(0.0 if cell is None else cell.share for cell in found),
        (0.0,) * len(values),
        tuple(None if cell is None else tuple(cell.centre.tolist()) for cell in found),
        exact=True,
        settling=expected_best(_floats(values), cells) - float(best),
    )


def _twins(values: Sequence[Row], allowed: AllowedWeights) -> list[int]:
    """For every option the first one that scores the same under all allowed weights."""
    rows = [tuple(row) for row in corner_scores(values, allowed.weights.corners).numbers]
    return [rows.index(row) for row in rows]


def _rules(values: Sequence[Row], allowed: AllowedWeights, ranks: Acceptability) -> Rules:
    exact = []
    for option in np.argsort(-ranks.first, kind="stable").tolist():
        for j in range(len(values[0])):
            share = sufficient_weight(values, option, j)
            if share is not None and share < 1:
                exact.append(Sufficient(option, j, share))
    without = [option for option in range(len(values)) if option not in {rule.option for rule in exact}]
    return Rules(tuple(exact), box_rules(_floats(values), allowed.weights, without))


def _ordinal(study: Study, options: Sequence[str], weights: Row, leader: int) -> Readings | None:
    """Levels in words read as an order alone; other criteria keep their values."""
    ladders = [_ladder(criterion) for criterion in study.criteria]
    if not any(len(ladder) > 2 for ladder in ladders):
        return None
    best = {(rating.option, rating.criterion): rating.best for rating in study.ratings}
    levels = []
    for option in options:
        entries = [best[option, criterion.key] for criterion in study.criteria]
        found = [
            _place(worth(criterion, entry), ladder)
            for criterion, entry, ladder in zip(study.criteria, entries, ladders, strict=True)
            if entry is not None
        ]
        levels.append(found)
    return stays_first(levels, [Fraction(len(ladder) - 1) for ladder in ladders], weights, leader)


def _ladder(criterion: Criterion) -> list[Fraction]:
    """The worth of each described level from worst to best; the two ends alone where levels are not described."""
    ends = {worth(criterion, criterion.worst), worth(criterion, criterion.best)}
    return sorted(ends | {worth(criterion, entry) for entry in criterion.levels})


def _place(value: Fraction, ladder: Sequence[Fraction]) -> Fraction:
    """Where a value stands on a ladder, straight between its levels."""
    below = max((k for k, level in enumerate(ladder[:-1]) if level <= value), default=0)
    return below + (value - ladder[below]) / (ladder[below + 1] - ladder[below])
