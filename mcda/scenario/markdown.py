"""Text as Markdown shows it literally: names and reasons are a study's own words, never a page's markup."""

from __future__ import annotations

import re

# What CommonMark and GitHub act on anywhere in a line (an underscore within a word is none of it) ...
_ANYWHERE = re.compile(r"[\\`*\[\]<>|#~$&]|(?<!\w)_+|_+(?!\w)")
# ... and what makes a list or a heading where a line begins.
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BULLET = re.compile(r"^([-+=])(?=[\s=-]|$)")


def literal(text: str) -> str:
    r"""The text on one line with everything escaped that Markdown would act on.

    >>> print(literal("*Secret* | energy_cooperation"))
    \*Secret\* \| energy_cooperation
    >>> print(literal("1. First"))
    1\. First
    """
    escaped = _ANYWHERE.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), " ".join(text.split()))
    return _BULLET.sub(r"\\\1", _NUMBERED.sub(r"\1\\\2", escaped))
