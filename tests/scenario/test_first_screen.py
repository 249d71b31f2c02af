"""The first screen at 80 columns, also with the widest figures: names give way, figures and marks never."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from io import StringIO

from rich.console import Console

from mcda.scenario.ranking import Line
from mcda.scenario.scenario import Scenario
from mcda.text.screen import first_screen
from tests.scenario.studies import reference, scenario_of


def with_wide_figures() -> Scenario:
    """The reference study as it would look where doing nothing lies far from every option."""
    scenario = scenario_of(reference())
    lines = tuple(_wide(line) for line in scenario.ranking.lines)
    return replace(scenario, ranking=replace(scenario.ranking, lines=lines))


def _wide(line: Line) -> Line:
    low, high = Fraction(-1004, 10), Fraction(1004, 10)
    wide = tuple(Fraction(-1000) for _ in line.contributions)
    return replace(line, score=low, lowest=low, highest=high, contributions=wide)


def test_names_give_way_on_a_narrow_screen_and_figures_do_not() -> None:
    screen = StringIO()
    Console(file=screen, width=80).print(first_screen(with_wide_figures(), None, None, ()))

    rows = [line for line in screen.getvalue().splitlines() if "-100.4..100.4" in line]
    assert len(rows) > 9
    assert all("-100.4 -100.4..100.4" in row and row.count("-1000.0") == 4 for row in rows)
    assert any(row.rstrip().endswith("yes") for row in rows)
    assert any("…" in row for row in rows)
    assert max(map(len, screen.getvalue().splitlines())) <= 80
