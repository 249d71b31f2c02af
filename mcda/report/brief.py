"""The brief: one page of Markdown for someone who decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mcda.report import answer
from mcda.report.extras import NONE, Extras
from mcda.scenario.markdown import literal
from mcda.scenario.mix_words import mix_headline
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import headline

MOST_CHECKS = 3


def brief(scenario: Scenario, extras: Extras = NONE) -> str:
    """Question, answer with its margin, mix with cost and effect, how safe, what would change it, caveats."""
    about = scenario.study.about
    parts = [
        f"# {literal(about.name)}",
        f"*{literal(about.handling)}*" if about.handling else "",
        f"**Question.** {literal(about.question)}",
        _section("Answer", _sentences(headline(scenario), answer.why(scenario), answer.below_nothing(scenario))),
        _section("Best mix", _mix(scenario)),
        _section("How safe", literal(" ".join(extras.safety.sentences)) if extras.safety else ""),
        _section("What would change it", _changes(scenario, extras)),
        _section("What to check first", _list(extras.checks[:MOST_CHECKS])),
        _section("Mind", _list(answer.caveats(scenario))),
        f"Scenario `{scenario.name}`. All tables: `results.xlsx` and `report.html` beside this page.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _mix(scenario: Scenario) -> str:
    first = _sentences(mix_headline(scenario), answer.uses(scenario))
    second = _sentences(answer.effects(scenario), answer.burdens(scenario), answer.proof(scenario))
    return "\n\n".join(filter(None, [first, second]))


def _changes(scenario: Scenario, extras: Extras) -> str:
    ranges = answer.ranges(scenario)
    head = (
        "First place stays where it is while one weight moves within its range, the others keeping their proportions:"
    )
    parts = [literal(answer.sensitivity(scenario)), f"{head}\n\n{_list(ranges)}" if ranges else ""]
    parts.append(_sentences(answer.next_mix(scenario), *extras.relaxing[:MOST_CHECKS]))
    return "\n\n".join(filter(None, parts))


def _section(title: str, body: str) -> str:
    return f"## {title}\n\n{body}" if body else ""


def _sentences(*texts: str) -> str:
    return literal(" ".join(text for text in texts if text))


def _list(items: Sequence[str] | Iterable[str]) -> str:
    return "\n".join(f"- {literal(item)}" for item in items)
