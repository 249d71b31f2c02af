"""What the results workbook and the command say in words has the figures of the engine."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from mcda import api
from mcda.api.robustness import quick_look
from mcda.cli.score import score
from mcda.report.answer import finding
from mcda.scenario.robust_short import short_robust_words
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import option_name
from tests.excel.results_input.edited import cell_of, copied, saved_run, sound_study
from tests.excel.spreadsheet import formulas, values
from tests.scenario.studies import reference, scenario_of


def nudged(path: Path, address: str, by: float) -> float:
    """The stored value of a formula, moved by a little as a program does that calculates otherwise."""
    sheet, _, cell = address.partition("!")
    position = openpyxl.load_workbook(path, read_only=True).sheetnames.index(sheet) + 1
    part = f"xl/worksheets/sheet{position}.xml"
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    before = values(path)[sheet, cell]
    assert isinstance(before, float)
    text, changed = re.subn(
        rf'(<c r="{cell}"[^>]*><f>[^<]*</f><v>)[^<]*', rf"\g<1>{before + by!r}", parts[part].decode()
    )
    assert changed == 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, text.encode() if name == part else data)
    return before


def test_an_untouched_workbook_was_compared_in_every_formula(saved: Path) -> None:
    path = saved / "results.xlsx"

    said = api.agreement_with(path, saved).sentences

    assert said == (f"The workbook agrees with the engine to the last digit ({len(formulas(path))} formula cells).",)


@pytest.mark.parametrize("by", [3e-10, pytest.param(7e-11, marks=pytest.mark.campaign)])
def test_the_figure_that_is_said_is_the_largest_gap(by: float, saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    nudged(path, cell_of(path, "mcda_scores", 2), by / 10)
    value = nudged(path, cell_of(path, "mcda_scores"), by)

    said = api.agreement_with(path, saved)

    assert not said.differs
    gap = by / max(1, abs(value))
    assert f"agrees with the engine to {gap:.0e} ({len(formulas(path))} formula cells)." in said.sentences[0]


def test_a_gap_that_is_too_large_is_no_agreement(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    at = cell_of(path, "mcda_scores")
    nudged(path, at, 1e-3)

    said = api.agreement_with(path, saved)

    assert said.differs
    assert at in said.sentences[0]


def test_the_command_says_how_workbook_and_engine_agree(saved: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    value = nudged(path, cell_of(path, "mcda_scores"), 2e-10)

    done = CliRunner().invoke(score, [str(path), "--name", "tuned", "-o", str(tmp_path / "outputs")])

    talk = " ".join(done.output.split())
    # 1: no mix fits this study.
    assert done.exit_code == 1, done.output
    assert f"The workbook agrees with the engine to {2e-10 / max(1, abs(value)):.0e} (" in talk


@pytest.fixture(scope="module")
def run() -> Scenario:
    return scenario_of(reference())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], object]:
    """The cells of the reference study's workbook."""
    folder = saved_run(reference(), "baseline", tmp_path_factory.mktemp("reference"))
    return values(folder / "results.xlsx")


def test_how_safe_the_answer_is_stands_on_sensitivity_with_the_engines_figures(
    run: Scenario, written: dict[tuple[str, str], object]
) -> None:
    found = quick_look(run)
    lines = [str(written["Sensitivity", f"A{row}"]) for row in range(4, 8) if written.get(("Sensitivity", f"A{row}"))]
    nearest = min(each.shift.moved for each in found.shifts if each.shift)
    assert found.mix
    assert found.mix.flip

    assert (
        written["Sensitivity", "A3"]
        == "How safe the answer is, at the saved weights (does not follow the yellow cells)"
    )
    assert " ".join(lines) == " ".join(short_robust_words(run, found))
    assert f"Moving {100 * float(nearest):.1f} points of weight" in lines[0]
    assert f"moving {100 * float(found.mix.flip.shift.moved):.1f} points from" in lines[0]
    assert f"is first in {100 * max(found.first.shares):.0f} %" in " ".join(lines)


def test_the_brief_on_about_has_the_engines_figures(run: Scenario, written: dict[tuple[str, str], object]) -> None:
    (row,) = (cell[1:] for (sheet, cell), value in written.items() if (sheet, value) == ("About", BRIEF))
    said = str(written["About", f"B{row}"])
    first = run.ranking.lines[0]
    assert first.score is not None
    assert run.mix
    assert run.mix.best

    assert said.split("\n") == list(finding(run))
    assert f"{option_name(run.study, first.option)} ({float(first.score):.1f})" in said
    assert f"Best mix: {run.mix.best.count} options, {float(run.mix.best.value):.1f} points above doing nothing" in said


BRIEF = "In brief, for the saved run"


@pytest.mark.parametrize("weights", ["one"])
def test_both_are_there_for_a_study_with_branches_too(weights: str, saved: Path) -> None:
    run, found = scenario_of(sound_study(), weights), values(saved / "results.xlsx")
    texts = {str(value) for (sheet, _), value in found.items() if sheet in {"Sensitivity", "About"}}

    assert set(short_robust_words(run, quick_look(run))) <= texts
    assert "\n".join(finding(run)) in texts
