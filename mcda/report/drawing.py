"""Plain SVG for slides: shapes and texts as strings, everything a person wrote made inert."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from textwrap import wrap
from typing import Literal

WIDTH = 960
SERIES = ("#0b3c6f", "#3e8fc4", "#e0a526", "#b23a48", "#6b5a9e", "#8b96a3")
INK, MUTE, LINE, PAPER = "#16212e", "#55616f", "#d9dfe6", "#ffffff"
FONT = "Segoe UI, Helvetica Neue, Noto Sans, DejaVu Sans, Arial, sans-serif"
HEAD = 20
Look = Literal["head", "body", "strong", "quiet", "key", "note", "axis", "foot"]
LOOKS: Mapping[Look, tuple[int, str, int]] = {
    "head": (HEAD, INK, 600),
    "body": (15, INK, 400),
    "strong": (15, INK, 600),
    "quiet": (15, MUTE, 400),
    "key": (14, INK, 400),
    "note": (12, INK, 400),
    "axis": (12, MUTE, 400),
    "foot": (12, MUTE, 400),
}
LETTER = 0.56  # mean width of a letter, as a share of the font size
BOLD_LETTER = 0.63


def picture(title: str, alt: str, body: Sequence[str], height: float, marking: str = "") -> str:
    """A whole SVG file: the finding as its headline, the body below it, the marking at its foot."""
    lines = wrap(title, int(WIDTH / (HEAD * BOLD_LETTER)))
    top = 14 + len(lines) * (HEAD + 6)
    foot = 26 if marking else 8
    head = [text(0, 22 + k * (HEAD + 6), line, "head") for k, line in enumerate(lines)]
    whole = top + height + foot
    end = [text(0, whole - 8, marking, "foot")] if marking else []
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -8 {WIDTH + 32} {number(whole + 16)}" '
        f'width="{WIDTH + 32}" height="{number(whole + 16)}" role="img" aria-labelledby="title alt" '
        f'font-family="{FONT}">\n<title id="title">{escape(title)}</title>\n<desc id="alt">{escape(alt)}</desc>\n'
        f"{rectangle(-16, -8, WIDTH + 32, whole + 16, PAPER)}\n"
        + "\n".join([*head, f'<g transform="translate(0 {number(top)})">', *body, "</g>", *end])
        + "\n</svg>\n"
    )


def text(x: float, y: float, words: str, look: Look = "body", anchor: str = "start") -> str:
    """One line of text."""
    size, fill, weight = LOOKS[look]
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{size}" fill="{fill}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def line(
    start: tuple[float, float], end: tuple[float, float], stroke: str = LINE, width: float = 1, dash: str = ""
) -> str:
    """A straight line."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    (x1, y1), (x2, y2) = start, end
    places = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line {places} stroke="{stroke}" stroke-width="{number(width)}"{dashes}/>'


def rectangle(x: float, y: float, width: float, height: float, fill: str) -> str:
    """A filled rectangle."""
    return f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" fill="{fill}"/>'


def circle(x: float, y: float, radius: float, fill: str, stroke: str = PAPER) -> str:
    """A filled circle."""
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}" stroke="{stroke}" '
        'stroke-width="2"/>'
    )


def fitted(words: str, room: float, size: int = 15) -> str:
    """A text cut to the room it has."""
    most = max(4, int(room / (size * LETTER)))
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def ticks(low: float, high: float, most: int = 7) -> tuple[float, ...]:
    """Round numbers along an axis.

    >>> ticks(-3, 12)
    (-2.5, 0.0, 2.5, 5.0, 7.5, 10.0)
    """
    rough = ((high - low) or 1) / most
    size = 10.0 ** floor(log10(rough))
    step = next(size * k for k in (1, 2, 2.5, 5, 10) if size * k >= rough * (1 - 1e-9))
    return tuple(k * step for k in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1))


def number(value: float) -> str:
    """A coordinate, short and never "-0".

    >>> number(-0.001), number(12.50)
    ('0', '12.5')
    """
    shown = f"{round(value, 2) + 0:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown
