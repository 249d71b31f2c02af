"""The results workbook as it is made: every stored value right, few old functions, accessible, the same bytes."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from mcda.excel.results import Room, results_workbook
from mcda.excel.results.about import SCHEMA
from mcda.excel.results.coverage import SORRY
from mcda.excel.results.mix_sheet import FINE
from mcda.excel.results.plan import plan_of
from mcda.model.study import Study
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import sentences_table
from tests import making
from tests.campaign.recording import times
from tests.excel.results.live import SORRY_AT, _cell, same, shown
from tests.excel.results.office import ERROR, Office, needs_office, the_office
from tests.excel.results.random_studies import random_study, scenario
from tests.excel.spreadsheet import _unescaped, formulas, values
from tests.excel.study_cases import HOSTILE, full_study, hostile_study
from tests.scenario.studies import reference, scenario_of

ALLOWED = {
    *("ABS", "AND", "COUNT", "IF", "INDEX", "INT", "ISERROR", "ISNUMBER", "LARGE", "MATCH", "MAX", "MIN", "NOT", "OR"),
    *("ROUND", "ROW", "SUM", "SUMPRODUCT"),
}
SHEETS = [
    *("Decide", "Ratings", "Value functions", "Scores", "Sensitivity", "Policy mix", "My mix", "Mix explained"),
    *("Checks", "About"),
]
HIDDEN = ["_calc", "_lines", "_lists", "_rules", "_mix", "_best", "_mine"]
EXPLAINED = sentences_table("In sentences", ("Because.",))
ROOMS = (Room(), Room(0, 50, 2000), Room(0, 2, 2000), Room(0, 0, 0))


def workbook(of: Scenario, room: Room = ROOMS[0]) -> bytes:
    return results_workbook(of, [EXPLAINED], version="1.2", fingerprint="abc", room=room)


@pytest.fixture(scope="module")
def run() -> Scenario:
    return scenario_of(reference())


@pytest.fixture(scope="module")
def book(run: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "results.xlsx"
    path.write_bytes(workbook(run))
    return path


def mixed(study: Study) -> Scenario:
    """A run in which a mix is asked for."""
    return scenario_of(study, study.weights[0])


# --- what LibreOffice says ---


@needs_office
def test_every_stored_value_is_what_libreoffice_calculates(book: Path) -> None:
    assert list(wrong_cells(the_office(), book)) == []
    assert len(formulas(book)) > 5000


@needs_office
def test_a_wrong_stored_value_is_caught(book: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.xlsx"
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(wrong, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet4.xml":
                data = re.sub(rb"</f><v>[-0-9.]+</v>", b"</f><v>99</v>", data, count=1)
            target.writestr(name, data)

    assert len(list(wrong_cells(the_office(), wrong))) == 1


def wrong_cells(office: Office, path: Path) -> Iterator[tuple[object, ...]]:
    """The formula cells whose stored value is not what LibreOffice calculates."""
    office.open(path)
    office.recalculate()
    stored, found = values(path), office.everything()
    for cell in formulas(path):
        value = _unescaped(stored[cell])
        if not same(value, found.get(cell, ERROR)):
            yield cell, value, found.get(cell)


def assert_stored_is_calculated(seeds: range, folder: Path) -> None:
    for seed in seeds:
        path = folder / f"{seed}.xlsx"
        path.write_bytes(workbook(scenario(random_study(seed)), ROOMS[seed % len(ROOMS)]))
        assert list(wrong_cells(the_office(), path)) == [], seed


@needs_office
def test_every_stored_value_of_random_studies_is_what_libreoffice_calculates(tmp_path: Path) -> None:
    assert_stored_is_calculated(range(100, 103), tmp_path)


@needs_office
@pytest.mark.campaign
def test_so_is_every_value_of_the_study_with_every_feature_and_of_hostile_texts(tmp_path: Path) -> None:
    for name, study in (("full", full_study()), ("hostile", hostile_study())):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(workbook(mixed(study)))
        assert list(wrong_cells(the_office(), path)) == [], name


@needs_office
@pytest.mark.campaign
def test_every_stored_value_of_hundreds_of_random_studies_is_what_libreoffice_calculates(tmp_path: Path) -> None:
    assert_stored_is_calculated(range(1000, 1000 + times(300)), tmp_path)


# --- what a script can say ---


def test_the_same_scenario_gives_the_same_bytes(run: Scenario, book: Path) -> None:
    assert workbook(scenario_of(reference())) == book.read_bytes()


def test_it_is_small_and_quick_to_make(run: Scenario) -> None:
    bare = Room(0, 0, 0)
    sizes = {room: len(workbook(run, room)) for room in (bare, Room())}
    spent = []
    for _ in range(3):
        start = time.process_time()
        workbook(run, bare)
        spent.append(time.process_time() - start)

    assert sizes[bare] < 150_000
    assert sizes[Room()] < 250_000
    assert min(spent) < 0.5


def test_formulas_use_only_functions_that_every_program_has_and_carry_a_value(book: Path) -> None:
    stored = values(book)

    for cell, formula in formulas(book).items():
        code = re.sub(r'"[^"]*"', "", formula)
        assert set(re.findall(r"([A-Z_][A-Z_.0-9]*)\(", code)) <= ALLOWED, (cell, formula)
        assert "[" not in code
        assert stored[cell] not in {None, ""}, cell
        assert not str(stored[cell]).startswith("#"), cell


def test_no_text_of_a_person_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(workbook(mixed(hostile_study())))

    kept = {formula for formula in formulas(path).values() if "1+1" in formula or "cmd" in formula or "2+2" in formula}
    names = {value for (sheet, cell), value in values(path).items() if sheet == "Scores" and cell.startswith("A")}

    assert kept == set()
    assert {name.replace("\u2028", "\u2028") for name in HOSTILE} <= names
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "externalLink" in name or "vba" in name or "media" in name]
        assert not [n for n in archive.namelist() if n.endswith(".rels") and b"hyperlink" in archive.read(n)]


def test_the_first_sheet_is_the_answer_and_the_last_says_what_is_where(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    shown = [sheet.title for sheet in opened.worksheets if sheet.sheet_state == "visible"]
    about = [row[0].value for row in opened["About"].iter_rows(max_col=1)]

    assert shown == SHEETS
    assert [sheet.title for sheet in opened.worksheets if sheet.sheet_state == "hidden"] == sorted(
        HIDDEN, key=[sheet.title for sheet in opened.worksheets].index
    )
    assert opened["_meta"].sheet_state == "veryHidden"
    assert set(SHEETS) <= set(about)


def test_every_sheet_is_accessible_and_prints_on_a4(book: Path) -> None:
    for sheet in openpyxl.load_workbook(book).worksheets:
        assert not sheet.merged_cells.ranges, sheet.title
        assert sheet.protection.sheet, sheet.title
        if sheet.sheet_state != "visible":
            continue
        assert isinstance(sheet["A1"].value, str), sheet.title
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9), sheet.title
        for row in sheet.iter_rows():
            for heads in tables(row):
                assert len({head.casefold() for head in heads}) == len(heads), (sheet.title, heads)


def tables(row: object) -> Iterator[list[str]]:
    """The headings of each table that starts in a row: dark cells side by side."""
    heads: list[str] = []
    for cell in (*row, None):  # type: ignore[misc]  # a row of openpyxl
        if cell is not None and cell.fill.fgColor.rgb == "FF0B3C6F":
            heads.append(str(cell.value))
        elif heads:
            yield heads
            heads = []


def test_every_chart_has_words_for_those_who_do_not_see_it(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        drawings = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/drawings/drawing")]

    frames = [frame for text in drawings for frame in re.findall(r"<xdr:cNvPr [^>]*>", text)]
    assert len(frames) == 9
    assert all(len(re.findall(r'descr="[^"]{40,}"', frame)) == 1 for frame in frames)


def test_formulas_are_locked_and_every_open_cell_has_a_rule(book: Path) -> None:
    for sheet in openpyxl.load_workbook(book).worksheets:
        ruled = {str(area) for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell.protection.locked, (sheet.title, cell.coordinate)
                elif not cell.protection.locked:
                    assert cell.coordinate in ruled, (sheet.title, cell.coordinate)


def test_defined_names_are_the_contract_and_keys_stand_beside_what_they_name(run: Scenario, book: Path) -> None:
    opened = openpyxl.load_workbook(book, data_only=True)

    def block(name: str) -> list[object]:
        ((sheet, area),) = opened.defined_names[name].destinations
        return [cell.value for row in opened[sheet][area] for cell in row]

    study = run.study
    options, criteria = [o.key for o in study.options], [c.key for c in study.criteria]
    assert dict(zip(block("mcda_weight_keys"), map(str, block("mcda_weights")), strict=True)) == {
        key: str(points) for key, points in run.weights.points.items()
    }
    assert block("mcda_rating_options") == [key for key in options for _ in criteria]
    assert block("mcda_rating_criteria") == criteria * len(options)
    assert len(block("mcda_ratings")) == len(options) * len(criteria)
    assert block("mcda_option_keys") == options
    assert set(block("mcda_rule_on")) == {"on"}
    assert len(block("mcda_rule_names")) == len(block("mcda_budgets")) == len(block("mcda_budget_keys"))
    assert [key for key in block("mcda_budget_keys") if key] == list(study.about.resources)
    assert block("mcda_my_mix").count("yes") == len(run.mix.best.members)  # type: ignore[union-attr]  # there is one
    assert block("mcda_ranks") == [run.ranking.line(key).rank for key in options]
    assert dict(zip(*[iter(block("mcda_meta"))] * 2, strict=True))["schema"] == SCHEMA
    assert opened.custom_doc_props["mcda_schema"].value == SCHEMA
    assert opened.custom_doc_props["mcda_inputs_sha256"].value == "abc"


def test_a_study_without_a_do_nothing_level_says_why_there_is_no_mix(tmp_path: Path) -> None:
    study = reference()
    first = study.criteria[0].model_copy(update={"do_nothing": None})
    run = scenario_of(study.model_copy(update={"criteria": (first, *study.criteria[1:])}))
    path = tmp_path / "results.xlsx"
    path.write_bytes(workbook(run))

    found = values(path)

    assert run.mix is None
    assert found["Policy mix", "A2"] == found["My mix", "A2"] == run.why_no_mix
    assert found["Decide", "F5"] == "no mix: Policy mix says why"


LEVEL = ("Level: 2 options", "2 options share first place")
NONE = "No option is better than doing nothing."
FIRST_PLACES = {
    "a tie that a move ends": ({"a": [8, 2], "b": [2, 8], "c": [3, 3]}, *LEVEL),
    "a tie that stands": ({"a": [5, 5], "b": [5, 5], "c": [1, 1]}, *LEVEL),
    "a close call": ({"a": [5, 5.1], "b": [5, 5], "c": [1, 1]}, "Practically level: a", "a (practically level)"),
    "a lead": ({"a": [8, 8], "b": [5, 5], "c": [1, 1]}, "a leads with 80 points above", "a"),
    "losses": ({"a": [-1, -1], "b": [-5, -5]}, f"{NONE} a comes first with -5", "a"),
    "losses and a blank": ({"a": [-1, -1], "b": [-5, -5], "c": [None, 9]}, "No option whose ratings are all", "a"),
    "one option": ({"a": [-1, -1]}, f"{NONE} a is the only rated option", "a"),
}
SOON = ("a tie that a move ends", "losses and a blank")
STAGED = [*SOON, *(pytest.param(case, marks=pytest.mark.campaign) for case in FIRST_PLACES if case not in SOON)]


def first_place(case: str, folder: Path) -> Path:
    """The workbook of a small study; scales go below doing nothing where ratings do."""
    ratings, sentence, _ = FIRST_PLACES[case]
    worst = -10 if sentence.startswith("No option") else 0
    criteria = [making.criterion(key, worst, 10, 0) for key in "xy"]
    path = folder / "results.xlsx"
    path.write_bytes(workbook(making.scored(making.study(criteria, ratings, [1, 1]))))
    return path


@pytest.mark.parametrize("case", FIRST_PLACES)
def test_the_first_sheet_says_of_first_place_what_is_so(case: str, tmp_path: Path) -> None:
    found = values(first_place(case, tmp_path))

    assert str(found["Decide", "A2"]).startswith(FIRST_PLACES[case][1])
    assert found["Decide", "A5"] == FIRST_PLACES[case][2]
    stays = str(found["Decide", "K5"]).endswith("stays first, alone or level, at any value of each weight")
    assert stays == (case == "a tie that stands")


@needs_office
@pytest.mark.parametrize("case", STAGED)
def test_so_does_libreoffice(case: str, tmp_path: Path) -> None:
    assert list(wrong_cells(the_office(), first_place(case, tmp_path))) == []


def of_fixed_size() -> Study:
    """A small study with a criterion that has no do-nothing level, and three options in every mix."""
    ratings = {"a": [2, 6], "b": [1, 5], "c": [5, 9], "d": [6, 1], "e": [-3, 2]}
    three = {"name": "Three", "reason": "-", "size": {"exactly": 3}}
    scales = [making.criterion("risk", 10, -10, "0"), making.criterion("gain", 0, 10)]
    return making.study(scales, ratings, [4, 6], constraints=[three])


def test_points_are_called_above_doing_nothing_only_where_they_are(tmp_path: Path, book: Path) -> None:
    path = tmp_path / "results.xlsx"
    path.write_bytes(workbook(mixed(of_fixed_size())))

    said, usual = (" ".join(map(str, values(each).values())).casefold() for each in (path, book))

    assert "points above doing nothing" in usual
    assert "above doing nothing" not in said
    assert "points, from worst where a criterion has no do-nothing level" in said
    assert "counting from worst adds the same to every mix" in said
    assert not any("above doing nothing" in formula for formula in formulas(path).values())


@needs_office
def test_mixes_of_other_sizes_are_not_ranked_where_they_cannot_be_compared(tmp_path: Path) -> None:
    run, path, office = mixed(of_fixed_size()), tmp_path / "results.xlsx", the_office()
    plan = plan_of(run, ROOMS[0])
    path.write_bytes(workbook(run))
    office.open(path)

    off = office.type([(*_cell(plan.switches, 0), "off")])
    switched = shown(office, [SORRY_AT])[SORRY_AT]
    office.type(off)

    assert switched == SORRY
    assert shown(office, [SORRY_AT])[SORRY_AT] == FINE


def test_a_mix_of_one_option_is_one_option(tmp_path: Path) -> None:
    one = {"name": "One", "reason": "-", "size": {"exactly": 1}}
    path = tmp_path / "results.xlsx"
    alone = making.study([making.criterion("gain", 0, 10, "0")], {"a": [5], "b": [2]}, [1], constraints=[one])
    path.write_bytes(workbook(mixed(alone)))

    found = values(path)

    assert found["Policy mix", "A2"] == "Best mix: 1 option, 50 points above doing nothing."
    assert str(found["My mix", "A2"]).startswith("My mix: 1 option, 50 points;")


def test_the_table_of_mixes_says_what_it_covers(run: Scenario) -> None:
    modes = [plan_of(run, room).listing.mode for room in ROOMS]

    assert modes == ["listed", "efficient", "efficient", "saved"]
    fewer = replace(run, mixing=run.mixing)
    assert plan_of(fewer, Room(20)).listing.mode == "all"
