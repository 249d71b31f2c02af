"""Damaged files of every format: an error with its place, or the very figures of the sound study. Nothing between."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest

from mcda import api
from mcda.api.workbooks import read_workbook
from mcda.errors import StudyError, errors
from mcda.excel.template import template_workbook
from mcda.model.checks import check as check_draft
from mcda.model.study import Study
from tests.campaign.damage import Damage, everything
from tests.campaign.recording import record
from tests.excel.test_preflight import EVERY as ODD_BOOKS
from tests.malformed import test_broken_files, test_odd_files, test_planted_constraints
from tests.malformed.study import write
from tests.malformed.test_odd_files import figures

CELLS = ("many", "#REF!", "", "1e99", "=1+1", "2026-05-03", "talks2", -5, 12345, True)


@dataclass
class Tally:
    """What became of the files; `wrong` must stay empty."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, kind: str, wrong: str = "") -> None:
        self.counts[kind] += 1
        if wrong:
            self.wrong.append(wrong)


def judge(damage: Damage, study: Path, sound: object) -> tuple[str, str]:
    """'refused' or 'read', and what is wrong with that ('' if nothing)."""
    findings = api.check(study)
    stops = errors(findings)
    told = "; ".join(f"{f.place} [{f.code}] {f.what}" for f in stops)
    if damage.reads or (not stops and "read" in damage.codes):
        if stops:
            return "refused", f"{damage.name}: should be read, but {told}"
        return "read", "" if figures(api.load(study)) == sound else f"{damage.name}: read as something else"
    fitting = [f for f in stops if f.code.startswith(damage.codes) and _near(f.place.line, damage.line)]
    if not stops:
        return "read", f"{damage.name}: no error at all"
    if not fitting:
        return "refused", f"{damage.name}: {told}"
    silent = [f for f in stops if not (f.what and f.cure)]
    return "refused", f"{damage.name}: no cure for {silent}" if silent else ""


def _near(found: int, wanted: int) -> bool:
    """Files and whole columns have no line; what is left open is told where it opens or where it is noticed."""
    return not found or not wanted or abs(found - wanted) <= 12


def run_all(cases: list[Damage], folder: Path) -> Tally:
    sound = figures(api.load(write(folder / "sound", {})))
    tally = Tally()
    for damage in cases:
        study = write(folder / "study", damage.changes)
        tally.add(*judge(damage, study, sound))
        shutil.rmtree(study)
    return tally


def test_a_sample_of_damaged_files_is_named_or_read(tmp_path: Path) -> None:
    cases = random.Random(8).sample(everything(), 60)

    assert run_all(cases, tmp_path).wrong == []


def inputs_of(book: Path) -> list[tuple[str, str]]:
    """The filled cells of the visible sheets."""
    sheets = [sheet for sheet in openpyxl.load_workbook(book).worksheets if sheet.sheet_state == "visible"]
    return [
        (sheet.title, cell.coordinate)
        for sheet in sheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.data_type != "f"
    ]


def changed_book(source: Path, target: Path, at: tuple[str, str], value: object) -> None:
    book = openpyxl.load_workbook(source)
    cell = book[at[0]][at[1]]
    cell.value = value
    book.save(target)


def judge_book(path: Path, sound: Study) -> str:
    """What became of a workbook with one changed cell: 'refused', 'the same', 'other' (it must then say why)."""
    try:
        draft = read_workbook(path)
    except StudyError:
        return "refused"
    if errors(check_draft(draft)):
        return "refused"
    return "the same" if draft.study() == sound else "other"


def run_books(count: int, folder: Path) -> Counter[str]:
    """Workbooks with one cell changed. Each is refused, or says what the cell says, or the cell was no input."""
    sound = api.load(write(folder / "sound", {}))
    source = folder / "source.xlsx"
    source.write_bytes(template_workbook(sound))
    rng = random.Random(count)
    places, found = inputs_of(source), Counter[str]()
    for _ in range(count):
        at, value = rng.choice(places), rng.choice(CELLS)
        before = openpyxl.load_workbook(source)[at[0]][at[1]].value
        changed_book(source, folder / "study.xlsx", at, value)
        outcome = judge_book(folder / "study.xlsx", sound)
        found[outcome] += 1
        if outcome == "other":
            study = read_workbook(folder / "study.xlsx").study()
            assert differs_by(study, sound, value, before), (at, before, value)
    return found


def differs_by(study: Study, sound: Study, value: object, before: object) -> bool:
    """Whether the studies differ in the changed cell's words and in nothing else."""
    one, other = study.model_dump_json(), sound.model_dump_json()
    if value == "":
        return len(one) < len(other) + len("null") and abs(len(one) - len(other)) <= 2 * len(str(before)) + 60
    return str(value).lower() in one.lower() and abs(len(one) - len(other)) <= 4 * (len(str(before)) + len(str(value)))


def test_workbooks_with_one_wrong_cell_are_refused_or_say_what_the_cell_says(tmp_path: Path) -> None:
    found = run_books(3, tmp_path)

    assert found["refused"] > 0


@pytest.mark.campaign
def test_every_damaged_file(tmp_path: Path) -> None:
    cases = everything()

    tally = run_all(cases, tmp_path)
    books = run_books(150, tmp_path / "books")

    by_hand = {
        "broken_studies_by_hand": len(test_broken_files.CASES),
        "planted_mistakes_by_hand": len(test_planted_constraints.PLANTED) + len(test_planted_constraints.UNREADABLE),
        "odd_files_by_hand": len(test_odd_files.SAME) + 9,
        "odd_workbooks_by_hand": len(ODD_BOOKS),
    }
    record(
        "malformed",
        files=len(cases) + sum(books.values()),
        **by_hand,
        generated_text_files=len(cases),
        generated_workbooks=sum(books.values()),
        refused_with_place=tally.counts["refused"],
        read_as_meant=tally.counts["read"],
        workbooks_refused=books["refused"],
        workbooks_read=books["the same"] + books["other"],
        tracebacks=0,
        wrong=len(tally.wrong),
    )
    assert tally.wrong == []
