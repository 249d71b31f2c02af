"""Several scenarios as a workbook: choose any two and see what moved and why; all ranks, mixes, weights, provenance."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from mcda.excel.compare_places import Chosen, Places, members, places_of, ranks, scores, write_hidden
from mcda.excel.compare_two import TWO, write_two
from mcda.excel.compare_why import WHY, write_why
from mcda.excel.compare_writing import Cell, Writing, writing
from mcda.excel.palette import BLUE, PALE_AMBER, WHITE
from mcda.excel.whole_book import whole_book
from mcda.scenario.compare_data import CompareData
from mcda.scenario.comparing import mix_of
from mcda.scenario.many import TOP, many_headline, nearest_sentence, regret_table
from mcda.scenario.mix_words import mix_headline
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import headline, swing

SCHEMA = "mcda-compare/1"
HEAD = 3
_SHEETS = (
    (TWO, "Any two scenarios side by side; choose them there."),
    (WHY, "What each weight and each rating adds to the change of one option's score."),
    ("All ranks", "The place of each option in every scenario."),
    ("All scores", "The score of each option in every scenario."),
    ("Mixes", "Which options each scenario's best mix holds."),
    ("Regret", "What is lost where the mix of one scenario is kept in another."),
    ("Weights", "The weights of every scenario, with the swing that each belongs to."),
    ("Provenance", "Where the numbers come from."),
)


def compare_workbook(data: CompareData, fingerprints: Sequence[str], version: str) -> bytes:
    """The workbook of several comparable scenarios; the same bytes for the same scenarios.

    `fingerprints` are the SHA-256 of each scenario's inputs.
    """
    places = places_of(data)
    chosen = Chosen(0, len(data.labels) - 1, _telling(data))
    buffer = BytesIO()
    with whole_book(buffer, "Scenarios compared") as book:
        book.set_custom_property("mcda_schema", SCHEMA, "text")
        book.set_custom_property("mcda_version", version, "text")
        pen = writing(book)
        _start(pen, data)
        write_two(pen, data, places, chosen)
        write_why(pen, data, places, chosen)
        _all_ranks(pen, data, places)
        _all_scores(pen, data)
        _mixes(pen, data, places)
        _regret(pen, data)
        _weights(pen, data)
        _provenance(pen, data, fingerprints, version)
        write_hidden(pen, data, places)
    return buffer.getvalue()


def _telling(data: CompareData) -> int:
    """The option whose score differs most between the first scenario and the last."""
    ends = [(scores(data, i)[0], scores(data, i)[-1]) for i in range(len(data.option_names))]
    moved = [Fraction(0) if a is None or b is None else max(b - a, a - b) for a, b in ends]
    return moved.index(max(moved))


def _start(pen: Writing, data: CompareData) -> None:
    count = f"{len(data.labels)} saved scenarios of one study; the yellow cells are the only ones to change."
    sheet = pen.sheet("Start", "Scenarios compared", count, (22, 100))
    pen.head(sheet, (HEAD, 0), ("Sheet", "What is on it"))
    for row, (name, what) in enumerate(_SHEETS, HEAD + 1):
        pen.put(sheet, (row, 0), name, "text")
        pen.put(sheet, (row, 1), what, "text")
    below = HEAD + len(_SHEETS) + 2
    pen.head(sheet, (below, 0), ("Scenario", "What it says"))
    for row, (label, scenario) in enumerate(zip(data.labels, data.many.scenarios, strict=True), below + 1):
        pen.put(sheet, (row, 0), label, "text")
        pen.put(sheet, (row, 1), f"{headline(scenario)} {mix_headline(scenario)}", "text")
        sheet.set_row(row, 42)
    last = below + len(data.labels) + 2
    pen.put(sheet, (last, 0), "All together", "text")
    pen.put(sheet, (last, 1), f"{many_headline(data.many)} {nearest_sentence(data.many)}", "text")
    sheet.set_row(last, 56)


def _all_ranks(pen: Writing, data: CompareData, places: Places) -> None:
    how = f"1 is best; ties share a place. Top {TOP} and mix: in how many scenarios."
    sheet = pen.sheet("All ranks", "Places in all scenarios", how, (44, *[13] * places.scenarios, 9, 9, 9, 9, 9))
    pen.head(sheet, (HEAD, 0), ("Option", *data.labels, "Best", "Worst", "Mean", f"Top {TOP}", "In mix"))
    for i, name in enumerate(data.option_names):
        row, found = HEAD + 1 + i, ranks(data, i)
        pen.put(sheet, (row, 0), name, "text")
        for s, rank in enumerate(found):
            pen.put(sheet, (row, 1 + s), rank, "place")
        cells = xl_range(row, 1, row, places.scenarios)
        known = [rank for rank in found if rank is not None]
        mean = Fraction(sum(known), len(known)) if known else None
        figures: tuple[tuple[str, Cell, str], ...] = (
            (f'IF(COUNT({cells})=0,"",MIN({cells}))', min(known, default=None), "place"),
            (f'IF(COUNT({cells})=0,"",MAX({cells}))', max(known, default=None), "place"),
            (f'IF(COUNT({cells})=0,"",SUM({cells})/COUNT({cells}))', mean, "mean"),
            (f'COUNTIF({cells},"<={TOP}")', sum(rank <= TOP for rank in known), "place"),
        )
        for column, (formula, value, style) in enumerate(figures, 1 + places.scenarios):
            pen.twin(sheet, (row, column), formula, value, style)
        pen.put(sheet, (row, 5 + places.scenarios), sum(members(data, i)), "place")
    _shade(sheet, places, {"type": "3_color_scale", "min_color": BLUE, "mid_color": WHITE, "max_color": PALE_AMBER})


def _shade(sheet: Worksheet, places: Places, rule: dict[str, str]) -> None:
    sheet.conditional_format(HEAD + 1, 1, HEAD + places.options, places.scenarios, rule)
    sheet.freeze_panes(HEAD + 1, 1)
    sheet.repeat_rows(HEAD)


def _all_scores(pen: Writing, data: CompareData) -> None:
    how = "0 is doing nothing, where every criterion has that level; 100 points are worst to best on every criterion."
    rows = [scores(data, i) for i in range(len(data.option_names))]
    _table(pen, ("All scores", "Scores in all scenarios", how), data, rows)


def _table(
    pen: Writing, words: tuple[str, str, str], data: CompareData, rows: Sequence[Sequence[Cell]], style: str = "points"
) -> Worksheet:
    """A sheet of options by scenarios."""
    sheet = pen.sheet(*words, (44, *[13] * len(data.labels), 9))
    pen.head(sheet, (HEAD, 0), ("Option", *data.labels))
    for i, (name, row) in enumerate(zip(data.option_names, rows, strict=True), HEAD + 1):
        pen.put(sheet, (i, 0), name, "text")
        for s, value in enumerate(row, 1):
            pen.put(sheet, (i, s), value, style)
    sheet.freeze_panes(HEAD + 1, 1)
    sheet.repeat_rows(HEAD)
    return sheet


def _mixes(pen: Writing, data: CompareData, places: Places) -> None:
    rows = [["yes" if there else "" for there in members(data, i)] for i in range(places.options)]
    how = "The options of each scenario's best mix, and in how many of the mixes each is."
    sheet = _table(pen, ("Mixes", "Mixes of all scenarios", how), data, rows, "text")
    column = places.scenarios + 1
    pen.head(sheet, (HEAD, column), ("Times",))
    for i, row in enumerate(rows):
        cells = xl_range(HEAD + 1 + i, 1, HEAD + 1 + i, places.scenarios)
        pen.twin(sheet, (HEAD + 1 + i, column), f'COUNTIF({cells},"yes")', row.count("yes"), "place")
    found = pen.book.add_format({"bg_color": BLUE, "font_color": WHITE})
    rule = {"type": "cell", "criteria": "equal to", "value": '"yes"', "format": found}
    sheet.conditional_format(HEAD + 1, 1, HEAD + places.options, places.scenarios, rule)


def _regret(pen: Writing, data: CompareData) -> None:
    grid = regret_table(data.many)
    how = "Points lost in the scenario of the column where the mix of the scenario of the row is kept."
    sheet = pen.sheet("Regret", "What a kept mix loses elsewhere", how, (30, *[13] * (len(data.labels) + 1), 50))
    pen.head(sheet, (HEAD, 0), ("Mix of", *data.labels, "Most", "Remark"))
    labels = [label for label, s in zip(data.labels, data.many.scenarios, strict=True) if mix_of(s) is not None]
    for row, (label, cells) in enumerate(zip(labels, grid.rows, strict=True), HEAD + 1):
        pen.put(sheet, (row, 0), label, "text")
        for column, value in enumerate(cells[1:], 1):
            pen.put(sheet, (row, column), value, "text" if isinstance(value, str) else "points")
    sheet.freeze_panes(HEAD + 1, 1)


def _weights(pen: Writing, data: CompareData) -> None:
    how = "Weights sum to 100 % and belong to the swing from worst to best; 0 where a scenario lacks the criterion."
    sheet = pen.sheet("Weights", "Weights of all scenarios", how, (28, *[13] * len(data.labels), 60))
    pen.head(sheet, (HEAD, 0), ("Criterion", *data.labels, "Swing that the weight belongs to"))
    for j, (key, name) in enumerate(zip(data.criteria, data.criterion_names, strict=True)):
        row = HEAD + 1 + j
        pen.put(sheet, (row, 0), name, "text")
        for s in range(len(data.labels)):
            pen.put(sheet, (row, 1 + s), data.weights[s][j], "weight")
        there = next(s for s in reversed(data.many.scenarios) if key in s.problem.criteria)
        pen.put(sheet, (row, 1 + len(data.labels)), swing(there.study, key), "text")
    sheet.freeze_panes(HEAD + 1, 1)


def _provenance(pen: Writing, data: CompareData, fingerprints: Sequence[str], version: str) -> None:
    how = f"Recomputed by mcda {version} from the records of the runs."
    sheet = pen.sheet("Provenance", "Where the numbers come from", how, (30, 24, 30, 16, 70))
    pen.head(sheet, (HEAD, 0), ("Scenario", "Weights", "Given by", "When", "Inputs (SHA-256) and overrides"))
    for row, (label, scenario, sha) in enumerate(
        zip(data.labels, data.many.scenarios, fingerprints, strict=True), HEAD + 1
    ):
        for column, text in enumerate(_origin(label, scenario, sha)):
            pen.put(sheet, (row, column), text, "text")


def _origin(label: str, scenario: Scenario, sha: str) -> tuple[str, ...]:
    weights = scenario.weights
    return label, weights.name, weights.who, weights.when, "; ".join((sha, *scenario.overrides.texts))
