"""Odd clocks, locales, paths and names: the same files, or clear words."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mcda import api
from mcda.api.verifying import verify
from mcda.cli import run
from tests.campaign.recording import record, times
from tests.faults.test_interrupted import ROOT, state_of, strays, whole

LOCALES = ("de_DE", "tr_TR")
MADE = ("run.json", "metrics.json", "report.html", "results.xlsx")
LOCAL = "import locale, sys; locale.setlocale(locale.LC_ALL, ''); from mcda.cli import run; sys.exit(run(sys.argv[1:]))"
JUMPING = """
import random, sys, time
real, rng = time.time, random.Random(int(sys.argv.pop(1)))
time.time = lambda: real() + rng.choice((-10**9, -90_000, 0, 90_000, 10**9))
from mcda.cli import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    for name in ("criteria", "inputs"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def program(text: str, *words: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    """A Python program of its own in other surroundings."""
    return subprocess.run(
        [sys.executable, "-c", text, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **surroundings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def digests(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in MADE}


def made_locale(name: str, folder: Path) -> str:
    """A locale of the system, built for the test where the machine has only its description; '' if it cannot be."""
    tool = shutil.which("localedef")
    if tool is None:
        return ""
    command = [tool, "-i", name, "-f", "UTF-8", str(folder / f"{name}.UTF-8")]
    built = subprocess.run(command, capture_output=True, check=False)
    return f"{name}.UTF-8" if built.returncode in (0, 1) and (folder / f"{name}.UTF-8").exists() else ""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files of a run in the locale that every machine has."""
    folder = tmp_path_factory.mktemp("plain")
    answer = program(LOCAL, "score", str(ROOT), "-o", str(folder), LC_ALL="C.UTF-8")
    assert answer.returncode == 0, answer.stderr
    return digests(folder / "baseline")


@pytest.mark.parametrize("name", LOCALES)
@pytest.mark.campaign
def test_a_locale_with_other_commas_and_letters_changes_no_byte(
    plain: dict[str, str], tmp_path: Path, name: str
) -> None:
    locale = made_locale(name, tmp_path)
    if not locale:
        pytest.skip(f"no localedef, or no description of {name}, on this machine")

    answer = program(LOCAL, "score", str(ROOT), "-o", str(tmp_path / "out"), LC_ALL=locale, LOCPATH=str(tmp_path))

    assert answer.returncode == 0, answer.stderr
    assert digests(tmp_path / "out" / "baseline") == plain


def assert_clocks_do_no_harm(study: Path, seed: int, writers: int) -> None:
    """Runs at once whose clocks jump by days and decades: each ends in words or well, the scenario is of one run."""
    api.save(api.score(study, "baseline", name="shared"), study / "outputs")
    for path in (study / "outputs").rglob("*"):
        os.utime(path, (0, 4e9 * (seed % 2)))
    words = ["score", str(study), "--name", "shared", "--force", "--set-weight"]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", JUMPING, str(seed * 10 + i), *words, f"transparency={5 + i}"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for i in range(writers)
    ]
    for each in runs:
        _, told = each.communicate(timeout=300)
        assert each.returncode in (0, 2), told
        assert "Traceback" not in told, told
    whole(study / "outputs")
    assert not verify("shared", study / "outputs").differences
    api.save(api.score(study, "baseline", name="after"), study / "outputs")
    assert strays(study / "outputs") == []


PATHS = (
    *("Größe & 'Maß' \"100 %\" e\u0301", "with spaces", "日本語", "dots...", "-dash", "#1 [draft]"),
    *("a;b,c", "tab\there", "\U0001f600"),
)


def test_a_folder_with_spaces_umlauts_and_quotes_is_a_study_folder(study: Path, tmp_path: Path) -> None:
    assert_scored_under(PATHS[0], study, tmp_path)


def assert_scored_under(name: str, study: Path, folder: Path) -> None:
    """The study scored and verified in a folder of this name."""
    moved = folder / name / name
    shutil.copytree(study, moved)

    assert run(["score", str(moved)]) == 0
    assert run(["verify", "baseline", "--outputs", str(moved / "outputs")]) == 0
    assert json.loads((moved / "outputs" / "baseline" / "metrics.json").read_text())


@pytest.mark.parametrize("length", [200, 300])
def test_a_scenario_of_a_very_long_name_is_refused_in_words(
    study: Path, length: int, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state_of(study)

    code = run(["score", str(study), "--name", "n" * length])

    assert code == 2
    assert "at most 80" in capsys.readouterr().err
    assert state_of(study) == before


def test_names_of_two_hundred_letters_go_through_every_output(study: Path) -> None:
    long = ("Wide-ranging consultation " * 8)[:199] + "x"
    longer = {
        study / "inputs" / "options.csv": (r"(?m)^arms_control,[^,]*", f"arms_control,{long}"),
        study / "criteria" / "transparency.yaml": (r"(?m)^name: .*", f"name: {long}"),
    }
    for path, (old, new) in longer.items():
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(old, new, text, count=1), encoding="utf-8")

    assert run(["score", str(study)]) == 0
    assert run(["verify", "baseline", "--outputs", str(study / "outputs")]) == 0
    assert long in (study / "outputs" / "baseline" / "run.json").read_text(encoding="utf-8")


@pytest.mark.campaign
def test_many_jumping_clocks(study: Path) -> None:
    for seed in range(times(20)):
        assert_clocks_do_no_harm(study, seed, 4)
        shutil.rmtree(study / "outputs")

    record("clocks", rounds=times(20), writers=4 * times(20), damaged=0, tracebacks=0)


@pytest.mark.campaign
def test_folders_of_any_name_are_study_folders(study: Path, tmp_path: Path) -> None:
    for name in PATHS:
        assert_scored_under(name, study, tmp_path)

    record("folders", names=len(PATHS), failed=0)
