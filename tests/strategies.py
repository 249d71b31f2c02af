"""Hypothesis strategies for whole studies, and the changes that tests make to them.

The studies pass every check that a typed study passes (a test says so): scales of numbers in either direction, broken
lines and words, with and without a do-nothing level, flat or in a tree, ratings with and without low and high.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from mcda.model.criterion import Branch, Criterion, LevelsValue, LinearValue, PointsValue
from mcda.model.option import Option, Rating
from mcda.model.record import Entry
from mcda.model.study import About, Study
from mcda.model.weights import Weights
from tests.making import criterion

STEPS = 8
WORDS = ("none", "little", "some", "much", "all")
ABOUT = About(name="test", question="?", do_nothing="-", default_weights="w")


def grid(of: Criterion) -> tuple[Entry, ...]:
    """Ratings from worst to best, ends included."""
    if isinstance(of.value, LevelsValue):
        return tuple(of.value.levels)
    worst, best = Decimal(of.worst), Decimal(of.best)
    return tuple(worst + (best - worst) * step / STEPS for step in range(STEPS + 1))


@st.composite
def criteria(draw: st.DrawFn, key: str) -> Criterion:
    """One criterion of any kind of scale."""
    kind = draw(st.sampled_from(["linear", "linear", "points", "levels"]))
    if kind == "levels":
        values = [0, *sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3))), 100]
        made = criterion(key, WORDS[0], WORDS[-1], value={"levels": dict(zip(WORDS, values, strict=True))})
    else:
        low = draw(st.integers(-20, 20)) / Decimal(2)
        ends = [low, low + draw(st.integers(1, 40)) / Decimal(2)]
        worst, best = draw(st.permutations(ends))
        made = criterion(key, worst, best)
        if kind == "points":
            values = [0, *sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3))), 100]
            points = dict(zip(grid(made)[::2], values, strict=True))
            made = criterion(key, worst, best, value={"points": {str(x): v for x, v in points.items()}})
    zero = draw(st.none() | st.sampled_from(grid(made)))
    return made.model_copy(update={"do_nothing": zero})


@st.composite
def ratings(draw: st.DrawFn, option: str, of: Criterion) -> Rating:
    """A rating on the scale, sometimes with a range round it."""
    entries = grid(of)
    if not isinstance(of.value, LevelsValue):
        entries = tuple(sorted(map(Decimal, entries)))
    marks = sorted(draw(st.lists(st.integers(0, len(entries) - 1), min_size=3, max_size=3)))
    low, best, high = (entries[mark] for mark in marks)
    if draw(st.booleans()):
        return Rating(option=option, criterion=of.key, best=best)
    return Rating(option=option, criterion=of.key, low=low, best=best, high=high)


@st.composite
def studies(draw: st.DrawFn, *, least: int = 1, most: int = 6, trees: bool | None = None) -> Study:
    """A study of `least` to `most` options with one set of weights; `trees` says whether its criteria form a tree."""
    leaves = [draw(criteria(f"c{j}")) for j in range(draw(st.integers(1, 5)))]
    in_a_tree = draw(st.booleans()) if trees is None else trees
    parents = draw(st.lists(st.sampled_from([None, "a", "b"]), min_size=len(leaves), max_size=len(leaves)))
    if in_a_tree:
        leaves = [leaf.model_copy(update={"parent": parent}) for leaf, parent in zip(leaves, parents, strict=True)]
    branches = _branches({leaf.parent for leaf in leaves} - {None}, nested=draw(st.booleans()))
    options = [Option(key=f"o{i}", name=f"o{i}") for i in range(draw(st.integers(least, most)))]
    return Study(
        about=ABOUT,
        criteria=tuple(leaves),
        branches=branches,
        options=tuple(options),
        ratings=tuple(draw(ratings(option.key, leaf)) for option in options for leaf in leaves),
        weights=(draw(weight_sets(leaves, branches)),),
    )


def _branches(keys: set[str | None], *, nested: bool) -> tuple[Branch, ...]:
    found = [Branch(kind="branch", key=str(key), name=f"branch {key}") for key in sorted(map(str, keys))]
    if nested and found:
        found[0] = found[0].model_copy(update={"parent": "top"})
        found.append(Branch(kind="branch", key="top", name="branch top"))
    return tuple(found)


@st.composite
def weight_sets(draw: st.DrawFn, leaves: Sequence[Criterion], branches: Sequence[Branch]) -> Weights:
    """Points in steps of 5, for the leaves alone or branch by branch; each group has some."""
    by_branch = bool(branches) and draw(st.booleans())
    nodes = [*branches, *leaves] if by_branch else list(leaves)
    points = {node.key: draw(st.integers(0, 20)) * 5 for node in nodes}
    for group in {node.parent for node in nodes} if by_branch else {None}:
        family = [node.key for node in nodes if not by_branch or node.parent == group]
        if not any(points[key] for key in family):
            points[family[0]] = 5
    return Weights.model_validate({"key": "w", "name": "w", "points": points})


def with_ratings(study: Study, change: Callable[[Rating], Rating]) -> Study:
    """The study with each rating changed."""
    return study.model_copy(update={"ratings": tuple(map(change, study.ratings))})


def with_criterion(study: Study, changed: Criterion) -> Study:
    """The study with one criterion replaced by another of the same key."""
    replaced = tuple(changed if c.key == changed.key else c for c in study.criteria)
    return study.model_copy(update={"criteria": replaced})


def only(study: Study, keys: Sequence[str]) -> Study:
    """The study with these options alone, in this order."""
    options = tuple(study.option(key) for key in keys)
    return study.model_copy(
        update={"options": options, "ratings": tuple(r for r in study.ratings if r.option in set(keys))}
    )


def with_twin(study: Study, of: str, key: str = "twin") -> Study:
    """The study with one more option, rated as another one is."""
    twins = tuple(r.model_copy(update={"option": key}) for r in study.ratings if r.option == of)
    options = (*study.options, Option(key=key, name=key))
    return study.model_copy(update={"options": options, "ratings": (*study.ratings, *twins)})


def renamed(study: Study, name: Callable[[str], str]) -> Study:
    """The study with other keys for its options, criteria and branches."""

    def changed(record: Any, fields: Sequence[str]) -> Any:
        return record.model_copy(update={f: name(getattr(record, f)) for f in fields if getattr(record, f)})

    points = {name(key): points for key, points in study.weights[0].points.items()}
    return study.model_copy(
        update={
            "criteria": tuple(changed(c, ("key", "parent")) for c in study.criteria),
            "branches": tuple(changed(b, ("key", "parent")) for b in study.branches),
            "options": tuple(changed(o, ("key",)) for o in study.options),
            "ratings": tuple(changed(r, ("option", "criterion")) for r in study.ratings),
            "weights": (study.weights[0].model_copy(update={"points": points}),),
        }
    )


def rescaled(study: Study, key: str, factor: Decimal, shift: Decimal) -> Study:
    """The study with one criterion in other units: every level x becomes factor * x + shift. Words stay words.

    A factor below 0 turns the scale round: what was more is less, and the lowest rating is the highest.
    """
    criterion = study.criterion(key)
    if isinstance(criterion.value, LevelsValue):
        return study

    def moved(entry: Entry | None) -> Decimal | None:
        return None if entry is None else Decimal(entry) * factor + shift

    def moved_rating(rating: Rating) -> Rating:
        if rating.criterion != key:
            return rating
        ends = [moved(rating.low), moved(rating.high)]
        low, high = ends if factor > 0 else reversed(ends)
        return rating.model_copy(update={"low": low, "best": moved(rating.best), "high": high})

    value: LinearValue | PointsValue = LinearValue()
    if isinstance(criterion.value, PointsValue):
        value = PointsValue(points={moved(x) or Decimal(0): v for x, v in criterion.value.points.items()})
    ends = {field: moved(getattr(criterion, field)) for field in ("worst", "best", "do_nothing")}
    return with_ratings(with_criterion(study, criterion.model_copy(update={**ends, "value": value})), moved_rating)


def with_points(study: Study, points: Mapping[str, object]) -> Study:
    """The study with other points."""
    weights = Weights.model_validate({"key": "w", "name": "w", "points": points})
    return study.model_copy(update={"weights": (weights,)})
