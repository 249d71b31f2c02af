"""More options than a mix of the table can hold."""

from io import BytesIO

from openpyxl import load_workbook

from mcda.excel.results import results_workbook
from tests.making import criterion, scored, study


def test_a_study_of_seventy_options_has_its_workbook_and_says_that_no_mixes_are_listed() -> None:
    size = {"name": "size", "reason": "r", "size": {"max": 3}}
    options = {f"o{i}": [i % 11, i % 7] for i in range(70)}
    made = study([criterion("a", 0, 10, 0), criterion("b", 0, 10, 0)], options, [60, 40], constraints=[size])

    book = load_workbook(BytesIO(results_workbook(scored(made), [], version="1", fingerprint="f")), data_only=True)

    said = {cell.value for row in book["Policy mix"].iter_rows() for cell in row if isinstance(cell.value, str)}
    assert any("No mixes are listed here" in text for text in said)
    assert any(text == "o10" for text in (book["Decide"].cell(row, 1).value for row in range(1, 60)))
