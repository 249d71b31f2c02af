"""Tables as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mcda.files.csv import SEPARATORS, parse_csv
from mcda.model.table import Table


def cells(text: str) -> list[list[str]]:
    table, findings = parse_csv(text, "t.csv")
    assert not findings, findings
    assert table is not None
    return grid(table)


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.header], *([cell.text for cell in row.cells] for row in table.rows)]


def unguarded(text: str) -> str:
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "\t") else text


def told(text: str) -> list[str]:
    return [f"{f.place} [{f.code}] {f.what} {f.cure}" for f in parse_csv(text, "t.csv")[1]]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_each_separator_is_found(separator: str) -> None:
    text = f"key{separator}name{separator}note\na{separator}Open, free; and fair{separator}x\n"
    if separator in ",;":
        text = text.replace("Open, free; and fair", '"Open, free; and fair"')

    assert cells(text) == [["key", "name", "note"], ["a", "Open, free; and fair", "x"]]


def test_decimal_commas_do_not_pass_for_separators() -> None:
    assert cells("option;best;high\na;1,5;2,5\nb;2,5;3,5\n")[1] == ["a", "1,5", "2,5"]


def test_quoted_line_ends_stay_in_their_cell_and_lines_are_counted_right() -> None:
    table, findings = parse_csv('key,note\na,"one\ntwo, three"\nb,x\n', "t.csv")

    assert not findings
    assert table is not None
    assert table.rows[0].cells[1].text == "one\ntwo, three"
    assert [row.cells[0].place.line for row in table.rows] == [2, 4]
    assert str(table.rows[1].cells[1].place) == "t.csv:4, column 'note'"


def test_a_stated_separator_is_believed() -> None:
    assert cells("sep=|\na,b|c\n1,2|3\n") == [["a,b", "c"], ["1,2", "3"]]


def test_remarks_blank_rows_and_trailing_blank_cells_are_passed_over() -> None:
    text = '# a "remark", with signs\n\nkey,name\na,A,,\n\n,,\n# b,B\nc,C\n'

    assert cells(text) == [["key", "name"], ["a", "A"], ["c", "C"]]


def test_a_spreadsheet_error_is_no_remark() -> None:
    assert cells("key,name\n#REF!,x\n")[1] == ["#REF!", "x"]


def test_our_guard_before_a_formula_is_taken_off_once_and_no_other_apostrophe() -> None:
    assert cells("a,b,c\n'=1+1,''=1,'tis\n'-2,'+3,'@x\n") == [
        ["a", "b", "c"],
        ["=1+1", "''=1", "'tis"],
        ["-2", "+3", "@x"],
    ]


def test_a_row_of_the_wrong_length_is_told_and_kept_for_its_key() -> None:
    text = "key,name\na,A,b\nc\nd,D\n"

    assert [line.split("]")[0] for line in told(text)] == ["t.csv:2 [too-many-cells", "t.csv:3 [too-few-cells"]
    table = parse_csv(text, "t.csv")[0]
    assert table is not None
    assert [row.cells[0].text for row in table.rows] == ["a", "c", "d"]


def test_headings_that_differ_only_in_case_spaces_or_accents_are_one() -> None:
    assert "heading-twice" in told("Risk,Cost, risk \n1,2,3\n")[0]
    assert "heading-twice" in told("caf\u00e9,cafe\u0301\n1,2\n")[0]


def test_entries_without_a_heading_are_told_and_a_blank_column_is_not() -> None:
    assert "Column 2 has entries but no heading" in told("a,,c\n1,2,3\n")[0]
    assert cells("a,,c\n1,,3\n") == [["a", "c"], ["1", "3"]]


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ('key,note\na,"open\nb,x\nc,y\n', "t.csv:2", "is not closed"),
        ('key,note\na,"open\nb,"x y"\nc,y\n', "t.csv:2", "is not closed"),
        ('key,note\na,"x" y\nb,z\n', "t.csv:2", "after a closing double quote"),
    ],
)
def test_a_slip_with_quotes_is_one_finding_and_the_other_rows_are_still_read(text: str, place: str, says: str) -> None:
    table, findings = parse_csv(text, "t.csv")

    assert [(str(f.place), says in f.what) for f in findings] == [(place, True)]
    assert table is not None
    assert [row.cells[0].text for row in table.rows][:2] == ["a", "b"]


@pytest.mark.parametrize("text", ["", "\n \n", "# only a remark\n"])
def test_an_empty_table_says_so(text: str) -> None:
    table, findings = parse_csv(text, "t.csv")

    assert table is None
    assert findings[0].code == "empty-file"


entries = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


@given(
    st.lists(st.lists(entries, min_size=3, max_size=3), max_size=5),
    st.sampled_from(SEPARATORS),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_a_csv_program_writes_reads_back(rows: Sequence[Sequence[str]], separator: str, quoting: int) -> None:
    assume(all(row[0].strip() and not row[0].lstrip().startswith("#") for row in rows))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerows([["key", "name", "note"], *rows])

    table, findings = parse_csv(f"sep={separator}\n{out.getvalue()}", "t.csv")

    assert not findings
    assert table is not None
    found = [[cell.text for cell in row.cells] for row in table.rows]
    assert found == [[unguarded(cell) for cell in row] for row in rows]


@given(st.text(alphabet="ab1.,;\t|\"#'=\n ", max_size=60))
def test_any_text_is_a_table_or_a_finding(text: str) -> None:
    table, findings = parse_csv(text, "t.csv")

    assert table is not None or findings
    assert all(f.what and f.cure and f.place.file == "t.csv" for f in findings)
    if table is not None:
        assert all(len(row.cells) == len(table.header) for row in table.rows)


@pytest.mark.parametrize("sign", ['"', 'x"', '""x', "a"])
def test_a_giant_cell_is_told_and_never_a_crash(sign: str) -> None:
    _, findings = parse_csv(f'key,note\na,"{sign * 200_000}\n', "t.csv")

    assert {f.code for f in findings} == {"quotes"}
    assert all(len(f.what) + len(f.text) < 1000 for f in findings)
