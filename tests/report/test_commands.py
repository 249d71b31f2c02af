"""The commands that show a saved scenario."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mcda.api.reporting import brief_text, saved_folder, saved_scenario
from mcda.api.saving import save
from mcda.api.study import score
from mcda.api.watching import answer, watched
from mcda.cli.brief import brief
from mcda.cli.opening import opening
from mcda.cli.report import report
from mcda.cli.watch import show
from mcda.errors import StudyError
from tests.malformed.study import write


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """Where one scenario was saved."""
    study = write(tmp_path, {})
    save(score(study), tmp_path / "outputs")
    return tmp_path / "outputs"


def test_a_brief_is_printed_from_the_record_alone(outputs: Path) -> None:
    done = CliRunner().invoke(brief, ["-o", str(outputs)])

    assert done.exit_code == 0
    assert done.output == brief_text(saved_scenario(outputs / "baseline"))
    assert done.output.startswith("# A small study")


def test_an_unknown_scenario_is_named_with_those_there_are(outputs: Path) -> None:
    with pytest.raises(StudyError, match="baseline"):
        saved_folder("basline", outputs)


def test_no_scenario_yet_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="mcda score"):
        saved_folder(None, tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"schema": "other/1"}'])
def test_a_damaged_record_is_named(content: bytes, outputs: Path) -> None:
    (outputs / "baseline" / "run.json").write_bytes(content)

    with pytest.raises(StudyError):
        saved_scenario(outputs / "baseline")


def test_pictures_are_written_and_never_over_others_without_force(outputs: Path, tmp_path: Path) -> None:
    call = ["-o", str(outputs), "--svg", str(tmp_path / "slides"), "--html", str(tmp_path / "page.html")]

    first, second, third = (CliRunner().invoke(report, [*call, *force]) for force in ([], [], ["--force"]))

    assert [done.exit_code for done in (first, second, third)] == [0, 2, 0]
    assert "--force" in second.output
    assert (tmp_path / "slides" / "ranking.svg").read_text("utf-8").startswith("<svg")
    assert (tmp_path / "page.html").read_bytes().startswith(b"<!doctype html>")


def test_a_report_asks_what_to_write(outputs: Path) -> None:
    assert CliRunner().invoke(report, ["-o", str(outputs)]).exit_code == 2


def test_a_missing_report_is_not_opened(outputs: Path) -> None:
    (outputs / "baseline" / "report.html").unlink(missing_ok=True)

    done = CliRunner().invoke(opening, ["-o", str(outputs)])

    assert done.exit_code == 2
    assert "mcda score" in done.output


def test_a_watch_shows_the_first_screen_or_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = write(tmp_path, {})
    show(answer(watched(study)), "never")
    (study / "inputs" / "options.csv").unlink()
    show(answer(watched(study)), "never")

    shown = capsys.readouterr()

    assert "A small study" in shown.out
    assert "options.csv" in shown.err
