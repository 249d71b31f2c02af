"""The mix on its own: more runners-up, its explanation, its model for an auditor."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mcda.errors import Finding, Place, StudyError
from mcda.mixes.choose import choose
from mcda.mixes.milp import WrittenModel
from mcda.mixes.milp import write_model as write_milp
from mcda.scenario.mix_explain import explain_mix
from mcda.scenario.scenario import Scenario

__all__ = ["explain_mix", "with_best", "write_model"]


def with_best(scenario: Scenario, count: int) -> Scenario:
    """The scenario with the `count` best mixes listed, if it has a mix."""
    return scenario if scenario.mix is None else replace(scenario, mix=choose(scenario.mixing, count))


def write_model(scenario: Scenario, path: str | Path) -> WrittenModel:
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
