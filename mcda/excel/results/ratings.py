"""The Ratings sheet: one row an option and criterion, the best rating in yellow, its range and reasons beside it."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

from xlsxwriter.worksheet import Worksheet

from mcda.excel.results.paper import break_pages, page_starts, scale_across
from mcda.excel.results.pen import Made, Pen, Value
from mcda.excel.results.places import Block
from mcda.excel.results.plan import RATINGS, RATINGS_TOP, Plan
from mcda.model.checks.criteria import scale_words
from mcda.model.criterion import Criterion, LevelsValue
from mcda.model.record import Entry

BEST, SAVED, STATE, OPTION_KEY, CRITERION_KEY = 2, 3, 7, 10, 11
OK, MISSING = "ok", "missing"
_HEADS = (
    *("Option", "Criterion", "Best", "Saved", "Low", "High", "Confidence", "State", "Reason", "Source"),
    *("Option key", "Criterion key"),
)
_WIDTHS = (10, 9, 9, 9, 12, 14, 84, 24, 5, 5)
_HOW = (
    "Best is yours to change, in the criterion's own unit; blank is missing, never 0. Low and high stay as they were. "
    "The scales stand on the sheet Value functions."
)
_LONGEST_MESSAGE = 250
_LINE = 15


def write_ratings(pen: Pen, plan: Plan) -> None:
    """The sheet with all ratings."""
    sheet = pen.sheet(RATINGS, "Ratings", _widths(plan))
    pen.put(sheet, (1, 0), _HOW, "how")
    pen.head(sheet, (RATINGS_TOP - 1, 0), _HEADS)
    for i in range(plan.options):
        for j in range(plan.criteria):
            _row(pen, plan, sheet, (i, j))
    _pages(plan, sheet)
    for column in (OPTION_KEY, CRITERION_KEY):
        sheet.set_column(column, column, 5, None, {"hidden": True})
    _dress(pen, plan, sheet)
    pen.name("mcda_ratings", plan.rating_column(BEST))
    pen.name("mcda_rating_options", plan.rating_column(OPTION_KEY))
    pen.name("mcda_rating_criteria", plan.rating_column(CRITERION_KEY))


def scale_of(criterion: Criterion) -> str:
    """The scale of a criterion with its unit, short."""
    if isinstance(criterion.value, LevelsValue):
        return ", ".join(criterion.value.levels)
    return f"{scale_words(criterion)}, {criterion.unit}"


def entry(given: Entry | None) -> Value | None:
    """What the cell of a rating holds."""
    return given


def _row(pen: Pen, plan: Plan, sheet: Worksheet, cell: tuple[int, int]) -> None:
    option, criterion = plan.study.options[cell[0]], plan.study.criteria[cell[1]]
    rating = plan.rating_of(*cell)
    row = RATINGS_TOP + plan.rating_row(*cell)
    words = isinstance(criterion.value, LevelsValue)
    texts = (option.name, criterion.name)
    for column, text in enumerate(texts):
        pen.put(sheet, (row, column), text, "text")
    pen.put(sheet, (row, BEST), rating.best, "input_text" if words else "input")
    for column, given in enumerate((rating.best, rating.low, rating.high), SAVED):
        pen.put(sheet, (row, column), given, "saved")
    pen.put(sheet, (row, 6), rating.confidence or "", "saved_word")
    pen.made(sheet, (row, STATE), _state(plan, cell, rating.best), "word")
    for column, text in ((8, rating.rationale), (9, rating.source)):
        pen.put(sheet, (row, column), text, "text")
    pen.put(sheet, (row, OPTION_KEY), option.key)
    pen.put(sheet, (row, CRITERION_KEY), criterion.key)
    sheet.set_row(row, _height(plan, cell))
    _validate(plan, sheet, (row, cell[1]))


def _names_width(plan: Plan) -> int:
    """Wide enough for the longest name of a criterion on one line, within reason."""
    return min(32, max(20, *(len(criterion.name) for criterion in plan.study.criteria)))


def _widths(plan: Plan) -> tuple[float, ...]:
    return (40, _names_width(plan), *_WIDTHS)


def _height(plan: Plan, cell: tuple[int, int]) -> float:
    """As high as the longest text in a row needs."""
    option, criterion = plan.study.options[cell[0]], plan.study.criteria[cell[1]]
    texts = ((plan.rating_of(*cell).rationale, 98), (option.name, 46), (criterion.name, 1.1 * _names_width(plan)))
    return _LINE * max(1, *(ceil(len(text) / width) for text, width in texts))


def _pages(plan: Plan, sheet: Worksheet) -> None:
    """No page begins within an option."""
    heights = [sum(_height(plan, (i, j)) for j in range(plan.criteria)) for i in range(plan.options)]
    scale = scale_across(_widths(plan)[:OPTION_KEY])
    starts = page_starts(heights, scale, before=_LINE * (RATINGS_TOP + 2), repeated=2 * _LINE)
    break_pages(sheet, scale, [RATINGS_TOP + plan.rating_row(i, 0) for i in starts])


def _state(plan: Plan, cell: tuple[int, int], best: Entry | None) -> Made:
    """Whether a rating can be used, or the word for what is wrong."""
    at = plan.rating_column(BEST).at(plan.rating_row(*cell))
    j = cell[1]
    if isinstance(plan.study.criteria[j].value, LevelsValue):
        levels = plan.curve(j).column(0).text
        good = f'IF(SUMPRODUCT(--({levels}={at}))=1,"ok","unknown level")'
    else:
        low, high = plan.scale(9).at(j), plan.scale(10).at(j)
        good = f'IF(ISNUMBER({at}),IF(AND({at}>={low},{at}<={high}),"ok","off the scale"),"not a number")'
    formula = f'IF(ISERROR({at}),"error",IF({at}="","missing",{good}))'
    return Made(formula, MISSING if best is None else OK)


def _validate(plan: Plan, sheet: Worksheet, place: tuple[int, int]) -> None:
    row, j = place
    criterion = plan.study.criteria[j]
    message = f"{criterion.name}: {scale_of(criterion)}"[:_LONGEST_MESSAGE]
    rule: dict[str, object] = {"input_title": "Rating", "input_message": message, "ignore_blank": True}
    if isinstance(criterion.value, LevelsValue):
        rule |= {"validate": "list", "source": f"={plan.curve(j).column(0).text}", "error_title": "Not a level"}
    else:
        low, high = sorted([Decimal(str(criterion.worst)), Decimal(str(criterion.best))])
        rule |= {"validate": "decimal", "criteria": "between", "minimum": float(low), "maximum": float(high)}
        rule |= {"error_title": "Off the scale", "error_message": f"Type a number from {low} to {high}."}
    sheet.data_validation(row, BEST, row, BEST, rule)


def _dress(pen: Pen, plan: Plan, sheet: Worksheet) -> None:
    first = RATINGS_TOP + 1
    pen.shade(sheet, plan.rating_column(BEST).area, f"$C{first}<>$D{first}", "changed")
    state = plan.rating_column(STATE).area
    pen.shade(sheet, state, f'$H{first}="{OK}"', "quiet")
    pen.shade(sheet, state, f'$H{first}="{MISSING}"', "doubt")
    pen.shade(sheet, state, f'$H{first}<>"{OK}"', "bad")
    sheet.freeze_panes(RATINGS_TOP, 2)
    sheet.repeat_rows(RATINGS_TOP - 1)
    sheet.ignore_errors(
        {"number_stored_as_text": Block(RATINGS, 4, BEST, 9999).text.rpartition("!")[2].replace("$", "")}
    )
