"""The My mix sheet: the team switches options in and out and sees at once what that does, beside the best mix."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from mcda.excel.results.paper import break_pages, page_starts, scale_across
from mcda.excel.results.pen import DASH, Made, Pen, Value, shown
from mcda.excel.results.plan import MIX_TOP, MY_MIX, Plan, State
from mcda.excel.results.units import options_counted, points_head
from mcda.excel.results.vectors import Vector, best_known, state_word
from mcda.mixes.evaluate import Evaluation, evaluate
from mcda.model.counts import counted
from mcda.scenario.tables import rule_words

_HOW = (
    "Type yes or no in the yellow cells: points, resources and constraints follow at once. It opens with the best mix "
    "of the saved run. Switches and limits of constraints stand on the sheet Policy mix."
)
_HEADS = ("Option", "My mix", "Best mix", "Score alone", "Adds to mine")
_LONG, _LONGER = 135, 165
# Fewer options have their constraints below them on one page, printed as small as that takes.
_MOST_ON_A_PAGE = 30


def write_my_mix(pen: Pen, mine: Vector, best: Vector) -> None:
    """The sheet of the team's own mix."""
    plan = mine.plan
    widths = (44, 15, 15, 11, 11, *[11] * plan.resources, 2, 36, 11, 11, 44)
    sheet = pen.sheet(MY_MIX, "My mix", widths)
    pen.made(sheet, (1, 0), _finding(mine, best), "finding")
    pen.put(sheet, (2, 0), _HOW, "how")
    pen.put(sheet, (MIX_TOP - 1, 0), "Options", "subtitle")
    resources = plan.study.about.resources
    names = [resources[key].name for key in plan.scenario.mixing.resources]
    pen.head(sheet, (MIX_TOP, 0), (*_HEADS, *names))
    for i in range(plan.options):
        _option(pen, mine, best, (sheet, i))
    _totals(pen, mine, best, sheet)
    _rules(pen, mine, best, sheet)
    _dress(pen, plan, sheet)
    _pages(plan, sheet, widths)
    pen.name("mcda_my_mix", plan.my_switches)


def _pages(plan: Plan, sheet: Worksheet, widths: Sequence[float]) -> None:
    """Where the options do not fit on a page their headings are repeated, and the constraints are kept together."""
    top, bottom = MIX_TOP + 1, rules_top(plan) - 2
    scale = scale_across(widths)
    rules = 15 * (len(plan.rules) + len(plan.interactions) + 3)
    starts = page_starts([*[15] * (bottom - top), rules], scale, before=15 * (top + 2), repeated=30)
    if plan.options > _MOST_ON_A_PAGE:
        break_pages(sheet, scale, [top + start for start in starts], MIX_TOP)


def known(plan: Plan) -> str:
    """1 where the team's own mix can be worked out."""
    parts = (plan.state(each) for each in (State.MODEL_OK, State.SWITCHES_OK, State.MINE_OK))
    return f"IF(AND({','.join(parts)}),1,0)"


def _finding(mine: Vector, best: Vector) -> Made:
    plan, there = mine.plan, mine.plan.state(State.BEST_THERE)
    size = f'"My mix: "&{options_counted(mine)}&", "&ROUND({mine.value.at()},1)&" points; it "'
    behind = f"ROUND({best.value.at()}-{mine.value.at()},1)"
    fits = f'IF({there}=0,"keeps all constraints.","keeps all constraints, "&{behind}&" points behind the best mix.")'
    formula = (
        f'IF({known(plan)}=0,"My mix: not known, see Checks.",{size}&IF({mine.feasible.at()}=1,{fits},'
        '"breaks constraints, see below."))'
    )
    mix = evaluate(plan.scenario.mixing, mine.mix)
    words = f"My mix: {counted(mix.count, 'option')}, {shown(mix.value)} points; it "
    if not mix.feasible:
        return Made(formula, words + "breaks constraints, see below.")
    chosen = plan.scenario.mix.best if plan.scenario.mix else None
    return Made(formula, words + ("keeps all constraints." if chosen is None else _level(chosen.value - mix.value)))


def _level(behind: Fraction) -> str:
    return f"keeps all constraints, {shown(behind)} points behind the best mix."


def _option(pen: Pen, mine: Vector, best: Vector, place: tuple[Worksheet, int]) -> None:
    sheet, i = place
    plan = mine.plan
    option, row = plan.study.options[i], MIX_TOP + 1 + i
    pen.put(sheet, (row, 0), option.name, "text")
    pen.put(sheet, (row, 1), "yes" if i in mine.mix else "no", "input_text")
    listed = {"validate": "list", "source": ["yes", "no"], "error_message": "Choose yes or no."}
    sheet.data_validation(row, 1, row, 1, listed)
    there = plan.state(State.BEST_THERE)
    chosen = plan.scenario.mix.best if plan.scenario.mix else None
    mark: Value = DASH if chosen is None else int(i in chosen.members)
    pen.made(sheet, (row, 2), Made(f'IF({there}=0,"{DASH}",{best.members.at(i)})', mark), "mark")
    score = plan.scenario.ranking.line(option.key).score
    pen.made(sheet, (row, 3), Made(plan.scores.at(i), DASH if score is None else score), "points")
    pen.made(sheet, (row, 4), _adds(mine, i, blank=score is None), "change")
    for k in range(plan.resources):
        pen.put(sheet, (row, 5 + k), plan.scenario.mixing.uses[k][i], "amount")
    sheet.set_row(row, 15 * -(-len(option.name) // 50))


def _adds(mine: Vector, option: int, *, blank: bool) -> Made:
    plan, problem = mine.plan, mine.plan.scenario.mixing
    formula = f'IF(AND({known(plan)}=1,ISNUMBER({plan.scores.at(option)})),{mine.adds.at(option)},"{DASH}")'
    others = [i for i in mine.mix if i != option]
    added = evaluate(problem, [*others, option]).value - evaluate(problem, others).value
    return Made(formula, DASH if blank else added)


def _totals(pen: Pen, mine: Vector, best: Vector, sheet: Worksheet) -> None:
    """Points, criteria and resources of both mixes."""
    plan, left = mine.plan, 6 + mine.plan.resources
    pen.put(sheet, (MIX_TOP - 1, left), "What the mixes do", "subtitle")
    for column, name in enumerate(("What", "Mine", "Best", "How it adds up")):
        pen.put(sheet, (MIX_TOP, left + column), name, "head" if column else "head_left")
    problem, study = plan.scenario.mixing, plan.study
    mix = evaluate(problem, mine.mix)
    chosen = plan.scenario.mix.best if plan.scenario.mix else None
    lines = [
        (points_head(plan), "value", 0, "points_bold", "weighted points on the criteria, less penalties"),
        ("Options", "size", 0, "amount", "how many options are in the mix"),
        ("Penalties", "penalty", 0, "points", "for soft constraints that are broken"),
    ]
    lines += [
        (f"On {criterion.name}", "effects", j, "points", rule_words(plan.scenario, j))
        for j, criterion in enumerate(study.criteria)
    ]
    lines += [
        (f"{study.about.resources[key].name} used", "used", k, "amount", study.about.resources[key].unit)
        for k, key in enumerate(problem.resources)
    ]
    for offset, (word, field, place, style, how) in enumerate(lines, 1):
        row = MIX_TOP + offset
        pen.put(sheet, (row, left), word, "text")
        for column, (vector, found, there) in enumerate(
            ((mine, mix, known(plan)), (best, chosen, plan.state(State.BEST_THERE))), left + 1
        ):
            at = getattr(vector, field).at(place)
            pen.made(sheet, (row, column), Made(f'IF({there}=0,"{DASH}",{at})', _figure(found, field, place)), style)
        pen.put(sheet, (row, left + 3), how, "text")


def _figure(mix: Evaluation | None, field: str, place: int) -> Value:
    if mix is None:
        return DASH
    match field:
        case "value":
            return mix.value
        case "size":
            return mix.count
        case "penalty":
            return mix.penalty
        case "effects":
            return mix.effects[place]
    return mix.uses[place]


def _rules(pen: Pen, mine: Vector, best: Vector, sheet: Worksheet) -> None:
    """How both mixes stand to every constraint."""
    plan, top = mine.plan, rules_top(mine.plan)
    pen.put(sheet, (top - 2, 0), "Constraints", "subtitle")
    pen.head(sheet, (top - 1, 0), ("Constraint", "In my mix", "In the best mix", "In words"), 20)
    for place, rule in enumerate(plan.rules):
        row = top + place
        pen.put(sheet, (row, 0), rule.name, "text")
        pen.made(sheet, (row, 1), state_word(mine, place, Made(known(plan), 1)), "word")
        pen.made(sheet, (row, 2), state_word(best, place, best_known(plan)), "word")
        _sentence(pen, sheet, row, rule.sentence)
        sheet.set_row(row, 15 * -(-len(rule.name) // 54))
    for offset, (name, words) in enumerate(plan.interactions, len(plan.rules)):
        pen.put(sheet, (top + offset, 0), f"Together: {name}", "text")
        for column in (1, 2):
            pen.put(sheet, (top + offset, column), "counted", "saved_word")
        _sentence(pen, sheet, top + offset, words)
        sheet.set_row(top + offset, 15 * -(-(len(name) + 10) // 54))


def rules_top(plan: Plan) -> int:
    """The first row of the constraints on the sheet."""
    return MIX_TOP + 1 + max(plan.options, 3 + plan.criteria + plan.resources) + 3


def _sentence(pen: Pen, sheet: Worksheet, row: int, words: str) -> None:
    """One line across the page, smaller where it is long."""
    style = "line" if len(words) < _LONG else "line_small" if len(words) < _LONGER else "line_tiny"
    pen.put(sheet, (row, 3), words, style)


def _dress(pen: Pen, plan: Plan, sheet: Worksheet) -> None:
    first = MIX_TOP + 2
    pen.shade(sheet, plan.my_switches.area, f'AND($B{first}<>"yes",$B{first}<>"no")', "bad")
    pen.shade(sheet, (MIX_TOP + 1, 0, MIX_TOP + plan.options, 0), f'$B{first}="yes"', "inside")
    top = rules_top(plan)
    row = top + 1
    area = (top, 1, top + len(plan.rules) - 1, 2)
    pen.shade(sheet, area, f'B{row}="kept"', "good")
    pen.shade(sheet, area, f'OR(B{row}="off",B{row}="{DASH}")', "quiet")
    pen.shade(sheet, area, f'B{row}<>""', "bad")
    sheet.freeze_panes(MIX_TOP + 1, 1)
