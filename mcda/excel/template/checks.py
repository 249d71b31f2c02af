"""The Checks sheet: what is missing or wrong, counted; and the light on the Start sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mcda.excel.template import twins
from mcda.excel.template.blocks import Book
from mcda.excel.template.made import FINE, OK, POINTS, made_column, set_headings
from mcda.excel.template.tables import shown
from mcda.excel.template.twins import Twin, below, equal, first_true, number, quoted

READY, NOT_READY = quoted("Ready to score"), quoted("Not ready: see the Checks sheet")
FIRST_ROW = 4
_CHECKED = ("criteria", "levels", "options", "ratings", "weights", "statements", "constraints", "sets", "worlds")
_ASKED = ("name", "question", "do_nothing", "default_weights")


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the Checks sheet: what is counted, how many there are, and what to do."""

    sheet: str
    what: str
    count: Twin
    cure: str


def checks(book: Book) -> tuple[Check, ...]:
    """All checks in the order of the sheets."""
    found = (*_start(book), *_rows(book), *_amounts(book))
    return tuple(replace(check, count=twins.without_error(check.count, number(1))) for check in found)


def state(count: Twin) -> Twin:
    """The word for a count."""
    return first_true([(equal(count, number(0)), OK)], quoted("mend"))


def light(problems: Twin) -> Twin:
    """Whether the study can be scored; `problems` is the sum of all counts."""
    return first_true([(equal(problems, number(0)), READY)], NOT_READY)


def about_row(book: Book, field: str) -> int:
    """The row of a field in the table about the study."""
    return next(i for i, row in enumerate(book.blocks["about"].rows) if row["field"] == shown(field))


def _start(book: Book) -> Iterator[Check]:
    for field in _ASKED:
        cell = book.anchored("about", "entry", about_row(book, field))
        yield Check("Start", f"{shown(field)} is blank", _one_if(twins.is_blank(cell)), "Fill it in.")
    cell = book.anchored("about", "entry", about_row(book, "default_weights"))
    unknown = equal(twins.count_equal((set_headings(book), cell)), number(0))
    yield Check("Start", "Default weights are no column of Weights", _one_if(unknown), "Type one of its headings.")


def _rows(book: Book) -> Iterator[Check]:
    for name in _CHECKED:
        count = twins.count_none_of(made_column(book, name, "check"), *FINE)
        yield Check(book.blocks[name].sheet, "Rows to mend", count, "See the column Check there.")
    yield Check("Weights", "Points of a column that are all 0", _all_zero(book), "Give what matters points.")


def _all_zero(book: Book) -> Twin:
    """In how many columns of points there are numbers, all of them 0."""
    pair = book.column("weights", "part"), POINTS
    sets = [column.name for column in book.blocks["weights"].columns if column.own_heading]
    columns = [book.column("weights", name) for name in sets]
    zero, counts = number(0), [(twins.count_numbers(c, pair), twins.sum_where(c, pair)) for c in columns]
    return twins.plus(*(_one_if(twins.all_of(below(zero, there), equal(total, zero))) for there, total in counts))


def _amounts(book: Book) -> Iterator[Check]:
    criteria, options = _good(book, "criteria"), _good(book, "options")
    branches = twins.count_equal((book.column("criteria", "kind"), quoted("branch")))
    leaves = Twin(f"({criteria.text}-{branches.text})", _amount(criteria) - _amount(branches))
    pairs = Twin(f"{leaves.text}*{options.text}", _amount(leaves) * _amount(options))
    column = made_column(book, "ratings", "check")
    words = [Twin(quoted(word).text, word) for word in FINE[:2]]
    rated = twins.plus(*(twins.count_equal((column, word)) for word in words))
    few = Twin(f"MAX(0,{pairs.text}-({rated.text}))", max(0, _amount(pairs) - _amount(rated)))
    yield Check("Criteria", "There is no criterion in order", _one_if(below(leaves, number(1))), "Add criteria.")
    yield Check("Options", "There is no option in order", _one_if(below(options, number(1))), "Add options.")
    yield Check("Ratings", "Ratings of options on criteria that are missing", few, "Add a row for each.")


def _good(book: Book, block: str) -> Twin:
    return twins.count_equal((made_column(book, block, "check"), OK))


def _amount(twin: Twin) -> int:
    return int(twin.value or 0)


def _one_if(condition: Twin) -> Twin:
    return Twin(f"IF({condition.text},1,0)", 1 if condition.value else 0)
