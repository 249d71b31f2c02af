"""The first screen: what leads, by how much, which mix, what to know, where the files are. Forty lines of eighty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain
from textwrap import fill

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from mcda.scenario.mix_words import mix_headline, mix_proof, resource_words
from mcda.scenario.ranking import Line, explain
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import NOTHING
from mcda.scenario.words import (
    explained,
    headline,
    names,
    option_name,
    place,
    rounded,
    share,
    trade_offs,
    worse_than_nothing,
)

MOST_LINES = 24
MOST_CRITERIA = 5
WIDTH = 80


def first_screen(scenario: Scenario, files: Sequence[str]) -> RenderableType:
    """Everything a reader of one screen needs."""
    parts = chain(_answer(scenario), _mix(scenario), [Text()], [_ranking(scenario)], [Text()], _after(scenario, files))
    return Group(*parts)


def _answer(scenario: Scenario) -> Iterator[RenderableType]:
    study = scenario.study
    yield Text(f"{study.about.name} ({scenario.name})", style="bold")
    yield wrapped(headline(scenario), "bold")
    rated = [line for line in scenario.ranking.lines if line.score is not None]
    if len(rated) > 1 and not rated[0].ties:
        yield wrapped(explained(study, explain(scenario.problem, rated[0].option, rated[1].option)), "", indent=2)


def _mix(scenario: Scenario) -> Iterator[RenderableType]:
    yield wrapped(mix_headline(scenario), "bold")
    if scenario.mix is not None and scenario.mix.best is not None:
        uses = resource_words(scenario, scenario.mix.best)
        if uses:
            yield wrapped(f"It uses {names(uses)}.", "", indent=2)
        yield wrapped(mix_proof(scenario), "", indent=2)


def _ranking(scenario: Scenario) -> Table:
    shown = _columns(scenario)
    study = scenario.study
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), expand=False)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("Option\nweight of worst to best", no_wrap=True, overflow="ellipsis", max_width=26)
    table.add_column("Score", justify="right", no_wrap=True)
    table.add_column("Low..high", justify="right", no_wrap=True)
    for j in shown:
        weight = share(scenario.ranking.weights[j])
        table.add_column(f"{_short(study.criteria[j].name)}\n{weight}", justify="right", no_wrap=True)
    if len(shown) < len(study.criteria):
        table.add_column("other", justify="right", no_wrap=True)
    table.add_column("Mix", justify="center", no_wrap=True)
    nothing = scenario.ranking.has_nothing
    for line in scenario.ranking.lines[:MOST_LINES]:
        if nothing and (line.worse_than_nothing or line.score is None):
            table.add_row(*_nothing(scenario, shown), style="dim")
            nothing = False
        table.add_row(*_cells(scenario, line, shown), style="dim" if line.worse_than_nothing else "")
    left = len(scenario.ranking.lines) - MOST_LINES
    if left > 0:
        table.add_row("", f"... and {left} more (--format md)")
    if nothing:
        table.add_row(*_nothing(scenario, shown), style="dim")
    return table


def _columns(scenario: Scenario) -> tuple[int, ...]:
    """The criteria with a column of their own: all, or the heaviest ones in study order."""
    weights = scenario.ranking.weights
    heaviest = sorted(range(len(weights)), key=lambda j: -weights[j])[:MOST_CRITERIA]
    return tuple(range(len(weights))) if len(weights) <= MOST_CRITERIA else tuple(sorted(heaviest))


def _cells(scenario: Scenario, line: Line, shown: tuple[int, ...]) -> list[str]:
    in_mix = scenario.mix is not None and scenario.mix.best is not None
    members = scenario.mix.best.members if in_mix and scenario.mix and scenario.mix.best else ()
    chosen = scenario.mixing.options.index(line.option) in members
    rest = [part or Fraction(0) for j, part in enumerate(line.contributions) if j not in shown]
    return [
        place(line),
        escape(option_name(scenario.study, line.option)),
        "blank" if line.score is None else rounded(line.score),
        f"{rounded(line.lowest)}..{rounded(line.highest)}",
        *("" if part is None else rounded(part) for part in (line.contributions[j] for j in shown)),
        *([rounded(sum(rest, Fraction(0)))] if rest else []),
        "yes" if chosen else "",
    ]


def _nothing(scenario: Scenario, shown: tuple[int, ...]) -> list[str]:
    other = len(shown) < len(scenario.study.criteria)
    return ["-", NOTHING, "0.0", "", *(["0.0"] * (len(shown) + other)), ""]


def _short(name: str) -> str:
    return name if len(name) <= 6 else name[:5] + "."


def _after(scenario: Scenario, files: Sequence[str]) -> Iterator[RenderableType]:
    yield wrapped(worse_than_nothing(scenario), "")
    rates = trade_offs(scenario.study, scenario.ranking.weights)
    if rates:
        yield wrapped(f"In units: {rates}.", "")
    if files:
        yield wrapped(f"Files: {', '.join(files)}", "")


def wrapped(text: str, style: str, indent: int = 0) -> RenderableType:
    """A sentence over as many lines of WIDTH as it takes, without trailing spaces."""
    space = " " * indent
    return Text(fill(text, WIDTH, initial_indent=space, subsequent_indent=space, break_long_words=False), style=style)
