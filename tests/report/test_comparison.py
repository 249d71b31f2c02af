"""The comparison as a page: complete, closed, the same every time, and its figures those of the tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from mcda.api.comparing import compare_scenarios, comparison_page, save_comparison_page
from mcda.api.starting import reference_study
from mcda.api.study import score
from mcda.cli import run as command
from mcda.errors import StudyError
from mcda.report.html import shown
from mcda.scenario.compare_digits import in_digits
from mcda.scenario.compare_tables import changes_table, mix_table, moves_table, rank_causes_table, score_causes_table
from mcda.scenario.compare_words import compare_headline, mix_sentence
from mcda.scenario.comparing import Compared
from mcda.scenario.many import Many, many_headline, membership_table, nearest_table, rank_table, regret_table
from mcda.scenario.overrides import Overrides
from mcda.scenario.scenario import Scenario, run
from mcda.scenario.words import share
from tests.report.studies import HOSTILE, hostile_study, random_study, scenario
from tests.report.test_page import hashed, read

NAMES = ("baseline", "alliance_first", "economy_first", "open_government")


@pytest.fixture(scope="module")
def references() -> list[Scenario]:
    return [score(reference_study(), name) for name in NAMES]


def hostile_pair() -> list[Scenario]:
    study = hostile_study()
    return [run(study, weights, f"h{k}", Overrides()) for k, weights in enumerate(study.weights[:2])]


def test_a_page_of_two_says_what_the_tables_say(references: Sequence[Scenario]) -> None:
    found = compare_scenarios(references[:2])
    assert isinstance(found, Compared)
    grids = [changes_table(found), moves_table(found, found.moves), score_causes_table(found, found.moves)]
    grids += [rank_causes_table(found, found.moves), mix_table(found)]

    text = read(comparison_page(references[:2])).inside[""]

    assert compare_headline(found) in text
    assert mix_sentence(found) in text
    for grid in grids:
        told = in_digits(grid, 1)
        cells = [shown(c, v) for row in told.rows for c, v in zip(told.columns, row, strict=True)]
        assert [cell for cell in cells if cell not in text] == []
    for each in references[:2]:
        assert all(share(weight) in text for weight in each.ranking.weights)


def test_a_page_of_four_says_what_the_tables_say(references: Sequence[Scenario]) -> None:
    found = compare_scenarios(references)
    assert isinstance(found, Many)

    text = read(comparison_page(references)).inside[""]

    assert many_headline(found) in text
    for grid in (rank_table(found), membership_table(found), regret_table(found), nearest_table(found)):
        told = in_digits(grid, 1)
        cells = [shown(c, v) for row in told.rows for c, v in zip(told.columns, row, strict=True)]
        assert [cell for cell in cells if cell not in text] == []


def test_the_same_scenarios_give_the_same_bytes(references: Sequence[Scenario]) -> None:
    again = [score(reference_study(), name) for name in NAMES[:2]]

    assert comparison_page(references[:2]) == comparison_page(again)


def test_the_policy_allows_this_style_no_script_and_nothing_from_outside() -> None:
    for scenarios in (hostile_pair(), [*hostile_pair(), hostile_pair()[0]]):
        data = comparison_page(scenarios)
        reader = read(data)

        policy = next(a["content"] for _, a in reader.elements if a.get("http-equiv") == "Content-Security-Policy")
        links = [a[k] for _, a in reader.elements for k in ("href", "src") if a.get(k)]

        assert policy is not None
        assert policy.startswith("default-src 'none'; ")
        assert "script-src" not in policy
        assert f"style-src '{hashed(reader.inside['style'])}'" in policy
        assert not any(tag in ("script", "img", "b") for tag, _ in reader.elements)
        assert not any("style" in a or any(name.startswith("on") for name in a) for _, a in reader.elements)
        assert all(link and link.startswith(("#", "data:")) for link in links)
        assert not re.search(rb"https?://", data)
        assert HOSTILE in reader.inside[""]


def test_every_picture_states_its_result_and_every_section_has_a_table(references: Sequence[Scenario]) -> None:
    for scenarios in (references[:2], references):
        data = comparison_page(scenarios).decode()

        pictures = re.findall(r'<svg role="img"[^>]*><title>([^<]+)</title>', data)
        sections = re.findall(r"<section id=.*?</section>", data, re.DOTALL)

        assert len(pictures) >= 2
        assert all(re.search(r"\d| in [A-D]", title) for title in pictures)
        assert all("<table" in section for section in sections)


@pytest.mark.parametrize("seed", range(4))
def test_any_two_and_any_three_studies_make_a_page(seed: int) -> None:
    study = random_study(seed, 5 + seed, 2 + seed, tree=bool(seed % 2))
    fewer = study.model_copy(
        update={"options": study.options[:-1], "ratings": tuple(r for r in study.ratings if r.option != f"o{4 + seed}")}
    )
    fewer = fewer.model_copy(
        update={"constraints": fewer.constraints.model_copy(update={"constraints": study.constraints.constraints[:3]})}
    )
    all_of_them = [run(study, weights, weights.key, Overrides()) for weights in study.weights]

    for chosen in ([all_of_them[0], scenario(fewer, "fewer")], all_of_them, [*all_of_them, scenario(fewer, "fewer")]):
        reader = read(comparison_page(chosen))
        assert sum(tag == "table" for tag, _ in reader.elements) >= 3


def test_nothing_changed_makes_a_page(references: Sequence[Scenario]) -> None:
    assert b"Nothing changed" in comparison_page([references[0], references[0]])


def test_a_scenario_without_a_mix_makes_a_page(references: Sequence[Scenario]) -> None:
    study = references[0].study
    without = run(study, study.weights[0], "without", Overrides(budgets={"political_capital": Decimal(0)}, require=()))
    assert without.mix is None or without.mix.best is None
    several = [references[0], without, references[1]]

    assert b"without" in comparison_page(several)


def test_the_command_writes_the_page_beside_the_answer_and_never_over_anything_else(
    references: Sequence[Scenario], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mcda.api import save

    monkeypatch.chdir(tmp_path)
    for each in references[:2]:
        save(each, tmp_path / "outputs")
    (tmp_path / "mine.html").write_text("<p>mine</p>")
    call = ["compare", *NAMES[:2], "--html"]

    assert command([*call, "outputs/compare.html"]) == 0
    assert command([*call, "outputs/compare.html"]) == 0
    assert "Written: outputs/compare.html" in capsys.readouterr().err
    assert (tmp_path / "outputs/compare.html").read_bytes() == comparison_page(references[:2])
    for target in ("mine.html", "inputs/compare.html", "compare.txt", "outputs/baseline/report.html"):
        assert command([*call, target]) == 2
    assert (tmp_path / "mine.html").read_text() == "<p>mine</p>"
    assert not list(tmp_path.glob(".*.new"))


def test_a_page_is_not_written_over_a_folder(references: Sequence[Scenario], tmp_path: Path) -> None:
    (tmp_path / "there.html").mkdir()

    with pytest.raises(StudyError):
        save_comparison_page(references[:2], tmp_path / "there.html")
