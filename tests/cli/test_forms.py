"""Every form of an answer can be read back, for one set of weights and for several."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from mcda.cli import run

CRITERIA = ("escalation_risk", "alliance_cohesion", "economic_effect", "transparency")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_json_holds_exact_numbers_and_their_decimals(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "--format", "json"]) == 0

    data = json.loads(capsys.readouterr().out)

    (scenario,) = data["scenarios"]
    assert (data["schema"], scenario["name"]) == ("mcda-score/1", "baseline")
    assert scenario["ranking"][0]["option"] == "arms_control"
    assert scenario["weights"]["escalation_risk"] == {"exact": "7/20", "value": 0.35}


def test_csv_holds_all_digits(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "--format", "csv"]) == 0

    found = rows(capsys.readouterr().out)

    assert list(found[0])[:5] == ["place", "option", "score", "lowest", "highest"]
    assert len(found) == 21
    for row in found:
        assert sum(float(row[key]) for key in CRITERIA) == pytest.approx(float(row["score"]))


def test_several_scenarios_are_one_csv_and_one_json(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "-w", "baseline", "-w", "alliance_first", "--format", "csv"]) == 0
    table = rows(capsys.readouterr().out)
    assert run(["score", "-w", "baseline", "-w", "alliance_first", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)

    assert [row["scenario"] for row in table] == ["baseline"] * 21 + ["alliance_first"] * 21
    assert {row["place"] for row in table if row["option"] == "Allied coordination"} >= {"1"}
    assert [scenario["name"] for scenario in data["scenarios"]] == ["baseline", "alliance_first"]
    for row in table:
        assert sum(float(row[key]) for key in CRITERIA) == pytest.approx(float(row["score"]))


def test_markdown_tables_have_as_many_cells_in_every_row(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "--format", "md"]) == 0

    shown = capsys.readouterr().out

    assert "| 1 | Arms-control talks |" in shown
    blocks = [block.splitlines() for block in shown.split("\n\n") if block.lstrip().startswith("|")]
    assert len(blocks) >= 4
    for block in blocks:
        widths = {line.replace("\\|", "").count("|") for line in block if line.startswith("|")}
        assert len(widths) == 1, block[0]


def test_weights_of_every_kind_of_file_stand_side_by_side(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    points = list(zip(CRITERIA, (20, 55, 12, 13), strict=True))
    Path("from_csv.csv").write_text("".join(f"{key};{n}\n" for key, n in [("criterion", "points"), *points]))
    book = openpyxl.Workbook()
    for row in [("criterion", "points"), *points]:
        book.active.append(row)
    book.save("from_excel.xlsx")
    wanted = ["alliance_first", "inputs/weights/baseline.yaml", "from_csv.csv", "from_excel.xlsx"]

    assert run(["score", *(word for name in wanted for word in ("-w", name)), "--format", "json"]) == 0

    found = {each["name"]: each for each in json.loads(capsys.readouterr().out)["scenarios"]}
    assert list(found) == ["alliance_first", "baseline", "from_csv", "from_excel"]
    assert found["from_csv"]["ranking"] == found["from_excel"]["ranking"] == found["alliance_first"]["ranking"]
    assert found["baseline"]["ranking"] != found["alliance_first"]["ranking"]


def test_two_weights_of_one_name_are_refused_before_anything_is_written(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = study / "elsewhere"
    other.mkdir()
    (other / "baseline.csv").write_text("criterion,points\n" + "".join(f"{key},1\n" for key in CRITERIA))

    assert run(["score", "-w", "baseline", "-w", "elsewhere/baseline.csv", "--force"]) == 2

    assert "called 'baseline'" in capsys.readouterr().err
    assert not (study / "outputs").exists()


def test_a_file_with_the_name_of_known_weights_is_the_file(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = study / "elsewhere"
    other.mkdir()
    (other / "baseline.csv").write_text("criterion,points\n" + "".join(f"{key},1\n" for key in CRITERIA))

    assert run(["score", "-w", "elsewhere/baseline.csv", "--format", "json"]) == 0

    weights = json.loads(capsys.readouterr().out)["scenarios"][0]["weights"]
    assert {weight["exact"] for weight in weights.values()} == {"1/4"}
