"""Tables of options, ratings and weights as records."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import PurePath

from mcda.errors import Finding
from mcda.model.checks.names import did_you_mean, nearest
from mcda.model.criterion import Criterion
from mcda.model.numbers import DecimalMark, NumberError, decimal_mark, read_quantity
from mcda.model.option import Option, Rating
from mcda.model.part import Part, made
from mcda.model.places import Path, Spot
from mcda.model.record import Entry
from mcda.model.table import Cell, Row, Table
from mcda.model.weights import Weights

OPTION_COLUMNS = ("key", "name", "instrument", "themes", "significance", "source", "note")
RATING_COLUMNS = ("option", "criterion", "low", "best", "high", "confidence", "source", "rationale")
_CHOICES = ("significance", "confidence")
Cells = Mapping[str, Cell]


def folded(text: str) -> str:
    """A column name without regard to case, spaces and accents' spelling."""
    return "_".join(unicodedata.normalize("NFC", text).casefold().replace("_", " ").split())


def option_rows(table: Table, resources: Sequence[str]) -> Part[Option]:
    """Options, one a row: key, name, instrument, themes, a column for each resource, significance, source, note."""
    columns, findings = _columns(table, (*OPTION_COLUMNS, *resources), ("key", "name", *resources))
    part: Part[Option] = Part(findings=findings, broken=_broken("options", findings))
    marks = {key: _mark(table, columns, (key,)) for key in resources}
    for row in () if findings else table.rows:
        cells = _cells(row, columns)
        at: Path = ("options", len(part.records))
        uses, wrong = _uses(cells, resources, marks, row)
        data: dict[str, object] = {
            name: cells[name].text for name in OPTION_COLUMNS if name in cells and cells[name].text
        }
        data |= {"themes": _themes(cells["themes"].text) if "themes" in cells else (), "uses": uses}
        data = {name: str(v).casefold() if name in _CHOICES else v for name, v in data.items()}
        one = made(Option, data, _spots(cells, row), at, ("options", cells["key"].text))
        part = part.plus(one.with_findings(wrong))
    return part


def _uses(
    cells: Cells, resources: Sequence[str], marks: Mapping[str, DecimalMark], row: Row
) -> tuple[dict[str, Decimal], list[Finding]]:
    uses: dict[str, Decimal] = {}
    wrong: list[Finding] = []
    for key in resources:
        cell = cells[key]
        if not cell.text:
            what = f"What it uses of {key} is blank."
            wrong.append(_finding(cell, row, "blank-use", what, "Type 0 if it uses none: a blank is unknown."))
            continue
        try:
            quantity = read_quantity(cell.text, marks[key])
        except NumberError as error:
            wrong.append(_finding(cell, row, "number", error.what, error.cure))
            continue
        if quantity.percent:
            what = f"'{cell.text}' has a percent sign, which has no meaning for a resource."
            wrong.append(_finding(cell, row, "percent", what, "Type the number alone."))
        uses[key] = quantity.value
    return uses, wrong


def rating_rows(table: Table, criteria: Sequence[Criterion], options: Sequence[Option]) -> Part[Rating]:
    """Ratings, long (option, criterion, best ...) or wide (a column for each criterion)."""
    heads = {folded(cell.text) for cell in table.header}
    known = {folded(text) for criterion in criteria for text in (criterion.key, criterion.name)}
    if "criterion" not in heads and "best" not in heads and len(heads & known) >= 1:
        return _wide(table, criteria, options)
    return _long(table, criteria, options)


def _long(table: Table, criteria: Sequence[Criterion], options: Sequence[Option]) -> Part[Rating]:
    columns, findings = _columns(table, RATING_COLUMNS, ("option", "criterion", "best"))
    part: Part[Rating] = Part(findings=findings, broken=_broken("ratings", findings))
    mark = _mark(table, columns, ("low", "best", "high"))
    units = {criterion.key: criterion.unit for criterion in criteria}
    for row in () if findings else table.rows:
        cells = _cells(row, columns)
        option, criterion = (
            _option_key(cells["option"].text, options),
            _criterion_key(cells["criterion"].text, criteria),
        )
        data: dict[str, object] = {"option": option, "criterion": criterion}
        percent = "%" in units.get(criterion, "")
        for name in RATING_COLUMNS[2:]:
            text = cells[name].text if name in cells else ""
            if text:
                data[name] = _entry(text, mark, percent) if name in ("low", "best", "high") else text
        if "confidence" in data:
            data["confidence"] = str(data["confidence"]).casefold()
        at: Path = ("ratings", len(part.records))
        part = part.plus(made(Rating, data, _spots(cells, row), at, ("ratings", f"{option} x {criterion}")))
    return part


def _wide(table: Table, criteria: Sequence[Criterion], options: Sequence[Option]) -> Part[Rating]:
    keys = {folded(text): c.key for c in criteria for text in (c.key, c.name)}
    columns, findings = _columns(table, ("option", *keys), ("option",))
    part: Part[Rating] = Part(findings=findings, broken=_broken("ratings", findings))
    units = {criterion.key: criterion.unit for criterion in criteria}
    for row in () if findings else table.rows:
        cells = _cells(row, columns)
        option = _option_key(cells["option"].text, options)
        for name in columns:
            if name == "option":
                continue
            key, text = keys[name], cells[name].text
            data: dict[str, object] = {"option": option, "criterion": key}
            if text:
                data["best"] = _entry(text, _mark(table, columns, (name,)), "%" in units[key])
            at: Path = ("ratings", len(part.records))
            spots = {**_spots(cells, row), ("best",): Spot(cells[name].place, row.line)}
            part = part.plus(made(Rating, data, spots, at, ("ratings", f"{option} x {key}")))
    return part


def weights_rows(table: Table, key: str, names: Mapping[str, str], at: Path) -> Part[Weights]:
    """Weights from two columns, criterion (key or name) and points."""
    columns, findings = _columns(table, ("criterion", "points"), ("criterion", "points"))
    if findings:
        return Part(findings=findings, broken=frozenset([("weights", key)]))
    by_name = {folded(name): node for name, node in names.items()}
    mark = _mark(table, columns, ("points",))
    points: dict[str, object] = {}
    spots: dict[Path, Spot] = {(): Spot(table.place)}
    wrong: list[Finding] = []
    signs = set()
    for row in table.rows:
        cells = _cells(row, columns)
        node = by_name.get(folded(cells["criterion"].text), cells["criterion"].text)
        cell = cells["points"]
        if node in points:
            what = f"'{node}' is there twice."
            wrong.append(_finding(cells["criterion"], row, "duplicate-key", what, "Delete one of the rows."))
        if not cell.text:
            wrong.append(_finding(cell, row, "blank-points", f"The points of '{node}' are blank.", "Type 0 for none."))
            continue
        try:
            quantity = read_quantity(cell.text, mark)
        except NumberError as error:
            wrong.append(_finding(cell, row, "number", error.what, error.cure))
            continue
        signs.add(quantity.percent)
        points[node] = quantity.value
        spots["points", node] = Spot(cell.place, row.line)
    if len(signs) > 1:
        what = "Some points have a percent sign and some do not."
        wrong.append(Finding(table.place, "mixed-percent", what, "Write all of them with %, or none."))
    data = {"key": key, "name": key.replace("_", " "), "points": points}
    one = made(Weights, data, spots, at, ("weights", key))
    if wrong:
        return Part(findings=(*wrong,), broken=frozenset([("weights", key)]))
    return one


def table_key(file: str) -> str:
    """The key that a file's name gives: its stem."""
    return PurePath(file).stem


def _columns(table: Table, known: Sequence[str], needed: Sequence[str]) -> tuple[dict[str, int], tuple[Finding, ...]]:
    """The place of each known column; an unknown one beside a missing one it resembles is one finding."""
    heads = {folded(cell.text): i for i, cell in enumerate(table.header)}
    wanted = {folded(name): name for name in known}
    missing = [name for name in needed if folded(name) not in heads]
    findings = []
    for head, i in heads.items():
        if head in wanted:
            continue
        near = nearest(head, missing)
        cell = table.header[i]
        if near:
            missing.remove(near)
            cure = f"Did you mean '{near}', which is missing?"
        else:
            cure = did_you_mean(cell.text, known)
        what = f"There is no column '{cell.text}'."
        findings.append(Finding(cell.place, "unknown-column", what, cure))
    for name in missing:
        what = f"The column '{name}' is missing."
        findings.append(Finding(table.place, "missing-column", what, f"Add it to the header: {', '.join(known)}."))
    return {wanted[head]: i for head, i in heads.items() if head in wanted}, tuple(findings)


def _broken(table: str, findings: Sequence[Finding]) -> frozenset[tuple[str, str]]:
    return frozenset([(table, "")]) if findings else frozenset()


def _cells(row: Row, columns: Mapping[str, int]) -> Cells:
    return {name: Cell(row.cells[i].text.strip(), row.cells[i].place) for name, i in columns.items()}


def _spots(cells: Cells, row: Row) -> dict[Path, Spot]:
    first = next(iter(cells.values()))
    spots: dict[Path, Spot] = {(): Spot(first.place, row.line)}
    for name, cell in cells.items():
        spots[name,] = Spot(cell.place, row.line)
    return spots


def _finding(cell: Cell, row: Row, code: str, what: str, cure: str) -> Finding:
    return Finding(cell.place, code, what, cure, row.line)


def _mark(table: Table, columns: Mapping[str, int], names: Sequence[str]) -> DecimalMark:
    places = [columns[name] for name in names if name in columns]
    return decimal_mark([row.cells[i].text for row in table.rows for i in places])


def _entry(text: str, mark: DecimalMark, percent: bool) -> Entry:
    """A number where the text is one; a percent sign is welcome where the unit is %; else the text, for the checks."""
    try:
        quantity = read_quantity(text, mark)
    except NumberError:
        return text
    return quantity.value if percent or not quantity.percent else text


def _themes(text: str) -> tuple[str, ...]:
    for mark in "|,":
        text = text.replace(mark, ";")
    return tuple(folded(theme) for theme in text.split(";") if theme.strip())


def _option_key(text: str, options: Sequence[Option]) -> str:
    """An option by its key or its exact name."""
    return next((option.key for option in options if text in (option.key, option.name)), text)


def _criterion_key(text: str, criteria: Sequence[Criterion]) -> str:
    return next((criterion.key for criterion in criteria if text in (criterion.key, criterion.name)), text)
