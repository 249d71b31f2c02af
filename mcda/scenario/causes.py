"""Why ranks and mixes changed: exact shares of groups of inputs, and the four corners that people understand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from mcda.methods.attribution import MOST_PLAYERS, mid_ranks_doubled, shapley
from mcda.methods.ranking import ranks
from mcda.scenario.hybrids import Group, Halfway, Player, is_budget, mix_at, order_at, scores_at
from mcda.scenario.pairing import Pair

# Each mix half-way is a whole optimisation, so fewer groups are told apart than for ranks.
MOST_MIX_PLAYERS = 6
MOST_SOLVED_PLAYERS = 3
_WEIGHTS: Group = "points"

EVERYTHING_ELSE = Player("options", ("rules", "budgets", "constraints"))

Shares = Mapping[Player, Fraction]


@dataclass(frozen=True, slots=True)
class Corners:
    """Results with old and new weights (first word) and old and new ratings and rules (second word)."""

    old_old: Mapping[str, int]
    new_old: Mapping[str, int]
    old_new: Mapping[str, int]
    new_new: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MixCorners:
    """The best mix at each corner, as option keys."""

    old_old: frozenset[str]
    new_old: frozenset[str]
    old_new: frozenset[str]
    new_new: frozenset[str]


def rank_players(halfway: Halfway) -> tuple[Player, ...]:
    """The groups of inputs that differ and can move a rank."""
    found = [Player("points", (key,)) for key in halfway.points.moved]
    found += [Player("ratings", (key,)) for key in halfway.points.leaves if key in halfway.differs]
    if halfway.pair.gone or halfway.pair.new:
        found.append(Player("options"))
    return _at_most(found, MOST_PLAYERS)


def mix_players(halfway: Halfway) -> tuple[Player, ...]:
    """The groups of inputs that differ and can move the mix."""
    found = [Player("points", (key,)) for key in halfway.points.moved]
    found += [Player("ratings", (key,)) for key in halfway.points.leaves if key in _rated_differently(halfway)]
    rules = _rule_groups(halfway.pair)
    counted = all(s.mix is not None and s.mix.feasible is not None for s in (halfway.pair.before, halfway.pair.after))
    return _at_most([*found, *rules], MOST_MIX_PLAYERS if counted else MOST_SOLVED_PLAYERS)


def rank_shares(halfway: Halfway) -> Mapping[str, Shares]:
    """Places that each group of inputs moved each option ranked in both scenarios up (+) or down (-).

    Exact Shapley shares over the groups, with the middle place for ties; they sum to the change of the middle place.
    """
    players, ends = rank_players(halfway), (halfway.pair.before, halfway.pair.after)
    ranked = [key for key in halfway.pair.options if all(s.ranking.line(key).rank is not None for s in ends)]
    places = [_middle_places(halfway, moved, ranked) for moved in _subsets(players)]
    shares = shapley(places)
    return {key: {p: -share[i] / 2 for p, share in zip(players, shares, strict=True)} for i, key in enumerate(ranked)}


def mix_shares(halfway: Halfway) -> Mapping[str, Shares]:
    """How far each group of inputs brought each option into the mix (+) or out (-); the shares sum to 1, 0 or -1."""
    players, options = mix_players(halfway), halfway.pair.options
    mixes = [mix_at(halfway, moved) for moved in _subsets(players)]
    shares = shapley([[int(key in mix) for key in options] for mix in mixes])
    return {key: {p: share[i] for p, share in zip(players, shares, strict=True)} for i, key in enumerate(options)}


def rank_corners(halfway: Halfway) -> Corners:
    """The place of every option at the four corners."""
    players = rank_players(halfway)
    return Corners(*({**_ranks(scores_at(halfway, moved))} for moved in _corners(players)))


def mix_corners(halfway: Halfway) -> MixCorners:
    """The best mix at the four corners."""
    return MixCorners(*(mix_at(halfway, moved) for moved in _corners(mix_players(halfway))))


def _corners(players: Collection[Player]) -> tuple[tuple[Player, ...], ...]:
    weights = tuple(player for player in players if player.group == _WEIGHTS)
    others = tuple(player for player in players if player.group != _WEIGHTS)
    return (), weights, others, (*weights, *others)


def _subsets(players: tuple[Player, ...]) -> list[tuple[Player, ...]]:
    return [tuple(p for i, p in enumerate(players) if mask >> i & 1) for mask in range(1 << len(players))]


def _middle_places(halfway: Halfway, moved: Collection[Player], ranked: list[str]) -> list[int]:
    scores = order_at(halfway, moved)
    places = dict(zip(scores, mid_ranks_doubled(list(scores.values())), strict=True))
    return [places[key] for key in ranked]


def _ranks(scores: Mapping[str, Fraction | None]) -> Mapping[str, int]:
    known = {key: score for key, score in scores.items() if score is not None}
    return dict(zip(known, ranks(list(known.values())), strict=True))


def _at_most(players: list[Player], most: int) -> tuple[Player, ...]:
    """The players, weights drawn together if there are too many, then ratings, then everything else."""
    for group in ("points", "ratings"):
        if len(players) > most:
            players = _drawn_together(players, group)
    if len(players) > most:
        players = [*(p for p in players if p.group in {"points", "ratings"}), EVERYTHING_ELSE]
    return tuple(players)


def _drawn_together(players: list[Player], group: str) -> list[Player]:
    found: list[Player] = []
    for name, members in groupby(players, key=lambda player: player.group):
        each = list(members)
        found += [Player(name, tuple(key for p in each for key in p.keys))] if name == group else each
    return found


def _rated_differently(halfway: Halfway) -> frozenset[str]:
    """Criteria with another value of some option, or with another value function."""
    pair = halfway.pair
    return halfway.differs | {
        key for key in pair.criteria if pair.before.study.criterion(key).value != pair.after.study.criterion(key).value
    }


def _rule_groups(pair: Pair) -> list[Player]:
    """Mix rules, options, budgets and constraints, as far as they differ; one group where options or resources do.

    Constraints name options and resources, so they cannot stand beside those of another scenario.
    """
    rules = [Player("rules")] if _rules(pair, 0) != _rules(pair, 1) else []
    old, new = pair.before.study, pair.after.study
    whole = pair.gone or pair.new or list(old.about.resources) != list(new.about.resources)
    budgets = _of_kind(pair, budgets=True)
    constraints = _of_kind(pair, budgets=False) or old.constraints.sets != new.constraints.sets
    options = _doings(pair, 0) != _doings(pair, 1)
    if whole:
        return [EVERYTHING_ELSE]
    named: tuple[tuple[Group, bool], ...] = (("options", options), ("budgets", budgets), ("constraints", constraints))
    return [*rules, *(Player(group) for group, differs in named if differs)]


def _rules(pair: Pair, side: int) -> list[object]:
    study = (pair.before, pair.after)[side].study
    keys = (*pair.criteria, *pair.gone_criteria, *pair.new_criteria)
    there = {c.key: c for c in study.criteria}
    return [(there[key].mix_rule, there[key].cap) if key in pair.criteria else None for key in keys] + [
        there[key].veto if key in there else None for key in keys
    ]


def _of_kind(pair: Pair, *, budgets: bool) -> bool:
    old, new = (s.study.constraints.constraints for s in (pair.before, pair.after))
    rules = [[(c.kind, c.rule, c.penalty) for c in each if is_budget(c) == budgets] for each in (old, new)]
    return rules[0] != rules[1]


def _doings(pair: Pair, side: int) -> list[object]:
    """What a mix needs to know of each option: its uses, instrument and themes, in the order of the file."""
    study = (pair.before, pair.after)[side].study
    return [(o.key, o.uses, o.instrument, o.themes) for o in study.options]
