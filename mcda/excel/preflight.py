"""What a workbook file is, seen from outside: checked before openpyxl sees a byte of it.

The only XML read here is the opening of each part, up to its first element, by an expat parser that stops at a DOCTYPE.
"""

from __future__ import annotations

import contextlib
import stat
import struct
import zlib
from collections import Counter
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from mcda.errors import Finding, Place

_MIB = 2**20
_LARGEST_FILE = 50 * _MIB
_LARGEST_TOTAL = 100 * _MIB
_LARGEST_PART = 60 * _MIB
_LARGEST_RATIO = 300
_RATIO_MATTERS_FROM = _MIB
_MOST_PARTS = 1000
_LARGEST_DIRECTORY = 256 * 1024
_OPENING = 64 * 1024
_MOST_TAGS = 60_000
_MOST_STRING_TAGS = 200_000
_LONGEST_HEAD = _MIB
_NEVER_READ = ("xl/charts/", "xl/comments", "xl/drawings/", "xl/pivotcache/", "xl/pivottables/", "xl/tables/")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_ZIP, _LARGE_ZIP = b"PK\x05\x06", b"PK\x06\x07"
_SAVE_AGAIN = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."
_GET_AGAIN = "Get the file again, or open it in Excel or LibreOffice and save it under a new name."
_ONLY_TABLES = "Copy the study's tables into a new workbook and save that."
_OTHER_PACKAGES = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "xl/workbook.bin": "a binary Excel workbook (.xlsb)",
    "index/document.iwa": "an Apple Numbers document",
}
_UNREADABLE = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class _RefusedError(Exception):
    """The file is not read; the three words of its finding."""

    def __init__(self, code: str, what: str, cure: str) -> None:
        self.code, self.what, self.cure = code, what, cure
        super().__init__(what)


def preflight(path: Path, shown: str) -> tuple[Finding, ...]:
    """Why the file at `path` is no workbook we would open (one error), or notes about what in it is left aside.

    `shown` is the file as the person calls it. Sizes are those that the zip directory declares: Python's zipfile
    never unpacks more than these.
    """
    place = Place(shown)
    try:
        _check_file(path)
        notes = _check_package(path)
    except _RefusedError as refused:
        return (Finding(place, refused.code, refused.what, refused.cure),)
    return tuple(Finding(place, code, what, cure, severity="note") for code, what, cure in notes)


def _check_file(path: Path) -> None:
    if path.name.startswith(("~$", ".~lock.")):
        raise _RefusedError(
            "lock-file",
            "This is the lock file of a workbook that is open in Excel or LibreOffice.",
            "Close the workbook, or name the workbook itself.",
        )
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _RefusedError("not-a-file", "This is not a file.", "Name an Excel workbook (.xlsx).")
        _check_size(status.st_size)
        with path.open("rb") as file:
            head = file.read(len(_OLE))
            rest = file.read() if head == _OLE else b""
    except FileNotFoundError:
        raise _RefusedError("no-file", "There is no such file.", "Check the name and the folder.") from None
    except OSError:
        raise _RefusedError(
            "locked", "The file cannot be opened.", "Close it in other programs, and check that you may read it."
        ) from None
    _check_kind(head, rest)


def _check_size(size: int) -> None:
    if size == 0:
        raise _RefusedError("empty-file", "The file is empty.", _GET_AGAIN)
    if size > _LARGEST_FILE:
        raise _RefusedError(
            "too-large", f"The file has {size // _MIB} MB; a decision workbook has a few at most.", _ONLY_TABLES
        )


def _check_kind(head: bytes, rest: bytes) -> None:
    if head == _OLE and "EncryptedPackage".encode("utf-16-le") in rest:
        raise _RefusedError(
            "password", "The workbook needs a password to be opened.", "Save a copy without a password and use that."
        )
    if head == _OLE:
        raise _RefusedError("old-excel", "This is an old Excel file (.xls), whatever its name.", _SAVE_AGAIN)
    if not head.startswith(b"PK"):
        raise _RefusedError(
            "not-a-workbook",
            "This is not an Excel workbook; it looks like text.",
            "If it is a table with separators, name it .csv; otherwise save it as an Excel workbook (.xlsx).",
        )


def _check_package(path: Path) -> list[tuple[str, str, str]]:
    _check_directory(path)
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            _check_names(parts)
            _check_sizes(parts)
            _check_contents(archive, parts)
    except _UNREADABLE:
        raise _RefusedError("damaged", "The file is damaged or cut short.", _GET_AGAIN) from None
    return _notes([part.filename.casefold() for part in parts])


def _check_directory(path: Path) -> None:
    """Refuse a zip directory that would take long to list: zipfile reads it whole, however large."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 2**16 - 22))
        tail = file.read()
    end = tail.rfind(_END_OF_ZIP)
    if end < 0 or len(tail) < end + 22:
        raise _RefusedError("damaged", "The file is damaged or cut short.", _GET_AGAIN)
    (directory,) = struct.unpack_from("<L", tail, end + 12)
    if directory > _LARGEST_DIRECTORY or tail[max(0, end - 20) :].startswith(_LARGE_ZIP):
        raise _too_much()


def _check_names(parts: list[ZipInfo]) -> None:
    names = [part.orig_filename for part in parts]
    twice = [name for name, count in Counter(name.casefold() for name in names).items() if count > 1]
    if twice:
        raise _RefusedError(
            "part-twice", f"The file holds the part {twice[0]!r} twice, which Excel never writes.", _SAVE_AGAIN
        )
    unsafe = [name for name in names if _leads_outside(name)]
    if unsafe:
        raise _RefusedError(
            "unsafe-name", f"The file holds a part with the unsafe name {unsafe[0]!r}.", "Do not use this file."
        )


def _leads_outside(name: str) -> bool:
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or name.startswith(("/", "\\")) or ":" in steps[0] or "\0" in name


def _check_sizes(parts: list[ZipInfo]) -> None:
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_TOTAL:
        raise _too_much()
    for part in parts:
        packed = max(1, part.compress_size)
        swells = part.file_size > _RATIO_MATTERS_FROM and part.file_size > _LARGEST_RATIO * packed
        if part.file_size > _LARGEST_PART or swells:
            raise _too_much()
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise _RefusedError("packed-oddly", "The file is packed in a way that Excel never uses.", _SAVE_AGAIN)
        if part.flag_bits & 1:
            raise _RefusedError(
                "password", "The file needs a password to be unpacked.", "Use a copy without a password."
            )


def _too_much() -> _RefusedError:
    return _RefusedError(
        "too-large", "The file unpacks to far more than a decision workbook holds (a zip bomb?).", _ONLY_TABLES
    )


def _check_contents(archive: ZipFile, parts: list[ZipInfo]) -> None:
    names = {part.filename.casefold() for part in parts}
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        raise _RefusedError("not-a-workbook", "This is an OpenDocument file (.ods), whatever its name.", _SAVE_AGAIN)
    for name, sort in _OTHER_PACKAGES.items():
        if name in names:
            raise _RefusedError("not-a-workbook", f"This is {sort}, whatever its name.", _SAVE_AGAIN)
    if "[content_types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
        raise _RefusedError("not-a-workbook", "This is a zip file without a workbook in it.", _SAVE_AGAIN)
    for part in parts:
        if not part.filename.startswith("xl/media/"):
            _check_part(archive, part)


def _check_part(archive: ZipFile, part: ZipInfo) -> None:
    with archive.open(part) as file:
        opening = file.read(_OPENING)
    if not opening.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return
    root = _root(opening, part.filename)
    if "purl.oclc.org" in root:
        raise _RefusedError(
            "strict-workbook",
            "The workbook was saved as 'Strict Open XML'.",
            "Save it as 'Excel Workbook (*.xlsx)', the ordinary kind.",
        )
    _check_tags(archive, part)


def _root(opening: bytes, name: str) -> str:
    """The name of the first element. Expat itself reads the opening, so no encoding or comment can hide a DOCTYPE."""
    found: list[str] = []

    def doctype(*_declaration: object) -> NoReturn:
        raise _RefusedError(
            "doctype", f"The part {name!r} declares a document type, which Excel never writes.", "Do not use this file."
        )

    def element(tag: str, _attributes: object) -> None:
        found.append(tag)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    # The opening ends somewhere in the middle; damage behind the first element is found when the part is read.
    with contextlib.suppress(expat.ExpatError, ValueError, LookupError):
        parser.Parse(opening)
    if not found:
        raise _RefusedError("damaged", f"The part {name!r} of the file is damaged.", _GET_AGAIN)
    return found[0]


def _check_tags(archive: ZipFile, part: ZipInfo) -> None:
    """Refuse absurdly long parts among those that openpyxl reads whole: styles, names, strings, heads of sheets."""
    name = part.filename.casefold()
    if part.file_size < _MOST_TAGS or (name.startswith(_NEVER_READ) and not name.endswith(".rels")):
        return
    if name.startswith("xl/worksheets/") and not name.endswith(".rels"):
        with archive.open(part) as file:
            sound = b"sheetData" in file.read(_LONGEST_HEAD).replace(b"\0", b"")
    else:
        most = _MOST_STRING_TAGS if "sharedstrings" in name else _MOST_TAGS
        sound = archive.read(part).count(b"<") <= most
    if not sound:
        raise _RefusedError("too-large", f"The part {part.filename!r} of the file is far too long.", _ONLY_TABLES)


def _notes(names: list[str]) -> list[tuple[str, str, str]]:
    notes = []
    if any("vbaproject" in name for name in names):
        notes.append(("macros", "The workbook holds macros; they were not run and play no part.", ""))
    if any(name.startswith(("xl/externallinks/", "xl/querytables/")) or "connections.xml" in name for name in names):
        what = "The workbook links to other files or data sources; nothing was fetched, the stored values count."
        notes.append(("outside-links", what, "Type such values into the workbook if they may have changed."))
    return notes
