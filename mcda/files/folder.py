"""A study folder on disk as a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from mcda.errors import Finding, Place, StudyError, errors
from mcda.files import csv, yaml
from mcda.model.columns import folded
from mcda.model.document import Document
from mcda.model.draft import Draft
from mcda.model.drafting import Sources, draft, with_more_weights
from mcda.model.places import Spot
from mcda.model.record import key_like
from mcda.model.table import Table

ReadBook = Callable[[Path, str], tuple[Mapping[str, Table], tuple[Finding, ...]]]
YAML_ENDINGS = (".yaml", ".yml")
BOOK_ENDINGS = (".xlsx", ".xlsm")
TABLE_ENDINGS = (".csv", ".tsv", *BOOK_ENDINGS)
_PASSING = ("~$", ".", "readme")
_FILES = {
    "about": "inputs/study.yaml",
    "criteria": "criteria",
    "options": "inputs/options.csv",
    "ratings": "inputs/ratings.csv",
    "weights": "inputs/weights",
    "constraints": "inputs/constraints.yaml",
    "worlds": "inputs/worlds",
}
T = TypeVar("T")


@dataclass
class _Gathering:
    """What is found while a folder is read."""

    root: Path
    read_book: ReadBook
    findings: list[Finding] = field(default_factory=list)
    broken: set[tuple[str, str]] = field(default_factory=set)

    def find(self, place: str, code: str, what: str, cure: str) -> None:
        self.findings.append(Finding(Place(place), code, what, cure))

    def keep(self, read: tuple[T | None, tuple[Finding, ...]], mark: tuple[str, str]) -> T | None:
        """What was read; a failure is remembered so that no check calls it missing."""
        item, findings = read
        self.findings += findings
        if item is None:
            self.broken.add(mark)
        return item


def read_study(root: Path, read_book: ReadBook) -> Draft:
    """The draft of the study in the folder `root`. `read_book` reads the tables of a workbook by sheet name.

    Places in the findings are relative to `root`. Raises StudyError where there is no study to speak of.
    """
    _check_there(root)
    found = _Gathering(root, read_book)
    about = _required(found, "study", "about", YAML_ENDINGS)
    criteria = dict(_documents(found, "criteria", "criteria"))
    options = _required(found, "options", "options", TABLE_ENDINGS)
    ratings = _required(found, "ratings", "ratings", TABLE_ENDINGS)
    weights = dict(_weights(found))
    return draft(
        Sources(
            about=found.keep(yaml.read_yaml(about, _shown(found, about)), ("about", "")) if about else None,
            criteria=criteria,
            options=found.keep(_table(found, options, "options"), ("options", "")) if options else None,
            ratings=found.keep(_table(found, ratings, "ratings"), ("ratings", "")) if ratings else None,
            weights=weights,
            constraints=_constraints(found),
            worlds=dict(_documents(found, "inputs/worlds", "worlds")),
            files=_places(found, {"about": about, "options": options, "ratings": ratings}),
            broken=frozenset(found.broken),
            findings=tuple(found.findings),
        )
    )


def read_weights(path: Path, drafted: Draft, read_book: ReadBook) -> tuple[Draft, str]:
    """The draft with the weights file at `path` added (or in place of the set with its name), and the key.

    The file's name gives the key, whatever the file says. Raises StudyError if it cannot be read at all.
    """
    key, shown = key_like(path.stem), path.as_posix()
    source: Document | Table | None
    if path.suffix.casefold() in YAML_ENDINGS:
        source, findings = yaml.read_yaml(path, shown)
    elif path.suffix.casefold() in TABLE_ENDINGS:
        source, findings = read_table(path, shown, read_book, "weights")
    else:
        cure = "Use a .yaml, .csv or .xlsx file, or the name of weights in inputs/weights/."
        raise StudyError([Finding(Place(shown), "file-kind", f"'{path.name}' is no weights file.", cure)])
    if source is None:
        raise StudyError(findings)
    return with_more_weights(drafted, key, source, findings), key


def read_table(
    path: Path, shown: str, read_book: ReadBook, sheet: str = ""
) -> tuple[Table | None, tuple[Finding, ...]]:
    """One table, from a CSV file or from a sheet of a workbook (the one called `sheet`, or the only one)."""
    if path.suffix.casefold() not in BOOK_ENDINGS:
        return csv.read_csv(path, shown)
    tables, findings = read_book(path, shown)
    table = tables.get(sheet) or (next(iter(tables.values())) if len(tables) == 1 else None)
    if table is not None:
        return table, tuple(finding for finding in findings if _belongs(finding, table))
    if not errors(findings):
        what = f"The workbook has no sheet '{sheet}'."
        cure = f"Name the sheet '{sheet}', or keep one sheet with the table."
        findings = (*findings, Finding(Place(shown), "missing-sheet", what, cure))
    return None, findings


def _belongs(finding: Finding, table: Table) -> bool:
    """Whether a finding is about the file as a whole or about the sheet that was used."""
    return not finding.place.cell or finding.place.cell.partition("!")[0] == table.place.cell.partition("!")[0]


def _check_there(root: Path) -> None:
    cure = "Name the folder of a study; `mcda init DIR` makes one."
    if not root.exists():
        what = "There is no such folder."
    elif not root.is_dir():
        what = "It is a file, not a study folder."
    elif not (root / "inputs").is_dir() and not (root / "criteria").is_dir():
        what = "There is no study here: the folder has neither inputs/ nor criteria/."
    else:
        return
    raise StudyError([Finding(Place(root.as_posix()), "no-study", what, cure)])


def _required(found: _Gathering, name: str, table: str, endings: tuple[str, ...]) -> Path | None:
    """The one file that the study must have under this name; a finding where there is none."""
    path = _one(found, name, table, endings)
    if path is None and (table, "") not in found.broken:
        found.broken.add((table, ""))
        there = [file for file in _listing(found, "inputs") if _stem(file) == name]
        cure = "Write it, or start from the example that `mcda init DIR` makes."
        if there:
            cure = f"{_shown(found, there[0])} is not read: save it as {_FILES[table]}."
        found.find(_FILES[table], "missing-file", f"The study has no {_FILES[table]}.", cure)
    return path


def _constraints(found: _Gathering) -> Document | None:
    """The constraints, if there are any: the file may be missing or hold nothing but remarks."""
    path = _one(found, "constraints", "constraints", YAML_ENDINGS)
    if path is None:
        return None
    document, findings = yaml.read_yaml(path, _shown(found, path))
    if [finding.code for finding in errors(findings)] == ["empty-file"]:
        return None
    return found.keep((document, findings), ("constraints", ""))


def _weights(found: _Gathering) -> Iterator[tuple[str, Document | Table]]:
    for path in _all_of(found, "inputs/weights", "weights", (*YAML_ENDINGS, *TABLE_ENDINGS)):
        source: Document | Table | None
        mark = ("weights", path.stem)
        if path.suffix.casefold() in YAML_ENDINGS:
            source = found.keep(yaml.read_yaml(path, _shown(found, path)), mark)
        else:
            source = found.keep(_table(found, path, "weights"), mark)
        if source is not None:
            yield path.stem, source


def _documents(found: _Gathering, folder: str, table: str) -> Iterator[tuple[str, Document]]:
    for path in _all_of(found, folder, table, YAML_ENDINGS):
        document = found.keep(yaml.read_yaml(path, _shown(found, path)), (table, path.stem))
        if document is not None:
            yield path.stem, document


def _table(found: _Gathering, path: Path, sheet: str) -> tuple[Table | None, tuple[Finding, ...]]:
    return read_table(path, _shown(found, path), found.read_book, sheet)


def _all_of(found: _Gathering, folder: str, table: str, endings: tuple[str, ...]) -> Iterator[Path]:
    """The files of a folder, one for each name; others are noted."""
    same: dict[str, list[Path]] = {}
    for path in _listing(found, folder):
        if path.suffix.casefold() in endings:
            same.setdefault(_stem(path), []).append(path)
        else:
            what = f"'{path.name}' is not read: its ending is none of {', '.join(endings)}."
            note = Finding(Place(_shown(found, path)), "file-ignored", what, "Rename it or move it.", severity="note")
            found.findings.append(note)
    for paths in same.values():
        if len(paths) == 1:
            yield paths[0]
        else:
            _two_files(found, paths, [(table, path.stem) for path in paths])


def _one(found: _Gathering, name: str, table: str, endings: tuple[str, ...]) -> Path | None:
    """The one file of this name, if there is one."""
    files = _listing(found, "inputs")
    there = [path for path in files if _stem(path) == name and path.suffix.casefold() in endings]
    if len(there) > 1:
        _two_files(found, there, [(table, "")])
        return None
    return there[0] if there else None


def _two_files(found: _Gathering, paths: Sequence[Path], marks: Sequence[tuple[str, str]]) -> None:
    """Which of them was meant is for the person to say, so none is read."""
    named = " and ".join(_shown(found, path) for path in paths)
    what = f"There are {len(paths)} files for one thing: {named}."
    found.find(_shown(found, paths[-1]), "two-files", what, "Keep one and move the other away.")
    found.broken.update(marks)


def _listing(found: _Gathering, folder: str) -> list[Path]:
    """The files of a folder of the study by name, without hidden files, lock files and read-me files."""
    try:
        files = sorted((found.root / folder).iterdir()) if (found.root / folder).is_dir() else []
        return [path for path in files if not path.name.casefold().startswith(_PASSING) and not path.is_dir()]
    except OSError:
        found.find(folder, "unreadable", "The folder may not be read.", "Ask for the right to read it.")
        return []


def _stem(path: Path) -> str:
    """What two files must not share: on some disks they would be one file."""
    return folded(path.stem)


def _shown(found: _Gathering, path: Path) -> str:
    return path.relative_to(found.root).as_posix()


def _places(found: _Gathering, files: Mapping[str, Path | None]) -> dict[str, Spot]:
    """The place of each table: the file that was read, or the one that should be there."""
    there = {name: _shown(found, path) for name, path in files.items() if path}
    return {name: Spot(Place(there.get(name, default))) for name, default in _FILES.items()}
