"""Named worlds: other ratings, the same weights and limits."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from mcda.model.option import Rating
from mcda.model.world import World
from mcda.scenario.allowed_weights import AllowedWeights, allowed_weights
from mcda.scenario.scenario import Scenario
from mcda.scenario.worlds import in_worlds, with_ratings_of
from tests.making import criterion, scored, study
from tests.scenario.studies import reference, scenario_of


def allowed(answer: Scenario) -> AllowedWeights:
    return allowed_weights(answer.study, answer.weights, answer.problem.weights, "anything")


def world(key: str, chance: object = None, **ratings: int) -> World:
    changed = tuple(Rating(option=option, criterion="a", best=best) for option, best in ratings.items())
    return World(key=key, name=key, ratings=changed, chance=chance)


def test_the_worst_case_and_the_regret_count_every_world() -> None:
    answer = scored(study([criterion("a", -10, 10, 0)], {"x": [8], "y": [4]}, [1]))

    found = in_worlds(answer, [world("storm", x=-6)], allowed(answer))

    assert found.worlds == ("as rated", "storm")
    assert [tuple(map(int, each.scores)) for each in found.across] == [(40, -30), (20, 20)]
    assert [int(each.regret) for each in found.across] == [50, 20]
    assert found.options[found.best_worst.option] == "y"
    assert all(each.mean is None for each in found.across)


def test_chances_count_only_if_all_are_given() -> None:
    answer = scored(study([criterion("a", -10, 10, 0)], {"x": [8], "y": [4]}, [1]))

    both = in_worlds(answer, [world("storm", 25, x=-6), world("calm", 25, x=10)], allowed(answer))
    some = in_worlds(answer, [world("storm", 25, x=-6), world("calm", x=10)], allowed(answer))

    assert [each.mean for each in both.across] == [25, 20]
    assert [each.mean for each in some.across] == [None, None]


def test_the_chosen_mix_is_valued_in_every_world() -> None:
    answer = scored(study([criterion("a", -10, 10, 0)], {"x": [8], "y": [4]}, [1]))

    found = in_worlds(answer, [world("storm", x=-6)], allowed(answer))

    assert [int(each.value) for each in found.mixes] == [60, -10]
    assert found.mixes[1].best == (1,)


def test_a_world_without_ratings_is_no_world() -> None:
    with pytest.raises(ValidationError):
        World(key="a", name="a", ratings=())


def test_the_reference_study_goes_through_a_world() -> None:
    answer = scenario_of(reference())
    changed = World(
        key="crisis",
        name="A crisis first",
        ratings=(Rating(option="arms_control", criterion="escalation_risk", best=2),),
    )

    found = in_worlds(answer, [changed], allowed(answer))

    place = found.options.index("arms_control")
    assert found.across[place].scores[1] < found.across[place].scores[0]
    assert with_ratings_of(answer.study, changed).options == answer.study.options
