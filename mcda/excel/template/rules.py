"""Drop-downs and validation of the yellow cells."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from mcda.excel.template.blocks import Block, Book, Column
from mcda.excel.template.made import set_headings

_LARGEST = 1e30


def validate(sheet: Worksheet, book: Book, block: Block) -> None:
    """Give every yellow cell of the table the rule that fits its column."""
    first = book.tops[block.name] + 1
    for j, column in enumerate(block.columns):
        rule = _rule(book, block, column)
        if rule:
            sheet.data_validation(first, j, first + block.length - 1, j, rule)


def _rule(book: Book, block: Block, column: Column) -> dict[str, Any] | None:
    """The rule as XlsxWriter calls it. It warns rather than stops: mcda reads more than a sheet can check."""
    if column.choices:
        return _warning({"validate": "list", "source": list(column.choices)}, "Choose a word of the list.")
    if column.source == "weights":
        return _warning({"validate": "list", "source": f"={set_headings(book).text}"}, "Choose a column of Weights.")
    if column.source:
        source, name = column.source.split(".")
        words = f"Choose a key of the {book.blocks[source].sheet} sheet."
        return _warning({"validate": "list", "source": f"={book.reference(source, name)}"}, words)
    if column.name == "key":
        at, keys = book.cell(block.name, "key", 0).text, book.reference(block.name, "key").partition("!")[2]
        unique = {"validate": "custom", "value": f"=SUMPRODUCT(--({keys}={at}))=1"}
        return _warning(unique, "This key is there already.")
    return _of_kind(book, block, column)


def _of_kind(book: Book, block: Block, column: Column) -> dict[str, Any] | None:
    at = book.cell(block.name, column.name, 0).text
    match column.kind:
        case "number":
            bounds = {"criteria": "between", "minimum": -_LARGEST, "maximum": _LARGEST}
            return _warning({"validate": "decimal", **bounds}, "Type a number.")
        case "entry" if block.name == "weights":
            part = "$" + book.cell("weights", "part", 0).text
            points = {"validate": "custom", "value": f'=OR({part}<>"points",ISNUMBER({at}))'}
            return _warning(points, "Type points as a number, 0 or more.")
        case "entry":
            anything = {"validate": "custom", "value": f"=OR(ISNUMBER({at}),ISTEXT({at}))"}
            return _warning(anything, "Type a number on the scale, or the word for a level.")
        case _:
            return None


def _warning(rule: dict[str, Any], words: str) -> dict[str, Any]:
    return {**rule, "error_type": "warning", "error_title": "mcda", "error_message": words}
