"""Criteria and branches as rows, with the levels of their scales."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from mcda.excel.template.blocks import Row
from mcda.model.criterion import Branch, Criterion, LevelsValue, PointsValue
from mcda.model.record import Entry
from mcda.model.study import Study


def criterion_rows(study: Study) -> tuple[Row, ...]:
    """One row for each branch, then one for each criterion."""
    return (*map(_branch, study.branches), *map(_criterion, study.criteria))


def level_rows(study: Study) -> tuple[Row, ...]:
    """One row for each level of each criterion that has words or a value of its own."""
    return tuple(row for criterion in study.criteria for row in _levels(criterion))


def _branch(branch: Branch) -> Row:
    fields = ("key", "kind", "name", "definition", "parent", "notes")
    return {field: getattr(branch, field) for field in fields}


def _criterion(criterion: Criterion) -> Row:
    fields = ("key", "kind", "name", "definition", "unit", "worst", "best", "do_nothing", "mix_rule", "cap")
    row = {field: getattr(criterion, field) for field in (*fields, "parent", "notes", "source")}
    row["value"] = value_word(criterion)
    if criterion.veto:
        veto = criterion.veto
        row |= {"veto_at": veto.at, "veto_effect": veto.effect, "veto_reason": veto.reason}
    return row


def value_word(criterion: Criterion) -> str:
    """The kind of value function as the drop-down calls it."""
    match criterion.value:
        case PointsValue():
            return "points"
        case LevelsValue():
            return "levels"
        case _:
            return "linear"


def _values(criterion: Criterion) -> Mapping[Entry, Decimal]:
    match criterion.value:
        case PointsValue(points=points):
            return dict(points.items())
        case LevelsValue(levels=levels):
            return dict(levels.items())
        case _:
            return {}


def _levels(criterion: Criterion) -> Iterator[Row]:
    """Words and value of a level in one row where that keeps both orders, else in rows of their own."""
    values = _values(criterion)
    words = criterion.levels
    shared = [level for level in values if words.get(level)]
    together = shared == [level for level in words if level in values]
    for level, value in values.items():
        text = words[level] if together and level in shared else None
        yield {"criterion": criterion.key, "level": level, "words": text, "value": value}
    for level, text in words.items():
        if not together or level not in shared:
            yield {"criterion": criterion.key, "level": level, "words": text}
