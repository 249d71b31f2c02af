"""How safe the answer is, on the screen, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from mcda.scenario.robust import Robustness
from mcda.scenario.robust_mix_words import drawn_words, mix_change_words, mix_share_words, nothing_words
from mcda.scenario.robust_tables import robust_tables
from mcda.scenario.robust_words import (
    certain_words,
    first_words,
    one_weight_words,
    ordinal_words,
    outside_words,
    over_words,
    rating_words,
    rule_words,
    shift_words,
)
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import headline
from mcda.text.formats import markdown, table_data
from mcda.text.screen import wrapped

Words = Callable[[Scenario, Robustness], tuple[str, ...]]
SECTIONS: tuple[tuple[str, Words], ...] = (
    ("If one weight moves alone (the others keep their proportions)", one_weight_words),
    ("If weights move together", shift_words),
    (
        "Over the allowed weights",
        lambda scenario, found: (*first_words(scenario, found), *certain_words(scenario, found)),
    ),
    ("If ratings are off", rating_words),
    ("When does which option lead?", rule_words),
    ("If levels are only an order", ordinal_words),
    ("The mix over the allowed weights", mix_share_words),
    ("What would change the mix", mix_change_words),
    ("The mix if ratings are off", drawn_words),
    ("If doing nothing were another level", nothing_words),
)
TOO_FEW = "With fewer than two rated options there is nothing that could change places."


def screen(scenario: Scenario, found: Robustness | None) -> RenderableType:
    """Everything in sentences, for a terminal."""
    return Group(*_screen(scenario, found))


def _screen(scenario: Scenario, found: Robustness | None) -> Iterator[RenderableType]:
    yield Text(f"How safe is the answer? {scenario.study.about.name} ({scenario.name})", style="bold")
    yield wrapped(headline(scenario), "bold")
    yield wrapped(TOO_FEW if found is None else over_words(found), "", indent=2)
    for text in () if found is None else outside_words(scenario, found):
        yield wrapped(text, "", indent=2)
    for title, texts in _sections(scenario, found):
        yield Text(title, style="bold")
        yield from (wrapped(f"- {text}", "", indent=2) for text in texts)


def _sections(scenario: Scenario, found: Robustness | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    for title, words in () if found is None else SECTIONS:
        texts = words(scenario, found) if found is not None else ()
        if texts:
            yield title, texts


def markdown_page(scenario: Scenario, found: Robustness | None) -> str:
    """The same as a Markdown page, with all tables."""
    parts = [f"# How safe is the answer? {scenario.study.about.name} ({scenario.name})\n", f"{headline(scenario)}\n"]
    parts.append(f"{TOO_FEW if found is None else over_words(found)}\n")
    for title, texts in _sections(scenario, found):
        parts.append(f"## {title}\n\n" + "\n".join(f"* {text}" for text in texts) + "\n")
    for table in () if found is None else robust_tables(scenario, found):
        parts.append(f"## {table.title}\n\n{markdown(table)}")
    return "\n".join(parts)


def json_text(scenario: Scenario, found: Robustness | None) -> str:
    """The sentences by section and the tables as JSON (schema mcda-robust/1)."""
    data = {
        "schema": "mcda-robust/1",
        "name": scenario.name,
        "over": "" if found is None else found.allowed.words,
        "allowed": [] if found is None else [statement.sentence for statement in found.allowed.statements],
        "sentences": {title: list(texts) for title, texts in _sections(scenario, found)},
        "tables": [] if found is None else [table_data(table) for table in robust_tables(scenario, found)],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
