"""A comparison of two scenarios on a terminal of 80 columns, as Markdown, CSV and JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeGuard

from rich.console import Group, RenderableType
from rich.text import Text

from mcda.scenario.compare_digits import cell_in_digits, in_digits, signed
from mcda.scenario.compare_tables import (
    SortBy,
    changes_table,
    corners_table,
    has_moved,
    has_two_sides,
    mix_table,
    moves_table,
    ordered,
    rank_causes_table,
    regret_table,
    score_causes_table,
)
from mcda.scenario.compare_words import alignment_sentences, compare_headline, mix_sentence
from mcda.scenario.comparing import Compared, Move
from mcda.scenario.markdown import literal
from mcda.scenario.tables import Column, Grid, Value
from mcda.text.formats import comma_separated, markdown, terminal
from mcda.text.screen import wrapped
from mcda.text.values import plain

MOST_LINES = 24
MOST_CAUSES = 5
_LARGEST: tuple[SortBy, SortBy] = ("change", "move")


@dataclass(frozen=True, slots=True)
class View:
    """What of a comparison is shown: the order of options, whether all of them, and the digits of points."""

    sort_by: SortBy = "rank-b"
    only_changed: bool = False
    everything: bool = False
    digits: int = 1


def compare_screen(compared: Compared, view: View) -> RenderableType:
    """The comparison for a terminal: sentences first, then tables."""
    parts: list[RenderableType] = [Text(title(compared), style="bold"), wrapped(compare_headline(compared), "bold")]
    parts += [wrapped(text, "") for text in (mix_sentence(compared), *alignment_sentences(compared.pair)) if text]
    for grid in _grids(compared, view):
        told = _told(grid, view) if grid.key in {"score_causes", "rank_causes"} else in_digits(grid, view.digits)
        parts += [Text(), Text(grid.title, style="bold"), terminal(told)]
    return Group(*parts)


def compare_markdown(compared: Compared, view: View) -> str:
    """The comparison as a page for a pull request."""
    parts = [
        f"# {literal(title(compared))}\n",
        f"**{literal(compare_headline(compared))}** {literal(mix_sentence(compared))}\n",
    ]
    parts += [f"{literal(text)}\n" for text in alignment_sentences(compared.pair)]
    for grid in _grids(compared, replace(view, everything=True)):
        parts += [f"## {literal(grid.title)}\n", markdown(in_digits(grid, view.digits))]
    return "\n".join(parts)


def compare_csv(compared: Compared, view: View) -> str:
    """Scores, ranks, mix and causes of each option as one CSV table with all digits."""
    moves = _shown_moves(compared, replace(view, everything=True))
    main, causes = moves_table(compared, moves), score_causes_table(compared, moves)
    parts = {row[0]: row[2:] for row in causes.rows}
    blank = (None,) * (len(causes.columns) - 2)
    rows = tuple((*row, *parts.get(row[0], blank)) for row in main.rows)
    return comma_separated(Grid("compare", main.title, (*main.columns, *causes.columns[2:]), rows))


def compare_json(compared: Compared, view: View) -> str:
    """Everything about a comparison as JSON (schema mcda-compare/1), with all digits."""
    moves = _shown_moves(compared, replace(view, everything=True))
    mix = compared.mix
    data = {
        "schema": "mcda-compare/1",
        "before": compared.pair.before.name,
        "after": compared.pair.after.name,
        "changed": compared.is_changed,
        "headline": compare_headline(compared),
        "mix_sentence": mix_sentence(compared),
        "not_compared": list(alignment_sentences(compared.pair)),
        "inputs": rows_of(changes_table(compared)),
        "moves": rows_of(moves_table(compared, moves)),
        "score_causes": rows_of(score_causes_table(compared, moves)),
        "rank_causes": rows_of(rank_causes_table(compared, moves)),
        "corners": rows_of(corners_table(compared, moves)),
        "mix": rows_of(mix_table(compared)) if mix else [],
        "regret": rows_of(regret_table(compared)) if mix else [],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def title(compared: Compared) -> str:
    """Which scenarios are compared: "A baseline -> B alliance_first"."""
    return f"A {compared.pair.before.name} -> B {compared.pair.after.name}"


def rows_of(grid: Grid) -> list[dict[str, object]]:
    """The rows of a table as JSON objects."""
    return [{column.key: _number(value) for column, value in zip(grid.columns, row, strict=True)} for row in grid.rows]


def _grids(compared: Compared, view: View) -> list[Grid]:
    moves = _shown_moves(compared, view)
    changed = [move for move in moves if has_moved(compared, move)]
    grids = [changes_table(compared), moves_table(compared, moves)]
    largest = [[move for move in ordered(compared, by) if move in changed] for by in _LARGEST]
    by_score, by_rank = (changed, changed) if view.everything else largest
    scored = [move for move in by_score if _has_causes(move)]
    grids += [score_causes_table(compared, scored), rank_causes_table(compared, by_rank)]
    if has_two_sides(compared):
        grids.append(corners_table(compared, changed))
    if compared.mix is not None and not compared.mix.is_same:
        table = mix_table(compared)
        corners = {"new_old", "old_new"} if not has_two_sides(compared) else set()
        grids += [_without(table, corners), regret_table(compared)]
    return [_cut(grid, view) for grid in grids if grid.rows]


def _has_causes(move: Move) -> bool:
    """Whether the score changed, or would have but for changes that cancel each other."""
    causes = move.causes
    return causes is not None and any((move.change, *causes.points.values(), *causes.ratings.values()))


def _shown_moves(compared: Compared, view: View) -> tuple[Move, ...]:
    moves = ordered(compared, view.sort_by)
    return tuple(move for move in moves if has_moved(compared, move)) if view.only_changed else moves


def _cut(grid: Grid, view: View) -> Grid:
    """The first rows, and how many more there are."""
    most = MOST_CAUSES if grid.key in {"score_causes", "rank_causes", "corners"} else MOST_LINES
    if view.everything or len(grid.rows) <= most:
        return grid
    more: tuple[Value, ...] = (f"... and {len(grid.rows) - most} more (--all)", *[None] * (len(grid.columns) - 1))
    return replace(grid, rows=(*grid.rows[:most], more))


def _told(grid: Grid, view: View) -> Grid:
    """The causes of each row as text, largest first: a table of many columns is too wide for a terminal."""
    first, total, *causes = grid.columns
    columns = (first, Column(total.key, total.name, "place"), Column("causes", "Where it comes from"))
    rows = []
    for name, change, *parts in grid.rows:
        known = [(cause.name, part) for cause, part in zip(causes, parts, strict=True) if _is_number(part) and part]
        texts = [f"{signed(part, view.digits)} {cause}" for cause, part in sorted(known, key=_largest_first)]
        rows.append((name, cell_in_digits(total, change, view.digits), ", ".join(texts)))
    return Grid(grid.key, grid.title, columns, tuple(rows))


def _is_number(value: Value) -> TypeGuard[Fraction | int]:
    return value is not None and not isinstance(value, str)


def _largest_first(item: tuple[str, Fraction | int]) -> Fraction:
    return -abs(Fraction(item[1]))


def _without(grid: Grid, keys: set[str]) -> Grid:
    kept = [j for j, column in enumerate(grid.columns) if column.key not in keys]
    columns = tuple(grid.columns[j] for j in kept)
    return replace(grid, columns=columns, rows=tuple(tuple(row[j] for j in kept) for row in grid.rows))


def _number(value: Value) -> object:
    return float(plain(value)) if value is not None and not isinstance(value, str | int) else value
