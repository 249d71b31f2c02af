"""The options that a name in a constraint stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mcda.model.option import Option

THEME = "theme:"


@dataclass(frozen=True, slots=True)
class Naming:
    """What names can stand for: options, their instruments and themes, and the sets of the constraints file."""

    options: Sequence[Option]
    sets: Mapping[str, Sequence[str]]


def options_of(naming: Naming, names: Iterable[str]) -> frozenset[int]:
    """The indices of all options that the names stand for."""
    return frozenset().union(*(options_named(naming, name) for name in names))


def options_named(naming: Naming, name: str) -> frozenset[int]:
    """The indices of the options that one name stands for: an option, instrument, theme (`theme:x`) or set.

    Empty if the name is unknown.
    """
    if name in naming.sets:
        return options_of(naming, naming.sets[name])
    if name.startswith(THEME):
        theme = name.removeprefix(THEME).strip()
        return frozenset(i for i, option in enumerate(naming.options) if theme in option.themes)
    return frozenset(i for i, option in enumerate(naming.options) if name in (option.key, option.instrument))


def wanted_groups(naming: Naming, names: Iterable[str]) -> tuple[frozenset[int], ...]:
    """What "all of these" asks for: each option of a theme or set on its own, any one level of an instrument."""
    groups: list[frozenset[int]] = []
    for name in names:
        found = options_named(naming, name)
        groups += [found] if is_instrument(naming, name) else [frozenset([i]) for i in sorted(found)]
    return tuple(groups)


def is_instrument(naming: Naming, name: str) -> bool:
    """Whether the name is an instrument rather than an option, a theme or a set."""
    if name in naming.sets or any(option.key == name for option in naming.options):
        return False
    return any(option.instrument == name for option in naming.options)


def known_names(naming: Naming) -> tuple[str, ...]:
    """Everything that a name may be."""
    themes = dict.fromkeys(THEME + theme for option in naming.options for theme in option.themes)
    instruments = dict.fromkeys(option.instrument for option in naming.options if option.instrument)
    return (*(option.key for option in naming.options), *instruments, *themes, *naming.sets)
