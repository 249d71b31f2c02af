"""Counts and points of the workbook in words, the same in a formula and in the value stored beside it."""

from __future__ import annotations

from mcda.excel.results.plan import Plan
from mcda.excel.results.vectors import Vector


def points_unit(plan: Plan) -> str:
    """What scores and values are counted in. No name stands in it: a formula holds texts of 255 characters at most."""
    if plan.scenario.ranking.has_nothing:
        return "points above doing nothing"
    return "points, from worst where a criterion has no do-nothing level"


def points_head(plan: Plan) -> str:
    """The same as the head of a row or the title of an axis."""
    return "Points above doing nothing" if plan.scenario.ranking.has_nothing else "Points"


def options_counted(vector: Vector) -> str:
    """The number of options of a mix with its noun, as a formula."""
    return f'{vector.size.at()}&IF({vector.size.at()}=1," option"," options")'
