"""How safe an answer is: the whole look, and a quick one for screens, reports and workbooks."""

from __future__ import annotations

from concurrent.futures import Executor

from mcda.errors import StudyError
from mcda.scenario.robust import Robustness
from mcda.scenario.robust import robust as look
from mcda.scenario.robust_question import FULL, QUICK, Question
from mcda.scenario.scenario import Scenario

__all__ = ["Question", "Robustness", "quick_look", "robust"]


def robust(scenario: Scenario, question: Question = FULL, *, executor: Executor | None = None) -> Robustness | None:
    """How safe the answer of a scenario is; None where fewer than two options can be ranked.

    `executor` does what is sampled: threads, processes or a Dask cluster; the figures are the same with any. Raises
    StudyError where the statements about weights contradict each other, or are too many to work through.
    """
    return look(scenario, question, executor=executor)


def quick_look(scenario: Scenario) -> Robustness | None:
    """What is exact and quick about how safe the answer is; None where it is out of reach."""
    try:
        return look(scenario, QUICK)
    except StudyError:
        return None
