"""The Scores sheet: from values over contributions to scores and places, beside those of the saved run."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from mcda.excel.palette import AMBER, BLUE, WHITE
from mcda.excel.results.figures import UNRATED, Figures, number
from mcda.excel.results.paper import LEAST, scale_across, scale_down
from mcda.excel.results.pen import DASH, Made, Pen, Value
from mcda.excel.results.places import Block
from mcda.excel.results.plan import SCORES, SCORES_TOP, Plan, State
from mcda.excel.results.units import points_unit
from mcda.excel.results.value_functions import value_formula
from mcda.scenario.tables import NOTHING

_AFTER = ("Score", "Place", "Saved score", "Saved place", "Change", "Lowest", "Highest", "Engine gap")
_HIDDEN = ("Option key", "Rank", "Sort key", "Position", "Saved rank")
_NAME, _FIGURES = 42, (9, 8, 9, 9, 9, 9, 9, 10)
_HOW = (
    "Value x weight = contribution; contributions add up to the score, in {unit}. "
    "Lowest and highest: with every rating at its low or high end."
)


def write_scores(pen: Pen, plan: Plan, figures: Figures) -> None:
    """The sheet with all scores."""
    k = plan.criteria
    longest = max(len(word) for criterion in plan.study.criteria for word in criterion.name.split())
    each = max(11, min(18, 1.3 * longest))
    sheet = pen.sheet(SCORES, "Scores", (_NAME, *[each] * (2 * k), *_FIGURES))
    _pages(sheet, [each] * k, plan.places)
    pen.put(sheet, (1, 0), _HOW.format(unit=points_unit(plan)), "how")
    names = [criterion.name for criterion in plan.study.criteria]
    heads = ("Option", *(f"Value: {n}" for n in names), *(f"Adds: {n}" for n in names), *_AFTER, *_HIDDEN)
    pen.head(sheet, (SCORES_TOP - 1, 0), heads, 45)
    for i in range(plan.options):
        _option(pen, plan, figures, (sheet, i))
    if plan.scenario.ranking.has_nothing:
        _nothing(pen, plan, sheet)
    first = plan.option_keys.left
    sheet.set_column(first, first + len(_HIDDEN) - 1, 5, None, {"hidden": True})
    _dress(pen, plan, sheet)
    blocks = {"option_keys": plan.option_keys, "scores": plan.scores, "ranks": plan.ranks, "engine_gap": plan.gaps}
    for name, block in blocks.items():
        pen.name(f"mcda_{name}", block)


def _pages(sheet: Worksheet, each: Sequence[float], rows: int) -> None:
    """Names and headings are repeated; where one page would be too small, contributions begin a page, then scores."""
    k = len(each)
    layouts = (([*each, *each, *_FIGURES],), (each, [*each, *_FIGURES]), (each, each, _FIGURES))
    scales = [min(scale_across([_NAME, *page], 1) for page in pages) for pages in layouts]
    chosen = next((i for i, scale in enumerate(scales) if scale >= LEAST), len(layouts) - 1)
    if chosen:
        down = scale_down(15 * (SCORES_TOP + 4 + rows))
        sheet.set_print_scale(max(LEAST, min(down, scales[chosen])))
        sheet.set_v_pagebreaks([1 + k, 1 + 2 * k][:chosen])
        sheet.repeat_columns(0, 0)


def _option(pen: Pen, plan: Plan, figures: Figures, place: tuple[Worksheet, int]) -> None:
    sheet, i = place
    line = figures.ranked[i]
    pen.put(sheet, plan.names.spot(i), plan.study.options[i].name, "text")
    for j in range(plan.criteria):
        blank = (i, j) in plan.scenario.problem.blank
        value: Value = DASH if blank else plan.scenario.problem.values[i][j]
        pen.made(sheet, plan.values.spot(i, j), Made(value_formula(plan, i, j), value), "points")
        at = plan.values.at(i, j)
        formula = f'IF(AND({plan.state(State.MODEL_OK)},ISNUMBER({at})),{plan.weights.at(0, j)}*{at},"{DASH}")'
        part = number(line.contributions[j])
        pen.made(sheet, plan.parts.spot(i, j), Made(formula, part), "points")
    for block, made, style in _results(plan, figures, i):
        pen.made(sheet, block.spot(i), made, style)
    for block, fixed, style in (
        (plan.saved_scores, number(line.score), "saved_points"),
        (plan.saved_places, figures.saved_place(i), "saved_word"),
        (plan.option_keys, line.option, "hidden"),
        (plan.saved_ranks, DASH if line.rank is None else line.rank, "hidden"),
    ):
        pen.put(sheet, block.spot(i), fixed, style)
    sheet.set_row(SCORES_TOP + i, 15 * max(1, -(-len(plan.study.options[i].name) // 48)))


def _results(plan: Plan, figures: Figures, i: int) -> tuple[tuple[Block, Made, str], ...]:
    """Score, place, change, range, gap and the helpers of the ranking."""
    line, score, parts = figures.ranked[i], plan.scores.at(i), plan.parts.row(i)
    keys, key = plan.sort_keys.text, plan.sort_keys.at(i)
    ok, saved = plan.state(State.MODEL_OK), plan.saved_scores.at(i)
    rated = line.score is not None
    total = f'IF(AND({ok},COUNT({plan.values.row(i).text})={plan.criteria}),SUM({parts.text}),"{DASH}")'
    rank = f'IF(ISNUMBER({score}),1+SUMPRODUCT(--({keys}>{key})),"{DASH}")'
    ties = f'{plan.ranks.at(i)}&IF(SUMPRODUCT(--({keys}={key}))>1,"=","")'
    same = f"AND({plan.state(State.UNCHANGED)},ISNUMBER({score}),ISNUMBER({saved}))"
    above = f"(({keys}={key})*({plan.sort_keys.number}<{i + 1}))"
    below = f"+({key}<0)" if plan.scenario.ranking.has_nothing else ""
    zero: Value = 0 if rated else DASH
    return (
        (plan.scores, Made(total, number(line.score)), "points_bold"),
        (plan.place_words, Made(f'IF(ISNUMBER({score}),{ties},"{DASH}")', figures.saved_place(i)), "word_bold"),
        (
            plan.after_parts(4),
            Made(f'IF(AND(ISNUMBER({score}),ISNUMBER({saved})),{score}-{saved},"{DASH}")', zero),
            "change",
        ),
        (plan.after_parts(5), Made(_end(plan, i, 0), line.lowest), "saved_points"),
        (plan.after_parts(6), Made(_end(plan, i, 1), line.highest), "saved_points"),
        (plan.gaps, Made(f'IF({same},ABS({score}-{saved}),"{DASH}")', zero), "gap"),
        (plan.ranks, Made(rank, number(None) if line.rank is None else line.rank), "hidden"),
        (plan.sort_keys, Made(f"IF(ISNUMBER({score}),ROUND({score},9),{UNRATED:.0f})", figures.sort_key(i)), "hidden"),
        (
            plan.positions,
            Made(f"1+SUMPRODUCT(--({keys}>{key}))+SUMPRODUCT({above}){below}", figures.positions[i]),
            "hidden",
        ),
    )


def _end(plan: Plan, option: int, side: int) -> str:
    """The score with every rating at its low (side 0) or high end; a blank rating may be anywhere on its scale."""
    function = ("MIN", "MAX")[side]
    terms = []
    for j in range(plan.criteria):
        value, end, scale = plan.values.at(option, j), plan.range_end(side).at(option, j), plan.scale_end(side).at(0, j)
        terms.append(f"{plan.weights.at(0, j)}*IF(ISNUMBER({value}),{function}({value},{end}),{scale})")
    return f'IF({plan.state(State.MODEL_OK)},{"+".join(terms)},"{DASH}")'


def _nothing(pen: Pen, plan: Plan, sheet: Worksheet) -> None:
    """The line of doing nothing, which is 0 by definition."""
    row = SCORES_TOP + plan.options
    pen.put(sheet, (row, 0), NOTHING, "text")
    for column in range(1, 2 + 2 * plan.criteria):
        pen.put(sheet, (row, column), 0, "points")
    for column in range(2 + 2 * plan.criteria, plan.option_keys.left):
        pen.put(sheet, (row, column), DASH, "word")
    area = (row, 0, row, plan.gaps.left)
    sheet.conditional_format(*area, {"type": "no_errors", "format": pen.formats["nothing"]})


def _dress(pen: Pen, plan: Plan, sheet: Worksheet) -> None:
    heat: dict[str, object] = {"type": "3_color_scale", "min_color": AMBER, "mid_color": WHITE, "max_color": BLUE}
    heat |= {"mid_type": "num", "mid_value": 0, "min_type": "num", "min_value": -50, "max_type": "num", "max_value": 50}
    sheet.conditional_format(*plan.values.area, heat)
    first = xl_rowcol_to_cell(SCORES_TOP, plan.ranks.left, col_abs=True)
    pen.shade(sheet, (SCORES_TOP, 0, SCORES_TOP + plan.options - 1, 0), f"{first}=1", "first")
    change = plan.after_parts(4)
    cell = xl_rowcol_to_cell(*change.spot(), col_abs=True)
    pen.shade(sheet, change.area, f"AND(ISNUMBER({cell}),ABS({cell})>0.0000001)", "changed")
    sheet.freeze_panes(SCORES_TOP, 1)
    sheet.repeat_rows(SCORES_TOP - 1)
