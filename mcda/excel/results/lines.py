"""The hidden sheet _lines: every score as a straight line in each weight, and where the lines cross the leader's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from mcda.excel.results.figures import DOWN, Figures
from mcda.excel.results.pen import Made, Pen, sheet_round
from mcda.excel.results.places import Block
from mcda.excel.results.plan import LINES, Plan, State

_TOP = 13
# Further than any crossing between 0 and 1; and what keeps slopes positive, so that MAX can search them.
NEVER, LIFT = 9, 1000
_NEAR = "0.000000001"


class Limit(IntEnum):
    """Rows with one figure a criterion."""

    START = 1
    SLOPE = 2
    HIGH = 3
    LOW = 4
    ABOVE_KEY = 5
    ABOVE = 6
    BELOW_KEY = 7
    BELOW = 8
    ROOM = 9


@dataclass(frozen=True, slots=True)
class Lines:
    """The blocks of the sheet."""

    plan: Plan

    def _table(self, number: int) -> Block:
        return Block(LINES, _TOP, 1 + number * self.plan.criteria, self.plan.options, self.plan.criteria)

    @property
    def starts(self) -> Block:
        """Scores at weight 0: options by criteria."""
        return self._table(0)

    @property
    def slopes(self) -> Block:
        """What a weight of 1 adds to them."""
        return self._table(1)

    @property
    def highs(self) -> Block:
        """Where each option overtakes the leader as the weight rises."""
        return self._table(2)

    @property
    def lows(self) -> Block:
        """Where each option overtakes the leader as the weight falls."""
        return self._table(3)

    def limit(self, row: Limit) -> Block:
        """One figure a criterion."""
        return Block(LINES, row, 1, 1, self.plan.criteria)

    @property
    def bottom(self) -> int:
        """The first free row below the tables."""
        return _TOP + self.plan.options + 2


def write_lines(pen: Pen, plan: Plan, figures: Figures) -> Worksheet:
    """The sheet with lines and crossings."""
    sheet = pen.hidden(LINES)
    lines = Lines(plan)
    for row in Limit:
        pen.put(sheet, (row, 0), row.name.lower())
    for j in range(plan.criteria):
        for i in range(plan.options):
            _line(pen, lines, figures, (sheet, i, j))
        for row, made in _limits(lines, figures, j):
            pen.made(sheet, lines.limit(row).spot(0, j), made)
    nearest = f"MIN({lines.limit(Limit.ROOM).text})"
    formula = f"IF({nearest}>={NEVER},0,MATCH({nearest},{lines.limit(Limit.ROOM).text},0))"
    pen.put(sheet, (Limit.ROOM + 1, 0), "nearest")
    pen.made(sheet, (Limit.ROOM + 1, 1), Made(formula, _nearest(plan, figures)))
    return sheet


def nearest_at() -> str:
    """The cell with the number of the criterion whose weight is nearest to a change of leader, 0 for none."""
    return Block(LINES, Limit.ROOM + 1, 1).at()


def _nearest(plan: Plan, figures: Figures) -> int:
    rooms = [_room(plan, figures, j) for j in range(plan.criteria)]
    return 0 if min(rooms) >= NEVER else rooms.index(min(rooms)) + 1


def _room(plan: Plan, figures: Figures, criterion: int) -> float:
    found = figures.leads[criterion]
    move = None if found is None else found.room(plan.scenario.problem.weights[criterion])
    return float(NEVER) if move is None else float(move)


def _line(pen: Pen, lines: Lines, figures: Figures, place: tuple[Worksheet, int, int]) -> None:
    sheet, i, j = place
    plan = lines.plan
    score, value, weight = plan.scores.at(i), plan.values.at(i, j), plan.weights.at(0, j)
    start, slope = lines.starts.at(i, j), lines.slopes.at(i, j)
    rest = f"({score}-{weight}*{value})/(1-{weight})"
    even = f"(SUM({plan.values.row(i).text})-{value})/{max(1, plan.criteria - 1)}"
    apart = f"IF({weight}=1,{even},{rest})" if plan.criteria > 1 else "0"
    pen.made(
        sheet,
        lines.starts.spot(i, j),
        Made(f"IF(ISNUMBER({score}),{apart},{DOWN:.0f})", figures.start(i, j)),
    )
    pen.made(sheet, lines.slopes.spot(i, j), Made(f"IF(ISNUMBER({score}),{value}-{start},0)", figures.slope(i, j)))
    own = lines.limit(Limit.START).at(0, j), lines.limit(Limit.SLOPE).at(0, j)
    for block, sign in ((lines.highs, 1), (lines.lows, -1)):
        steeper = f"ROUND({slope}-{own[1]},9)" + (">0" if sign > 0 else "<0")
        crossing = f"({own[0]}-{start})/({slope}-{own[1]})"
        never = sign * NEVER
        formula = f"IF({plan.state(State.LEADER)}=0,{never},IF({steeper},{crossing},{never}))"
        pen.made(sheet, block.spot(i, j), Made(formula, _crossing(figures, (i, j), sign)))


def _crossing(figures: Figures, cell: tuple[int, int], sign: int) -> float | Fraction:
    """Where an option's line crosses the leader's, on the side on which it is the better one."""
    i, j = cell
    if figures.leader is None:
        return float(sign * NEVER)
    start, slope = figures.start(i, j), figures.slope(i, j)
    own = figures.start(figures.leader, j), figures.slope(figures.leader, j)
    lines = figures.lines[j]
    one, other = lines[figures.leader], lines[i]
    if sign * sheet_round(slope - own[1], 9) <= 0:
        return float(sign * NEVER)
    if one is None or other is None:
        return (own[0] - start) / (slope - own[1])
    return (one.start - other.start) / (other.slope - one.slope)


def _limits(lines: Lines, figures: Figures, j: int) -> list[tuple[Limit, Made]]:
    """The leader's own line, its interval and who takes over, of one criterion."""
    leader, found = lines.plan.state(State.LEADER), figures.leads[j]
    first = figures.leader
    rows = [
        (row, Made(f"IF({leader}=0,0,INDEX({block.column(j).text},{leader}))", value))
        for row, block, value in (
            (Limit.START, lines.starts, 0 if first is None else figures.start(first, j)),
            (Limit.SLOPE, lines.slopes, 0 if first is None else figures.slope(first, j)),
        )
    ]
    high, low = f"MIN(1,MIN({lines.highs.column(j).text}))", f"MAX(0,MAX({lines.lows.column(j).text}))"
    rows.append((Limit.HIGH, Made(high, 1 if found is None else found.high)))
    rows.append((Limit.LOW, Made(low, 0 if found is None else found.low)))
    rows += _next(lines, figures, j, 1)
    rows += _next(lines, figures, j, -1)
    weight = lines.plan.weights.at(0, j)
    below, above = (lines.limit(row).at(0, j) for row in (Limit.BELOW, Limit.ABOVE))
    ends = lines.limit(Limit.LOW).at(0, j), lines.limit(Limit.HIGH).at(0, j)
    # Rounded, because two criteria alone always tie here, and floats would choose between them by chance.
    room = f"ROUND(MIN(IF({below}=0,{NEVER},{weight}-{ends[0]}),IF({above}=0,{NEVER},{ends[1]}-{weight})),12)"
    rows.append((Limit.ROOM, Made(room, _room(lines.plan, figures, j))))
    return rows


def _next(lines: Lines, figures: Figures, j: int, sign: int) -> list[tuple[Limit, Made]]:
    """Who takes over beyond a limit: of those that cross there the steepest, of equal ones the first."""
    up = sign > 0
    limit = lines.limit(Limit.HIGH if up else Limit.LOW).at(0, j)
    crossings, slopes = (lines.highs if up else lines.lows).column(j), lines.slopes.column(j)
    there = f"({crossings.text}<={limit}+{_NEAR})" if up else f"({crossings.text}>={limit}-{_NEAR})"
    key = f"ROUND({'' if up else '-'}{slopes.text},9)+{LIFT}"
    steepest = lines.limit(Limit.ABOVE_KEY if up else Limit.BELOW_KEY)
    size = lines.plan.options
    ends = f"ROUND({limit},9)>=1" if up else f"ROUND({limit},9)<=0"
    rank = f"{there}*(ROUND({key},9)=ROUND({steepest.at(0, j)},9))*({size + 1}-{crossings.number})"
    who = f"IF({lines.plan.state(State.LEADER)}=0,0,IF({ends},0,{size + 1}-SUMPRODUCT(MAX({rank}))))"
    found = figures.leads[j]
    option = None if found is None else (found.above if up else found.below)
    top = _steepest(figures, j, sign)
    return [
        (Limit.ABOVE_KEY if up else Limit.BELOW_KEY, Made(f"SUMPRODUCT(MAX({there}*({key})))", top)),
        (Limit.ABOVE if up else Limit.BELOW, Made(who, 0 if option is None else option + 1)),
    ]


def _steepest(figures: Figures, j: int, sign: int) -> float:
    found = figures.leads[j]
    limit = float(sign > 0) if found is None else float(found.high if sign > 0 else found.low)
    near = [
        sheet_round(sign * figures.slope(i, j), 9) + LIFT
        for i in range(len(figures.ranked))
        if sign * (float(_crossing(figures, (i, j), sign)) - limit) <= 1e-9
    ]
    return max(near, default=0.0)
