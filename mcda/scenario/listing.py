"""Saved scenarios as lines of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mcda.model.counts import counted
from mcda.scenario.tables import Column, Grid

State = Literal["fresh", "stale", "unknown"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One saved scenario. `date` is blank without environment.json (as in a clone); `why` explains `state`."""

    name: str
    date: str
    leader: str
    mix: tuple[str, ...]
    inputs_sha256: str
    state: State
    why: str


def date_words(each: Listed) -> str:
    """The date and time of a run to the minute, in UTC as recorded."""
    return each.date[:16].replace("T", " ")


def listed_table(listed: Sequence[Listed]) -> Grid:
    """The list as a table; a mix by the number of its options and their keys."""
    columns = (
        Column("name", "Scenario"),
        Column("date", "Date"),
        Column("leader", "Leader"),
        Column("mix", "Mix"),
        Column("inputs", "Inputs"),
        Column("state", "State"),
    )
    rows = tuple(
        (
            each.name,
            date_words(each),
            each.leader,
            f"{counted(len(each.mix), 'option')}: {', '.join(each.mix)}" if each.mix else "none",
            each.inputs_sha256[:8],
            f"{each.state}: {each.why}" if each.why else each.state,
        )
        for each in listed
    )
    return Grid("scenarios", "Saved scenarios", columns, rows)
