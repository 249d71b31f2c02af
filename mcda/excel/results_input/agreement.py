"""Whether the formulas of a results workbook say what the engine says, and which cells do not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from mcda.excel.every_cell import Cells, Stored, first_cells, same
from mcda.excel.following import Address, following
from mcda.scenario.verifying import Difference

# The live table of mixes has 4096 rows at most as `mcda score` writes it; more would take seconds to look through.
MOST_ROWS = 5000
_HIDDEN = "_"
_BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a results workbook and the engine agree on the inputs that the workbook holds.

    `gap` is the largest difference between figures, relative where they are above 1; `compared` counts the formula
    cells that could be compared, on hidden sheets too. `different` are cells that do not agree, of which `blank` hold
    no result at all.
    """

    gap: float
    compared: int
    different: tuple[Difference, ...]
    blank: int


def live_cells(data: bytes) -> Cells:
    """What the cells of a results workbook hold, up to the row that our sheets end in. It has passed preflight."""
    return first_cells(data, MOST_ROWS)


def agreement(file: str, one: Cells, other: Cells) -> Agreement:
    """The cells of a results workbook compared with those that the engine wrote for the same inputs.

    The same formula of the same cells must have the same value. Cells in which the two differ anyway (the saved
    figures, an overwritten formula) and everything that follows from them are left aside.
    """
    differing = frozenset(_differing(one, other))
    # Cells that hold the same formula follow the same cells, so that one of the two tells what follows.
    aside = differing | following(other, differing)
    gap, compared, blank, different = 0.0, 0, 0, []
    for sheet, held in other.items():
        for address, wanted in held.items():
            if not wanted.formula or (sheet, address) in aside:
                continue
            found = one[sheet][address]
            compared += 1
            if same(found, wanted):
                gap = max(gap, _gap(found, wanted))
                continue
            blank += found.value in (None, "")
            different.append(Difference(file, f"{sheet}!{address}", _shown(found), _shown(wanted)))
    # What people see comes first: a helper cell says less about what went wrong.
    different.sort(key=lambda each: each.place.startswith(_HIDDEN))
    return Agreement(gap, compared, tuple(different), blank)


def _differing(one: Cells, other: Cells) -> Iterator[Address]:
    """Cells that do not hold the same formula, or no formula and another value."""
    for sheet in one.keys() | other.keys():
        left, right = one.get(sheet, {}), other.get(sheet, {})
        for address in left.keys() | right.keys():
            found, wanted = left.get(address, Stored(None)), right.get(address, Stored(None))
            if not found.has_formula_of(wanted) or (not found.formula and not same(found, wanted)):
                yield sheet, address


def _gap(found: Stored, wanted: Stored) -> float:
    a, b = found.value, wanted.value
    if isinstance(a, int | float) and isinstance(b, int | float) and not isinstance(a, bool):
        return math.fabs(a - b) / max(1.0, math.fabs(b))
    return 0.0


def _shown(cell: Stored) -> str:
    return _BLANK if cell.value in (None, "") else str(cell.value)[:60]
