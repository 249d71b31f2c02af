"""Study workbooks: a new one to fill in, one made from a study, and back to a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from mcda.api.study import read
from mcda.api.workbooks import is_workbook, read_workbook
from mcda.errors import Finding, Place, StudyError, stop_on_errors
from mcda.files.atomic import write_file
from mcda.files.writing import study_files
from mcda.model.study import Study

_PARTS = ("criteria", "inputs")


def template(output: str | Path, source: str | Path | None = None, *, replace: Literal["none", "any"] = "none") -> Path:
    """Write a study workbook: empty, or filled from the study at `source` (a folder or a workbook).

    A study with blanks or other open questions is taken as it is; one that cannot be read raises StudyError.
    """
    from mcda.excel.template import template_workbook

    path = Path(output)
    if path.suffix.lower() != ".xlsx":
        what = f"'{path.name}' is no name for a workbook."
        raise StudyError([Finding(Place(str(path)), "file-kind", what, "Give it the ending .xlsx.")])
    if replace == "none" and path.exists():
        what = "There is a file of this name already."
        raise StudyError([Finding(Place(str(path)), "file-exists", what, "Choose another name, or use --force.")])
    write_file(path, template_workbook(None if source is None else _readable(Path(source))))
    return path


def to_folder(book: str | Path, folder: str | Path) -> Path:
    """Write the study in a workbook (or another folder) as a study folder. Raises StudyError if one is there."""
    target = Path(folder)
    there = [name for name in _PARTS if (target / name).exists()]
    if there:
        what = f"There is already a study here ({', '.join(there)})."
        raise StudyError([Finding(Place(str(target)), "study-exists", what, "Choose a new folder.")])
    for name, data in study_files(_readable(Path(book))).items():
        write_file(target / name, data)
    return target


def _readable(path: Path) -> Study:
    """The study at `path` if everything in it could be read; checks of what it says are not asked for."""
    draft = read_workbook(path) if is_workbook(path) else read(path)
    stop_on_errors(draft.findings)
    return draft.study()
