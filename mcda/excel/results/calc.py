"""The hidden sheet _calc: the state of the whole, the order of the ranking, and numbers for charts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from mcda.excel.results.figures import Figures, number
from mcda.excel.results.pen import Made, Pen, Value
from mcda.excel.results.plan import CALC, Plan, State
from mcda.excel.results.ratings import MISSING, OK
from mcda.model.criterion import LevelsValue
from mcda.problem.scale import signed, worth

FAR = 100000
ALL_WELL = "none"
NONE_RATED = "no option has all its ratings (sheet Ratings)"


def write_calc(pen: Pen, plan: Plan, figures: Figures) -> None:
    """The sheet with the state, the order and the numbers of the charts."""
    sheet = pen.hidden(CALC)
    pen.put(sheet, (0, 0), "weights")
    for j in range(plan.criteria):
        at = plan.node_column(4).at(plan.criterion_line(j))
        made = Made(f"IF(ISNUMBER({at}),{at},0)", plan.scenario.problem.weights[j])
        pen.made(sheet, plan.weights.spot(0, j), made)
    for row, made in _states(plan, figures):
        pen.put(sheet, (row, 0), row.name.lower())
        pen.made(sheet, (row, 1), made)
    pen.put(sheet, (State.CLOSE_CALL, 0), "close_call")
    pen.put(sheet, (State.CLOSE_CALL, 1), plan.study.about.close_call)
    _order(pen, plan, figures, sheet)
    _ends(pen, plan, sheet)
    _spots(pen, plan, sheet)
    pen.book.define_name("model_ok", f"={plan.state(State.MODEL_OK)}")


def family_sums(plan: Plan) -> tuple[str, ...]:
    """The sum of points of every family of siblings, the root's first."""
    families = dict.fromkeys(node.siblings for node in plan.nodes)
    return tuple(points_sum(plan, family) for family in families)


def points_sum(plan: Plan, family: tuple[int, ...]) -> str:
    """The sum of the points of some lines."""
    return f"SUM({','.join(plan.points.at(line) for line in family)})"


def _states(plan: Plan, figures: Figures) -> Iterator[tuple[State, Made]]:
    points, saved = plan.points.text, plan.saved_points.text
    word = plan.rating_column(7).text
    missing = len(plan.scenario.problem.blank)
    sums = ",".join(f"{each}>0" for each in family_sums(plan))
    yield (
        State.WEIGHTS_OK,
        Made(f"IF(COUNT({points})<{len(plan.nodes)},FALSE,AND(MIN({points})>=0,{sums}))", value=True),
    )
    yield State.BAD_RATINGS, Made(f'SUMPRODUCT(({word}<>"{OK}")*({word}<>"{MISSING}"))', 0)
    yield State.MISSING, Made(f'SUMPRODUCT(--({word}="{MISSING}"))', missing)
    ok = f"AND({plan.state(State.WEIGHTS_OK)},{plan.state(State.BAD_RATINGS)}=0)"
    yield State.MODEL_OK, Made(ok, value=True)
    yield State.RATED, Made(f"COUNT({plan.scores.text})", figures.rated)
    yield from _firsts(plan, figures)
    yield State.CHANGED_POINTS, Made(_differences(points, saved, len(plan.nodes)), 0)
    best, was = plan.rating_column(2), plan.rating_column(3)
    yield State.CHANGED_RATINGS, Made(_differences(best.text, was.text, best.rows), 0)
    changes = plan.state(State.CHANGED_POINTS), plan.state(State.CHANGED_RATINGS)
    yield State.UNCHANGED, Made(f"{changes[0]}+{changes[1]}=0", value=True)
    yield State.REASON, Made(_reason(plan), ALL_WELL if figures.rated else NONE_RATED)


def _firsts(plan: Plan, figures: Figures) -> Iterator[tuple[State, Made]]:
    positions, number_of = plan.positions.text, plan.positions.number
    rated = plan.state(State.RATED)
    first = f"IF({rated}=0,0,SUMPRODUCT(({positions}=MIN({positions}))*{number_of}))"
    yield State.LEADER, Made(first, 0 if figures.leader is None else figures.leader + 1)
    next_one = f"{FAR}-SUMPRODUCT(MAX(({positions}>MIN({positions}))*({FAR}-{positions})))"
    second = f"IF({rated}<2,0,SUMPRODUCT(({positions}={next_one})*{number_of}))"
    yield State.SECOND, Made(second, 0 if figures.second is None else figures.second + 1)


def _differences(now: str, saved: str, size: int) -> str:
    """In how many cells two blocks differ; all of them where a cell is an error. A blank is not 0."""
    unlike = f'SUMPRODUCT(--((({now}<>{saved})+(({now}="")<>({saved}="")))>0))'
    return f"IF(SUMPRODUCT(--ISERROR({now}))>0,{size},{unlike})"


def _reason(plan: Plan) -> str:
    """Why there are no scores; one cell for the whole workbook."""
    weights = "points are missing, negative, not a number, or all 0 (sheet Decide)"
    bad = plan.state(State.BAD_RATINGS)
    ratings = f'{bad}&" rating"&IF({bad}=1," is","s are")&" not on the scale (sheet Ratings)"'
    none = f'IF({plan.state(State.RATED)}=0,"{NONE_RATED}","{ALL_WELL}")'
    return f'IF(NOT({plan.state(State.WEIGHTS_OK)}),"{weights}",IF({bad}>0,{ratings},{none}))'


def _order(pen: Pen, plan: Plan, figures: Figures, sheet: Worksheet) -> None:
    """The ranking from the top: numbers of options, their contributions, scores now and saved."""
    heads = [criterion.name for criterion in plan.study.criteria]
    for column, text in enumerate((*heads, "Now", "Saved run")):
        pen.put(sheet, (plan.sorted_parts.top - 1, plan.sorted_parts.left + column), text)
    for p, option in enumerate(figures.order):
        found = f"SUMPRODUCT(({plan.positions.text}={p + 1})*{plan.positions.number})"
        pen.made(sheet, plan.order.spot(p), Made(found, 0 if option is None else option + 1))
        for column in range(plan.criteria + 2):
            made = Made(_sorted(plan, p, column), _sorted_value(figures, option, column))
            pen.made(sheet, plan.sorted_parts.spot(p, column), made)


def _sorted(plan: Plan, place: int, column: int) -> str:
    at = plan.order.at(place)
    blocks = [plan.parts.column(j) for j in range(plan.criteria)] + [plan.scores, plan.saved_scores]
    entry = f"INDEX({blocks[column].text},{at})"
    return f"IF({at}=0,0,IF(ISNUMBER({entry}),{entry},0))"


def _sorted_value(figures: Figures, option: int | None, column: int) -> Value:
    if option is None:
        return 0
    line = figures.ranked[option]
    numbers = (*line.contributions, line.score, line.score)
    # An option without a score has no contributions on the sheet either where the rating is blank.
    return numbers[column] or 0


def _ends(pen: Pen, plan: Plan, sheet: Worksheet) -> None:
    """Values at the low and high ends of the ratings and of the scales."""
    for j, criterion in enumerate(plan.study.criteria):
        for side, anchor in enumerate((criterion.worst, criterion.best)):
            pen.put(sheet, plan.scale_end(side).spot(0, j), signed(criterion, anchor))
        for i in range(plan.options):
            rating = plan.rating_of(i, j)
            given = [signed(criterion, each) for each in (rating.low, rating.high) if each is not None]
            for side, end in enumerate(_range(given)):
                pen.put(sheet, plan.range_end(side).spot(i, j), number(end))


def _range(given: list[Fraction]) -> tuple[Fraction | None, Fraction | None]:
    return (min(given), max(given)) if given else (None, None)


def _spots(pen: Pen, plan: Plan, sheet: Worksheet) -> None:
    """Ratings as numbers with what they are worth: the spots in the charts of the value functions."""
    for j, criterion in enumerate(plan.study.criteria):
        if isinstance(criterion.value, LevelsValue):
            continue
        for i in range(plan.options):
            row = plan.rating_row(i, j)
            x, value = plan.rating_column(2).at(row), plan.values.at(i, j)
            best = plan.rating_of(i, j).best
            seen, zero = f"ISNUMBER({value})", plan.zeros.at(j)
            shown = criterion.worst if best is None else best
            pen.made(sheet, plan.rated(j, 0).spot(i), Made(f"IF({seen},{x},{plan.scale(1).at(j)})", Fraction(shown)))
            pen.made(sheet, plan.rated(j, 1).spot(i), Made(f"IF({seen},{value}+{zero},0)", worth(criterion, shown)))
