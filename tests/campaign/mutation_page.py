"""docs/mutation.md from the results of a run; reasons of survivors from mutation_reasons.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

from tests.campaign.page import table

REASONS = Path(__file__).with_name("mutation_reasons.json")
Result = Mapping[str, Any]

INTRO = """# Mutation testing

One small mistake at a time is put into `mcda/methods` or `mcda/mixes`: a turned comparison, another operator, a number
one higher, a dropped line, `min` for `max`. Then the tests run that reach the line (tests and doctests of `methods`,
`mixes` and `problem`, quickest first). A mutant is killed if a test fails or the run takes several times too long.
The others survive: either nothing tests the difference, or there is none to test.
Of the tests that reach a line only the quickest 25 seconds run, so a few survivors may fall to a slower one.
Reasons below are from reading the code, not proofs.

    python -m tests.campaign.mutation run results/mutation.json 0 2
    python -m tests.campaign.mutation page results/mutation.json
"""


def page(found: Mapping[str, Any]) -> str:
    """The whole page."""
    results: Sequence[Result] = found["results"]
    by_module: dict[str, Counter[str]] = {module: Counter() for module in found["totals"]}
    for each in results:
        by_module[each["module"]][each["outcome"]] += 1
    rows = [
        (f"`{module.removeprefix('mcda/')}`", found["totals"][module], sum(count.values()), *_split(count))
        for module, count in by_module.items()
        if found["totals"][module]
    ]
    heads = ("module", "possible", "tried", "killed", "of these by time", "survived")
    reasons = json.loads(REASONS.read_text(encoding="utf-8")) if REASONS.exists() else {}
    parts = (INTRO, _summary(found), table(heads, rows), "## Survivors", _survivors(results, reasons))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _split(count: Counter[str]) -> tuple[int, int, int]:
    return count["killed"] + count["timeout"], count["timeout"], count["survived"]


def _summary(found: Mapping[str, Any]) -> str:
    tried, possible = len(found["results"]), sum(found["totals"].values())
    killed, timeouts, survived = _split(Counter(each["outcome"] for each in found["results"]))
    share = killed / tried
    error = 196 * sqrt(share * (1 - share) / tried * (1 - tried / possible))
    sampled = f" A random sample of {possible:,} possible ones: the share is known to ±{error:.1f} points (95 %)."
    return (
        f"**{killed:,} of {tried:,} mutants killed: {100 * share:.1f} %** ({timeouts} by time, {survived} survived), "
        f"on Python {found['python']}. The target is 95 %.{sampled if tried < possible else ''}"
    )


def _survivors(results: Sequence[Result], reasons: Mapping[str, str]) -> str:
    lines = []
    for each in sorted(results, key=lambda each: (each["module"], each["line"])):
        if each["outcome"] == "survived":
            name = f"{each['module'].removeprefix('mcda/')}, {each['place']}: {each['change']}"
            lines.append(f"* `{name}`  \n  {reasons.get(name, 'Not looked at yet.')}")
    return "\n".join(lines)
