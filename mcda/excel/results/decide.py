"""The Decide sheet: points in yellow, how firm the lead is, the ranking that sorts itself, what scores are made of."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from mcda.excel.palette import BLUE, DARK
from mcda.excel.results.calc import points_sum
from mcda.excel.results.charts import axis, colour, finish, names_axis
from mcda.excel.results.checks import overall
from mcda.excel.results.figures import Figures, number
from mcda.excel.results.finding import finding, leading, nearest_change
from mcda.excel.results.mix_sheet import mix_tile
from mcda.excel.results.paper import break_pages, page_starts, scale_across
from mcda.excel.results.pen import DASH, Made, Pen, shown
from mcda.excel.results.plan import ABOUT, DECIDE, NODES_TOP, Plan, State
from mcda.excel.results.sensitivity import lead_cells
from mcda.excel.results.units import points_head
from mcda.excel.results.vectors import member_mark
from mcda.scenario.tables import NOTHING
from mcda.scenario.words import swing

_WIDTHS = (40, 9, 9, 9, 9, 9, 9, 9, 5, 40, 66)
# The longest name that fits on a line of its column.
_NAME = 46
_KEYS = 8
# A longer chart would not fit on a page; the ranking lists all.
_MOST_BARS = 40
# Dots: title, axis and legend take most of a lower chart.
_LEAST_CHART = 220
FULL = "points sum to 100"
_WEIGHT_HEADS = (
    *("Criterion", "Points", "Saved", "Share in branch", "Weight", "First from", "First up to", "Room", "Key"),
    *("Beyond the nearer end leads", "What the points belong to"),
)
_RANKING_HEADS = ("Option", "Place", "Score", "Saved score", "Change", "Saved place", "Move", "In best mix")
_HOW = "Change a yellow cell and everything follows. Other sheets: {}; About says what is where."
_NOTES = (
    "Yellow cells are yours; a stronger yellow differs from the saved run. Only the proportions of points count. "
    "First from / up to: the leader stays first while this weight alone moves between the two."
)


def write_decide(pen: Pen, plan: Plan, figures: Figures) -> None:
    """The first sheet."""
    sheet = pen.sheet(DECIDE, plan.study.about.name, _WIDTHS)
    sheet.set_column(_KEYS, _KEYS, 5, None, {"hidden": True})
    pen.made(sheet, (1, 0), finding(plan, figures), "finding")
    sheet.set_row(1, 20)
    _tiles(pen, plan, figures, sheet)
    pen.put(sheet, (NODES_TOP - 2, 0), "Weights, and how firm the lead is", "subtitle")
    pen.head(sheet, (NODES_TOP - 1, 0), _WEIGHT_HEADS)
    for line in range(len(plan.nodes)):
        _node(pen, plan, figures, (sheet, line))
    _total(pen, plan, sheet)
    top = plan.ranking_top
    pen.put(sheet, (top - 2, 0), "Ranking", "subtitle")
    pen.head(sheet, (top - 1, 0), _RANKING_HEADS)
    for p in range(plan.places):
        _place(pen, plan, figures, (sheet, p))
    _dress(pen, plan, sheet)
    _charts(pen, plan, sheet)
    pen.name("mcda_weights", plan.points)
    pen.name("mcda_weight_keys", plan.node_column(_KEYS))
    sheet.activate()
    sheet.set_selection(NODES_TOP, 1, NODES_TOP, 1)


def write_directions(pen: Pen) -> None:
    """The line of the first sheet that names the other ones, once they are all there."""
    others = (name for name in pen.book.sheetnames if name not in {DECIDE, ABOUT} and not name.startswith("_"))
    pen.put(pen.there(DECIDE), (2, 0), _HOW.format(", ".join(others)), "how")


def _tiles(pen: Pen, plan: Plan, figures: Figures, sheet: Worksheet) -> None:
    """The answer in five tiles: a label above, what holds now below."""
    for row, style in ((3, "tile_label"), (4, "tile")):
        for column in range(len(_WIDTHS)):
            pen.put(sheet, (row, column), None, style)
    sheet.set_row(4, 36)
    leader, rated = plan.state(State.LEADER), plan.state(State.RATED)
    first, second = (plan.scores.text, leader), (plan.scores.text, plan.state(State.SECOND))
    lead = f'"score "&ROUND(ROUND(INDEX({first[0]},{first[1]}),9),1)'
    ahead = f'" (+"&ROUND(ROUND(INDEX({first[0]},{first[1]})-INDEX({second[0]},{second[1]}),9),1)&")"'
    pieces = (
        (0, "LEADING OPTION", leading(plan, figures), "tile_wrap"),
        (
            1,
            "SCORE (LEAD OVER THE NEXT)",
            Made(f'IF({rated}=0,"{DASH}",{lead}&IF({rated}<2,"",{ahead}))', _score_tile(figures)),
            "tile",
        ),
        (5, "BEST MIX NOW", mix_tile(plan), "tile"),
        (9, "CHECKS", overall(plan), "tile"),
        (10, "SMALLEST MOVE OF ONE WEIGHT THAT UNSEATS THE LEADER", nearest_change(plan, figures), "tile_wrap"),
    )
    for column, label, made, style in pieces:
        pen.put(sheet, (3, column), label, "tile_label")
        pen.made(sheet, (4, column), made, style)


def _score_tile(figures: Figures) -> str:
    if figures.leader is None:
        return DASH
    first = figures.ranked[figures.leader].score or Fraction(0)
    text = f"score {shown(first)}"
    if figures.second is None:
        return text
    return f"{text} (+{shown(first - (figures.ranked[figures.second].score or Fraction(0)))})"


def _node(pen: Pen, plan: Plan, figures: Figures, place: tuple[Worksheet, int]) -> None:
    sheet, line = place
    node = plan.nodes[line]
    row = NODES_TOP + line
    ok, points = plan.state(State.WEIGHTS_OK), plan.points.at(line)
    leaf = node.criterion is not None
    pen.put(sheet, (row, 0), f"{'   ' * node.depth}{node.name}", "text" if leaf else "branch")
    pen.put(sheet, (row, 1), node.points, "input")
    pen.put(sheet, (row, 2), node.points, "saved")
    share = f'IF({ok},{points}/{points_sum(plan, node.siblings)},"{DASH}")'
    above = "" if node.parent is None else f"{plan.node_column(4).at(node.parent)}*"
    pen.made(sheet, (row, 3), Made(share, node.share), "share")
    weight = f'IF({ok},{above}{plan.node_column(3).at(line)},"{DASH}")'
    pen.made(sheet, (row, 4), Made(weight, node.weight), "share_bold")
    pen.put(sheet, (row, _KEYS), node.key)
    if node.criterion is None:
        _branch(pen, plan, sheet, line)
        return
    for column, (made, style) in enumerate(lead_cells(plan, figures, node.criterion), 5):
        pen.made(sheet, (row, column + (column >= _KEYS)), made, style)
    words = swing(plan.study, node.key)
    pen.put(sheet, (row, 10), words, "text")
    longest = max(len(option.name) for option in plan.study.options)
    sheet.set_row(row, max(16, 13.5 * -(-len(words) // 80), 13.5 * -(-longest // _NAME)))
    message = f"Moving {node.name} {words}"[:250]
    rule = {"validate": "decimal", "criteria": ">=", "value": 0, "ignore_blank": False}
    rule |= {"input_title": "Points", "input_message": message, "error_title": "No points"}
    sheet.data_validation(row, 1, row, 1, {**rule, "error_message": "Type a number, 0 or more, without a % sign."})


def _branch(pen: Pen, plan: Plan, sheet: Worksheet, line: int) -> None:
    row = NODES_TOP + line
    for column in (5, 6, 7, 9):
        pen.put(sheet, (row, column), DASH, "word")
    children = tuple(i for i, node in enumerate(plan.nodes) if node.parent == line)
    pen.made(sheet, (row, 10), sum_words(plan, children), "made")


def sum_words(plan: Plan, family: tuple[int, ...]) -> Made:
    """What the points of some lines sum to; they are rescaled where it is not 100."""
    total = float(sum(plan.nodes[i].points for i in family))
    formula = points_sum(plan, family)
    good = f"ABS({formula}-100)<0.000001"
    other = f'"points sum to "&ROUND({formula},2)&": rescaled to 100"'
    words = FULL if abs(total - 100) < 1e-6 else f"points sum to {shown(total, 2)}: rescaled to 100"
    return Made(f'IF({plan.state(State.WEIGHTS_OK)},IF({good},"{FULL}",{other}),"not known")', words)


def _total(pen: Pen, plan: Plan, sheet: Worksheet) -> None:
    row = NODES_TOP + len(plan.nodes)
    roots = tuple(i for i, node in enumerate(plan.nodes) if node.parent is None)
    pen.put(sheet, (row, 0), "Total", "bold")
    total = sum(plan.nodes[i].points for i in roots)
    summed = f'IF({plan.state(State.WEIGHTS_OK)},{points_sum(plan, roots)},"{DASH}")'
    pen.made(sheet, (row, 1), Made(summed, total), "saved")
    pen.put(sheet, (row, 2), total, "saved")
    for column, block in ((3, plan.node_column(3)), (4, plan.node_column(4))):
        pen.made(sheet, (row, column), Made(f"SUM({','.join(block.at(i) for i in roots)})", 1), "share_bold")
    for column in (5, 6, 7, 9):
        pen.put(sheet, (row, column), DASH, "word")
    pen.made(sheet, (row, 10), sum_words(plan, roots), "made")
    pen.put(sheet, (row + 1, 0), _NOTES, "how")


def _place(pen: Pen, plan: Plan, figures: Figures, place: tuple[Worksheet, int]) -> None:
    """One line of the ranking, whoever stands there."""
    sheet, p = place
    option, at = figures.order[p], plan.order.at(p)
    row = plan.ranking_top + p
    line = None if option is None else figures.ranked[option]
    name = NOTHING if option is None else plan.study.options[option].name
    zero = f'IF({plan.state(State.MODEL_OK)},0,"{DASH}")'
    score = 0 if line is None else number(line.score)
    saved = 0 if line is None else number(line.score)
    cells = (
        (_looked_up(at, plan.names.text, f'"{NOTHING}"'), name, "text"),
        (
            _looked_up(at, plan.place_words.text, f'"{DASH}"'),
            DASH if option is None else figures.saved_place(option),
            "word_bold",
        ),
        (_looked_up(at, plan.scores.text, zero), score, "points_bold"),
        (_looked_up(at, plan.saved_scores.text, "0"), saved, "saved_points"),
        (_looked_up(at, plan.after_parts(4).text, zero), 0 if score != DASH else DASH, "change"),
        (
            _looked_up(at, plan.saved_places.text, f'"{DASH}"'),
            DASH if option is None else figures.saved_place(option),
            "saved_word",
        ),
        (_move(plan, at), DASH if line is None or line.rank is None else 0, "move"),
        member_mark(plan, option, at),
    )
    for column, (formula, value, style) in enumerate(cells):
        pen.made(sheet, (row, column), Made(formula, value), style)
    longest = max(len(each.name) for each in plan.study.options)
    sheet.set_row(row, 15 * -(-longest // _NAME))


def _looked_up(at: str, block: str, nothing: str) -> str:
    return f"IF({at}=0,{nothing},INDEX({block},{at}))"


def _move(plan: Plan, at: str) -> str:
    now, saved = (f"INDEX({block.text},{at})" for block in (plan.ranks, plan.saved_ranks))
    return f'IF({at}=0,"{DASH}",IF(AND(ISNUMBER({now}),ISNUMBER({saved})),{saved}-{now},"{DASH}"))'


def _dress(pen: Pen, plan: Plan, sheet: Worksheet) -> None:
    first = NODES_TOP + 1
    pen.shade(sheet, plan.points.area, f"$B{first}<>$C{first}", "changed")
    for line in [i for i, node in enumerate(plan.nodes) if node.criterion is None] + [len(plan.nodes)]:
        row = NODES_TOP + line
        pen.shade(sheet, (row, 10, row, 10), f'$K{row + 1}<>"{FULL}"', "doubt")
    room = plan.node_column(7).area
    pen.shade(sheet, room, f"AND(ISNUMBER($H{first}),$H{first}<0.05)", "bad")
    pen.shade(sheet, room, f"AND(ISNUMBER($H{first}),$H{first}<0.1)", "doubt")
    pen.shade(sheet, (4, 9, 4, 9), '$J$5<>"all passed"', "bad")
    top, row = plan.ranking_top, plan.ranking_top + 1
    last = top + plan.places - 1
    pen.shade(sheet, (top, 0, last, 7), f'$A{row}="{NOTHING}"', "nothing")
    pen.shade(sheet, (top, 0, last, 1), f'OR($B{row}="1",$B{row}="1=")', "first")
    pen.shade(sheet, (top, 6, last, 6), f"AND(ISNUMBER($G{row}),$G{row}>0)", "up")
    pen.shade(sheet, (top, 6, last, 6), f"AND(ISNUMBER($G{row}),$G{row}<0)", "down")
    pen.shade(sheet, (top, 4, last, 4), f"AND(ISNUMBER($E{row}),ABS($E{row})>0.0000001)", "changed")
    sheet.freeze_panes(3, 0)


def _charts(pen: Pen, plan: Plan, sheet: Worksheet) -> None:
    names = f"={DECIDE}!$A${plan.ranking_top + 1}:$A${plan.ranking_top + min(plan.places, _MOST_BARS)}"
    shown_places = min(plan.places, _MOST_BARS)
    size = max(_LEAST_CHART, 60 + 20 * shown_places)
    chart = pen.chart("bar", "stacked")
    for j in range(plan.criteria):
        block = replace(plan.sorted_parts.column(j), rows=shown_places)
        head = f"={block.sheet}!{plan.sorted_parts.at(-1, j).rpartition('!')[2]}"
        fill = {"fill": {"color": colour(j)}, "border": {"color": "#ffffff", "width": 0.5}, "gap": 35}
        chart.add_series({"name": head, "categories": names, "values": f"={block.text}", **fill})
    chart.set_y_axis(names_axis())
    chart.set_x_axis(axis(points_head(plan).lower()))
    finish(chart, "What each score is made of", (700, size), legend="bottom")
    at = {"x_offset": 6, "object_position": 3, "description": _words(plan)}
    broken = _chart_is_cut(plan, size)
    # A row of headings that pages repeat must have no chart beside it.
    sheet.insert_chart(plan.ranking_top - 1 + broken, 9, chart, at)
    beside = pen.chart("bar")
    for column, (word, tint) in enumerate((("now", DARK), ("saved run", BLUE)), plan.criteria):
        block = replace(plan.sorted_parts.column(column), rows=shown_places)
        bar = {"fill": {"color": tint}, "gap": 40, "overlap": 0}
        beside.add_series({"name": word, "categories": names, "values": f"={block.text}", **bar})
    beside.set_y_axis(names_axis())
    beside.set_x_axis(axis(points_head(plan).lower()))
    finish(beside, "Score now and in the saved run", (1100, size), legend="bottom")
    words = "Bars of every option: its score now and in the saved run, best first"
    # The first chart begins beside the headings, which are two lines of 20 dots high.
    below = plan.ranking_top + max(plan.places, -(-size // 20) - 2 * (not broken)) + 1
    sheet.insert_chart(below, 0, beside, {"y_offset": 6, "object_position": 3, "description": words})
    # The second chart begins a page, and so does the ranking where its chart would be cut.
    if broken:
        break_pages(sheet, _scale(), [plan.ranking_top - 2, below], plan.ranking_top - 1)
    else:
        break_pages(sheet, _scale(), [below])


def _scale() -> int:
    return scale_across([width for column, width in enumerate(_WIDTHS) if column != _KEYS])


def _chart_is_cut(plan: Plan, size: int) -> bool:
    """Whether a chart so many dots high beside the ranking would not end on the first page."""
    return bool(page_starts([0.75 * size + 45], _scale(), before=15 * plan.ranking_top))


def _words(plan: Plan) -> str:
    parts = ", ".join(criterion.name for criterion in plan.study.criteria)[:150]
    return f"Stacked bars of every option, best first: what {parts} add to its score; negative parts left of 0"
