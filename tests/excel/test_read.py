import math
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcda.errors import errors
from mcda.excel.cells import number_text, percent_text
from mcda.excel.read import defined_blocks, read_book, read_tables
from mcda.model.numbers import read_quantity
from tests.excel.hostile import Odd, package, sheet, table, text_cell

# fmt: off
HOSTILE_NAMES = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\ttab", "a & b", "<b>bold</b>", "\U0001f600 smile", "\u202eright to left",
    "x" * 200, "_x0041_", "NA", "None", "n/a", "nan", "1/2", "3.5", "TRUE", "=cmd|'/c calc'!A0", " outer space ",
    "#N/A", "'quoted", "caf\u00e9", "cafe\u0301", "two\nlines", "http://example.org", "1_000", "\uff11\uff12",
]
# fmt: on


def one_sheet(tmp_path: Path, sheet_xml: str, names: str = "") -> Path:
    return Odd("study.xlsx", package(sheet_xml, names=names)).write(tmp_path)


def entry(tmp_path: Path, cell: str) -> str:
    """The text of cell B2 of a table."""
    tables, _ = read_tables(one_sheet(tmp_path, table(text_cell("A2", "heat"), cell)), "study.xlsx")
    return tables["ratings"].rows[0].cells[1].text


def test_a_table_has_its_headings_rows_and_places(tmp_path: Path):
    tables, findings = read_tables(
        one_sheet(tmp_path, table(text_cell("A2", "heat"), '<c r="B2"><v>3</v></c>')), "s.xlsx"
    )

    ratings = tables["ratings"]
    assert findings == ()
    assert [cell.text for cell in ratings.header] == ["option", "best"]
    assert [cell.text for cell in ratings.rows[0].cells] == ["heat", "3"]
    assert str(ratings.rows[0].cells[1].place) == "s.xlsx [Ratings!B2]"
    assert (str(ratings.place), ratings.rows[0].line) == ("s.xlsx [Ratings]", "heat | 3")


def test_a_title_remarks_and_blank_rows_are_not_part_of_the_table(tmp_path: Path):
    book = xlsxwriter.Workbook(tmp_path / "study.xlsx")
    page = book.add_worksheet("Options ")
    for row, line in enumerate([["Our options"], [], ["# a remark", "more"], ["", "key", "name"]]):
        page.write_row(row, 0, line)
    page.write_row(5, 1, ["heat", "Heat pumps"])
    page.write_row(6, 1, ["# later", "Something"])
    page.write_row(8, 1, ["", "Nameless"])
    book.close()

    tables, findings = read_tables(tmp_path / "study.xlsx", "study.xlsx")

    texts = [[cell.text for cell in row.cells] for row in tables["options"].rows]
    assert texts == [["heat", "Heat pumps"], ["", "Nameless"]]
    assert tables["options"].rows[1].cells[0].place.cell == "Options !B9"
    assert findings == ()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="B2"><v>0.1</v></c>', "0.1"),
        ('<c r="B2"><v>0.10000000000000001</v></c>', "0.1"),
        ('<c r="B2"><v>1.1000000000000001</v></c>', "1.1"),
        ('<c r="B2"><v>0.30000000000000004</v></c>', "0.3"),
        ('<c r="B2"><v>3</v></c>', "3"),
        ('<c r="B2"><v>-0</v></c>', "0"),
        ('<c r="B2"><v>1E-5</v></c>', "0.00001"),
        ('<c r="B2"><v>1234567</v></c>', "1234567"),
        ('<c r="B2" s="1"><v>0.3</v></c>', "30%"),
        ('<c r="B2" s="1"><v>0.07</v></c>', "7%"),
        ('<c r="B2" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="B2" t="b"><v>0</v></c>', "FALSE"),
        ('<c r="B2" t="str"><f>"a"</f><v>a</v></c>', "a"),
        ('<c r="B2" t="str"><f>""</f><v></v></c>', ""),
        ('<c r="B2" s="1"/>', ""),
        (text_cell("B2", "1\u00a0234,5"), "1\u00a0234,5"),
        (text_cell("B2", " 30 % "), " 30 % "),
        (text_cell("B2", "NA"), "NA"),
        (text_cell("B2", "None"), "None"),
        (text_cell("B2", "\u00a0 "), ""),
        (text_cell("B2", "one_x000D_\ntwo"), "one\ntwo"),
    ],
)
def test_a_cell_is_read_as_the_text_a_person_would_type(cell: str, text: str, tmp_path: Path):
    assert entry(tmp_path, cell) == text


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_typed_number_comes_back_exactly_as_typed(number):
    assert read_quantity(number_text(float(number))).value == number
    assert read_quantity(percent_text(float(number / 100))).value == number


@given(st.floats(-1e300, 1e300))
def test_the_text_of_any_number_is_close_to_it_and_stable(number: float):
    text = number_text(number)

    assert math.isclose(float(text), number, rel_tol=1e-14, abs_tol=1e-320)
    assert number_text(float(text)) == text


VALUES = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=9).filter(lambda text: text.strip()),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(st.tuples(st.integers(1, 30), st.integers(1, 12)), VALUES, min_size=1, max_size=25))
def test_the_same_cells_are_found_as_openpyxl_finds_when_it_loads_everything(values, tmp_path: Path):
    path = tmp_path / "any.xlsx"
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet("Any")
    for (row, column), value in values.items():
        write = {bool: page.write_boolean, str: page.write_string}.get(type(value), page.write_number)
        write(row - 1, column - 1, value)
    book.close()

    cells = read_book(path, "any.xlsx").sheets[0].cells

    whole = openpyxl.load_workbook(path, data_only=True).active
    expected = {
        (cell.row, cell.column): cell.value for line in whole.iter_rows() for cell in line if cell.value is not None
    }
    assert cells.keys() == expected.keys()
    for spot, value in expected.items():
        same = value if isinstance(value, str) else str(value).upper() if isinstance(value, bool) else None
        assert cells[spot].cell.text == (number_text(value) if same is None else same)


def test_hostile_names_survive_as_text(tmp_path: Path):
    book = xlsxwriter.Workbook(tmp_path / "names.xlsx")
    page = book.add_worksheet("Options")
    page.write_row(0, 0, ["key", "name"])
    for row, name in enumerate(HOSTILE_NAMES, start=1):
        page.write_string(row, 0, f"o{row}")
        page.write_string(row, 1, name)
    book.close()

    tables, findings = read_tables(tmp_path / "names.xlsx", "names.xlsx")

    assert [row.cells[1].text for row in tables["options"].rows] == HOSTILE_NAMES
    assert findings == ()


def test_a_formula_counts_with_its_stored_result_and_a_note(tmp_path: Path):
    cell = '<c r="B2"><f>1+2</f><v>3</v></c>'
    tables, (note,) = read_tables(one_sheet(tmp_path, table(text_cell("A2", "heat"), cell)), "study.xlsx")

    assert tables["ratings"].rows[0].cells[1].text == "3"
    assert (note.code, note.severity, note.place.cell) == ("formulas", "note", "Ratings!B2")


def test_a_formula_without_a_result_is_an_error_at_its_cell(tmp_path: Path):
    cell = '<c r="B2"><f>1+2</f></c>'
    _, (finding,) = read_tables(one_sheet(tmp_path, table(text_cell("A2", "heat"), cell)), "study.xlsx")

    assert str(finding) == (
        "study.xlsx [Ratings!B2]: Formulas have no stored result: B2. "
        "Open the workbook in Excel or LibreOffice, save it, and try again."
    )


def test_trouble_beside_the_table_is_not_an_error(tmp_path: Path):
    rows = table(text_cell("A2", "heat"), '<c r="B2"><v>3</v></c>', '<c r="H2" t="e"><v>#REF!</v></c>')
    _, findings = read_tables(one_sheet(tmp_path, rows), "study.xlsx")

    assert errors(findings) == ()
    assert [finding.code for finding in findings] == ["beside-table"]


def test_two_sheets_of_one_name_are_an_error(tmp_path: Path):
    book = xlsxwriter.Workbook(tmp_path / "study.xlsx")
    for title in ("Ratings", "Ratings "):
        book.add_worksheet(title).write_row(0, 0, ["option", "best"])
    book.close()

    _, findings = read_tables(tmp_path / "study.xlsx", "study.xlsx")

    assert [finding.code for finding in errors(findings)] == ["sheet-twice"]


def test_a_stray_far_cell_costs_nothing_and_is_named(tmp_path: Path):
    rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    book = read_book(one_sheet(tmp_path, sheet(rows)), "study.xlsx")

    assert book.sheets[0].cells == {}
    assert book.sheets[0].layout.beyond == (1048576, 16384)


def test_our_own_hidden_sheets_are_left_aside_without_a_word(tmp_path: Path):
    book = xlsxwriter.Workbook(tmp_path / "results.xlsx")
    book.add_worksheet("Weights").write_row(0, 0, ["criterion", "weight"])
    book.add_worksheet("_mix").hide()
    book.close()

    found = read_book(tmp_path / "results.xlsx", "results.xlsx")

    assert ([sheet.title for sheet in found.sheets], found.findings) == (["Weights"], ())


def test_blocks_follow_their_names(tmp_path: Path):
    names = (
        '<definedName name="mcda_weights">Ratings!$A$2:$B$3</definedName>'
        '<definedName name="other">Ratings!$A$1</definedName>'
    )
    path = one_sheet(tmp_path, table(text_cell("A2", "heat"), '<c r="B2"><v>3</v></c>'), names)

    blocks, findings = defined_blocks(path, "study.xlsx")

    assert findings == ()
    assert [[cell.text for cell in row] for row in blocks["mcda_weights"]] == [["heat", "3"], ["", ""]]
    assert blocks["mcda_weights"][1][0].place.cell == "Ratings!A3"
    assert blocks.keys() == {"mcda_weights"}


@pytest.mark.parametrize(
    "reference", ["#REF!", "Ratings!#REF!", "Gone!$A$1", "Ratings!$A:$A", "42", "Ratings!$A$1:$A$9999"]
)
def test_a_name_that_lost_its_block_is_an_error(reference: str, tmp_path: Path):
    path = one_sheet(tmp_path, table(), f'<definedName name="mcda_weights">{reference}</definedName>')

    blocks, (finding,) = defined_blocks(path, "study.xlsx")

    assert (blocks, finding.code, finding.severity) == ({}, "name-lost", "error")


def test_merged_cells_in_a_block_are_an_error(tmp_path: Path):
    merge = '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>'
    names = '<definedName name="mcda_weights">Ratings!$B$3:$B$5</definedName>'

    _, (finding,) = defined_blocks(one_sheet(tmp_path, table(after=merge), names), "study.xlsx")

    assert (finding.code, finding.place.cell) == ("merged-cells", "Ratings!B2")
