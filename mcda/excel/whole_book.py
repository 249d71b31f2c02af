"""A workbook that is written whole or not at all, with the same bytes for the same contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime
from io import BytesIO
from types import MappingProxyType

from xlsxwriter.workbook import Workbook

# A fixed date keeps the bytes the same; the time of a run stands in environment.json.
_CREATED = datetime(2000, 1, 1)
# Texts stay texts, whatever they look like.
_SETTINGS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NO_MORE: Mapping[str, object] = MappingProxyType({})


@contextmanager
def whole_book(buffer: BytesIO, title: str, more: Mapping[str, object] = _NO_MORE) -> Iterator[Workbook]:
    """A workbook that goes into the buffer once everything is written; `more` are further settings of XlsxWriter.

    After an error, or Ctrl-C, nothing goes there, and nothing warns of sheets that a half-made workbook lacks.
    """
    # XlsxWriter alters what it is given.
    book = Workbook(buffer, deepcopy({**_SETTINGS, **more}))
    book.set_properties({"title": title, "created": _CREATED})
    yield book
    book.close()
