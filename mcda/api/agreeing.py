"""Whether a results workbook that was scored again agrees with the engine, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mcda.api.saving import RESULTS, fingerprint, our_version
from mcda.api.workbooks import kept_with
from mcda.errors import Finding, Place
from mcda.scenario.overrides import Overrides
from mcda.scenario.reading import Kept
from mcda.scenario.scenario import run
from mcda.scenario.verifying import ABSENT, Difference

if TYPE_CHECKING:
    from mcda.excel.every_cell import Cells

MOST_FINDINGS = 20
_ONLY_YELLOW = "mcda reads the yellow cells alone. Undo the change, or make the workbook again with mcda score."


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a comparison found, as sentences; `differs` says whether some cells cannot be trusted."""

    sentences: tuple[str, ...]
    differs: bool


def overwritten_cells(path: Path) -> tuple[Finding, ...]:
    """Notes on formulas and fixed texts of a results workbook that were overwritten. Nothing read depends on them."""
    opened = _open(path)
    if opened.stale:
        place, cure = Place(path.as_posix()), "Make it again with mcda score."
        return (Finding(place, "other-version", opened.stale, cure, severity="note"),)
    found = _overwritten(opened)
    return tuple(_finding(path, each) for each in found[:MOST_FINDINGS])


def agreement_with(path: Path, folder: Path) -> Agreed:
    """The results workbook at `path` compared with the one in the folder of the scenario that was made from it."""
    from mcda.excel.results_input.agreement import agreement, has_formulas_of, live_cells

    opened = _open(path)
    if opened.stale:
        return Agreed((opened.stale,), differs=False)
    fresh = live_cells((folder / RESULTS).read_bytes())
    found = agreement(path.name, opened.cells, fresh)
    # With other constraints the new workbook has other rows; only that of the saved run tells what was overwritten.
    changed = () if has_formulas_of(opened.cells, fresh) else _overwritten(opened)
    sentences = [*_overwritten_words(changed), *_different_words(found.different, found.blank)]
    if not sentences:
        to = f"to {found.gap:.0e}" if found.gap else "to the last digit"
        return Agreed((f"The workbook agrees with the engine {to} ({found.compared} formula cells).",), differs=False)
    return Agreed(tuple(sentences), differs=True)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A results workbook, the inputs of its run, and why its formulas cannot be compared (blank: they can)."""

    path: Path
    kept: Kept
    cells: Cells
    stale: str


def _open(path: Path) -> _Opened:
    """The workbook at `path`, which has been read as a study: it has passed preflight."""
    from mcda.excel.results_input.agreement import live_cells

    kept, version = kept_with(path)
    if version != our_version():
        stale = f"It was made by version {version or 'unknown'}; its formulas were not compared with this version's."
        return _Opened(path, kept, {}, stale)
    return _Opened(path, kept, live_cells(path.read_bytes()), "")


def _overwritten(opened: _Opened) -> tuple[Difference, ...]:
    """The cells that are not as the engine wrote them for the saved run."""
    from mcda.excel.results import results_workbook
    from mcda.excel.results_input.agreement import live_cells, overwritten, unlocked

    kept = opened.kept
    saved = run(kept.study, kept.weights, kept.name, Overrides(texts=kept.overrides), kept.notes, kept.settings)
    written = results_workbook(saved, (), version=our_version(), fingerprint=fingerprint(saved))
    return tuple(overwritten(opened.path.name, opened.cells, live_cells(written), unlocked(written)))


def _finding(path: Path, found: Difference) -> Finding:
    place = Place(path.as_posix(), cell=found.place)
    if found.stored == ABSENT:
        return Finding(place, "sheet-deleted", "The sheet was deleted.", _ONLY_YELLOW, severity="note")
    if found.recomputed.startswith("="):
        what = f"The formula was overwritten: the cell holds '{found.stored}'."
        return Finding(place, "overwritten-formula", what, _ONLY_YELLOW, found.stored, "note")
    what = f"The cell holds '{found.stored}' in place of '{found.recomputed}', and is not read."
    return Finding(place, "overwritten-text", what, _ONLY_YELLOW, found.stored, "note")


def _overwritten_words(changed: tuple[Difference, ...]) -> Iterator[str]:
    if changed:
        yield (
            f"{_count(len(changed), 'cell')} of the workbook {'was' if len(changed) == 1 else 'were'} overwritten and "
            f"not read: {_listed(changed)}."
        )


def _different_words(different: tuple[Difference, ...], blank: int) -> Iterator[str]:
    if not different:
        return
    if blank == len(different):
        yield (
            f"The formulas of the workbook hold no results ({_count(blank, 'cell')}): the program that saved it did "
            "not calculate. Open it in LibreOffice or Excel and save it to compare."
        )
        return
    values = ", ".join(f"{each.place} {each.stored} (engine: {each.recomputed})" for each in different[:3])
    yield (
        f"{_count(len(different), 'formula cell')} of the workbook differ from the engine: {values}"
        f"{', ...' if len(different) > 3 else ''}. Its formulas are older than its yellow cells, or the program that "
        "saved it calculates otherwise: use the figures of mcda."
    )


def _listed(changed: tuple[Difference, ...]) -> str:
    more = len(changed) - 5
    return ", ".join(each.place for each in changed[:5]) + (f" and {more} more" if more > 0 else "")


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
