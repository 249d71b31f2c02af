"""The columns that the sheet works out: row checks, the scale beside a rating, the swing beside a weight."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mcda.excel.constraint_columns import NEEDED
from mcda.excel.template import twins
from mcda.excel.template.blocks import Book
from mcda.excel.template.twins import (
    Twin,
    all_of,
    any_of,
    below,
    count_equal,
    equal,
    first_true,
    has_digit,
    is_blank,
    negated,
    quoted,
)
from mcda.excel.template.weight_rows import STATEMENTS

NOTHING = "–"
FINE = ("ok", "text", NOTHING)
# The words of a row check that stand for a row in order, a text that mcda reads, and an unused row.
OK, TEXT, UNUSED = (quoted(word) for word in FINE)
ERROR = quoted("error in a cell")
_BRANCH, POINTS = quoted("branch"), quoted("points")

Maker = Callable[[Book, int], Twin]
Cases = list[tuple[Twin, Twin]]


def made(book: Book, block: str, column: str, row: int) -> Twin:
    """The formula of a worked-out cell with its value."""
    found = _MAKERS[block, column](book, row)
    return twins.without_error(found, ERROR if column == "check" else UNUSED)


def made_column(book: Book, block: str, column: str) -> twins.Column:
    """A worked-out column with its values."""
    if (block, column) not in book.worked:
        values = [made(book, block, column, row).value for row in range(book.blocks[block].length)]
        found = twins.Column(book.reference(block, column), book.tops[block] + 2, values)
        book.worked[block, column] = found
    return book.worked[block, column]


def _missing(book: Book, block: str, row: int, *columns: str) -> Cases:
    """A case for each column that must not stay blank."""
    return [(is_blank(book.cell(block, c, row)), quoted(f"{c.replace('_', ' ')} is missing")) for c in columns]


def _unused(book: Book, block: str, row: int, *columns: str) -> tuple[Twin, Twin]:
    return all_of(*(is_blank(book.cell(block, column, row)) for column in columns)), UNUSED


def _twice(book: Book, block: str, row: int, *columns: str) -> tuple[Twin, Twin]:
    pairs = [(book.column(block, column), book.cell(block, column, row)) for column in columns]
    return below(twins.number(1), count_equal(*pairs)), quoted(f"{columns[-1]} is there twice")


def _unknown(book: Book, cell: Twin, block: str, column: str, word: str) -> tuple[Twin, Twin]:
    return equal(count_equal((book.column(block, column), cell)), twins.number(0)), quoted(f"unknown {word}")


def _criteria(book: Book, row: int) -> Twin:
    is_branch = equal(book.cell("criteria", "kind", row), _BRANCH)
    key, parent = book.cell("criteria", "key", row), book.cell("criteria", "parent", row)
    branches = (book.column("criteria", "key"), parent), (book.column("criteria", "kind"), _BRANCH)
    orphan = all_of(twins.is_filled(parent), equal(count_equal(*branches), twins.number(0)))
    ends = equal(book.cell("criteria", "worst", row), book.cell("criteria", "best", row))
    unweighted = equal(count_equal((book.column("weights", "criterion"), key)), twins.number(0))
    cases = [
        _unused(book, "criteria", row, "key", "name", "definition"),
        *_missing(book, "criteria", row, "key", "name"),
        _twice(book, "criteria", row, "key"),
        (orphan, quoted("unknown parent")),
        (is_branch, OK),
        *_missing(book, "criteria", row, "definition", "unit", "worst", "best"),
        (ends, quoted("worst equals best")),
        *_missing(book, "criteria", row, "mix_rule"),
        (unweighted, quoted("no row on Weights")),
    ]
    return first_true(cases, OK)


def _levels(book: Book, row: int) -> Twin:
    criterion = book.cell("levels", "criterion", row)
    neither = all_of(*(is_blank(book.cell("levels", column, row)) for column in ("words", "value")))
    cases = [
        _unused(book, "levels", row, "criterion", "level", "words", "value"),
        *_missing(book, "levels", row, "criterion"),
        _unknown(book, criterion, "criteria", "key", "criterion"),
        *_missing(book, "levels", row, "level"),
        (neither, quoted("words are missing")),
    ]
    return first_true(cases, OK)


def _options(book: Book, row: int) -> Twin:
    key = book.cell("options", "key", row)
    resources = [column.name for column in book.blocks["options"].columns if column.own_heading]
    idle = [all_of(is_blank(book.cell("options", name, row)), _is_used(book, name)) for name in resources]
    rated = (book.column("ratings", "option"), key), (made_column(book, "ratings", "check"), OK)
    cases = [
        _unused(book, "options", row, "key", "name"),
        *_missing(book, "options", row, "key", "name"),
        _twice(book, "options", row, "key"),
        _twice(book, "options", row, "name"),
        *([(any_of(*idle), quoted("type what it uses, or 0"))] if idle else []),
        (equal(count_equal(*rated), twins.number(0)), quoted("no ratings yet")),
    ]
    return first_true(cases, OK)


def _is_used(book: Book, resource: str) -> Twin:
    """Whether the Start sheet gives the resource a name."""
    keys, names = book.column("resources", "key"), book.column("resources", "name")
    counted = twins.count_filled_and(names, (keys, book.heading("options", resource)))
    return below(twins.number(0), counted)


def resource_name(book: Book, resource: str) -> Twin:
    """The name and unit of a resource, for the line above its heading."""
    keys, heading = book.column("resources", "key"), book.heading("options", resource)
    name, unit = (twins.looked_up(keys, heading, book.column("resources", column)) for column in ("name", "unit"))
    unused = equal(twins.plus(_as_number(_is_used(book, resource))), twins.number(0))
    return first_true([(unused, UNUSED)], twins.joined(name, quoted(", "), unit))


def _as_number(condition: Twin) -> Twin:
    return Twin(f"IF({condition.text},1,0)", 1 if condition.value else 0)


def _scale_end(end: str) -> Maker:
    def maker(book: Book, row: int) -> Twin:
        keys, criterion = book.column("criteria", "key"), book.cell("ratings", "criterion", row)
        found = twins.looked_up(keys, criterion, book.column("criteria", end))
        cases = [
            (is_blank(criterion), UNUSED),
            (equal(count_equal((keys, criterion)), twins.number(0)), UNUSED),
            (is_blank(found), UNUSED),
        ]
        return first_true(cases, found)

    return maker


def _ratings(book: Book, row: int) -> Twin:
    option, criterion, best = (book.cell("ratings", column, row) for column in ("option", "criterion", "best"))
    by_key = count_equal((book.column("options", "key"), option))
    by_name = count_equal((book.column("options", "name"), option))
    cases = [
        _unused(book, "ratings", row, "option", "criterion", "best"),
        *_missing(book, "ratings", row, "option", "criterion"),
        (equal(twins.plus(by_key, by_name), twins.number(0)), quoted("unknown option")),
        _unknown(book, criterion, "criteria", "key", "criterion"),
        _twice(book, "ratings", row, "option", "criterion"),
        (is_blank(best), quoted("no rating")),
        *_numbers(book, row),
        (_is_level(book, criterion, best), OK),
        (any_of(twins.is_number(best), _has_levels(book, criterion)), quoted("not a level")),
        (negated(has_digit(best)), quoted("not a number")),
    ]
    return first_true(cases, TEXT)


def _has_levels(book: Book, criterion: Twin) -> Twin:
    """Whether the scale of a criterion is made of words."""
    pairs = (book.column("criteria", "key"), criterion), (book.column("criteria", "value"), quoted("levels"))
    return below(twins.number(0), count_equal(*pairs))


def _numbers(book: Book, row: int) -> Cases:
    """The cases of a number on a numeric scale."""
    low, best, high = (book.cell("ratings", column, row) for column in ("low", "best", "high"))
    worst, top = (_shown(book, row, column) for column in ("scale_worst", "scale_best"))
    numeric = [twins.is_number(cell) for cell in (best, worst, top)]
    ends = twins.lowest(worst, top), twins.highest(worst, top)
    beyond = [any_of(below(cell, ends[0]), below(ends[1], cell)) for cell in (low, best, high)]
    off = any_of(*(all_of(twins.is_number(c), b) for c, b in zip((low, best, high), beyond, strict=True)))
    mixed = any_of(all_of(twins.is_number(low), below(best, low)), all_of(twins.is_number(high), below(high, best)))
    return [
        (all_of(*numeric, off), quoted("off the scale")),
        (all_of(*numeric, mixed), quoted("low, best, high not in order")),
        (all_of(*numeric), OK),
    ]


def _shown(book: Book, row: int, column: str) -> Twin:
    return Twin(book.cell("ratings", column, row).text, made(book, "ratings", column, row).value)


def _is_level(book: Book, criterion: Twin, best: Twin) -> Twin:
    pairs = (book.column("levels", "criterion"), criterion), (book.column("levels", "level"), best)
    return below(twins.number(0), twins.count_filled_and(book.column("levels", "value"), *pairs))


def _swing(book: Book, row: int) -> Twin:
    keys, criterion = book.column("criteria", "key"), book.cell("weights", "criterion", row)
    worst, best, unit = (
        twins.looked_up(keys, criterion, book.column("criteria", column)) for column in ("worst", "best", "unit")
    )
    cases = [
        (is_blank(criterion), UNUSED),
        (equal(count_equal((keys, criterion)), twins.number(0)), UNUSED),
        (any_of(is_blank(worst), is_blank(best)), quoted("all that is below the branch")),
    ]
    return first_true(cases, twins.joined(worst, quoted(" to "), best, quoted(", "), unit))


def _weights(book: Book, row: int) -> Twin:
    part, criterion = book.cell("weights", "part", row), book.cell("weights", "criterion", row)
    sets = [column.name for column in book.blocks["weights"].columns if column.own_heading]
    cells = [book.cell("weights", name, row) for name in sets]
    zero = twins.number(0)
    cases = [
        (all_of(is_blank(criterion), *map(is_blank, cells)), UNUSED),
        (is_blank(part), quoted("part is missing")),
        (all_of(is_blank(criterion), equal(part, POINTS)), quoted("criterion is missing")),
        (is_blank(criterion), OK),
        _unknown(book, criterion, "criteria", "key", "criterion"),
        _twice(book, "weights", row, "part", "criterion"),
        (all_of(*map(is_blank, cells)), quoted("no points")),
        (any_of(*(all_of(twins.is_number(cell), below(cell, zero)) for cell in cells)), quoted("points below 0")),
        (any_of(*(all_of(twins.is_filled(c), negated(has_digit(c))) for c in cells)), quoted("not a number")),
        (any_of(*(_empty_group(book, criterion, name, row) for name in sets)), quoted("no points below it")),
        (any_of(*(all_of(twins.is_filled(c), negated(twins.is_number(c))) for c in cells)), TEXT),
    ]
    return first_true(cases, OK)


def _branch(book: Book, row: int) -> Twin:
    """The branch that the criterion of a row of points belongs to."""
    keys, criterion = book.column("criteria", "key"), book.cell("weights", "criterion", row)
    found = twins.looked_up(keys, criterion, book.column("criteria", "parent"))
    unknown = equal(count_equal((keys, criterion)), twins.number(0))
    return first_true([(is_blank(criterion), UNUSED), (unknown, UNUSED), (is_blank(found), UNUSED)], found)


def _empty_group(book: Book, key: Twin, name: str, row: int) -> Twin:
    """Whether a branch has points while all that stands below it has none."""
    pair = made_column(book, "weights", "branch"), key
    points, column = book.cell("weights", name, row), book.column("weights", name)
    there, total = twins.count_numbers(column, pair), twins.sum_where(column, pair)
    zero = twins.number(0)
    return all_of(twins.is_number(points), below(zero, points), below(zero, there), equal(total, zero))


def _statements(book: Book, row: int) -> Twin:
    kind = book.cell("statements", "statement", row)
    weights = book.cell("statements", "weights", row)
    criterion = book.cell("statements", "criterion", row)
    needed = [
        (
            all_of(equal(kind, quoted(word)), is_blank(book.cell("statements", column, row))),
            quoted(f"{column.replace('_', ' ')} is missing"),
        )
        for word, columns in STATEMENTS.items()
        for column in columns
    ]
    cases = [
        _unused(book, "statements", row, "weights", "statement", "criterion"),
        *_missing(book, "statements", row, "weights", "statement", "criterion"),
        (_no_such_set(book, weights), quoted("unknown weights")),
        _unknown(book, criterion, "criteria", "key", "criterion"),
        *needed,
    ]
    return first_true(cases, OK)


def _no_such_set(book: Book, cell: Twin) -> Twin:
    return equal(count_equal((set_headings(book), cell)), twins.number(0))


def set_headings(book: Book) -> twins.Column:
    """The headings of the columns with weights."""
    sets = [column.name for column in book.blocks["weights"].columns if column.own_heading]
    first, last = (book.heading("weights", name).text.partition("!")[2] for name in (sets[0], sets[-1]))
    return twins.Column(f"Weights!{first}:{last}", 1, sets)


def _constraints(book: Book, row: int) -> Twin:
    kind = book.cell("constraints", "kind", row)
    by_column: dict[str, list[str]] = {}
    for word, columns in NEEDED.items():
        for column in columns:
            by_column.setdefault(column, []).append(word)
    needed = [
        (
            all_of(is_blank(book.cell("constraints", column, row)), any_of(*(equal(kind, quoted(w)) for w in words))),
            quoted(f"{column.replace('_', ' ')} is missing"),
        )
        for column, words in by_column.items()
    ]
    cases = [
        _unused(book, "constraints", row, "name", "kind", "reason"),
        *_missing(book, "constraints", row, "name", "kind", "reason"),
        _twice(book, "constraints", row, "name"),
        *needed,
    ]
    return first_true(cases, OK)


def _sets(book: Book, row: int) -> Twin:
    cases = [
        _unused(book, "sets", row, "key", "members"),
        *_missing(book, "sets", row, "key", "members"),
        _twice(book, "sets", row, "key"),
    ]
    return first_true(cases, OK)


def _worlds(book: Book, row: int) -> Twin:
    world, option, criterion = (book.cell("worlds", column, row) for column in ("world", "option", "criterion"))
    names = book.column("worlds", "name"), (book.column("worlds", "world"), world)
    cases = [
        _unused(book, "worlds", row, "world", "name", "option", "criterion"),
        *_missing(book, "worlds", row, "world", "option", "criterion"),
        (equal(twins.count_filled_and(*names), twins.number(0)), quoted("name is missing")),
        _unknown(book, option, "options", "key", "option"),
        _unknown(book, criterion, "criteria", "key", "criterion"),
        _twice(book, "worlds", row, "world", "option", "criterion"),
        *_missing(book, "worlds", row, "best"),
    ]
    return first_true(cases, OK)


_MAKERS: Mapping[tuple[str, str], Maker] = {
    ("criteria", "check"): _criteria,
    ("levels", "check"): _levels,
    ("options", "check"): _options,
    ("ratings", "scale_worst"): _scale_end("worst"),
    ("ratings", "scale_best"): _scale_end("best"),
    ("ratings", "check"): _ratings,
    ("weights", "swing"): _swing,
    ("weights", "check"): _weights,
    ("weights", "branch"): _branch,
    ("statements", "check"): _statements,
    ("constraints", "check"): _constraints,
    ("sets", "check"): _sets,
    ("worlds", "check"): _worlds,
}
