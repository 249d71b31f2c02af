"""How the cells of the results workbook look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from mcda.excel.palette import (
    BLUE,
    DARK,
    GREY,
    INPUT,
    LINE,
    PALE_AMBER,
    PALE_BLUE,
    PALE_RED,
    QUIET,
    RED,
    TEXT,
    WHITE,
)

FONT = "Arial"
INK = "#0000c0"
CHANGED = "#ffe08a"
_BASE = {"font_name": FONT, "font_size": 10, "font_color": TEXT, "valign": "vcenter"}
_CELL = {"border": 1, "border_color": LINE}
_TEXT = {**_CELL, "text_wrap": True, "indent": 1, "align": "left"}
_INPUT = {**_CELL, "bg_color": INPUT, "font_color": INK, "locked": False, "align": "center"}
_QUIET = {**_CELL, "font_color": QUIET}
_CENTRE = {**_CELL, "align": "center"}
_HEAD = {**_CELL, "bold": True, "font_color": WHITE, "bg_color": DARK, "text_wrap": True, "align": "center"}
_TILE = {"bg_color": PALE_BLUE}
MOVE = '"▲" 0;"▼" 0;"–"'
CHANGE = "+0.0;-0.0;0.0"

_CELLS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": DARK},
    "finding": {"bold": True, "font_size": 11, "font_color": DARK},
    "subtitle": {"bold": True, "font_size": 12, "font_color": DARK},
    "how": {"italic": True, "font_color": QUIET},
    "head": _HEAD,
    "head_left": {
        "bold": True,
        "font_color": WHITE,
        "bg_color": DARK,
        "text_wrap": True,
        "align": "left",
        "indent": 1,
        **_CELL,
    },
    "tile_label": {**_TILE, "font_size": 8, "font_color": QUIET, "indent": 1},
    "tile": {**_TILE, "bold": True, "font_size": 12, "font_color": DARK, "indent": 1},
    "tile_wrap": {**_TILE, "bold": True, "font_color": DARK, "text_wrap": True, "indent": 1},
    "text": {**_TEXT, "num_format": "@"},
    "made": _TEXT,
    "line": {"num_format": "@"},
    "line_small": {"num_format": "@", "font_size": 9},
    "line_tiny": {"num_format": "@", "font_size": 7},
    "branch": {**_TEXT, "num_format": "@", "bold": True, "bg_color": GREY},
    "bold": {**_TEXT, "bold": True},
    "input": {**_INPUT, "num_format": "General"},
    "input_text": {**_INPUT, "num_format": "@"},
    "input_choice": {**_INPUT, "num_format": "@", "align": "left", "text_wrap": True},
    "points": {**_CELL, "num_format": "0.0"},
    "points_bold": {**_CELL, "num_format": "0.0", "bold": True},
    "change": {**_CELL, "num_format": CHANGE},
    "amount": {**_CELL, "num_format": "General", "align": "right"},
    "share": {**_CELL, "num_format": "0.0%"},
    "share_bold": {**_CELL, "num_format": "0.0%", "bold": True},
    "place": {**_CENTRE, "num_format": "0"},
    "word": _CENTRE,
    "word_bold": {**_CENTRE, "bold": True},
    "mark": {**_CENTRE, "num_format": '"●";;;@', "font_color": DARK, "bold": True},
    "move": {**_CENTRE, "num_format": MOVE},
    "saved": {**_QUIET, "num_format": "General", "align": "center"},
    "saved_points": {**_QUIET, "num_format": "0.0"},
    "saved_word": {**_QUIET, "align": "center"},
    "gap": {**_QUIET, "num_format": "0.0E+00", "align": "center", "font_size": 8},
    "hidden": {"font_color": QUIET},
    "top_text": {**_TEXT, "valign": "top", "num_format": "@"},
}
# A conditional format must not name a font: Excel calls the file damaged.
_STATES: Mapping[str, Mapping[str, Any]] = {
    "good": {"bg_color": PALE_BLUE, "font_color": DARK},
    "doubt": {"bg_color": PALE_AMBER, "font_color": "#5c4300"},
    "bad": {"bg_color": PALE_RED, "font_color": RED, "bold": True},
    "changed": {"bg_color": CHANGED, "bold": True},
    "first": {"bg_color": PALE_BLUE, "bold": True},
    "nothing": {"bg_color": GREY, "italic": True},
    "inside": {"bg_color": PALE_BLUE},
    "up": {"font_color": DARK, "bold": True},
    "down": {"font_color": RED, "bold": True},
    "quiet": {"font_color": QUIET},
    "yes": {"bg_color": BLUE, "font_color": WHITE, "bold": True},
}


def formats(book: Workbook) -> Mapping[str, Format]:
    """All formats by name."""
    cells = {name: book.add_format({**_BASE, **given}) for name, given in _CELLS.items()}
    return {**cells, **{name: book.add_format(dict(given)) for name, given in _STATES.items()}}
