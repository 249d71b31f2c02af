"""A saved run of a study with branches, levels and every kind of constraint, and edits of its results workbook."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.workbook import Workbook

from mcda import api
from mcda.excel.read import defined_blocks
from mcda.model.constraint import Constraint, Constraints
from mcda.model.criterion import Branch, Criterion
from mcda.model.option import Option, Rating
from mcda.model.study import About, Study
from mcda.model.weights import Weights
from mcda.scenario.overrides import Overrides
from mcda.scenario.reading import notes_of
from mcda.scenario.scenario import run

Edit = Callable[[Workbook], object]
WEIGHTS, RATINGS, SWITCHES, BUDGETS = "mcda_weights", "mcda_ratings", "mcda_rule_on", "mcda_budgets"

_NAMES = ("First idea", "Second idea", "Third idea", "Fourth idea")
_BEST = {"calm": ("2.5", "7.125", 4, 9), "effect": (1, 3, "-2", 0), "risk": (20, 45, 10, 30)}
_TRUST = ("low", "some", "high", "some")


def sound_study(names: Sequence[str] = _NAMES) -> Study:
    """A study without a finding: two branches, points, words as levels, six constraints. Options have these names."""
    options = tuple(
        Option(key=f"o{i}", name=name, uses={"money": i + 1}, source=name, note=name) for i, name in enumerate(names)
    )
    return Study(
        about=About(
            name="A sound study",
            question="What to do?",
            do_nothing="Nothing new",
            default_weights="one",
            resources={"money": {"name": "Money", "unit": "million"}},
        ),
        criteria=_criteria(),
        branches=(Branch(kind="branch", key="aims", name="Aims"), Branch(kind="branch", key="means", name="Means")),
        options=options,
        ratings=tuple(rating for i, option in enumerate(options) for rating in _ratings(option, i)),
        weights=(_weights(),),
        constraints=_constraints(),
    )


def _criteria() -> tuple[Criterion, ...]:
    steps = {"points": {-3: 0, 0: 40, 3: 100}}
    trust = {"levels": {"low": 0, "some": 40, "high": 100}}
    common = {"definition": "d", "mix_rule": "sum"}
    return (
        Criterion(key="calm", name="Calm", unit="days", worst=0, best=10, do_nothing=1, parent="aims", **common),
        Criterion(
            key="effect",
            name="Effect",
            unit="steps",
            worst=-3,
            best=3,
            do_nothing=0,
            value=steps,
            parent="aims",
            **common,
        ),
        Criterion(key="risk", name="Risk", unit="%", worst=100, best=0, do_nothing=30, parent="means", **common),
        Criterion(
            key="trust",
            name="Trust",
            unit="level",
            worst="low",
            best="high",
            do_nothing="some",
            value=trust,
            parent="means",
            **common,
        ),
    )


def _ratings(option: Option, i: int) -> tuple[Rating, ...]:
    best = {**{key: entries[i % 4] for key, entries in _BEST.items()}, "trust": _TRUST[i % 4]}
    wide = {"low": 2, "high": 9} if i % 4 else {}
    text = {"source": option.source, "rationale": option.note}
    return tuple(
        Rating(option=option.key, criterion=key, best=entry, **(wide if key == "calm" else {}), **text)
        for key, entry in best.items()
    )


def _weights() -> Weights:
    points = {"aims": 60, "means": 40, "calm": "33.3", "effect": "66.7", "risk": 70, "trust": 30}
    return Weights(key="one", name="One", who="us", when="2026", points=points)


def _constraints() -> Constraints:
    kinds: tuple[dict[str, object], ...] = (
        {"budget": {"resource": "money", "at_most": "6.5"}},
        {"size": {"max": 3}},
        {"not_both": ["o0", "o1"], "penalty": "0.5"},
        {"at_most": {"count": 2, "of": ["o1", "o2", "o3"]}},
        {"mix_level": {"criterion": "risk", "at_least": 100}},
        {"interaction": {"options": ["o0", "o2"], "criterion": "calm", "points": "-1.5"}},
    )
    return Constraints(
        constraints=tuple(Constraint(name=f"=Rule {i}", reason="r", **each) for i, each in enumerate(kinds))
    )


def saved_run(study: Study, weights: str, outputs: Path) -> Path:
    """The folder of a saved run."""
    return api.save(run(study, study.weight_set(weights), weights, Overrides(), notes_of(study)), outputs)


def copied(folder: Path, target: Path) -> Path:
    """The results workbook of a copy of a scenario's folder, to be edited."""
    return Path(shutil.copytree(folder, target / "outputs" / folder.name)) / "results.xlsx"


def edit(path: Path, change: Edit) -> Path:
    """The workbook after a person's change, without anything recalculated."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def cell_of(path: Path, name: str, row: int = 0) -> str:
    """The address of a cell of a named block, as Sheet!C7."""
    return _first_cells(path.read_bytes())[name, row]


@lru_cache(maxsize=8)
def _first_cells(data: bytes) -> Mapping[tuple[str, int], str]:
    """The address of the first cell of each row of each named block."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "results.xlsx"
        path.write_bytes(data)
        blocks, _ = defined_blocks(path, path.name)
    return {(name, row): line[0].place.cell for name, block in blocks.items() for row, line in enumerate(block)}


def typed(address: str, value: object) -> Edit:
    """Typing into a cell."""
    return all_typed({address: value})


def all_typed(cells: Mapping[str, object]) -> Edit:
    """Typing into several cells."""

    def change(book: Workbook) -> None:
        for address, value in cells.items():
            sheet, _, cell = address.partition("!")
            book[sheet][cell] = value

    return change


def typed_over(path: Path, cells: Mapping[str, float | str | None]) -> Path:
    """The workbook with other contents in cells that it has, all else to the byte, values of formulas too."""
    titles = openpyxl.load_workbook(path, read_only=True).sheetnames
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    for address, value in cells.items():
        sheet, _, cell = address.partition("!")
        part = f"xl/worksheets/sheet{titles.index(sheet) + 1}.xml"
        text, changed = re.subn(
            rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)',
            lambda found, cell=cell, value=value: _xml(cell, found[1] or "", value),
            parts[part].decode(),
        )
        assert changed == 1, address
        parts[part] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def _xml(cell: str, style: str, value: float | str | None) -> str:
    match value:
        case None:
            return f'<c r="{cell}"{style}/>'
        case str():
            return f'<c r="{cell}"{style} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{cell}"{style}><v>{value}</v></c>'


def without_record(book: Workbook) -> None:
    """The workbook as one that never carried its record."""
    if "_record" in book.sheetnames:
        del book["_record"]
        del book.defined_names["mcda_record"]
