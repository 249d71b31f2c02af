"""Behaviour that mutation testing found untested (docs/mutation.md)."""

from __future__ import annotations

import numpy as np

from mcda.methods.rules import peeled_box


def test_a_rule_of_thumb_names_at_most_two_weights() -> None:
    points = np.random.default_rng(5).dirichlet(np.ones(5), 4000)
    cases = (points[:, :3] > 0.2).all(axis=1)

    box = peeled_box(points, cases)

    assert box is not None
    assert len({(each.criterion, each.above) for each in box.conditions}) == 2
