"""Worlds as rows: one for each rating that differs, what describes a world in the first of its rows."""

from __future__ import annotations

from collections.abc import Iterator

from mcda.excel.template.blocks import Row
from mcda.model.study import Study
from mcda.model.world import World

# What is said of a world once, and of each of its ratings.
ABOUT = ("name", "chance", "story")
RATING = ("option", "criterion", "low", "best", "high", "confidence", "source", "rationale")


def world_rows(study: Study) -> tuple[Row, ...]:
    """All ratings of all worlds."""
    return tuple(row for world in study.worlds for row in _rows(world))


def _rows(world: World) -> Iterator[Row]:
    for i, rating in enumerate(world.ratings):
        about = {} if i else {field: getattr(world, field) for field in ABOUT}
        yield {"world": world.key, **about, **{field: getattr(rating, field) for field in RATING}}
