"""The sheets in words: what explains the mix, and what the workbook is, what is where and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from mcda.excel.results.coverage import coverage_words
from mcda.excel.results.pen import Pen
from mcda.excel.results.places import Block
from mcda.excel.results.plan import (
    ABOUT,
    CHECKS,
    DECIDE,
    META,
    MIX_EXPLAINED,
    MY_MIX,
    POLICY_MIX,
    RATINGS,
    ROBUST_MIX,
    ROBUST_RATINGS,
    ROBUSTNESS,
    SCORES,
    SENSITIVITY,
    VALUES,
    Plan,
)
from mcda.excel.results.robustness import write_stack
from mcda.scenario.overrides import override_texts
from mcda.scenario.tables import Grid
from mcda.scenario.words import no_nothing_words, trade_offs, zero_words

SCHEMA = "mcda-results/1"
_LINE = 13.5
# The last column is where the names of a mix are wrapped.
_EXPLAINED = (28, 11, 56, 180)
_SHEETS = (
    (DECIDE, "The answer: points in yellow, how firm the lead is, the ranking, what each score is made of."),
    (RATINGS, "Every rating in yellow, with its range, reason and source."),
    (VALUES, "The scales, the swings that points belong to, and what each rating is worth."),
    (SCORES, "The arithmetic: values, contributions, scores, places, beside those of the saved run."),
    (SENSITIVITY, "Between which values of each weight the leader stays first, and who takes over."),
    (POLICY_MIX, "The best mixes now, switches and limits of constraints in yellow, value for a resource."),
    (MY_MIX, "A mix of your own beside the best one."),
    (MIX_EXPLAINED, "Why the mix is what it is, as mcda worked it out for the saved run; not live."),
    (ROBUSTNESS, "How safe the answer is, whatever the weights, as mcda worked it out for the saved run; not live."),
    (ROBUST_RATINGS, "The same for ratings: how far scores may be off, which ratings to check first; not live."),
    (ROBUST_MIX, "The same for the mix: which mixes are best under which weights; not live."),
    (CHECKS, "What can be trusted now, and what to do where something cannot."),
    (ABOUT, "This page."),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a workbook comes from: the version of mcda, the SHA-256 of the inputs, the answer in a few sentences."""

    version: str
    fingerprint: str
    brief: Sequence[str] = ()


def write_explained(pen: Pen, grids: Sequence[Grid]) -> None:
    """Tables that mcda worked out for the saved run, one below the other."""
    how = "Worked out by mcda for the saved run; it does not follow the yellow cells."
    write_stack(pen, (MIX_EXPLAINED, MIX_EXPLAINED, how), grids, _EXPLAINED)


def write_about(pen: Pen, plan: Plan, origin: Origin) -> None:
    """The last sheet, and the hidden one with the same for programs."""
    sheet = pen.sheet(ABOUT, "About this workbook", (30, 120))
    pen.head(sheet, (2, 0), ("Sheet", "What is on it"), 20)
    row = 3
    there = {*pen.book.sheetnames, ABOUT}
    for name, words in (each for each in _SHEETS if each[0] in there):
        pen.put(sheet, (row, 0), name, "top_text")
        pen.put(sheet, (row, 1), words, "top_text")
        row += 1
    pen.head(sheet, (row + 1, 0), ("Subject", "In words"), 20)
    for offset, (subject, words) in enumerate(_subjects(plan, origin), row + 2):
        pen.put(sheet, (offset, 0), subject, "top_text")
        pen.put(sheet, (offset, 1), words, "top_text")
        sheet.set_row(offset, max(15, _LINE * sum(len(wrap(line, 138)) or 1 for line in words.split("\n"))))
    _meta(pen, plan, origin)


def _subjects(plan: Plan, origin: Origin) -> Iterator[tuple[str, str]]:
    study, weights = plan.study, plan.scenario.weights
    about = study.about
    yield "Study", about.name
    yield "Question", about.question
    if about.handling:
        yield "Handling", about.handling
    yield "Do nothing", about.do_nothing
    if origin.brief:
        yield "In brief, for the saved run", "\n".join(origin.brief)
    yield "Scenario", plan.scenario.name
    changed = override_texts(study, plan.scenario.overrides)
    if changed:
        yield "Changed for this run", "; ".join(changed)
    given = ", ".join(part for part in (weights.name, weights.who, weights.when) if part)
    yield "Weights", f"{given}. {weights.why}".strip()
    rates = trade_offs(study, plan.scenario.problem.weights)
    if rates:
        yield "Trade-offs in the saved run", f"{rates}."
    yield (
        "How to use it",
        "Change yellow cells only; all others are formulas or texts, locked without a password. Nothing is hidden that "
        "counts: hidden sheets hold the arithmetic behind the charts and mixes. No macros, no links.",
    )
    yield (
        "Method",
        "Score = sum over criteria of weight x value. Value: what the rating is worth on its fixed scale, less what "
        f"doing nothing is worth. {_zero(plan)}Scores equal to nine decimals share a place; the engine compares exact "
        "fractions.",
    )
    yield "Policy mix", " ".join(coverage_words(plan)) if plan.mixed else plan.scenario.why_no_mix
    yield (
        "Keep your changes",
        "mcda score results.xlsx --name my_view reads the yellow cells and works everything out anew.",
    )
    yield "Made by", f"mcda {origin.version}"
    yield "Inputs (SHA-256)", origin.fingerprint


def _zero(plan: Plan) -> str:
    """Where values are counted from worst instead."""
    if plan.scenario.ranking.has_nothing:
        return ""
    return f"{no_nothing_words(plan.study)} There values are counted from worst. {zero_words(plan.study)} "


def _meta(pen: Pen, plan: Plan, origin: Origin) -> None:
    sheet = pen.hidden(META)
    sheet.very_hidden()
    facts = (
        ("schema", SCHEMA),
        ("version", origin.version),
        ("inputs_sha256", origin.fingerprint),
        ("scenario", plan.scenario.name),
        ("weights", plan.scenario.weights.key),
        ("mixes", plan.listing.mode),
    )
    pen.put(sheet, (0, 0), "key")
    pen.put(sheet, (0, 1), "value")
    for row, fact in enumerate(facts, start=1):
        for column, text in enumerate(fact):
            pen.put(sheet, (row, column), text)
    pen.name("mcda_meta", Block(META, 1, 0, len(facts), 2))
