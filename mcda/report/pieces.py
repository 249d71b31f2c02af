"""Pieces that the comparison page is put together from: sections, pictures in two widths, tables, bars of shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Literal

from mcda.report.drawing import SERIES, number
from mcda.report.html import paragraph, share_bar, table
from mcda.report.template import scroll
from mcda.scenario.compare_digits import in_digits
from mcda.scenario.many import letters
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import Grid
from mcda.scenario.words import share

Width = Literal["wide", "narrow"]
Drawing = tuple[Sequence[str], float, float]


def section(key: str, title: str, sub: str, body: str) -> str:
    """One section of a page with its heading and what to know before reading it."""
    return f'<section id="{key}"><h2>{escape(title)}</h2>{paragraph(sub, "sub")}{body}</section>'


def pictures(title: str, draw: Callable[[Width], Drawing]) -> str:
    """A picture drawn for a desk and for a phone, of which a screen shows the one that fits."""
    widths: tuple[Width, ...] = ("wide", "narrow")
    return "".join(f'<figure class="picture {width}">{_inline(title, draw(width))}</figure>' for width in widths)


def tabled(grid: Grid, first: Sequence[str] = ()) -> str:
    """A table that can be moved sideways, named by its title."""
    return scroll(grid.title, table(in_digits(grid, 1), f"t-{grid.key}", caption=grid.title, first=first))


def twin(*grids: Grid) -> str:
    """The same as tables, folded away."""
    return f'<details class="twin"><summary>The same as a table</summary>{"".join(map(tabled, grids))}</details>'


def key(entries: Iterable[tuple[str, str]]) -> str:
    """The colours of a picture with what they stand for."""
    items = (f'<li><span class="swatch c{SERIES.index(colour)}"></span>{escape(name)}</li>' for name, colour in entries)
    return f'<ul class="legend">{"".join(items)}</ul>'


def items(texts: Sequence[str]) -> str:
    """Texts as a list."""
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>" if texts else "<p>none</p>"


def weights_section(scenarios: Sequence[Scenario]) -> str:
    """The weight of every criterion in every scenario, as figures with bars."""
    named = {c.key: c.name for s in reversed(scenarios) for c in s.study.criteria}
    heads = "".join(f'<th scope="col" class="n">{mark}</th>' for mark in letters(len(scenarios)))
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(_weight(s, criterion) for s in scenarios)}</tr>'
        for criterion, name in named.items()
    )
    caption = "<caption>Share of each criterion in the whole weight</caption>"
    grid = f'<table id="t-weights">{caption}<thead><tr><th scope="col">Criterion</th>{heads}</tr></thead>'
    body = scroll("Weights side by side", f"{grid}<tbody>{rows}</tbody></table>")
    sub = "A weight belongs to the way from the worst to the best end of its criterion's scale."
    return section("weights", "Weights side by side", sub, body)


def _weight(scenario: Scenario, criterion: str) -> str:
    weights = dict(zip(scenario.problem.criteria, scenario.problem.weights, strict=True))
    weight = weights.get(criterion)
    return (
        '<td class="n">not there</td>' if weight is None else f'<td class="n">{share(weight)}{share_bar(weight)}</td>'
    )


def _inline(title: str, drawing: Drawing) -> str:
    shapes, width, height = drawing
    box = f'viewBox="-8 -8 {number(width + 16)} {number(height + 16)}"'
    return f'<svg role="img" {box}><title>{escape(title)}</title>{"".join(shapes)}</svg>'
