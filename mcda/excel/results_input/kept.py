"""The record of its run that a results workbook carries, so that the file alone is a whole study.

It is the content of run.json with its seal, as text in a hidden sheet. Custom XML parts do not live through a save by
openpyxl or LibreOffice; hidden sheets do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from xlsxwriter.workbook import Workbook

from mcda.excel.read import Block

RECORD_SHEET, RECORD_NAME = "_record", "mcda_record"
# A cell holds 32,767 characters; shorter ones are easier on whoever looks at the sheet.
_LONGEST = 8000


def write_record(book: Workbook, record: bytes) -> None:
    """Add the hidden sheet with a run.json to a workbook that is being written."""
    # Without spaces and with \u005f for _, so that no program takes a piece of it for one of its own escapes.
    text = json.dumps(json.loads(record), ensure_ascii=True, separators=(",", ":")).replace("_", "\\u005f")
    pieces = [text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST)]
    sheet = book.add_worksheet(RECORD_SHEET)
    sheet.hide()
    sheet.protect("")
    for row, piece in enumerate(pieces):
        sheet.write_string(row, 0, piece)
    book.define_name(RECORD_NAME, f"={RECORD_SHEET}!$A$1:$A${len(pieces)}")


def record_text(blocks: Mapping[str, Block]) -> str:
    """The text of the record among the named blocks of a workbook; nothing where it carries none."""
    return "".join(cell.text for row in blocks.get(RECORD_NAME, ()) for cell in row[:1])
