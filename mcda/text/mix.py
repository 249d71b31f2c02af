"""The mix on the screen, as Markdown and as JSON: what it is, what it rests on, what would change it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from mcda.mixes.evaluate import Evaluation
from mcda.mixes.milp import WrittenModel
from mcda.scenario.markdown import literal
from mcda.scenario.mix_conflict_words import conflict_words
from mcda.scenario.mix_explain import MixExplanation
from mcda.scenario.mix_explain_words import (
    forced_words,
    nearly_in_words,
    pareto_words,
    price_words,
    ratio_words,
    relax_words,
    rule_words,
)
from mcda.scenario.mix_model import model_sentences
from mcda.scenario.mix_tables import explanation_tables
from mcda.scenario.mix_words import mix_headline, mix_proof
from mcda.scenario.overrides import override_words
from mcda.scenario.record import results
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import (
    Grid,
    best_mixes_table,
    constraints_table,
    effects_table,
    mix_table,
    resources_table,
)
from mcda.text.formats import markdown, table_data, terminal
from mcda.text.screen import wrapped

Words = Callable[[Scenario, MixExplanation], tuple[str, ...]]
NEARLY_IN = 5
SECTIONS: tuple[tuple[str, Words], ...] = (
    ("Why no mix fits", conflict_words),
    ("Only in because a constraint asks for it", forced_words),
    ("What each member is worth", price_words),
    ("What nearly got in", nearly_in_words),
    ("What to relax first", relax_words),
    ("If effects added up in another way", rule_words),
    ("Best value per cost first, the rule of thumb", ratio_words),
    ("Other weights", lambda _, explanation: pareto_words(explanation)),
)


def model_text(scenario: Scenario) -> str:
    """The whole model as numbered sentences."""
    return "\n".join(model_sentences(scenario)) + "\n"


def written_words(written: WrittenModel) -> str:
    """How the objective of a written model is read: whole numbers suit a solver better than points."""
    constant = float(written.constant)
    more = f" {'+' if constant > 0 else '-'} {abs(constant):.12g}" if constant else ""
    return f"The value of a mix in points is the objective of the file / {float(written.scale):.12g}{more}."


def screen(scenario: Scenario, explanation: MixExplanation | None, most: int) -> RenderableType:
    """The mix for a terminal; `most` of the options that nearly got in."""
    return Group(*_screen(scenario, explanation, most))


def _screen(scenario: Scenario, explanation: MixExplanation | None, most: int) -> Iterator[RenderableType]:
    yield Text(f"{scenario.study.about.name} ({scenario.name})", style="bold")
    yield wrapped(mix_headline(scenario), "bold")
    mix = _mix(scenario)
    told = mix_proof(scenario), override_words(scenario.study, scenario.overrides)
    yield from (wrapped(text, "", indent=2) for text in told if text)
    if mix is not None:
        yield terminal(effects_table(scenario, mix))
        if scenario.mixing.resources:
            yield terminal(resources_table(scenario, mix))
        yield terminal(best_mixes_table(scenario))
    for title, texts in _sections(scenario, explanation, most):
        yield Text(title, style="bold")
        yield from (wrapped(f"- {text}", "", indent=2) for text in texts)


def _sections(
    scenario: Scenario, explanation: MixExplanation | None, most: int
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for title, words in SECTIONS if explanation is not None else ():
        texts = words(scenario, explanation) if explanation is not None else ()
        kept = texts[:most] if words is nearly_in_words else texts
        if kept:
            yield title, kept


def markdown_page(scenario: Scenario, explanation: MixExplanation | None) -> str:
    """The mix as a Markdown page, everything on it."""
    mix, changed = _mix(scenario), override_words(scenario.study, scenario.overrides)
    parts = [
        f"# {literal(scenario.study.about.name)}: the mix ({scenario.name})\n",
        *([literal(changed) + "\n"] if changed else []),
        literal(f"{mix_headline(scenario)} {mix_proof(scenario)}") + "\n",
    ]
    if mix is not None:
        spent = [resources_table(scenario, mix)] if scenario.mixing.resources else []
        tables = mix_table(scenario, mix), effects_table(scenario, mix), *spent, best_mixes_table(scenario)
        parts += [markdown(table) for table in tables]
    parts.append(markdown(constraints_table(scenario, mix)))
    for title, texts in _sections(scenario, explanation, len(scenario.mixing.options)):
        parts.append(f"## {title}\n\n" + "\n".join(f"* {literal(text)}" for text in texts) + "\n")
    for table in _tables(scenario, explanation):
        parts.append(f"## {literal(table.title)}\n\n{markdown(table)}")
    return "\n".join(parts)


def json_text(scenario: Scenario, explanation: MixExplanation | None) -> str:
    """The mix as JSON (schema mcda-mix/1), the explanation as sentences by section."""
    sections = dict(_sections(scenario, explanation, len(scenario.mixing.options)))
    data = {
        "schema": "mcda-mix/1",
        "name": scenario.name,
        "overrides": list(scenario.overrides.texts),
        "mix": results(scenario)["mix"],
        "explanation": {title: list(texts) for title, texts in sections.items()},
        "tables": [table_data(table) for table in _tables(scenario, explanation)],
        "model": list(model_sentences(scenario)),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _tables(scenario: Scenario, explanation: MixExplanation | None) -> tuple[Grid, ...]:
    return () if explanation is None else explanation_tables(scenario, explanation)


def _mix(scenario: Scenario) -> Evaluation | None:
    return scenario.mix.best if scenario.mix else None
