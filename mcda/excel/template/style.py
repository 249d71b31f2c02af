"""How the cells of the study workbook look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from mcda.excel.palette import AMBER, BLUE, DARK, GREY, INPUT, LINE, PALE_AMBER, PALE_BLUE, PALE_RED, QUIET, RED, WHITE

_CELL = {"border": 1, "border_color": LINE, "valign": "top", "text_wrap": True}
_INPUT = {**_CELL, "bg_color": INPUT, "font_color": DARK, "locked": False}
# Properties as XlsxWriter calls them.
_PROPERTIES: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": DARK},
    "subtitle": {"bold": True, "font_size": 12, "font_color": DARK},
    "how": {"italic": True, "font_color": QUIET},
    "head": {"bold": True, "font_color": WHITE, "bg_color": DARK, "text_wrap": True, "valign": "vcenter", "border": 1},
    "own_head": {
        "bold": True,
        "font_color": DARK,
        "bg_color": INPUT,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "bottom": 5,
        "bottom_color": DARK,
        "locked": False,
        "num_format": "@",
    },
    "above": {"italic": True, "font_size": 9, "font_color": QUIET, "text_wrap": True, "valign": "bottom"},
    "text": {**_INPUT, "num_format": "@"},
    "long": {**_INPUT, "num_format": "@"},
    "entry": {**_INPUT, "align": "center"},
    "number": {**_INPUT, "align": "center"},
    "fixed": dict(_CELL),
    "made": {**_CELL, "font_color": QUIET},
    "counted": {**_CELL, "font_color": QUIET, "align": "center"},
    "light": {"bold": True, "font_size": 12, "font_color": DARK, "border": 1, "border_color": LINE},
}
_STATES: Mapping[str, Mapping[str, str]] = {
    "good": {"bg_color": PALE_BLUE, "font_color": DARK},
    "doubt": {"bg_color": PALE_AMBER, "font_color": "#5c4300"},
    "bad": {"bg_color": PALE_RED, "font_color": RED},
    "unused": {"bg_color": GREY, "font_color": QUIET},
}
TABS = {"Start": DARK, "Checks": AMBER}
TAB = BLUE


def formats(book: Workbook) -> dict[str, Format]:
    """All formats by name: one for each kind of column, and those of conditional formats."""
    every = {**_PROPERTIES, **_STATES}
    found = {name: {"font_name": "Arial", "font_size": 10, **given} for name, given in every.items()}
    # A conditional format must not name a font: Excel calls the file damaged.
    for name in _STATES:
        found[name] = dict(_STATES[name])
    return {name: book.add_format(given) for name, given in found.items()}
