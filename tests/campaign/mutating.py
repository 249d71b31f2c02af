"""Mutations of the files of a study: bytes, tokens, lines, cells, and the XML parts of a workbook."""

from __future__ import annotations

import io
import random
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mcda.api import load
from mcda.excel.template import template_workbook
from mcda.files.writing import study_files
from tests.excel.hostile import read_with_a_finding
from tests.excel.study_cases import full_study, hostile_study
from tests.malformed import test_broken_files, test_odd_files
from tests.malformed.study import FILES, write

TOKENS = (
    *("", " ", "\n", "\r\n", "\r", "\t", ",", ";", ":", ": ", "- ", "-", "#", "'", '"', "[", "]", "{", "}", "|", ">"),
    *("&a", "*a", "!!int", "<<", "%", "---", "...", "?", "\\", "\x00", "\x1b", "\x85", "\u2028", "\ufeff", "\u00a0"),
    *("0", "-0", "1e30", "1e31", "1e999", "-1e-99", "nan", "inf", "1,5", "1.500", "1,500", "1 000", "35%", "1/2", "٣"),
    *("9" * 80, "0.1", "\u22121", "+1", "0x10", "1_000", "TRUE", "no", "null", "~", "#DIV/0!", "#N/A", "=1+1", "€5"),
    *(
        "x" * 300,
        "ı",
        "İ",
        "ß",
        "e\u0301",
        "\U0001f600",
        "\u202e",
        "\ud7ff",
        "key",
        "option",
        "criterion",
        "best",
        "low",
    ),
    *(
        "name",
        "worst",
        "do_nothing",
        "points",
        "constraints",
        "budget",
        "mix_rule",
        "sum",
        "prob",
        "theme:talk",
        "sep=;",
    ),
)
XML_TOKENS = (
    *(
        't="s"',
        't="e"',
        't="b"',
        't="str"',
        't="inlineStr"',
        "<v>",
        "</v>",
        "<c/>",
        "<row>",
        "</row>",
        "<f>1</f>",
        "&lt;",
    ),
    *("&#0;", "&amp;", "&x;", "<!DOCTYPE a>", "<!--", "-->", "<![CDATA[", "]]>", 'r="A1"', 'r="XFD1048576"', 'r="A0"'),
    *(
        's="99"',
        's="-1"',
        'ref="A1:B2"',
        'hidden="1"',
        "<mergeCell",
        'state="hidden"',
        "xml:space",
        "\x00",
        "1e400",
        "NaN",
    ),
    *(
        "-1",
        "0",
        "99999999999",
        "42000",
        "<t>",
        "</t>",
        "<is>",
        "<rPh>",
        "xmlns=",
        "<?xml?>",
        "../",
        "#REF!",
        "mcda_",
        "&lt;",
        "NaN",
    ),
)
LATE = ("cp1252", "utf-16", "utf-16-le", "utf-8-sig", "utf-32", "cp1254", "cp437")


def texts() -> dict[str, list[bytes]]:
    """Seeds by file name: sound, odd and broken contents of each file of the small study."""
    seeds = {name: [text.encode()] for name, text in FILES.items()}
    changed: list[Mapping[str, str | bytes | None]] = [case.changes for case in test_broken_files.CASES]
    for changes in [*changed, *test_odd_files.SAME.values()]:
        for name, content in changes.items():
            if name in seeds and content:
                seeds[name].append(content if isinstance(content, bytes) else content.encode())
    for study in (full_study(), hostile_study()):
        for name, data in study_files(study).items():
            if name in seeds:
                seeds[name].append(data)
    seeds["inputs/constraints.yaml"].append(study_files(full_study())["inputs/constraints.yaml"])
    return seeds


def books() -> list[dict[str, bytes]]:
    """Seeds of workbooks as their parts: a sound study, others that we wrote, odd files of other programs."""
    with tempfile.TemporaryDirectory() as folder:
        sound = load(write(Path(folder), {}))
    ours = [parts(template_workbook(study)) for study in (sound, full_study(), None)]
    return [*ours, *(dict(odd.content) for odd in read_with_a_finding() if isinstance(odd.content, Mapping))]


def parts(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(of: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w") as archive:
        warnings.simplefilter("ignore")
        for name, data in of.items():
            archive.writestr(name, data)
    return stream.getvalue()


def mutated(data: bytes, rng: random.Random, tokens: Sequence[str] = TOKENS, others: Sequence[bytes] = ()) -> bytes:
    """The bytes after one to four small changes."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 4))):
        data = rng.choice(CHANGES)(data, rng, tokens)
    if others and rng.random() < 0.05:
        data = _spliced(data, rng.choice(others), rng)
    return data[:200_000]


def mutated_book(of: Mapping[str, bytes], rng: random.Random) -> dict[str, bytes]:
    """The parts with one or two of them changed, swapped, left out or doubled."""
    made = dict(of)
    for _ in range(rng.choice((1, 1, 2))):
        sheets = [name for name in sorted(made) if "sheet" in name]
        name = rng.choice(sheets if sheets and rng.random() < 0.6 else sorted(made))
        roll = rng.random()
        if roll < 0.04:
            del made[name]
        elif roll < 0.08:
            made[name] = made[rng.choice(sorted(made))]
        elif roll < 0.2:
            made[name] = _texts_changed(made[name], rng)
        else:
            made[name] = mutated(made[name], rng, (*XML_TOKENS, *TOKENS))
    return made


def _texts_changed(data: bytes, rng: random.Random) -> bytes:
    """XML that stays well formed: only what stands between > and < changes."""
    pieces = data.split(b">")
    filled = [i for i, piece in enumerate(pieces) if piece and not piece.startswith(b"<")]
    for i in rng.sample(filled, min(len(filled), rng.choice((1, 1, 3)))):
        token = rng.choice(TOKENS).replace("&", "&amp;").replace("<", "&lt;").encode()
        pieces[i] = token + pieces[i][pieces[i].find(b"<") :]
    return b">".join(pieces)


def _spot(data: bytes, rng: random.Random) -> int:
    return rng.randint(0, len(data))


def _flip(data: bytes, rng: random.Random, _: Sequence[str]) -> bytes:
    if not data:
        return b"x"
    at = rng.randrange(len(data))
    return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]


def _insert(data: bytes, rng: random.Random, tokens: Sequence[str]) -> bytes:
    at = _spot(data, rng)
    return data[:at] + rng.choice(tokens).encode() + data[at:]


def _cut(data: bytes, rng: random.Random, _: Sequence[str]) -> bytes:
    at = _spot(data, rng)
    return data[:at] + data[at + rng.choice((1, 1, 2, 5, 20, 100)) :]


def _truncate(data: bytes, rng: random.Random, _: Sequence[str]) -> bytes:
    return data[: _spot(data, rng)]


def _field(data: bytes, rng: random.Random, tokens: Sequence[str]) -> bytes:
    """One field (what stands between separators, quotes, spaces or line ends) becomes a token."""
    marks = [i for i, byte in enumerate(data) if byte in b",;\t\n: \"'[]{}<>="]
    if len(marks) < 2:
        return _insert(data, rng, tokens)
    i = rng.randrange(len(marks) - 1)
    return data[: marks[i] + 1] + rng.choice(tokens).encode() + data[marks[i + 1] :]


def _lines(data: bytes, rng: random.Random, _: Sequence[str]) -> bytes:
    """A line twice, gone, elsewhere, or indented."""
    lines = data.split(b"\n")
    i, k = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            lines.insert(k, lines[i])
        case 1:
            del lines[i]
        case 2:
            lines[i], lines[k] = lines[k], lines[i]
        case _:
            lines[i] = rng.choice((b" ", b"  ", b"\t", b"- ")) + lines[i]
    return b"\n".join(lines)


def _encoded(data: bytes, rng: random.Random, tokens: Sequence[str]) -> bytes:
    if rng.random() < 0.8:
        return _insert(data, rng, tokens)
    return data.decode("utf-8", "replace").encode(rng.choice(LATE), "replace")


def _spliced(data: bytes, other: bytes, rng: random.Random) -> bytes:
    return data[: _spot(data, rng)] + other[_spot(other, rng) :]


CHANGES: tuple[Callable[[bytes, random.Random, Sequence[str]], bytes], ...] = (
    *(_flip, _insert, _cut, _truncate, _lines, _lines, _encoded),
    *(_field, _field, _field),
)
