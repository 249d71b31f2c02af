"""The command line, run as a person would run it, in a copy of the reference study."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mcda.cli import mcda, run

ROOT = Path(__file__).parents[2]


def test_score_prints_the_answer_and_writes_the_files(study: Path, hashes, capsys: pytest.CaptureFixture[str]) -> None:
    before = hashes(study)

    code = run(["score"])

    shown = capsys.readouterr().out
    assert code == 0
    assert "Best mix: 7 options" in shown
    assert "do nothing" in shown
    assert "Worse than doing nothing: Deterrence alongside engagement." in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert {"run.json", "results.xlsx", "metrics.json", "environment.json"} <= {
        p.name for p in (study / "outputs/baseline").iterdir()
    }
    assert hashes(study) == before


def test_another_weights_file_is_another_scenario(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "-w", "inputs/weights/alliance_first.yaml"]) == 0

    assert "Allied coordination leads" in capsys.readouterr().out
    assert (study / "outputs/alliance_first/run.json").exists()


def test_several_weights_stand_side_by_side(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "-w", "baseline", "-w", "alliance_first"]) == 0

    shown = capsys.readouterr().out
    assert shown.count("Best mix:") == 2
    assert {p.name for p in (study / "outputs").iterdir()} == {"baseline", "alliance_first"}


@pytest.mark.parametrize("name", ["mine.csv", "mine.xlsx"])
def test_weights_come_from_a_table_too(study: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [["criterion", "points"], ["escalation_risk", "20"], ["Alliance cohesion", "55"]]
    rows += [["economic_effect", "12"], ["transparency", "13"]]
    if name.endswith("csv"):
        Path(name).write_text("\n".join(",".join(row) for row in rows))
    else:
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([float(cell) if cell.isdigit() else cell for cell in row])
        book.save(name)

    assert run(["score", "-w", name]) == 0

    assert "Allied coordination leads" in capsys.readouterr().out


def test_one_weight_can_be_tried_and_is_recorded(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "--set-weight", "transparency=100", "--name", "open"]) == 0

    record = json.loads((study / "outputs/open/run.json").read_text())
    assert record["overrides"] == ["--set-weight transparency=100"]
    assert "Open and accountable channels" in capsys.readouterr().out.splitlines()[1]


def test_other_results_need_force_and_the_same_do_not(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score"]) == 0
    assert run(["score"]) == 0
    old = (study / "outputs/baseline/run.json").read_bytes()

    assert run(["score", "--set-weight", "transparency=90"]) == 2

    assert "--force" in capsys.readouterr().err
    assert (study / "outputs/baseline/run.json").read_bytes() == old
    assert run(["score", "--set-weight", "transparency=90", "--force"]) == 0
    assert (study / "outputs/baseline/run.json").read_bytes() != old


def test_explain_says_why(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "arms_control", "Conflict de-escalation"]) == 0
    assert capsys.readouterr().out.startswith(
        "Arms-control talks over Conflict de-escalation by 1.5: +4.7 from Alliance"
    )

    assert run(["explain", "arms_contrl", "deescalation"]) == 2
    assert "Did you mean 'arms_control'?" in capsys.readouterr().err


def test_check_lists_everything_and_writes_nothing(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 0
    ratings = study / "inputs/ratings.csv"
    ratings.write_text(ratings.read_text().replace("arms_control,", "arms_contrl,"))

    assert run(["check"]) == 1

    assert "inputs/ratings.csv:" in capsys.readouterr().out
    assert not (study / "outputs").exists()
    assert run(["score"]) == 2
    assert not (study / "outputs").exists()


def test_no_feasible_mix_is_an_answer(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "--budget", "political_capital=-50", "--name", "poor"]) == 1

    assert "No mix respects all constraints together" in capsys.readouterr().out


def test_a_blank_rating_stops_the_run_or_is_carried(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ratings = study / "inputs/ratings.csv"
    lines = ratings.read_text().splitlines()
    row = next(i for i, line in enumerate(lines) if line.startswith("arms_control,escalation_risk"))
    lines[row] = "arms_control,escalation_risk,,,,,judgement,not known"
    ratings.write_text("\n".join(lines))

    assert run(["score"]) == 2
    assert "blank" in capsys.readouterr().err
    assert run(["score", "--allow-missing"]) == 0

    record = json.loads((study / "outputs/baseline/run.json").read_text())
    line = next(line for line in record["results"]["ranking"] if line["option"] == "arms_control")
    assert line["score"] is None
    assert line["rank"] is None
    assert line["lowest"]["value"] < line["highest"]["value"]


def test_a_new_study_scores_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "mine")]) == 0
    assert run(["score", str(tmp_path / "mine")]) == 0
    assert run(["init", str(tmp_path / "mine")]) == 2
    assert "already" in capsys.readouterr().err


def test_doctor_is_content_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    assert "solves a small problem" in capsys.readouterr().out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_four_shells_are_completed(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    assert "_MCDA_COMPLETE" in capsys.readouterr().out


def test_help_is_light_and_lists_exit_codes() -> None:
    heavy = ["pandas", "numpy", "pulp", "highspy", "openpyxl", "xlsxwriter", "pydantic", "rich", "ruamel"]
    program = (
        "import sys\nfrom mcda.cli import mcda\n"
        "try: mcda.main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print('LOADED', [name for name in {heavy!r} if name in sys.modules])"
    )

    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert "LOADED []" in shown
    assert "Exit codes" in shown


@pytest.mark.parametrize("name", sorted(mcda.commands))
def test_every_command_shows_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    run([name, "--help"])
    shown = capsys.readouterr().out
    if hasattr(mcda.commands[name], "commands"):
        for sub in mcda.commands[name].commands:
            run([name, sub, "--help"])
            assert f"mcda {name} {sub}" in capsys.readouterr().out.split("Example", 1)[1]
    else:
        assert f"mcda {name}" in shown.split("Example", 1)[1]


def test_a_wrong_call_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "--set-weight", "transparency"]) == 2
    assert run(["score", "nowhere"]) == 2
    assert run(["nonsense"]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("command", ["score", "mix", "robust"])
def test_json_for_other_programs_is_json_and_nothing_else(study: Path, command: str) -> None:
    """In a process of its own: a compiled library that prints goes past everything that a test within can catch."""
    call = [sys.executable, "-m", "mcda", command, "--format", "json"]

    shown = subprocess.run(call, capture_output=True, text=True, check=True)

    assert json.loads(shown.stdout)
    assert shown.stderr == ""
