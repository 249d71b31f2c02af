"""Every figure in the sentences about robustness is the one in the tables, and no share goes without its weights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import get_args

import pytest

from mcda.model.world import World
from mcda.scenario.robust import Robustness, robust
from mcda.scenario.robust_question import QUICK, Doubt, Question, Which
from mcda.scenario.robust_rating_words import change_text, check_list, check_words
from mcda.scenario.robust_short import basis_words, first_by_option, held_by_option, short_robust_words
from mcda.scenario.robust_tables import robust_tables
from mcda.scenario.robust_words import exact_share, first_words, in_share, one_weight_words, rational, shift_words
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import Grid, Value
from mcda.scenario.words import rounded, share
from mcda.text.robust import SECTIONS, opening
from tests.making import criterion, scored, study
from tests.scenario.studies import reference, scenario_of, small

SAYS_OVER_WHAT = re.compile(
    r"weightings|weights as given|draws|readings|of the weight|now\)|ratings drawn|other rules|levels|chances", re.I
)
# Each of these follows a sentence of its section that says over what.
FOLLOWS = re.compile(r"^In \S+ % of them another mix|^The best mix of a draw")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return scenario_of(reference())


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> Robustness:
    answer = robust(scenario)
    assert answer is not None
    return answer


def sentences(scenario: Scenario, found: Robustness) -> Iterator[str]:
    yield from opening(scenario, found)
    for _, _, words in SECTIONS:
        yield from words(scenario, found)


def table(scenario: Scenario, found: Robustness, key: str) -> Grid:
    return next(grid for grid in robust_tables(scenario, found) if grid.key == f"robust_{key}")


def column(grid: Grid, key: str) -> list[Value]:
    place = [column.key for column in grid.columns].index(key)
    return [row[place] for row in grid.rows]


def by_name(grid: Grid, key: str) -> dict[Value, Value]:
    return dict(zip(column(grid, "option"), column(grid, key), strict=True))


def test_no_percentage_goes_without_its_weights(scenario: Scenario, found: Robustness) -> None:
    for text in sentences(scenario, found):
        if re.search(r"\d %", text):
            assert SAYS_OVER_WHAT.search(text) or FOLLOWS.search(text), text


@pytest.mark.parametrize("ratings", get_args(Doubt))
@pytest.mark.parametrize("weights", get_args(Which))
def test_no_sentence_is_sure_of_what_was_sampled(scenario: Scenario, weights: Which, ratings: Doubt) -> None:
    answer = robust(scenario, Question(weights=weights, ratings=ratings, draws=2000))

    assert answer is not None
    for text in sentences(scenario, answer):
        assert not re.search(r"\bnan\b|\binf\b|None|-0\.0|  ", text), text
        if "draws" in text or "readings" in text:
            assert not re.search(r"\b0 %|\b100 %", text), text


def test_first_places_in_words_are_those_of_the_table(scenario: Scenario, found: Robustness) -> None:
    first = by_name(table(scenario, found, "ranks"), "first")

    told = re.findall(r"(?:: |, | and )([A-Z][^,:]*?) in (\S+ %)", first_words(scenario, found)[0])

    assert told
    assert all(first[name] == part for name, part in told)


def test_the_interval_in_words_is_that_of_the_table(scenario: Scenario, found: Robustness) -> None:
    rows = [row for row in table(scenario, found, "intervals").rows if row[4] == "yes"]

    for text, (title, low, high, first, _) in zip(one_weight_words(scenario, found), rows, strict=True):
        assert text.startswith(f"{title} (")
        assert f"{first} is first" in text
        for end in (low, high):
            assert isinstance(end, Fraction)
            assert re.search(rf"(from|to) {re.escape(rounded(end * 100))}", text) or end in (0, 1), text


def test_the_shift_in_words_is_that_of_the_table_and_makes_the_rival_level(
    scenario: Scenario, found: Robustness
) -> None:
    moved = by_name(table(scenario, found, "shifts"), "moved")

    for text in shift_words(scenario, found)[:3]:
        rival = text.partition(" brings ")[2].partition(" level with")[0]
        points = [Fraction(number) for number in re.findall(r"(\d+\.\d)", text)]
        expected = moved[rival]
        assert isinstance(expected, Fraction)
        assert abs(sum(points) - expected * 100) < Fraction(1, 10)


def test_ratings_to_check_are_those_of_the_table(scenario: Scenario, found: Robustness) -> None:
    grid = table(scenario, found, "checks")
    (text,) = check_words(scenario, found)

    for option, title, change, _ in grid.rows[:3]:
        assert isinstance(change, Fraction)
        assert f"{option} on {title!s} ({share(change)})" in text
    assert [each.partition(":")[0] for each in check_list(scenario, found)] == [
        f"{option} on {title!s}" for option, title, _, _ in grid.rows[:3]
    ]


def test_the_shares_of_the_mix_in_words_are_those_of_the_table(scenario: Scenario, found: Robustness) -> None:
    chosen = next(row for row in table(scenario, found, "mixes").rows if row[1] == "yes")
    held = by_name(table(scenario, found, "holding"), "share")
    page = " ".join(sentences(scenario, found))

    assert isinstance(chosen[0], Fraction)
    assert f"best one in {share(chosen[0])} of the allowed weightings" in page
    for name, part in held.items():
        assert isinstance(part, Fraction)
        assert f"{name} ({share(part)})" in page or part in (0, 1)


def test_the_first_screen_says_what_the_whole_look_says(scenario: Scenario, found: Robustness) -> None:
    quick = robust(scenario, QUICK)

    assert quick is not None
    assert short_robust_words(scenario, quick) == short_robust_words(scenario, found)
    assert basis_words(scenario, quick) == basis_words(scenario, found)
    assert first_by_option(scenario, quick) == first_by_option(scenario, found)
    assert sum(first_by_option(scenario, quick)) == pytest.approx(1)
    assert held_by_option(quick) == held_by_option(found)
    assert quick.ordinal is None
    assert quick.ratings is not None
    assert quick.ratings.sampled is None


def test_points_outside_the_file_are_said_in_short(scenario: Scenario) -> None:
    baseline = reference().weight_set("baseline")
    made = baseline.model_copy(update={"points": {**baseline.points, "transparency": 90}})

    answer = scenario_of(reference(), made)
    found = robust(answer, QUICK)

    assert found is not None
    assert "(the points are not among them)" in short_robust_words(answer, found)[-1]


@pytest.mark.parametrize("seed", range(12))
def test_small_studies_of_all_kinds_have_sound_sentences(seed: int) -> None:
    answer = scenario_of(small(seed, criteria=2 + seed % 3))

    found = robust(answer, Question(draws=2000))

    assert found is not None
    for text in sentences(answer, found):
        assert not re.search(r"\bnan\b|None|-0\.0|\( | ,", text), text
    for grid in robust_tables(answer, found):
        assert all(len(row) == len(grid.columns) for row in grid.rows)


def test_a_change_of_value_is_told_in_the_unit_of_the_criterion() -> None:
    answer = scored(study([criterion("a", 0, 10, 0)], {"x": [6], "y": [4]}, [1]))

    assert change_text(answer, 0, Fraction(10)) == "1 (u)"
    assert change_text(answer, 0, Fraction(-1, 10**6)) == "less than 0.01 (u)"


def test_shares_that_happen_are_never_nought_and_those_in_doubt_never_certain() -> None:
    parts = (0.0, 1e-14, 0.5, 1 - 1e-14, 1.0)

    assert [exact_share(part) for part in parts] == ["0 %", "<1 %", "50 %", ">99 %", "100 %"]
    assert rational(0.1 + 0.2) == Fraction(3, 10)
    assert in_share("0 %") == "in none"


def test_words_about_worlds_are_those_of_their_table() -> None:
    base = study([criterion("a", -10, 10, 0)], {"x": [8], "y": [4]}, [1])
    rating = {"option": "x", "criterion": "a", "best": -6}
    made = base.model_copy(
        update={"worlds": (World.model_validate({"key": "storm", "name": "Storm", "chance": 25, "ratings": [rating]}),)}
    )
    answer = scored(made)
    found = robust(answer)

    assert found is not None
    worst = by_name(table(answer, found, "worlds"), "worst")
    texts = list(sentences(answer, found))
    assert worst == {"y": 20, "x": -30}
    assert "Best worst case: y, at least 20.0 points in every world." in texts
    assert "Least behind in its worst world: y, at most 20.0 points behind the best option there." in texts
    assert "With the chances that were given (75 % as rated and 25 % in 'Storm'): x at 22.5 points on average." in texts
