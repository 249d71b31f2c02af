"""Unknown and missing names: matched to each other, so that one slip is one finding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A cure for an unknown name: the nearest known one, or the list of them.

    >>> did_you_mean("transparancy", ["transparency", "economic_effect"])
    "Did you mean 'transparency'?"
    """
    choices = list(known)
    near = nearest(name, choices)
    if near:
        return f"Did you mean '{near}'?"
    if not choices:
        return "There is none yet: define it first."
    shown = ", ".join(choices[:12]) + (f" and {len(choices) - 12} more" if len(choices) > 12 else "")
    return f"Use one of: {shown}."


def nearest(name: str, known: Collection[str]) -> str | None:
    """The known name that `name` was most likely meant to be."""
    folded = {choice.casefold().replace(" ", "_"): choice for choice in known}
    found = get_close_matches(name.casefold().strip().replace(" ", "_"), folded, n=1, cutoff=0.75)
    return folded[found[0]] if found else None


def slips(unknown: Sequence[str], missing: Collection[str]) -> Mapping[str, str]:
    """Unknown names that are most likely a missing one misspelt: {typed: meant}."""
    left = list(missing)
    found: dict[str, str] = {}
    for name in dict.fromkeys(unknown):
        near = nearest(name, left)
        if near:
            found[name] = near
            left.remove(near)
    return found


def listed(names: Iterable[str], most: int = 6) -> str:
    """Names in a sentence, cut after `most`.

    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    items = list(names)
    if len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most} more"
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
