"""How safe the mix is: which mix is best under which weights, exactly.

The value of a mix is linear in the weights, so the best mix is constant within cells of the set of weights. The volumes
of the cells are the acceptability of mixes, and what their mixes hold gives the inclusion of options: no sampling and
no solver (Robust Portfolio Modeling: Liesio, Mild and Salo 2007; cells as in parametric programming: Gal 1995).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

import numpy as np
import numpy.typing as npt

from mcda.methods.corner_scores import CornerScores, corner_scores
from mcda.methods.envelope import Line, Segment, lines, segments
from mcda.methods.first_rank import Cell, best_cells
from mcda.methods.polytope import TooManyCorners
from mcda.methods.regret import Regret, largest_regrets, least_regret
from mcda.methods.smallest_shift import Shift, smallest_shift
from mcda.methods.weight_sets import WeightSet
from mcda.mixes.enumerate import Mixes
from mcda.mixes.evaluate import Evaluation, Members, evaluate
from mcda.mixes.integers import integers, members_of
from mcda.mixes.pareto import nondominated, pareto
from mcda.mixes.totals import Masks, amounts, broken_limits, penalties_of
from mcda.problem.mixing import MixProblem

MOST_MIXES = 3000
MOST_CRITERIA = 6


@dataclass(frozen=True, slots=True)
class Candidates:
    """The mixes that some weights could make best, best value first, and their points on the criteria.

    `points` have the penalties of broken soft limits deducted everywhere, so that value = weights . points.
    """

    mixes: tuple[Members, ...]
    points: tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True)
class MixCell:
    """A mix, the share of the weightings under which it is best, and where these are."""

    members: Members
    share: float
    where: Cell


@dataclass(frozen=True, slots=True)
class Inclusion:
    """For every option the share of weightings whose best mix holds it, and the options in all, some and none of the
    mixes that the weights leave open."""

    shares: tuple[float, ...]
    core: tuple[int, ...]
    borderline: tuple[int, ...]
    exterior: tuple[int, ...]
    mixes: int


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest shift of weight that makes another mix as good as the best one."""

    members: Members
    shift: Shift


@dataclass(frozen=True, slots=True)
class MixRegret:
    """A mix and its largest regret over the allowed weights; `instead` is the best mix where it arises."""

    members: Members
    most: Fraction
    weights: tuple[Fraction, ...]
    instead: Members


@dataclass(frozen=True, slots=True)
class MixSegment:
    """From `low` to `high` of one weight, the others in proportion, these mixes are best."""

    low: Fraction
    high: Fraction
    mixes: tuple[Members, ...]


def candidates(problem: MixProblem, mixes: Mixes) -> Candidates | None:
    """The nondominated mixes; None where there are more than MOST_MIXES."""
    found = pareto(problem, mixes)
    if not found.count or found.count > MOST_MIXES:
        return None
    listed = tuple(members_of(mask) for mask in found.masks.tolist())
    return Candidates(listed, _all_points(problem, found.masks))


def mix_cells(choice: Candidates, weights: WeightSet) -> tuple[MixCell, ...] | None:
    """Every mix that is best under some allowed weights, the largest share first; None where cells are out of reach.

    >>> from mcda.methods.weight_sets import weight_set
    >>> one, none = Fraction(1), Fraction(0)
    >>> two = Candidates(((0,), (1,)), ((one, none), (none, 3 * one)))
    >>> [(cell.members, cell.share) for cell in mix_cells(two, weight_set([], 2))]
    [((1,), 0.75), ((0,), 0.25)]
    """
    if len(choice.points[0]) > MOST_CRITERIA:
        return None
    try:
        cells = best_cells(choice.points, weights)
    except TooManyCorners:
        return None
    return tuple(
        sorted((MixCell(choice.mixes[cell.option], cell.share, cell) for cell in cells), key=lambda each: -each.share)
    )


def only_level(choice: Candidates, cells: Sequence[MixCell], members: Members) -> bool:
    """Whether a mix is best somewhere, but only where others are as good: it has no cell, and reaches one at a corner.

    >>> from mcda.methods.weight_sets import weight_set
    >>> one, none = Fraction(1), Fraction(0)
    >>> three = Candidates(((0,), (1,), (2,)), ((2 * one, none), (none, 2 * one), (one, one)))
    >>> cells = mix_cells(three, weight_set([], 2))
    >>> [only_level(three, cells, mix) for mix in three.mixes]
    [False, False, True]
    """
    if any(cell.members == members for cell in cells):
        return False
    points = dict(zip(choice.mixes, choice.points, strict=True))
    return any(
        sum((w * (x - y) for w, x, y in zip(corner, points[members], points[cell.members], strict=True)), Fraction(0))
        == 0
        for cell in cells
        for corner in cell.where.corners
    )


def inclusion(choice: Candidates, cells: Sequence[MixCell], weights: WeightSet, options: int) -> Inclusion:
    """How often each option is in the best mix, and the options that all or none of the open mixes hold.

    Open are the mixes that no other one matches or beats under every allowed weighting.
    """
    shares = tuple(_held(cells, option) for option in range(options))
    left = [choice.mixes[place] for place in open_mixes(choice, weights)]
    held = Counter(chain.from_iterable(left))
    return Inclusion(
        shares,
        tuple(i for i in range(options) if held[i] == len(left)),
        tuple(i for i in range(options) if 0 < held[i] < len(left)),
        tuple(i for i in range(options) if not held[i]),
        len(left),
    )


def _held(cells: Sequence[MixCell], option: int) -> float:
    """The share of the cells that hold an option; exactly 1 or 0 where all or none do."""
    holding = [cell.share for cell in cells if option in cell.members]
    return 1.0 if len(holding) == len(cells) else float(sum(holding))


def open_mixes(choice: Candidates, weights: WeightSet) -> tuple[int, ...]:
    """Places of the candidates that no other one matches or beats under every allowed weighting; exact."""
    scores = corner_scores(choice.points, weights.corners).numbers
    return tuple(nondominated([_levels(column) for column in scores.T.tolist()]).tolist())


def _levels(scores: Sequence[int]) -> npt.NDArray[np.int64]:
    """Where each score stands among the distinct ones, the lowest at 0."""
    place = {score: level for level, score in enumerate(sorted(set(scores)))}
    return np.array([place[score] for score in scores], np.int64)


def smallest_flip(choice: Candidates, weights: Sequence[Fraction], best: Members) -> Flip | None:
    """The least weight to move so that another mix is as good as the best one; None where no weights do that."""
    own = choice.points[choice.mixes.index(best)] if best in choice.mixes else None
    if own is None:
        return None
    found = []
    for members, points in zip(choice.mixes, choice.points, strict=True):
        difference = [theirs - ours for theirs, ours in zip(points, own, strict=True)]
        shift = smallest_shift(weights, difference) if any(difference) else None
        if shift is not None:
            found.append(Flip(members, shift))
    return min(found, key=lambda flip: flip.shift.moved, default=None)


def mix_regrets(choice: Candidates, weights: WeightSet) -> tuple[MixRegret, ...]:
    """The largest regret of every candidate over the allowed weights, in candidate order; exact."""
    found = largest_regrets(_scores(choice, weights))
    return tuple(_mix_regret(choice, weights, regret) for regret in found)


def least_regret_mix(choice: Candidates, weights: WeightSet) -> MixRegret:
    """The mix whose largest regret over the allowed weights is smallest; of equals the first."""
    return _mix_regret(choice, weights, least_regret(largest_regrets(_scores(choice, weights))))


def mix_segments(choice: Candidates, weights: Sequence[Fraction], criterion: int) -> tuple[MixSegment, ...]:
    """The best mix at every value of one weight, the others in proportion; exact."""
    scores: tuple[Line, ...] = lines(choice.points, weights, criterion)
    return tuple(_mix_segment(choice, each) for each in segments(scores))


def with_best(problem: MixProblem, choice: Candidates, best: Evaluation) -> Candidates:
    """The candidates with the chosen mix among them: it stands in place of the one with the same points."""
    if best.members in choice.mixes:
        return choice
    points = _points(problem, best.members)
    same = next((place for place, other in enumerate(choice.points) if other == points), None)
    if same is None:
        return Candidates((best.members, *choice.mixes), (points, *choice.points))
    mixes = tuple(best.members if place == same else members for place, members in enumerate(choice.mixes))
    return Candidates(mixes, choice.points)


def _all_points(problem: MixProblem, masks: Masks) -> tuple[tuple[Fraction, ...], ...]:
    """Points of many mixes: from tables of whole numbers where these are exact, else one mix after the other."""
    scaled = integers(problem)
    if scaled.objective.margin or any(effect.margin for effect in scaled.effects):
        return tuple(_points(problem, members_of(mask)) for mask in masks.tolist())
    columns = [[Fraction(x, each.denominator) for x in amounts(each, masks).tolist()] for each in scaled.effects]
    rows = tuple(zip(*columns, strict=True))
    soft = [place for place, limit in enumerate(problem.limits) if limit.penalty]
    if not soft:
        return rows
    penalties = penalties_of(problem, broken_limits(problem, masks, soft)).tolist()
    lost = [Fraction(x, scaled.objective.denominator) for x in penalties]
    return tuple(tuple(x - less for x in row) for row, less in zip(rows, lost, strict=True))


def _points(problem: MixProblem, members: Members) -> tuple[Fraction, ...]:
    found = evaluate(problem, members)
    return tuple(points - found.penalty for points in found.effects)


def _scores(choice: Candidates, weights: WeightSet) -> CornerScores:
    return corner_scores(choice.points, weights.corners)


def _mix_regret(choice: Candidates, weights: WeightSet, regret: Regret) -> MixRegret:
    return MixRegret(
        choice.mixes[regret.option], regret.most, weights.corners[regret.corner], choice.mixes[regret.instead]
    )


def _mix_segment(choice: Candidates, segment: Segment) -> MixSegment:
    return MixSegment(segment.low, segment.high, tuple(choice.mixes[place] for place in segment.first))
