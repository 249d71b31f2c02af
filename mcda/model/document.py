"""A YAML file as it was typed: nested text with the place of every key and value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mcda.errors import Place
from mcda.model.places import Path, Spot

KEY = "[key]"

Node = Mapping[str, "Node"] | list["Node"] | str | None


@dataclass(frozen=True, slots=True)
class Document:
    """Nested mappings, lists and texts (never numbers: `NO` stays text, 0.10 stays 0.10); null is None.

    `spots` gives the place of each value by its path, of each field's name by its path and KEY, and of the file itself
    by the empty path.
    """

    place: Place
    data: Node
    spots: Mapping[Path, Spot]
