"""The Checks sheet: what can be trusted now, and what to do where something cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mcda.excel.results.calc import family_sums
from mcda.excel.results.mix_sheet import FINE, no_mix
from mcda.excel.results.pen import Made, Pen
from mcda.excel.results.plan import CHECKS, Plan, State

_TOP = 5
_WIDTHS = (58, 22, 104)
PASSED, GOOD = "all passed", "passed"
# Words that ask for nothing.
CALM = (GOOD, "unchanged", "changed", "rescaled", "not comparable", "no mix")


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what is looked at, what was found, what to do."""

    what: str
    found: Made
    cure: str


def write_checks(pen: Pen, plan: Plan) -> None:
    """The sheet of checks."""
    sheet = pen.sheet(CHECKS, "Checks", _WIDTHS)
    pen.put(sheet, (1, 0), "What can be trusted now. Scores and mixes go blank where an input cannot be used.", "how")
    pen.put(sheet, (2, 0), "All checks together", "bold")
    pen.made(sheet, (2, 1), _together(plan), "word_bold")
    pen.head(sheet, (_TOP - 1, 0), ("Check", "Found", "What to do"))
    found = list(checks(plan))
    for row, check in enumerate(found, _TOP):
        pen.put(sheet, (row, 0), check.what, "text")
        pen.made(sheet, (row, 1), check.found, "word_bold")
        pen.put(sheet, (row, 2), check.cure, "text")
        sheet.set_row(row, 20)
    for area in ((2, 1, 2, 1), (_TOP, 1, _TOP + len(found) - 1, 1)):
        first = f"$B{area[0] + 1}"
        pen.shade(sheet, area, f'OR({first}="{GOOD}",{first}="{PASSED}",{first}="unchanged")', "good")
        calm = ",".join(f'{first}="{word}"' for word in CALM)
        pen.shade(sheet, area, f"OR({calm})", "doubt")
        pen.shade(sheet, area, f'{first}<>""', "bad")


def overall(plan: Plan) -> Made:
    """The state of all checks, for other sheets."""
    return Made(f"{CHECKS}!$B$3", _together(plan).value)


def checks(plan: Plan) -> Iterator[Check]:
    """All checks in the order of the sheet."""
    yield from _inputs(plan)
    yield from _engine(plan)
    yield from _mix(plan)


def _inputs(plan: Plan) -> Iterator[Check]:
    weights, bad = plan.state(State.WEIGHTS_OK), plan.state(State.BAD_RATINGS)
    missing = plan.state(State.MISSING)
    yield Check(
        "Points are numbers, 0 or more, and not all 0 among siblings",
        Made(f'IF({weights},"{GOOD}","fix points")', GOOD),
        'Scores are blank until this is mended. A number typed as text ("60 " or "60%") is refused: type it again.',
    )
    sums = [f"ABS({each}-100)<0.000001" for each in family_sums(plan)]
    families = dict.fromkeys(node.siblings for node in plan.nodes)
    whole = all(abs(float(sum(plan.nodes[i].points for i in family)) - 100) < 1e-6 for family in families)
    yield Check(
        "Points sum to 100",
        Made(
            f'IF({weights},IF(AND({",".join(sums)}),"{GOOD}","rescaled"),"fix points")', GOOD if whole else "rescaled"
        ),
        "Scores stay right: only the proportions of points count. Change the points if that is not what you meant.",
    )
    yield Check(
        "Ratings are on their scales",
        Made(f'IF({bad}=0,"{GOOD}",{bad}&" to mend")', GOOD),
        "Scores are blank until this is mended: the column State of the sheet Ratings says which and why.",
    )
    blank = len(plan.scenario.problem.blank)
    yield Check(
        "Every option has every rating",
        Made(f'IF({missing}=0,"{GOOD}",{missing}&" missing")', f"{blank} missing" if blank else GOOD),
        "An option with a blank rating has no score and is in no mix. Blank is missing, never 0.",
    )
    changes = [plan.state(each) for each in (State.CHANGED_POINTS, State.CHANGED_RATINGS)]
    yield Check(
        "Points and ratings beside the saved run",
        Made(f'IF({changes[0]}+{changes[1]}=0,"unchanged","changed")', "unchanged"),
        "For information. Keep what you changed with: mcda score results.xlsx --name my_view",
    )


def _engine(plan: Plan) -> Iterator[Check]:
    gap, same = plan.gaps.text, plan.state(State.UNCHANGED)
    yield Check(
        "Formulas agree with the engine (1e-9)",
        Made(f'IF({same},IF(MAX({gap})<0.000000001,"{GOOD}","DIFFERENT"),"not comparable")', GOOD),
        "If DIFFERENT, do not use this workbook: a formula was overwritten, or the program works differently.",
    )
    blocks = [plan.scores.text, plan.positions.text]
    errors = "+".join(f"SUMPRODUCT(--ISERROR({block}))" for block in blocks)
    size = plan.options
    yield Check(
        "No errors, and every option once in the ranking",
        Made(f'IF({errors}>0,"errors",IF(SUMPRODUCT(--({plan.order.text}>0))={size},"{GOOD}","wrong order"))', GOOD),
        "Undo the last change, or make the workbook again with mcda score.",
    )


def _mix(plan: Plan) -> Iterator[Check]:
    if not plan.mixed:
        yield Check("Policy mix", Made('"no mix"', "no mix"), plan.scenario.why_no_mix)
        return
    state = plan.state(State.MIX_STATE)
    there = plan.scenario.mix is not None and plan.scenario.mix.best is not None
    yield Check(
        "Switches are on or off, budgets are numbers",
        Made(f'IF({plan.state(State.SWITCHES_OK)},"{GOOD}","fix switches")', GOOD),
        "The mix is blank until this is mended on the sheet Policy mix. To lift a budget, switch it off.",
    )
    yield Check(
        "The best mix is known",
        Made(f'IF({state}="{FINE}","{GOOD}",{state})', GOOD if there else no_mix(plan)),
        "The sheet Policy mix says which changes it can follow. Otherwise run: mcda score results.xlsx --name my_view",
    )
    changes = [plan.state(each) for each in (State.CHANGED_SWITCHES, State.CHANGED_BUDGETS)]
    yield Check(
        "Switches and budgets beside the saved run",
        Made(f'IF({changes[0]}+{changes[1]}=0,"unchanged","changed")', "unchanged"),
        "For information.",
    )
    yield Check(
        "My mix: every switch is yes or no",
        Made(f'IF({plan.state(State.MINE_OK)},"{GOOD}","fix my mix")', GOOD),
        "My mix is blank until this is mended.",
    )


def _together(plan: Plan) -> Made:
    found = list(checks(plan))
    cells = f"$B${_TOP + 1}:$B${_TOP + len(found)}"
    calm = "+".join(f'SUMPRODUCT(--({cells}="{word}"))' for word in CALM)
    left = sum(check.found.value not in CALM for check in found)
    formula = f'IF({calm}={len(found)},"{PASSED}",{len(found)}-({calm})&" to look at")'
    return Made(formula, f"{left} to look at" if left else PASSED)
