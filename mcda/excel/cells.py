"""The value of a spreadsheet cell as the text that a person would have typed."""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from mcda.model.table import Cell

Kind = Literal["text", "number", "boolean", "date", "error", "unstored"]
_Moment = datetime.datetime | datetime.date | datetime.time | datetime.timedelta

_NOT_PART_OF_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_LONGEST_PLAIN = 20


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell that is not blank, with what the spreadsheet program took it for."""

    cell: Cell
    kind: Kind


def text_and_kind(value: object, number_format: str, stored_type: str) -> tuple[str, Kind]:
    """The text of a stored value (`stored_type` is openpyxl's letter for it) and its kind.

    >>> text_and_kind(0.3, "0%", "n"), text_and_kind(True, "General", "b")
    (('30%', 'number'), ('TRUE', 'boolean'))
    """
    match value:
        case bool():
            return str(value).upper(), "boolean"
        case int() | float():
            return _number_and_kind(value, number_format)
        case datetime.datetime() | datetime.date() | datetime.time() | datetime.timedelta():
            return _moment_text(value), "date"
        case str() if stored_type == "e":
            return value, "error"
    return _lines(str(value)), "text"


def number_text(value: float) -> str:
    """The shortest text of a number, in the 15 digits that spreadsheets keep of what is typed.

    The 16th and 17th digit are dust of the binary number, and differ between Excel, LibreOffice and XlsxWriter.

    >>> number_text(0.1 + 0.2), number_text(3.0), number_text(1e-5), number_text(-0.0)
    ('0.3', '3', '0.00001', '0')
    """
    return _plain(_typed(value))


def percent_text(value: float) -> str:
    """The text of a number that a cell shows as a percentage.

    >>> percent_text(0.07), percent_text(0.125)
    ('7%', '12.5%')
    """
    return _plain(_typed(value).scaleb(2)) + "%"


def _number_and_kind(value: float, number_format: str) -> tuple[str, Kind]:
    if not _is_finite(value):
        return "a number without end", "error"
    if "%" in _NOT_PART_OF_FORMAT.sub("", number_format):
        return percent_text(value), "number"
    return number_text(value), "number"


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _typed(value: float) -> Decimal:
    return Decimal(f"{value:.15g}")


def _plain(number: Decimal) -> str:
    number = number.normalize()
    if not number:
        return "0"
    return f"{number:f}" if abs(number.adjusted()) < _LONGEST_PLAIN else str(number)


def _moment_text(moment: _Moment) -> str:
    if isinstance(moment, datetime.datetime) and moment.time() == datetime.time():
        return moment.date().isoformat()
    return moment.isoformat() if not isinstance(moment, datetime.timedelta) else str(moment)


def _lines(text: str) -> str:
    # Excel stores a carriage return as _x000D_; a line break is one "\n" to us.
    return text.replace("_x000D_\n", "\n").replace("_x000D_", "\n").replace("\r\n", "\n").replace("\r", "\n")
