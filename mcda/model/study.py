"""The study: everything one decision is made of."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pydantic import Field

from mcda.model.constraint import Constraints
from mcda.model.criterion import Branch, Criterion
from mcda.model.option import Option, Rating
from mcda.model.record import Key, Name, Number, Record, Text
from mcda.model.weights import Weights
from mcda.model.world import World


class Resource(Record):
    """Something that options use up: money, political capital, staff."""

    name: Name
    unit: Name
    note: Text = ""


class About(Record):
    """inputs/study.yaml: the question, its context and the settings of the study."""

    name: Name
    question: Text
    context: Text = ""
    do_nothing: Text
    handling: Text = ""
    authors: tuple[Name, ...] = ()
    when: Text = ""
    close_call: Number = Field(default=Decimal(2), ge=0, le=100)
    default_weights: Key
    criteria: tuple[Key, ...] = ()
    themes: Mapping[Key, Text] = Field(default_factory=dict)
    resources: Mapping[Key, Resource] = Field(default_factory=dict)


class Study(Record):
    """A whole study, read and checked. Criteria stand in the order of `about.criteria`, then by key."""

    about: About
    criteria: tuple[Criterion, ...]
    branches: tuple[Branch, ...] = ()
    options: tuple[Option, ...]
    ratings: tuple[Rating, ...]
    weights: tuple[Weights, ...]
    constraints: Constraints = Constraints()
    worlds: tuple[World, ...] = ()

    def criterion(self, key: str) -> Criterion:
        """The criterion with this key."""
        return next(criterion for criterion in self.criteria if criterion.key == key)

    def option(self, key: str) -> Option:
        """The option with this key."""
        return next(option for option in self.options if option.key == key)

    def weight_set(self, key: str) -> Weights:
        """The weights with this key."""
        return next(weights for weights in self.weights if weights.key == key)
