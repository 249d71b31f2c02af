"""How safe the answer is, on the screen, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from textwrap import wrap
from typing import Literal

from rich.console import Group, RenderableType
from rich.text import Text

from mcda.scenario.markdown import literal
from mcda.scenario.robust import Robustness
from mcda.scenario.robust_mix_words import (
    drawn_words,
    mix_change_words,
    mix_share_words,
    nothing_words,
    other_rule_words,
)
from mcda.scenario.robust_rating_words import rating_words
from mcda.scenario.robust_short import short_robust_words
from mcda.scenario.robust_tables import robust_tables
from mcda.scenario.robust_words import (
    certain_words,
    first_words,
    left_out_words,
    one_weight_words,
    ordinal_words,
    outside_words,
    over_words,
    range_words,
    rule_words,
    shift_words,
)
from mcda.scenario.robust_world_words import world_words
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import headline
from mcda.text.formats import markdown, table_data
from mcda.text.screen import HELD, WIDTH, wrapped

Show = Literal["some", "all"]
Words = Callable[[Scenario, Robustness], tuple[str, ...]]
# With each section how many of its sentences, the most telling first, a first look shows.
SECTIONS: tuple[tuple[str, int, Words], ...] = (
    ("If one weight moves alone (the others keep their proportions)", 6, one_weight_words),
    ("If weights move together (points of 100 in all)", 2, shift_words),
    ("Over the allowed weightings", 3, first_words),
    ("Whatever the allowed weighting", 3, certain_words),
    ("When does which option lead?", 3, rule_words),
    ("If ratings are off", 4, rating_words),
    ("If levels are only an order", 1, ordinal_words),
    ("The mix over the allowed weightings", 3, mix_share_words),
    ("What would change the mix", 3, mix_change_words),
    ("The mix if ratings are off", 2, drawn_words),
    ("The mix if doing nothing were another level", 1, nothing_words),
    ("The mix if a criterion added up by another rule", 1, other_rule_words),
    ("In other worlds (weights and constraints as given)", 8, world_words),
)
TOO_FEW = "With fewer than two rated options there is nothing that could change places."


def screen(scenario: Scenario, found: Robustness | None, show: Show = "some") -> RenderableType:
    """The answer in sentences, for a terminal: the most telling ones, or all."""
    return Group(*_screen(scenario, found, show))


def _screen(scenario: Scenario, found: Robustness | None, show: Show) -> Iterator[RenderableType]:
    yield Text(f"How safe is the answer? {scenario.study.about.name} ({scenario.name})", style="bold")
    yield wrapped(headline(scenario), "bold")
    for text in opening(scenario, found):
        yield _folded(text, "  ", "  ")
    for title, most, texts in _sections(scenario, found):
        shown = texts if show == "all" else texts[:most]
        left = len(texts) - len(shown)
        yield Text()
        yield Text(f"{title} [{left} more: --all]" if left else title, style="bold")
        yield from (_folded(text, "  - ", "    ") for text in shown)


def _folded(text: str, first: str, rest: str) -> Text:
    """A sentence over as many lines as it takes; a number stays with its sign, a name with its hyphen."""
    held = text.replace(" %", f"{HELD}%").replace("± ", f"±{HELD}")
    lines = wrap(held, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return Text("\n".join(lines).replace(HELD, " "))


def opening(scenario: Scenario, found: Robustness | None) -> tuple[str, ...]:
    """The answer in short, and over which weights everything below is taken."""
    if found is None:
        return (TOO_FEW,)
    said = (*range_words(scenario, found), *outside_words(scenario, found), *left_out_words(scenario, found))
    return (*short_robust_words(scenario, found), over_words(found), *said)


def _sections(scenario: Scenario, found: Robustness | None) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    for title, most, words in () if found is None else SECTIONS:
        texts = words(scenario, found) if found is not None else ()
        if texts:
            yield title, most, texts


def markdown_page(scenario: Scenario, found: Robustness | None) -> str:
    """The same as a Markdown page, with all tables."""
    parts = [f"# How safe is the answer? {literal(scenario.study.about.name)} ({scenario.name})\n"]
    parts += [f"{literal(text)}\n" for text in (headline(scenario), *opening(scenario, found))]
    for title, _, texts in _sections(scenario, found):
        parts.append(f"## {title}\n\n" + "\n".join(f"* {literal(text)}" for text in texts) + "\n")
    for table in () if found is None else robust_tables(scenario, found):
        parts.append(f"## {literal(table.title)}\n\n{markdown(table)}")
    return "\n".join(parts)


def json_text(scenario: Scenario, found: Robustness | None) -> str:
    """The sentences by section and the tables as JSON (schema mcda-robust/1)."""
    data = {
        "schema": "mcda-robust/1",
        "name": scenario.name,
        "over": "" if found is None else found.allowed.words,
        "allowed": [] if found is None else [statement.sentence for statement in found.allowed.statements],
        "question": None if found is None else _question(found),
        "short": list(opening(scenario, found)),
        "sentences": {title: list(texts) for title, _, texts in _sections(scenario, found)},
        "tables": [] if found is None else [table_data(table) for table in robust_tables(scenario, found)],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _question(found: Robustness) -> dict[str, object]:
    asked = found.question
    return {"weights": asked.weights, "ratings": asked.ratings, "draws": asked.draws}
