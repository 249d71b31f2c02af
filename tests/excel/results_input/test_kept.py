"""The record that a results workbook carries."""

from __future__ import annotations

import json
from pathlib import Path

import xlsxwriter

from mcda.excel.read import defined_blocks
from mcda.excel.results_input.kept import record_text, write_record
from tests.excel.spreadsheet import needs_libreoffice, saved_by_libreoffice
from tests.excel.study_cases import HOSTILE

DATA = {"texts": [*HOSTILE, " ends with a space ", "line\r\nbreak"], "long": "x_x0041_" * 5000, "number": 0.1}


def written(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Decide")
        write_record(book, json.dumps(DATA).encode())
    return path


def kept(path: Path) -> object:
    blocks, _ = defined_blocks(path, path.name)
    return json.loads(record_text(blocks))


def test_the_record_comes_back_as_it_was(tmp_path: Path) -> None:
    assert kept(written(tmp_path / "results.xlsx")) == DATA


@needs_libreoffice
def test_the_record_lives_through_a_save_by_libreoffice(tmp_path: Path) -> None:
    assert kept(saved_by_libreoffice(written(tmp_path / "results.xlsx"), tmp_path)) == DATA
