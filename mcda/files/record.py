"""JSON as we write it: the same data give the same bytes, and a fingerprint that forgives the last digits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

_DIGITS = 12


def dumps(data: object) -> bytes:
    """The data as indented UTF-8 JSON in their own order, floats by their shortest exact text, a line end at the end.

    Raises ValueError for NaN and infinity, TypeError for anything JSON has no word for (Decimal, Fraction).

    >>> dumps({"b": 0.1, "a": ["é"]})
    b'{\\n "b": 0.1,\\n "a": [\\n  "\\xc3\\xa9"\\n ]\\n}\\n'
    """
    return (json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def loads(data: bytes) -> object:
    """What `dumps` wrote. Raises ValueError if it is no JSON, or says NaN or Infinity."""
    return json.loads(data.decode(), parse_constant=_refuse)


def sha256_12(data: object) -> str:
    """SHA-256 of the data with keys sorted and numbers rounded to 12 significant digits.

    >>> sha256_12({"a": 1, "b": 0.1 + 0.2}) == sha256_12({"b": 0.3, "a": Decimal("1.0")})
    True
    """
    text = json.dumps(_canonical(data), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(data: object) -> object:
    match data:
        case bool() | str() | None:
            return data
        case int() | float() | Decimal():
            return _rounded(Decimal(data))
        case Fraction():
            return _rounded(Decimal(data.numerator) / data.denominator)
        case Mapping():
            return {_key(key): _canonical(value) for key, value in data.items()}
        case list() | tuple():
            return [_canonical(value) for value in data]
    raise TypeError(f"{type(data).__name__} has no canonical form")


def _key(key: object) -> str:
    return repr(_rounded(key)) if isinstance(key, Decimal) else str(key)


def _rounded(number: Decimal) -> float:
    # Adding 0 turns -0.0 into 0.0.
    return float(f"{number:.{_DIGITS}g}") + 0.0


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not a number")
