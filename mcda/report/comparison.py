"""The comparison of saved scenarios as a page: complete in itself, without a script, nothing loaded."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from mcda.report.comparison_many import many_finding, many_sections
from mcda.report.comparison_two import two_finding, two_sections
from mcda.report.html import definitions, paragraph
from mcda.report.template import filled, print_of, style_of
from mcda.scenario.comparing import Compared
from mcda.scenario.many import Many, letters
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import headline, names

MARK = b'<meta name="schema" content="mcda-compare-page/1">'
STYLES = ("report.css", "comparison.css")


def comparison_page(found: Compared | Many, *, version: str, fingerprints: Sequence[str]) -> bytes:
    """The page of a comparison; the same bytes for the same scenarios and version."""
    scenarios = found.scenarios if isinstance(found, Many) else (found.pair.before, found.pair.after)
    markings = tuple(dict.fromkeys(s.study.about.handling for s in scenarios if s.study.about.handling))
    style = style_of(STYLES, " / ".join(markings))
    told, sections = _told(found)
    first, *others = told
    parts = {
        "version": escape(version),
        "style": style,
        "style_hash": print_of(style),
        "title": escape(_title(scenarios)),
        "question": escape(scenarios[-1].study.about.question),
        "handling": "".join(paragraph(marking, "handling") for marking in markings),
        "legend": definitions(_heads(scenarios)),
        "finding": paragraph(first, "big") + "".join(map(paragraph, others)),
        "sections": sections,
        "provenance": _provenance(scenarios, version, fingerprints),
    }
    return filled("comparison.html", parts)


def _told(found: Compared | Many) -> tuple[tuple[str, ...], str]:
    if isinstance(found, Many):
        return many_finding(found), many_sections(found)
    return two_finding(found), two_sections(found)


def _title(scenarios: Sequence[Scenario]) -> str:
    marked = [f"{mark} {s.name}" for mark, s in zip(letters(len(scenarios)), scenarios, strict=True)]
    return " → ".join(marked) if len(marked) == 2 else names(marked)


def _heads(scenarios: Sequence[Scenario]) -> list[tuple[str, str]]:
    """What each scenario says by itself."""
    marks = letters(len(scenarios))
    return [(f"{mark} {s.name} ({s.weights.name})", headline(s)) for mark, s in zip(marks, scenarios, strict=True)]


def _provenance(scenarios: Sequence[Scenario], version: str, fingerprints: Sequence[str]) -> str:
    prints = zip(letters(len(scenarios)), fingerprints, strict=True)
    inputs = f"Inputs (SHA-256): {'; '.join(f'{mark} {each}' for mark, each in prints)}."
    alone = "This file is complete: it loads nothing and sends nothing."
    return "".join(map(paragraph, (f"Made by mcda-policy {version}.", inputs, alone)))
