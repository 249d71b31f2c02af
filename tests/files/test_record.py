"""JSON as we write it, and the fingerprint."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcda.files.record import dumps, loads, sha256_12

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(plain)
def test_what_is_written_reads_back_the_same(data: object) -> None:
    assert loads(dumps(data)) == data


def test_fields_stay_in_their_order_and_letters_stay_letters() -> None:
    assert dumps({"b": 1, "a": "é"}).decode().split("\n") == ["{", ' "b": 1,', ' "a": "é"', "}", ""]


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_numbers_that_json_lacks_are_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        dumps([number])
    with pytest.raises(ValueError, match="not a number"):
        loads(b"[NaN]")


def test_exact_numbers_are_the_callers_to_write() -> None:
    with pytest.raises(TypeError):
        dumps([Fraction(1, 3)])


@given(st.dictionaries(st.text(), plain, max_size=5))
def test_the_fingerprint_does_not_see_the_order_of_fields(data: dict[str, object]) -> None:
    assert sha256_12(data) == sha256_12(dict(reversed(data.items())))


def test_the_fingerprint_forgives_the_13th_digit_and_no_other() -> None:
    assert sha256_12([0.1 + 0.2]) == sha256_12([0.3])
    assert sha256_12([1.00000000001]) != sha256_12([1.0])


def test_one_number_has_one_fingerprint_however_it_is_kept() -> None:
    assert len({sha256_12([n]) for n in (2, 2.0, Decimal("2.0"), Fraction(2), Fraction(4, 2))}) == 1
    assert sha256_12([0.0]) == sha256_12([-0.0])
    assert sha256_12([1]) != sha256_12([True])
