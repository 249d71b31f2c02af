"""The results workbook on paper: nothing is printed too small, blocks are not cut, headings are repeated."""

from __future__ import annotations

import itertools
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from mcda.api.robustness import quick_look
from mcda.excel.results import Beside, results_workbook
from mcda.excel.results.paper import LEAST, PRINTED_HEIGHT, PRINTED_WIDTH, width_of
from mcda.excel.results.shelves import bands
from mcda.scenario.robust_tables import robust_grids
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import Column, Grid
from tests.making import criterion, scored, study
from tests.scenario.studies import reference, scenario_of

ROBUST = ("Robustness", "Robust ratings", "Robust mix")


def opened(run: Scenario, *, robust: tuple[Grid, ...] = ()) -> Workbook:
    made = results_workbook(run, [], version="1", fingerprint="f", beside=Beside(robust))
    return load_workbook(BytesIO(made))


@pytest.fixture(scope="module")
def run() -> Scenario:
    return scenario_of(reference())


@pytest.fixture(scope="module")
def grids(run: Scenario) -> tuple[Grid, ...]:
    return robust_grids(run, quick_look(run))


@pytest.fixture(scope="module")
def usual(run: Scenario, grids: tuple[Grid, ...]) -> Workbook:
    return opened(run, robust=grids)


@pytest.fixture(scope="module")
def large() -> Workbook:
    """Sixty options on twelve criteria."""
    criteria = [criterion(f"effect_on_area_{j}", 0, 100, 0, name=f"Effect on policy area {j}") for j in range(12)]
    ratings = {f"o{i}": [(i * 7 + j * 11) % 101 for j in range(12)] for i in range(60)}
    size = {"name": "size", "reason": "r", "size": {"max": 3}}
    return opened(scored(study(criteria, ratings, range(5, 17), constraints=[size])))


def widths(sheet: Worksheet) -> list[float]:
    shown = [each for each in sheet.column_dimensions.values() if not each.hidden]
    # The file counts five dots beside the digits.
    return [each.width - 5 / 7 for each in shown for _ in range(each.min, each.max + 1)]


def heights(sheet: Worksheet) -> list[float]:
    return [sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1)]


def breaks(sheet: Worksheet) -> list[int]:
    return [each.id for each in sheet.row_breaks.brk]


@pytest.mark.campaign
def test_every_sheet_fits_across_a_page_or_repeats_its_first_column(usual: Workbook, large: Workbook) -> None:
    for sheet in (*usual.worksheets, *large.worksheets):
        if sheet.sheet_state != "visible" or sheet.sheet_properties.pageSetUpPr.fitToPage:
            continue
        scale = sheet.page_setup.scale or 100
        assert scale >= LEAST, sheet.title
        ends = [each.id for each in sheet.col_breaks.brk]
        if not ends:
            assert width_of(widths(sheet)) * scale / 100 <= PRINTED_WIDTH, sheet.title
            continue
        assert sheet.print_title_cols == "$A:$A"
        bounds = (1, *ends, len(widths(sheet)))
        for start, end in itertools.pairwise(bounds):
            page = [widths(sheet)[0], *widths(sheet)[start:end]]
            assert width_of(page) * scale / 100 <= PRINTED_WIDTH, sheet.title


@pytest.mark.campaign
def test_no_sheet_that_is_fitted_to_a_page_is_printed_too_small(usual: Workbook, large: Workbook) -> None:
    small = 0.97 * LEAST

    for sheet in (*usual.worksheets, *large.worksheets):
        if sheet.sheet_state == "visible" and sheet.sheet_properties.pageSetUpPr.fitToPage:
            assert 100 * PRINTED_WIDTH / width_of(widths(sheet)) >= small, sheet.title
            assert sheet.page_setup.fitToHeight == 0, sheet.title


@pytest.mark.parametrize("name", ["Decide", "Ratings", "Policy mix", "My mix"])
@pytest.mark.campaign
def test_a_long_table_repeats_its_headings_and_pages_begin_where_blocks_do(name: str, large: Workbook) -> None:
    sheet = large[name]
    (first, last) = sheet.print_title_rows.replace("$", "").split(":")

    heads = [cell.value for cell in sheet[int(first)][:3]]
    assert first == last
    assert "Option" in heads
    assert breaks(sheet)
    for start, end in zip((0, *breaks(sheet)), (*breaks(sheet), None), strict=True):
        # The ranking alone is longer than a page: it goes on below repeated headings.
        if name != "Decide":
            assert sum(heights(sheet)[start:end]) * sheet.page_setup.scale / 100 <= PRINTED_HEIGHT + 1


@pytest.mark.campaign
def test_pages_of_ratings_begin_with_an_option(large: Workbook) -> None:
    sheet = large["Ratings"]

    for row in breaks(sheet):
        assert sheet.cell(row + 1, 1).value != sheet.cell(row, 1).value


@pytest.mark.parametrize("name", ["Value functions", "Sensitivity", "Decide"])
@pytest.mark.campaign
def test_no_page_begins_within_a_chart(name: str, large: Workbook) -> None:
    sheet = large[name]

    assert breaks(sheet)
    for chart in sheet._charts:
        top, bottom = chart.anchor._from.row, chart.anchor.to.row
        assert not [row for row in breaks(sheet) if top < row <= bottom], name


@pytest.mark.campaign
def test_scores_of_many_criteria_take_two_pages_across(usual: Workbook, large: Workbook) -> None:
    assert not usual["Scores"].col_breaks.brk
    assert [each.id for each in large["Scores"].col_breaks.brk] == [13]
    assert large["Scores"].cell(4, 14).value.startswith("Adds: ")


def test_every_table_about_robustness_is_there_whole(usual: Workbook, grids: tuple[Grid, ...]) -> None:
    cells = {cell.value for name in ROBUST for row in usual[name].iter_rows() for cell in row}

    for grid in grids:
        if {column.key for column in grid.columns} != {"number", "sentence"}:
            assert grid.title in cells
            assert {column.name for column in grid.columns} <= cells, grid.key
    assert max(len(grid.columns) for grid in grids) > 20


def test_robustness_of_the_reference_study_takes_at_most_two_pages_a_sheet(usual: Workbook) -> None:
    for name in ROBUST:
        sheet = usual[name]
        scale = sheet.page_setup.scale
        pages = (0, *breaks(sheet), sheet.max_row)
        assert len(breaks(sheet)) <= 1, name
        for start, end in itertools.pairwise(pages):
            assert sum(heights(sheet)[start:end]) * scale / 100 <= PRINTED_HEIGHT + 1, name


def test_a_table_of_too_many_columns_is_cut_in_pieces_that_each_name_the_rows() -> None:
    columns = (Column("option", "Option"), *(Column(f"r{k}", str(k), "points") for k in range(50)))
    rows = tuple((f"option {i}", *(Fraction(100 * i + k) for k in range(50))) for i in range(3))

    shelves = bands([Grid("wide", "Wide", columns, rows)]).shelves

    pieces = [piece for shelf in shelves for piece in shelf]
    assert [piece.title for piece in pieces] == ["Wide", *["... continued"] * (len(pieces) - 1)]
    assert all([row[0] for row in piece.rows] == [row[0] for row in rows] for piece in pieces)
    assert [value for piece in pieces for value in piece.rows[2][1:]] == list(rows[2][1:])
    assert {len(shelf) for shelf in shelves[:-1]} == {2}
