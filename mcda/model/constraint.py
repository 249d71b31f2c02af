"""Constraints: what a mix must respect. Each has a name, a reason and exactly one kind.

A name in a set is an option, an instrument (all its levels), a theme (`theme:security`) or a set listed under `sets:`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from mcda.model.record import Count, Entry, Key, Name, Number, Record, Text, mistake


def _as_list(entry: object) -> object:
    return [entry] if isinstance(entry, str) else entry


Member = Annotated[str, Field(min_length=1, max_length=100)]
_AtLeastOne = Annotated[tuple[Member, ...], Field(min_length=1)]
Members = Annotated[_AtLeastOne, BeforeValidator(_as_list, json_schema_input_type=Member | _AtLeastOne)]

_Themes = Annotated[tuple[Key, ...], Field(min_length=1)]


class Budget(Record):
    """What the mix uses of a resource."""

    resource: Key
    at_most: Number | None = None
    at_least: Number | None = None


class Size(Record):
    """How many options the mix has."""

    min: Count | None = None
    max: Count | None = None
    exactly: Count | None = None


class CountOf(Record):
    """How many options of a set the mix has."""

    count: Count
    of: Members


class Requires(Record):
    """Any option of `options` needs all of (or any of) the others beside it."""

    options: Members
    all_of: Members | None = None
    any_of: Members | None = None


class Cover(Record):
    """Every theme named has at least `at_least` options in the mix."""

    themes: Annotated[_Themes, BeforeValidator(_as_list, json_schema_input_type=Key | _Themes)]
    at_least: Count = 1


class Ratio(Record):
    """At most `at_most` options of `count` for every `for_every` of `of`: engagement at most twice deterrence."""

    count: Members
    at_most: Count
    for_every: Count = 1
    of: Members


class ForEvery(Record):
    """For every full `every` options of `count`, at least `at_least` options of `of`."""

    count: Members
    every: Count
    at_least: Count = 1
    of: Members


class IfThen(Record):
    """If the mix has at least so many of one set, it has at least so many of another."""

    if_at_least: CountOf
    then_at_least: CountOf


class OnCriterion(Record):
    """A floor or ceiling on a criterion, in its own unit (a level of its scale, or its name)."""

    criterion: Key
    at_most: Entry | None = None
    at_least: Entry | None = None


class Interaction(Record):
    """Two or three options together: points on a criterion (either sign, + is better), or a resource saved."""

    options: Annotated[tuple[Key, ...], Field(min_length=2, max_length=3)]
    criterion: Key | None = None
    points: Number | None = None
    resource: Key | None = None
    saves: Number | None = None


KINDS = (
    "budget",
    "size",
    "must",
    "must_not",
    "not_both",
    "at_most",
    "at_least",
    "requires",
    "cover",
    "ratio",
    "for_every",
    "if_then",
    "mix_level",
    "each_member",
    "interaction",
)
Rule = Budget | Size | Members | CountOf | Requires | Cover | Ratio | ForEvery | IfThen | OnCriterion | Interaction


class Constraint(Record):
    """One constraint. With a `penalty` it is soft: the mix may break it and loses that many points."""

    name: Name
    reason: Text
    source: Text = ""
    penalty: Number | None = Field(default=None, gt=0)
    budget: Budget | None = None
    size: Size | None = None
    must: Members | None = None
    must_not: Members | None = None
    not_both: Annotated[tuple[Member, ...], Field(min_length=2)] | None = None
    at_most: CountOf | None = None
    at_least: CountOf | None = None
    requires: Requires | None = None
    cover: Cover | None = None
    ratio: Ratio | None = None
    for_every: ForEvery | None = None
    if_then: IfThen | None = None
    mix_level: OnCriterion | None = None
    each_member: OnCriterion | None = None
    interaction: Interaction | None = None

    @model_validator(mode="after")
    def _has_one_kind(self) -> Self:
        kinds = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(kinds) == 1:
            return self
        if not kinds:
            raise mistake(
                "constraint-kind", f"'{self.name}' says no kind of constraint.", f"Add one of: {', '.join(KINDS)}."
            )
        raise mistake(
            "constraint-kind",
            f"'{self.name}' mixes {' and '.join(kinds)}.",
            "Give each its own entry with its own name.",
        )

    @property
    def kind(self) -> str:
        """The one kind that is filled in."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def rule(self) -> Rule:
        """What the kind says."""
        rule: Rule = getattr(self, self.kind)
        return rule


class Constraints(Record):
    """The constraints file: named sets of options, then the constraints."""

    sets: Mapping[Key, Members] = Field(default_factory=dict)
    constraints: tuple[Constraint, ...] = ()
