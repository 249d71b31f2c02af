"""Weights: points per criterion (or per branch), bound to the scales they were given for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from mcda.model.record import Entry, Key, Name, Number, Points, Record, Text


class Range(Record):
    """The lowest and highest overall weight that is allowed, in percent."""

    low: Number = Field(ge=0, le=100)
    high: Number = Field(ge=0, le=100)


def _range_from_pair(entry: object) -> object:
    if isinstance(entry, list | tuple) and len(entry) == 2:
        return {"low": entry[0], "high": entry[1]}
    return entry


_Pair = tuple[Number, Number]
RangeOrPair = Annotated[Range, BeforeValidator(_range_from_pair, json_schema_input_type=Range | _Pair)]


class Ratio(Record):
    """The weight of `criterion` is at least `at_least` times the weight of `times`."""

    criterion: Key
    at_least: Number = Field(gt=0)
    times: Key


class Scale(Record):
    """The swing that the points of a criterion were given for."""

    worst: Entry
    best: Entry
    unit: Name


class Weights(Record):
    """One set of weights. `points` are relative: among all criteria, or among the children of each branch."""

    key: Key
    name: Name
    who: Text = ""
    when: Text = ""
    why: Text = ""
    points: Mapping[Key, Points] = Field(min_length=1)
    ranges: Mapping[Key, RangeOrPair] = Field(default_factory=dict)
    order: tuple[tuple[Key, ...], ...] = ()
    ratios: tuple[Ratio, ...] = ()
    scales: Mapping[Key, Scale] = Field(default_factory=dict)
