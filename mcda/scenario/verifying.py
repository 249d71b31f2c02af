"""What a saved scenario holds against what its own inputs give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mcda.model.counts import counted

ABSENT = "not there"


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One thing that is not as it should be: the file, the place in it, what stands there, what should."""

    file: str
    place: str
    stored: str
    recomputed: str

    def __str__(self) -> str:
        where = f"{self.file} [{self.place}]" if self.place else self.file
        return f"{where}: stored {self.stored}, recomputed {self.recomputed}"


def differences(file: str, stored: object, recomputed: object, place: str = "") -> Iterator[Difference]:
    """Every leaf in which two pieces of plain data differ, by its path.

    >>> [str(each) for each in differences("run.json", {"a": [1, 2]}, {"a": [1, 3], "b": True})]
    ['run.json [a[1]]: stored 2, recomputed 3', 'run.json [b]: stored not there, recomputed true']
    """
    if isinstance(stored, Mapping) and isinstance(recomputed, Mapping):
        for key in dict.fromkeys((*stored, *recomputed)):
            path = f"{place}.{key}" if place else str(key)
            yield from differences(file, stored.get(key, _Nothing), recomputed.get(key, _Nothing), path)
        if _known(stored, recomputed) != _known(recomputed, stored):
            yield Difference(file, place or "order", "entries in another order", "in the order they are written")
    elif isinstance(stored, list) and isinstance(recomputed, list):
        yield from _in_lists(file, stored, recomputed, place)
    elif type(stored) is not type(recomputed) or stored != recomputed:
        yield Difference(file, place, shown(stored), shown(recomputed))


def shown(value: object) -> str:
    """A piece of plain data as short text."""
    if value is _Nothing:
        return ABSENT
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, Mapping):
        return counted(len(value), "entry", "entries")
    if isinstance(value, list):
        return counted(len(value), "item")
    return value if isinstance(value, str) and len(value) <= 60 else repr(value)[:60]


class _Nothing:
    """Stands for an entry that is not there."""


def _known(data: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    return [key for key in data if key in other]


def _in_lists(file: str, stored: list[object], recomputed: list[object], place: str) -> Iterator[Difference]:
    for i in range(max(len(stored), len(recomputed))):
        one, other = (items[i] if i < len(items) else _Nothing for items in (stored, recomputed))
        yield from differences(file, one, other, f"{place}[{i}]")
