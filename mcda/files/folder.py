"""A study folder on disk as a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from mcda.errors import Finding, Place, StudyError
from mcda.files import csv, yaml
from mcda.model.document import Document
from mcda.model.draft import Draft
from mcda.model.drafting import Sources, draft, with_more_weights
from mcda.model.places import Spot
from mcda.model.table import Table

ReadBook = Callable[[Path, str], tuple[Mapping[str, Table], tuple[Finding, ...]]]
YAML_ENDINGS = (".yaml", ".yml")
TABLE_ENDINGS = (".csv", ".tsv", ".xlsx")
_PASSING = ("~$", ".")
T = TypeVar("T")


@dataclass
class _Gathering:
    """What is found while a folder is read."""

    root: Path
    read_book: ReadBook
    findings: list[Finding] = field(default_factory=list)
    broken: set[tuple[str, str]] = field(default_factory=set)


def read_study(root: Path, read_book: ReadBook) -> Draft:
    """The draft of the study in the folder `root`. `read_book` reads the tables of a spreadsheet file."""
    if not root.is_dir():
        what = "There is no such folder." if not root.exists() else "It is a file, not a study folder."
        cure = "Name the folder of a study; `mcda init DIR` makes one."
        raise StudyError([Finding(Place(str(root)), "no-study", what, cure)])
    found = _Gathering(root, read_book)
    sources = Sources(
        about=_document(found, root / "inputs", "study", ("about", "")),
        criteria=_criteria(found),
        options=_table(found, root / "inputs", "options"),
        ratings=_table(found, root / "inputs", "ratings"),
        weights=_weights(found),
        constraints=_optional_document(found, root / "inputs", "constraints"),
        files={name: Spot(Place(place)) for name, place in _FILES.items()},
        broken=frozenset(found.broken),
        findings=tuple(found.findings),
    )
    return draft(sources)


_FILES = {
    "about": "inputs/study.yaml",
    "criteria": "criteria",
    "options": "inputs/options.csv",
    "ratings": "inputs/ratings.csv",
    "weights": "inputs/weights",
    "constraints": "inputs/constraints.yaml",
}


def read_weights(path: Path, drafted: Draft, read_book: ReadBook) -> tuple[Draft, str]:
    """The draft with the weights file at `path` added (or in place of the set with its name), and the key."""
    key = path.stem
    source: Document | Table | None
    if path.suffix in YAML_ENDINGS:
        source, findings = yaml.read_yaml(path, path.as_posix())
    elif path.suffix in TABLE_ENDINGS:
        source, findings = read_table(path, path.as_posix(), read_book, "weights")
    else:
        cure = "Use a .yaml, .csv or .xlsx file, or the name of weights in inputs/weights/."
        raise StudyError([Finding(Place(path.as_posix()), "file-kind", f"'{path.name}' is no weights file.", cure)])
    if source is None:
        raise StudyError(findings)
    return with_more_weights(drafted, key, source), key


def read_table(
    path: Path, shown: str, read_book: ReadBook, sheet: str = ""
) -> tuple[Table | None, tuple[Finding, ...]]:
    """One table, from a CSV file or from a sheet of a spreadsheet file (the one called `sheet`, or the only one)."""
    if path.suffix.lower() != ".xlsx":
        return csv.read_csv(path, shown)
    tables, findings = read_book(path, shown)
    if any(finding.severity == "error" for finding in findings):
        return None, findings
    if sheet in tables:
        return tables[sheet], findings
    if len(tables) == 1:
        return next(iter(tables.values())), findings
    what = f"The workbook has no sheet '{sheet}'." if tables else "The workbook has no table."
    cure = f"Name the sheet '{sheet}', or keep one sheet with the table."
    return None, (*findings, Finding(Place(shown), "missing-sheet", what, cure))


def _document(found: _Gathering, folder: Path, name: str, mark: tuple[str, str]) -> Document | None:
    files = _candidates(found, folder, name, YAML_ENDINGS)
    if not files:
        place = f"{folder.name}/{name}.yaml"
        cure = "Write it, or start from the example that `mcda init DIR` makes."
        found.findings.append(Finding(Place(place), "missing-file", f"The study has no {place}.", cure))
        found.broken.add(mark)
        return None
    return _keep(found, yaml.read_yaml(files[0], _shown(found, files[0])), mark)


def _optional_document(found: _Gathering, folder: Path, name: str) -> Document | None:
    files = _candidates(found, folder, name, YAML_ENDINGS)
    return _keep(found, yaml.read_yaml(files[0], _shown(found, files[0])), (name, "")) if files else None


def _table(found: _Gathering, folder: Path, name: str) -> Table | None:
    files = _candidates(found, folder, name, TABLE_ENDINGS)
    if not files:
        place = f"{folder.name}/{name}.csv"
        cure = "Write it, or start from the example that `mcda init DIR` makes."
        found.findings.append(Finding(Place(place), "missing-file", f"The study has no {place}.", cure))
        found.broken.add((name, ""))
        return None
    return _keep(found, read_table(files[0], _shown(found, files[0]), found.read_book, name), (name, ""))


def _criteria(found: _Gathering) -> dict[str, Document]:
    documents = {}
    for path in _all_of(found, found.root / "criteria", YAML_ENDINGS):
        document = _keep(found, yaml.read_yaml(path, _shown(found, path)), ("criteria", path.stem))
        if document is not None:
            documents[path.stem] = document
    return documents


def _weights(found: _Gathering) -> dict[str, Document | Table]:
    sources: dict[str, Document | Table] = {}
    for path in _all_of(found, found.root / "inputs" / "weights", (*YAML_ENDINGS, *TABLE_ENDINGS)):
        mark, shown = ("weights", path.stem), _shown(found, path)
        source: Document | Table | None
        if path.suffix in YAML_ENDINGS:
            source = _keep(found, yaml.read_yaml(path, shown), mark)
        else:
            source = _keep(found, read_table(path, shown, found.read_book, "weights"), mark)
        if source is not None:
            sources[path.stem] = source
    return sources


def _keep(found: _Gathering, read: tuple[T | None, tuple[Finding, ...]], mark: tuple[str, str]) -> T | None:
    """What was read; a failure is remembered so that no check calls it missing."""
    item, findings = read
    found.findings += findings
    if item is None:
        found.broken.add(mark)
    return item


def _all_of(found: _Gathering, folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """The files of a folder, one for each name; others are noted."""
    if not folder.is_dir():
        return
    seen: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_PASSING) or path.is_dir():
            continue
        if path.suffix.lower() not in endings:
            what = f"'{path.name}' is not read: its ending is none of {', '.join(endings)}."
            note = Finding(Place(_shown(found, path)), "file-ignored", what, "Rename it or move it.", severity="note")
            found.findings.append(note)
        elif path.stem.casefold() in seen:
            _two_files(found, seen[path.stem.casefold()], path)
        else:
            seen[path.stem.casefold()] = path
            yield path


def _candidates(found: _Gathering, folder: Path, name: str, endings: tuple[str, ...]) -> list[Path]:
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    there = [f for f in files if f.stem.casefold() == name and f.suffix.lower() in endings and f.is_file()]
    for other in there[1:]:
        _two_files(found, there[0], other)
    return there


def _two_files(found: _Gathering, one: Path, other: Path) -> None:
    what = f"There are two files for one thing: {_shown(found, one)} and {_shown(found, other)}."
    found.findings.append(Finding(Place(_shown(found, other)), "two-files", what, "Keep one and move the other away."))


def _shown(found: _Gathering, path: Path) -> str:
    return path.relative_to(found.root).as_posix()
