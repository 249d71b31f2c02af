"""The scenarios in outputs/ are what the reference study gives today, to the byte."""

from pathlib import Path

import pytest

from mcda import api
from mcda.api.comparing import compare, saved_scenarios
from mcda.api.saving import scenario_files
from mcda.api.verifying import verify
from tests.scenario.studies import ROOT, reference

OUTPUTS = ROOT / "outputs"
WEIGHTS = sorted(weights.key for weights in reference().weights)
pytestmark = pytest.mark.skipif(not OUTPUTS.is_dir(), reason="outputs/ is in the repository only, not in an sdist")


@pytest.mark.parametrize("weights", WEIGHTS)
def test_a_shipped_record_is_regenerated_to_the_byte(weights: str) -> None:
    shipped = (OUTPUTS / weights / "run.json").read_bytes().replace(b"\r\n", b"\n")

    made = scenario_files(api.score(ROOT, weights))["run.json"]

    assert made == shipped, "if the change is meant: python -m tests.regenerate_outputs"


def test_two_shipped_scenarios_compare_in_a_fresh_clone(tmp_path: Path) -> None:
    for weights in WEIGHTS:
        (tmp_path / weights).mkdir()
        (tmp_path / weights / "run.json").write_bytes((OUTPUTS / weights / "run.json").read_bytes())

    assert compare(["baseline", "alliance_first"], tmp_path).is_changed
    assert compare(WEIGHTS, tmp_path).is_changed
    assert not verify("baseline", tmp_path).differences
    assert [(each.name, each.state) for each in saved_scenarios(ROOT, tmp_path)] == [(w, "fresh") for w in WEIGHTS]
