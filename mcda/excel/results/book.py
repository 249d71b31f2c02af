"""The live results workbook: every sheet in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from mcda.excel.results.about import SCHEMA, Origin, write_about, write_explained
from mcda.excel.results.calc import write_calc
from mcda.excel.results.checks import write_checks
from mcda.excel.results.decide import write_decide, write_directions
from mcda.excel.results.figures import Figures, figures_of
from mcda.excel.results.frontier import Frontier, write_frontier
from mcda.excel.results.ground import Ground, write_ground
from mcda.excel.results.lines import write_lines
from mcda.excel.results.listing import Room
from mcda.excel.results.lists import chosen, criteria_list, options_list, write_lists
from mcda.excel.results.mix_sheet import best_bits, my_bits, write_mix, write_states
from mcda.excel.results.mixing import MixTable, Row, rows_of
from mcda.excel.results.moves import Chosen, Moves, write_moves
from mcda.excel.results.my_mix import write_my_mix
from mcda.excel.results.pen import Pen
from mcda.excel.results.plan import BEST, MINE, MY_MIX, POLICY_MIX, Plan, plan_of
from mcda.excel.results.policy_mix import write_policy_mix
from mcda.excel.results.ratings import write_ratings
from mcda.excel.results.robustness import write_robustness
from mcda.excel.results.scores import write_scores
from mcda.excel.results.sensitivity import criterion_cell, option_cell, step_cell, write_safety, write_sensitivity
from mcda.excel.results.styles import FONT, formats
from mcda.excel.results.value_functions import write_value_functions
from mcda.excel.results.vectors import Vector, write_vector
from mcda.excel.results_input.kept import write_record
from mcda.excel.whole_book import whole_book
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import Grid

# Column widths are counted in digits of the default font: it has to be one that every machine has or can stand in for.
_FONT = {"default_format_properties": {"font_name": FONT, "font_size": 10}}
_LONGEST_MARKING = 100
_DEFAULT_ROOM = Room()


@dataclass(frozen=True, slots=True)
class Beside:
    """What else a workbook may carry of its run: tables for the sheet Robustness, how safe the answer is in a few
    sentences for Sensitivity, the answer in sentences for About, and the bytes of run.json, so that the file alone is a
    whole study."""

    robustness: Sequence[Grid] = ()
    safe: Sequence[str] = ()
    brief: Sequence[str] = ()
    record: bytes = b""


_ALONE = Beside()


def results_workbook(
    scenario: Scenario,
    explained: Sequence[Grid],
    *,
    version: str,
    fingerprint: str,
    room: Room = _DEFAULT_ROOM,
    beside: Beside = _ALONE,
) -> bytes:
    """The workbook of a scenario that recalculates itself; the same bytes for the same scenario.

    `explained` are tables of the saved run to stand beside the live ones, `fingerprint` is the SHA-256 of its inputs,
    `room` says how large the table of mixes may be.
    """
    plan, figures = plan_of(scenario, room), figures_of(scenario)
    buffer = BytesIO()
    with whole_book(buffer, f"{scenario.study.about.name}: {scenario.name}", _FONT) as book:
        for name, text in (("schema", SCHEMA), ("version", version), ("inputs_sha256", fingerprint)):
            book.set_custom_property(f"mcda_{name}", text, "text")
        book.set_calc_mode("auto")
        marking = scenario.study.about.handling[:_LONGEST_MARKING].replace("&", "&&").replace("\n", " ")
        pen = Pen(book, formats(book), marking)
        mixes = _mixes(plan)
        _visible(pen, plan, figures, mixes)
        write_safety(pen, beside.safe)
        if explained:
            write_explained(pen, explained)
        if beside.robustness:
            write_robustness(pen, beside.robustness)
        write_checks(pen, plan)
        write_about(pen, plan, Origin(version, fingerprint, beside.brief))
        write_directions(pen)
        _hidden(pen, plan, figures, mixes)
        if beside.record:
            write_record(book, beside.record)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Mixes:
    """The table of mixes, its rows, and the two mixes that have all their figures worked out."""

    table: MixTable
    rows: Sequence[Row]
    best: Vector
    mine: Vector


def _mixes(plan: Plan) -> _Mixes:
    ground = Ground(plan)
    table = MixTable(ground)
    chosen_mix = plan.scenario.mix.best if plan.scenario.mix else None
    members = () if chosen_mix is None else chosen_mix.members
    rows = rows_of(table) if plan.mixed and plan.listing.masks else ()
    return _Mixes(table, rows, Vector(ground, BEST, members), Vector(ground, MINE, members))


def _visible(pen: Pen, plan: Plan, figures: Figures, mixes: _Mixes) -> None:
    write_decide(pen, plan, figures)
    write_ratings(pen, plan)
    write_value_functions(pen, plan)
    write_scores(pen, plan, figures)
    write_sensitivity(pen, plan, figures)
    if plan.mixed:
        write_policy_mix(pen, mixes.best, mixes.table, mixes.rows)
        write_my_mix(pen, mixes.mine, mixes.best)
        return
    for name in (POLICY_MIX, MY_MIX):
        sheet = pen.sheet(name, name, (120,))
        pen.put(sheet, (1, 0), plan.scenario.why_no_mix, "finding")


def _hidden(pen: Pen, plan: Plan, figures: Figures, mixes: _Mixes) -> None:
    write_calc(pen, plan, figures)
    lines = write_lines(pen, plan, figures)
    picks = (
        chosen(criteria_list(plan), criterion_cell(plan).at()),
        chosen(options_list(plan), option_cell(plan).at()),
        step_cell(plan).at(),
    )
    write_moves(pen, lines, Moves(plan), figures, Chosen(*picks))
    write_lists(pen, plan)
    if not plan.mixed:
        return
    write_ground(pen, plan, mixes.table.ground)
    write_mix(pen, mixes.table, mixes.rows)
    write_states(pen, mixes.table)
    write_frontier(pen, Frontier(mixes.table), mixes.rows)
    write_vector(pen, mixes.best, best_bits(mixes.table))
    write_vector(pen, mixes.mine, my_bits(plan))
