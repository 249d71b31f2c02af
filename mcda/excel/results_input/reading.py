"""The inputs of a results workbook: points, ratings, switches and limits, found through defined names.

Nothing else in it is trusted: formulas are never read, and of the hidden sheets only the sealed record of the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mcda.errors import Finding, Place, errors
from mcda.excel.read import defined_blocks, defined_names, read_book
from mcda.excel.results_input.kept import record_text
from mcda.excel.results_input.lines import InputLine, InputTable, lines_of

POINTS = InputTable("weights", ("mcda_weight_keys",), {"points": "mcda_weights"})
RATINGS = InputTable("ratings", ("mcda_rating_options", "mcda_rating_criteria"), {"best": "mcda_ratings"}, "nothing")
RULES = InputTable("constraints", ("mcda_rule_names",), {"switch": "mcda_rule_on", "limit": "mcda_budgets"})
_TABLES = (POINTS, RATINGS, RULES)
# Those that are left tell the kind of a workbook from which a sheet was deleted.
_MARKS = frozenset({"mcda_weights", "mcda_ratings", "mcda_scores", "mcda_ranks"})
_ENOUGH = 2
_META = "mcda_meta"


@dataclass(frozen=True, slots=True)
class ResultsBook:
    """What a results workbook says: its lines, the record it carries as text (blank: none) and the facts about it.

    `tables` tells which of the three tables are there. `findings` are those of the reading.
    """

    place: Place
    points: tuple[InputLine, ...] = ()
    ratings: tuple[InputLine, ...] = ()
    rules: tuple[InputLine, ...] = ()
    tables: frozenset[str] = frozenset()
    record: str = ""
    inputs_sha256: str = ""
    version: str = ""
    findings: tuple[Finding, ...] = ()


def is_results_book(path: Path) -> bool:
    """Whether the workbook is one that mcda score wrote, to be read with `read_results_book`."""
    return len(_MARKS & defined_names(path, path.name)) >= _ENOUGH


def read_results_book(path: Path, shown: str) -> ResultsBook:
    """The inputs in the results workbook at `path`; `shown` is the file as the person calls it."""
    book = read_book(path, shown)
    if errors(book.findings):
        return ResultsBook(Place(shown), findings=book.findings)
    blocks, _ = defined_blocks(path, shown)
    visible = {sheet.title: sheet for sheet in book.sheets if not sheet.title.startswith("_")}
    found = list(book.findings)
    lines: dict[str, tuple[InputLine, ...]] = {}
    for table in _TABLES:
        if set(table.names) <= blocks.keys():
            lines[table.word], more = lines_of(table, blocks, visible)
            found += more
        elif table is not RULES or set(table.names) & blocks.keys():
            found.append(table_lost(book.place, table))
    meta = {row[0].text: row[1].text for row in blocks.get(_META, ()) if len(row) > 1}
    return ResultsBook(
        book.place,
        lines.get(POINTS.word, ()),
        lines.get(RATINGS.word, ()),
        lines.get(RULES.word, ()),
        frozenset(lines),
        record_text(blocks),
        meta.get("inputs_sha256", ""),
        meta.get("version", ""),
        tuple(dict.fromkeys(found)),
    )


def table_lost(place: Place, table: InputTable) -> Finding:
    """That a table of inputs cannot be found any more."""
    what = f"The {table.word} of this results workbook cannot be found: their sheet, rows or names were deleted."
    cure = "Undo the deletion, or make the workbook again with mcda score and carry the yellow cells over."
    return Finding(place, "table-lost", what, cure)
