"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcda.model.numbers import DecimalMark, NumberError, decimal_mark, read_quantity

NARROW, NO_BREAK, THIN = "\u202f", "\u00a0", "\u2009"
MARKS: tuple[DecimalMark, ...] = ("point", "comma", "unknown")
numbers = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=4)
group_signs = st.sampled_from([" ", NO_BREAK, NARROW, THIN, "'", "\u2019"])


def reading(text: str, mark: DecimalMark = "unknown") -> Decimal | NumberError:
    try:
        return read_quantity(text, mark).value
    except NumberError as error:
        return error


def written(number: Decimal, group: str, mark: str) -> str:
    whole, _, rest = f"{number:,f}".partition(".")
    return whole.replace(",", group) + (mark + rest if rest else "")


@given(numbers)
def test_a_plain_number_reads_back_exactly(number: Decimal) -> None:
    assert read_quantity(f"{number:f}").value == number


@given(numbers, group_signs, st.sampled_from([".", ","]))
def test_grouped_thousands_read_back_exactly_with_either_mark(number: Decimal, group: str, mark: str) -> None:
    assert read_quantity(written(number, group, mark)).value == number


@given(numbers)
def test_points_and_commas_change_places_without_harm_where_both_stand(number: Decimal) -> None:
    assert read_quantity(written(number, ",", "."), "point").value == number
    assert read_quantity(written(number, ".", ","), "comma").value == number


@given(numbers, st.sampled_from(["%", " %", f"{NO_BREAK}%"]))
def test_a_percent_sign_is_told_and_not_computed(number: Decimal, sign: str) -> None:
    quantity = read_quantity(f"{number:f}{sign}")

    assert (quantity.value, quantity.percent) == (number, True)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_scientific_writing_is_exact_or_refused(number: Decimal) -> None:
    outcome = reading(str(number))

    assert outcome == number or "too large" in str(outcome)


@given(st.text(), st.sampled_from(MARKS))
def test_any_text_is_a_number_or_a_number_error(text: str, mark: DecimalMark) -> None:
    outcome = reading(text, mark)

    assert outcome.is_finite() if isinstance(outcome, Decimal) else outcome.what and outcome.cure


@given(st.lists(st.text(alphabet="0123456789.,' -%x", max_size=8)))
def test_the_decimal_mark_of_any_column_is_one_of_three(texts: list[str]) -> None:
    assert decimal_mark(texts) in MARKS


@pytest.mark.parametrize("text", ["1,500", "-12,345", "+1,000", "999,999 %"])
def test_one_group_after_a_comma_is_refused_with_both_readings(text: str) -> None:
    with pytest.raises(NumberError, match="can be read as"):
        read_quantity(text)


def test_the_column_decides_what_one_group_means() -> None:
    assert read_quantity("1,500", "comma").value == Decimal("1.5")
    assert read_quantity("1,500", "point").value == 1500
    assert read_quantity("1.500", "comma").value == 1500
    assert read_quantity("1.500", "point").value == Decimal("1.5")


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1,5", "2"], "comma"),
        (["1.5", "2"], "point"),
        (["1.234,5", "1.500"], "comma"),
        (["1,234.5"], "point"),
        (["1.234.567"], "comma"),
        (["1,234,567"], "point"),
        (["1 234,5"], "comma"),
        (["\u22121,5 %"], "comma"),
        (["1,500", "2.500", "3"], "unknown"),
        (["1,5", "1.5"], "unknown"),
        (["word", ""], "unknown"),
    ],
)
def test_a_column_shows_its_decimal_mark(texts: list[str], mark: str) -> None:
    assert decimal_mark(texts) == mark


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nan", "not a number"),
        ("Infinity", "not a number"),
        ("#DIV/0!", "spreadsheet error"),
        ("#N/A", "not a number"),
        ("€5", "currency"),
        ("3/5", "date or a fraction"),
        ("2026-11-23", "date or a fraction"),
        ("1_000", "not a number"),
        ("\uff11\uff12", "not a number"),
        ("1e99", "too large"),
        ("9" * 80, "too large"),
        ("12,34,567", "not a number"),
        ("(5)", "not a number"),
        ("5-", "not a number"),
        ("0x1F", "not a number"),
        ("", "not a number"),
    ],
)
def test_what_is_no_number_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(NumberError) as caught:
        read_quantity(text)

    assert says in caught.value.what
    assert caught.value.cure


def test_a_minus_sign_of_any_kind_is_a_minus_and_minus_zero_is_zero() -> None:
    assert [read_quantity(sign + "3").value for sign in ("-", "\u2212", "\u2013", "\u2012")] == [-3] * 4
    assert str(read_quantity("-0").value) == "0"


def test_a_very_long_text_is_not_repeated_whole() -> None:
    with pytest.raises(NumberError) as caught:
        read_quantity("x" * 100_000)

    assert len(caught.value.what) < 200
