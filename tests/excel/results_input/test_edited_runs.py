"""What a run of an edited workbook is called, and that it is the same run as one asked for on the command line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from mcda import api
from mcda.api.comparing import saved_scenarios
from mcda.api.saving import fingerprint
from mcda.api.verifying import verify
from mcda.cli.score import score
from mcda.scenario.edits import with_budgets_told
from mcda.scenario.overrides import Overrides, with_overrides
from tests.excel.results_input.edited import BUDGETS, RATINGS, WEIGHTS, cell_of, copied, sound_study, typed_over


def scored(*arguments: str) -> str:
    done = CliRunner().invoke(score, [*arguments])
    # 1: no mix fits this study.
    assert done.exit_code in {0, 1}, done.output
    return " ".join(done.stderr.split())


@pytest.fixture(scope="module")
def study(saved: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of the saved run, as one workbook."""
    return api.template(tmp_path_factory.mktemp("study") / "study.xlsx", saved / "results.xlsx")


def edited(saved: Path, tmp_path: Path, *, limit: float) -> Path:
    path = copied(saved, tmp_path)
    return typed_over(path, {cell_of(path, BUDGETS): limit})


def test_a_second_other_edit_is_saved_beside_the_first(saved: Path, tmp_path: Path) -> None:
    path = edited(saved, tmp_path, limit=5)
    scored(str(path))

    typed_over(path, {cell_of(path, BUDGETS): 4})
    said = scored(str(path))
    again = scored(str(path))

    assert "The scenario 'one_edited' of other inputs stays; this one is saved as 'one_edited_2'." in said
    assert "saved as 'one_edited_2'" in again
    assert sorted(each.name for each in path.parent.parent.iterdir()) == ["one", "one_edited", "one_edited_2"]


def test_the_same_edit_again_is_the_same_scenario(saved: Path, tmp_path: Path) -> None:
    path = edited(saved, tmp_path, limit=5)
    scored(str(path))

    assert "is saved as" not in scored(str(path))


@pytest.mark.campaign
def test_the_workbook_of_an_edited_run_that_is_edited_again_keeps_a_short_name(saved: Path, tmp_path: Path) -> None:
    path = edited(saved, tmp_path, limit=5)
    scored(str(path))
    second = path.parent.parent / "one_edited" / "results.xlsx"

    said = scored(str(typed_over(second, {cell_of(second, BUDGETS): 4})))

    assert "saved as 'one_edited_2'" in said


@pytest.mark.campaign
def test_with_force_the_first_edit_is_replaced(saved: Path, tmp_path: Path) -> None:
    path = edited(saved, tmp_path, limit=5)
    scored(str(path))

    typed_over(path, {cell_of(path, BUDGETS): 4})
    scored(str(path), "--force")

    assert sorted(each.name for each in path.parent.parent.iterdir()) == ["one", "one_edited"]


@pytest.mark.campaign
def test_weights_of_an_edited_workbook_are_told_apart_too(saved: Path, study: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    outputs = str(tmp_path / "others")
    for points, name in ((10, ""), (20, "saved as 'one_edited_2'")):
        typed_over(path, {cell_of(path, WEIGHTS): points})

        assert name in scored(str(study), "-w", str(path), "-o", outputs)


def test_a_budget_typed_into_the_workbook_is_that_of_the_command_line(saved: Path, study: Path, tmp_path: Path) -> None:
    path = edited(saved, tmp_path, limit=5)
    asked = Overrides(budgets={"money": Decimal(5)}, texts=("--budget money=5",))

    typed_in, asked_for = api.score(path, name="typed"), api.score(study, name="asked", overrides=asked)

    assert fingerprint(typed_in) == fingerprint(asked_for)
    assert typed_in.overrides.texts == asked.texts


@pytest.mark.campaign
def test_it_stays_fresh_and_verifies_against_the_study(saved: Path, study: Path, tmp_path: Path) -> None:
    path = edited(saved, tmp_path, limit=5)
    outputs = path.parent.parent
    scored(str(path), "--name", "first")
    second = outputs / "first" / "results.xlsx"
    scored(str(second), "--name", "untouched")
    typed_over(second, {cell_of(second, BUDGETS): 4, cell_of(second, WEIGHTS): 10})
    scored(str(second), "--name", "second")

    listed = {each.name: each.state for each in saved_scenarios(study, outputs)}

    assert listed == dict.fromkeys(("one", "first", "untouched", "second"), "fresh")
    for name in ("untouched", "second"):
        assert verify(name, outputs, study).differences == ()


@pytest.mark.campaign
def test_a_rating_of_its_own_is_named_against_the_study(saved: Path, study: Path, tmp_path: Path) -> None:
    path = copied(saved, tmp_path)
    scored(str(typed_over(path, {cell_of(path, RATINGS): 9})), "--name", "rated")

    found = verify("rated", path.parent.parent, study).differences

    assert any("rating" in each.place for each in found)


def test_a_budget_that_the_command_line_could_not_move_alone_is_told_as_no_override() -> None:
    study = sound_study()
    first = study.constraints.constraints[0]
    both = study.constraints.model_copy(
        update={"constraints": (*study.constraints.constraints, first.model_copy(update={"name": "Another"}))}
    )
    study = study.model_copy(update={"constraints": both})
    assert first.budget
    moved = first.model_copy(update={"budget": first.budget.model_copy(update={"at_most": Decimal(4)})})
    after = both.model_copy(update={"constraints": (moved, *both.constraints[1:])})

    assert with_budgets_told(study, after) == (after, ())
    assert len(with_overrides(study, Overrides(budgets={"money": Decimal(4)})).constraints.constraints) == 6
