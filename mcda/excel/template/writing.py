"""A study as a workbook that a team fills in: drop-downs, notes, row checks, a light that says it can be scored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from textwrap import wrap

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from mcda.errors import Finding, Place, StudyError
from mcda.excel.layout import MOST_ROWS
from mcda.excel.template.blocks import Block, Book, Column, Stored
from mcda.excel.template.checks import FIRST_ROW, Check, checks, light, state
from mcda.excel.template.made import made, resource_name
from mcda.excel.template.rules import validate
from mcda.excel.template.shades import shade, shade_states
from mcda.excel.template.style import TAB, TABS, formats
from mcda.excel.template.tables import tables
from mcda.excel.template.twins import Twin, plus
from mcda.excel.whole_book import whole_book
from mcda.model.study import Study

SCHEMA = "mcda-study/1"
NAME = "mcda_study_"
_PROTECTION = {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True, "sort": True}
# Wide tables go over two pages, with the first column on both.
_PAGES_WIDE = {"Criteria": 2, "Constraints": 2}
# In a workbook _x0041_ stands for A; XlsxWriter minds that in texts, but not in the values of formulas.
_LIKE_AN_ESCAPE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
_HEAD = 3
_FIRST_STACKED = 4
_LONGEST_MARKING = 100
_START_WIDTHS = (18, 80, 46, 34)
_HEAD_HEIGHT, _LINE_HEIGHT, _TALLEST = 30.0, 13.0, 400.0
# Running text takes less room than the digits that column widths are counted in.
_FILLED = 1.25


@dataclass(frozen=True, slots=True)
class _Writing:
    """What every step of the writing needs."""

    workbook: Workbook
    book: Book
    formats: dict[str, Format]

    def twin(self, sheet: Worksheet, at: tuple[int, int], twin: Twin, style: str) -> None:
        """A formula with its value."""
        value = twin.value
        if isinstance(value, str):
            value = _LIKE_AN_ESCAPE.sub("_x005F_x", value)
        elif not isinstance(value, bool):
            number = float(value or 0)
            value = int(number) if number.is_integer() else number
        sheet.write_formula(*at, f"={twin.text}", self.formats[style], value)


def template_workbook(study: Study | None) -> bytes:
    """The workbook of a study (of none: empty and ready to be filled in); the same bytes for the same study.

    Raises StudyError where a study does not fit into a workbook.
    """
    blocks = tables(study)
    _check_fit(blocks)
    buffer = BytesIO()
    with whole_book(buffer, study.about.name if study else "Study workbook") as workbook:
        workbook.set_custom_property("mcda_schema", SCHEMA, "text")
        workbook.set_calc_mode("auto")
        book = Book({block.name: block for block in blocks}, _tops(blocks))
        writing = _Writing(workbook, book, formats(workbook))
        _write(writing, study.about.handling if study else "")
    return buffer.getvalue()


def _check_fit(blocks: Sequence[Block]) -> None:
    for block in blocks:
        if block.length > MOST_ROWS - 100:
            _refuse(f"The study has {len(block.rows)} rows of {block.name}; a sheet takes {MOST_ROWS - 100}.")
        names = [column.heading.casefold() for column in block.columns]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            _refuse(f"The key '{twice}' is the heading of another column of the {block.sheet} sheet.")


def _refuse(what: str) -> None:
    cure = "Keep this study in a folder, or change it there first."
    raise StudyError([Finding(Place("the workbook"), "workbook-fit", what, cure)])


def _tops(blocks: Sequence[Block]) -> dict[str, int]:
    """The row of the headings of each table: those of one sheet stand below each other."""
    tops: dict[str, int] = {}
    free: dict[str, int] = {}
    for block in blocks:
        stacked = free.get(block.sheet, _FIRST_STACKED)
        tops[block.name] = stacked + 2 if block.sheet == "Start" else _HEAD
        free[block.sheet] = tops[block.name] + 1 + block.length + 1
    return tops


def _write(writing: _Writing, handling: str) -> None:
    sheets = {name: writing.workbook.add_worksheet(name) for name in _sheet_names(writing.book)}
    for name, sheet in sheets.items():
        _set_up(sheet, name, handling)
        sheet.set_tab_color(TABS.get(name, TAB))
    for block in writing.book.blocks.values():
        _write_block(writing, sheets[block.sheet], block)
    found = checks(writing.book)
    _write_checks(writing, sheets["Checks"], found)
    _write_start(writing, sheets["Start"], plus(*(check.count for check in found)).value)
    _write_resource_names(writing, sheets["Options"])
    sheets["Start"].activate()


def _sheet_names(book: Book) -> list[str]:
    return [*dict.fromkeys(block.sheet for block in book.blocks.values()), "Checks"]


def _set_up(sheet: Worksheet, name: str, handling: str) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    pages = _PAGES_WIDE.get(name, 1)
    sheet.fit_to_pages(pages, 0)
    if pages > 1:
        sheet.repeat_columns(0, 0)
    marking = handling[:_LONGEST_MARKING].replace("&", "&&").replace("\n", " ")
    if marking:
        sheet.set_header(f"&L{marking}")
    sheet.set_footer("&C&A&RPage &P of &N")
    sheet.protect("", _PROTECTION)


def _write_block(writing: _Writing, sheet: Worksheet, block: Block) -> None:
    top, last = writing.book.tops[block.name], len(block.columns) - 1
    alone = top == _HEAD
    sheet.write_string(0 if alone else top - 2, 0, block.title, writing.formats["title" if alone else "subtitle"])
    # On the second of two pages only the first column is repeated: a long line that began there would be cut.
    beside = 1 if block.sheet in _PAGES_WIDE else 0
    sheet.write_string(1 if alone else top - 1, beside, block.how, writing.formats["how"])
    bottom = top + block.length
    heads = [
        {"header": c.heading, "header_format": writing.formats["own_head" if c.own_heading else "head"]}
        for c in block.columns
    ]
    table = {"columns": heads, "autofilter": False, "style": None, "name": f"study_{block.name}"}
    sheet.add_table(top, 0, bottom, last, table)
    _write_cells(writing, sheet, block)
    _set_heights(sheet, block, top)
    _write_notes(sheet, block, top)
    area = xl_range_abs(top, 0, bottom, last)
    writing.workbook.define_name(NAME + block.name, f"={block.sheet}!{area}")
    sheet.ignore_errors({"number_stored_as_text": xl_range(top + 1, 0, bottom, last)})
    validate(sheet, writing.book, block)
    shade(sheet, writing.book, block, writing.formats)
    if alone:
        sheet.freeze_panes(top + 1, 2 if block.name in {"ratings", "weights"} else 1)
        sheet.repeat_rows(top)
        _set_widths(sheet, block)


def _set_widths(sheet: Worksheet, block: Block) -> None:
    for i, column in enumerate(block.columns):
        sheet.set_column(i, i, column.width)


def _set_heights(sheet: Worksheet, block: Block, top: int) -> None:
    """Room for the texts that are there: LibreOffice does not make it by itself. Spare rows grow as one types."""
    widths = _START_WIDTHS if block.sheet == "Start" else tuple(column.width for column in block.columns)
    sheet.set_row(top, _HEAD_HEIGHT)
    for i in range(len(block.rows)):
        texts = [block.entry(column.name, i) for column in block.columns]
        lines = max(_lines(text, width) for text, width in zip(texts, widths, strict=False))
        sheet.set_row(top + 1 + i, min(_TALLEST, _LINE_HEIGHT * lines + 2))


def _lines(entry: Stored, width: int) -> int:
    """How many lines a text takes in a column; words do not break, so a line is seldom full."""
    if not isinstance(entry, str):
        return 1
    return sum(max(1, len(wrap(line, max(4, int(width * _FILLED))))) for line in entry.split("\n"))


def _write_cells(writing: _Writing, sheet: Worksheet, block: Block) -> None:
    first = writing.book.tops[block.name] + 1
    for j, column in enumerate(block.columns):
        for i in range(block.length):
            style = writing.formats[_style(block, column, i)]
            if column.kind == "made":
                writing.twin(sheet, (first + i, j), made(writing.book, block.name, column.name, i), _made_style(column))
                continue
            entry = block.entry(column.name, i)
            if entry is None:
                sheet.write_blank(first + i, j, None, style)
            elif isinstance(entry, str):
                sheet.write_string(first + i, j, entry, style)
            else:
                sheet.write_number(first + i, j, entry, style)


def _style(block: Block, column: Column, row: int) -> str:
    """The kind of the column; what is said about weights (who, why) stands to the left like other sentences."""
    about_weights = block.name == "weights" and block.entry("part", row) not in {None, "points"}
    return "long" if column.kind == "entry" and about_weights else column.kind


def _made_style(column: Column) -> str:
    return "counted" if column.name.startswith("scale_") else "made"


def _write_notes(sheet: Worksheet, block: Block, top: int) -> None:
    for j, column in enumerate(block.columns):
        if column.note:
            words = f"{column.note} Choices: {', '.join(column.choices)}." if column.choices else column.note
            sheet.write_comment(top, j, words, {"author": "mcda", "x_scale": 1.8, "font_size": 9})


def _write_resource_names(writing: _Writing, sheet: Worksheet) -> None:
    for j, column in enumerate(writing.book.blocks["options"].columns):
        if column.own_heading:
            writing.twin(sheet, (_HEAD - 1, j), resource_name(writing.book, column.name), "above")


def _write_checks(writing: _Writing, sheet: Worksheet, found: Sequence[Check]) -> None:
    style = writing.formats
    sheet.write_string(0, 0, "Checks", style["title"])
    how = "What stands between this workbook and a score. `mcda check` finds more, each with its cell and its cure."
    sheet.write_string(1, 0, how, style["how"])
    heads = [{"header": text, "header_format": style["head"]} for text in ("Sheet", "What", "Count", "State", "Cure")]
    bottom = _HEAD + len(found)
    sheet.add_table(_HEAD, 0, bottom, 4, {"columns": heads, "autofilter": False, "style": None, "name": "study_checks"})
    for i, check in enumerate(found, start=FIRST_ROW):
        sheet.write_string(i, 0, check.sheet, style["fixed"])
        sheet.write_string(i, 1, check.what, style["fixed"])
        writing.twin(sheet, (i, 2), check.count, "counted")
        writing.twin(sheet, (i, 3), state(Twin(f"C{i + 1}", check.count.value)), "made")
        sheet.write_string(i, 4, check.cure, style["fixed"])
    for j, width in enumerate((16, 60, 10, 12, 50)):
        sheet.set_column(j, j, width)
    sheet.freeze_panes(_HEAD + 1, 0)
    sheet.repeat_rows(_HEAD)
    shade_states(sheet, (FIRST_ROW, 3, bottom, 3), style)


def _write_start(writing: _Writing, sheet: Worksheet, problems: object) -> None:
    style = writing.formats
    sheet.write_string(0, 0, "Study workbook", style["title"])
    how = "Yellow cells are for you; white cells are worked out. Sheets are protected without a password."
    sheet.write_string(1, 0, how, style["how"])
    sheet.write_string(2, 0, "State", style["subtitle"])
    last = FIRST_ROW + len(checks(writing.book))
    total = Twin(f"SUM(Checks!$C${FIRST_ROW + 1}:$C${last})", float(str(problems)))
    writing.twin(sheet, (2, 1), light(total), "light")
    writing.workbook.define_name(NAME + "state", "=Start!$B$3")
    shade_states(sheet, (2, 1, 2, 1), style)
    for j, width in enumerate(_START_WIDTHS):
        sheet.set_column(j, j, width)
    sheet.freeze_panes(3, 0)
