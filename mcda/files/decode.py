"""The text of a file, whatever program saved it; or why it cannot be read."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from mcda.errors import Finding, Place

LARGEST = 20_000_000
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_FOREIGN = {b"PK\x03\x04": "a spreadsheet or zip file", b"\xd0\xcf\x11\xe0": "an old Excel file", b"%PDF": "a PDF"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file (None if it cannot be read) and what there is to say about it."""

    text: str | None
    findings: tuple[Finding, ...] = ()


def read_text(path: Path, shown: str) -> Decoded:
    """The text of a file. `shown` is how the person knows the file."""
    try:
        if path.is_dir():
            return _refused(shown, "not-a-file", "It is a folder, not a file.", "Name the file.")
        data = path.read_bytes()
    except FileNotFoundError:
        return _refused(shown, "missing-file", "The file is not there.", "Check the name and the folder.")
    except OSError as error:
        cure = "Close it in other programs, and check that you may read it."
        return _refused(shown, "unreadable-file", f"The file cannot be read ({error.strerror}).", cure)
    if len(data) > LARGEST:
        what = f"The file has {len(data) // 1_000_000} MB."
        return _refused(shown, "too-large", what, f"A study's file has at most {LARGEST // 1_000_000} MB.")
    return decode(data, shown)


def decode(data: bytes, shown: str) -> Decoded:
    """Bytes as text: byte-order marks, UTF-16 without one, UTF-8, and as a last resort Windows-1252 with a note."""
    for start, kind in _FOREIGN.items():
        if data.startswith(start):
            cure = "Save it as text: CSV (UTF-8) for tables, YAML for the rest; or give it its own ending."
            return _refused(shown, "foreign-file", f"It is {kind}, whatever its name says.", cure)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, shown)
    if b"\x00" in data[:200]:
        return _decoded(data, "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", shown)
    try:
        return _checked(data.decode("utf-8"), shown)
    except UnicodeDecodeError:
        note = Finding(
            Place(shown),
            "encoding",
            "The file is not UTF-8; it was read as Windows-1252 (Latin-1).",
            "Check letters such as é and ü, and save it as UTF-8.",
            severity="note",
        )
        return Decoded(_unified(data.decode("cp1252", errors="replace")), (note,))


def _decoded(data: bytes, encoding: str, shown: str) -> Decoded:
    try:
        return _checked(data.decode(encoding), shown)
    except UnicodeDecodeError:
        return _refused(shown, "encoding", "Some bytes of the file are no text.", "Save it again as UTF-8 text.")


def _checked(text: str, shown: str) -> Decoded:
    if "\x00" in text:
        return _refused(shown, "foreign-file", "The file is not text.", "Save it as UTF-8 text.")
    return Decoded(_unified(text))


def _unified(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _refused(shown: str, code: str, what: str, cure: str) -> Decoded:
    return Decoded(None, (Finding(Place(shown), code, what, cure),))
