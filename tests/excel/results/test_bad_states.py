"""Bad states of the results workbook: blank or flagged with the right word, never an error cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from xlsxwriter.utility import xl_rowcol_to_cell

from mcda.excel.results import Room, results_workbook
from mcda.excel.results.plan import CHECKS, DECIDE, POLICY_MIX, SCORES, SENSITIVITY, Plan, plan_of
from mcda.excel.results.sensitivity import criterion_cell, option_cell, step_cell
from mcda.scenario.scenario import Scenario
from tests.excel.results.live import shown
from tests.excel.results.office import Cell, Office, Typed, needs_office, the_office
from tests.excel.study_cases import full_study
from tests.scenario.studies import reference, scenario_of

pytestmark = needs_office

POINTS = "Points are numbers, 0 or more, and not all 0 among siblings"
SUMS = "Points sum to 100"
ON_SCALE = "Ratings are on their scales"
EVERY = "Every option has every rating"
AGREES = "Formulas agree with the engine (1e-9)"
ORDER = "No errors, and every option once in the ranking"
SWITCHES = "Switches are on or off, budgets are numbers"
KNOWN = "The best mix is known"
MINE = "My mix: every switch is yes or no"
NO_SCORES = "no scores: see Checks"
DIVISION = {"formula": "=1/0"}


class Opened:
    """A workbook that is open in LibreOffice, typed into and set back after each test."""

    def __init__(self, office: Office, scenario: Scenario, folder: Path) -> None:
        self.errors: list[Cell] = []
        self.office, self.plan = office, plan_of(scenario, Room())
        self.path = folder / f"{scenario.study.about.name}.xlsx"
        self.path.write_bytes(results_workbook(scenario, [], version="1", fingerprint="f"))

    def after(self, *cells: Typed) -> dict[Cell, object]:
        """Every visible cell after typing, and in `errors` the error cells of all sheets; then all is set back."""
        if self.office.path != self.path:
            self.office.open(self.path)
        held = self.office.type(cells)
        found = dict(self.office.visible())
        self.errors = [cell for cell in self.office.errors() if cell not in {each[:2] for each in cells}]
        self.office.type(held)
        return found

    def point(self, line: int) -> Cell:
        """The yellow points of a line."""
        return DECIDE, xl_rowcol_to_cell(*self.plan.points.spot(line))

    def rating(self, row: int) -> Cell:
        """The yellow rating of a row."""
        return "Ratings", xl_rowcol_to_cell(*self.plan.rating_column(2).spot(row))


@pytest.fixture(scope="module")
def office() -> Office:
    return the_office()


@pytest.fixture(scope="module")
def opened(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return Opened(office, scenario_of(reference()), tmp_path_factory.mktemp("reference"))


@pytest.fixture(scope="module")
def full(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Branches, levels in words, every kind of constraint."""
    return Opened(office, scenario_of(full_study(), "one"), tmp_path_factory.mktemp("full"))


def checks(found: dict[Cell, object]) -> dict[str, object]:
    """What the Checks sheet says, line by line."""
    return {
        str(found[CHECKS, f"A{row}"]): found[CHECKS, f"B{row}"] for row in range(6, 40) if (CHECKS, f"A{row}") in found
    }


def scores(found: dict[Cell, object], plan: Plan) -> list[object]:
    return [found[SCORES, xl_rowcol_to_cell(*plan.scores.spot(i))] for i in range(plan.options)]


def test_nothing_to_look_at_in_the_workbook_as_it_is_made(opened: Opened) -> None:
    found = opened.after()

    assert found[CHECKS, "B3"] == "all passed"
    assert opened.errors == []


BAD_POINTS = {
    "text with a space": "60 ",
    "text": "many",
    "per cent": "60%",
    "negative": -5,
    "blank": None,
    "error": DIVISION,
}


@pytest.mark.parametrize("typed", BAD_POINTS.values(), ids=BAD_POINTS)
def test_points_that_are_no_points_blank_every_score_and_the_mix(opened: Opened, typed: object) -> None:
    edit = (*opened.point(0), typed)

    found = opened.after(edit)

    assert set(scores(found, opened.plan)) == {"–"}
    assert checks(found)[POINTS] == "fix points"
    assert str(found[DECIDE, "A2"]).startswith("No scores: points are missing, negative")
    assert (found[DECIDE, "A5"], found[DECIDE, "F5"]) == ("no scores", NO_SCORES)
    assert opened.errors == []


def test_points_that_are_all_0_blank_every_score(opened: Opened) -> None:
    found = opened.after(*((*opened.point(line), 0) for line in range(len(opened.plan.nodes))))

    assert set(scores(found, opened.plan)) == {"–"}
    assert checks(found)[POINTS] == "fix points"
    assert opened.errors == []


def test_points_that_do_not_sum_to_100_are_rescaled_and_said_so(opened: Opened) -> None:
    found = opened.after((*opened.point(0), 70))

    assert checks(found)[SUMS] == "rescaled"
    assert all(isinstance(score, float) for score in scores(found, opened.plan))
    assert opened.errors == []


BAD_RATINGS = {"off the scale": 99, "text": "high", "number as text": "1 ", "error": DIVISION}


@pytest.mark.parametrize("typed", BAD_RATINGS.values(), ids=BAD_RATINGS)
def test_a_rating_that_cannot_be_used_blanks_every_score(opened: Opened, typed: object) -> None:
    edit = (*opened.rating(0), typed)

    found = opened.after(edit)

    assert set(scores(found, opened.plan)) == {"–"}
    assert checks(found)[ON_SCALE] == "1 to mend"
    assert found["Ratings", "H5"] in {"off the scale", "not a number", "error"}
    assert found[DECIDE, "A2"] == "No scores: 1 rating is not on the scale (sheet Ratings)."
    assert opened.errors == []


def test_a_blank_rating_takes_that_option_alone_out_of_ranking_and_mix(opened: Opened) -> None:
    found = opened.after((*opened.rating(0), None))

    assert scores(found, opened.plan).count("–") == 1
    assert checks(found)[EVERY] == "1 missing"
    assert found["Ratings", "H5"] == "missing"
    assert opened.errors == []


def test_all_ratings_blank_leave_no_score_and_no_error(opened: Opened) -> None:
    size = opened.plan.options * opened.plan.criteria

    found = opened.after(*((*opened.rating(row), None) for row in range(size)))

    assert set(scores(found, opened.plan)) == {"–"}
    assert checks(found)[EVERY] == f"{size} missing"
    assert found[DECIDE, "A2"] == "No scores: no option has all its ratings (sheet Ratings)."
    assert opened.errors == []


def test_a_level_that_is_not_in_the_scale_blanks_every_score(full: Opened) -> None:
    found = full.after((*full.rating(3), "some trsut"))

    assert set(scores(found, full.plan)) == {"–"}
    assert found["Ratings", "H8"] == "unknown level"
    assert full.errors == []


def test_a_group_whose_criteria_all_have_0_points_blanks_every_score(office: Office, tmp_path: Path) -> None:
    weights = full_study().weight_set("two")
    weights = weights.model_copy(update={"points": {**weights.points, "trust": 4}})
    grouped = Opened(office, scenario_of(full_study(), weights), tmp_path)
    lines = [i for i, node in enumerate(grouped.plan.nodes) if node.parent is not None]
    family = grouped.plan.nodes[lines[0]].siblings

    found = grouped.after(*((*grouped.point(line), 0) for line in family))

    assert set(scores(found, grouped.plan)) == {"–"}
    assert checks(found)[POINTS] == "fix points"
    assert grouped.errors == []


@pytest.mark.parametrize("typed", ["maybe", None, 1, DIVISION], ids=["word", "blank", "number", "error"])
def test_a_switch_that_is_neither_on_nor_off_blanks_the_mix_alone(opened: Opened, typed: object) -> None:
    edit = (POLICY_MIX, xl_rowcol_to_cell(*opened.plan.switches.spot(0)), typed)

    found = opened.after(edit)

    assert checks(found)[SWITCHES] == "fix switches"
    assert checks(found)[KNOWN] == "a switch or budget is not valid"
    assert found[POLICY_MIX, "A2"] == "Best mix: a switch or budget is not valid."
    assert all(isinstance(score, float) for score in scores(found, opened.plan))
    assert opened.errors == []


@pytest.mark.parametrize("typed", ["10 million", None, DIVISION], ids=["text", "blank", "error"])
def test_a_budget_that_is_no_number_blanks_the_mix(opened: Opened, typed: object) -> None:
    edit = (POLICY_MIX, xl_rowcol_to_cell(*opened.plan.budgets.spot(0)), typed)

    found = opened.after(edit)

    assert checks(found)[SWITCHES] == "fix switches"
    assert found[POLICY_MIX, "A2"] == "Best mix: a switch or budget is not valid."
    assert opened.errors == []


def test_a_budget_that_nothing_fits_is_an_answer(opened: Opened) -> None:
    found = opened.after((POLICY_MIX, xl_rowcol_to_cell(*opened.plan.budgets.spot(0)), -1))

    assert checks(found)[KNOWN] == "no mix respects all constraints"
    assert found[DECIDE, "F5"] == "no mix respects all constraints"
    assert opened.errors == []


@pytest.mark.parametrize("typed", ["perhaps", None, DIVISION], ids=["word", "blank", "error"])
def test_a_mix_of_ones_own_that_is_not_said_is_not_known(opened: Opened, typed: object) -> None:
    edit = ("My mix", xl_rowcol_to_cell(*opened.plan.my_switches.spot(0)), typed)

    found = opened.after(edit)

    assert checks(found)[MINE] == "fix my mix"
    assert found["My mix", "A2"] == "My mix: not known, see Checks."
    assert opened.errors == []


@pytest.mark.parametrize("block", ["scores", "values", "parts"])
def test_an_overwritten_formula_is_found(opened: Opened, block: str) -> None:
    cell = getattr(opened.plan, block).spot(1)

    found = opened.after((SCORES, xl_rowcol_to_cell(*cell), 77))

    assert checks(found)[AGREES] == "DIFFERENT"
    assert found[CHECKS, "B3"] != "all passed"
    assert opened.errors == []


def test_a_formula_overwritten_with_an_error_is_found(opened: Opened) -> None:
    found = opened.after((SCORES, xl_rowcol_to_cell(*opened.plan.scores.spot(1)), DIVISION))

    assert checks(found)[ORDER] == "errors"
    assert opened.errors


def test_a_renamed_option_keeps_its_key_and_its_score(opened: Opened) -> None:
    plan = opened.plan
    before = opened.after()

    found = opened.after((SCORES, "A5", "=Another name"))

    assert scores(found, plan) == scores(before, plan)
    assert found[SCORES, xl_rowcol_to_cell(*plan.option_keys.spot(0))] == plan.study.options[0].key
    assert "=Another name" in {found[DECIDE, f"A{plan.ranking_top + 1 + p}"] for p in range(plan.places)}
    assert opened.errors == []


def test_two_options_of_one_name_stay_two(opened: Opened) -> None:
    plan = opened.plan
    names = [plan.study.options[0].name] * 2

    found = opened.after((SCORES, "A5", names[0]), (SCORES, "A6", names[1]))

    shown_names = [found[DECIDE, f"A{plan.ranking_top + 1 + p}"] for p in range(plan.places)]
    assert shown_names.count(names[0]) == 2
    assert opened.errors == []


@pytest.mark.parametrize("typed", ["no such thing", None, DIVISION, 3], ids=["word", "blank", "error", "number"])
def test_a_choice_that_is_not_in_the_list_empties_its_chart(opened: Opened, typed: object) -> None:
    plan = opened.plan
    cells = (criterion_cell(plan), option_cell(plan), step_cell(plan))
    edits = [(SENSITIVITY, xl_rowcol_to_cell(*cell.spot()), typed) for cell in cells]

    found = opened.after(*edits)

    assert found[CHECKS, "B3"] == "all passed"
    assert opened.errors == []


def test_a_row_cannot_be_deleted_or_pasted_in_because_sheets_are_protected(opened: Opened) -> None:
    opened.after()
    cell = opened.rating(4)
    before = shown(opened.office, [cell])

    assert opened.office.rows("Ratings", 4, -1) == "refused"
    assert opened.office.rows("Ratings", 4, 2) == "refused"
    assert shown(opened.office, [cell]) == before
