"""A small sound study as text, for breaking in one place at a time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FILES: Mapping[str, str] = {
    "criteria/risk.yaml": """\
name: Risk
definition: Danger of war
unit: steps
worst: 3
best: -3
do_nothing: 0
levels:
  3: war
  -3: peace
mix_rule: max
""",
    "criteria/money.yaml": """\
name: Money
definition: What it brings
unit: million
worst: 0
best: 100
do_nothing: 20
value:
  points:
    0: 0
    20: 40
    100: 100
mix_rule: sum
""",
    "criteria/trust.yaml": """\
name: Trust
definition: What people think
unit: level
worst: low
best: high
do_nothing: middle
value:
  levels:
    low: 0
    middle: 50
    high: 100
mix_rule: min
""",
    "inputs/study.yaml": """\
name: A small study
question: What to do?
do_nothing: All stays as it is
default_weights: baseline
themes:
  talk: Talking
  act: Acting
resources:
  staff:
    name: Staff
    unit: teams
""",
    "inputs/options.csv": """\
key,name,instrument,themes,staff,significance,source,note
talks,Peace talks,,talk,2,high,judgement,
forum,Open forum,,talk,1,,judgement,
quiet,Quiet channel,channel,talk,1.5,low,judgement,
loud,Loud channel,channel,act,3,,judgement,
""",
    "inputs/ratings.csv": """\
option,criterion,low,best,high,confidence,source,rationale
talks,risk,-2,-1,0,high,judgement,calms
talks,money,20,30,40,,judgement,trade
talks,trust,,high,,,judgement,liked
forum,risk,,0,,,judgement,no change
forum,money,,25.5,,,judgement,some trade
forum,trust,,middle,,,judgement,no view
quiet,risk,-1,-1,1,,judgement,unsure
quiet,money,,20,,,judgement,none
quiet,trust,,low,,,judgement,secret
loud,risk,,1,,,judgement,stirs
loud,money,,40,,,judgement,orders
loud,trust,,middle,,,judgement,mixed
""",
    "inputs/weights/baseline.yaml": """\
name: Baseline
who: us
when: "2026"
why: agreed
points:
  risk: 50
  money: 30
  trust: 20
scales:
  risk: {worst: 3, best: -3, unit: steps}
  money: {worst: 0, best: 100, unit: million}
  trust: {worst: low, best: high, unit: level}
""",
    "inputs/constraints.yaml": """\
constraints:
  - name: Staff
    reason: few people
    budget:
      resource: staff
      at_most: 4
  - name: Small
    reason: steerable
    size:
      max: 3
""",
}


def write(folder: Path, changes: Mapping[str, str | bytes | None]) -> Path:
    """The study in `folder`, with some files replaced (None: left out)."""
    for name, content in {**FILES, **changes}.items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def edited(name: str, old: str, new: str) -> dict[str, str | bytes | None]:
    """One file with one text replaced; a test that replaces nothing is a mistake."""
    assert old in FILES[name], f"{old!r} is not in {name}"
    return {name: FILES[name].replace(old, new, 1)}
