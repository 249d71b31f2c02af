"""The second live sheet of the comparison workbook: why the score of one option moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from mcda.excel.compare_places import SCORES, WHY_DATA, Chosen, Places, scores
from mcda.excel.compare_two import TWO, choice
from mcda.excel.compare_two import A as A_HERE
from mcda.excel.compare_two import B as B_HERE
from mcda.excel.compare_writing import Cell, Writing, block
from mcda.scenario.compare_data import CompareData, filled

WHY = "Why"
OPTION_CELL = (3, 0)
HEAD = 5
HEADS = ("Criterion or branch", "Weight A", "Weight B", "Value A", "Value B", "From its points", "From its ratings")
WIDTHS = (46, 18, 11, 11, 11, 15, 15)
A, B, OPTION = f"'{TWO}'!{A_HERE}", f"'{TWO}'!{B_HERE}", "$C$4"
CHANGE = f"'{WHY_DATA}'!$A$1"
_HOW = (
    f"Choose an option in the yellow cell; A and B are those of '{TWO}'. The parts sum to the change, without a rest."
)


@dataclass(frozen=True, slots=True)
class Effects:
    """The figures behind the sheet for what is chosen; `change` is None where a score is not known."""

    change: Fraction | None
    before: tuple[Fraction, ...]
    after: tuple[Fraction, ...]
    points: tuple[Fraction, ...]
    ratings: tuple[Fraction, ...]


def write_why(writing: Writing, data: CompareData, places: Places, chosen: Chosen) -> None:
    """What each weight and each criterion's ratings add to the change of one option's score."""
    effects = effects_of(data, chosen)
    sheet = writing.sheet(WHY, "Why one option moved", _HOW, WIDTHS)
    choice(writing, sheet, OPTION_CELL, ("The option", data.option_names[chosen.option], chosen.option), places.names)
    writing.book.define_name("mcda_compare_option", f"={block(WHY, OPTION_CELL, OPTION_CELL)}")
    writing.head(sheet, (HEAD, 0), HEADS)
    for p, key in enumerate(data.nodes):
        row = HEAD + 1 + p
        writing.put(sheet, (row, 0), data.node_names[p], "text")
        _points_cell(writing, sheet, places, (row, p), effects)
        if key in data.criteria:
            _criterion_cells(writing, sheet, places, (row, data.criteria.index(key)), (data, chosen, effects))
        else:
            for column in (1, 2, 3, 4, 6):
                writing.put(sheet, (row, column), None, "made")
    _totals(writing, sheet, places, effects)
    _write_values(writing, data, places, effects)
    sheet.freeze_panes(HEAD + 1, 1)


def effects_of(data: CompareData, chosen: Chosen) -> Effects:
    """The figures that the formulas give for what is chosen."""
    one, other = (data.values[s][chosen.option] for s in (chosen.one, chosen.other))
    before = tuple(filled(a, b) or Fraction(0) for a, b in zip(one, other, strict=True))
    after = tuple(filled(b, a) or Fraction(0) for a, b in zip(one, other, strict=True))
    old, new = (data.weights[s] for s in (chosen.one, chosen.other))
    middle = [(a + b) / 2 for a, b in zip(before, after, strict=True)]
    ends = [scores(data, chosen.option)[s] for s in (chosen.one, chosen.other)]
    return Effects(
        change=None if ends[0] is None or ends[1] is None else ends[1] - ends[0],
        before=before,
        after=after,
        points=tuple(_dot(row, middle) for row in data.shares[chosen.one][chosen.other]),
        ratings=tuple((a + b) / 2 * (y - x) for a, b, x, y in zip(old, new, before, after, strict=True)),
    )


def _dot(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))


def _points_cell(writing: Writing, sheet: Worksheet, places: Places, at: tuple[int, int], effects: Effects) -> None:
    row, node = at
    number = f"(({A}-1)*{places.scenarios}+{B}-1)*{places.nodes}+{node + 1}"
    middle = block(WHY_DATA, (3, 0), (3, places.criteria - 1))
    formula = f'IF(ISNUMBER({CHANGE}),SUMPRODUCT(INDEX({places.shares},{number},0),{middle}),"")'
    writing.twin(sheet, (row, 5), formula, _shown(effects, effects.points[node]), "change")


def _criterion_cells(
    writing: Writing,
    sheet: Worksheet,
    places: Places,
    at: tuple[int, int],
    figures: tuple[CompareData, Chosen, Effects],
) -> None:
    """Weights, values and the effect of the ratings on one criterion."""
    (row, j), (data, chosen, effects) = at, figures
    for column, side, s in ((1, A, chosen.one), (2, B, chosen.other)):
        formula = f'IF({side}=0,"",INDEX({places.weights},{side},{j + 1}))'
        writing.twin(sheet, (row, column), formula, data.weights[s][j], "weight")
    for column, line, known in ((3, 1, effects.before[j]), (4, 2, effects.after[j])):
        cell = block(WHY_DATA, (line, j), (line, j)).partition(":")[0]
        writing.twin(sheet, (row, column), f'IF(ISNUMBER({CHANGE}),{cell},"")', _shown(effects, known), "points")
    b, c, d, e = (xl_rowcol_to_cell(row, column) for column in (1, 2, 3, 4))
    formula = f'IF(ISNUMBER({CHANGE}),({b}+{c})/2*({e}-{d}),"")'
    writing.twin(sheet, (row, 6), formula, _shown(effects, effects.ratings[j]), "change")


def _totals(writing: Writing, sheet: Worksheet, places: Places, effects: Effects) -> None:
    first, last = HEAD + 2, HEAD + 1 + places.nodes
    row = HEAD + 2 + places.nodes
    sums = sum(effects.points, Fraction(0)), sum(effects.ratings, Fraction(0))
    for column in range(1, 5):
        writing.put(sheet, (row - 1, column), None, "bold")
    writing.put(sheet, (row - 1, 0), "Together", "bold")
    for column, letter, total in ((5, "F", sums[0]), (6, "G", sums[1])):
        formula = f'IF(ISNUMBER({CHANGE}),SUM({letter}{first}:{letter}{last}),"")'
        writing.twin(sheet, (row - 1, column), formula, _shown(effects, total), "total")
    lines: tuple[tuple[str, str, Cell, str], ...] = (
        ("Change of the score", f"{CHANGE}", _shown(effects, effects.change), "total"),
        (
            "Do the parts sum to the change?",
            f'IF(ISNUMBER({CHANGE}),IF(ABS(F{row}+G{row}-{CHANGE})<0.000000001,"yes","no"),"not known")',
            "not known" if effects.change is None else "yes",
            "bold",
        ),
    )
    for offset, (word, formula, value, style) in enumerate(lines, 1):
        writing.put(sheet, (row + offset, 0), word, "bold")
        writing.twin(sheet, (row + offset, 1), formula, value, style)


def _write_values(writing: Writing, data: CompareData, places: Places, effects: Effects) -> None:
    """The hidden helper: the change in A1, below it the values in A, in B and their means, one column a criterion."""
    sheet = writing.hidden(WHY_DATA)
    ends = [f"INDEX({places.table(SCORES)},{OPTION_THERE},{side})" for side in (A, B)]
    known = f"IF(ISNUMBER({ends[0]}),ISNUMBER({ends[1]}),FALSE)"
    change = f'IF({A}*{B}*{OPTION_THERE}=0,"",IF({known},{ends[1]}-{ends[0]},""))'
    writing.twin(sheet, (0, 0), change, _shown(effects, effects.change), "plain")
    for j in range(places.criteria):
        cells = [f"INDEX({places.values},({side}-1)*{places.options}+{OPTION_THERE},{j + 1})" for side in (A, B)]
        for line, (own, other), value in ((1, cells, effects.before[j]), (2, cells[::-1], effects.after[j])):
            found = f"IF(ISNUMBER({own}),{own},IF(ISNUMBER({other}),{other},0))"
            formula = f'IF(ISNUMBER({CHANGE}),{found},"")'
            writing.twin(sheet, (line, j), formula, _shown(effects, value), "plain")
        above = [xl_rowcol_to_cell(line, j) for line in (1, 2)]
        middle = (effects.before[j] + effects.after[j]) / 2
        formula = f'IF(ISNUMBER({CHANGE}),({above[0]}+{above[1]})/2,"")'
        writing.twin(sheet, (3, j), formula, _shown(effects, middle), "plain")


OPTION_THERE = f"'{WHY}'!{OPTION}"


def _shown(effects: Effects, value: Fraction | None) -> Fraction | None:
    return None if effects.change is None else value
