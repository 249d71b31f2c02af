"""A named future in which some ratings differ."""

from __future__ import annotations

from pydantic import Field

from mcda.model.option import Rating
from mcda.model.record import Key, Name, Number, Record, Text


class World(Record):
    """What could come, in words, and the ratings that would differ from the study's. No chance unless one is given."""

    key: Key
    name: Name
    story: Text = ""
    chance: Number | None = Field(default=None, ge=0, le=100)
    ratings: tuple[Rating, ...] = Field(min_length=1)
