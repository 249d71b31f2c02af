"""Reading a study that is one workbook."""

from __future__ import annotations

from pathlib import Path

from mcda.model.draft import Draft
from mcda.model.drafting import draft

BOOK_ENDINGS = (".xlsx", ".xlsm")


def is_workbook(path: Path) -> bool:
    """Whether the path names a workbook rather than a folder."""
    return path.suffix.lower() in BOOK_ENDINGS and not path.is_dir()


def read_workbook(path: Path) -> Draft:
    """The study in a workbook that `mcda template` wrote, as far as it can be read."""
    from mcda.excel.study_book import read_study_book

    return draft(read_study_book(path, path.as_posix()))
