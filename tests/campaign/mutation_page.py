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

    python -m tests.campaign.mutation run results/mutation.json 370 1 777
    python -m tests.campaign.mutation again results/mutation.json 1
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
    parts = (INTRO, _summary(found, reasons), table(heads, rows), "## Survivors", _survivors(found, reasons))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _split(count: Counter[str]) -> tuple[int, int, int]:
    return count["killed"] + count["timeout"], count["timeout"], count["survived"]


def _summary(found: Mapping[str, Any], reasons: Mapping[str, str]) -> str:
    tried, possible = len(found["results"]), sum(found["totals"].values())
    killed, timeouts, survived = _split(Counter(each["outcome"] for each in found["results"]))
    sampled = f" A random sample of {possible:,} possible ones; ± is its 95 % error." if tried < possible else ""
    same = sum(_is_equivalent(each, reasons) for each in found["results"])
    since = sum(_name(each) in _killed_since(found) for each in found["results"] if each["outcome"] == "survived")
    parts = (
        f"**{killed:,} of {tried:,} mutants killed: {_share(killed, tried, possible)}** ({timeouts} by time), "
        f"on Python {found['python']}.{sampled}",
        f"Of the {survived} survivors {same} are equivalent (no behaviour differs, reasons below) and "
        f"{survived - same} are gaps or not looked at yet, which count as gaps. "
        f"**Killed of those not equivalent: {_share(killed, tried - same, possible)}.** The target is 95 %: "
        f"{'met' if killed >= 0.95 * (tried - same) else 'not met'}.",
        f"Tests written after this sample kill {since} of the gaps: "
        f"{_share(killed + since, tried - same, possible)} of "
        "those not equivalent. This second figure flatters, as the tests were written for these very mutants: "
        "only a new sample tells what they do for the others.",
    )
    return "\n\n".join(parts)


def _share(killed: int, tried: int, possible: int) -> str:
    share = killed / tried
    error = 196 * sqrt(share * (1 - share) / tried * (1 - tried / possible))
    return f"{100 * share:.1f} % ± {error:.1f}"


def _name(each: Result) -> str:
    return f"{each['module'].removeprefix('mcda/')}, {each['place']}: {each['change']}"


def _is_equivalent(each: Result, reasons: Mapping[str, str]) -> bool:
    return each["outcome"] == "survived" and reasons.get(_name(each), "").startswith("Equivalent")


def _killed_since(found: Mapping[str, Any]) -> set[str]:
    return {_name(each) for each in found.get("again", ()) if each["outcome"] != "survived"}


def _survivors(found: Mapping[str, Any], reasons: Mapping[str, str]) -> str:
    lines, since = [], _killed_since(found)
    for each in sorted(found["results"], key=lambda each: (each["module"], each["line"])):
        if each["outcome"] == "survived":
            name = _name(each)
            reason = "Killed since." if name in since else reasons.get(name, "Not looked at yet.")
            lines.append(f"* line {each['line']}: `{name}`  \n  {reason}")
    return "\n".join(lines)
