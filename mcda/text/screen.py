"""The first screen: what leads, by how much, which mix, what to know, where the files are. Forty lines of eighty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from textwrap import wrap

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from mcda.model.counts import counted
from mcda.scenario.mix_explain import MixExplanation
from mcda.scenario.mix_short import short_words
from mcda.scenario.mix_words import mix_headline, mix_proof, resource_words
from mcda.scenario.overrides import override_words
from mcda.scenario.ranking import Line, explain
from mcda.scenario.robust import Robustness
from mcda.scenario.robust_short import short_robust_words
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import NOTHING
from mcda.scenario.words import (
    check_command,
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

WIDTH, HEIGHT = 80, 40
FEWEST_ROWS, LEAST_ROWS = 8, 5
MOST_CRITERIA = 5
# Keeps a number and its sign on one line.
HELD = "\N{NO-BREAK SPACE}"
# Two lines of headings, one for "do nothing", two blank ones around the table.
_FRAME = 5


def first_screen(
    scenario: Scenario,
    explanation: MixExplanation | None,
    safety: Robustness | None,
    files: Sequence[str],
    height: int = HEIGHT,
) -> RenderableType:
    """Everything a reader of one screen needs; where it is too long, the middle of the ranking is left out, then
    sentences about the mix, the last but one first, then more of the ranking."""
    told, tail = list(short_words(scenario, explanation)), list(_tail(scenario, files))
    space = height - _FRAME - len(tail)
    head = list(_head(scenario, told, safety))
    while len(head) + _rows(scenario) > space and len(told) > 1:
        del told[-2]
        head = list(_head(scenario, told, safety))
    room = space - len(head)
    return Group(*head, Text(), _ranking(scenario, max(LEAST_ROWS, room)), Text(), *tail)


def wrapped(text: str, style: str, indent: int = 0) -> Text:
    """A sentence over as many lines of WIDTH as it takes, without trailing spaces."""
    return Text("\n").join(_lines(text, style, indent))


def _lines(text: str, style: str, indent: int = 0) -> list[Text]:
    space = " " * indent
    held = text.replace(" %", f"{HELD}%")
    lines = wrap(held, WIDTH, initial_indent=space, subsequent_indent=space, break_long_words=False)
    return [Text(line.replace(HELD, " "), style=style) for line in lines]


def _rows(scenario: Scenario) -> int:
    """The fewest lines that the ranking takes, with the one that says what was left out."""
    return min(len(scenario.ranking.lines), FEWEST_ROWS)


def _head(scenario: Scenario, told: Sequence[str], safety: Robustness | None) -> Iterator[Text]:
    study = scenario.study
    yield Text(f"{study.about.name} ({scenario.name})", style="bold")
    yield from _lines(headline(scenario), "bold")
    rated = [line for line in scenario.ranking.lines if line.score is not None]
    if len(rated) > 1 and not rated[0].ties:
        pair = explain(scenario.problem, rated[0].option, rated[1].option)
        yield from _lines(explained(study, pair), "", indent=2)
    yield from _lines(mix_headline(scenario), "bold")
    yield from _lines(" ".join(_about_mix(scenario)), "", indent=2)
    for text in told:
        yield from _lines(text, "", indent=2)
    safe = " ".join(short_robust_words(scenario, safety))
    if safe:
        yield from _lines(f"How safe? {safe}", "")


def _about_mix(scenario: Scenario) -> Iterator[str]:
    if scenario.mix is None or scenario.mix.best is None:
        return
    uses = resource_words(scenario, scenario.mix.best)
    if uses:
        yield f"It uses {names(uses)}."
    yield mix_proof(scenario)


def _tail(scenario: Scenario, files: Sequence[str]) -> Iterator[Text]:
    yield from _lines(worse_than_nothing(scenario), "")
    rates = trade_offs(scenario.study, scenario.ranking.weights)
    if rates:
        yield from _lines(f"In units: {rates}.", "")
    if scenario.notes:
        one = len(scenario.notes) == 1
        there = f"There {'is' if one else 'are'} {counted(len(scenario.notes), 'note')} on this study"
        yield from _lines(f"{there}: {check_command(scenario)} shows {'it' if one else 'them'}.", "")
    yield from _lines(override_words(scenario.study, scenario.overrides), "")
    if files:
        yield from _lines(f"Files: {', '.join(files)}", "")


def _ranking(scenario: Scenario, room: int) -> Table:
    shown, lines = _columns(scenario), scenario.ranking.lines
    kept = len(lines) if len(lines) <= room else room - 1
    table = _headings(scenario, shown)
    rows = [(line, _cells(scenario, line, shown)) for line in lines]
    above = sum(not line.worse_than_nothing and line.score is not None for line in lines)
    for i, (line, cells) in enumerate(rows[:kept]):
        if i == above and scenario.ranking.has_nothing:
            table.add_row(*_nothing(scenario, shown), style="dim")
        table.add_row(*cells, style="dim" if line.worse_than_nothing else "")
    if kept < len(lines):
        table.add_row("", f"... {len(lines) - kept} more (--all)")
    if above >= kept and scenario.ranking.has_nothing:
        table.add_row(*_nothing(scenario, shown), style="dim")
    return table


def _headings(scenario: Scenario, shown: tuple[int, ...]) -> Table:
    study = scenario.study
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), expand=False)
    table.add_column("#", justify="right", no_wrap=True)
    # The only column that gives way on a narrow terminal: names are cut, figures never.
    table.add_column("Option\nweight of worst to best", overflow="ellipsis", max_width=26)
    table.add_column("Score", justify="right", no_wrap=True)
    table.add_column("Low..high", justify="right", no_wrap=True)
    for j in shown:
        heading = f"{_short(study.criteria[j].name)}\n{share(scenario.ranking.weights[j])}"
        table.add_column(heading, justify="right", no_wrap=True)
    if len(shown) < len(study.criteria):
        table.add_column("other", justify="right", no_wrap=True)
    table.add_column("Mix", justify="center", no_wrap=True)
    return table


def _columns(scenario: Scenario) -> tuple[int, ...]:
    """The criteria with a column of their own: all, or the heaviest ones in study order."""
    weights = scenario.ranking.weights
    heaviest = sorted(range(len(weights)), key=lambda j: -weights[j])[:MOST_CRITERIA]
    return tuple(range(len(weights))) if len(weights) <= MOST_CRITERIA else tuple(sorted(heaviest))


def _cells(scenario: Scenario, line: Line, shown: tuple[int, ...]) -> list[RenderableType]:
    best = scenario.mix.best if scenario.mix else None
    chosen = best is not None and scenario.mixing.options.index(line.option) in best.members
    rest = [part or Fraction(0) for j, part in enumerate(line.contributions) if j not in shown]
    return [
        place(line),
        Text(option_name(scenario.study, line.option), no_wrap=True, overflow="ellipsis"),
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
