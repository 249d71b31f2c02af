"""Dual prices of the linear relaxation for several objectives: they make bounds, never answers, so rounding is no
matter."""

from __future__ import annotations

from typing import Any

import highspy as highspy_library
import numpy as np

from mcda.mixes.engine import silent_highs
from mcda.mixes.folding import FAR
from mcda.mixes.rows import Rows
from mcda.mixes.totals import Floats

# The library is not typed in all the versions we allow.
highspy: Any = highspy_library


def duals(costs: Floats, rows: Rows) -> Floats:
    """One line of dual prices of the rows for each line of costs (maximised); zeros where the relaxation has none."""
    solver = silent_highs()
    solver.passModel(_relaxation(rows))
    columns = np.arange(costs.shape[1], dtype=np.int32)
    found = np.zeros((len(costs), len(rows.matrix)))
    for line, cost in enumerate(costs):
        solver.changeColsCost(len(columns), columns, cost)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            found[line] = solver.getSolution().row_dual
    return found


def _relaxation(rows: Rows) -> Any:
    """Every option between 0 and 1, the rows as they are."""
    model = highspy.HighsLp()
    count, options = rows.matrix.shape
    model.num_col_, model.num_row_, model.sense_ = options, count, highspy.ObjSense.kMaximize
    model.col_cost_, model.col_lower_, model.col_upper_ = np.zeros(options), np.zeros(options), np.ones(options)
    model.row_lower_ = np.where(rows.low <= -FAR, -highspy.kHighsInf, rows.low.astype(np.float64))
    model.row_upper_ = np.where(rows.high >= FAR, highspy.kHighsInf, rows.high.astype(np.float64))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.arange(0, count * options + 1, options, dtype=np.int32)
    model.a_matrix_.index_ = np.tile(np.arange(options, dtype=np.int32), count)
    model.a_matrix_.value_ = rows.matrix.ravel().astype(np.float64)
    return model
