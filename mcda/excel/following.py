"""Which formulas of a workbook follow, directly or through others, when given cells change."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from openpyxl.utils.cell import coordinate_to_tuple

from mcda.excel.every_cell import Cells
from mcda.excel.layout import Area

Address = tuple[str, str]

_TEXT = re.compile(r'"[^"]*"')
_REFERENCE = re.compile(
    r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[A-Za-z_][\w.]*))!)?"
    r"(?P<first>\$?[A-Z]{1,3}\$?\d+)(?::(?P<last>\$?[A-Z]{1,3}\$?\d+))?(?![\w(])"
)
_Grid = NDArray[np.bool_]
_Formulas = Mapping[Address, tuple[tuple[str, Area], ...]]


def following(cells: Cells, changed: Collection[Address]) -> frozenset[Address]:
    """The formula cells that depend on the changed ones, without these themselves."""
    marked = _grids(cells)
    for sheet, address in changed:
        _mark(marked, sheet, address)
    waiting: _Formulas = {
        (sheet, address): tuple(references(stored.formula, sheet))
        for sheet, held in cells.items()
        for address, stored in held.items()
        if stored.formula and (sheet, address) not in changed
    }
    found: set[Address] = set()
    while True:
        touched = {cell for cell, areas in waiting.items() if any(_reaches(marked, *area) for area in areas)}
        if not touched:
            return frozenset(found)
        for sheet, address in touched:
            _mark(marked, sheet, address)
        found |= touched
        waiting = {cell: areas for cell, areas in waiting.items() if cell not in touched}


def references(formula: str, sheet: str) -> Iterator[tuple[str, Area]]:
    """The cells and blocks that a formula on a sheet names; texts in it are passed over.

    >>> [(title, area.name) for title, area in references("=SUM('My mix'!$B$2:C3)+D4&\\"A1\\"", "Scores")]
    [('My mix', 'B2:C3'), ('Scores', 'D4')]
    """
    for found in _REFERENCE.finditer(_TEXT.sub('""', formula)):
        title = (found["quoted"] or found["plain"] or sheet).replace("''", "'")
        top, left = coordinate_to_tuple(found["first"].replace("$", ""))
        bottom, right = coordinate_to_tuple((found["last"] or found["first"]).replace("$", ""))
        yield title, Area(top, left, bottom, right)


def _grids(cells: Cells) -> dict[str, _Grid]:
    """A grid of False for each sheet, as large as what it holds."""
    grids = {}
    for sheet, held in cells.items():
        spots = [coordinate_to_tuple(address) for address in held] or [(1, 1)]
        grids[sheet] = np.zeros((max(row for row, _ in spots) + 1, max(column for _, column in spots) + 1), np.bool_)
    return grids


def _mark(grids: Mapping[str, _Grid], sheet: str, address: str) -> None:
    row, column = coordinate_to_tuple(address)
    grid = grids.get(sheet)
    if grid is not None and row < grid.shape[0] and column < grid.shape[1]:
        grid[row, column] = True


def _reaches(grids: Mapping[str, _Grid], sheet: str, area: Area) -> bool:
    """Whether something in the area is marked. What cannot be looked into counts as marked."""
    grid = grids.get(sheet)
    return grid is None or bool(grid[area.top : area.bottom + 1, area.left : area.right + 1].any())
