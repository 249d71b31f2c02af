"""The Policy mix sheet: the best mixes now, limits and switches in yellow, what each member adds, the frontier."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from mcda.excel.palette import AMBER, DARK
from mcda.excel.results.charts import axis, finish
from mcda.excel.results.coverage import coverage_words
from mcda.excel.results.frontier import Frontier
from mcda.excel.results.lists import choice, resource_labels, resources_list
from mcda.excel.results.mix_sheet import best_rows, has_budget, member_bit, no_mix, of_best
from mcda.excel.results.mixing import MixTable, Row
from mcda.excel.results.paper import break_pages, page_starts, scale_across
from mcda.excel.results.pen import DASH, Made, Pen, Value, shown
from mcda.excel.results.places import Block
from mcda.excel.results.plan import MIX_TOP, MIXES, POLICY_MIX, Plan, State
from mcda.excel.results.units import options_counted, points_head, points_unit
from mcda.excel.results.vectors import Vector, best_known, state_word
from mcda.model.counts import counted
from mcda.scenario.mix_words import adds

_NAMES = ("Best", "2nd", "3rd", "4th", "5th")
_RULE_HEADS = ("Constraint", "On", "Limit", "Saved limit", "Best mix", "Resource key")
ALWAYS = "always"
_WIDEST = 64
# Points that the chart takes with what chooses it.
_CHART = 300


def write_policy_mix(pen: Pen, best: Vector, table: MixTable, rows: Sequence[Row]) -> None:
    """The sheet of the best mixes."""
    plan = table.plan
    widths = (40, *[8] * MIXES, 9, 10, *[11] * plan.resources, 2, _rule_width(plan), 8, 9, 11, 20, 5)
    sheet = pen.sheet(POLICY_MIX, "Policy mix", widths)
    sheet.set_column(plan.rule_column + 5, plan.rule_column + 5, 5, None, {"hidden": True})
    pen.made(sheet, (1, 0), _finding(best), "finding")
    for row, words in enumerate(coverage_words(plan), 2):
        pen.put(sheet, (row, 0), words, "how")
    pen.put(sheet, (MIX_TOP - 1, 0), "The best mixes now", "subtitle")
    pen.put(sheet, (MIX_TOP - 1, plan.rule_column), "Constraints: switches and limits", "subtitle")
    found = best_rows(rows)
    _summary(pen, table, sheet, [rows[r] for r in found])
    _options(pen, best, table, (sheet, [rows[r] for r in found]))
    _rules(pen, best, sheet)
    _heights(plan, sheet)
    _frontier(pen, table, sheet)
    _pages(table, sheet, widths)
    _dress(pen, plan, sheet)


def _finding(best: Vector) -> Made:
    plan = best.plan
    state = plan.state(State.MIX_STATE)
    unit = points_unit(plan)
    words = f'"Best mix: "&{options_counted(best)}&", "&ROUND({best.value.at()},1)&" {unit}."'
    choice_made = plan.scenario.mix
    mix = choice_made.best if choice_made else None
    formula = f'IF({plan.state(State.BEST_THERE)}=1,{words},"Best mix: "&{state}&".")'
    if mix is None:
        return Made(formula, f"Best mix: {no_mix(plan)}.")
    return Made(formula, f"Best mix: {counted(mix.count, 'option')}, {shown(mix.value)} {unit}.")


def _summary(pen: Pen, table: MixTable, sheet: Worksheet, found: Sequence[Row]) -> None:
    """Value, size and uses of the best mixes."""
    plan = table.plan
    pen.head(sheet, (MIX_TOP, 0), ("What", *_NAMES), 20)
    resources = plan.study.about.resources
    lines: list[tuple[str, str, str]] = [
        (points_head(plan), "objective", "points_bold"),
        ("Options", "count", "amount"),
    ]
    lines += [
        (f"{resources[key].name} ({resources[key].unit})", f"use{k}", "amount")
        for k, key in enumerate(plan.scenario.mixing.resources)
    ]
    for offset, (word, name, style) in enumerate(lines, 1):
        pen.put(sheet, (MIX_TOP + offset, 0), word, "text")
        for k in range(MIXES):
            row = found[k] if k < len(found) else None
            made = Made(f'"{DASH}"', DASH) if not plan.listing.masks else Made(_of(table, name, k), _figure(row, name))
            pen.made(sheet, (MIX_TOP + offset, 1 + k), made, style)


def _of(table: MixTable, name: str, k: int) -> str:
    if name == "count":
        marks = Block(POLICY_MIX, table.plan.member_top, 1 + k, table.plan.options)
        return f'IF({table.best(1).at(0, k)}=0,"{DASH}",SUM({marks.text}))'
    return of_best(table, "base" if name == "objective" and not table.plan.resources else name, k)


def _figure(row: Row | None, name: str) -> Value:
    if row is None:
        return DASH
    if name == "objective":
        return row.objective
    return row.count if name == "count" else row.uses[int(name.removeprefix("use"))]


def _options(pen: Pen, best: Vector, table: MixTable, place: tuple[Worksheet, Sequence[Row]]) -> None:
    """Which options the best mixes hold, what each scores alone, adds and uses."""
    sheet, found = place
    plan = table.plan
    resources = plan.study.about.resources
    names = [resources[key].name for key in plan.scenario.mixing.resources]
    top = plan.member_top
    pen.head(sheet, (top - 1, 0), ("Option", *_NAMES, "Score alone", "Adds to the best", *names))
    for i, option in enumerate(plan.study.options):
        row = top + i
        pen.put(sheet, (row, 0), option.name, "text")
        for k in range(MIXES):
            pen.made(sheet, (row, 1 + k), _mark(table, i, (k, found)), "mark")
        line = plan.scenario.ranking.line(option.key)
        score: Value = DASH if line.score is None else line.score
        pen.made(sheet, (row, 6), Made(plan.scores.at(i), score), "points")
        pen.made(sheet, (row, 7), _adds(best, i), "change")
        for k in range(plan.resources):
            pen.put(sheet, (row, 8 + k), plan.scenario.mixing.uses[k][i], "amount")


def _mark(table: MixTable, option: int, mixes: tuple[int, Sequence[Row]]) -> Made:
    k, found = mixes
    if not table.plan.listing.masks:
        return Made(f'"{DASH}"', DASH)
    row = table.best(1).at(0, k)
    value: Value = int(option in found[k].members) if k < len(found) else DASH
    return Made(f'IF({row}=0,"{DASH}",{member_bit(table, option, k)})', value)


def _adds(best: Vector, option: int) -> Made:
    plan = best.plan
    mix = plan.scenario.mix.best if plan.scenario.mix else None
    known = f"AND({plan.state(State.BEST_THERE)}=1,ISNUMBER({plan.scores.at(option)}))"
    blank = plan.scenario.ranking.line(plan.study.options[option].key).score is None
    value: Value = DASH if mix is None or blank else adds(plan.scenario, mix, option)
    return Made(f'IF({known},{best.adds.at(option)},"{DASH}")', value)


def _rules(pen: Pen, best: Vector, sheet: Worksheet) -> None:
    """Every constraint with its switch, its limit and whether the best mix keeps it."""
    plan, left = best.plan, best.plan.rule_column
    pen.head(sheet, (MIX_TOP, left), _RULE_HEADS, 20)
    for place, rule in enumerate(plan.rules):
        row = MIX_TOP + 1 + place
        pen.put(sheet, (row, left), rule.name, "text")
        _switch(pen, plan, sheet, place)
        pen.made(sheet, (row, left + 4), state_word(best, place, best_known(plan)), "word")
        used = rule.used
        key = plan.scenario.mixing.resources[used.resource] if used is not None and has_budget(rule) else None
        pen.put(sheet, (row, left + 5), key)
    for offset, (name, _) in enumerate(plan.interactions, len(plan.rules)):
        row = MIX_TOP + 1 + offset
        pen.put(sheet, (row, left), f"Together: {name}", "text")
        for column, word in enumerate((ALWAYS, DASH, DASH, "counted"), 1):
            pen.put(sheet, (row, left + column), word, "saved_word")
    if plan.stated:
        pen.name("mcda_rule_on", plan.switches)
        pen.name("mcda_budgets", plan.budgets)
        pen.name("mcda_budget_keys", plan.rule_cells(5))
        pen.name("mcda_rule_names", plan.rule_cells(0))


def _rule_names(plan: Plan) -> list[str]:
    return [*(rule.name for rule in plan.rules), *(f"Together: {name}" for name, _ in plan.interactions)]


def _rule_width(plan: Plan) -> int:
    """Wide enough for the longest name of a constraint on one line, within reason."""
    return min(_WIDEST, max(42, *(len(name) for name in _rule_names(plan))))


def _heights(plan: Plan, sheet: Worksheet) -> None:
    """Rows as high as the option and the constraint in them need."""
    width = 1.15 * _rule_width(plan)
    lines = {MIX_TOP + 1 + place: -(-len(name) // int(width)) for place, name in enumerate(_rule_names(plan))}
    for place, option in enumerate(plan.study.options):
        row = plan.member_top + place
        lines[row] = max(lines.get(row, 1), -(-len(option.name) // 44))
    for row, count in lines.items():
        if row != plan.member_top - 1:
            sheet.set_row(row, 15 * count)


def _switch(pen: Pen, plan: Plan, sheet: Worksheet, place: int) -> None:
    rule, left = plan.rules[place], plan.rule_column
    row = MIX_TOP + 1 + place
    if not rule.stated:
        for column, word in enumerate((ALWAYS, DASH, DASH), 1):
            pen.put(sheet, (row, left + column), word, "saved_word")
        return
    pen.put(sheet, (row, left + 1), "on", "input_text")
    message = f"{rule.sentence[:240]}."
    listed = {"validate": "list", "source": ["on", "off"], "input_title": "Switch", "input_message": message}
    sheet.data_validation(row, left + 1, row, left + 1, {**listed, "error_message": "Choose on or off."})
    used = rule.used
    if used is None or used.most is None:
        for column in (2, 3):
            pen.put(sheet, (row, left + column), None, "saved_word")
        return
    pen.put(sheet, (row, left + 2), used.most, "input")
    pen.put(sheet, (row, left + 3), used.most, "saved")
    number = {"validate": "decimal", "criteria": "between", "minimum": -1e9, "maximum": 1e9, "ignore_blank": False}
    sheet.data_validation(row, left + 2, row, left + 2, {**number, "input_title": "Limit", "input_message": message})


def _frontier(pen: Pen, table: MixTable, sheet: Worksheet) -> None:
    """The drop-down of resources, and the chart of what more or less of the chosen one would buy."""
    plan, frontier = table.plan, Frontier(table)
    if not plan.resources or not plan.listing.masks:
        return
    cell = frontier.choice
    pen.put(sheet, (cell.top - 1, 0), "What more or less of a resource would buy", "subtitle")
    pen.put(sheet, cell.spot(), resource_labels(plan)[0], "input_choice")
    pen.put(sheet, cell.spot(0, 1), "the resource; all other constraints stay as they are", "how")
    choice(pen, sheet, cell.spot(), resources_list(plan))
    chart = pen.chart("scatter", "straight_with_markers")
    dots = {"type": "circle", "size": 5, "fill": {"color": DARK}, "border": {"color": "#ffffff"}}
    steps = {"categories": f"={frontier.amounts.text}", "values": f"={frontier.worths.text}"}
    chart.add_series({"name": "best mix", **steps, "line": {"color": DARK, "width": 2}, "marker": dots})
    marker = frontier.marker
    now = {"categories": f"={marker.column(0).text}", "values": f"={marker.column(1).text}"}
    dashed = {"color": AMBER, "width": 1.5, "dash_type": "dash"}
    chart.add_series({"name": "limit now", **now, "line": dashed, "marker": {"type": "none"}})
    chart.set_x_axis(axis("amount of the chosen resource that may be used"))
    chart.set_y_axis({**axis("points of the best mix"), "num_format": "0"})
    finish(chart, "Value for the chosen resource", (760, 330), legend="bottom")
    words = "Line of the best mix's points for every amount of the chosen resource, with the limit now marked"
    sheet.insert_chart(cell.top + 2, 0, chart, {"object_position": 3, "description": words})


def _pages(table: MixTable, sheet: Worksheet, widths: Sequence[float]) -> None:
    """Where the options do not fit on a page their headings are repeated, and the chart is not cut."""
    top, bottom = table.plan.member_top, Frontier(table).choice.top - 1
    scale = scale_across(widths[:-1])
    starts = page_starts([*[15] * (bottom - top), _CHART], scale, before=15 * (top + 2), repeated=30)
    break_pages(sheet, scale, [top + start for start in starts], top - 1)


def _dress(pen: Pen, plan: Plan, sheet: Worksheet) -> None:
    top, row = plan.member_top, plan.member_top + 1
    pen.shade(sheet, (top, 0, top + plan.options - 1, 1), f"AND(ISNUMBER($B{row}),$B{row}=1)", "inside")
    first = MIX_TOP + 2
    names = [xl_col_to_name(plan.rule_column + offset) for offset in range(5)]
    if plan.stated:
        pen.shade(sheet, plan.switches.area, f'${names[1]}{first}<>"on"', "changed")
        pen.shade(sheet, plan.budgets.area, f"${names[2]}{first}<>${names[3]}{first}", "changed")
    area = (MIX_TOP + 1, plan.rule_column + 4, MIX_TOP + len(plan.rules), plan.rule_column + 4)
    pen.shade(sheet, area, f'${names[4]}{first}="kept"', "good")
    pen.shade(sheet, area, f'OR(${names[4]}{first}="off",${names[4]}{first}="{DASH}")', "quiet")
    pen.shade(sheet, area, f'${names[4]}{first}<>""', "bad")
