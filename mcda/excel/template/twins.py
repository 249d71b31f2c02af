"""Formulas written together with their values, so that the two cannot drift apart.

A spreadsheet program must find the same value when it calculates; the tests have one do it for every cell.
Only functions that Excel and LibreOffice have had for years; text is compared with =, never matched as a pattern.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mcda.excel.cells import number_text

Value = str | Decimal | float | bool | None


@dataclass(frozen=True, slots=True)
class Twin:
    """An expression as a spreadsheet writes it, and what it comes to."""

    text: str
    value: Value


@dataclass(frozen=True, slots=True)
class Column:
    """A block of one column: its reference, its first row (from 1) and its values from top to bottom."""

    text: str
    first: int
    values: Sequence[Value]


def quoted(text: str) -> Twin:
    """A text of ours (never of a person) as a constant.

    >>> quoted("ok")
    Twin(text='"ok"', value='ok')
    """
    return Twin(f'"{text}"', text)


def number(value: int) -> Twin:
    """A whole number as a constant."""
    return Twin(str(value), value)


def same(one: Value, other: Value) -> bool:
    """Whether a spreadsheet's = holds: text without regard to case, a blank like the empty text.

    >>> same("A", "a"), same(None, ""), same(Decimal("0.5"), 0.5), same("1", 1)
    (True, True, True, False)
    """
    left, right = ("" if value is None else value for value in (one, other))
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return not isinstance(left, str) and not isinstance(right, str) and float(left) == float(right)


def equal(one: Twin, other: Twin) -> Twin:
    """one = other"""
    return Twin(f"{one.text}={other.text}", same(one.value, other.value))


def is_blank(one: Twin) -> Twin:
    """one = "" """
    return Twin(f'{one.text}=""', one.value is None or one.value == "")


def is_filled(one: Twin) -> Twin:
    """one <> "" """
    return Twin(f'{one.text}<>""', one.value is not None and one.value != "")


def is_number(one: Twin) -> Twin:
    """ISNUMBER(one)"""
    return Twin(f"ISNUMBER({one.text})", _is_number(one.value))


def below(one: Twin, other: Twin) -> Twin:
    """one < other, where numbers come before text as in a spreadsheet."""
    return Twin(f"{one.text}<{other.text}", _order(one.value) < _order(other.value))


def all_of(*conditions: Twin) -> Twin:
    """AND(...)"""
    return Twin(f"AND({_listed(conditions)})", all(condition.value for condition in conditions))


def any_of(*conditions: Twin) -> Twin:
    """OR(...)"""
    return Twin(f"OR({_listed(conditions)})", any(condition.value for condition in conditions))


def plus(*terms: Twin) -> Twin:
    """The sum of numbers."""
    return Twin("+".join(term.text for term in terms), sum(_float(term.value) for term in terms))


def lowest(one: Twin, other: Twin) -> Twin:
    """MIN of two numbers."""
    return Twin(f"MIN({one.text},{other.text})", min(_float(one.value), _float(other.value)))


def highest(one: Twin, other: Twin) -> Twin:
    """MAX of two numbers."""
    return Twin(f"MAX({one.text},{other.text})", max(_float(one.value), _float(other.value)))


def joined(*parts: Twin) -> Twin:
    """Texts and numbers one after the other (&)."""
    return Twin("&".join(part.text for part in parts), "".join(_text(part.value) for part in parts))


def first_true(cases: Sequence[tuple[Twin, Twin]], otherwise: Twin) -> Twin:
    """The second of the first pair whose condition holds: IF within IF.

    >>> first_true([(Twin("A1=1", False), quoted("one"))], quoted("other"))
    Twin(text='IF(A1=1,"one","other")', value='other')
    """
    text = otherwise.text
    for condition, found in reversed(cases):
        text = f"IF({condition.text},{found.text},{text})"
    return Twin(text, next((found.value for condition, found in cases if condition.value), otherwise.value))


def count_equal(*pairs: tuple[Column, Twin]) -> Twin:
    """In how many rows each column equals its cell; a row with an error does not."""
    return Twin(f"SUMPRODUCT(--{_holding(*_equalities(pairs))})", len(_rows(pairs)))


def count_filled_and(filled: Column, *pairs: tuple[Column, Twin]) -> Twin:
    """In how many rows `filled` is not blank and each other column equals its cell; a row with an error is none."""
    hits = [
        value is not None and all(same(column.values[i], cell.value) for column, cell in pairs)
        for i, value in enumerate(filled.values)
    ]
    conditions = (f'{filled.text}<>""', *_equalities(pairs))
    return Twin(f"SUMPRODUCT(--{_holding(*conditions)})", sum(hits))


def count_none_of(column: Column, *words: str) -> Twin:
    """In how many rows the column holds none of our words; a row with an error holds none."""
    any_word = "+".join(f'({column.text}="{word}")' for word in words)
    value = sum(not any(same(v, word) for word in words) for v in column.values)
    return Twin(f"SUMPRODUCT(1-ISNUMBER(1/({any_word})))", value)


def count_numbers(column: Column, *pairs: tuple[Column, Twin]) -> Twin:
    """In how many rows the column holds a number and each other column equals its cell."""
    text = f"SUMPRODUCT(--{_holding(*_equalities(pairs))},--ISNUMBER({column.text}))"
    return Twin(text, sum(_is_number(column.values[i]) for i in _rows(pairs)))


def sum_where(column: Column, *pairs: tuple[Column, Twin]) -> Twin:
    """The sum of the numbers of a column where each other column equals its cell; 1 if there is an error."""
    text = f"IFERROR(SUMPRODUCT(--{_holding(*_equalities(pairs))},{column.text}),1)"
    return Twin(text, sum(_float(column.values[i]) for i in _rows(pairs)))


def has_digit(one: Twin) -> Twin:
    """Whether a number could be read from a text."""
    digits = "".join(f'"{digit}",' for digit in range(10)).rstrip(",")
    text = f"SUMPRODUCT(--ISNUMBER(FIND({{{digits}}},{one.text})))>0"
    return Twin(text, any(letter in "0123456789" for letter in _text(one.value)))


def negated(one: Twin) -> Twin:
    """NOT(one)"""
    return Twin(f"NOT({one.text})", not one.value)


def without_error(one: Twin, word: Twin) -> Twin:
    """The same, with a word in place of an error; none of the workbooks that we write has one."""
    return Twin(f"IFERROR({one.text},{word.text})", one.value)


def looked_up(keys: Column, key: Twin, column: Column) -> Twin:
    """The entry of `column` in the (last) row whose key is `key`; there must be one."""
    place = f"SUMPRODUCT(MAX(ISNUMBER(1/({keys.text}={key.text}))*(ROW({keys.text})-{keys.first - 1})))"
    rows = [i for i, each in enumerate(keys.values) if same(each, key.value)]
    return Twin(f"INDEX({column.text},{place})", column.values[rows[-1]] if rows else None)


def _listed(conditions: Sequence[Twin]) -> str:
    return ",".join(condition.text for condition in conditions)


def _equalities(pairs: Sequence[tuple[Column, Twin]]) -> list[str]:
    return [f"{column.text}={cell.text}" for column, cell in pairs]


def _holding(*conditions: str) -> str:
    # What holds is 1, and 1/1 a number; what does not is 0, and 1/0 none, nor is an error.
    product = "*".join(f"({condition})" for condition in conditions)
    return f"ISNUMBER(1/({product}))"


def _rows(pairs: Sequence[tuple[Column, Twin]]) -> list[int]:
    """The rows in which each column equals its cell."""
    rows = zip(*(column.values for column, _ in pairs), strict=True)
    return [i for i, row in enumerate(rows) if all(same(v, c.value) for v, (_, c) in zip(row, pairs, strict=True))]


def _is_number(value: Value) -> bool:
    return value is not None and not isinstance(value, str | bool)


def _float(value: Value) -> float:
    return 0.0 if value is None or isinstance(value, str) else float(value)


def _order(value: Value) -> tuple[int, float, str]:
    return (1, 0.0, value.casefold()) if isinstance(value, str) else (0, _float(value), "")


def _text(value: Value) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return number_text(float(value))
