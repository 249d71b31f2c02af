"""Systematic damage to every field of every file of the small study, each with what must come of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from tests.malformed.study import FILES

Changes = dict[str, str | bytes | None]
READ = "read"
NUMBERS = {
    "words": "many",
    "nan": "nan",
    "infinity": "inf",
    "a date": "3/5",
    "a spreadsheet error": "#REF!",
    "euros": "€2",
    "two numbers": "1 2",
    "too large": "1e99",
    "hexadecimal": "0x1F",
    "underscores": "1_000",
    "two signs": "--1",
    "two points": "1.2.3",
}
SPELLINGS = {"plus": "+{}", "zeros": "{}.000", "spaces": "  {}  ", "exponent": "{}e0", "no-break space": "\u00a0{}"}
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "cp1252")
LINE_ENDS = {"Windows": "\r\n", "old Mac": "\r"}


@dataclass(frozen=True)
class Damage:
    """A study with changes, and what must come of it: READ as the sound one, LOADS, or an error of one of `codes`."""

    name: str
    changes: Changes
    file: str
    codes: tuple[str, ...] = ()
    line: int = 0

    @property
    def reads(self) -> bool:
        return self.codes == (READ,)


def everything() -> list[Damage]:
    return [*_yaml(), *_tables(), *_whole_files()]


def _yaml() -> Iterator[Damage]:
    for file in FILES:
        if not file.endswith(".yaml"):
            continue
        lines = FILES[file].splitlines()
        for i, line in enumerate(lines):
            head, colon, value = line.partition(":")
            if not colon or head.lstrip().startswith(("- ", "{")):
                continue
            yield from _field(file, lines, i, (head, value.strip()))


def _field(file: str, lines: list[str], i: int, field: tuple[str, str]) -> Iterator[Damage]:
    (head, value), at = field, f"{file}:{i + 1} {field[0].strip()}"
    indent = head[: len(head) - len(head.lstrip())]

    def made(what: str, new: list[str], *codes: str) -> Damage:
        text = "\n".join([*lines[:i], *new, *lines[i + 1 :]]) + "\n"
        return Damage(f"{at}: {what}", {file: text}, file, codes, i + 1)

    if value:
        yield made("twice", [lines[i], lines[i]], "duplicate-field")
        yield made("open quote", [f'{head}: "{value}'], "unclosed-quote", "quotes", "colon")
        yield made("open bracket", [f"{head}: [{value}"], "unclosed-bracket", "colon", "indentation")
        yield made("an anchor", [f"{head}: &a {value}"], "reference")
        yield made("a type mark", [f"{head}: !odd {value}"], "tag")
        yield made("two colons", [f"{head}: a: {value}"], "colon")
        yield made("a control character", [f"{head}: {value}\x07"], "control-character")
        yield made("no space after the colon", [f"{head}:{value}"], "colon", "wrong-kind", "indentation", "field-name")
        yield made("a remark behind", [f"{lines[i]}   # as agreed"], READ)
        yield made("spaces behind", [lines[i] + "   "], READ)
        if not value.startswith(("[", "{", '"')):
            yield made("marked as text", [f"{head}: !!str {value}"], READ)
            yield made("in double quotes", [f'{head}: "{value}"'], READ)
            yield made("in single quotes", [f"{head}: '{value}'"], READ)
        yield made("a list", [f"{head}: [[{value}]]"], *_KINDS)
        yield made("a group", [f"{head}: {{deep: {{er: x}}}}"], *_KINDS)
    yield made("a tab", [f"\t{lines[i]}"], "tab", "indentation", "colon", "quotes")
    yield made("a remark above", [f"{indent}# hear, hear", lines[i]], READ)
    yield made("a blank line above", ["", lines[i]], READ)


_KINDS = (
    *("wrong-kind", "unknown-field", "missing-field", "number", "text", "choice", "colon", "level", "scale-ends"),
    *("constraint-kind", "no-bound"),
)


def _tables() -> Iterator[Damage]:
    for file, numbers in (("inputs/ratings.csv", ("low", "best", "high")), ("inputs/options.csv", ("staff",))):
        rows = list(csv.reader(io.StringIO(FILES[file])))
        yield from _columns(file, rows)
        for i, row in enumerate(rows[1:], 1):
            yield from _row(file, rows, i)
            for j, cell in enumerate(row):
                if rows[0][j] in numbers and cell.lstrip("-").replace(".", "").isdigit():
                    yield from _number(file, rows, (i, j))


def _table(rows: list[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def _columns(file: str, rows: list[list[str]]) -> Iterator[Damage]:
    for j, name in enumerate(rows[0]):

        def made(what: str, new: list[list[str]], *codes: str, name: str = name) -> Damage:
            return Damage(f"{file} column {name}: {what}", {file: _table(new)}, file, codes, 1)

        head = [*rows[0][:j], name + "zz", *rows[0][j + 1 :]]
        yield made("misspelt", [head, *rows[1:]], "unknown-column", "missing-column")
        yield made("twice", [[*row, row[j]] for row in rows], "heading-twice")
        yield made("last", [[*row[:j], *row[j + 1 :], row[j]] for row in rows], READ)
        if name in ("option", "criterion", "best", "key", "name"):
            yield made("missing", [[*row[:j], *row[j + 1 :]] for row in rows], "missing-column")
        head = [*rows[0][:j], f" {name.upper()} ", *rows[0][j + 1 :]]
        yield made("in capitals", [head, *rows[1:]], READ)


def _row(file: str, rows: list[list[str]], i: int) -> Iterator[Damage]:
    def made(what: str, new: list[list[str]], *codes: str) -> Damage:
        return Damage(f"{file}:{i + 1}: {what}", {file: _table([*rows[:i], *new, *rows[i + 1 :]])}, file, codes, i + 1)

    row = rows[i]
    yield made("twice", [row, row], "duplicate-rating", "duplicate-option")
    yield made("cut short", [row[:2]], "too-few-cells")
    yield made("a cell too many", [[*row, "more"]], "too-many-cells")
    yield made("blank cells behind", [[*row, "", ""]], READ)
    yield made("a blank row above", [[""] * len(row), row], READ)
    yield made("misspelt", [[row[0] + "zz", *row[1:]]], "unknown-option", "missing-rating")
    yield made("gone", [], "missing-rating", "unknown-option")


def _number(file: str, rows: list[list[str]], at: tuple[int, int]) -> Iterator[Damage]:
    i, j = at
    cell = rows[i][j]

    def made(what: str, text: str, *codes: str) -> Damage:
        new = [*rows[i][:j], text, *rows[i][j + 1 :]]
        changes: Changes = {file: _table([*rows[:i], new, *rows[i + 1 :]])}
        return Damage(f"{file}:{i + 1} {rows[0][j]}: {what}", changes, file, codes, i + 1)

    for what, text in NUMBERS.items():
        yield made(what, text, "number")
    if rows[0][j] != "staff":
        yield made("off the scale", "1000", "rating-off-scale")
    for what, pattern in SPELLINGS.items():
        if not (cell.startswith("-") and what == "plus") and not ("." in cell and what == "zeros"):
            yield made(what, pattern.format(cell), READ)
    if rows[0][j] in ("best", "staff"):
        yield made("blank", "", "blank-rating", "blank-use", "rating-order", "missing-rating")


def _whole_files() -> Iterator[Damage]:
    for file, text in FILES.items():
        for encoding in ENCODINGS:
            yield Damage(f"{file} in {encoding}", {file: text.encode(encoding)}, file, (READ,))
        for name, end in LINE_ENDS.items():
            yield Damage(f"{file} with {name} line ends", {file: text.replace("\n", end).encode()}, file, (READ,))
        yield Damage(f"{file} without its last line end", {file: text.rstrip("\n")}, file, (READ,))
        yield Damage(f"{file} with blank lines at its end", {file: text + "\n\n\n"}, file, (READ,))
        yield Damage(f"{file} empty", {file: ""}, file, ("empty-file", READ))
        yield Damage(f"{file} as a zip", {file: b"PK\x03\x04" + text.encode()}, file, ("not-text",))
        yield Damage(f"{file} as noise", {file: bytes(range(256)) * 4}, file, ("not-text", "control-character"))
        yield Damage(f"{file} as a web page", {file: f"<!DOCTYPE html><html><body>{text}</body></html>"}, file, _PAGE)
        if file != "inputs/constraints.yaml":
            yield Damage(f"{file} missing", {file: None}, file, _GONE)


_PAGE = (
    *(
        "colon",
        "quotes",
        "wrong-kind",
        "missing-column",
        "unknown-column",
        "no-table",
        "too-many-cells",
        "unknown-field",
    ),
    *("indentation", "missing-field", "reference", "tag", "field-name", "heading"),
)
_GONE = ("missing-file", "no-weights", "unknown-criterion", "unknown-weights", "no-criteria")
