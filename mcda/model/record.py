"""The frozen record that everything typed by a person becomes, and the field types it is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from mcda.model.numbers import NumberError, Quantity, read_quantity

LONGEST_NAME = 200
LONGEST_TEXT = 4000
_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}\Z", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class Record(BaseModel):
    """Something a person typed: unknown fields are refused, and it never changes once read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _blank_is_not_given(cls, data: object) -> object:
        return {key: entry for key, entry in data.items() if entry is not None} if isinstance(data, Mapping) else data


def mistake(code: str, what: str, cure: str) -> PydanticCustomError:
    """An error that a validator raises, in a person's words; `code` becomes the finding's code."""
    return PydanticCustomError(code, "{what}", {"what": what, "cure": cure})


def read_points(entry: object) -> object:
    """Digits of a person as a Quantity's value; a percent sign is left off (its caller knows what it means)."""
    return _quantity(entry).value if isinstance(entry, str) else entry


def _quantity(text: str) -> Quantity:
    try:
        return read_quantity(text)
    except NumberError as error:
        raise mistake("number", error.what, error.cure) from error


def _read_number(entry: object) -> object:
    if isinstance(entry, bool):
        raise mistake("number", f"'{entry}' is not a number.", "Type a number.")
    if isinstance(entry, float):
        return Decimal(repr(entry))
    if not isinstance(entry, str):
        return entry
    quantity = _quantity(entry)
    if quantity.percent:
        raise mistake("percent", f"'{entry}' has a percent sign, which has no meaning here.", "Type the number alone.")
    return quantity.value


def _read_entry(entry: object) -> object:
    """A number where the text is one, otherwise the text itself (the name of a level, or a percentage)."""
    if not isinstance(entry, str):
        return _read_number(entry)
    try:
        quantity = read_quantity(entry)
    except NumberError:
        return entry.strip()
    return entry.strip() if quantity.percent else quantity.value


def is_key(text: str) -> bool:
    """Whether the text can be a key: small letters, digits and _, starting with a letter."""
    return bool(_KEY.match(text))


def key_like(text: str) -> str:
    """The key that comes nearest to the text.

    >>> key_like("Weights, tuned (2)")
    'weights_tuned_2'
    """
    key = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")[:60] or "my_key"
    return key if key[0].isalpha() else f"k_{key}"


def _check_key(key: str) -> str:
    if is_key(key):
        return key
    raise mistake(
        "key",
        f"'{key if len(key) <= LONGEST_NAME else key[:LONGEST_NAME] + '...'}' cannot be a key.",
        f"Use small letters, digits and _, starting with a letter, for example {key_like(key)}.",
    )


def _check_text(text: str) -> str:
    if _CONTROL.search(text):
        raise mistake("control-character", "The text holds an invisible control character.", "Type the text again.")
    return text.strip()


def _check_name(name: str) -> str:
    name = _check_text(name)
    if not name:
        raise mistake("name", "The name is blank.", "Give a name that people will recognise.")
    if len(name) > LONGEST_NAME:
        raise mistake(
            "name",
            f"The name has {len(name)} characters.",
            f"Shorten it to at most {LONGEST_NAME}; put the rest into the note.",
        )
    if "\n" in name:
        raise mistake(
            "name", "The name runs over several lines.", "Keep a name on one line; put the rest into the note."
        )
    return name


def _check_length(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise mistake("text", f"The text has {len(text)} characters.", f"Shorten it to at most {LONGEST_TEXT}.")
    return text


Key = Annotated[str, AfterValidator(_check_key)]
Name = Annotated[str, AfterValidator(_check_name)]
Text = Annotated[str, AfterValidator(_check_text), AfterValidator(_check_length)]
Number = Annotated[Decimal, BeforeValidator(_read_number)]
Points = Annotated[Decimal, BeforeValidator(read_points)]
Entry = Annotated[Decimal | str, BeforeValidator(_read_entry)]
Count = Annotated[int, Field(ge=0), BeforeValidator(_read_number)]
