"""Results as pandas data frames, for notebooks. The only module that imports pandas."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from mcda.scenario import tables
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import Grid, Value


def ranking(scenario: Scenario) -> pd.DataFrame:
    """One row an option (and "do nothing"): place, score, lowest, highest, contribution of each criterion."""
    return frame(tables.ranking_table(scenario))


def weights(scenario: Scenario) -> pd.DataFrame:
    """One row a criterion: points, share in its branch, overall weight, swing in words."""
    return frame(tables.weights_table(scenario))


def ratings(scenario: Scenario) -> pd.DataFrame:
    """One row a rating, as typed, with its reason."""
    return frame(tables.ratings_table(scenario))


def mix(scenario: Scenario) -> pd.DataFrame:
    """One row an option: in the best mix or not, what it adds there, what it uses.

    Raises ValueError if there is no mix.
    """
    if scenario.mix is None or scenario.mix.best is None:
        raise ValueError("there is no mix in this scenario")
    return frame(tables.mix_table(scenario, scenario.mix.best))


def frame(grid: Grid) -> pd.DataFrame:
    """A table as a data frame; exact numbers become floats, blanks NaN."""
    data = {c.key: [_plain(row[i]) for row in grid.rows] for i, c in enumerate(grid.columns)}
    return pd.DataFrame(data)


def _plain(value: Value) -> str | float | None:
    return float(value) if isinstance(value, Fraction | int) else value
