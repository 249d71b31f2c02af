"""Whole answers: Markdown pages, JSON, and several scenarios side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from mcda.scenario.markdown import literal
from mcda.scenario.mix_words import mix_headline, mix_proof
from mcda.scenario.record import results
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import (
    Column,
    Grid,
    compared_table,
    constraints_table,
    effects_table,
    mix_table,
    ranking_table,
    resources_table,
    weights_table,
)
from mcda.scenario.words import headline, trade_offs, worse_than_nothing
from mcda.text.formats import markdown, terminal
from mcda.text.screen import wrapped

__all__ = ["json_text", "markdown_page", "rankings_table", "side_by_side"]


def json_text(scenarios: Sequence[Scenario]) -> str:
    """The results of one or several scenarios as JSON (schema mcda-score/1)."""
    rows = [{"name": scenario.name, **results(scenario)} for scenario in scenarios]
    return json.dumps({"schema": "mcda-score/1", "scenarios": rows}, ensure_ascii=False, indent=2) + "\n"


def markdown_page(scenario: Scenario) -> str:
    """The whole answer as a Markdown page."""
    rates = trade_offs(scenario.study, scenario.ranking.weights)
    parts = [
        f"# {literal(scenario.study.about.name)}: {scenario.name}\n",
        literal(f"{headline(scenario)} {worse_than_nothing(scenario)}") + "\n",
        "## Ranking\n",
        markdown(ranking_table(scenario)),
        "## Weights\n",
        markdown(weights_table(scenario)),
        *([literal(f"In units: {rates}.") + "\n"] if rates else []),
        "## Policy mix\n",
        literal(f"{mix_headline(scenario)} {mix_proof(scenario)}") + "\n",
        *_mix_parts(scenario),
    ]
    return "\n".join(parts)


def rankings_table(scenarios: Sequence[Scenario]) -> Grid:
    """The ranking; of several scenarios one below the other, each row with the name of its scenario."""
    tables = [ranking_table(scenario) for scenario in scenarios]
    if len(tables) == 1:
        return tables[0]
    rows = [(scenario.name, *row) for scenario, table in zip(scenarios, tables, strict=True) for row in table.rows]
    return Grid("rankings", "Rankings", (Column("scenario", "Scenario"), *tables[0].columns), tuple(rows))


def _mix_parts(scenario: Scenario) -> list[str]:
    mix = scenario.mix.best if scenario.mix else None
    if mix is None:
        return [markdown(constraints_table(scenario, None))]
    tables = mix_table, effects_table, resources_table, constraints_table
    return [markdown(table(scenario, mix)) for table in tables]


def side_by_side(scenarios: Sequence[Scenario], folders: Sequence[str]) -> RenderableType:
    """A headline for each scenario, and the places of every option in all of them."""
    parts: list[RenderableType] = []
    for scenario, folder in zip(scenarios, folders, strict=True):
        parts.append(Text(f"{scenario.name}  ({folder})", style="bold"))
        parts += [wrapped(text, "", indent=2) for text in (headline(scenario), mix_headline(scenario))]
    return Group(*parts, terminal(compared_table(scenarios)))
