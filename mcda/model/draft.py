"""A study as far as it could be read: the records that are sound, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from mcda.errors import Finding
from mcda.model.constraint import Constraints
from mcda.model.criterion import Branch, Criterion
from mcda.model.option import Option, Rating
from mcda.model.places import Places
from mcda.model.study import About, Study
from mcda.model.weights import Weights
from mcda.model.world import World


@dataclass(frozen=True, slots=True)
class Draft:
    """The readable records of each table, by their index in the file's order.

    Paths in `places`: ("about", field ...), ("criteria", i, field ...), ("branches", i, field), ("options", i, column),
    ("ratings", i, column), ("weights", i, field, key), ("constraints", "constraints", i, kind, field ...),
    ("constraints", "sets", key), ("worlds", i, "ratings", k, column), ("files", table name).
    `weights_in_use` is the key of the weights that a results workbook was made with; blank: the study's default.
    `scenario` is what a run of a results workbook is called where nobody names it; blank: as its weights. `changes`
    are the overrides that it holds already, as they were or would be typed.
    `broken` holds (table, key) of entries that are there but could not be read, so that no check calls them missing;
    (table, "") says that the whole table could not be read. `findings` are those of the reading itself.
    """

    places: Places
    about: About | None = None
    criteria: tuple[Criterion, ...] = ()
    branches: tuple[Branch, ...] = ()
    options: tuple[Option, ...] = ()
    ratings: tuple[Rating, ...] = ()
    weights: tuple[Weights, ...] = ()
    constraints: Constraints | None = None
    worlds: tuple[World, ...] = ()
    broken: frozenset[tuple[str, str]] = frozenset()
    findings: tuple[Finding, ...] = field(default=())
    weights_in_use: str = ""
    scenario: str = ""
    changes: tuple[str, ...] = ()

    def complete(self, table: str) -> bool:
        """Whether a table has entries and all of them could be read, so that a name it lacks is a mistake."""
        there = {"options": self.options, "criteria": self.criteria, "weights": self.weights}[table]
        return bool(there) and not any(name == table for name, _ in self.broken)

    def is_broken(self, table: str, key: str) -> bool:
        """Whether the entry is there but could not be read (or may be: its whole table could not)."""
        return (table, key) in self.broken or (table, "") in self.broken

    def study(self) -> Study:
        """The study, once reading and checks found no error. Criteria are put in the order that study.yaml gives."""
        if self.about is None:
            raise ValueError("a draft without inputs/study.yaml is no study")
        order = {key: i for i, key in enumerate(self.about.criteria)}
        criteria = sorted(self.criteria, key=lambda criterion: (order.get(criterion.key, len(order)), criterion.key))
        return Study(
            about=self.about,
            criteria=tuple(criteria),
            branches=self.branches,
            options=self.options,
            ratings=self.ratings,
            weights=self.weights,
            constraints=self.constraints or Constraints(),
            worlds=self.worlds,
        )
