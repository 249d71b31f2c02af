"""Whether a results workbook that was scored again agrees with the engine, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mcda.api.robustness import quick_look
from mcda.api.saving import RESULTS, our_version, results_file
from mcda.api.workbooks import is_results_workbook, kept_with
from mcda.errors import Finding, Place
from mcda.scenario.mix_explain import explain_mix
from mcda.scenario.overrides import Overrides
from mcda.scenario.reading import Kept
from mcda.scenario.scenario import run
from mcda.scenario.verifying import Difference

if TYPE_CHECKING:
    from mcda.excel.every_cell import Cells
    from mcda.excel.results_input.overwriting import Overwritten

MOST_FINDINGS = 20
_INPUTS = "Inputs are changed in the yellow cells"
Taken = Literal["all", "points", "all but points"]
# The tables of a results workbook that a command leaves aside, and what to do about it.
_ASIDE: dict[Taken, tuple[str, ...]] = {"all": (), "points": ("ratings", "constraints"), "all but points": ("weights",)}
_TAKE: dict[Taken, str] = {
    "all": "",
    "points": "With -w only points are taken from a workbook; score the workbook itself to take the rest.",
    "all but points": "The points are those of -w; leave it out to take those of the workbook.",
}


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a comparison found, as sentences; `differs` says whether some cells cannot be trusted."""

    sentences: tuple[str, ...]
    differs: bool


def overwritten_cells(path: Path) -> tuple[Finding, ...]:
    """Notes on every cell of a results workbook that is not read and not as it was written for the saved run."""
    opened = _open(path)
    if opened.stale:
        place, cure = Place(path.as_posix()), "Make it again with mcda score."
        return (Finding(place, "other-version", opened.stale, cure, severity="note"),)
    return _overwritten(opened, "all")


def not_read(path: Path, taken: Taken) -> tuple[str, ...]:
    """The same in sentences, for a run that took some of the input cells of the workbook.

    Changes in those that it did not take are named too.
    """
    opened = _open(path)
    return (opened.stale,) if opened.stale else tuple(_changed_words(path, _overwritten(opened, taken)))


def about_workbooks(study: Path, weights: Sequence[str | None], same: Path | None = None) -> tuple[str, ...]:
    """What of the results workbooks that a run has read was not taken, in sentences; nothing of other files.

    `same` is the folder of the scenario of the same inputs, if any: its workbook is compared with this one throughout.
    """
    said: list[str] = []
    named = [Path(each) for each in weights if each]
    if is_results_workbook(study):
        if same and not named:
            said += agreement_with(study, same).sentences
        else:
            said += not_read(study, "all but points" if named else "all")
    for path in named:
        said += not_read(path, "points") if is_results_workbook(path) else ()
    return tuple(said)


def agreement_with(path: Path, folder: Path) -> Agreed:
    """The results workbook at `path` compared with the one in the folder of the scenario that was made from it."""
    from mcda.excel.results_input.agreement import agreement, live_cells

    opened = _open(path)
    if opened.stale:
        return Agreed((opened.stale,), differs=False)
    found = agreement(path.name, opened.cells, live_cells((folder / RESULTS).read_bytes()))
    changed = _changed_words(path, _overwritten(opened, "all"))
    sentences = [*changed, *_different_words(found.different, found.blank)]
    if not sentences:
        to = f"to {found.gap:.0e}" if found.gap else "to the last digit"
        return Agreed((f"The workbook agrees with the engine {to} ({found.compared} formula cells).",), differs=False)
    return Agreed(tuple(sentences), differs=True)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A results workbook, the inputs of its run, and why its cells cannot be compared (blank: they can)."""

    path: Path
    kept: Kept
    cells: Cells
    stale: str


def _open(path: Path) -> _Opened:
    """The workbook at `path`, which has been read as a study: it has passed preflight."""
    from mcda.excel.results_input.agreement import live_cells

    kept, version = kept_with(path)
    if version != our_version():
        stale = f"It was made by version {version or 'unknown'}; its cells were not compared with this version's."
        return _Opened(path, kept, {}, stale)
    return _Opened(path, kept, live_cells(path.read_bytes()), "")


def _overwritten(opened: _Opened, taken: Taken) -> tuple[Finding, ...]:
    """Notes on the cells that are not as the engine wrote them for the saved run, and that were not taken."""
    from mcda.excel.results_input.overwriting import changed_inputs, overwritten, written_in

    kept = opened.kept
    saved = run(kept.study, kept.weights, kept.name, Overrides(texts=kept.overrides), kept.notes, kept.settings)
    written = written_in(results_file(saved, explain_mix(saved), quick_look(saved), b""))
    aside = (_left(opened.path, each, _TAKE[taken]) for each in changed_inputs(opened.cells, written, _ASIDE[taken]))
    return (*aside, *(_finding(opened.path, each) for each in overwritten(opened.cells, written)))


def _left(path: Path, found: Overwritten, cure: str) -> Finding:
    what = f"The yellow cell holds {found.found}, {found.written} in the saved run; it was not taken."
    return Finding(Place(path.as_posix(), cell=found.place), "not-taken", what, cure, severity="note")


def _finding(path: Path, found: Overwritten) -> Finding:
    place, cure = Place(path.as_posix(), cell=found.place), _cure(found)
    match found.kind:
        case "sheet":
            what = "There is no sheet of this name any more."
            return Finding(place, "sheet-deleted", what, "Undo it, or make the workbook again.", severity="note")
        case "formula":
            what = f"The formula was overwritten: the cell holds {found.found}. This cell is not read."
            return Finding(place, "overwritten-formula", what, cure, severity="note")
        case "blank":
            what = f"The cell holds {found.found}; mcda left it blank. This cell is not read."
            return Finding(place, "filled-blank", what, cure, severity="note")
    code = "overwritten-text" if found.written.startswith("'") else "overwritten-number"
    what = f"The cell holds {found.found} where mcda wrote {found.written}. This cell is not read."
    return Finding(place, code, what, cure, severity="note")


def _cure(found: Overwritten) -> str:
    inputs = f"An input is changed in the yellow cell {found.yellow}" if found.yellow else _INPUTS
    return f"Undo it. {inputs} or in the study's files; then score again."


def _changed_words(path: Path, found: Sequence[Finding]) -> Iterator[str]:
    """A line for each cell, as many as a person reads."""
    if not found:
        return
    yield f"{_count(len(found), 'cell')} of {path.name} {'was' if len(found) == 1 else 'were'} changed and not read:"
    yield from (f"  {each.place.cell}: {each.what} {each.cure}" for each in found[:MOST_FINDINGS])
    if len(found) > MOST_FINDINGS:
        yield f"  ... and {len(found) - MOST_FINDINGS} more: mcda check {path.as_posix()} --all"


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


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
