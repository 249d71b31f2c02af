"""The constraints of a study as the switches and limits of a results workbook leave them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mcda.errors import Finding
from mcda.excel.results_input.lines import Input, InputLine, Names, strange_lines
from mcda.excel.results_input.numbers import number_in
from mcda.excel.results_input.reading import RULES, ResultsBook, table_lost
from mcda.model.constraint import Constraint, Constraints
from mcda.model.places import Path, Spot
from mcda.model.study import Study
from mcda.problem.building import why_no_mix

ON, OFF = "on", "off"


@dataclass(frozen=True, slots=True)
class Ruled:
    """Constraints with their places, and what was to be said."""

    constraints: Constraints
    spots: Mapping[Path, Spot]
    findings: tuple[Finding, ...]


def constraints_of(book: ResultsBook, study: Study) -> Ruled:
    """The constraints that are on, budgets with the limits of the workbook. Those that are off are left out and named.

    Interactions have no switch and stay, as does everything where no mix was asked for.
    """
    stated = study.constraints
    switched = [each for each in stated.constraints if each.interaction is None]
    if RULES.word not in book.tables:
        lost = switched and not why_no_mix(study) and not any(each.code == "table-lost" for each in book.findings)
        return Ruled(stated, {}, (table_lost(book.place, RULES),) if lost else ())
    known: Names = {(each.name,): () for each in switched}
    findings = strange_lines(RULES, book.rules, known)
    lines = {line.keys[0]: line for line in reversed(book.rules)}
    kept: list[Constraint] = []
    spots: dict[Path, Spot] = {}
    for constraint in stated.constraints:
        line = lines.get(constraint.name)
        if constraint.interaction is not None or line is None:
            kept.append(constraint)
            continue
        spots |= _spots(len(kept), constraint, line)
        found = _ruled(constraint, line, findings)
        kept += [] if found is None else [found]
    return Ruled(stated.model_copy(update={"constraints": tuple(kept)}), spots, tuple(findings))


def _spots(place: int, constraint: Constraint, line: InputLine) -> dict[Path, Spot]:
    path: Path = ("constraints", "constraints", place)
    limit = line.inputs["limit"]
    return {path: Spot(line.place, constraint.name), (*path, "budget", "at_most"): Spot(limit.place, limit.text)}


def _ruled(constraint: Constraint, line: InputLine, findings: list[Finding]) -> Constraint | None:
    """The constraint as its row leaves it; None where it is off."""
    switch = line.inputs["switch"]
    if switch.text.casefold() not in (ON, OFF):
        what = f"The switch of '{constraint.name}' is '{switch.text}'." if switch.text else "The switch is blank."
        findings.append(switch.finding("switch", what, f"Choose {ON} or {OFF}."))
        return constraint
    if switch.text.casefold() == OFF:
        what = f"The constraint '{constraint.name}' is switched off and was left out."
        note = Finding(switch.place, "switched-off", what, "Switch it on to keep it.", switch.text, severity="note")
        findings.append(note)
        return None
    return _limited(constraint, line.inputs["limit"], findings)


def _limited(constraint: Constraint, cell: Input, findings: list[Finding]) -> Constraint:
    budget = constraint.budget
    if budget is None or budget.at_most is None:
        if cell.text:
            what = f"'{constraint.name}' has no limit that could be changed here."
            findings.append(cell.finding("limit-unused", what, "Clear the cell; change the constraint in the study."))
        return constraint
    limit = number_in(cell, budget.at_most)
    if limit is None:
        limit = cell.finding("blank-cell", "The limit is blank.", f"Type a number, or switch the constraint {OFF}.")
    if isinstance(limit, Finding):
        findings.append(limit)
        return constraint
    if limit == budget.at_most:
        return constraint
    return constraint.model_copy(update={"budget": budget.model_copy(update={"at_most": limit})})
