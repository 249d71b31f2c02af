"""Two scenarios compared: what changed in the inputs, what that did to scores, ranks and the mix, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from mcda.mixes.evaluate import evaluate
from mcda.scenario.causes import (
    Corners,
    MixCorners,
    Shares,
    mix_corners,
    mix_shares,
    rank_corners,
    rank_shares,
)
from mcda.scenario.changes import Change, changes
from mcda.scenario.hybrids import Halfway
from mcda.scenario.pairing import Pair, pair
from mcda.scenario.ranking import Line
from mcda.scenario.scenario import Scenario
from mcda.scenario.typed_points import ScoreCauses, TypedPoints, score_causes, typed_points


@dataclass(frozen=True, slots=True)
class Move:
    """One option of both scenarios. `change` and `causes` are None where one of its scores is (a blank rating).

    The parts of `causes` sum to `change`; those of `places` to the places it rose (+) or fell (-), ties in the middle.
    """

    option: str
    before: Line
    after: Line
    change: Fraction | None
    causes: ScoreCauses | None
    places: Shares

    @property
    def rose(self) -> int:
        """Places up, as shown (ties share the better place); 0 where one of the ranks is not known."""
        return (self.before.rank or 0) - (self.after.rank or 0) if self.before.rank and self.after.rank else 0

    @property
    def size(self) -> Fraction:
        """How far the score moved, whichever way; 0 where it is not known."""
        return max(self.change, -self.change) if self.change else Fraction(0)


@dataclass(frozen=True, slots=True)
class Kept:
    """What happens if one scenario's mix is kept under the other's weights, ratings and rules.

    `lost` is the value it falls short of the best mix there; None where an option is not `there` any more or no mix is
    known to be best. `broken` names the hard limits it breaks there.
    """

    lost: Fraction | None
    value: Fraction | None
    broken: tuple[str, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MixChange:
    """The two best mixes. `shares` says for each option of both scenarios what brought it in (+) or out (-)."""

    before: frozenset[str]
    after: frozenset[str]
    shares: Mapping[str, Shares]
    corners: MixCorners
    kept_before: Kept
    kept_after: Kept

    @property
    def is_same(self) -> bool:
        """Whether both scenarios choose the same options."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Compared:
    """Two scenarios side by side; moves in the order of the newer ranking. `mix` is None where one has none."""

    pair: Pair
    changes: tuple[Change, ...]
    points: TypedPoints
    moves: tuple[Move, ...]
    corners: Corners
    mix: MixChange | None

    @property
    def is_changed(self) -> bool:
        """Whether a score, a rank or the mix differs, or an option or criterion came or went."""
        coming = self.pair.gone or self.pair.new or self.pair.gone_criteria or self.pair.new_criteria
        moved = any(move.change or move.rose or (move.change is None and _blank_moved(move)) for move in self.moves)
        return bool(coming or moved or (self.mix is not None and not self.mix.is_same) or _mix_came_or_went(self.pair))


def compare(before: Scenario, after: Scenario) -> Compared:
    """Everything that differs between two scenarios, and why. Raises StudyError where their scales differ."""
    both = pair(before, after)
    halfway = Halfway(both, typed_points(before, after))
    return Compared(
        pair=both,
        changes=changes(both),
        points=halfway.points,
        moves=_moves(halfway),
        corners=rank_corners(halfway),
        mix=_mix_change(halfway),
    )


def mix_of(scenario: Scenario) -> frozenset[str] | None:
    """The options of the best mix; None where there is none."""
    if scenario.mix is None or scenario.mix.best is None:
        return None
    return frozenset(scenario.mixing.options[i] for i in scenario.mix.best.members)


def kept(mix: frozenset[str], scenario: Scenario) -> Kept:
    """What a mix is worth in another scenario, against the best one there."""
    absent = tuple(sorted(mix - set(scenario.mixing.options)))
    if absent or scenario.mix is None or scenario.mix.best is None:
        return Kept(None, None, (), absent)
    found = evaluate(scenario.mixing, [scenario.mixing.options.index(key) for key in mix])
    limits = zip(scenario.mixing.limits, found.holds, strict=True)
    broken = tuple(limit.name for limit, holds in limits if not holds and limit.penalty is None)
    return Kept(scenario.mix.best.value - found.value, found.value, broken, ())


def _moves(halfway: Halfway) -> tuple[Move, ...]:
    both = halfway.pair
    scored = [key for key in both.options if all(s.ranking.line(key).score is not None for s in _ends(both))]
    causes = dict(zip(scored, _score_causes(halfway, scored), strict=True))
    places = rank_shares(halfway)
    moves = []
    for line in both.after.ranking.lines:
        if line.option in both.options:
            old = both.before.ranking.line(line.option)
            change = None if old.score is None or line.score is None else line.score - old.score
            moves.append(Move(line.option, old, line, change, causes.get(line.option), places.get(line.option, {})))
    return tuple(moves)


def _score_causes(halfway: Halfway, options: list[str]) -> tuple[ScoreCauses, ...]:
    rows = [
        [[halfway.columns[leaf][side][key] or Fraction(0) for leaf in halfway.points.leaves] for key in options]
        for side in (0, 1)
    ]
    return score_causes(halfway.points, rows[0], rows[1])


def _mix_change(halfway: Halfway) -> MixChange | None:
    both = halfway.pair
    before, after = (mix_of(scenario) for scenario in _ends(both))
    if before is None or after is None:
        return None
    shares = mix_shares(halfway) if before != after else {}
    return MixChange(before, after, shares, mix_corners(halfway), kept(after, both.before), kept(before, both.after))


def _ends(both: Pair) -> tuple[Scenario, Scenario]:
    return both.before, both.after


def _blank_moved(move: Move) -> bool:
    ends = [(line.score, line.lowest, line.highest) for line in (move.before, move.after)]
    return ends[0] != ends[1]


def _mix_came_or_went(both: Pair) -> bool:
    return (mix_of(both.before) is None) != (mix_of(both.after) is None)
