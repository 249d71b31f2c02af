"""Studies made in a test, from plain figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mcda.model.constraint import Constraints
from mcda.model.criterion import Criterion
from mcda.model.option import Option, Rating
from mcda.model.study import About, Study
from mcda.model.weights import Weights
from mcda.scenario.overrides import Overrides
from mcda.scenario.scenario import Scenario, run


def criterion(key: str, worst: Any, best: Any, do_nothing: Any = None, **more: Any) -> Criterion:
    """A criterion; `more` are further fields."""
    fields = {"key": key, "name": key, "definition": key, "unit": "u", "mix_rule": "sum"}
    return Criterion.model_validate(
        {**fields, "worst": str(worst), "best": str(best), "do_nothing": do_nothing, **more}
    )


def study(
    criteria: Sequence[Criterion],
    ratings: Mapping[str, Sequence[Any]],
    points: Sequence[Any],
    *,
    constraints: Sequence[Mapping[str, Any]] = (),
    uses: Mapping[str, Mapping[str, Any]] | None = None,
) -> Study:
    """A study of options rated on the criteria in order, with one set of weights called w."""
    uses = uses or {}
    resources = {key for use in uses.values() for key in use}
    about = {
        "name": "test",
        "question": "?",
        "do_nothing": "-",
        "default_weights": "w",
        "resources": {key: {"name": key, "unit": "u"} for key in sorted(resources)},
    }
    return Study(
        about=About.model_validate(about),
        criteria=tuple(criteria),
        options=tuple(Option(key=key, name=key, uses=uses.get(key, {})) for key in ratings),
        ratings=tuple(
            Rating(option=key, criterion=c.key, best=None if x is None else str(x))
            for key, row in ratings.items()
            for c, x in zip(criteria, row, strict=True)
        ),
        weights=(
            Weights.model_validate(
                {"key": "w", "name": "w", "points": {c.key: str(p) for c, p in zip(criteria, points, strict=True)}}
            ),
        ),
        constraints=Constraints.model_validate({"constraints": list(constraints)}),
    )


def scored(made: Study) -> Scenario:
    """The scenario of a made study."""
    return run(made, made.weight_set("w"), "w", Overrides())
