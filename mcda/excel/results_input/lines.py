"""Rows of the results workbook that hold an input: its cell, the keys in the same row, and the names shown beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mcda.errors import Finding, Place
from mcda.excel.cells import Kind
from mcda.excel.layout import Area, Spot, area_of, cell_name
from mcda.excel.read import Block
from mcda.excel.sheet import Sheet
from mcda.excel.trouble import cell_findings, listed, merged_findings

# The names that rows should show, by their keys.
Names = Mapping[tuple[str, ...], tuple[str, ...]]

_AGAIN = "Undo the change, or make the workbook again with mcda score and carry the yellow cells over."


@dataclass(frozen=True, slots=True)
class Input:
    """What stands in an input cell; `kind` is what the spreadsheet program took it for, blank for an empty cell."""

    text: str
    kind: Kind | None
    place: Place

    def finding(self, code: str, what: str, cure: str) -> Finding:
        """A finding at the cell."""
        return Finding(self.place, code, what, cure, self.text)


@dataclass(frozen=True, slots=True)
class InputLine:
    """One row: the keys that say what it is about, its input cells by name, and the texts left of them."""

    keys: tuple[str, ...]
    inputs: Mapping[str, Input]
    shown: tuple[Input, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class InputTable:
    """The names of the blocks of one table: keys, and inputs by the name that a line gives them. `word` is what a row
    is called in findings. Where nothing of ours stands below, whatever stands there was added."""

    word: str
    keys: tuple[str, ...]
    inputs: Mapping[str, str]
    below: Literal["ours", "nothing"] = "ours"

    @property
    def names(self) -> tuple[str, ...]:
        """All its defined names."""
        return (*self.keys, *self.inputs.values())


def lines_of(
    table: InputTable, blocks: Mapping[str, Block], sheets: Mapping[str, Sheet]
) -> tuple[tuple[InputLine, ...], tuple[Finding, ...]]:
    """The rows of a table whose names are all there, without blank ones, and what is wrong with their cells.

    Rows that were added below the table count, so that they are seen and not passed over; a note there does not.
    """
    stands = {name: _stand(blocks[name]) for name in table.names}
    title, area = stands[table.keys[0]]
    sheet = sheets.get(title)
    rows = {(stand[0], stand[1].top, stand[1].bottom) for stand in stands.values()}
    if sheet is None or len(rows) > 1:
        return (), (_torn(sheet, stands, table),)
    columns = {name: stand[1].left for name, stand in stands.items()}
    bottom = area.bottom if table.below == "ours" else max(area.bottom, sheet.layout.block.bottom)
    wide = Area(area.top, min(columns.values()), bottom, max(columns.values()))
    inside = [_line(sheet, table, columns, row) for row in range(area.top, area.bottom + 1)]
    below = [_line(sheet, table, columns, row) for row in range(area.bottom + 1, bottom + 1)]
    lines = (*filter(_is_filled, inside), *filter(_is_added, below))
    return lines, tuple(_findings(sheet, table, columns, wide))


def same_text(typed: str, known: str) -> bool:
    """Whether a cell still shows a name, whatever a spreadsheet program did to its spaces and line ends."""
    return " ".join(typed.split()) == " ".join(known.split())


def _stand(block: Block) -> tuple[str, Area]:
    title, _, first = block[0][0].place.cell.rpartition("!")
    last = block[-1][-1].place.cell.rpartition("!")[2]
    return title, area_of(f"{first}:{last}")


def _is_filled(line: InputLine) -> bool:
    return any(line.keys) or any(each.text for each in (*line.inputs.values(), *line.shown))


def _is_added(line: InputLine) -> bool:
    """Whether a row below the table is meant as one of its rows: a note beside or below it is not."""
    named = bool(line.shown) and all(each.text for each in line.shown)
    return any(line.keys) or any(each.text for each in line.inputs.values()) or named


def _line(sheet: Sheet, table: InputTable, columns: Mapping[str, int], row: int) -> InputLine:
    keys = tuple(sheet.cell((row, columns[name])).text.strip() for name in table.keys)
    inputs = {word: _input(sheet, (row, columns[name])) for word, name in table.inputs.items()}
    first = min(columns[name] for name in table.inputs.values())
    shown = tuple(_input(sheet, (row, column)) for column in range(1, first))
    return InputLine(keys, inputs, shown, sheet.place_of((row, first)))


def _input(sheet: Sheet, spot: Spot) -> Input:
    found = sheet.cells.get(spot)
    return Input(found.cell.text, found.kind, found.cell.place) if found else Input("", None, sheet.place_of(spot))


def _findings(sheet: Sheet, table: InputTable, columns: Mapping[str, int], wide: Area) -> Iterator[Finding]:
    inside = {columns[name] for name in table.names}
    spots = [spot for spot in sheet.cells if wide.holds(spot) and spot[1] in inside]
    yield from sheet.findings
    yield from cell_findings(sheet, spots)
    yield from merged_findings(sheet, wide)
    formulas = [spot for spot in spots if spot in sheet.layout.formulas and spot not in sheet.layout.unstored]
    if formulas:
        what = f"Formulas were read as their stored results: {listed(map(cell_name, sorted(formulas)))}."
        yield Finding(sheet.place_of(min(formulas)), "formulas", what, "Check that this is meant.", severity="note")
    hidden = [str(row) for row in sheet.layout.hidden_rows if wide.top <= row <= wide.bottom]
    if hidden:
        what = f"Hidden rows were read like the others: {listed(hidden)}."
        yield Finding(sheet.place, "hidden", what, "Check that this is meant.", severity="note")


def _torn(sheet: Sheet | None, stands: Mapping[str, tuple[str, Area]], table: InputTable) -> Finding:
    title, area = stands[table.names[-1]]
    place = sheet.place_of((area.top, area.left)) if sheet else Place("", cell=title)
    what = f"The {table.word} rows and their keys do not stand side by side any more."
    return Finding(place, "table-torn", what, _AGAIN)


def strange_lines(table: InputTable, lines: Sequence[InputLine], known: Names) -> list[Finding]:
    """Findings about rows that belong to nothing, are there twice, lack, or show another name than their key.

    `known` gives the names that each row should show, by its keys.
    """
    found: list[Finding] = []
    first: dict[tuple[str, ...], InputLine] = {}
    for line in lines:
        if line.keys not in known:
            found.append(_unknown(table, line))
        elif line.keys in first:
            what = f"The row of '{_joined(line.keys)}' is there twice, first at {first[line.keys].place}."
            found.append(Finding(line.place, "row-twice", what, "Delete the row that was pasted."))
        else:
            found += _renamed(line, known[line.keys])
        first.setdefault(line.keys, line)
    missing = [keys for keys in known if keys not in first]
    if missing:
        what = f"The {table.word} rows of these were deleted: {listed(map(_joined, missing))}."
        place = Place(lines[0].place.file, cell=lines[0].place.cell.partition("!")[0]) if lines else Place("")
        found.append(Finding(place, "row-deleted", what, _AGAIN))
    return found


def _unknown(table: InputTable, line: InputLine) -> Finding:
    words = f"'{_joined(line.keys)}'" if any(line.keys) else "nothing"
    what = f"The {table.word} row belongs to {words} in the study of this workbook."
    cure = "Delete the row. New options, criteria and constraints belong in the study, not in its results."
    return Finding(line.place, "row-unknown", what, cure)


def _renamed(line: InputLine, names: Sequence[str]) -> Iterator[Finding]:
    """A name that is not the one of the row's key: renamed, or one column was sorted or pasted without the others."""
    for cell, name in zip(line.shown, names, strict=False):
        if not same_text(cell.text, name):
            what = f"The row shows '{cell.text}' but belongs to '{name}'."
            cure = "Type the name back, or undo the sorting or pasting. Names are changed in the study alone."
            yield cell.finding("row-renamed", what, cure)


def _joined(keys: tuple[str, ...]) -> str:
    return " x ".join(keys)
