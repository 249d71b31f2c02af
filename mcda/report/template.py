"""What every page of ours is made of: a template with slots, one style, and prints of both for its policy."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from importlib.resources import files

from mcda.report.squeeze import squeezed_style

LONGEST_MARKING = 160
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def filled(template: str, parts: Mapping[str, str]) -> bytes:
    """A page: every slot of the template with its part, in one pass, so that nobody's braces are taken for a slot."""
    return _SLOT.sub(lambda slot: parts[slot[1]], text_of(template)).encode()


def style_of(names: tuple[str, ...], marking: str) -> str:
    """The style of a page from its parts; the handling marking stands at the foot of every sheet of paper."""
    cut = marking if len(marking) <= LONGEST_MARKING else f"{marking[: LONGEST_MARKING - 1]}…"
    # Every character as its number: nothing that a person wrote can end the text.
    numbers = "".join(f"\\{ord(letter):06x}" for letter in cut)
    return squeezed_style("\n".join(map(text_of, names))).replace("{{marking}}", numbers)


def text_of(name: str) -> str:
    """A template, style or script of this package."""
    return files("mcda.report").joinpath(name).read_text(encoding="utf-8")


def print_of(text: str) -> str:
    """The print by which a page's policy knows its own style and script."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def scroll(label: str, content: str) -> str:
    """Content that may be wider than a screen, to be moved by hand or keys."""
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}">{content}</div>'
