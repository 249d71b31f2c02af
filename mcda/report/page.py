"""The report: one HTML file that is complete in itself, loads nothing and sends nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from html import escape

from mcda.model.counts import counted
from mcda.report import answer
from mcda.report.data import page_data
from mcda.report.extras import NONE, Extras
from mcda.report.html import definitions, grouped, paragraph, table
from mcda.report.safety import checks_section, safety_section
from mcda.report.squeeze import squeezed_script
from mcda.report.template import filled, print_of, scroll, style_of, text_of
from mcda.scenario.mix_words import mix_headline, mix_proof
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import (
    constraints_table,
    effects_table,
    mix_table,
    ranking_table,
    ratings_table,
    resources_table,
    weights_table,
)
from mcda.scenario.words import names, points_apart, points_words, share, trade_offs

SCRIPTS = ("core.js", "mixing.js", "words.js", "charts.js", "report.js")


def report_page(scenario: Scenario, *, version: str, fingerprint: str = "", extras: Extras = NONE) -> bytes:
    """The page of one scenario; the same bytes for the same scenario and version."""
    style, script = style_of(("report.css",), scenario.study.about.handling), page_script()
    parts = {
        **_head(scenario),
        **_tables(scenario),
        **_extras(scenario, extras),
        "version": escape(version),
        "style": style,
        "style_hash": print_of(style),
        "script": script,
        "script_hash": print_of(script),
        "data": _inert_json(page_data(scenario)),
        "provenance": _provenance(scenario, version, fingerprint),
    }
    return filled("report.html", parts)


@cache
def page_script() -> str:
    """The script of the page: numbers, mixes, words, charts, and the page itself."""
    return squeezed_script("\n".join(map(text_of, SCRIPTS)))


def _inert_json(data: Mapping[str, object]) -> str:
    """JSON that cannot close its script element, whatever the names in it."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _head(scenario: Scenario) -> dict[str, str]:
    study, points = scenario.study, points_words(scenario.study)
    first, *others = answer.finding(scenario)
    rules = len(scenario.mixing.limits)
    what = counted(len(study.options), "option"), counted(len(study.criteria), "criterion", "criteria")
    counts = ", ".join((*what, counted(rules, "constraint")))
    weights = f"weights: {scenario.weights.name}" + (f", {scenario.weights.who}" if scenario.weights.who else "")
    return {
        "study": escape(study.about.name),
        "scenario": escape(scenario.name),
        "points": escape(f"{points[0].upper()}{points[1:]}"),
        "question": escape(study.about.question),
        "counts": escape(f"{counts}; {weights}"),
        "handling": paragraph(study.about.handling, "handling"),
        "finding": paragraph(first, "big") + "".join(map(paragraph, others)),
    }


def _tables(scenario: Scenario) -> dict[str, str]:
    study = scenario.study
    weights = zip(study.criteria, scenario.ranking.weights, strict=True)
    shares = [f"{criterion.name} {share(weight)}" for criterion, weight in weights]
    mix = scenario.mix.best if scenario.mix else None
    return {
        "ranking_table": table(ranking_table(scenario), "t-ranking", first=["option"]),
        "weights_list": paragraph(f"Weights, each for its scale from worst to best: {names(shares)}."),
        "weights_table": table(weights_table(scenario), "t-weights"),
        "weights_reasons": paragraph(scenario.weights.why) + paragraph(_rates(scenario)),
        "ratings_table": grouped(ratings_table(scenario), "t-ratings"),
        "constraints_table": table(constraints_table(scenario, mix), "t-constraints", first=["name", "state"]),
        "mix_basis": escape(mix_proof(scenario) or mix_headline(scenario)),
        "mix_tables": _mix_tables(scenario),
        "definitions": _definitions(scenario),
    }


def _rates(scenario: Scenario) -> str:
    rates = trade_offs(scenario.study, scenario.ranking.weights)
    return f"In units: {rates}." if rates else ""


def _mix_tables(scenario: Scenario) -> str:
    """The tables of the mix, empty ones where there is none, for the script to fill."""
    mix = scenario.mix.best if scenario.mix else None
    if mix is None:
        return scroll("Options in the mix", '<table id="t-mix"></table><table id="t-effects"></table>')
    uses = table(resources_table(scenario, mix), "t-resources") if scenario.mixing.resources else ""
    both = table(mix_table(scenario, mix), "t-mix") + table(effects_table(scenario, mix), "t-effects")
    return scroll("Options in the mix", both + f'<div class="still-only">{uses}</div>')


def _definitions(scenario: Scenario) -> str:
    study = scenario.study
    criteria = ((c.name, " ".join(filter(None, [c.definition, _source(c.source)]))) for c in study.criteria)
    options = ((o.name, " ".join(filter(None, [o.note, _source(o.source)]))) for o in study.options)
    nothing = (("Do nothing", study.about.do_nothing), ("Context", study.about.context))
    return definitions(nothing) + definitions(criteria) + definitions(options)


def _source(text: str) -> str:
    return f"Source: {text}." if text else ""


def _extras(scenario: Scenario, extras: Extras) -> dict[str, str]:
    return {
        "safety": safety_section(scenario, extras.safety),
        "checks": checks_section(extras),
        "mix_words": _mix_words(extras),
    }


def _mix_words(extras: Extras) -> str:
    """What relaxing a constraint would bring, and what each member is worth, for the saved weights and budgets."""
    texts = (*extras.relaxing, *extras.members)
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    head = "What would change the mix, at the saved weights and budgets"
    return f"<details><summary>{head}</summary><ul>{items}</ul></details>" if texts else ""


def _provenance(scenario: Scenario, version: str, fingerprint: str) -> str:
    about = scenario.study.about
    made = f"Scenario “{scenario.name}”, made by mcda-policy {version}."
    by = f"Study by {', '.join(about.authors)}{f', {about.when}' if about.when else ''}." if about.authors else ""
    prints = f"Inputs (SHA-256): {fingerprint}." if fingerprint else ""
    close = f"Scores less than {points_apart(scenario.study)} apart are called practically level."
    alone = "This file is complete: it loads nothing and sends nothing. Moving a slider changes only what you see."
    caveats = " ".join(answer.caveats(scenario))
    notes = "".join(paragraph(str(note)) for note in scenario.notes)
    return "".join(map(paragraph, (caveats, f"{made} {by} {prints}".strip(), close, alone))) + notes
