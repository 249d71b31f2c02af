"""The text of a file that a person saved with whatever program: UTF-8, UTF-16 or a Windows encoding."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from mcda.errors import Finding, Place

MOST_BYTES = 20 * 2**20
LONGEST_SHOWN = 300
_START = 4096
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UTF_32_BOMS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_FOREIGN = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"\x89PNG", "a picture"),
)
_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe2-\xef][\x80-\xbf]{2}")

Read = tuple[str | None, tuple[Finding, ...]]


def read_text(path: Path, shown: str, most: int = MOST_BYTES) -> Read:
    """The text of the file at `path` with line ends as `\\n`, or None with the finding that says why not.

    `shown` is the file as the person calls it.
    """
    if path.is_dir():
        return _no(shown, "not-a-file", "This is a folder, not a file.", "Name the file in it.")
    try:
        if path.stat().st_size > most:
            return _too_large(shown, most)
        data = path.read_bytes()
    except FileNotFoundError:
        return _no(shown, "no-file", "The file is not there.", "Check the name and the folder.")
    except PermissionError:
        return _no(
            shown, "unreadable", "The file may not be read.", "Close it elsewhere, or ask for the right to read it."
        )
    except (OSError, ValueError):
        return _no(
            shown, "unreadable", "The file cannot be read.", "Check its name, and that the disk or share is there."
        )
    return decode(data, shown)


def decode(data: bytes, shown: str) -> Read:
    """The text that `data` holds.

    >>> decode(b"\\xef\\xbb\\xbfa,b\\r\\n", "x.csv")
    ('a,b\\n', ())
    """
    for start, name in _FOREIGN:
        if data.startswith(start):
            cure = "Save it as CSV or YAML text, or give it the name ending that fits (.xlsx)."
            return _no(shown, "not-text", f"The file is {name}, whatever its name says.", cure)
    encoding, skipped = _marked(data)
    if encoding:
        return _strict(data[skipped:], encoding, shown)
    if b"\0" in data:
        return _no(shown, "not-text", "The file is not a text file.", "Save it as text in UTF-8.")
    try:
        return _lines(data.decode("utf-8")), ()
    except UnicodeDecodeError as error:
        return _windows(data, error.start, shown)


def _marked(data: bytes) -> tuple[str, int]:
    """The encoding that a byte order mark or the pattern of NUL bytes shows, and the length of the mark."""
    if data.startswith(_UTF_32_BOMS):
        return "utf-32", 0
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, len(bom)
    start = data[:_START]
    even, odd = start[::2].count(0), start[1::2].count(0)
    # Text in a Latin script has NUL as the high byte of nearly every UTF-16 character.
    if odd > 0.3 * len(start) / 2 and even < 0.1 * odd:
        return "utf-16-le", 0
    if even > 0.3 * len(start) / 2 and odd < 0.1 * even:
        return "utf-16-be", 0
    return "", 0


def _strict(data: bytes, encoding: str, shown: str) -> Read:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return _no(shown, "encoding", "The file is damaged: its characters cannot be read.", "Save it again as UTF-8.")
    if "\0" in text:
        return _no(shown, "not-text", "The file is not a text file.", "Save it as text in UTF-8.")
    return _lines(text), ()


def _windows(data: bytes, first: int, shown: str) -> Read:
    line = data.count(b"\n", 0, first) + 1
    place = Place(shown, line=line)
    if _UTF8_LETTER.search(data):
        what = "The file mixes two encodings: some letters are UTF-8, others are not."
        return None, (Finding(place, "encoding", what, "Open it, correct the odd letters, and save it as UTF-8."),)
    try:
        text = _lines(data.decode("cp1252"))
    except UnicodeDecodeError:
        what = "The file is neither UTF-8 nor Windows-1252 text."
        return None, (Finding(place, "encoding", what, "Save it as UTF-8."),)
    read = text.split("\n")[line - 1][:LONGEST_SHOWN]
    what = "The file is not UTF-8; it was read as Windows-1252 (Latin-1)."
    return text, (Finding(place, "encoding", what, "Look at this line; save the file as UTF-8.", read, "note"),)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _too_large(shown: str, most: int) -> Read:
    what = f"The file is larger than {most / 1024:,.0f} kB, far more than a study needs."
    return _no(shown, "too-large", what, "Check that it is the right file.")


def _no(shown: str, code: str, what: str, cure: str) -> Read:
    return None, (Finding(Place(shown), code, what, cure),)
