"""Options, what they use up, and their ratings with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from mcda.model.record import Entry, Key, Name, Number, Record, Text

Significance = Literal["high", "medium", "low"]
Confidence = Literal["high", "medium", "low"]


class Option(Record):
    """Something that could be done. Options of one instrument are exclusive levels of one thing."""

    key: Key
    name: Name
    instrument: Key | None = None
    themes: tuple[Key, ...] = ()
    uses: Mapping[Key, Number] = Field(default_factory=dict)
    significance: Significance | None = None
    source: Text = ""
    note: Text = ""


class Rating(Record):
    """What an option does on a criterion, in the criterion's own unit. `best` None is a blank: missing, never 0."""

    option: Key
    criterion: Key
    low: Entry | None = None
    best: Entry | None = None
    high: Entry | None = None
    confidence: Confidence | None = None
    source: Text = ""
    rationale: Text = ""
