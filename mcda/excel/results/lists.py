"""The hidden sheet _lists: what the drop-downs offer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from mcda.excel.results.pen import Pen
from mcda.excel.results.places import Block
from mcda.excel.results.plan import LISTS, Plan

LEADER = "the leader"


def labels(names: Sequence[str]) -> tuple[str, ...]:
    """The names, numbered where a spreadsheet could not tell two of them apart.

    >>> labels(["Risk", "Cost"]), labels(["Risk", "RISK"])
    (('Risk', 'Cost'), ('1 Risk', '2 RISK'))
    """
    counts = Counter(name.casefold() for name in names)
    if max(counts.values(), default=0) < 2:
        return tuple(names)
    return tuple(f"{place} {name}" for place, name in enumerate(names, start=1))


def criterion_labels(plan: Plan) -> tuple[str, ...]:
    """What stands for the criteria."""
    return labels([criterion.name for criterion in plan.study.criteria])


def option_labels(plan: Plan) -> tuple[str, ...]:
    """What stands for the leader, whoever that is, and for each option."""
    return labels([LEADER, *(option.name for option in plan.study.options)])


def resource_labels(plan: Plan) -> tuple[str, ...]:
    """What stands for the resources."""
    resources = plan.study.about.resources
    return labels([resources[key].name for key in plan.scenario.mixing.resources])


def list_of(column: int, entries: Sequence[str]) -> Block:
    """Where a list stands."""
    return Block(LISTS, 1, column, len(entries))


def criteria_list(plan: Plan) -> Block:
    """The list of criteria."""
    return list_of(0, criterion_labels(plan))


def options_list(plan: Plan) -> Block:
    """The list of options, the leader first."""
    return list_of(1, option_labels(plan))


def resources_list(plan: Plan) -> Block:
    """The list of resources."""
    return list_of(2, resource_labels(plan))


def chosen(entries: Block, cell: str) -> str:
    """The number of what a cell chooses from a list, 0 for anything else."""
    return f"IF(ISERROR({cell}),0,SUMPRODUCT(({entries.text}={cell})*{entries.number}))"


def choice(pen: Pen, sheet: Worksheet, at: tuple[int, int], entries: Block) -> None:
    """A drop-down in a yellow cell."""
    message = "Choose from the list: only what is in it is known here."
    rule = {"validate": "list", "source": f"={entries.text}", "error_title": "Not in the list"}
    sheet.data_validation(*at, *at, {**rule, "error_message": message, "input_message": "Choose from the list."})


def write_lists(pen: Pen, plan: Plan) -> None:
    """The sheet of lists."""
    sheet = pen.hidden(LISTS)
    found = (("criteria", criterion_labels), ("options", option_labels), ("resources", resource_labels))
    for column, (head, entries) in enumerate(found):
        pen.put(sheet, (0, column), head)
        for row, text in enumerate(entries(plan), start=1):
            pen.put(sheet, (row, column), text)
