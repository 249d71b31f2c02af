"""Several scenarios side by side: for the terminal, as Markdown, CSV and JSON."""

from __future__ import annotations

import json

from rich.console import Group, RenderableType
from rich.text import Text

from mcda.scenario.compare_digits import in_digits
from mcda.scenario.many import (
    Many,
    letters,
    many_headline,
    membership_table,
    nearest_sentence,
    nearest_table,
    rank_table,
    regret_table,
)
from mcda.scenario.markdown import literal
from mcda.scenario.tables import Grid
from mcda.scenario.words import headline
from mcda.text.compare import View, rows_of
from mcda.text.formats import comma_separated, markdown, terminal
from mcda.text.screen import wrapped


def many_screen(many: Many, view: View) -> RenderableType:
    """The comparison for a terminal: sentences first, then tables."""
    parts: list[RenderableType] = [wrapped(many_headline(many), "bold"), wrapped(nearest_sentence(many), "")]
    parts += [wrapped(text, "") for text in _legend(many)]
    for grid in _grids(many, view):
        parts += [Text(), Text(grid.title, style="bold"), terminal(in_digits(grid, view.digits))]
    return Group(*parts)


def many_markdown(many: Many, view: View) -> str:
    """The comparison as a page for a pull request."""
    parts = [
        f"# {len(many.scenarios)} scenarios\n",
        f"**{literal(many_headline(many))}** {literal(nearest_sentence(many))}\n",
    ]
    parts += ["\n".join(f"- {literal(text)}" for text in _legend(many)) + "\n"]
    for grid in _grids(many, view):
        parts += [f"## {literal(grid.title)}\n", markdown(in_digits(grid, view.digits))]
    return "\n".join(parts)


def many_csv(many: Many, view: View) -> str:
    """The place of each option in each scenario as CSV."""
    return comma_separated(_ranks(many, view))


def many_json(many: Many, view: View) -> str:
    """Everything as JSON (schema mcda-compare-many/1)."""
    data = {
        "schema": "mcda-compare-many/1",
        "scenarios": [scenario.name for scenario in many.scenarios],
        "headline": many_headline(many),
        "nearest_sentence": nearest_sentence(many),
        **{grid.key: rows_of(grid) for grid in _grids(many, view)},
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _legend(many: Many) -> list[str]:
    marks = letters(len(many.scenarios))
    return [f"{mark} {each.name}: {headline(each)}" for mark, each in zip(marks, many.scenarios, strict=True)]


def _grids(many: Many, view: View) -> list[Grid]:
    return [_ranks(many, view), membership_table(many), regret_table(many), nearest_table(many)]


def _ranks(many: Many, view: View) -> Grid:
    """The places; with only changed ones, without options that stand in one place everywhere."""
    grid = rank_table(many)
    if not view.only_changed:
        return grid
    places = range(1, 1 + len(many.scenarios))
    return Grid(grid.key, grid.title, grid.columns, tuple(r for r in grid.rows if len({r[j] for j in places}) > 1))
