"""Checks of criteria: scales, value functions, mix rules and the tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from mcda.errors import Finding
from mcda.model.checks.homes import home
from mcda.model.checks.names import did_you_mean, listed
from mcda.model.criterion import Branch, Criterion, LevelsValue, LinearValue, PointsValue
from mcda.model.draft import Draft
from mcda.model.places import Path
from mcda.model.record import Entry


def check(draft: Draft) -> Iterator[Finding]:
    """Findings about each criterion's scale and about the tree."""
    if not draft.criteria and not any(table == "criteria" for table, _ in draft.broken):
        what = "The study has no criterion."
        place = home(draft, "criteria", "criteria/ (a file for each)")
        cure = f"Add criteria to {place}; `mcda init DIR` writes an example."
        yield draft.places.finding(("files", "criteria"), "no-criteria", what, cure)
    for i, criterion in enumerate(draft.criteria):
        yield from _scale(draft, ("criteria", i), criterion)
    yield from _tree(draft)
    yield from _duplicates(draft)


def sound_scale(criterion: Criterion) -> bool:
    """Whether ratings on this scale can be checked at all: two different ends of the right kind."""
    if isinstance(criterion.value, LevelsValue):
        return str(criterion.worst) in criterion.value.levels and str(criterion.best) in criterion.value.levels
    numbers = isinstance(criterion.worst, Decimal) and isinstance(criterion.best, Decimal)
    return numbers and criterion.worst != criterion.best


def on_scale(criterion: Criterion, entry: Entry) -> bool:
    """Whether a rating lies on a sound scale, ends included."""
    if isinstance(criterion.value, LevelsValue):
        return str(entry) in criterion.value.levels
    if isinstance(entry, str) or isinstance(criterion.worst, str) or isinstance(criterion.best, str):
        return False
    return min(criterion.worst, criterion.best) <= entry <= max(criterion.worst, criterion.best)


def scale_words(criterion: Criterion) -> str:
    """The scale as a phrase: "from -3 (best) to 3 (worst)"."""
    if isinstance(criterion.value, LevelsValue):
        return f"one of {', '.join(criterion.value.levels)}"
    ends = [(criterion.worst, "worst"), (criterion.best, "best")]
    low, high = sorted(ends, key=lambda end: Decimal(end[0]))
    return f"from {low[0]} ({low[1]}) to {high[0]} ({high[1]})"


def _scale(draft: Draft, path: Path, criterion: Criterion) -> Iterator[Finding]:
    if not sound_scale(criterion):
        yield _unsound(draft, path, criterion)
        return
    yield from _anchors(draft, path, criterion)
    match criterion.value:
        case PointsValue(points=points):
            yield from _points(draft, path, criterion, points)
        case LevelsValue(levels=levels):
            yield from _levels(draft, path, criterion, levels)
    yield from _cap(draft, path, criterion)
    if criterion.do_nothing is None and criterion.mix_rule != "prob":
        yield _no_nothing(draft, path, criterion)
    if criterion.mix_rule == "prob":
        yield from _probability(draft, path, criterion)


def _unsound(draft: Draft, path: Path, criterion: Criterion) -> Finding:
    if isinstance(criterion.value, LevelsValue):
        levels = criterion.value.levels
        field = "worst" if str(criterion.worst) not in levels else "best"
        what = f"worst '{criterion.worst}' and best '{criterion.best}' must be two of the levels."
        return draft.places.finding((*path, field), "scale-ends", what, f"Use two of: {', '.join(levels)}.")
    if criterion.worst == criterion.best:
        what = f"worst and best are both {criterion.worst}, so the scale has no range."
        return draft.places.finding((*path, "best"), "scale-ends", what, "Give the two ends of the scale.")
    word = criterion.worst if isinstance(criterion.worst, str) else criterion.best
    field = "worst" if isinstance(criterion.worst, str) else "best"
    cure = "Type a number, or list the words under value: levels: with what each is worth."
    return draft.places.finding((*path, field), "scale-ends", f"{field} is '{word}', which is not a number.", cure)


def _anchors(draft: Draft, path: Path, criterion: Criterion) -> Iterator[Finding]:
    marks: list[tuple[Path, str, Entry]] = [((*path, "levels", str(k)), "level", k) for k in criterion.levels]
    if criterion.do_nothing is not None:
        marks.append(((*path, "do_nothing"), "do_nothing", criterion.do_nothing))
    if criterion.veto is not None:
        marks.append(((*path, "veto", "at"), "veto level", criterion.veto.at))
    for place, word, entry in marks:
        if not on_scale(criterion, entry):
            what = f"{word} {entry} is not on the scale {scale_words(criterion)}."
            code = "do-nothing-off-scale" if word == "do_nothing" else "level-off-scale"
            yield draft.places.finding(place, code, what, "Change it, or widen the scale (worst, best).")


def _points(draft: Draft, path: Path, criterion: Criterion, points: Mapping[Decimal, Decimal]) -> Iterator[Finding]:
    ends = {criterion.worst: Decimal(0), criterion.best: Decimal(100)}
    place = (*path, "value", "points")
    for end, value in ends.items():
        if not isinstance(end, str) and points.get(end) != value:
            what = f"The value function does not give {value} at {end}."
            yield draft.places.finding(place, "value-ends", what, "Start at 0 for worst and end at 100 for best.")
    outside = [x for x in points if not on_scale(criterion, x)]
    if outside:
        what = f"The value function has a point at {outside[0]}, off the scale {scale_words(criterion)}."
        yield draft.places.finding(
            (*place, str(outside[0])), "value-off-scale", what, "Take it out or widen the scale."
        )
    rising = sorted(points, reverse=Decimal(criterion.worst) > Decimal(criterion.best))
    for left, right in pairwise(rising):
        if points[right] < points[left]:
            what = f"The value falls from {points[left]} at {left} to {points[right]} at {right}, towards best."
            cure = "Values must rise (or stay level) from worst to best."
            yield draft.places.finding((*place, str(right)), "value-not-monotone", what, cure)


def _levels(draft: Draft, path: Path, criterion: Criterion, levels: Mapping[str, Decimal]) -> Iterator[Finding]:
    place = (*path, "value", "levels")
    for end, wanted, word in ((criterion.worst, 0, "worst"), (criterion.best, 100, "best")):
        if levels[str(end)] != wanted:
            what = f"Level '{end}' is worth {levels[str(end)]}, but it is the {word}."
            yield draft.places.finding((*place, str(end)), "value-ends", what, f"Give it {wanted}.")
    for name, value in levels.items():
        if not 0 <= value <= 100:
            what = f"Level '{name}' is worth {value}, outside 0 to 100."
            yield draft.places.finding((*place, name), "value-off-scale", what, "Give 0 to worst and 100 to best.")
    values = list(levels.values())
    if values not in (sorted(values), sorted(values, reverse=True)):
        what = f"The levels {listed(levels)} are worth {listed(map(str, values))}: neither rising nor falling."
        yield draft.places.finding(
            place, "value-not-monotone", what, "List the levels from worst to best, values rising."
        )


def _cap(draft: Draft, path: Path, criterion: Criterion) -> Iterator[Finding]:
    if criterion.cap is None:
        return
    place = (*path, "cap")
    if criterion.mix_rule != "sum":
        what = f"cap belongs to mix_rule: sum, but the rule is {criterion.mix_rule}."
        yield draft.places.finding(place, "cap", what, "Take cap out, or use mix_rule: sum.")
    elif isinstance(criterion.value, LevelsValue):
        what = "cap is a number, but the scale has words."
        yield draft.places.finding(place, "cap", what, "Take cap out, or use a numeric scale.")
    elif not isinstance(criterion.value, LinearValue) and not on_scale(criterion, criterion.cap):
        what = f"cap {criterion.cap} is not on the scale {scale_words(criterion)}."
        yield draft.places.finding(
            place, "cap", what, "Put it on the scale; only a linear value function goes further."
        )
    elif criterion.do_nothing is not None and not _better(criterion, criterion.cap, criterion.do_nothing):
        what = f"cap {criterion.cap} is not better than doing nothing ({criterion.do_nothing})."
        yield draft.places.finding(place, "cap", what, "Give the level beyond which more effect no longer counts.")


def _no_nothing(draft: Draft, path: Path, criterion: Criterion) -> Finding:
    what = (
        f"'{criterion.key}' has no do_nothing level, so its values are counted from worst ({criterion.worst}): scores "
        "are not points above doing nothing, and a mix can be chosen only among mixes of the same size."
    )
    cure = "Give it the level of doing nothing, unless nobody can say it."
    return replace(draft.places.finding(path, "no-do-nothing", what, cure), severity="note")


def _better(criterion: Criterion, entry: Entry, other: Entry) -> bool:
    if isinstance(entry, str) or isinstance(other, str):
        return False
    falling = Decimal(criterion.best) < Decimal(criterion.worst)
    return entry < other if falling else entry > other


def fits_prob(criterion: Criterion) -> bool:
    """Whether ratings are probabilities that mix rule prob can combine."""
    return not _why_not_prob(criterion)


def _probability(draft: Draft, path: Path, criterion: Criterion) -> Iterator[Finding]:
    for what, cure in _why_not_prob(criterion):
        yield draft.places.finding((*path, "mix_rule"), "prob", what, cure)


def _why_not_prob(criterion: Criterion) -> tuple[tuple[str, str], ...]:
    top = 100 if "%" in criterion.unit else 1
    if not isinstance(criterion.value, LinearValue):
        cure = "Use value: linear for a probability, or another mix rule."
        return (("mix_rule prob needs a linear value function.", cure),)
    if {Decimal(criterion.worst), Decimal(criterion.best)} != {Decimal(0), Decimal(top)}:
        what = f"mix_rule prob needs probabilities from 0 to {top}, but the scale goes {scale_words(criterion)}."
        return ((what, f"Use the ends 0 and {top} (a unit with % goes to 100), or another mix rule."),)
    if criterion.do_nothing is None or criterion.do_nothing == top:
        what = f"mix_rule prob needs a do_nothing probability below {top}."
        return ((what, "Say how likely it is if nothing is done."),)
    return ()


def _tree(draft: Draft) -> Iterator[Finding]:
    branches = {branch.key: branch for branch in draft.branches}
    leaves = {criterion.key for criterion in draft.criteria}
    for path, node in _nodes(draft):
        if node.parent is None or node.parent in branches or draft.is_broken("criteria", node.parent):
            continue
        what = f"'{node.key}' names the parent '{node.parent}', which is not a branch."
        cure = "Add `kind: branch` to it." if node.parent in leaves else did_you_mean(node.parent, branches)
        yield draft.places.finding((*path, "parent"), "unknown-parent", what, cure)
    for i, branch in enumerate(draft.branches):
        if _in_circle(branch.key, {key: b.parent for key, b in branches.items()}):
            what = f"Branch '{branch.key}' is its own ancestor."
            yield draft.places.finding(("branches", i, "parent"), "circular-tree", what, "Take one parent out.")
        elif not any(node.parent == branch.key for _, node in _nodes(draft)) and not draft.broken:
            what = f"Branch '{branch.key}' has no criteria."
            cure = f"Name it as parent of a criterion (parent: {branch.key}), or delete it."
            yield draft.places.finding(("branches", i), "empty-branch", what, cure)


def _nodes(draft: Draft) -> Iterator[tuple[Path, Branch | Criterion]]:
    for i, criterion in enumerate(draft.criteria):
        yield ("criteria", i), criterion
    for i, branch in enumerate(draft.branches):
        yield ("branches", i), branch


def _in_circle(key: str, parents: Mapping[str, str | None]) -> bool:
    seen: set[str] = set()
    walk: str | None = key
    while walk is not None and walk not in seen:
        seen.add(walk)
        walk = parents.get(walk)
    return walk == key


def _duplicates(draft: Draft) -> Iterator[Finding]:
    counts = Counter(node.name.casefold() for _, node in _nodes(draft))
    for path, node in _nodes(draft):
        if counts[node.name.casefold()] > 1:
            what = f"Two criteria are called '{node.name}'."
            yield draft.places.finding((*path, "name"), "duplicate-name", what, "Give each its own name.")
