"""Bad states of the study workbook: flagged with the right word, never an error cell, and a finding at the cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from mcda.api.workbooks import read_workbook
from mcda.errors import errors
from mcda.excel.template import template_workbook
from mcda.model.checks import check
from mcda.model.criterion import Criterion
from mcda.model.study import Study
from mcda.model.weights import Weights
from tests.excel.results.office import Cell, Office, Typed, needs_office, the_office
from tests.excel.study_cases import worlds_study

pytestmark = needs_office

READY, NOT_READY = "Ready to score", "Not ready: see the Checks sheet"
DIVISION = {"formula": "=1/0"}
# The columns in which the sheets say what is to be mended in a row.
CHECKED = {
    "Criteria": "R",
    "Levels": "E",
    "Options": "K",
    "Ratings": "K",
    "Weights": "H",
    "Statements": "L",
    "Worlds": "M",
}
MISSING = "Ratings: Ratings of options on criteria that are missing"


@dataclass(frozen=True)
class State:
    """What is typed, what the sheet says about it where, what Checks counts, and what `mcda check` finds where."""

    typed: tuple[Typed, ...]
    said: dict[Cell, str]
    counted: set[str]
    found: set[tuple[str, str]] = field(default_factory=set)


def one(sheet: str, cell: str, value: object, word: str, code: str) -> State:
    """One cell typed into, with one row and one finding about it."""
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    counted = {f"{sheet}: Rows to mend"} | ({MISSING} if sheet == "Ratings" else set())
    return State(((sheet, cell, value),), {(sheet, CHECKED[sheet] + row): word}, counted, {(code, f"{sheet}!{cell}")})


TYPED = {
    "a weight in words": one("Weights", "D11", "many", "not a number", "number"),
    "a negative weight": one("Weights", "D11", -5, "points below 0", "negative-points"),
    "a weight that is an error": one("Weights", "D11", DIVISION, "error in a cell", "spreadsheet-error"),
    "a missing rating": one("Ratings", "F5", None, "no rating", "blank-rating"),
    "a rating off its scale": one("Ratings", "F5", 999, "off the scale", "rating-off-scale"),
    "a rating in words": one("Ratings", "F5", "high", "not a number", "number"),
    "a rating that is an error": one("Ratings", "F5", DIVISION, "error in a cell", "spreadsheet-error"),
    "a level that is not in the scale": one("Ratings", "F8", "some trsut", "not a level", "unknown-level"),
    "a name that is there twice": State(
        (("Options", "B6", "A"),),
        {("Options", "K5"): "name is there twice", ("Options", "K6"): "name is there twice"},
        {"Options: Rows to mend"},
        {("duplicate-name", "Options!B6")},
    ),
    "an option that is there twice": State(
        (("Options", "A6", "a"),),
        {("Options", "K5"): "key is there twice", ("Options", "K6"): "key is there twice"},
        {"Options: Rows to mend"},
        {("duplicate-option", "Options!A6")},
    ),
    "a renamed option": State(
        (("Options", "A7", "see"), ("Options", "B7", "See")),
        {("Options", "K7"): "no ratings yet", ("Ratings", "K13"): "unknown option"},
        {"Options: Rows to mend", "Ratings: Rows to mend"},
        {("unknown-option", "Ratings!A13")},
    ),
    "a key that is an error": State(
        (("Options", "A7", DIVISION),),
        {("Options", "K7"): "error in a cell", ("Options", "K6"): "ok"},
        {"Options: Rows to mend"},
        {("spreadsheet-error", "Options!A7")},
    ),
    "points that are all 0": State(
        tuple(("Weights", f"D{row}", 0) for row in range(11, 15)),
        {("Weights", "H11"): "ok"},
        {"Weights: Points of a column that are all 0"},
        {("zero-points", "Weights!D4")},
    ),
    "a group without points": State(
        (("Weights", "E13", 0),),
        {("Weights", "H10"): "no points below it"},
        {"Weights: Rows to mend"},
        {("zero-points", "Weights!E4")},
    ),
    "a level renamed in its table": State(
        (("Levels", "B12", "some trsut"),),
        {("Ratings", "K8"): "not a level", ("Ratings", "K20"): "not a level"},
        {"Ratings: Rows to mend", MISSING},
        {("unknown-level", "Ratings!F8"), ("do-nothing-off-scale", "Criteria!H10")},
    ),
    "a scale end that is an error": State(
        (("Criteria", "F9", DIVISION),),
        {("Criteria", "R9"): "error in a cell", ("Criteria", "R8"): "ok", ("Weights", "C13"): "–"},
        {"Criteria: Rows to mend"},
        {("spreadsheet-error", "Criteria!F9")},
    ),
    "a world without a name": State(
        (("Worlds", "B6", None),),
        {("Worlds", "M7"): "name is missing"},
        {"Worlds: Rows to mend"},
        {("missing-field", "Worlds!A6")},
    ),
    "a world of an unknown option": one("Worlds", "E5", "nobody", "unknown option", "unknown-option"),
    "a formula overwritten with an error": State((("Ratings", "K5", DIVISION),), {}, {"Ratings: Rows to mend"}),
    "a check overwritten with ok": State(
        (("Ratings", "K5", "ok"), ("Ratings", "F5", 999)), {}, set(), {("rating-off-scale", "Ratings!F5")}
    ),
    "a scale overwritten": State((("Ratings", "C5", 77),), {("Ratings", "K5"): "off the scale"}, set()),
    "a name of the study that is an error": State(
        (("Start", "B23", DIVISION),), {}, {"Start: Name is blank"}, {("spreadsheet-error", "Start!B23")}
    ),
}


class Opened:
    """A study workbook that is open in LibreOffice."""

    def __init__(self, study: Study, folder: Path) -> None:
        self.office: Office = the_office()
        self.path, self.saved = folder / "study.xlsx", folder / "saved.xlsx"
        self.path.write_bytes(template_workbook(study))

    def open(self) -> None:
        """Open it, unless it is open."""
        if self.office.path != self.path:
            self.office.open(self.path)

    def close(self) -> None:
        """Have it opened afresh next time."""
        self.office.path = Path()

    def counted(self) -> set[str]:
        """What Checks counts, and nothing else that could be a count."""
        (lines,) = self.office.read([("Checks", "A5:D22")])
        assert all(line[3] in {"ok", "mend"} for line in lines), lines
        return {f"{sheet}: {what}" for sheet, what, _, state in lines if state == "mend"}

    def read(self, sheet: str, cell: str) -> object:
        return self.office.read([(sheet, cell)])[0][0][0]

    def findings(self) -> set[tuple[str, str]]:
        """Codes and cells of what `mcda check` finds in the file as it is saved now."""
        self.office.save(self.saved)
        return {(found.code, found.place.cell) for found in errors(check(read_workbook(self.saved)))}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return Opened(sound_study(), tmp_path_factory.mktemp("study"))


def sound_study() -> Study:
    """The full study with all that its sheets or the checks would have mended."""
    study = worlds_study()
    calm, *others = study.criteria
    first, second = study.weights
    ratings = (
        rating.model_copy(update={"best": Decimal(1)}) if rating.criterion == "effect" else rating
        for rating in study.ratings
    )
    return study.model_copy(
        update={
            "criteria": (
                Criterion.model_validate({**calm.model_dump(), "levels": {0: "none", 100: "many"}}),
                *others,
            ),
            "ratings": tuple(ratings),
            "worlds": (study.worlds[0], study.worlds[1].model_copy(update={"name": "A crisis"})),
            "weights": (
                first,
                Weights.model_validate({**second.model_dump(), "points": {**second.points, "trust": Decimal(4)}}),
            ),
            "constraints": study.constraints.model_copy(update={"constraints": study.constraints.constraints[:3]}),
        }
    )


def test_a_sound_study_is_ready_and_has_nothing_to_mend(opened: Opened) -> None:
    opened.open()

    assert opened.counted() == set()
    assert opened.read("Start", "B3") == READY
    assert opened.office.errors() == []
    assert opened.findings() == set()


@pytest.mark.parametrize("name", TYPED)
def test_a_bad_state_is_flagged_without_an_error_cell(name: str, opened: Opened) -> None:
    state = TYPED[name]
    opened.open()

    held = opened.office.type(state.typed)
    counted, light = opened.counted(), opened.read("Start", "B3")
    said = {cell: opened.read(*cell) for cell in state.said}
    wrong = [cell for cell in opened.office.errors() if cell not in {typed[:2] for typed in state.typed}]
    opened.office.type(held)

    assert said == state.said
    assert counted >= state.counted
    assert wrong == []
    assert light == (NOT_READY if counted else READY)
    assert counted or not state.counted


def found_together(opened: Opened, names: list[str]) -> set[tuple[str, str]]:
    held = [opened.office.type(TYPED[name].typed) for name in names]
    found = opened.findings()
    for cells in reversed(held):
        opened.office.type(cells)
    return found


# States that stand side by side in one file.
TOGETHER = (
    ["a negative weight", "a group without points", "a missing rating", "a level that is not in the scale"],
    ["a weight in words", "a rating off its scale", "a name that is there twice"],
    ["points that are all 0", "a rating in words", "a renamed option", "a scale end that is an error"],
    ["a weight that is an error", "a rating that is an error", "a level renamed in its table"],
)


@pytest.mark.parametrize("names", TOGETHER, ids=["one", "two", "three", "four"])
def test_what_was_typed_is_a_finding_at_its_cell(names: list[str], opened: Opened) -> None:
    opened.open()

    found = found_together(opened, names)

    assert {place for name in names for place in TYPED[name].found} <= found


@pytest.mark.campaign
@pytest.mark.parametrize("name", TYPED)
def test_what_was_typed_alone_is_a_finding_at_its_cell(name: str, opened: Opened) -> None:
    opened.open()

    assert found_together(opened, [name]) >= TYPED[name].found


def test_a_row_that_people_insert_counts_like_the_others(opened: Opened) -> None:
    opened.open()
    entries = zip("ABEFG", ("a", "calm_days", 0, 5, 9), strict=True)

    assert opened.office.rows("Ratings", 5, 1) == "done"
    opened.office.type([("Ratings", f"{column}6", value) for column, value in entries])
    counted, wrong, found = opened.counted(), opened.office.errors(), opened.findings()
    opened.close()

    assert "Ratings: Rows to mend" in counted
    assert wrong == []
    assert ("duplicate-rating", "Ratings!A6") in found


def test_a_deleted_row_is_missed_and_leaves_no_error(opened: Opened) -> None:
    opened.open()
    assert opened.office.rows("Ratings", 4, -1) == "refused"

    opened.office.unprotect("Ratings")
    assert opened.office.rows("Ratings", 4, -1) == "done"
    counted, wrong, found = opened.counted(), opened.office.errors(), opened.findings()
    opened.close()

    assert counted == {MISSING}
    assert wrong == []
    assert "missing-rating" in {code for code, _ in found}


def test_sheets_in_another_order_are_the_same_study(opened: Opened) -> None:
    opened.open()

    opened.office.move_sheet("Ratings", 1)
    counted, light, found = opened.counted(), opened.read("Start", "B3"), opened.findings()
    opened.close()

    assert (counted, light, found) == (set(), READY, set())
