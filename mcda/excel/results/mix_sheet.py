"""Writing the hidden sheet _mix, and what the other sheets read from it."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from mcda.excel.results.coverage import SORRY, covered, top_cell
from mcda.excel.results.ground import Ground
from mcda.excel.results.mix_rows import Writer
from mcda.excel.results.mixing import OUT, WORD, MixTable, Row
from mcda.excel.results.pen import DASH, Made, Pen, shown
from mcda.excel.results.plan import BEST, CALC, MIX, MIXES, RULES, Plan, State
from mcda.excel.results.rules import Rule
from mcda.excel.results.units import options_counted
from mcda.excel.results.vectors import Vector
from mcda.mixes.evaluate import Evaluation
from mcda.model.counts import counted

NO_MIX = "no mix: Policy mix says why"

FINE = "ok"
NONE_FITS = "no mix respects all constraints"
NO_SCORES = "no scores: see Checks"
NOT_VALID = "a switch or budget is not valid"
UNKNOWN = "no mix is known"


def write_mix(pen: Pen, table: MixTable, rows: Sequence[Row]) -> None:
    """The table of mixes with the best of them on top."""
    if not rows:
        return
    sheet = pen.hidden(MIX)
    for column, name in enumerate(table.columns):
        pen.put(sheet, (table.block(name).top - 1, column), name)
    writer = Writer(table, {row.members: r for r, row in enumerate(rows)})
    places = {name: column for column, name in enumerate(table.columns)}
    top = table.objective.top
    for name, formula in writer.everywhere.items():
        pen.shared(sheet, table.block(name), formula, [writer.worth(name, row) for row in rows])
    for r, row in enumerate(rows):
        for name, content in writer.cells(row):
            at = (top + r, places[name])
            if isinstance(content, Made):
                pen.made(sheet, at, content)
            else:
                pen.put(sheet, at, content)
    _bits(pen, table, sheet)
    _bests(pen, table, sheet, rows)


def best_rows(rows: Sequence[Row]) -> list[int]:
    """The rows of the best mixes, best first; of equal ones the first."""
    allowed = [r for r, row in enumerate(rows) if row.objective > OUT / 2]
    return sorted(allowed, key=lambda r: (-rows[r].objective, r))[:MIXES]


def _bits(pen: Pen, table: MixTable, sheet: Worksheet) -> None:
    """Powers of 2 beside what breaking a rule counts: 1 where a hard rule is on, the penalty of a soft one."""
    for hard in (True, False):
        block = table.bits(hard=hard)
        for bit, place in enumerate(table.counted(hard=hard)):
            pen.put(sheet, block.spot(bit), 1 << bit)
            source = table.ground.on(place) if hard else table.ground.penalty(place)
            pen.made(sheet, block.spot(bit, 1), Made(source.at(), 1 if hard else table.plan.rules[place].penalty or 0))
    if not table.counts_bits:
        return
    hard_flags = [line for line in table.ground.flagged if table.plan.rules[line].hard]
    for option in range(table.plan.options):
        pen.put(sheet, table.powers.spot(option), 1 << option)
        counted = sum(table.flag_values[line][option] for line in hard_flags)
        pen.made(sheet, table.powers.spot(option, 1), Made(table.ground.forbidden.at(option), counted))


def _bests(pen: Pen, table: MixTable, sheet: Worksheet, rows: Sequence[Row]) -> None:
    """Worth and row of the best mixes, each the first of its equals that is not taken yet."""
    worths, places = table.best(0), table.best(1)
    values, size = table.objective, len(rows)
    ordered = sorted((row.objective for row in rows), reverse=True)
    found = best_rows(rows)
    for k in range(MIXES):
        worth = ordered[k] if k < size else OUT
        pen.made(
            sheet,
            worths.spot(0, k),
            Made(f"IF(COUNT({values.text})<{k + 1},{OUT},LARGE({values.text},{k + 1}))", worth),
        )
        at = worths.at(0, k)
        first = f"MATCH({at},{values.text},0)"
        if k:
            before = places.at(0, k - 1)
            rest = f"INDEX({values.text},{before}+1):INDEX({values.text},{size})"
            first = f"IF({at}={worths.at(0, k - 1)},{before}+MATCH({at},{rest},0),{first})"
        known = f'OR({table.plan.state(State.MIX_STATE)}<>"{FINE}",{at}<={OUT // 2})'
        pen.made(sheet, places.spot(0, k), Made(f"IF({known},0,{first})", found[k] + 1 if k < len(found) else 0))
        for word in range(table.words):
            mask = f"INDEX({table.block(f'mask{word}').text},{places.at(0, k)})"
            members = rows[found[k]].members if k < len(found) else ()
            value = sum(1 << i - word * WORD for i in members if i // WORD == word)
            pen.made(sheet, table.best(2 + word).spot(0, k), Made(f"IF({places.at(0, k)}=0,0,{mask})", value))


def member_bit(table: MixTable, option: int, k: int) -> str:
    """Whether an option is in one of the best mixes, as a formula that gives 1 or 0."""
    at = table.best(2 + option // WORD).at(0, k)
    power = 1 << option % WORD
    return f"INT({at}/{power})-2*INT({at}/{2 * power})"


def write_states(pen: Pen, table: MixTable) -> None:
    """The cells on _calc about switches, coverage and the mix."""
    plan, sheet = table.plan, pen.there(CALC)
    budgets = [place for place, rule in enumerate(plan.rules) if has_budget(rule)]
    switches, limits, saved = plan.switches, plan.budgets, plan.rule_cells(3)
    best = plan.scenario.mix.best if plan.scenario.mix else None
    changed_switches = changed_budgets = Made("0", 0)
    fine = "TRUE"
    if plan.stated:
        changed_switches = Made(f'SUMPRODUCT(--({switches.text}<>"on"))', 0)
        fine = (
            f'IF(SUMPRODUCT(--ISERROR({switches.text}))>0,FALSE,AND(SUMPRODUCT(({switches.text}<>"on")*'
            f'({switches.text}<>"off"))=0,COUNT({limits.text})={len(budgets)}))'
        )
        changed_switches = Made(f"IF(SUMPRODUCT(--ISERROR({switches.text}))>0,1,{changed_switches.formula})", 0)
    if budgets:
        changes = "+".join(f"IF(ISNUMBER({limits.at(b)}),IF({limits.at(b)}={saved.at(b)},0,1),1)" for b in budgets)
        changed_budgets = Made(changes, 0)
    states = (
        (State.CHANGED_SWITCHES, changed_switches),
        (State.CHANGED_BUDGETS, changed_budgets),
        (State.SWITCHES_OK, Made(fine, value=True)),
        (State.COVERED, Made(covered(table), value=True)),
        (State.MIX_STATE, _mix_state(table)),
        (State.MINE_OK, Made(_mine_ok(plan), value=True)),
        (State.BEST_THERE, Made(f'IF({plan.state(State.MIX_STATE)}="{FINE}",1,0)', int(best is not None))),
    )
    for row, made in states:
        pen.put(sheet, (row, 0), row.name.lower())
        pen.made(sheet, (row, 1), made)
    for k in range(plan.resources):
        pen.put(pen.there(RULES), table.ground.most_of(k).spot(0, 2), top_cell(plan, k))


def _mine_ok(plan: Plan) -> str:
    cells = plan.my_switches.text
    words = f'SUMPRODUCT(({cells}<>"yes")*({cells}<>"no"))=0'
    return f"IF(SUMPRODUCT(--ISERROR({cells}))>0,FALSE,{words})"


def has_budget(rule: Rule) -> bool:
    """Whether a rule has a limit that can be typed."""
    return rule.stated and rule.used is not None and rule.used.most is not None


def _mix_state(table: MixTable) -> Made:
    """Whether the best mix is known, or the word for why not."""
    plan = table.plan
    found = FINE if _best(plan) is not None else no_mix(plan)
    inner = f'"{no_mix(plan)}"'
    if plan.listing.masks:
        inner = f'IF(MAX({table.objective.text})<={OUT // 2},"{NONE_FITS}","{FINE}")'
    formula = (
        f'IF(NOT({plan.state(State.MODEL_OK)}),"{NO_SCORES}",IF(NOT({plan.state(State.SWITCHES_OK)}),"{NOT_VALID}",'
        f'IF(NOT({plan.state(State.COVERED)}),"{SORRY}",{inner})))'
    )
    return Made(formula, found)


def best_bits(table: MixTable) -> list[Made]:
    """For each option whether it is in the best mix."""
    best = _best(table.plan)
    inside = set() if best is None else set(best.members)
    there = table.plan.state(State.BEST_THERE)
    if not table.plan.listing.masks:
        return [Made("0", 0) for _ in range(table.plan.options)]
    return [Made(f"IF({there}=1,{member_bit(table, i, 0)},0)", int(i in inside)) for i in range(table.plan.options)]


def my_bits(plan: Plan) -> list[Made]:
    """For each option whether the team switched it in."""
    best = _best(plan)
    inside = set() if best is None else set(best.members)
    cells = [plan.my_switches.at(i) for i in range(plan.options)]
    return [Made(f'IF(ISERROR({at}),0,IF({at}="yes",1,0))', int(i in inside)) for i, at in enumerate(cells)]


def _best(plan: Plan) -> Evaluation | None:
    return plan.scenario.mix.best if plan.scenario.mix else None


def mix_tile(plan: Plan) -> Made:
    """The best mix in a few words."""
    best = _best(plan)
    if not plan.mixed:
        return Made(f'"{NO_MIX}"', NO_MIX)
    vector = Vector(Ground(plan), BEST, ())
    words = f'{options_counted(vector)}&", "&ROUND({vector.value.at()},1)&" points"'
    formula = f"IF({plan.state(State.BEST_THERE)}=1,{words},{plan.state(State.MIX_STATE)})"
    if best is None:
        return Made(formula, no_mix(plan))
    return Made(formula, f"{counted(best.count, 'option')}, {shown(best.value)} points")


def no_mix(plan: Plan) -> str:
    """The word for a saved run without a mix."""
    return NONE_FITS if plan.scenario.mix is not None and plan.scenario.mix.status == "infeasible" else UNKNOWN


def of_best(table: MixTable, column: str, k: int) -> str:
    """A figure of one of the best mixes."""
    row = table.best(1).at(0, k)
    return f'IF({row}=0,"{DASH}",INDEX({table.block(column).text},{row}))'
