"""Notebooks: the verbs of the command line, imported when they are used, and tables as data frames."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

import mcda
from mcda import frames
from mcda.errors import StudyError
from mcda.scenario import tables
from mcda.scenario.scenario import Scenario
from tests.making import criterion, scored, study

ROOT = Path(__file__).parents[1]
HEAVY = ["pandas", "numpy", "pulp", "highspy", "openpyxl", "xlsxwriter", "pydantic", "rich", "ruamel", "click"]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return mcda.score(ROOT, "alliance_first")


def test_importing_the_package_loads_nothing_heavy_until_a_verb_is_used() -> None:
    program = (
        "import sys, mcda\n"
        f"heavy = {HEAVY!r}\n"
        "print([name for name in heavy if name in sys.modules])\n"
        "mcda.score\n"
        "print('pandas' in sys.modules, 'pydantic' in sys.modules)\n"
        "mcda.frames\n"
        "print('pandas' in sys.modules)\n"
    )

    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert shown.splitlines() == ["[]", "False True", "True"]


def test_every_public_name_is_there_and_no_other() -> None:
    assert sorted(mcda.__all__) == ["check", "explain", "frames", "load", "save", "score"]
    assert all(getattr(mcda, name) for name in mcda.__all__)
    with pytest.raises(AttributeError, match="'mcda' has no attribute 'scroe'"):
        mcda.scroe  # noqa: B018


def test_the_verbs_are_those_of_the_command_line(scenario: Scenario, tmp_path: Path) -> None:
    assert [finding for finding in mcda.check(ROOT) if finding.severity == "error"] == []
    assert mcda.load(ROOT).about == scenario.study.about
    assert mcda.explain(scenario, "allied_coordination", "arms_control").difference > 0
    assert mcda.save(scenario, tmp_path) == tmp_path / "alliance_first"
    with pytest.raises(StudyError, match="There are no weights 'nothing'"):
        mcda.score(ROOT, "nothing")


def test_the_ranking_holds_every_option_and_doing_nothing_once(scenario: Scenario) -> None:
    table = frames.ranking(scenario)

    assert list(table["score"]) == sorted(table["score"], reverse=True)
    assert sorted(table["option"]) == sorted([tables.NOTHING, *(option.name for option in scenario.study.options)])
    for line in scenario.ranking.lines:
        row = table[table["option"] == scenario.study.option(line.option).name].iloc[0]
        assert row["score"] == float(line.score or 0)
        assert [row[key] for key in scenario.ranking.criteria] == [float(part or 0) for part in line.contributions]
        assert row["lowest"] <= row["score"] <= row["highest"]


def test_weights_sum_to_one_and_ratings_have_a_row_each(scenario: Scenario) -> None:
    assert frames.weights(scenario)["overall"].sum() == pytest.approx(1)
    assert len(frames.ratings(scenario)) == len(scenario.study.ratings)


def test_the_mix_says_who_is_in_and_what_it_uses(scenario: Scenario) -> None:
    table = frames.mix(scenario)

    assert scenario.mix is not None
    assert scenario.mix.best is not None
    chosen = table[table["in_mix"] == "yes"]
    assert len(chosen) == len(scenario.mix.best.members)
    for key, used in zip(scenario.mixing.resources, scenario.mix.best.uses, strict=True):
        assert chosen[key].sum() >= float(used), "savings only lower what a mix uses"


def test_a_scenario_without_a_mix_has_no_mix_table() -> None:
    no_zero = scored(study([criterion("x", 0, 10)], {"a": [1], "b": [2]}, [1]))

    with pytest.raises(ValueError, match="no mix"):
        frames.mix(no_zero)


def test_a_criterion_called_like_one_of_our_columns_hides_none() -> None:
    names = ["score", "option", "lowest", "in_mix"]
    made = scored(study([criterion(name, 0, 10, "0") for name in names], {"a": [1, 2, 3, 4]}, [1, 1, 1, 1]))

    table = frames.ranking(made)

    assert len(set(table.columns)) == len(table.columns) == 11
    assert table["option"][0] == "a"
    assert table["score"][0] == 25
    assert list(table[[f"{name}_" for name in names]].iloc[0]) == [2.5, 5, 7.5, 10]


def test_blanks_are_missing_numbers() -> None:
    blank = scored(
        study([criterion("x", 0, 10, "0"), criterion("y", 0, 10, "0")], {"a": [1, None], "b": [5, 5]}, [1, 3])
    )

    table = frames.ranking(blank).set_index("option")

    assert table["score"].isna()["a"]
    assert table.loc["a", "y"] != table.loc["a", "y"]
    assert table.loc["a", "highest"] == 2.5 + 75
    assert table.loc["b", "score"] == float(Fraction(50))
