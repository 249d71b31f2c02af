"""Conditional formats: states in colour (always with a word), cells that a row has no use for in grey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from mcda.excel.constraint_columns import ARGUMENTS, COLUMNS
from mcda.excel.template.blocks import Block, Book
from mcda.excel.template.made import NOTHING
from mcda.excel.template.weight_rows import STATEMENTS

Area = tuple[int, int, int, int]
Formats = Mapping[str, Format]
_ONLY_LEAVES = (
    *("unit", "worst", "best", "do_nothing", "value", "mix_rule", "cap"),
    *("veto_at", "veto_effect", "veto_reason", "source"),
)


def shade(sheet: Worksheet, book: Book, block: Block, formats: Formats) -> None:
    """The conditional formats of a table."""
    first = book.tops[block.name] + 1
    last = first + block.length - 1
    for j, column in enumerate(block.columns):
        if column.name == "check":
            shade_states(sheet, (first, j, last, j), formats)
    for column_name, condition in _unused(block):
        j = block.index(column_name)
        cell = xl_rowcol_to_cell(first, j)
        kind = condition.replace("ROW", str(first + 1))
        area = (first, j, last, j)
        _formula(sheet, area, f'=AND({cell}<>"",{kind})', formats["bad"])
        _formula(sheet, area, f"={kind}", formats["unused"])


def shade_states(sheet: Worksheet, area: Area, formats: Formats) -> None:
    """Blue for ok, amber for text, grey for unused, red for everything that is to be mended."""
    cell = xl_rowcol_to_cell(area[0], area[1])
    good = f'=OR({cell}="ok",{cell}="Ready to score")'
    _formula(sheet, area, good, formats["good"])
    _formula(sheet, area, f'={cell}="text"', formats["doubt"])
    _formula(sheet, area, f'=AND({cell}<>"{NOTHING}",{cell}<>"")', formats["bad"])


def _unused(block: Block) -> Iterable[tuple[str, str]]:
    """Columns with the condition under which a row does not use them; ROW stands for the row's number."""
    match block.name:
        case "constraints":
            for column in COLUMNS:
                users = [kind for kind, fields in ARGUMENTS.items() if column in fields]
                yield column, _not_one_of("$B", users)
        case "statements":
            for column in dict.fromkeys(c for columns in STATEMENTS.values() for c in columns):
                yield column, _not_one_of("$B", [kind for kind, fields in STATEMENTS.items() if column in fields])
        case "criteria":
            for column in _ONLY_LEAVES:
                yield column, '$BROW="branch"'
        case "weights":
            yield "criterion", 'AND($AROW<>"",$AROW<>"points")'


def _not_one_of(column: str, words: Iterable[str]) -> str:
    return "AND(" + ",".join([f'{column}ROW<>""', *(f'{column}ROW<>"{word}"' for word in words)]) + ")"


def _formula(sheet: Worksheet, area: Area, criteria: str, style: Format) -> None:
    rule = {"type": "formula", "criteria": criteria, "format": style, "stop_if_true": True}
    sheet.conditional_format(*area, rule)
