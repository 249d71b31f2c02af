"""Numbers of the frontier: the best mix's points for every amount of one resource, on the hidden sheet _mix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from mcda.excel.results.ground import ENDLESS
from mcda.excel.results.lists import chosen, resources_list
from mcda.excel.results.mixing import OUT, MixTable, Row
from mcda.excel.results.pen import Made, Pen, sheet_round
from mcda.excel.results.places import Block
from mcda.excel.results.plan import CALC, MIX, POLICY_MIX, STEPS, Plan, State

_LIFT = 1_000_000


@dataclass(frozen=True)
class Frontier:
    """Where the numbers stand: right of the table and its bits."""

    table: MixTable

    @property
    def plan(self) -> Plan:
        """The plan of the workbook."""
        return self.table.plan

    @property
    def choice(self) -> Block:
        """The yellow cell that chooses a resource."""
        lines = len(self.plan.rules) + len(self.plan.interactions)
        below = max(self.plan.member_top + self.plan.options, self.plan.member_top - 5 + lines - self.plan.resources)
        return Block(POLICY_MIX, below + 2, 0)

    @property
    def _left(self) -> int:
        return len(self.table.columns) + 10

    @property
    def ends(self) -> Block:
        """The least that an allowed mix uses, and how far the line goes."""
        return Block(MIX, 2, self._left, 1, 2)

    @property
    def amounts(self) -> Block:
        """Amounts of the resource."""
        return Block(MIX, 7, self._left, STEPS)

    @property
    def worths(self) -> Block:
        """What the best mix is worth at each of them."""
        return Block(MIX, 7, self._left + 1, STEPS)

    @property
    def marker(self) -> Block:
        """Two points of the line that marks the limit now."""
        return Block(MIX, 3, self._left, 2, 2)

    @property
    def chosen_uses(self) -> str:
        """What each mix uses of the chosen resource."""
        uses = self.table.block("use0")
        block = Block(MIX, uses.top, uses.left, uses.rows, self.plan.resources)
        return f"INDEX({block.text},0,{self.plan.state(State.RESOURCE)})"

    @property
    def allowed(self) -> str:
        """1 for each mix that keeps every rule but the budgets of the chosen resource."""
        table, found = self.table, [f"({self.table.base.text}>{OUT // 2})"]
        for k in range(self.plan.resources):
            if table.ground.rules_on(k):
                kept = f"({table.block(f'use{k}').text}<={table.ground.most_of(k).at()})"
                found.append(f"(({kept}+({self.plan.state(State.RESOURCE)}={k + 1}))>0)")
        return "*".join(found)


def write_frontier(pen: Pen, frontier: Frontier, rows: Sequence[Row]) -> None:
    """The chosen resource's number on _calc, and the numbers of its line."""
    plan = frontier.plan
    if not plan.resources or not rows:
        return
    calc, sheet = (pen.there(name) for name in (CALC, MIX))
    number = f"MAX(1,{chosen(resources_list(plan), frontier.choice.at())})"
    pen.put(calc, (State.RESOURCE, 0), State.RESOURCE.name.lower())
    pen.made(calc, (State.RESOURCE, 1), Made(number, 1))
    _line(pen, frontier, sheet, rows)


def _line(pen: Pen, frontier: Frontier, sheet: Worksheet, rows: Sequence[Row]) -> None:
    uses, base = frontier.chosen_uses, frontier.table.base.text
    allowed = [row for row in rows if row.base > OUT / 2 and all(row.within[1:])]
    amounts = [sheet_round(row.uses[0], 9) for row in allowed] or [0.0]
    least, most = min(amounts), max(amounts)
    there = frontier.allowed
    some = f"OR(SUMPRODUCT(1*{there})=0,NOT({frontier.plan.state(State.COVERED)}))"
    # What lifting takes from the last digits, rounding gives back.
    low = f"IF({some},0,ROUND({_LIFT}-SUMPRODUCT(MAX({there}*({_LIFT}-{uses}))),9))"
    high = f"IF({some},0,ROUND(SUMPRODUCT(MAX({there}*({_LIFT}+{uses})))-{_LIFT},9))"
    pen.made(sheet, frontier.ends.spot(), Made(low, least))
    pen.made(sheet, frontier.ends.spot(0, 1), Made(high, most))
    ends = frontier.ends.at(), frontier.ends.at(0, 1)
    worths = []
    for t in range(STEPS):
        amount = least + (most - least) * t / (STEPS - 1)
        made = Made(f"{ends[0]}+({ends[1]}-{ends[0]})*{t}/{STEPS - 1}", amount)
        pen.made(sheet, frontier.amounts.spot(t), made)
        at = frontier.amounts.at(t)
        inside = f"(ROUND({uses},9)<=ROUND({at},9))"
        best = f"IF({some},0,ROUND(SUMPRODUCT(MAX({there}*{inside}*({_LIFT}+{base})))-{_LIFT},9))"
        worth = max((r.base for r in allowed if sheet_round(r.uses[0], 9) <= sheet_round(amount, 9)), default=0.0)
        worths.append(worth)
        pen.made(sheet, frontier.worths.spot(t), Made(best, worth))
    _marker(pen, frontier, sheet, (most, worths))


def _marker(pen: Pen, frontier: Frontier, sheet: Worksheet, line: tuple[float, Sequence[float]]) -> None:
    """The limit now as a vertical line, at the end of the scale where there is none."""
    most, worths = line
    ground, plan = frontier.table.ground, frontier.plan
    first, last = ground.most_of(0), ground.most_of(plan.resources - 1)
    tops = Block(first.sheet, first.top, first.left, last.top - first.top + 1)
    limit = f"INDEX({tops.text},{plan.state(State.RESOURCE)})"
    end = frontier.ends.at(0, 1)
    now = _top(frontier, most)
    for row, function in enumerate(("MIN", "MAX")):
        made = Made(f"IF({limit}>={ENDLESS:.0f},{end},{limit})", now)
        pen.made(sheet, frontier.marker.spot(row), made)
        value = min(worths) if function == "MIN" else max(worths)
        pen.made(sheet, frontier.marker.spot(row, 1), Made(f"{function}({frontier.worths.text})", value))


def _top(frontier: Frontier, most: float) -> float:
    """The limit of the first resource when the workbook is opened; without one the end of the line."""
    rules = frontier.plan.rules
    found = [rules[place].used for place in frontier.table.ground.rules_on(0)]
    tops = [float(each.most) for each in found if each is not None and each.most is not None]
    return min(tops) if tops else most
