"""Numbers as people write them: read exactly where there is one reading, refused with a cure where there are two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

DecimalMark = Literal["point", "comma", "unknown"]

_SPACES = "\u00a0\u202f\u2009\u2007 "
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2012": "-"})
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?\Z", re.ASCII)
_COMMA = re.compile(r"[+-]?\d*,\d+\Z", re.ASCII)
_ONE_GROUP = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}\Z", re.ASCII)
_GROUPS = re.compile(rf"[+-]?\d{{1,3}}(([,.'\u2019{_SPACES}])\d{{3}})(\2\d{{3}})*(([.,])\d+)?\Z", re.ASCII)
_LARGEST_EXPONENT = 30
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that was read, and whether it carried a percent sign (35 % is value 35 and percent True)."""

    value: Decimal
    percent: bool = False


class NumberError(ValueError):
    """The text is no number we may read; `what` and `cure` are sentences for a person."""

    def __init__(self, what: str, cure: str) -> None:
        self.what, self.cure = what, cure
        super().__init__(f"{what} {cure}")


def read_quantity(text: str, mark: DecimalMark = "unknown") -> Quantity:
    """The number that `text` stands for. `mark` is the decimal mark that the rest of the file uses, if known.

    >>> read_quantity("0,35").value, read_quantity("1 234,5").value
    (Decimal('0.35'), Decimal('1234.5'))
    >>> read_quantity("35 %")
    Quantity(value=Decimal('35'), percent=True)
    >>> read_quantity("1,500")
    Traceback (most recent call last):
    mcda.model.numbers.NumberError: '1,500' can be read as 1.5 or as 1500. Write 1.5 or 1500.
    """
    digits, percent = _digits(text)
    value = _read_digits(digits, mark, text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}...")
    return Quantity(value if value else value.copy_abs(), percent)


def decimal_mark(texts: list[str]) -> DecimalMark:
    """The decimal mark that a column of texts shows beyond doubt: `1,5` is a comma, `1.5` a point.

    >>> decimal_mark(["3", "1,25", "-0,5"])
    'comma'
    >>> decimal_mark(["1.5", "2,5"])
    'unknown'
    """
    shown = {_shown_mark(_digits(text)[0]) for text in texts} - {"unknown"}
    return "unknown" if len(shown) != 1 else "comma" if "comma" in shown else "point"


def _shown_mark(digits: str) -> DecimalMark:
    """The decimal mark that one number shows: what stands once is one, what stands between groups is not."""
    if _ONE_GROUP.match(digits):
        return "unknown"
    if _COMMA.match(digits):
        return "comma"
    if _PLAIN.match(digits):
        return "point" if "." in digits else "unknown"
    groups = _GROUPS.match(digits)
    if not groups or groups[2] == groups[5]:
        return "unknown"
    if groups[5] or groups[2] in ",.":
        return "comma" if groups[5] == "," or groups[2] == "." else "point"
    return "unknown"


def _digits(text: str) -> tuple[str, bool]:
    """The number without spaces around it and without its percent sign, and whether it had one."""
    text = text.translate(_MINUS).strip(_SPACES + "\t")
    return (text[:-1].rstrip(_SPACES), True) if text.endswith("%") else (text, False)


def _read_digits(text: str, mark: DecimalMark, shown: str) -> Decimal:
    if _ONE_GROUP.match(text):
        return _one_group(text, mark, shown)
    if _PLAIN.match(text):
        return _within_reason(Decimal(text), shown)
    if _COMMA.match(text):
        return _within_reason(Decimal(text.replace(",", ".")), shown)
    groups = _GROUPS.match(text)
    if groups and groups[2] != groups[5]:
        return _within_reason(_grouped(text, groups[2], groups[5]), shown)
    raise _refusal(text, shown)


def _one_group(text: str, mark: DecimalMark, shown: str) -> Decimal:
    """`1.500` and `1,500`: a decimal where the file's decimal mark says so, refused where it says nothing."""
    separator = "," if "," in text else "."
    as_decimal, as_whole = text.replace(separator, "."), text.replace(separator, "")
    if mark == "comma":
        return Decimal(as_decimal if separator == "," else as_whole)
    if separator == ".":
        return Decimal(as_decimal)
    if mark == "point":
        return Decimal(as_whole)
    short = as_decimal.rstrip("0").rstrip(".")
    raise NumberError(f"'{shown}' can be read as {short} or as {as_whole}.", f"Write {short} or {as_whole}.")


def _grouped(text: str, separator: str, decimal: str | None) -> Decimal:
    whole = text.replace(separator, "")
    return Decimal(whole.replace(decimal, ".") if decimal else whole)


def _within_reason(value: Decimal, shown: str) -> Decimal:
    if (value and abs(value.adjusted()) > _LARGEST_EXPONENT) or len(value.as_tuple().digits) > 2 * _LARGEST_EXPONENT:
        raise NumberError(f"'{shown}' is too large, too small or too long to be meant.", "Check the number of digits.")
    return value


def _refusal(text: str, shown: str) -> NumberError:
    folded = text.casefold().lstrip("+-")
    if folded in {"nan", "n/a", "na", "inf", "infinity", "null", "none", "#n/a"}:
        return NumberError(f"'{shown}' is not a number.", "Type a number, or leave the cell blank if it is not known.")
    if folded.startswith("#"):
        return NumberError(f"'{shown}' is a spreadsheet error.", "Repair the formula or type the number.")
    if re.search(r"[$\u20ac\u00a3\u00a5]", text):
        return NumberError(
            f"'{shown}' carries a currency sign.", "Type the number alone; the unit belongs to the resource."
        )
    if re.match(r"\d{1,4}[/.-]\d{1,2}([/.-]\d{1,4})?\Z", text):
        return NumberError(f"'{shown}' looks like a date or a fraction.", "Type a decimal number such as 0.5.")
    return NumberError(f"'{shown}' is not a number.", "Type a number such as 35 or 0.35.")
