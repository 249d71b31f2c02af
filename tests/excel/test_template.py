"""The study workbook: every formula right, accessible, the same bytes; bad states named with their cells."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet

from mcda import api
from mcda.api.starting import reference_study
from mcda.api.workbooks import read_workbook
from mcda.cli.template import template
from mcda.errors import Finding, StudyError, errors
from mcda.excel.template import template_workbook
from mcda.model.checks import check
from mcda.model.study import Study
from tests.excel.spreadsheet import differences, formulas, needs_libreoffice, saved_by_libreoffice, values
from tests.excel.study_cases import hostile_study, worlds_study

_FORBIDDEN = re.compile(
    r"\b(XLOOKUP|LET|SORTBY|FILTER|UNIQUE|SEQUENCE|MATCH|COUNTIF|VLOOKUP|INDIRECT|OFFSET|NOW|TODAY|RAND|TEXT|HYPERLINK"
    r"|WEBSERVICE|AGGREGATE)\(|_xlfn|\[|\|"
)


def write(study: Study | None, folder: Path) -> Path:
    path = folder / "study.xlsx"
    path.write_bytes(template_workbook(study))
    return path


@pytest.fixture(scope="module")
def reference() -> Study:
    return api.load(reference_study())


@pytest.fixture(scope="module")
def book(reference: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(reference, tmp_path_factory.mktemp("book"))


# --- what LibreOffice says ---


@needs_libreoffice
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: None, id="empty", marks=pytest.mark.campaign),
        pytest.param(worlds_study, id="full"),
        pytest.param(hostile_study, id="hostile", marks=pytest.mark.campaign),
    ],
)
def test_every_stored_value_is_what_libreoffice_calculates(make: object, tmp_path: Path) -> None:
    path = write(make(), tmp_path)  # type: ignore[operator]

    assert differences(path, tmp_path) == []
    assert len(formulas(path)) > 300


@needs_libreoffice
def test_a_study_saved_by_libreoffice_is_read_the_same(tmp_path: Path) -> None:
    study = hostile_study()
    saved = saved_by_libreoffice(write(study, tmp_path), tmp_path)

    assert read_workbook(saved).study() == study


@needs_libreoffice
def test_a_wrong_stored_value_is_caught(book: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.xlsx"
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(wrong, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet11.xml":
                data = data.replace(b"</f><v>0</v>", b"</f><v>99</v>", 1)
            target.writestr(name, data)

    assert len(differences(wrong, tmp_path)) == 1


def fill(path: Path) -> Path:
    """A small study typed into an empty workbook, as a person would."""
    rows: dict[str, dict[str, tuple[object, ...]]] = {
        "Criteria": {
            "A5": ("calm", None, "Calm", "Days without incidents", "days", 0, 10, 2, None, "sum"),
            "A6": ("cost", "criterion", "Cost", "What it costs", "million", 100, 0, 0, "linear", "sum"),
        },
        "Options": {"A5": ("talk", "Talks", None, None, 3), "A6": ("wait", "Wait and see", None, None, 0)},
        "Ratings": {
            "A5": ("talk", "calm", None, None, 5, "7,5"),
            "A6": ("talk", "cost", None, None, None, 20),
            "A7": ("wait", "calm", None, None, None, 2),
            "A8": ("Wait and see", "cost", None, None, None, 0),
        },
        "Weights": {"A9": ("points", "calm", None, 60), "A10": ("points", "cost", None, 40)},
    }
    workbook = openpyxl.load_workbook(path)
    start = workbook["Start"]
    entries = {"Name": "Small", "Question": "Talk?", "Do nothing": "As today"}
    for field, cell in start.iter_rows(min_row=20, max_col=2):
        cell.value = entries.get(field.value, cell.value)
    resource = next(row for row in start.iter_rows(min_row=20, max_col=3) if row[0].value == "resource_1")
    resource[1].value, resource[2].value = "Money", "million"
    for sheet, lines in rows.items():
        for first, values_ in lines.items():
            row = workbook[sheet][first].row
            for column, value in enumerate(values_, start=1):
                if value is not None:
                    workbook[sheet].cell(row, column).value = value
    workbook.save(path)
    return path


@needs_libreoffice
def test_an_empty_workbook_that_is_filled_in_becomes_ready_and_can_be_scored(tmp_path: Path) -> None:
    path = fill(write(None, tmp_path))
    saved = saved_by_libreoffice(path, tmp_path)

    found = values(saved)
    scenario = api.score_draft(read_workbook(saved))

    assert found["Start", "B3"] == "Ready to score", [v for (s, _), v in found.items() if s == "Checks"]
    assert found["Options", "E3"] == "Money, million"
    assert (found["Ratings", "K5"], found["Ratings", "K8"]) == ("text", "ok")
    assert [option.key for option in scenario.study.options] == ["talk", "wait"]


# --- what a script can say ---


def test_the_same_study_gives_the_same_bytes(reference: Study, book: Path) -> None:
    assert template_workbook(reference) == book.read_bytes()
    assert len(book.read_bytes()) < 150_000


def test_formulas_use_only_old_functions_and_carry_a_value(book: Path) -> None:
    stored = values(book)

    for cell, formula in formulas(book).items():
        assert not _FORBIDDEN.search(re.sub(r'"[^"]*"', "", formula)), (cell, formula)
        assert stored[cell] not in {None, ""}, cell


def test_no_text_of_a_person_becomes_a_formula_or_link(tmp_path: Path) -> None:
    path = write(hostile_study(), tmp_path)

    kept = {formula for formula in formulas(path).values() if "1+1" in formula or "cmd" in formula}

    assert kept == set()
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "externalLink" in name or "vba" in name]


def test_every_sheet_is_accessible_and_prints_on_a4(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)

    assert workbook.sheetnames[0] == "Start"
    assert workbook.custom_doc_props["mcda_schema"].value == "mcda-study/1"
    for sheet in workbook.worksheets:
        assert isinstance(sheet["A1"].value, str), sheet.title
        assert not sheet.merged_cells.ranges, sheet.title
        assert sheet.protection.sheet, sheet.title
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        for table in sheet.tables.values():
            heads = [cell.value for cell in sheet[table.ref][0]]
            assert None not in heads
            assert len({str(head).casefold() for head in heads}) == len(heads)


def test_first_sheet_says_what_is_where(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    words = {row[0].value for row in workbook["Start"].iter_rows(max_col=1)}

    assert set(workbook.sheetnames) <= words


def test_formulas_are_locked_and_inputs_have_rules(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)

    for sheet in workbook.worksheets:
        ruled = {cell for rule in sheet.data_validations.dataValidation for cell in _cells(sheet, rule.sqref)}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell.protection.locked, (sheet.title, cell.coordinate)
                elif not cell.protection.locked and cell.number_format != "@":
                    assert cell.coordinate in ruled, (sheet.title, cell.coordinate)


def _cells(sheet: Worksheet, ranges: object) -> set[str]:
    found = set()
    for area in ranges.ranges:  # type: ignore[attr-defined]
        found |= {cell.coordinate for row in sheet[area.coord] for cell in row} if ":" in area.coord else {area.coord}
    return found


def test_the_light_is_on_for_a_whole_study_and_off_for_an_empty_workbook(book: Path, tmp_path: Path) -> None:
    assert values(book)["Start", "B3"] == "Ready to score"
    assert values(write(None, tmp_path))["Start", "B3"] == "Not ready: see the Checks sheet"


def test_a_study_whose_keys_are_headings_is_refused(reference: Study) -> None:
    weights = reference.weights[0].model_copy(update={"key": "swing"})

    with pytest.raises(StudyError, match="heading of another column"):
        template_workbook(reference.model_copy(update={"weights": (weights,)}))


# --- bad states ---


def broken(book: Path, folder: Path, change: object) -> tuple[Finding, ...]:
    """The findings of the workbook after a change through openpyxl (which drops the values of our formulas)."""
    workbook = openpyxl.load_workbook(book)
    change(workbook)  # type: ignore[operator]
    path = folder / "broken.xlsx"
    workbook.save(path)
    return errors(check(read_workbook(path)))


def found_at(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.place.cell) for finding in findings]


State = tuple[str, str, object, tuple[str, str] | None]

# Edits that stand side by side in one workbook: sheet, cell, what is typed, and the finding it gives.
BAD_STATES: dict[str, tuple[State, ...]] = {
    "cells": (
        ("Options", "A6", "backchannels", ("duplicate-option", "Options!A6")),
        ("Weights", "D9", "many", ("number", "Weights!D9")),
        ("Weights", "E9", -2, ("negative-points", "Weights!E9")),
        ("Weights", "F9", None, ("missing-points", "Weights!F4")),
        ("Ratings", "F5", None, ("blank-rating", "Ratings!F5")),
        ("Ratings", "F6", 7, ("rating-off-scale", "Ratings!F6")),
        ("Ratings", "F7", date(2026, 5, 3), ("date", "Ratings!F7")),
        ("Ratings", "F8", "#DIV/0!", ("spreadsheet-error", "Ratings!F8")),
        ("Ratings", "F17", "-1,0", None),
        ("Constraints", "B5", "budgett", ("constraint-kind", "Constraints!B5")),
        ("Constraints", "C6", "arms_control", ("unused-cell", "Constraints!C6")),
        ("Constraints", "N7", "capital", ("unknown-resource", "Constraints!N7")),
        ("Levels", "A5", "calm", ("unknown-criterion", "Levels!A5")),
        ("Statements", "A5", "base_line", ("unknown-weights", "Statements!A5")),
        ("Start", "B25", None, None),
    ),
    "records": (
        ("Criteria", "D5", None, ("blank-field", "Criteria!D5")),
        ("Criteria", "J6", "summ", ("choice", "Criteria!J6")),
        ("Criteria", "A8", "economic_effect", ("duplicate-key", "Criteria!A8")),
        ("Start", "B24", None, ("blank-field", "Start!B24")),
    ),
    "headings": (("Criteria", "D4", "Meaning", ("unknown-column", "Criteria!D4")),),
}


@pytest.mark.parametrize("group", BAD_STATES)
def test_every_bad_state_is_a_finding_at_its_cell(group: str, book: Path, tmp_path: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        for sheet, cell, value, _ in BAD_STATES[group]:
            workbook[sheet][cell] = value

    found = found_at(broken(book, tmp_path, change))

    for sheet, cell, _, expected in BAD_STATES[group]:
        if expected is None:
            assert not [place for _, place in found if place == f"{sheet}!{cell}"]
        else:
            assert expected in found, found


def test_a_renamed_option_is_named_where_its_ratings_stand(book: Path, tmp_path: Path) -> None:
    def rename(workbook: openpyxl.Workbook) -> None:
        workbook["Options"]["A5"] = "backchannel_talks"

    found = found_at(broken(book, tmp_path, rename))

    assert ("unknown-option", "Ratings!A5") in found


def test_a_deleted_row_of_ratings_is_missed(book: Path, tmp_path: Path) -> None:
    found = broken(book, tmp_path, lambda workbook: workbook["Ratings"].delete_rows(5))

    assert [finding.code for finding in found] == ["missing-rating"]
    assert "escalation_risk" in found[0].what


def test_rows_pasted_below_the_table_count(book: Path, tmp_path: Path) -> None:
    def paste(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["Ratings"]
        for i, value in enumerate(("backchannels", "escalation_risk", None, None, None, -1), start=1):
            sheet.cell(sheet.max_row + (i == 1), i, value)

    found = broken(book, tmp_path, paste)

    assert [finding.code for finding in found] == ["duplicate-rating"]


def test_the_order_of_sheets_does_not_matter(book: Path, tmp_path: Path) -> None:
    assert broken(book, tmp_path, lambda workbook: workbook.move_sheet("Ratings", -4)) == ()


def test_a_deleted_sheet_is_named(book: Path, tmp_path: Path) -> None:
    found = broken(book, tmp_path, lambda workbook: workbook.remove(workbook["Levels"]))

    assert ("table-lost", "Levels") in found_at(found)


def test_a_workbook_of_before_there_were_worlds_is_read(book: Path, tmp_path: Path) -> None:
    def older(workbook: openpyxl.Workbook) -> None:
        workbook.remove(workbook["Worlds"])
        del workbook.defined_names["mcda_study_worlds"]

    assert broken(book, tmp_path, older) == ()
    assert broken(book, tmp_path, lambda workbook: workbook.remove(workbook["Worlds"])) != ()


def test_bad_rows_of_worlds_are_findings_at_their_cells(tmp_path: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        typed = {"E5": "nobody", "F6": "nothing", "B7": "Another", "H7": None, "E8": "a"}
        for cell, value in typed.items():
            workbook["Worlds"][cell] = value

    path = write(worlds_study(), tmp_path)

    found = found_at(broken(path, tmp_path, change))

    assert {
        ("world-differs", "Worlds!B7"),
        ("unknown-option", "Worlds!E5"),
        ("unknown-criterion", "Worlds!F6"),
        ("world-rating-blank", "Worlds!H7"),
        ("blank-field", "Worlds!A8"),
    } <= set(found)


def test_another_workbook_is_no_study(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["a", "b"])
    workbook.save(tmp_path / "other.xlsx")

    findings = read_workbook(tmp_path / "other.xlsx").findings

    assert [finding.code for finding in findings] == ["no-study"]


def test_a_number_in_a_column_with_decimal_commas_keeps_its_size(book: Path, tmp_path: Path) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook["Options"]["G5"], workbook["Options"]["G6"] = 1.125, "20,5"

    workbook = openpyxl.load_workbook(book)
    change(workbook)
    workbook.save(tmp_path / "commas.xlsx")

    options = read_workbook(tmp_path / "commas.xlsx").options

    assert [str(option.uses["money"].normalize()) for option in options[:2]] == ["1.125", "20.5"]


# --- the command ---


def test_the_command_writes_a_workbook_and_takes_it_back(tmp_path: Path) -> None:
    path, folder = str(tmp_path / "study.xlsx"), str(tmp_path / "folder")

    written = CliRunner().invoke(template, ["-o", path, "--from", str(reference_study())])
    again = CliRunner().invoke(template, ["-o", path])
    back = CliRunner().invoke(template, ["--to-folder", path, folder])

    assert (written.exit_code, back.exit_code) == (0, 0)
    assert isinstance(again.exception, StudyError)
    assert api.load(folder) == api.load(reference_study())


def test_the_command_asks_where_to_write() -> None:
    result = CliRunner().invoke(template, [])

    assert result.exit_code == 2
    assert "mcda template -o study.xlsx" in result.output
