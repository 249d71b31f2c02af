"""A study workbook as the sources of a draft: every entry with its sheet and cell.

The tables are found by their defined names (mcda_study_criteria and so on), so sheets may be moved and rows inserted.
Formulas that the workbook works out for itself are left aside; only the cells for people count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mcda.errors import Finding, Place, errors
from mcda.excel.book_table import BookTable, Stand, table_in, unknown_columns
from mcda.excel.layout import Area, area_of
from mcda.excel.read import Block, Book, defined_blocks, read_book
from mcda.excel.study_constraints import constraints_document
from mcda.excel.study_criteria import criterion_documents
from mcda.excel.study_start import about_document
from mcda.excel.study_weights import weights_documents
from mcda.excel.study_worlds import worlds_documents
from mcda.excel.template.tables import tables
from mcda.model.document import Document
from mcda.model.drafting import Sources
from mcda.model.drafting_options import OPTION_COLUMNS
from mcda.model.places import Spot
from mcda.model.table import Table

PREFIX = "mcda_study_"
_BLOCKS = {block.name: block for block in tables(None) if block.name != "guide"}
_COLUMNS = {name: [column.name for column in block.columns] for name, block in _BLOCKS.items()}
# Tables that workbooks of earlier versions do not have.
_NEW = frozenset({"worlds"})
# Tables in which a heading may be a person's own.
_FREE = frozenset({"options", "ratings", "weights"})
_MARKS = {name: (name, "") for name in ("about", "criteria", "options", "ratings", "weights", "constraints")}


@dataclass(frozen=True, slots=True)
class _Found:
    """The tables that could be located, and what was to be said on the way."""

    tables: Mapping[str, BookTable]
    findings: tuple[Finding, ...]


def is_study_book(path: Path) -> bool:
    """Whether the workbook holds a whole study of our making, to be read with `read_study_book`."""
    blocks, _ = defined_blocks(path, path.name)
    return PREFIX + "about" in blocks


def read_study_book(path: Path, shown: str) -> Sources:
    """The sources of the study in the workbook at `path`; `shown` is the file as the person calls it."""
    book = read_book(path, shown)
    if errors(book.findings):
        return Sources(broken=frozenset(_MARKS.values()), findings=book.findings)
    found = _locate(path, shown, book)
    if not found.tables:
        return Sources(broken=frozenset(_MARKS.values()), findings=(*book.findings, _no_study(shown)))
    about, about_findings = about_document(found.tables)
    criteria, criterion_findings = criterion_documents(found.tables)
    weights, weight_findings = weights_documents(found.tables)
    constraints, constraint_findings = constraints_document(found.tables)
    worlds, world_findings = worlds_documents(found.tables)
    options = found.tables.get("options")
    ratings = found.tables.get("ratings")
    findings = (*about_findings, *criterion_findings, *weight_findings, *constraint_findings, *world_findings)
    return Sources(
        about=about,
        criteria=criteria,
        options=_options(options, about) if options else None,
        ratings=ratings.table() if ratings else None,
        weights=weights,
        constraints=constraints,
        worlds=worlds,
        files={name: Spot(table.place) for name, table in found.tables.items()},
        broken=frozenset(mark for name, mark in _MARKS.items() if name not in found.tables),
        findings=(*book.findings, *found.findings, *findings),
    )


def _locate(path: Path, shown: str, book: Book) -> _Found:
    blocks, named = defined_blocks(path, shown)
    sheets = {sheet.title: sheet for sheet in book.sheets}
    areas = {name: _area(blocks.get(PREFIX + name)) for name in _BLOCKS}
    tables: dict[str, BookTable] = {}
    findings = [finding for finding in named if finding.code == "name-lost"]
    for name, area in areas.items():
        sheet = sheets.get(area[0]) if area else None
        if area is None or sheet is None:
            if name not in _NEW:
                findings.append(_lost(shown, name))
            continue
        tops = [other[1].top for other in areas.values() if other and other[0] == area[0]]
        later = min((top for top in tops if top > area[1].top), default=None)
        tables[name] = table_in(sheet, Stand(area[1], later), _worked_out(name))
        findings += tables[name].findings
        if name not in _FREE:
            findings += unknown_columns(tables[name], _COLUMNS[name])
    return _Found(tables, tuple(dict.fromkeys(findings)))


def _area(block: Block | None) -> tuple[str, Area] | None:
    """The sheet and cells of a named block."""
    if not block:
        return None
    title, _, first = block[0][0].place.cell.rpartition("!")
    last = block[-1][-1].place.cell.rpartition("!")[2]
    return title, area_of(f"{first}:{last}")


def _worked_out(name: str) -> frozenset[str]:
    return frozenset(column.name for column in _BLOCKS[name].columns if column.kind in {"made", "fixed"}) - {"field"}


def _lost(shown: str, name: str) -> Finding:
    sheet = _BLOCKS[name].sheet
    what = f"The table of {name} is not there any more (sheet {sheet})."
    cure = "Take a new workbook (`mcda template --from`), and carry the changes over."
    return Finding(Place(shown, cell=sheet), "table-lost", what, cure)


def _no_study(shown: str) -> Finding:
    what = "The workbook holds no study: the tables of `mcda template` are not in it."
    return Finding(Place(shown), "no-study", what, "Fill in the workbook that `mcda template -o study.xlsx` writes.")


def _options(options: BookTable, about: Document | None) -> Table:
    """The options without the columns of resources that nobody uses."""
    data = about.data if about and isinstance(about.data, Mapping) else {}
    resources = data.get("resources")
    known = {*OPTION_COLUMNS, *(resources if isinstance(resources, Mapping) else ())}
    return options.table([name for name in options.headings if name not in known and options.is_blank(name)])
