"""No command changes an input, nothing is written beside the outputs, and the answer is the same everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mcda.cli import mcda, run

READING = (
    ["check"],
    ["check", "--format", "json"],
    ["check", "--all"],
    ["score", "--force"],
    ["score", "-w", "baseline", "-w", "open_government", "--force"],
    ["score", "--set-weight", "transparency=90", "--scales-changed", "keep-trade-offs", "--name", "tried"],
    ["mix", "--budget", "political_capital=8"],
    ["robust", "--draws", "2000"],
    ["explain", "arms_control", "deescalation"],
    ["weights", "confirm", "baseline"],
    ["weights", "keep-trade-offs", "baseline"],
    ["schema", "weights"],
    ["doctor"],
    ["completion", "bash"],
)


@pytest.mark.campaign
def test_no_command_changes_an_input_or_leaves_a_stray_file(study: Path, hashes) -> None:
    before = hashes(study)

    codes = [run(list(arguments)) for arguments in READING]

    assert codes == [0] * len(READING)
    assert hashes(study) == before
    assert {path.name for path in study.iterdir()} == {"criteria", "inputs", ".mcda", "outputs"}
    assert {path.name for path in (study / "outputs").iterdir()} == {"baseline", "open_government", "tried"}


def test_those_that_show_write_nothing_at_all(study: Path) -> None:
    for arguments in READING:
        if arguments[0] != "score":
            run(list(arguments))

    assert not (study / "outputs").exists()


@pytest.mark.campaign
def test_the_same_inputs_give_the_same_bytes_everywhere(study: Path, tmp_path: Path) -> None:
    """Two runs, other hash seeds, time zones, languages, columns and encodings of the terminal: one answer."""
    settings = (
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "PYTHONIOENCODING": "latin-1"},
        {"PYTHONHASHSEED": "3", "TZ": "America/Lima", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    )
    answers, outputs = [], []
    for i, setting in enumerate(settings):
        folder = tmp_path / f"out{i}"
        command = [sys.executable, "-m", "mcda", "score", str(study), "-o", str(folder), "--format", "json"]
        done = subprocess.run(command, env={**os.environ, **setting}, check=True, capture_output=True)
        answers.append(done.stdout)
        files = (path for path in (folder / "baseline").iterdir() if path.name != "environment.json")
        outputs.append({path.name: path.read_bytes() for path in files})

    assert answers[0] == answers[1] == answers[2]
    assert outputs[0] == outputs[1] == outputs[2]


def test_a_screen_that_knows_only_ascii_still_gets_an_answer(study: Path) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-m", "mcda", "score"], env=env, capture_output=True, check=False)

    assert done.returncode == 0
    assert "…" in done.stdout.decode("utf-8")


def test_a_folder_with_a_file_in_the_way_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("mine")

    assert run(["init", str(tmp_path / "taken")]) == 2
    assert run(["init", str(tmp_path / "taken/below")]) == 2

    assert capsys.readouterr().err.count("A file of this name is in the way.") == 2
    assert (tmp_path / "taken").read_text() == "mine"


def test_init_keeps_what_is_in_the_folder_already(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert run(["init", str(tmp_path)]) == 0
    study_yaml = tmp_path / "inputs/study.yaml"
    study_yaml.write_text("changed")

    assert run(["init", str(tmp_path)]) == 2

    assert "There is already a study here" in capsys.readouterr().err
    assert study_yaml.read_text() == "changed"
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--set-weight", "nothing=3"], "There is no criterion 'nothing'."),
        (["--set-weight", "transparency=-1"], "The points of 'transparency' are -1."),
        (["--set-weight", "transparency=much"], "'much' is not a number."),
        (["--set-weight", "transparency"], "write it as KEY=NUMBER"),
        (
            [
                *("--set-weight", "escalation_risk=0", "--set-weight", "alliance_cohesion=0"),
                *("--set-weight", "economic_effect=0", "--set-weight", "transparency=0"),
            ],
            "All points are 0.",
        ),
        (["-w", "baselin"], "Did you mean 'baseline'?"),
        (["-w", "nowhere.yaml"], "The file is not there."),
        (["--name", "../evil"], "cannot be the name of a folder"),
        (["--name", "a", "-w", "baseline", "-w", "alliance_first"], "--name names one scenario"),
        (["--format", "xml"], "'xml' is not one of"),
        (["--budget", "love=3"], "There is no resource 'love'."),
        (["--max-options", "-1"], "-1 is not in the range"),
    ],
    ids=lambda each: " ".join(each)[:40] if isinstance(each, list) else "",
)
def test_a_wrong_argument_is_a_sentence_and_writes_nothing(
    study: Path, arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["score", *arguments]) == 2

    shown = capsys.readouterr()
    assert sentence in shown.err
    assert shown.out == ""
    assert not (study / "outputs").exists()


def test_version_names_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0

    assert capsys.readouterr().out.startswith("mcda 0.")


def test_every_command_is_listed_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0

    shown = capsys.readouterr().out
    assert all(f"\n  {name} " in shown for name in mcda.commands)
