"""Keys by whatever a person writes for them: the key itself, or the name in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mcda.model.checks.names import did_you_mean, nearest
from mcda.model.columns import folded
from mcda.model.record import is_key


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one kind of thing, by folded key and by folded name where only one thing has it.

    `complete` is False where some could not be read, so that an unknown name may be right.
    """

    by_text: Mapping[str, str]
    shown: Mapping[str, str]
    complete: bool = True

    def key(self, text: str) -> str:
        """The key that the text stands for, or the text itself."""
        return self.by_text.get(folded(text), text)

    def is_unknown_name(self, text: str) -> bool:
        """Whether the text is nothing we know and cannot be a key either, so that no check will look at it."""
        return folded(text) not in self.by_text and not is_key(text)

    def cure(self, text: str) -> str:
        """What an unknown text may have been meant to be."""
        near = nearest(folded(text), self.by_text)
        return f"Did you mean '{self.by_text[near]}'?" if near else did_you_mean(text, self.shown)

    def nearest(self, text: str) -> str:
        """The key that an unknown text was most likely meant to be, or the text itself."""
        near = nearest(folded(text), self.by_text)
        return self.by_text[near] if near else text


def keys_of(pairs: Iterable[tuple[str, str]], complete: bool) -> Keys:  # a fact, not a switch
    """Keys from (key, name) pairs."""
    listed = [(key, name) for key, name in pairs if key]
    count = Counter(folded(name) for _, name in dict(listed).items())
    names = {folded(name): key for key, name in listed if name and count[folded(name)] == 1}
    return Keys(names | {folded(key): key for key, _ in listed}, dict(listed), complete)
