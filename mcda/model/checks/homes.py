"""Where a table of the study stands, in the words of whoever filled it in: a file of a folder or a sheet."""

from __future__ import annotations

from mcda.model.draft import Draft

_WORKBOOKS = (".xlsx", ".xlsm")


def home(draft: Draft, table: str, file: str) -> str:
    """The sheet of a table where the study is a workbook, else the file that it has in a folder.

    >>> from mcda.errors import Place
    >>> from mcda.model.places import Places, Spot
    >>> home(Draft(Places({("files", "about"): Spot(Place("study.xlsx", cell="Start"))})), "about", "inputs/study.yaml")
    'the sheet Start'
    >>> home(Draft(Places({})), "about", "inputs/study.yaml")
    'inputs/study.yaml'
    """
    place = draft.places.of("files", table).place
    if not place.file.lower().endswith(_WORKBOOKS):
        return file
    title = place.cell.partition("!")[0]
    return f"the sheet {title}" if title else "the study"
