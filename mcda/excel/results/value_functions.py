"""The Value functions sheet: every scale with its swing, the points of its value function, and the curve."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from mcda.excel.palette import AMBER, DARK
from mcda.excel.results.charts import axis, finish
from mcda.excel.results.paper import break_pages, page_starts, scale_across
from mcda.excel.results.pen import DASH, Pen, Value, dashed
from mcda.excel.results.places import Block
from mcda.excel.results.plan import SCALES_TOP, VALUES, Plan, curve_points
from mcda.model.criterion import Criterion, LevelsValue, LinearValue
from mcda.model.record import Entry
from mcda.problem.scale import worth
from mcda.scenario.tables import rule_words
from mcda.scenario.words import swing

_SCALES = (
    *("Criterion", "Worst", "Best", "Swing that the points belong to", "Do nothing", "Worth of do nothing"),
    *("Unit", "In a mix", "Criterion key", "Lowest", "Highest"),
)
_CURVES = ("Criterion", "Rating", "Worth from 0 (worst) to 100 (best)", "What the rating means")
_WIDTHS = (30, 16, 16, 84, 12, 14, 24, 34, 5, 5, 5)
_HIDDEN_FROM = 8
MOST_CHARTS, _CHARTS_ACROSS, _CHART_ROWS = 12, 4, 13
_HOW = (
    "A value is what the rating is worth, less what doing nothing is worth: 0 is do nothing, from worst to best there "
    "are 100 points. Nothing here is to be changed; scales belong to the study."
)


def write_value_functions(pen: Pen, plan: Plan) -> None:
    """The sheet with all scales and curves."""
    sheet = pen.sheet(VALUES, "Value functions", _WIDTHS)
    missing = "" if plan.scenario.ranking.has_nothing else " Where a scale has no level of doing nothing, 0 is worst."
    pen.put(sheet, (1, 0), _HOW + missing, "how")
    pen.put(sheet, (SCALES_TOP - 2, 0), "Scales", "subtitle")
    pen.head(sheet, (SCALES_TOP - 1, 0), _SCALES)
    for j, criterion in enumerate(plan.study.criteria):
        _scale(pen, plan, sheet, (j, criterion))
    for column in range(_HIDDEN_FROM, len(_WIDTHS)):
        sheet.set_column(column, column, 5, None, {"hidden": True})
    top = plan.curve(0).top
    pen.put(sheet, (top - 2, 0), "Points of the value functions", "subtitle")
    pen.head(sheet, (top - 1, 0), _CURVES, 45)
    for j, criterion in enumerate(plan.study.criteria):
        _curve(pen, plan, sheet, (j, criterion))
    bottom = plan.curve(plan.criteria - 1)
    _charts(pen, plan, sheet, bottom.top + bottom.rows + 1)
    pen.name("mcda_criterion_keys", plan.scale(8))


def _scale(pen: Pen, plan: Plan, sheet: Worksheet, line: tuple[int, Criterion]) -> None:
    j, criterion = line
    row = SCALES_TOP + j
    nothing = criterion.do_nothing
    zero: Value = 0 if nothing is None else worth(criterion, nothing)
    texts: tuple[tuple[Value | None, str], ...] = (
        (criterion.name, "text"),
        (criterion.worst, "saved"),
        (criterion.best, "saved"),
        (swing(plan.study, criterion.key), "text"),
        (dashed(nothing), "saved"),
        (zero, "points"),
        (criterion.unit, "text"),
        (rule_words(plan.scenario, j), "text"),
        (criterion.key, "hidden"),
    )
    for column, (value, style) in enumerate(texts):
        pen.put(sheet, (row, column), value, style)
    if not isinstance(criterion.value, LevelsValue):
        low, high = sorted((Fraction(str(criterion.worst)), Fraction(str(criterion.best))))
        pen.put(sheet, (row, 9), low)
        pen.put(sheet, (row, 10), high)
    sheet.set_row(row, 14 * max(1, -(-len(str(texts[3][0])) // 98)))


def _curve(pen: Pen, plan: Plan, sheet: Worksheet, line: tuple[int, Criterion]) -> None:
    j, criterion = line
    block = plan.curve(j)
    for k, text in enumerate(curve_points(criterion)):
        entry: Entry = text if isinstance(criterion.value, LevelsValue) else Decimal(text)
        row = block.top + k
        pen.put(sheet, (row, 0), criterion.name, "text")
        pen.put(sheet, (row, 1), entry, "saved")
        pen.put(sheet, (row, 2), worth(criterion, entry), "points")
        pen.put(sheet, (row, 3), criterion.levels.get(entry, "") or DASH, "text")


def value_formula(plan: Plan, option: int, criterion: int) -> str:
    """The signed value of a rating, as a formula."""
    row = plan.rating_row(option, criterion)
    x, state = plan.rating_column(2).at(row), plan.rating_column(7).at(row)
    return f'IF({state}="ok",{worth_formula(plan, criterion, x)}-{plan.zeros.at(criterion)},"{DASH}")'


def worth_formula(plan: Plan, criterion: int, x: str) -> str:
    """What a rating is worth from 0 to 100, as a formula of its cell."""
    curve = plan.curve(criterion)
    xs, values = curve.column(0), curve.column(1)
    match plan.study.criteria[criterion].value:
        case LevelsValue():
            return f"SUMPRODUCT(({xs.text}={x})*{values.text})"
        case LinearValue():
            worst, best = plan.scale(1).at(criterion), plan.scale(2).at(criterion)
            return f"100*({x}-{worst})/({best}-{worst})"
    left, right = (Block(VALUES, curve.top + k, 1, curve.rows - 1, 2) for k in (0, 1))
    x1, x2, v1, v2 = left.column(0).text, right.column(0).text, left.column(1).text, right.column(1).text
    inside = f"SUMPRODUCT(({x}>{x1})*({x}<={x2})*({v1}+({v2}-{v1})*({x}-{x1})/({x2}-{x1})))"
    return f"({inside}+({x}={xs.at(0)})*{values.at(0)})"


def _charts(pen: Pen, plan: Plan, sheet: Worksheet, row: int) -> None:
    """One curve a criterion, with the options on it."""
    for j, criterion in enumerate(plan.study.criteria[:MOST_CHARTS]):
        words = isinstance(criterion.value, LevelsValue)
        chart = pen.chart("column") if words else pen.chart("scatter", "straight")
        curve = plan.curve(j)
        line: dict[str, object] = {"name": "value function", "categories": f"={curve.column(0).text}"}
        line |= {"values": f"={curve.column(1).text}"}
        line |= {"fill": {"color": DARK}} if words else {"line": {"color": DARK, "width": 2}}
        chart.add_series(line)
        if not words:
            marker = {"type": "circle", "size": 6, "fill": {"color": AMBER}, "border": {"color": "#ffffff"}}
            spots = {"categories": f"={plan.rated(j, 0).text}", "values": f"={plan.rated(j, 1).text}"}
            chart.add_series({"name": "options", **spots, "line": {"none": True}, "marker": marker})
            low, high = sorted(float(str(each)) for each in (criterion.worst, criterion.best))
            chart.set_x_axis({**axis(criterion.unit[:60]), "min": low, "max": high})
        chart.set_y_axis({**axis("worth"), "min": 0, "max": 100, "label_position": "low"})
        text = f"Value function of {criterion.name} with the rating of every option on it"
        finish(chart, criterion.name, (380, 240))
        at = {"x_offset": 4 + 390 * (j % _CHARTS_ACROSS), "y_offset": 4, "object_position": 3, "description": text}
        sheet.insert_chart(row + _CHART_ROWS * (j // _CHARTS_ACROSS), 0, chart, at)
    lines = -(-min(plan.criteria, MOST_CHARTS) // _CHARTS_ACROSS)
    scale = scale_across(_WIDTHS[:_HIDDEN_FROM])
    starts = page_starts([15 * _CHART_ROWS] * lines, scale, before=15 * (row + 1))
    break_pages(sheet, scale, [row + _CHART_ROWS * start for start in starts])
