"""The mix on its own: more runners-up, its explanation, its model for an auditor."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mcda.errors import Finding, Place, StudyError
from mcda.mixes.choose import choose
from mcda.mixes.milp import read_objective
from mcda.mixes.milp import write_model as write_milp
from mcda.scenario.mix_explain import explain_mix
from mcda.scenario.scenario import Scenario

__all__ = ["explain_mix", "objective_words", "with_best", "write_model"]


def with_best(scenario: Scenario, count: int) -> Scenario:
    """The scenario with the `count` best mixes listed, if it has a mix."""
    return scenario if scenario.mix is None else replace(scenario, mix=choose(scenario.mixing, count))


def objective_words(scenario: Scenario) -> str:
    """How the objective of a written model is read, in a sentence: whole numbers suit a solver better than points."""
    times, constant = read_objective(scenario.mixing)
    more = f" {'+' if constant > 0 else '-'} {float(abs(constant)):.12g}" if constant else ""
    return f"The value of a mix in points is the objective of the file / {float(times):.12g}{more}."


def write_model(scenario: Scenario, path: str | Path) -> Path:
    """Write the model of the mix as .lp or .mps. Raises StudyError for another ending, or if the disk refuses."""
    target = Path(path)
    if target.suffix.lower() not in (".lp", ".mps"):
        what = f"'{target.name}' ends in neither .lp nor .mps."
        raise StudyError([Finding(Place("--write-model"), "file-kind", what, "Use model.lp or model.mps.")])
    try:
        return write_milp(scenario.mixing, target)
    except OSError as error:
        what = f"It cannot be written ({error.strerror})."
        raise StudyError([Finding(Place(str(target)), "cannot-write", what, "Use another folder.")]) from error
