"""The first live sheet of the comparison workbook: any two scenarios side by side."""

from __future__ import annotations

from fractions import Fraction

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from mcda.excel.compare_places import MEMBERS, RANKS, SCORES, Chosen, Places, members, ranks, scores
from mcda.excel.compare_writing import Cell, Writing, absolute, block
from mcda.excel.palette import AMBER, BLUE, DARK, PALE_BLUE
from mcda.model.counts import agreeing, counted
from mcda.scenario.compare_data import CompareData

TWO = "Compare two"
A_CELL, B_CELL = (3, 0), (4, 0)
A, B = "$C$4", "$C$5"  # the numbers of the chosen scenarios, 0 for none
HEAD = 6
HEADS = ("Option", "Score A", "Score B", "Change", "Rank A", "Rank B", "Move", "Mix")
STYLES = ("text", "points", "points", "change", "place", "place", "move", "made")
WIDTHS = (46, 11, 11, 11, 9, 9, 9, 10)
_HOW = "Choose A and B in the yellow cells. Scores, ranks and mixes are those that mcda saved."


def write_two(writing: Writing, data: CompareData, places: Places, chosen: Chosen) -> None:
    """Scores, changes, ranks, moves and mixes of all options in two chosen scenarios."""
    sheet = writing.sheet(TWO, "Compare two scenarios", _HOW, WIDTHS)
    choice(writing, sheet, A_CELL, ("Scenario A", data.labels[chosen.one], chosen.one), places.labels)
    choice(writing, sheet, B_CELL, ("Scenario B", data.labels[chosen.other], chosen.other), places.labels)
    writing.book.define_name("mcda_compare_a", f"={block(TWO, A_CELL, A_CELL)}")
    writing.book.define_name("mcda_compare_b", f"={block(TWO, B_CELL, B_CELL)}")
    writing.head(sheet, (HEAD, 0), HEADS)
    for i, name in enumerate(data.option_names):
        writing.put(sheet, (HEAD + 1 + i, 0), name, "text")
        found = zip(_formulas(places, i), two_values(data, chosen, i), STYLES[1:], strict=True)
        for column, (formula, value, style) in enumerate(found, 1):
            writing.twin(sheet, (HEAD + 1 + i, column), formula, value, style)
    _summary(writing, sheet, data, places, chosen)
    _dress(writing, sheet, places)


def choice(writing: Writing, sheet: Worksheet, at: tuple[int, int], shown: tuple[str, str, int], entries: str) -> None:
    """A yellow cell with a list; to its right its name, then the number of what is chosen (0: nothing)."""
    word, text, number = shown
    cell = xl_rowcol_to_cell(*at, row_abs=True, col_abs=True)
    writing.put(sheet, at, text, "input")
    writing.put(sheet, (at[0], at[1] + 1), word, "bold")
    writing.twin(sheet, (at[0], at[1] + 2), f"SUMPRODUCT(({entries}={cell})*(ROW({entries})-1))", number + 1, "quiet")
    message = "Choose from the list: only what is in it is known here."
    rules = {"validate": "list", "source": f"={entries}", "error_title": "Not in the list", "error_message": message}
    sheet.data_validation(*at, *at, rules)


def two_values(data: CompareData, chosen: Chosen, option: int) -> tuple[Cell, ...]:
    """What a row of the sheet shows: scores, change, ranks, move and mix."""
    one, other = (scores(data, option)[s] for s in (chosen.one, chosen.other))
    place, placed = (ranks(data, option)[s] for s in (chosen.one, chosen.other))
    there = tuple(members(data, option)[s] for s in (chosen.one, chosen.other))
    change = None if one is None or other is None else Fraction(float(other) - float(one))
    move = None if place is None or placed is None else place - placed
    mix = {(1, 1): "both", (1, 0): "only A", (0, 1): "only B"}.get((there[0], there[1]), "")
    return one, other, change, place, placed, move, mix


def _formulas(places: Places, option: int) -> tuple[str, ...]:
    row = HEAD + 2 + option
    number = option + 1
    mix = [f"INDEX({places.table(MEMBERS)},{number},{side})" for side in (A, B)]
    return (
        _looked_up(places.table(SCORES), number, A),
        _looked_up(places.table(SCORES), number, B),
        f'IF(AND(ISNUMBER(B{row}),ISNUMBER(C{row})),C{row}-B{row},"")',
        _looked_up(places.table(RANKS), number, A),
        _looked_up(places.table(RANKS), number, B),
        f'IF(AND(ISNUMBER(E{row}),ISNUMBER(F{row})),E{row}-F{row},"")',
        f'IF({A}*{B}=0,"",IF({mix[0]}=1,IF({mix[1]}=1,"both","only A"),IF({mix[1]}=1,"only B","")))',
    )


def _looked_up(table: str, row: int, column: str) -> str:
    """A number from a table, blank where nothing is chosen or nothing is known."""
    found = f"INDEX({table},{row},{column})"
    return f'IF({column}=0,"",IF(ISNUMBER({found}),{found},""))'


def _summary(writing: Writing, sheet: Worksheet, data: CompareData, places: Places, chosen: Chosen) -> None:
    moves = absolute((HEAD + 1, 6), (HEAD + places.options, 6))
    count = f"SUMPRODUCT(ISNUMBER({moves})*({moves}<>0))"
    moved = sum(bool(two_values(data, chosen, i)[5]) for i in range(places.options))
    words = f'{count}&IF({count}=1," option changes"," options change")&" place."'
    formula = f'IF({A}*{B}=0,"Choose A and B from the lists.",{words})'
    writing.twin(
        sheet, (3, 3), formula, f"{counted(moved, 'option')} {agreeing(moved, 'changes', 'change')} place.", "plain"
    )


def _dress(writing: Writing, sheet: Worksheet, places: Places) -> None:
    last = HEAD + places.options
    bar = {"type": "data_bar", "bar_color": BLUE, "bar_negative_color": AMBER, "bar_solid": True}
    sheet.conditional_format(HEAD + 1, 3, last, 3, {**bar, "bar_axis_position": "middle"})
    first = writing.book.add_format({"bg_color": PALE_BLUE, "bold": True})
    for column in (4, 5):
        rule = {"type": "cell", "criteria": "equal to", "value": 1, "format": first}
        sheet.conditional_format(HEAD + 1, column, last, column, rule)
    sheet.freeze_panes(HEAD + 1, 1)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    _chart(writing, sheet, places)


def _chart(writing: Writing, sheet: Worksheet, places: Places) -> None:
    first, last = HEAD + 1, HEAD + places.options
    chart = writing.book.add_chart({"type": "bar"})
    if chart is None:
        raise ValueError("XlsxWriter knows no bar chart")
    for column, name, colour in ((1, A_CELL, DARK), (2, B_CELL, AMBER)):
        chart.add_series(
            {
                "name": [TWO, *name],
                "categories": [TWO, first, 0, last, 0],
                "values": [TWO, first, column, last, column],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    chart.set_title({"name": "Scores in A and B", "name_font": {"size": 12, "color": DARK}})
    # On a bar chart the options stand on the x axis: the first one at the top, labels left of negative bars.
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#d9d9d9"}}, "num_format": "0"})
    chart.set_y_axis({"reverse": True, "label_position": "low", "crossing": "max"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": max(320, 26 * places.options)})
    described = "Bars of each option's score in the scenarios A and B; the table above holds the same numbers."
    sheet.insert_chart(last + 3, 0, chart, {"description": described})
