"""Watching a study through a session of good saves, broken ones, a deleted file and a rename."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mcda.api.saving import save
from mcda.api.study import score
from mcda.api.watching import Round, rounds, state, watched
from tests.malformed.study import FILES, write
from tests.report.test_watch_session import hears_ctrl_c

BASELINE = "inputs/weights/baseline.yaml"


def session(study: Path, steps: list[Callable[[], object]]) -> Iterator[Round]:
    """What is answered when something happens before every second look."""

    def looks() -> Iterator[None]:
        yield None
        yield None
        for step in steps:
            step()
            yield None
            yield None

    return rounds(watched(study), looks())


def points(study: Path, risk: int) -> Callable[[], object]:
    """A save of other weights; its time is set by hand because a test is faster than a clock."""

    def save() -> None:
        file = study / BASELINE
        file.write_text(FILES[BASELINE].replace("risk: 50", f"risk: {risk}"), "utf-8")
        os.utime(file, (1_000_000 + risk, 1_000_000 + risk))

    return save


def test_ten_saves_are_ten_answers(tmp_path: Path) -> None:
    study = write(tmp_path, {})

    answers = list(session(study, [points(study, 51 + k) for k in range(10)]))

    assert len(answers) == 11
    assert all(answer.scenario for answer in answers)
    assert [str(a.scenario.weights.points["risk"]) for a in answers[1:] if a.scenario] == [
        str(51 + k) for k in range(10)
    ]


@pytest.mark.parametrize(
    "content", [b"", b"points: {risk: ", b"\xff\xfe\x00", b"points:\n  risk: fifty\n", b"\x00" * 50, b"- a\n- b\n"]
)
def test_a_broken_save_is_named_and_the_next_one_is_answered(content: bytes, tmp_path: Path) -> None:
    study = write(tmp_path, {})

    start, broken, mended = session(study, [lambda: (study / BASELINE).write_bytes(content), points(study, 60)])

    assert start.scenario
    assert broken.findings
    assert broken.scenario is None
    assert mended.scenario


def test_a_deleted_file_and_a_deleted_study_are_named(tmp_path: Path) -> None:
    study = write(tmp_path / "study", {})

    steps: list[Callable[[], object]] = [
        (study / "inputs/ratings.csv").unlink,
        lambda: (study / "inputs").rename(tmp_path / "elsewhere"),
        lambda: (tmp_path / "elsewhere").rename(study / "inputs"),
        lambda: write(study, {}),
    ]
    answers = list(session(study, steps))

    assert [bool(answer.scenario) for answer in answers] == [True, False, False, False, True]


def test_a_renamed_file_is_answered(tmp_path: Path) -> None:
    study = write(tmp_path, {})

    _, renamed = session(study, [lambda: (study / BASELINE).rename(study / "inputs/weights/other.yaml")])

    assert renamed.findings


def test_a_change_is_answered_only_when_it_has_come_to_rest(tmp_path: Path) -> None:
    study = write(tmp_path, {})

    def looks() -> Iterator[None]:
        yield None
        for k in range(5):
            points(study, 60 + k)()
            yield None
        yield None

    answers = list(rounds(watched(study), looks()))

    assert len(answers) == 2
    assert answers[1].scenario
    assert answers[1].scenario.weights.points["risk"] == 64


def test_locks_of_other_programs_and_our_own_outputs_are_no_changes(tmp_path: Path) -> None:
    study = write(tmp_path, {})
    before = state(watched(study))

    (study / "inputs" / ".~lock.ratings.csv#").write_text("me")
    (study / "inputs" / "~$weights.xlsx").write_text("me")
    (study / "outputs").mkdir()
    (study / "outputs" / "x.txt").write_text("x")

    assert state(watched(study)) == before


def test_a_results_workbook_is_answered_in_a_scenario_of_its_own(tmp_path: Path) -> None:
    book = save(score(write(tmp_path, {})), tmp_path / "outputs") / "results.xlsx"
    before = book.read_bytes()

    (start,) = rounds(watched(book), [None, None, None])

    assert start.scenario
    assert start.folder == tmp_path / "outputs" / "baseline_edited"
    assert book.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a POSIX signal")
def test_ctrl_c_ends_a_watch_with_130(tmp_path: Path) -> None:
    study = write(tmp_path, {})
    code = "import sys; from mcda.cli import mcda, run; from mcda.cli.watch import watch; mcda.add_command(watch); "
    command = [sys.executable, "-c", f"{code}sys.exit(run(['watch', {str(study)!r}]))"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, **pipes, preexec_fn=hears_ctrl_c)  # noqa: PLW1509
    deadline = time.monotonic() + 30
    while not (study / "outputs" / "baseline" / "run.json").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)

    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)

    assert process.returncode == 130
    assert b"Traceback" not in errors
