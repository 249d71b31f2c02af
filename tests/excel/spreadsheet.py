"""A workbook opened and saved by LibreOffice, and its values as anyone reads them."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.excel.results.office import SOFFICE, python_with_uno, the_office

needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""

Cells = dict[tuple[str, str], object]


def saved_by_libreoffice(path: Path, folder: Path) -> Path:
    """The workbook after LibreOffice opened it, calculated every formula and saved it."""
    if python_with_uno() is None:
        return _converted(path, folder)
    out, copy = folder / "saved" / path.name, folder / "opened" / path.name
    for each in (out, copy):
        each.parent.mkdir(parents=True, exist_ok=True)
    # LibreOffice leaves a lock beside what it has open.
    shutil.copyfile(path, copy)
    office = the_office()
    office.open(copy)
    office.recalculate()
    office.save(out)
    return out


def _converted(path: Path, folder: Path) -> Path:
    """The same by LibreOffice alone, started for this one workbook."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS)
    out = folder / "saved"
    command = [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(path)]
    subprocess.run([str(word) for word in command], check=True, capture_output=True, timeout=180)
    return out / path.name


def values(path: Path) -> Cells:
    """The stored value of every cell."""
    return dict(_values(path.read_bytes()))


@lru_cache(maxsize=4)
def _values(data: bytes) -> Cells:
    book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    return {(sheet.title, c.coordinate): c.value for sheet in book.worksheets for row in sheet.iter_rows() for c in row}


def formulas(path: Path) -> dict[tuple[str, str], str]:
    """The text of every formula."""
    return dict(_formulas(path.read_bytes()))


@lru_cache(maxsize=4)
def _formulas(data: bytes) -> dict[tuple[str, str], str]:
    book = openpyxl.load_workbook(BytesIO(data))
    cells = ((sheet.title, c) for sheet in book.worksheets for row in sheet.iter_rows() for c in row)
    return {(title, cell.coordinate): str(cell.value) for title, cell in cells if cell.data_type == "f"}


def differences(path: Path, folder: Path) -> list[tuple[tuple[str, str], object, object]]:
    """The formula cells whose stored value is not what LibreOffice calculates; errors count as different."""
    stored, found = values(path), values(saved_by_libreoffice(path, folder))
    return [
        (cell, stored[cell], found.get(cell)) for cell in formulas(path) if not _same(stored[cell], found.get(cell))
    ]


def _same(stored: object, found: object) -> bool:
    if stored is None or found is None or str(found).startswith("#"):
        return False
    if isinstance(stored, int | float) and isinstance(found, int | float):
        return abs(stored - found) <= 1e-9 * max(1, abs(stored))
    return _unescaped(stored) == _unescaped(found)


def _unescaped(value: object) -> object:
    # openpyxl leaves the escape of _x0041_ in the values of formulas.
    return value.replace("_x005F_", "_") if isinstance(value, str) else value
