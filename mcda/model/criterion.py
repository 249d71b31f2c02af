"""Criteria: what matters, on a fixed scale with anchors in words, measured from doing nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from mcda.model.record import Entry, Key, Name, Number, Record, Text

MixRule = Literal["sum", "max", "min", "prob"]
Direction = Literal["higher", "lower"]


class PointsValue(Record):
    """A piecewise linear value function: ratings and what each is worth, from 0 (worst) to 100 (best)."""

    points: Mapping[Number, Number] = Field(min_length=2)


class LevelsValue(Record):
    """A scale of words: what each level is worth, from 0 (worst) to 100 (best)."""

    levels: Mapping[Name, Number] = Field(min_length=2)


class LinearValue(Record):
    """Every step of the scale is worth the same."""

    linear: Literal[True] = True


def _from_word(entry: object) -> object:
    return {"linear": True} if entry == "linear" else entry


ValueFunction = Annotated[
    LinearValue | PointsValue | LevelsValue,
    BeforeValidator(_from_word, json_schema_input_type=Literal["linear"] | LinearValue | PointsValue | LevelsValue),
]


class Veto(Record):
    """A rating at or beyond `at` (towards worst) excludes an option from the mix, or marks it."""

    at: Entry
    effect: Literal["exclude", "mark"]
    reason: Text = ""


class Criterion(Record):
    """A leaf of the criteria tree. Direction follows from the ends: risk has worst: 3, best: -3."""

    kind: Literal["criterion"] = "criterion"
    key: Key
    name: Name
    definition: Text
    unit: Name
    worst: Entry
    best: Entry
    do_nothing: Entry | None = None
    levels: Mapping[Entry, Text] = Field(default_factory=dict)
    value: ValueFunction = LinearValue()
    mix_rule: MixRule
    cap: Number | None = None
    veto: Veto | None = None
    parent: Key | None = None
    notes: Text = ""
    source: Text = ""


class Branch(Record):
    """An inner node of the criteria tree: it groups criteria so that weights can be given in two steps."""

    kind: Literal["branch"]
    key: Key
    name: Name
    definition: Text = ""
    parent: Key | None = None
    notes: Text = ""
