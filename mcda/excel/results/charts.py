"""How the charts of the results workbook look."""

from __future__ import annotations

from typing import Any

from xlsxwriter.chart import Chart

from mcda.excel.palette import AMBER, BLUE, DARK, RED
from mcda.excel.results.styles import FONT

# The palette of four, then paler ones: beyond four criteria colours alone do not tell series apart, the order does.
SERIES = (
    DARK,
    BLUE,
    AMBER,
    RED,
    "#7a9bbf",
    "#a9d0e8",
    "#f2d48f",
    "#d99aa2",
    "#5b6770",
    "#9aa5ad",
    "#c5ccd1",
    "#e2e6e9",
)
GRID = "#e2e2e2"
_AXIS = "#bfbfbf"
_SMALL = {"name": FONT, "size": 9, "color": "#404040", "bold": False}


def axis(name: str = "") -> dict[str, Any]:
    """An axis with quiet lines."""
    shared = {"num_font": _SMALL, "line": {"color": _AXIS}, "major_tick_mark": "none", "name_font": _SMALL}
    lines = {"visible": True, "line": {"color": GRID, "width": 0.75}}
    return {**shared, "major_gridlines": lines} | ({"name": name} if name else {})


def names_axis() -> dict[str, Any]:
    """The axis of options in a bar chart: the first on top, names left of negative bars."""
    shared = axis()
    # Without crossing at the maximum the scale would stand on top of a reversed axis.
    return {
        **shared,
        "reverse": True,
        "label_position": "low",
        "crossing": "max",
        "major_gridlines": {"visible": False},
    }


def colour(place: int) -> str:
    """The colour of a series."""
    return SERIES[place % len(SERIES)]


def finish(chart: Chart, title: str, size: tuple[int, int], *, legend: str = "none") -> None:
    """Title, legend and size; titles are fixed texts, because LibreOffice does not follow linked ones."""
    font = {"name": FONT, "size": 11, "color": DARK, "bold": True}
    chart.set_title({"name": title, "name_font": font, "overlay": False})
    chart.set_legend({"none": True} if legend == "none" else {"position": legend, "font": _SMALL})
    chart.set_chartarea({"border": {"color": "#d9d9d9"}})
    chart.set_size({"width": size[0], "height": size[1]})
