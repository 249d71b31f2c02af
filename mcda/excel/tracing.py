"""Two workbooks compared so that what follows from a change is told from the change itself."""

from __future__ import annotations

from dataclasses import dataclass

from mcda.excel.every_cell import Cells, Stored, cell_differences, every_cell
from mcda.excel.following import Address, following
from mcda.excel.results_input.overwriting import unlocked
from mcda.scenario.verifying import Difference


@dataclass(frozen=True, slots=True)
class Traced:
    """The differences between two workbooks without the formula cells that only follow from them (`followers`).

    `moved` are those in cells that people may type into, each with what stands at the beginning of its row.
    """

    differences: tuple[Difference, ...]
    followers: int
    moved: tuple[tuple[Difference, str], ...]


def traced_differences(file: str, stored: bytes, recomputed: bytes) -> Traced:
    """The differences of a results workbook from the one that the engine wrote. `stored` has passed preflight."""
    found, wanted = every_cell(stored), every_cell(recomputed)
    differing = tuple(cell_differences(file, found, wanted))
    # A sheet that is not there has a place without a cell.
    cells = [each for each in differing if "!" in each.place]
    roots = {_address(each) for each in cells if not _is_formula_kept(each, found, wanted)}
    follow = following(wanted, roots) if roots and len(roots) < len(differing) else frozenset[Address]()
    kept = tuple(each for each in differing if _address(each) not in follow or _address(each) in roots)
    free = unlocked(recomputed) if roots else frozenset[Address]()
    moved = tuple((each, _label(each, wanted)) for each in kept if _address(each) in free)
    return Traced(kept, len(differing) - len(kept), moved)


def _address(found: Difference) -> Address:
    sheet, _, cell = found.place.rpartition("!")
    return sheet, cell


def _is_formula_kept(difference: Difference, found: Cells, wanted: Cells) -> bool:
    """Whether the cell still holds its formula, so that only its value differs."""
    sheet, cell = _address(difference)
    one, other = found.get(sheet, {}).get(cell, Stored(None)), wanted.get(sheet, {}).get(cell, Stored(None))
    return bool(other.formula) and one.has_formula_of(other)


def _label(found: Difference, wanted: Cells) -> str:
    sheet, cell = _address(found)
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return str(wanted[sheet].get(f"A{row}", Stored("")).value or "").strip()
