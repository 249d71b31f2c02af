"""What is wrong with the cells of an area: dates, errors, formulas without a result, merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mcda.errors import Finding
from mcda.excel.cells import SheetCell
from mcda.excel.layout import Area, Spot, cell_name
from mcda.excel.sheet import Sheet

_SHOWN = 5


def cell_findings(sheet: Sheet, spots: Iterable[Spot]) -> Iterator[Finding]:
    """A finding for each date and each error among the cells at `spots`, and one for all formulas without a result."""
    unstored = []
    for spot in sorted(spots):
        found = sheet.cells[spot]
        if found.kind == "date":
            yield _date(found)
        elif found.kind == "error":
            yield _error(found)
        elif found.kind == "unstored":
            unstored.append(spot)
    if unstored:
        what = f"Formulas have no stored result: {listed(map(cell_name, unstored))}."
        cure = "Open the workbook in Excel or LibreOffice, save it, and try again."
        yield Finding(sheet.place_of(unstored[0]), "formula-without-result", what, cure, sheet.cell(unstored[0]).text)


def merged_findings(sheet: Sheet, area: Area) -> Iterator[Finding]:
    """One finding if merged cells touch the area: only the first cell of each holds a value."""
    merged = [one for one in sheet.layout.merged if one.overlaps(area)]
    if merged:
        what = f"Cells are merged, so only the first of them holds a value: {listed(one.name for one in merged)}."
        place = sheet.place_of((merged[0].top, merged[0].left))
        yield Finding(place, "merged-cells", what, "Unmerge them and fill in each cell.")


def listed(names: Iterable[str]) -> str:
    """The first names and how many more there are.

    >>> listed("ABCDEFG")
    'A, B, C, D, E and 2 more'
    """
    every = list(names)
    more = len(every) - _SHOWN
    return ", ".join(every[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _date(found: SheetCell) -> Finding:
    what = f"The cell holds a date or time ({found.cell.text})."
    cure = "If a number such as 3.5 or a plain text was meant, set the cell's format to Text and type it again."
    return Finding(found.cell.place, "date", what, cure, found.cell.text)


def _error(found: SheetCell) -> Finding:
    what = f"The cell holds the error {found.cell.text}."
    return Finding(
        found.cell.place, "spreadsheet-error", what, "Repair the formula or type the value.", found.cell.text
    )
