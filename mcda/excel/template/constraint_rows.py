"""Constraints as rows: the fields of every kind in readable columns."""

from __future__ import annotations

from decimal import Decimal

from mcda.excel.constraint_columns import ARGUMENTS, LISTS
from mcda.excel.template.blocks import Column, Entry, Row
from mcda.model.constraint import KINDS, Constraint
from mcda.model.study import Study

_NAMES = "Keys of options, instruments or sets, or theme:key, with ; between them."

CONSTRAINT_COLUMNS = (
    Column("name", 28, "What the constraint is called on screens.", "long"),
    Column("kind", 12, "What the constraint does; the grey cells are then not used.", "text", KINDS),
    Column("options", 30, f"The options it speaks of. {_NAMES} For cover: the themes.", "long"),
    Column("if_at_least", 9, "if_then: if the mix has at least so many of Options ...", "number"),
    Column("all_of", 20, f"requires: all of these are needed beside them. {_NAMES}", "long"),
    Column("any_of", 20, f"requires: one of these is needed beside them. {_NAMES}", "long"),
    Column("of", 20, f"ratio, for_every, if_then: the other options. {_NAMES}", "long"),
    Column("at_least", 9, "The lowest number, amount or level.", "entry"),
    Column("at_most", 9, "The highest number, amount or level.", "entry"),
    Column("exactly", 9, "size: exactly so many options.", "number"),
    Column("for_every", 9, "ratio, for_every: for each so many.", "number"),
    Column("criterion", 18, "The criterion of a level or an interaction.", source="criteria.key"),
    Column("points", 9, "interaction: points gained together, or lost (-). + is always better.", "number"),
    Column("resource", 18, "The resource of a budget or an interaction.", source="resources.key"),
    Column("saves", 9, "interaction: how much of the resource is saved.", "number"),
    Column("penalty", 9, "Soft: a mix may break it and loses so many points. Blank: it must hold.", "number"),
    Column("reason", 44, "Why it is there.", "long"),
    Column("source", 24, "Where it comes from.", "long"),
)


def constraint_rows(study: Study) -> tuple[Row, ...]:
    """One row for each constraint."""
    return tuple(_row(constraint) for constraint in study.constraints.constraints)


def _row(constraint: Constraint) -> Row:
    kind = constraint.kind
    rule = constraint.model_dump(exclude_none=True)[kind]
    row: dict[str, Entry] = {field: getattr(constraint, field) for field in ("name", "penalty", "reason", "source")}
    row["kind"] = kind
    for column, path in ARGUMENTS[kind].items():
        found = rule
        for field in path:
            found = found.get(field) if isinstance(found, dict) else None
        row[column] = _entry(column, found)
    return row


def _entry(column: str, found: object) -> Entry:
    if found is None or isinstance(found, str | Decimal):
        return found
    if column in LISTS and isinstance(found, tuple):
        return "; ".join(found)
    return Decimal(str(found))
