"""Cells of a results workbook, other than those it is read from, that are not what the engine wrote for its run."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import openpyxl
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.workbook import Workbook

from mcda.excel.every_cell import Cells, Stored, same
from mcda.excel.following import Address, references
from mcda.excel.layout import Area, area_of, cell_name
from mcda.excel.results_input.agreement import MOST_ROWS, live_cells
from mcda.excel.results_input.lines import same_text
from mcda.excel.results_input.reading import POINTS, RATINGS, RULES

_HIDDEN = "_"
_BLANK = Stored(None)
_LONGEST, _BEFORE = 60, 20
Kind = Literal["sheet", "formula", "constant", "blank"]


@dataclass(frozen=True, slots=True)
class Written:
    """What the engine writes for a run: its cells that hold something, and all of its cells, blank ones too (`ours`).

    `free` are those that people may type into, `inputs` those that are read back, by the word for their table.
    """

    cells: Cells
    ours: frozenset[Address]
    free: frozenset[Address]
    inputs: Mapping[str, frozenset[Address]]


@dataclass(frozen=True, slots=True)
class Overwritten:
    """A cell that is not read and holds something else than what was written; of a sheet that is not there, its name.

    `yellow` is the input cell of its row, blank where there is none. Texts stand in quotes.
    """

    place: str
    kind: Kind
    written: str
    found: str
    yellow: str = ""


def written_in(data: bytes) -> Written:
    """What stands where in a results workbook that the engine has just made."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=True)
    locked = _locked(book)
    inputs = {table.word: frozenset(_named(book, table.inputs.values())) for table in (POINTS, RATINGS, RULES)}
    return Written(live_cells(data), frozenset(locked), _free(locked), inputs)


def unlocked(data: bytes) -> frozenset[Address]:
    """The cells of a workbook of ours that a person may type into."""
    return _free(_locked(openpyxl.load_workbook(BytesIO(data), read_only=True)))


def overwritten(found: Cells, written: Written) -> tuple[Overwritten, ...]:
    """Every cell of ours, but for those that are free, that holds another formula or constant than was written.

    A value in a cell that we left blank counts inside our tables and where a formula of ours would take it in; what
    stands anywhere else, and on sheets that were added, is welcome. What people see comes first.
    """
    changed = [*_changed(found, written), *_filled(found, written)]
    return tuple(sorted(changed, key=lambda each: each.place.startswith(_HIDDEN)))


def changed_inputs(found: Cells, written: Written, tables: Collection[str]) -> Iterator[Overwritten]:
    """The input cells of these tables that do not hold what was written."""
    for cell in sorted(cell for table in tables for cell in written.inputs[table]):
        now, wanted = _at(found, cell), _at(written.cells, cell)
        if not _is_same(now, wanted):
            yield _overwritten(cell, "constant", (now, wanted), written)


def _locked(book: Workbook) -> dict[Address, bool]:
    """Every cell that a workbook has, blank ones too, and whether people are kept from typing into it."""
    return {
        (sheet.title, cell.coordinate): cell.protection.locked or sheet.sheet_state != "visible"
        for sheet in book.worksheets
        for row in sheet.iter_rows(max_row=MOST_ROWS)
        for cell in row
        if isinstance(cell, ReadOnlyCell)
    }


def _free(locked: Mapping[Address, bool]) -> frozenset[Address]:
    return frozenset(cell for cell, is_locked in locked.items() if not is_locked)


def _changed(found: Cells, written: Written) -> Iterator[Overwritten]:
    for sheet, held in written.cells.items():
        if sheet not in found:
            yield Overwritten(sheet, "sheet", f"a sheet of {len(held)} cells", "none")
            continue
        for address, wanted in held.items():
            cell, now = (sheet, address), found[sheet].get(address, _BLANK)
            if cell not in written.free and not _is_as_written(now, wanted):
                yield _overwritten(cell, "formula" if wanted.formula else "constant", (now, wanted), written)


def _filled(found: Cells, written: Written) -> Iterator[Overwritten]:
    added = [
        (sheet, address)
        for sheet, held in written.cells.items()
        for address, now in found.get(sheet, {}).items()
        if address not in held and (now.formula or now.value not in (None, "")) and (sheet, address) not in written.free
    ]
    inside = {cell for cell in added if cell in written.ours}
    inside |= _named_by_formulas(written.cells, set(added) - inside)
    for cell in added:
        if cell in inside:
            yield _overwritten(cell, "blank", (_at(found, cell), _BLANK), written)


def _is_as_written(now: Stored, wanted: Stored) -> bool:
    """The same formula whatever its value, or no formula and the same constant."""
    return now.has_formula_of(wanted) if wanted.formula else _is_same(now, wanted)


def _is_same(now: Stored, wanted: Stored) -> bool:
    if isinstance(now.value, str) and isinstance(wanted.value, str) and not now.formula:
        return same_text(now.value, wanted.value)
    return same(now, wanted)


def _named_by_formulas(cells: Cells, added: Collection[Address]) -> set[Address]:
    """Those of the added cells that stand in a cell or block that a formula names."""
    if not added:
        return set()
    blocks: dict[str, set[Area]] = {}
    for sheet, held in cells.items():
        for stored in held.values():
            for title, area in references(stored.formula, sheet) if stored.formula else ():
                blocks.setdefault(title, set()).add(area)
    return {cell for cell in added if any(area.holds(_spot(cell)) for area in blocks.get(cell[0], ()))}


def _named(book: Workbook, names: Collection[str]) -> Iterator[Address]:
    """The cells behind the names that are there."""
    for name in names:
        for title, reference in book.defined_names[name].destinations if name in book.defined_names else ():
            area = area_of(reference)
            for row in range(area.top, area.bottom + 1):
                yield from ((title, cell_name((row, column))) for column in range(area.left, area.right + 1))


def _overwritten(cell: Address, kind: Kind, pair: tuple[Stored, Stored], written: Written) -> Overwritten:
    now, wanted = pair
    return Overwritten("!".join(cell), kind, _shown(wanted, now), _shown(now, wanted), _yellow(cell, written))


def _yellow(cell: Address, written: Written) -> str:
    """The nearest input cell of the same row of the same table: nothing but cells of ours stands between."""
    sheet, (row, column) = cell[0], _spot(cell)
    inputs = {_spot(each) for cells in written.inputs.values() for each in cells if each[0] == sheet}
    for other in sorted((spot[1] for spot in inputs if spot[0] == row), key=lambda each: abs(each - column)):
        between = range(min(column, other), max(column, other))
        if all((sheet, cell_name((row, each))) in written.ours for each in between):
            return f"{sheet}!{cell_name((row, other))}"
    return ""


def _at(cells: Cells, cell: Address) -> Stored:
    return cells.get(cell[0], {}).get(cell[1], _BLANK)


def _spot(cell: Address) -> tuple[int, int]:
    return coordinate_to_tuple(cell[1])


def _shown(cell: Stored, other: Stored) -> str:
    """What a cell holds, so that a number can be told from a text that looks like it; of long ones what differs."""
    text = cell.formula or cell.value
    if text in (None, ""):
        return "blank"
    if not isinstance(text, str):
        return f"{text:.15g}" if isinstance(text, float) else str(text)
    shown = _cut(text, str(other.formula or other.value))
    return shown if cell.formula else f"'{shown}'"


def _cut(text: str, other: str) -> str:
    """A long text from shortly before it differs from the other one.

    >>> _cut("x" * 90 + " and so on", "x" * 90 + " and no more")
    '...xxxxxxxxxxxxxx and so on'
    """
    if len(text) <= _LONGEST:
        return text
    differing = (place for place, (one, two) in enumerate(zip(text, other, strict=False)) if one != two)
    start = max(0, next(differing, min(len(text), len(other))) - _BEFORE)
    end = start + _LONGEST
    return f"{'...' if start else ''}{text[start:end]}{'...' if end < len(text) else ''}"
