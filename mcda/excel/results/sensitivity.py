"""The Sensitivity sheet: where each weight unseats the leader, and two charts of what moving weights does."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from xlsxwriter.worksheet import Worksheet

from mcda.excel.palette import AMBER, DARK
from mcda.excel.results.charts import axis, colour, finish, names_axis
from mcda.excel.results.figures import Figures
from mcda.excel.results.lines import Limit, Lines
from mcda.excel.results.lists import LEADER, choice, criteria_list, criterion_labels, option_labels, options_list
from mcda.excel.results.moves import Moves, first_criterion
from mcda.excel.results.paper import break_pages, page_starts, scale_across
from mcda.excel.results.pen import DASH, Made, Pen, Value
from mcda.excel.results.places import Block
from mcda.excel.results.plan import LINED, SENSITIVITY, Plan, State

_SAFE, _SAFE_LINES = 2, 4
_TOP = _SAFE + _SAFE_LINES + 3
# How many characters of running text fit across the sheet, in its own and in smaller letters.
_ACROSS, _ACROSS_TINY = 205, 290
_HEADS = (
    "Criterion",
    "Weight now",
    "First from",
    "First up to",
    "Smallest move",
    "Below that leads",
    "Above that leads",
    "Key",
)
# Points that the charts take with what chooses them.
_CHARTS = 390
# The charts reach a little further than the table.
_ROOM = 5
_WIDTHS = (40, 12, 12, 12, 13, 42, 42, 5)
_HOW = "How far one weight can move, the others keeping their proportions, before another option comes first."
_SAFE_HEAD = "How safe the answer is, at the saved weights (does not follow the yellow cells)"
STAYS, ANY = "stays first", "none"


def write_sensitivity(pen: Pen, plan: Plan, figures: Figures) -> None:
    """The sheet with limits and charts."""
    sheet = pen.sheet(SENSITIVITY, "Sensitivity", _WIDTHS)
    sheet.set_column(7, 7, 5, None, {"hidden": True})
    pen.put(sheet, (1, 0), _HOW, "how")
    pen.head(sheet, (_TOP - 1, 0), _HEADS)
    for j in range(plan.criteria):
        _criterion(pen, plan, figures, (sheet, j))
    first = _TOP + 1
    moves = (_TOP, 4, _TOP + plan.criteria - 1, 4)
    pen.shade(sheet, moves, f"AND(ISNUMBER($E{first}),$E{first}<0.05)", "bad")
    pen.shade(sheet, moves, f"AND(ISNUMBER($E{first}),$E{first}<0.1)", "doubt")
    _choices(pen, plan, sheet)
    _pages(plan, sheet)
    _gap_chart(pen, plan, sheet)
    _tornado(pen, plan, sheet)


def write_safety(pen: Pen, sentences: Sequence[str]) -> None:
    """How safe the answer is, in sentences above the table; nothing where they are not known."""
    if not sentences:
        return
    sheet = pen.there(SENSITIVITY)
    pen.put(
        sheet, (_SAFE, 0), "How safe the answer is, at the saved weights (does not follow the yellow cells)", "subtitle"
    )
    lines, style = _lines_of(sentences, _ACROSS), "line"
    if len(lines) > _SAFE_LINES:
        lines, style = _lines_of(sentences, _ACROSS_TINY), "line_tiny"
    for row, line in enumerate(lines[:_SAFE_LINES], _SAFE + 1):
        pen.put(sheet, (row, 0), line, style)


def _lines_of(sentences: Sequence[str], width: int) -> list[str]:
    return [line for sentence in sentences for line in wrap(sentence, width)]


def criterion_cell(plan: Plan) -> Block:
    """The yellow cell that chooses a criterion."""
    return Block(SENSITIVITY, _TOP + plan.criteria + 2, 0)


def option_cell(plan: Plan) -> Block:
    """The yellow cell that chooses an option."""
    return Block(SENSITIVITY, _TOP + plan.criteria + 2, 5)


def step_cell(plan: Plan) -> Block:
    """The yellow cell with the move of each weight."""
    return Block(SENSITIVITY, _TOP + plan.criteria + 3, 5)


def lead_cells(plan: Plan, figures: Figures, j: int) -> tuple[tuple[Made, str], ...]:
    """From, to, room and who then leads, as the weights table of the first sheet shows them."""
    low, high, room, below, above = _rows(plan, figures, j)
    lines, weight = Lines(plan), plan.weights.at(0, j)
    ends = [lines.limit(row).at(0, j) for row in (Limit.LOW, Limit.HIGH, Limit.BELOW, Limit.ABOVE)]
    up = f"AND({ends[3]}>0,OR({ends[2]}=0,{ends[1]}-{weight}<={weight}-{ends[0]}))"
    chosen = f'IF({ends[2]}+{ends[3]}=0,"{STAYS}",IF({up},{above[0].formula},{below[0].formula}))'
    found = figures.leads[j]
    now = plan.scenario.problem.weights[j]
    name: Value = DASH if found is None else STAYS
    if found is not None and found.room(now) is not None:
        rises = found.above is not None and (found.below is None or found.high - now <= now - found.low)
        name = (above if rises else below)[0].value
    return low, high, room, (Made(f'IF({plan.state(State.LEADER)}=0,"{DASH}",{chosen})', name), "made")


def _rows(plan: Plan, figures: Figures, j: int) -> tuple[tuple[Made, str], ...]:
    """First from, first up to, smallest move, and the names below and above."""
    lines, found = Lines(plan), figures.leads[j]
    leader = plan.state(State.LEADER)
    ends = {row: lines.limit(row).at(0, j) for row in Limit}
    cells: list[tuple[Made, str]] = []
    for row, value in ((Limit.LOW, found and found.low), (Limit.HIGH, found and found.high)):
        shown: Value = DASH if found is None else value or 0
        cells.append((Made(f'IF({leader}=0,"{DASH}",{ends[row]})', shown), "share"))
    room = None if found is None else found.room(plan.scenario.problem.weights[j])
    words: Value = DASH if found is None else ANY if room is None else room
    move = f'IF({ends[Limit.BELOW]}+{ends[Limit.ABOVE]}=0,"{ANY}",{ends[Limit.ROOM]})'
    cells.append((Made(f'IF({leader}=0,"{DASH}",{move})', words), "share"))
    takers = (None, None) if found is None else (found.below, found.above)
    for row, who in zip((Limit.BELOW, Limit.ABOVE), takers, strict=True):
        name: Value = DASH if found is None else STAYS if who is None else plan.study.options[who].name
        looked_up = f"INDEX({plan.names.text},{ends[row]})"
        cells.append((Made(f'IF({leader}=0,"{DASH}",IF({ends[row]}=0,"{STAYS}",{looked_up}))', name), "made"))
    return tuple(cells)


def _criterion(pen: Pen, plan: Plan, figures: Figures, place: tuple[Worksheet, int]) -> None:
    sheet, j = place
    criterion = plan.study.criteria[j]
    pen.put(sheet, (_TOP + j, 0), criterion.name, "text")
    at = plan.node_column(4).at(plan.criterion_line(j))
    pen.made(sheet, (_TOP + j, 1), Made(at, plan.scenario.problem.weights[j]), "share_bold")
    for column, (made, style) in enumerate(_rows(plan, figures, j), 2):
        pen.made(sheet, (_TOP + j, column), made, style)
    pen.put(sheet, (_TOP + j, 7), criterion.key)
    sheet.set_row(_TOP + j, _height(plan))


def _height(plan: Plan) -> float:
    return 15 * -(-max(len(option.name) for option in plan.study.options) // 46)


def _pages(plan: Plan, sheet: Worksheet) -> None:
    """The charts and what chooses them begin a page where they would be cut."""
    scale, above = scale_across((*_WIDTHS[:-1], _ROOM)), 15 * (_TOP + 2) + plan.criteria * _height(plan)
    if page_starts([_CHARTS], scale, before=above):
        break_pages(sheet, scale, [_TOP + plan.criteria + 1])


def _choices(pen: Pen, plan: Plan, sheet: Worksheet) -> None:
    """The yellow cells that the charts follow, each with its name beside it."""
    top = _TOP + plan.criteria + 1
    pen.put(sheet, (top, 0), "Gap to the leader as one weight moves", "subtitle")
    pen.put(sheet, (top, 5), "Lead of one option when each weight moves", "subtitle")
    first = criterion_labels(plan)[first_criterion(plan)]
    for cell, text, entries, word in (
        (criterion_cell(plan), first, criteria_list(plan), "the weight that moves"),
        (option_cell(plan), option_labels(plan)[0], options_list(plan), "the option whose lead is shown"),
    ):
        pen.put(sheet, cell.spot(), text, "input_choice")
        choice(pen, sheet, cell.spot(), entries)
        pen.put(sheet, cell.spot(0, 1), word, "how")
    step = step_cell(plan)
    pen.put(sheet, step.spot(), 10, "input")
    pen.put(sheet, step.spot(0, 1), "percentage points up and down", "how")
    rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100, "ignore_blank": False}
    sheet.data_validation(*step.spot(), *step.spot(), {**rule, "error_message": "Type a number from 0 to 100."})


def _gap_chart(pen: Pen, plan: Plan, sheet: Worksheet) -> None:
    moves = Moves(plan)
    chart = pen.chart("scatter", "straight")
    times = f"={moves.times.text}"
    for p in range(min(LINED, plan.options)):
        line = {"color": colour(p), "width": 2.25 if p == 0 else 1.5}
        block = moves.gap(p)
        head = f"={moves.head(p).text}"
        chart.add_series({"name": head, "categories": times, "values": f"={block.text}", "line": line})
    best = {"color": "#404040", "width": 1.25, "dash_type": "round_dot"}
    chart.add_series({"name": "best of all", "categories": times, "values": f"={moves.gap(LINED).text}", "line": best})
    marker = moves.marker
    now = {"color": "#404040", "width": 1.25, "dash_type": "dash"}
    chart.add_series(
        {
            "name": "weight now",
            "categories": f"={marker.column(0).text}",
            "values": f"={marker.column(1).text}",
            "line": now,
        }
    )
    chart.set_x_axis({**axis("weight that moves"), "min": 0, "max": 1, "num_format": "0%", "label_position": "low"})
    chart.set_y_axis({**axis("points ahead of the leader"), "num_format": "0"})
    finish(chart, "Who is ahead at every value of the weight", (620, 430), legend="bottom")
    words = (
        "Lines of the six best options: how far each is ahead of the leader as the chosen weight goes from 0 to 100 %"
    )
    sheet.insert_chart(_TOP + plan.criteria + 5, 0, chart, {"object_position": 3, "description": words})


def _tornado(pen: Pen, plan: Plan, sheet: Worksheet) -> None:
    moves = Moves(plan)
    chart = pen.chart("bar")
    names = f"={moves.sorted_table.column(0).text}"
    for column, (word, fill) in enumerate((("weight up", DARK), ("weight down", AMBER)), 1):
        block = moves.sorted_table.column(column)
        bar = {"fill": {"color": fill}, "gap": 50, "overlap": 0}
        chart.add_series({"name": word, "categories": names, "values": f"={block.text}", **bar})
    chart.set_y_axis(names_axis())
    chart.set_x_axis({**axis("change of the lead over the best other option, in points"), "num_format": "0.0"})
    finish(chart, "What moving one weight does to the lead", (600, 430), legend="bottom")
    words = (
        f"Bars of every criterion: how the lead of the chosen option ({LEADER} at first) changes if its weight moves"
    )
    sheet.insert_chart(_TOP + plan.criteria + 5, 5, chart, {"object_position": 3, "description": words})
