"""Points belong to scales: when a scale changes, the run stops and offers two ways on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mcda.cli import run


def change(path: str, old: str, new: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new, 1), encoding="utf-8")


def weights(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, float]:
    assert run(["score", "--format", "json", "--force", *arguments]) == 0
    found = json.loads(capsys.readouterr().out)["scenarios"][0]["weights"]
    return {key: each["value"] for key, each in found.items()}


@pytest.fixture
def wider(study: Path) -> Path:
    """Economic effect goes to 6 instead of 3: a range of 9 steps instead of 6."""
    change("criteria/economic_effect.yaml", "best: 3", "best: 6")
    return study


def test_the_run_stops_and_writes_nothing(wider: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score"]) == 2

    shown = capsys.readouterr().err
    assert "inputs/weights/baseline.yaml:" in shown
    assert "from -3 to 3 (steps against today), but it now goes from -3 to 6" in shown
    assert "--scales-changed confirm" in shown
    assert "--scales-changed keep-trade-offs" in shown
    assert not (wider / "outputs").exists()


def test_confirm_takes_the_points_as_they_are(wider: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert weights(capsys, "--scales-changed", "confirm")["economic_effect"] == 0.2


def test_keep_trade_offs_lets_points_follow_the_range(wider: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = weights(capsys, "--scales-changed", "keep-trade-offs")

    assert kept["economic_effect"] == pytest.approx(30 / 110)
    assert kept["escalation_risk"] == pytest.approx(35 / 110)


def test_points_set_for_one_run_are_meant_for_the_scales_of_today(
    wider: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = weights(capsys, "--scales-changed", "keep-trade-offs", "--set-weight", "transparency=40")
    same = weights(capsys, "--scales-changed", "keep-trade-offs", "--set-weight", "economic_effect=30")

    assert other == pytest.approx(
        {
            "escalation_risk": 35 / 133,
            "alliance_cohesion": 28 / 133,
            "economic_effect": 30 / 133,
            "transparency": 40 / 133,
        }
    )
    assert same == weights(capsys, "--scales-changed", "keep-trade-offs")


def test_another_unit_cannot_be_followed(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change("criteria/economic_effect.yaml", "unit: steps against today", "unit: thousand steps")

    assert run(["score", "--scales-changed", "keep-trade-offs"]) == 2

    shown = capsys.readouterr().err
    assert "its unit was 'steps against today' and is 'thousand steps' now" in shown
    assert "--scales-changed confirm" in shown
    assert not (study / "outputs").exists()
    assert run(["weights", "keep-trade-offs", "baseline"]) == 2


@pytest.mark.parametrize("how", ["confirm", "keep-trade-offs"])
def test_weights_written_anew_hold_for_the_scales_of_today(
    wider: Path, how: str, hashes, capsys: pytest.CaptureFixture[str]
) -> None:
    before = hashes(wider)
    expected = weights(capsys, "--scales-changed", how)

    assert run(["weights", how, "baseline"]) == 0
    printed = capsys.readouterr().out
    assert run(["weights", how, "baseline", "-o", "inputs/weights/again.yaml"]) == 0
    capsys.readouterr()

    assert Path("inputs/weights/again.yaml").read_text(encoding="utf-8") == printed
    assert weights(capsys, "-w", "again") == expected
    assert {path: digest for path, digest in hashes(wider).items() if "again" not in path} == before


def test_weights_are_never_written_over_a_file_or_into_the_void(
    study: Path, hashes, capsys: pytest.CaptureFixture[str]
) -> None:
    before = hashes(study)

    assert run(["weights", "confirm", "baseline", "-o", "inputs/weights/baseline.yaml"]) == 2
    assert run(["weights", "confirm", "baseline", "-o", "nowhere/new.yaml"]) == 2
    assert run(["weights", "confirm", "baselin"]) == 2

    shown = capsys.readouterr().err
    assert "is there already" in shown
    assert "nowhere is no folder" in shown
    assert "Did you mean 'baseline'" in shown
    assert hashes(study) == before
