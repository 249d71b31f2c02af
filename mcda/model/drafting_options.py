"""The options table as records: one option a row, one column for each resource."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from mcda.errors import Finding
from mcda.model.columns import Columns, Line, Spoilt, blanks, columns_of, only_known, same
from mcda.model.numbers import DecimalMark, NumberError, read_quantity
from mcda.model.option import Option
from mcda.model.part import Part, made, numbered
from mcda.model.table import Table

OPTION_COLUMNS = ("key", "name", "instrument", "themes", "significance", "source", "note")
_SEPARATORS = re.compile(r"[|;,]")


def options_part(table: Table, resources: Mapping[str, str] | None, spoilt: Spoilt) -> Part[Option]:
    """All options. `resources` gives the name of each resource by key; None if they could not be read.

    Then columns that may be resources are passed over.
    """
    columns = option_columns(table, resources)
    if "key" in columns.missing:
        return Part(findings=columns.findings, broken=frozenset([("options", "")]))
    if "name" in columns.missing:
        keys = (line.text("key") for line, _ in columns.lines(spoilt))
        return Part(findings=columns.findings, broken=frozenset(("options", key) for key in keys))
    used = tuple(key for key in resources or () if key in columns.index)
    part = numbered("options", _options(columns, used, spoilt))
    return Part(part.records, part.spots, (*columns.findings, *part.findings), part.broken)


def option_columns(table: Table, resources: Mapping[str, str] | None) -> Columns:
    """The columns of an options table: our own, and one for each resource, by its key or name."""
    known = same(OPTION_COLUMNS) | {name: key for key, name in (resources or {}).items()} | same(resources or ())
    needed = {"key": "Give each option a short key of its own.", "name": "Give each option a name that people know."}
    needed |= {key: f"Add a column {key}; type 0 where an option uses none." for key in resources or ()}
    columns = columns_of(table, known, needed)
    return columns if resources is not None else only_known(columns)


def _options(columns: Columns, resources: tuple[str, ...], spoilt: Spoilt) -> Iterator[Part[Option]]:
    marks = {key: columns.decimal_mark([key]) for key in resources}
    for line, is_spoilt in columns.lines(spoilt):
        wrong = blanks(line, ("key", "name"), lambda name: f"Give the option a {name}.")
        if is_spoilt or wrong:
            broken = frozenset([("options", line.text("key"))] if line.text("key") else [])
            yield Part(findings=() if is_spoilt else tuple(wrong), broken=broken)
        else:
            yield _option(line, marks)


def _option(line: Line, marks: Mapping[str, DecimalMark]) -> Part[Option]:
    uses, wrong = _uses(line, marks)
    data: dict[str, object] = {name: text for name, text in line.texts.items() if name in OPTION_COLUMNS}
    data |= {"themes": _themes(line.text("themes")), "uses": uses}
    if "significance" in data:
        data["significance"] = line.text("significance").casefold()
    spots = line.spots() | {("uses", key): line.spot(key) for key in marks}
    return made(Option, data, spots, ("options", line.text("key"))).with_findings(wrong)


def _themes(text: str) -> list[str]:
    return [theme.strip() for theme in _SEPARATORS.split(text) if theme.strip()]


def _uses(line: Line, marks: Mapping[str, DecimalMark]) -> tuple[dict[str, Decimal], tuple[Finding, ...]]:
    uses: dict[str, Decimal] = {}
    wrong: list[Finding] = []
    for key, mark in marks.items():
        amount = _amount(line, key, mark)
        if isinstance(amount, Finding):
            wrong.append(amount)
        else:
            uses[key] = amount
    return uses, tuple(wrong)


def _amount(line: Line, key: str, mark: DecimalMark) -> Decimal | Finding:
    text = line.text(key)
    if not text:
        return line.finding(key, "blank-use", f"What it uses of {key} is blank.", "Type 0 if it uses none.")
    try:
        quantity = read_quantity(text, mark)
    except NumberError as error:
        return line.finding(key, "number", error.what, error.cure)
    if quantity.percent:
        what = f"'{text}' has a percent sign, which has no meaning for a resource."
        return line.finding(key, "percent", what, "Type the number alone.")
    return quantity.value


def option_names(table: Table | None) -> Iterable[tuple[str, str]]:
    """(key, name) of every option in the table, sound or not."""
    if table is None:
        return ()
    columns = option_columns(table, None)
    return [(line.text("key"), line.text("name")) for line, _ in columns.lines(())]
