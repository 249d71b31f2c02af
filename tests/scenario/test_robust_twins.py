"""Options that no allowed weighting tells apart: nothing is said of one that does not hold for the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from mcda.model.option import Option
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.scenario.robust import Robustness, robust
from mcda.scenario.robust_question import Question
from mcda.scenario.robust_short import short_robust_words
from mcda.scenario.robust_tables import robust_tables
from mcda.scenario.robust_words import certain_words, first_words, range_words, rule_words, twins
from mcda.scenario.scenario import Scenario
from tests.scenario.studies import reference, scenario_of

LEADER, NAME = "arms_control", "Arms-control talks"


def with_copies(study: Study, key: str, *copies: str, **changed: int) -> Study:
    """The study with copies of an option that differ from it on the criteria given only."""
    original = study.option(key)
    added = tuple(original.model_copy(update={"key": copy, "name": copy.title()}) for copy in copies)
    ratings = tuple(
        rating.model_copy(update={"option": copy, **_other(changed, rating.criterion)})
        for copy in copies
        for rating in study.ratings
        if rating.option == key
    )
    return study.model_copy(update={"options": (*study.options, *added), "ratings": (*study.ratings, *ratings)})


def _other(changed: Mapping[str, int], criterion: str) -> dict[str, int | None]:
    return {"best": changed[criterion], "low": None, "high": None} if criterion in changed else {}


def answer(study: Study, **statements: object) -> tuple[Scenario, Robustness]:
    """The run of the baseline with other statements about weights, and how safe it is over them."""
    plain = study.weight_set("baseline").model_dump(exclude={"ranges", "order", "ratios"}, exclude_defaults=True)
    scenario = scenario_of(study, Weights.model_validate({**plain, **statements}))
    found = robust(scenario, Question(ratings="off", draws=4000))
    assert found is not None
    return scenario, found


def said(scenario: Scenario, found: Robustness) -> Iterator[str]:
    for words in (short_robust_words, first_words, certain_words, rule_words):
        yield from words(scenario, found)


@pytest.mark.parametrize("copies", [("twin",), ("twin", "triplet")])
def test_a_twin_of_the_leader_shares_its_first_place(copies: tuple[str, ...]) -> None:
    scenario, found = answer(with_copies(reference(), LEADER, *copies))
    texts = list(said(scenario, found))
    together = f"{NAME} and Twin" if len(copies) == 1 else f"{NAME}, Twin and Triplet"

    assert twins(found, found.leader) == tuple(found.options.index(copy) for copy in copies)
    assert any(f"{together} share first place in" in text for text in texts)
    assert any(f"level with {NAME}." in text for text in texts)
    assert not any("strongest rival" in text and "Twin" in text.split(",")[0] for text in texts)
    assert not any(re.search(r"at least 0(\.0)? %", text) for text in texts)
    own, copy = found.leader, found.options.index("twin")
    assert found.first.shares[own] == found.first.shares[copy]
    assert found.rank_ranges[own] == found.rank_ranges[copy]


def test_where_all_options_are_the_same_all_are_first_whatever_the_weights() -> None:
    study = with_copies(reference(), LEADER, "twin", "triplet")
    alike: tuple[Option, ...] = tuple(o for o in study.options if o.key in {LEADER, "twin", "triplet"})
    keys = {option.key for option in alike}
    ratings = tuple(rating for rating in study.ratings if rating.option in keys)
    constraints = study.constraints.model_copy(update={"constraints": (), "sets": {}})
    scenario, found = answer(
        study.model_copy(update={"options": alike, "ratings": ratings, "constraints": constraints})
    )

    assert rule_words(scenario, found) == (f"{NAME}, Twin and Triplet share first place whatever the weights (exact).",)
    assert not any("strongest rival" in text for text in first_words(scenario, found))
    pairs = next(table for table in robust_tables(scenario, found) if table.key == "robust_pairs")
    assert {cell for row in pairs.rows for cell in row[1:]} == {"", "level"}


def test_options_that_differ_where_no_weight_may_lie_are_level() -> None:
    study = with_copies(reference(), LEADER, "twin", transparency=-3)
    _, apart = answer(study)
    scenario, found = answer(study, ranges={"transparency": [0, 0]})

    assert twins(apart, apart.leader) == ()
    assert twins(found, found.leader) == (found.options.index("twin"),)
    assert any("share first place in" in text for text in short_robust_words(scenario, found))


def test_twins_of_a_weak_option_change_nothing_that_is_said_of_the_leader() -> None:
    scenario, found = answer(with_copies(reference(), "backchannels", "twin"))

    assert twins(found, found.leader) == ()
    assert any(f"{NAME} is first in" in text for text in short_robust_words(scenario, found))
    assert not any("what is said of" in text for text in certain_words(scenario, found))


def test_everyone_who_is_first_somewhere_is_named_or_counted() -> None:
    scenario, found = answer(reference())
    named = first_words(scenario, found)[0]
    first = sum(share > 0 for share in found.first.shares)
    rest = re.search(r"and (\d+) more", named)

    assert named.count(" in ") - 1 + (int(rest[1]) if rest else 0) == first


def test_the_ends_of_the_allowed_weights_are_said_where_the_file_limits_them() -> None:
    free, bound = answer(reference()), answer(reference(), ranges={"transparency": [10, 30]})

    assert range_words(*free) == ()
    (text,) = range_words(*bound)
    assert "Transparency 10.0 to 30.0 %" in text
    assert "Escalation risk 0 to 90.0 %" in text
