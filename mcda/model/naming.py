"""Keys by whatever a person writes for them: the key itself, or the name in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mcda.model.checks.names import nearest
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

    def meant(self, texts: Sequence[str]) -> Mapping[str, str]:
        """The keys that unknown names among `texts` were most likely meant to be.

        A name that resembles none is the only thing that no text names, if just one is left.
        """
        strange = [text for text in dict.fromkeys(texts) if self.is_unknown_name(text)]
        near = {text: nearest(folded(text), self.by_text) for text in strange}
        meant = {text: self.by_text[name] for text, name in near.items() if name}
        named = {*meant.values(), *map(self.key, texts)}
        rest = [text for text in strange if text not in meant]
        left = [key for key in self.shown if key not in named]
        return meant | {rest[0]: left[0]} if len(rest) == len(left) == 1 else meant


def keys_of(pairs: Iterable[tuple[str, str]], complete: bool) -> Keys:  # a fact, not a switch
    """Keys from (key, name) pairs."""
    listed = [(key, name) for key, name in pairs if key]
    count = Counter(folded(name) for _, name in dict(listed).items())
    names = {folded(name): key for key, name in listed if name and count[folded(name)] == 1}
    return Keys(names | {folded(key): key for key, _ in listed}, dict(listed), complete)
