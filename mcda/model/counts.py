"""Counts in sentences: "1 option", "2 options"."""

from __future__ import annotations


def counted(number: int, one: str, more: str = "") -> str:
    """A number with its noun in the form it asks for; `more` where the plural is not `one` with an s.

    >>> counted(1, "mix", "mixes"), counted(1200, "mix", "mixes"), counted(0, "option")
    ('1 mix', '1,200 mixes', '0 options')
    """
    return f"{number:,} {agreeing(number, one, more or f'{one}s')}"


def agreeing(number: object, one: str, more: str) -> str:
    """The word that agrees with a number: `one` for exactly 1, else `more`.

    >>> agreeing(1, "was", "were"), agreeing(3, "was", "were")
    ('was', 'were')
    """
    return one if number == 1 else more
