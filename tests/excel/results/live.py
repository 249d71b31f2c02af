"""Edits of a results workbook as a person would make them, and what the engine says about the study edited so."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from xlsxwriter.utility import xl_rowcol_to_cell

from mcda.excel.results.figures import Figures, figures_of
from mcda.excel.results.finding import finding, nearest_change
from mcda.excel.results.lines import Limit, Lines
from mcda.excel.results.mix_sheet import FINE, NONE_FITS
from mcda.excel.results.my_mix import rules_top
from mcda.excel.results.pen import DASH
from mcda.excel.results.places import Block, Spot
from mcda.excel.results.plan import CALC, DECIDE, MIX_TOP, MIXES, MY_MIX, NODES_TOP, POLICY_MIX, Plan, State
from mcda.mixes.choose import Choice
from mcda.mixes.enumerate import Mixes, feasible_mixes
from mcda.mixes.evaluate import Evaluation, evaluate
from mcda.mixes.integers import members_of
from mcda.mixes.order import leading
from mcda.model.constraint import Constraints
from mcda.model.criterion import LevelsValue
from mcda.model.record import Entry
from mcda.model.study import Study
from mcda.problem import mix_problem, scoring_problem
from mcda.problem.building import why_no_mix
from mcda.scenario.overrides import Overrides
from mcda.scenario.ranking import ranking
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import NOTHING
from tests.excel.results.office import ERROR, Cell, Office, Typed
from tests.excel.results.random_studies import grid

SORRY_AT = (CALC, f"B{State.MIX_STATE + 1}")


@dataclass(frozen=True)
class Edit:
    """All that differs from the saved run."""

    points: Mapping[str, Decimal] = field(default_factory=dict)
    ratings: Mapping[tuple[str, str], Entry | None] = field(default_factory=dict)
    off: frozenset[str] = frozenset()
    budgets: Mapping[str, Decimal] = field(default_factory=dict)
    mine: Mapping[int, bool] = field(default_factory=dict)


class Wanted(NamedTuple):
    """A cell with what the engine says should be in it."""

    what: str
    at: Cell
    value: object


# ---- making and typing edits ----


def next_edit(rng: random.Random, plan: Plan, edit: Edit) -> Edit:
    """The edit with one to four more changes."""
    for _ in range(rng.randint(1, 4)):
        match rng.choice(["points", "points", "rating", "rating", "switch", "budget", "mine"]):
            case "points":
                node = rng.choice(plan.nodes)
                changed = {**edit.points, node.key: rng.choice([Decimal(rng.randint(0, 100)), Decimal("12.5")])}
                if _positive(plan, changed):
                    edit = replace(edit, points=changed)
            case "rating":
                cell, entry = _rating(rng, plan)
                edit = replace(edit, ratings={**edit.ratings, cell: entry})
            case "switch" if plan.stated:
                name = rng.choice(plan.rules[: plan.stated]).name
                edit = replace(edit, off=edit.off ^ {name})
            case "budget":
                budgets = [r for r in plan.rules[: plan.stated] if r.used and r.used.most is not None]
                if budgets:
                    rule = rng.choice(budgets)
                    most = Decimal(str(float(rule.used.most or 0)))  # type: ignore[union-attr]  # chosen for it
                    amount = (most * Decimal(rng.randint(4, 12)) / 10).normalize()
                    edit = replace(edit, budgets={**edit.budgets, rule.name: amount})
            case _:
                option = rng.randrange(plan.options)
                edit = replace(edit, mine={**edit.mine, option: rng.random() < 0.5})
    return edit


def _rating(rng: random.Random, plan: Plan) -> tuple[tuple[str, str], Entry | None]:
    criterion, option = rng.choice(plan.study.criteria), rng.choice(plan.study.options)
    entry: Entry | None = rng.choice(grid(criterion))
    if rng.random() < 0.08:
        entry = None
    elif not isinstance(criterion.value, LevelsValue) and rng.random() < 0.3:
        ends = [Decimal(str(each)) for each in (criterion.worst, criterion.best)]
        entry = min(ends) + (max(ends) - min(ends)) * rng.randint(0, 999) / 1000
    return (option.key, criterion.key), entry


def _positive(plan: Plan, points: Mapping[str, Decimal]) -> bool:
    now = [points.get(node.key, node.points) for node in plan.nodes]
    return all(sum(now[i] for i in family) > 0 for family in {node.siblings for node in plan.nodes})


def typing(plan: Plan, before: Edit, after: Edit) -> list[Typed]:
    """The cells to type into to come from one edit to the next; `Edit()` is the saved run."""
    held = _held(plan, before)
    return [(*cell, entry) for cell, entry in _held(plan, after).items() if entry != held[cell]]


def _held(plan: Plan, edit: Edit) -> dict[Cell, object]:
    """What the yellow cells hold under an edit."""
    held: dict[Cell, object] = {}
    for line, node in enumerate(plan.nodes):
        held[_cell(plan.points, line)] = _entry(edit.points.get(node.key, node.points))
    for i, option in enumerate(plan.study.options):
        for j, criterion in enumerate(plan.study.criteria):
            best = edit.ratings.get((option.key, criterion.key), plan.rating_of(i, j).best)
            held[_cell(plan.rating_column(2), plan.rating_row(i, j))] = _entry(best)
        if plan.mixed:
            held[_cell(plan.my_switches, i)] = "yes" if edit.mine.get(i, i in opened(plan)) else "no"
    for place, rule in enumerate(plan.rules[: plan.stated] if plan.mixed else ()):
        held[_cell(plan.switches, place)] = "off" if rule.name in edit.off else "on"
        if rule.used is not None and rule.used.most is not None:
            held[_cell(plan.budgets, place)] = _entry(edit.budgets.get(rule.name, Decimal(float(rule.used.most))))
    return held


def opened(plan: Plan) -> tuple[int, ...]:
    """The options that My mix opens with."""
    best = plan.scenario.mix.best if plan.scenario.mix else None
    return () if best is None else best.members


def _entry(value: Entry | None) -> object:
    return float(value) if isinstance(value, Decimal | int) else value


def edited(study: Study, edit: Edit) -> Study:
    """The study as the edit has it."""
    ratings = tuple(
        r.model_copy(update={"best": edit.ratings[r.option, r.criterion]})
        if (r.option, r.criterion) in edit.ratings
        else r
        for r in study.ratings
    )
    constraints = tuple(
        c.model_copy(update={"budget": c.budget.model_copy(update={"at_most": edit.budgets[c.name]})})
        if c.budget is not None and c.name in edit.budgets
        else c
        for c in study.constraints.constraints
        if c.name not in edit.off
    )
    limited = Constraints(sets=study.constraints.sets, constraints=constraints)
    return study.model_copy(update={"ratings": ratings, "constraints": limited})


def scored(plan: Plan, edit: Edit) -> Scenario:
    """The engine's answer for the edited study, mixes by enumeration."""
    study, weights = edited(plan.study, edit), plan.scenario.weights
    weights = weights.model_copy(update={"points": {**weights.points, **edit.points}})
    problem = scoring_problem(study, weights)
    mixing, reason = mix_problem(study, problem), why_no_mix(study)
    found = feasible_mixes(mixing, 2_000_000)
    assert isinstance(found, Mixes)
    best = tuple(evaluate(mixing, members_of(mask)) for mask in leading(mixing, found, MIXES).tolist())
    choice = Choice(
        *("optimal" if best else "infeasible", best[0] if best else None, (), 0, "used", best, (), found.count),
        *((), 0.0),
    )
    return Scenario(
        *(plan.scenario.name, study, weights, Overrides(), problem, ranking(study, problem), mixing),
        *(None if reason else choice, reason, ()),
    )


# ---- what the engine says ----


def wanted(plan: Plan, edit: Edit, now: Scenario) -> Iterator[Wanted]:
    """Everything about scores, places and sensitivity that the sheets should show; mixes are apart."""
    figures, there = figures_of(now), replace(plan, scenario=now)
    for j, weight in enumerate(now.problem.weights):
        yield Wanted("weight", _cell(plan.weights, 0, j), weight)
    for i, line in enumerate(figures.ranked):
        for j, part in enumerate(line.contributions):
            value = None if (i, j) in now.problem.blank else now.problem.values[i][j]
            yield Wanted("value", _cell(plan.values, i, j), _or_dash(value))
            yield Wanted("contribution", _cell(plan.parts, i, j), _or_dash(part))
        yield Wanted("score", _cell(plan.scores, i), _or_dash(line.score))
        yield Wanted("rank", _cell(plan.ranks, i), _or_dash(line.rank))
        yield Wanted("place", _cell(plan.place_words, i), figures.saved_place(i))
        if not edit.ratings:
            yield Wanted("lowest", _cell(plan.after_parts(5), i), line.lowest)
            yield Wanted("highest", _cell(plan.after_parts(6), i), line.highest)
    for p, option in enumerate(figures.order):
        name = NOTHING if option is None else plan.study.options[option].name
        yield Wanted("ranking", _cell(Block(DECIDE, plan.ranking_top, 0), p), name)
    yield Wanted("finding", (DECIDE, "A2"), finding(there, figures).value)
    yield Wanted("nearest", (DECIDE, "K5"), nearest_change(there, figures).value)
    yield from _leads(plan, figures)


def _leads(plan: Plan, figures: Figures) -> Iterator[Wanted]:
    lines = Lines(plan)
    for j, lead in enumerate(figures.leads):
        if lead is None:
            yield Wanted("first from", (DECIDE, f"F{NODES_TOP + 1 + plan.criterion_line(j)}"), DASH)
            continue
        yield Wanted("first from", _cell(lines.limit(Limit.LOW), 0, j), lead.low)
        yield Wanted("first up to", _cell(lines.limit(Limit.HIGH), 0, j), lead.high)
        for row, who in ((Limit.BELOW, lead.below), (Limit.ABOVE, lead.above)):
            yield Wanted("takes over", _cell(lines.limit(row), 0, j), 0 if who is None else who + 1)


def wanted_mixes(plan: Plan, edit: Edit, now: Scenario) -> Iterator[Wanted]:
    """The best mixes, what each option adds, how constraints stand; only where the table of mixes covers the edit."""
    ranked = now.mix.ranked if now.mix else ()
    yield Wanted("state", SORRY_AT, FINE if ranked else NONE_FITS)
    top = plan.member_top
    for k in range(MIXES):
        mix = ranked[k] if k < len(ranked) else None
        if mix is None and k and plan.listing.mode == "efficient":
            continue
        column = get_column_letter(2 + k)
        if plan.listing.mode != "efficient" or k == 0:
            yield Wanted("mix value", (POLICY_MIX, f"{column}{MIX_TOP + 2}"), _or_dash(mix and mix.value))
            for i in range(plan.options):
                inside: object = DASH if mix is None else int(i in mix.members)
                yield Wanted(f"member of {k}", (POLICY_MIX, f"{column}{top + i + 1}"), inside)
    best = ranked[0] if ranked else None
    for i in range(plan.options):
        known = best is not None and not _blank(now, i)
        adds = _adds(now, best, i) if best is not None and known else DASH
        yield Wanted("adds", (POLICY_MIX, f"H{top + i + 1}"), adds)
    for place, word in _words(plan, edit, now, best):
        yield Wanted("kept", _cell(plan.rule_cells(4), place), word)


def wanted_mine(plan: Plan, edit: Edit, now: Scenario) -> Iterator[Wanted]:
    """My mix: its points, whether it fits, what options add, how constraints stand."""
    inside = {i: i in opened(plan) for i in range(plan.options)} | dict(edit.mine)
    mix = evaluate(now.mixing, [i for i, is_in in inside.items() if is_in])
    left = get_column_letter(8 + plan.resources)
    yield Wanted("my value", (MY_MIX, f"{left}{MIX_TOP + 2}"), mix.value)
    yield Wanted("my size", (MY_MIX, f"{left}{MIX_TOP + 3}"), mix.count)
    yield Wanted("my penalties", (MY_MIX, f"{left}{MIX_TOP + 4}"), mix.penalty)
    for place, figure in enumerate((*mix.effects, *mix.uses)):
        yield Wanted("my figures", (MY_MIX, f"{left}{MIX_TOP + 5 + place}"), figure)
    for i in range(plan.options):
        adds = DASH if _blank(now, i) else _adds(now, mix, i)
        yield Wanted("adds to mine", (MY_MIX, f"E{MIX_TOP + 2 + i}"), adds)
    for place, word in _words(plan, edit, now, mix):
        yield Wanted("kept by mine", (MY_MIX, f"B{rules_top(plan) + 1 + place}"), word)


def _blank(now: Scenario, option: int) -> bool:
    return any(i == option for i, _ in now.problem.blank)


def _adds(now: Scenario, mix: Evaluation, option: int) -> object:
    others = [i for i in mix.members if i != option]
    return evaluate(now.mixing, [*others, option]).value - evaluate(now.mixing, others).value


def _words(plan: Plan, edit: Edit, now: Scenario, mix: Evaluation | None) -> Iterator[tuple[int, str]]:
    """How a mix stands to each stated rule."""
    places = {limit.name: index for index, limit in enumerate(now.mixing.limits) if not limit.automatic}
    for place, rule in enumerate(plan.rules[: plan.stated]):
        if mix is None:
            yield place, DASH
        elif rule.name in edit.off:
            yield place, "off"
        elif mix.holds[places[rule.name]]:
            yield place, "kept"
        else:
            yield place, "broken" if rule.penalty is None else f"broken, costs {float(rule.penalty):g}"


def _or_dash(value: object) -> object:
    return DASH if value is None else value


def _cell(block: Block, row: int, column: int = 0) -> Cell:
    return block.sheet, xl_rowcol_to_cell(*block.spot(row, column))


# ---- comparing ----


def wrong(office: Office, cells: Sequence[Wanted]) -> list[tuple[Wanted, object]]:
    """The cells that show something else, with what they show."""
    found = shown(office, [each.at for each in cells])
    return [(each, found[each.at]) for each in cells if not same(each.value, found[each.at])]


def shown(office: Office, cells: Sequence[Cell]) -> dict[Cell, object]:
    """What cells show now, read sheet by sheet."""
    spots: dict[str, list[Spot]] = {}
    for sheet, cell in cells:
        spots.setdefault(sheet, []).append(_spot(cell))
    areas = [(sheet, max(row for row, _ in at), max(column for _, column in at)) for sheet, at in spots.items()]
    blocks = office.read([(sheet, f"A1:{xl_rowcol_to_cell(row, column)}") for sheet, row, column in areas])
    grids = {sheet: block for (sheet, _, _), block in zip(areas, blocks, strict=True)}
    return {(sheet, cell): grids[sheet][_spot(cell)[0]][_spot(cell)[1]] for sheet, cell in cells}


def _spot(cell: str) -> Spot:
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return int(cell[len(letters) :]) - 1, column - 1


def same(wanted_value: object, found: object) -> bool:
    """Numbers to 1e-9, texts to the letter; an error is never right."""
    if found == ERROR:
        return False
    if isinstance(wanted_value, str):
        return found == wanted_value
    return isinstance(found, int | float) and abs(float(wanted_value) - found) <= 1e-9 * max(1, abs(found))  # type: ignore[arg-type]
