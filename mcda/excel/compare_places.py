"""The hidden sheets of the comparison workbook: numbers of all scenarios, and where formulas find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from mcda.excel.compare_writing import Cell, Writing, block
from mcda.scenario.compare_data import CompareData
from mcda.scenario.comparing import mix_of
from mcda.scenario.many import ranks_of

DATA, VALUES, SHARES, WHY_DATA = "_data", "_values", "_shares", "_why"
SCORES, RANKS, MEMBERS = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the drop-downs show when the workbook is opened: indices of two scenarios and an option."""

    one: int
    other: int
    option: int


@dataclass(frozen=True, slots=True)
class Places:
    """How many of each there are, and so where the blocks of the hidden sheets stand."""

    scenarios: int
    options: int
    criteria: int
    nodes: int

    @property
    def labels(self) -> str:
        """The scenarios, one a row."""
        return block(DATA, (1, 0), (self.scenarios, 0))

    @property
    def names(self) -> str:
        """The options, one a row."""
        return block(DATA, (1, 1), (self.options, 1))

    def table(self, number: int) -> str:
        """Options by scenarios: SCORES, RANKS or MEMBERS of the mix."""
        left = 2 + number * self.scenarios
        return block(DATA, (1, left), (self.options, left + self.scenarios - 1))

    @property
    def values(self) -> str:
        """One row an option, block after block of scenarios; one column a criterion."""
        return block(VALUES, (1, 0), (self.scenarios * self.options, self.criteria - 1))

    @property
    def weights(self) -> str:
        """One row a scenario, one column a criterion."""
        left = self.criteria + 1
        return block(VALUES, (1, left), (self.scenarios, left + self.criteria - 1))

    @property
    def shares(self) -> str:
        """One row a node, block after block of pairs of scenarios; one column a criterion."""
        return block(SHARES, (1, 0), (self.scenarios**2 * self.nodes, self.criteria - 1))


def places_of(data: CompareData) -> Places:
    """The places of a comparison's numbers."""
    return Places(len(data.labels), len(data.option_names), len(data.criteria), len(data.nodes))


def write_hidden(writing: Writing, data: CompareData, places: Places) -> None:
    """The numbers that formulas look up. What is not known has no cell."""
    _write_data(writing, data, places)
    sheet = writing.hidden(VALUES)
    for s in range(places.scenarios):
        for j in range(places.criteria):
            writing.put(sheet, (1 + s, places.criteria + 1 + j), data.weights[s][j])
            for i in range(places.options):
                writing.known(sheet, (1 + s * places.options + i, j), data.values[s][i][j])
    sheet = writing.hidden(SHARES)
    rows = [row for one in data.shares for two in one for row in two]
    for i, row in enumerate(rows):
        for j, part in enumerate(row):
            writing.put(sheet, (1 + i, j), part)


def scores(data: CompareData, option: int) -> tuple[Fraction | None, ...]:
    """The score of an option in each scenario."""
    key = data.many.options[option]
    return tuple(s.ranking.line(key).score if key in s.problem.options else None for s in data.many.scenarios)


def ranks(data: CompareData, option: int) -> tuple[int | None, ...]:
    """The rank of an option in each scenario."""
    return ranks_of(data.many, data.many.options[option])


def members(data: CompareData, option: int) -> tuple[int, ...]:
    """1 where an option is in the mix of a scenario, else 0."""
    return tuple(int(data.many.options[option] in (mix_of(s) or ())) for s in data.many.scenarios)


def _write_data(writing: Writing, data: CompareData, places: Places) -> None:
    sheet = writing.hidden(DATA)
    for row, label in enumerate(data.labels):
        writing.put(sheet, (1 + row, 0), label)
    for i, name in enumerate(data.option_names):
        writing.put(sheet, (1 + i, 1), name)
        tables: dict[int, Sequence[Cell]] = {SCORES: scores(data, i), RANKS: ranks(data, i), MEMBERS: members(data, i)}
        for number, figures in tables.items():
            for s, figure in enumerate(figures):
                writing.known(sheet, (1 + i, 2 + number * places.scenarios + s), figure)
