"""Scenarios half-way between two others: some groups of inputs already new, the rest still old."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm
from operator import mul
from typing import Literal

from mcda.mixes.choose import choose
from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.integers import members_of
from mcda.mixes.order import top
from mcda.model.checks.criteria import on_scale
from mcda.model.constraint import Constraint, Constraints
from mcda.model.criterion import Criterion
from mcda.model.option import Option, Rating
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.problem import Problem, mix_problem, scoring_problem
from mcda.scenario.pairing import Pair, value_in
from mcda.scenario.scenario import Scenario
from mcda.scenario.typed_points import TypedPoints, weights_at

Group = Literal["points", "ratings", "rules", "options", "budgets", "constraints"]


@dataclass(frozen=True, slots=True)
class Player:
    """A group of inputs that moves as one: the points or ratings of some criteria, or one kind of rule.

    `keys` are criteria; for options they are the groups of rules that move with them.
    """

    group: Group
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Halfway:
    """Two scenarios with their points; the source of every scenario between them."""

    pair: Pair
    points: TypedPoints

    @cached_property
    def columns(self) -> Mapping[str, tuple[Mapping[str, Fraction | None], Mapping[str, Fraction | None]]]:
        """Old and new value of each option on each criterion; where one scenario lacks it, the other's; None blank."""
        return {key: (self._column(key, 0), self._column(key, 1)) for key in self.points.leaves}

    def _column(self, criterion: str, side: int) -> Mapping[str, Fraction | None]:
        ends = self.pair.before, self.pair.after
        own, other = ends[side], ends[1 - side]
        keys = dict.fromkeys((*ends[0].problem.options, *ends[1].problem.options))
        return {key: _known(own, other, key, criterion) for key in keys}

    @cached_property
    def whole_columns(self) -> Mapping[str, tuple[Mapping[str, int | None], Mapping[str, int | None]]]:
        """The same values times one number that makes all of them whole: scores half-way keep their order."""
        ends = [column for both in self.columns.values() for column in both]
        common = lcm(*(value.denominator for column in ends for value in column.values() if value is not None))
        return {key: (_times(old, common), _times(new, common)) for key, (old, new) in self.columns.items()}

    @cached_property
    def differs(self) -> frozenset[str]:
        """The criteria on which some option of both scenarios has another value."""
        return frozenset(
            key for key, (old, new) in self.columns.items() if any(old[o] != new[o] for o in self.pair.options)
        )


def scores_at(halfway: Halfway, moved: Collection[Player]) -> dict[str, Fraction | None]:
    """The score of every option half-way; None where a rating is blank."""
    keys, scale = _moved(moved, "points"), _moved(moved, "ratings")
    weights = weights_at(halfway.points, keys)
    columns = [halfway.columns[leaf][leaf in scale] for leaf in halfway.points.leaves]
    options = (halfway.pair.after if _any(moved, "options") else halfway.pair.before).problem.options
    return {key: _score([column[key] for column in columns], weights) for key in options}


def order_at(halfway: Halfway, moved: Collection[Player]) -> dict[str, int]:
    """Whole numbers in the order of the scores half-way, for every option without a blank rating."""
    keys, scale = _moved(moved, "points"), _moved(moved, "ratings")
    weights = whole_numbers(weights_at(halfway.points, keys))
    columns = [halfway.whole_columns[leaf][leaf in scale] for leaf in halfway.points.leaves]
    options = (halfway.pair.after if _any(moved, "options") else halfway.pair.before).problem.options
    found = {}
    for key in options:
        values = [column[key] for column in columns]
        known = [value for value in values if value is not None]
        if len(known) == len(values):
            found[key] = sum(map(mul, known, weights))
    return found


def mix_at(halfway: Halfway, moved: Collection[Player]) -> frozenset[str]:
    """The options of the best mix half-way; none where no mix respects the constraints."""
    study = _study(halfway, moved)
    blank = Weights(key="halfway", name="halfway", points={c.key: Decimal(1) for c in study.criteria})
    weights = weights_at(halfway.points, _moved(moved, "points"))
    problem: Problem = replace(scoring_problem(study, blank), weights=weights)
    mixing = mix_problem(study, problem)
    mixes = feasible_mixes(mixing)
    if isinstance(mixes, Mixes):
        best = top(mixing, mixes)[:1].tolist()
        members: Sequence[int] = members_of(best[0]) if best else ()
    else:
        choice = choose(mixing)
        members = choice.best.members if choice.best else ()
    return frozenset(mixing.options[i] for i in members)


def whole_numbers(values: Sequence[Fraction]) -> tuple[int, ...]:
    """The values times one positive number that makes them whole; their order stays."""
    common = lcm(*(value.denominator for value in values))
    return tuple(int(value * common) for value in values)


def _times(column: Mapping[str, Fraction | None], common: int) -> Mapping[str, int | None]:
    return {key: None if value is None else int(value * common) for key, value in column.items()}


def _known(own: Scenario, other: Scenario, option: str, criterion: str) -> Fraction | None:
    for scenario in (own, other):
        if option in scenario.problem.options and criterion in scenario.problem.criteria:
            return value_in(scenario, option, criterion)
    # An option of one scenario on a criterion of the other one: nobody has rated it.
    return Fraction(0)


def _score(values: Sequence[Fraction | None], weights: Sequence[Fraction]) -> Fraction | None:
    total = Fraction(0)
    for value, weight in zip(values, weights, strict=True):
        if value is None:
            return None
        total += value * weight
    return total


def _moved(moved: Collection[Player], group: Group) -> frozenset[str]:
    return frozenset(key for player in moved if player.group == group for key in player.keys)


def _any(moved: Collection[Player], group: Group) -> bool:
    return any(player.group == group or (player.group == "options" and group in player.keys) for player in moved)


def _study(halfway: Halfway, moved: Collection[Player]) -> Study:
    pair = halfway.pair
    rated, ruled = _moved(moved, "ratings"), _any(moved, "rules")
    base = (pair.after if _any(moved, "options") else pair.before).study
    criteria = tuple(_criterion(pair, key, rated, ruled) for key in halfway.points.leaves)
    return base.model_copy(
        update={
            "criteria": criteria,
            "branches": (),
            "ratings": tuple(_rating(pair, option, c, c.key in rated) for option in base.options for c in criteria),
            "constraints": _constraints(pair, moved),
        }
    )


def _criterion(pair: Pair, key: str, rated: Collection[str], ruled: bool) -> Criterion:
    """The criterion with its old or new value function, and its old or new mix rule, cap and veto."""
    if key in pair.gone_criteria:
        old = pair.before.study.criterion(key)
        return old.model_copy(update={"parent": None, "veto": None if ruled else old.veto})
    new = pair.after.study.criterion(key)
    if key in pair.new_criteria:
        return new.model_copy(update={"parent": None, "veto": new.veto if ruled else None})
    old = pair.before.study.criterion(key)
    rules = new if ruled else old
    scale = new if key in rated else old
    update = {field: getattr(rules, field) for field in ("mix_rule", "cap", "veto")}
    return scale.model_copy(update={**update, "parent": None})


def _rating(pair: Pair, option: Option, criterion: Criterion, new: bool) -> Rating:
    for scenario in (pair.after, pair.before) if new else (pair.before, pair.after):
        for rating in scenario.study.ratings:
            if (rating.option, rating.criterion) == (option.key, criterion.key) and _fits(criterion, rating):
                return rating
    neutral = criterion.worst if criterion.do_nothing is None else criterion.do_nothing
    return Rating(option=option.key, criterion=criterion.key, best=neutral)


def _fits(criterion: Criterion, rating: Rating) -> bool:
    """Whether a rating can stand beside the other scenario's value function."""
    return all(entry is None or on_scale(criterion, entry) for entry in (rating.low, rating.best, rating.high))


def _constraints(pair: Pair, moved: Collection[Player]) -> Constraints:
    """Budgets and all other constraints, each kind old or new as a whole."""
    old, new = pair.before.study.constraints, pair.after.study.constraints
    others = new if _any(moved, "constraints") else old
    budgets = new if _any(moved, "budgets") else old
    chosen = (
        *(each for each in budgets.constraints if is_budget(each)),
        *(each for each in others.constraints if not is_budget(each)),
    )
    return Constraints(sets=others.sets, constraints=chosen)


def is_budget(constraint: Constraint) -> bool:
    """Whether a constraint limits what the mix uses of a resource."""
    return constraint.budget is not None
