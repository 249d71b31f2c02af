"""A record holds everything to run again, exactly."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from mcda.api import load
from mcda.api.saving import fingerprint, run_record
from mcda.errors import StudyError
from mcda.files.record import dumps, loads
from mcda.model.study import Study
from mcda.scenario.overrides import Overrides, with_overrides
from mcda.scenario.reading import Kept, inputs_of_today, overrides_from, scenario_from_record
from mcda.scenario.record import inputs
from mcda.scenario.scenario import run
from mcda.scenario.settings import Settings
from tests.malformed.study import write
from tests.scenario.studies import reference, scenario_of, small, with_rating


def again(study: Study, weights: str = "baseline") -> tuple[bytes, bytes]:
    """A record, and the record of the scenario that is read from it."""
    scenario = scenario_of(study, weights)
    stored = dumps(run_record(scenario, "1"))
    return stored, dumps(run_record(scenario_from_record(loads(stored), "run.json"), "1"))


@pytest.mark.parametrize("weights", [w.key for w in reference().weights])
def test_the_record_of_a_record_has_the_same_bytes(weights: str) -> None:
    stored, recomputed = again(reference(), weights)

    assert stored == recomputed


@pytest.mark.parametrize("seed", range(10))
def test_the_record_of_a_random_study_has_the_same_bytes(seed: int) -> None:
    stored, recomputed = again(small(seed))

    assert stored == recomputed


def test_the_record_of_value_points_and_scales_of_words_has_the_same_bytes(tmp_path: Path) -> None:
    stored, recomputed = again(load(write(tmp_path, {})))

    assert stored == recomputed


def test_blank_ratings_survive_the_record() -> None:
    stored, recomputed = again(with_rating(reference(), "backchannels", "transparency", None))

    assert stored == recomputed


def test_inputs_of_a_record_are_the_inputs_of_the_run() -> None:
    scenario = scenario_of(reference())
    back = scenario_from_record(loads(dumps(run_record(scenario, "1"))), "run.json")

    assert inputs(back.study, back.weights) == inputs(scenario.study, scenario.weights)
    assert back.study.criteria == scenario.study.criteria
    assert back.study.constraints == scenario.study.constraints


def test_the_fingerprint_forgives_digits_beyond_the_twelfth_and_ways_to_write_a_number() -> None:
    study = reference()
    weights = study.weight_set("baseline")
    points = {key: number + (number * 0).scaleb(-2) for key, number in weights.points.items()}
    longer = weights.model_copy(update={"points": points})

    assert str(longer.points) != str(weights.points)
    assert fingerprint(scenario_of(study, longer)) == fingerprint(scenario_of(study))


def test_what_a_workbook_changed_is_told_but_not_asked_for_again() -> None:
    study = reference()
    told = (
        "--budget money=50",
        "'A mix that can be led' switched off in results.xlsx",
        "a on b rated 2 in results.xlsx",
    )
    kept = Kept("edited", study, study.weight_set("baseline"), told, Settings(), ())

    today, weights = inputs_of_today(kept, study)

    assert today == with_overrides(study, Overrides(budgets={"money": Decimal(50)}))
    assert weights == study.weight_set("baseline")


def test_overrides_are_kept_as_typed_and_not_applied_twice() -> None:
    texts = ("--set-weight transparency=40", "--max-options 4", "--forbid backchannels", "--rule transparency=max")
    overrides = overrides_from(texts)
    scenario = run(reference(), reference().weight_set("baseline"), "mine", overrides)

    stored = dumps(run_record(scenario, "1"))
    back = scenario_from_record(loads(stored), "run.json")

    assert dumps(run_record(back, "1")) == stored
    assert back.study == scenario.study.model_copy(update={"weights": back.study.weights})
    assert overrides.max_options == 4
    with pytest.raises(ValueError, match="no override"):
        overrides_from(("--mystery x",))
    assert overrides_from(()) == Overrides()


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ({"schema": "mcda-run/9"}, "no-record"),
        ({"schema": None}, "no-record"),
        ({"inputs": {}}, "broken-record"),
        ({"inputs": []}, "broken-record"),
        ({"name": 3}, "broken-record"),
        ({"findings": [{"what": "x"}]}, "broken-record"),
        ({"settings": {"blanks": "eat"}}, "broken-record"),
    ],
)
def test_a_damaged_record_is_refused_in_words(damage: dict[str, object], code: str) -> None:
    data = {**run_record(scenario_of(small(1)), "1"), **damage}

    with pytest.raises(StudyError) as refused:
        scenario_from_record(loads(dumps(data)), "run.json")

    assert [finding.code for finding in refused.value.findings] == [code]
    assert "pydantic" not in str(refused.value)


def test_inputs_that_checks_would_refuse_never_reach_the_engine() -> None:
    data = json.loads(dumps(run_record(scenario_of(small(1)), "1")))
    data["inputs"]["study"]["ratings"][0]["best"] = "99"
    del data["inputs"]["study"]["ratings"][1]

    with pytest.raises(StudyError) as refused:
        scenario_from_record(data, "run.json")

    assert {finding.code for finding in refused.value.findings} == {"rating-off-scale", "missing-rating"}
