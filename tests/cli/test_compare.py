"""mcda compare, list and verify, run as a person would run them."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from mcda import api
from mcda.cli import run

ROOT = Path(__file__).parents[2]
NAMES = ("baseline", "alliance_first", "economy_first", "open_government")


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four saved scenarios of the reference study."""
    folder = tmp_path_factory.mktemp("saved") / "outputs"
    for name in NAMES:
        api.save(api.score(ROOT, name), folder)
    return folder


@pytest.fixture
def scored(study: Path, outputs: Path) -> Path:
    """The study with copies of them."""
    shutil.copytree(outputs, study / "outputs")
    return study


def test_two_scenarios_read_well_in_eighty_columns(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "baseline", "alliance_first", "--color", "never"]) == 0

    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    assert text.splitlines()[1].startswith("Allied coordination rose from 13th to 1st: ")
    assert "heavier weight on Alliance cohesion" in " ".join(text.split())
    for heading in ("What changed in the inputs", "Scores, ranks and mix", "Why the scores changed", "The best mixes"):
        assert heading in text


def test_four_scenarios_read_well_in_eighty_columns(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", *NAMES]) == 0

    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    assert "In every mix:" in " ".join(text.split())
    assert "Which scenario is closest to which" in text


def test_scenarios_go_by_name_folder_record_or_workbook(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = set()
    for first in ("baseline", "outputs/baseline", "outputs/baseline/run.json", "outputs/baseline/results.xlsx"):
        assert run(["compare", first, "alliance_first", "--format", "json"]) == 0
        answers.add(capsys.readouterr().out)

    assert len(answers) == 1
    data = json.loads(answers.pop())
    assert data["schema"] == "mcda-compare/1"
    parts = {
        row["option"]: sum(v for k, v in row.items() if k.startswith(("weight_", "rating_")))
        for row in data["score_causes"]
    }
    for row in data["moves"]:
        assert abs(parts[row["option"]] - row["change"]) <= 1e-12


def test_tables_come_as_csv_and_markdown(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "baseline", "economy_first", "--format", "csv", "--sort-by", "change"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    changes = [abs(float(row["change"])) for row in rows]
    assert changes == sorted(changes, reverse=True)

    assert run(["compare", *NAMES, "--format", "md"]) == 0
    assert "| Option | A | B | C | D |" in capsys.readouterr().out


def test_precision_and_only_changed_are_respected(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "--name", "twin", "--set-weight", "transparency=18"]) == 0
    capsys.readouterr()

    assert run(["compare", "baseline", "baseline", "--only-changed", "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert run(["compare", "baseline", "twin", "--precision", "4", "--format", "md"]) == 0
    assert "| 11.0833 |" in capsys.readouterr().out


def test_a_change_is_an_exit_code_where_it_is_asked_for(scored: Path) -> None:
    assert run(["compare", "baseline", "baseline", "--fail-on-change"]) == 0
    assert run(["compare", "baseline", "alliance_first"]) == 0
    assert run(["compare", "baseline", "alliance_first", "--fail-on-change"]) == 1
    assert run(["compare", *NAMES, "--fail-on-change"]) == 1


def test_a_workbook_is_written_beside_the_answer(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", *NAMES, "-o", "outputs/compare.xlsx"]) == 0

    assert (scored / "outputs" / "compare.xlsx").read_bytes()[:2] == b"PK"
    assert "Written: outputs/compare.xlsx" in capsys.readouterr().err
    assert run(["compare", *NAMES, "-o", "inputs/compare.xlsx"]) == 2


def test_unknown_and_single_scenarios_are_refused_with_a_cure(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "baseline", "alliance_frist"]) == 2
    assert "Did you mean 'alliance_first'" in capsys.readouterr().err
    assert run(["compare", "baseline"]) == 2
    assert "Name two scenarios or more" in capsys.readouterr().err


def test_an_edited_record_is_noted_when_it_is_compared(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = scored / "outputs" / "baseline" / "run.json"
    path.write_text(path.read_text().replace('"rank": 1,', '"rank": 2,', 1))

    assert run(["compare", "baseline", "alliance_first"]) == 0

    assert "mcda verify" in capsys.readouterr().err


def test_list_says_who_leads_and_what_is_stale(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weights = scored / "inputs" / "weights" / "baseline.yaml"
    weights.write_text(weights.read_text().replace("transparency: 17", "transparency: 19"))
    (scored / "outputs" / "broken").mkdir()
    (scored / "outputs" / "broken" / "run.json").write_text("{")

    assert run(["list", "--format", "json"]) == 0
    listed = {each["name"]: each for each in json.loads(capsys.readouterr().out)["scenarios"]}
    assert {name: each["state"] for name, each in listed.items()} == {
        "alliance_first": "fresh",
        "baseline": "stale",
        "broken": "unknown",
        "economy_first": "fresh",
        "open_government": "fresh",
    }
    assert listed["alliance_first"]["leader"] == "Allied coordination"

    assert run(["list"]) == 0
    text = capsys.readouterr().out
    assert "stale: inputs changed since" in text
    assert max(map(len, text.splitlines())) <= 80


def test_overrides_are_applied_again_before_a_scenario_is_called_stale(
    scored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["score", "--name", "mine", "--set-weight", "transparency=40", "--max-options", "6"]) == 0
    capsys.readouterr()

    assert run(["list", "--format", "json"]) == 0
    listed = {each["name"]: each["state"] for each in json.loads(capsys.readouterr().out)["scenarios"]}
    assert listed["mine"] == "fresh"
    assert run(["verify", "mine", "--against", "."]) == 0


def test_list_of_nothing_says_how_to_begin(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list"]) == 0
    assert "mcda score" in capsys.readouterr().out


def test_verify_passes_and_fails_with_places(scored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "baseline", "--against", "."]) == 0
    assert "nothing differs" in capsys.readouterr().out

    path = scored / "outputs" / "baseline" / "metrics.json"
    path.write_text(path.read_text().replace('"rank.arms_control": 1', '"rank.arms_control": 2'))

    assert run(["verify", "baseline"]) == 1
    assert "metrics.json [rank.arms_control]: stored 2, recomputed 1" in capsys.readouterr().out
    assert run(["verify", "baseline", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["schema"] == "mcda-verify/1"
    assert run(["verify", "nothing"]) == 2
