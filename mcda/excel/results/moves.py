"""Below the lines on the hidden sheet _lines: numbers of the two charts of the Sensitivity sheet."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from mcda.excel.results.figures import DOWN, Figures
from mcda.excel.results.lines import Lines
from mcda.excel.results.pen import DASH, Made, Pen, Value, sheet_round
from mcda.excel.results.places import Block
from mcda.excel.results.plan import LINED, LINES, STEPS, Plan, State

_LIFT = 2000
_FAR = 100000
STEP = 10


def first_criterion(plan: Plan) -> int:
    """The criterion that the chart opens with: the heaviest."""
    weights = plan.scenario.problem.weights
    return max(range(plan.criteria), key=lambda j: (weights[j], -j))


@dataclass(frozen=True, slots=True)
class Moves:
    """The blocks of the charts."""

    plan: Plan

    @property
    def _top(self) -> int:
        return Lines(self.plan).bottom

    def choice(self, column: int) -> Block:
        """The criterion (1) and the option (2) chosen, by number, and the move of a weight (3)."""
        return Block(LINES, self._top, column)

    @property
    def chosen_lines(self) -> Block:
        """Starts and slopes for the chosen criterion: options by two."""
        lines = Lines(self.plan)
        return Block(LINES, lines.starts.top, 1 + 4 * self.plan.criteria, self.plan.options, 2)

    @property
    def own(self) -> Block:
        """Start and slope of the leader for the chosen criterion, and that weight now."""
        return Block(LINES, self._top + 1, 1, 1, 3)

    def ranked(self, place: int) -> Block:
        """The option at a place of the ranking, by number."""
        return Block(LINES, self._top + 2, 1 + place)

    def head(self, place: int) -> Block:
        """Its name."""
        return Block(LINES, self._top + 3, 1 + place)

    @property
    def times(self) -> Block:
        """The weights from 0 to 1."""
        return Block(LINES, self._top + 4, 0, STEPS)

    def gap(self, place: int) -> Block:
        """How far an option (the last column: the best of all) is ahead of the leader at each weight."""
        return Block(LINES, self._top + 4, 1 + place, STEPS)

    @property
    def marker(self) -> Block:
        """Two points of the line that marks the weight now."""
        return Block(LINES, self._top + 5 + STEPS, 0, 2, 2)

    @property
    def table(self) -> Block:
        """For each criterion: lead now, change with the weight up, change with it down, larger of both, place."""
        return Block(LINES, self._top + 9 + STEPS, 1, self.plan.criteria, 5)

    @property
    def sorted_table(self) -> Block:
        """Criterion, change up and down, the largest on top."""
        return Block(LINES, self._top + 9 + STEPS, 8, self.plan.criteria, 3)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Where the yellow cells of the Sensitivity sheet stand, as formulas that give numbers."""

    criterion: str
    option: str
    step: str


def write_moves(pen: Pen, sheet: Worksheet, moves: Moves, figures: Figures, chosen: Chosen) -> None:
    """All numbers of the two charts."""
    plan, first = moves.plan, first_criterion(moves.plan)
    leader = plan.state(State.LEADER)
    option = f"IF({chosen.option}<=1,{chosen.option}*{leader},{chosen.option}-1)"
    pen.made(sheet, moves.choice(1).spot(), Made(chosen.criterion, first + 1))
    pen.made(sheet, moves.choice(2).spot(), Made(option, 0 if figures.leader is None else figures.leader + 1))
    step = f"IF(ISNUMBER({chosen.step}),MAX(0,MIN(100,{chosen.step}))/100,0)"
    pen.made(sheet, moves.choice(3).spot(), Made(step, Fraction(STEP, 100)))
    _chosen_lines(pen, sheet, moves, figures)
    _gaps(pen, sheet, moves, figures)
    for j in range(plan.criteria):
        _lead_changes(pen, sheet, moves, (figures, j))
    _sorted(pen, sheet, moves, figures)


def _chosen_lines(pen: Pen, sheet: Worksheet, moves: Moves, figures: Figures) -> None:
    plan, lines, j = moves.plan, Lines(moves.plan), first_criterion(moves.plan)
    at, leader = moves.choice(1).at(), plan.state(State.LEADER)
    for i in range(plan.options):
        values = (figures.start(i, j), figures.slope(i, j))
        for side, block in enumerate((lines.starts, lines.slopes)):
            made = Made(f"IF({at}=0,0,INDEX({block.row(i).text},{at}))", values[side])
            pen.made(sheet, moves.chosen_lines.spot(i, side), made)
    first = figures.leader
    own = (0, 0) if first is None else (figures.start(first, j), figures.slope(first, j))
    for side in (0, 1):
        column = moves.chosen_lines.column(side)
        pen.made(sheet, moves.own.spot(0, side), Made(f"IF({leader}=0,0,INDEX({column.text},{leader}))", own[side]))
    weight = f"IF({at}=0,0,INDEX({plan.weights.text},{at}))"
    pen.made(sheet, moves.own.spot(0, 2), Made(weight, plan.scenario.problem.weights[j]))


def _gaps(pen: Pen, sheet: Worksheet, moves: Moves, figures: Figures) -> None:
    """The lines of the first six options, of the best of all, and the marker."""
    plan = moves.plan
    rated = [i for i in figures.order if i is not None and figures.ranked[i].score is not None]
    shown = [rated[p] if p < len(rated) else None for p in range(LINED)]
    positions = plan.positions
    for p, option in enumerate(shown):
        place = f"{_FAR}-SUMPRODUCT(LARGE({_FAR}-{positions.text},{p + 1}))"
        found = f"IF({p + 1}>{plan.state(State.RATED)},0,SUMPRODUCT(({positions.text}={place})*{positions.number}))"
        pen.made(sheet, moves.ranked(p).spot(), Made(found, 0 if option is None else option + 1))
        at = moves.ranked(p).at()
        name = DASH if option is None else plan.study.options[option].name
        pen.made(sheet, moves.head(p).spot(), Made(f'IF({at}=0,"{DASH}",INDEX({plan.names.text},{at}))', name))
    for t in range(STEPS):
        _gap_row(pen, sheet, moves, (figures, shown, t))
    block = Block(LINES, moves.times.top, 1, STEPS, LINED + 1)
    ends = _extremes(moves, figures, shown)
    for row, function in enumerate(("MIN", "MAX")):
        pen.made(sheet, moves.marker.spot(row), Made(moves.own.at(0, 2), _weight(moves)))
        pen.made(sheet, moves.marker.spot(row, 1), Made(f"{function}({block.text})", ends[row]))


def _weight(moves: Moves) -> Fraction:
    return moves.plan.scenario.problem.weights[first_criterion(moves.plan)]


def _gap_row(pen: Pen, sheet: Worksheet, moves: Moves, row: tuple[Figures, list[int | None], int]) -> None:
    figures, shown, t = row
    time, own = Fraction(t, STEPS - 1), moves.own
    pen.put(sheet, moves.times.spot(t), time)
    at = moves.times.at(t)
    leader = f"({own.at()}+{own.at(0, 1)}*{at})"
    starts, slopes = (moves.chosen_lines.column(side).text for side in (0, 1))
    for p in range(LINED):
        who = moves.ranked(p).at()
        formula = f"IF({who}=0,0,INDEX({starts},{who})+INDEX({slopes},{who})*{at}-{leader})"
        pen.made(sheet, moves.gap(p).spot(t), Made(formula, _gap(moves, figures, shown[p], time)))
    best = f"SUMPRODUCT(MAX({starts}+{slopes}*{at}))-{leader}"
    pen.made(sheet, moves.gap(LINED).spot(t), Made(best, _best_gap(moves, figures, time)))


def _gap(moves: Moves, figures: Figures, option: int | None, time: Fraction) -> float:
    if option is None or figures.leader is None:
        return 0.0
    j = first_criterion(moves.plan)
    one, own = figures.lines[j][option], figures.lines[j][figures.leader]
    return 0.0 if one is None or own is None else float(one.at(time) - own.at(time))


def _best_gap(moves: Moves, figures: Figures, time: Fraction) -> float:
    if figures.leader is None:
        return DOWN
    return max(_gap(moves, figures, i, time) for i in range(moves.plan.options) if figures.ranked[i].score is not None)


def _extremes(moves: Moves, figures: Figures, shown: list[int | None]) -> tuple[float, float]:
    times = [Fraction(t, STEPS - 1) for t in range(STEPS)]
    every = [_gap(moves, figures, option, time) for option in shown for time in times]
    every += [_best_gap(moves, figures, time) for time in times]
    return min(every), max(every)


def _lead_changes(pen: Pen, sheet: Worksheet, moves: Moves, column: tuple[Figures, int]) -> None:
    """One criterion: the lead now, and its changes when the weight moves up and down."""
    figures, j = column
    plan, table, step = moves.plan, moves.table, moves.choice(3).at()
    weight, now = plan.weights.at(0, j), plan.scenario.problem.weights[j]
    times = (weight, f"MIN(1,{weight}+{step})", f"MAX(0,{weight}-{step})")
    exact = (now, min(Fraction(1), now + Fraction(STEP, 100)), max(Fraction(0), now - Fraction(STEP, 100)))
    leads = [_lead(figures, j, time) for time in exact]
    pen.made(sheet, table.spot(j, 0), Made(_lead_formula(moves, j, times[0]), leads[0]))
    for side in (1, 2):
        formula = f"{_lead_formula(moves, j, times[side])}-{table.at(j, 0)}"
        pen.made(sheet, table.spot(j, side), Made(formula, leads[side] - leads[0]))
    size = sheet_round(max(abs(leads[1] - leads[0]), abs(leads[2] - leads[0])), 9)
    pen.made(sheet, table.spot(j, 3), Made(f"ROUND(MAX(ABS({table.at(j, 1)}),ABS({table.at(j, 2)})),9)", size))


def _lead_formula(moves: Moves, j: int, time: str) -> str:
    """How far the chosen option is ahead of the best other one at a value of a weight."""
    lines, who = Lines(moves.plan), moves.choice(2).at()
    starts, slopes = lines.starts.column(j), lines.slopes.column(j)
    own = f"INDEX({starts.text},{who})+INDEX({slopes.text},{who})*{time}"
    others = f"SUMPRODUCT(MAX(({starts.number}<>{who})*({starts.text}+{slopes.text}*{time}+{_LIFT})))-{_LIFT}"
    none = f"OR({who}=0,{moves.plan.state(State.RATED)}<2)"
    return f"IF({none},0,{own}-({others}))"


def _lead(figures: Figures, j: int, time: Fraction) -> Fraction:
    lines = figures.lines[j]
    if figures.leader is None or figures.rated < 2:
        return Fraction(0)
    own = lines[figures.leader]
    others = [line.at(time) for i, line in enumerate(lines) if line is not None and i != figures.leader]
    return Fraction(0) if own is None else own.at(time) - max(others)


def _sorted(pen: Pen, sheet: Worksheet, moves: Moves, figures: Figures) -> None:
    plan, table = moves.plan, moves.table
    sizes, changes = table.column(3), []
    for j in range(plan.criteria):
        now = plan.scenario.problem.weights[j]
        ends = (min(Fraction(1), now + Fraction(STEP, 100)), max(Fraction(0), now - Fraction(STEP, 100)))
        changes.append([_lead(figures, j, end) - _lead(figures, j, now) for end in ends])
    order = sorted(range(plan.criteria), key=lambda j: (-sheet_round(max(map(abs, changes[j])), 9), j))
    for j in range(plan.criteria):
        above = f"SUMPRODUCT(({sizes.text}={sizes.at(j)})*({sizes.number}<{j + 1}))"
        formula = f"1+SUMPRODUCT(--({sizes.text}>{sizes.at(j)}))+{above}"
        pen.made(sheet, table.spot(j, 4), Made(formula, order.index(j) + 1))
    for p, j in enumerate(order):
        found = f"MATCH({p + 1},{table.column(4).text},0)"
        entries: tuple[tuple[str, Value], ...] = (
            (plan.scale(0).text, plan.study.criteria[j].name),
            (table.column(1).text, changes[j][0]),
            (table.column(2).text, changes[j][1]),
        )
        for column, (block, value) in enumerate(entries):
            pen.made(sheet, moves.sorted_table.spot(p, column), Made(f"INDEX({block},{found})", value))
