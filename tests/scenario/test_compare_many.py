"""Several scenarios side by side."""

from fractions import Fraction
from itertools import combinations

import pytest

from mcda.errors import StudyError
from mcda.mixes.evaluate import evaluate
from mcda.scenario.comparing import mix_of
from mcda.scenario.many import compare_many, disagreement, many_headline, membership_table, rank_table, regret_table
from mcda.scenario.scenario import Scenario
from tests.scenario.studies import reference, scenario_of, with_budget, with_criterion


@pytest.fixture(scope="module")
def scenarios() -> list[Scenario]:
    return [scenario_of(reference(), weights.key) for weights in reference().weights]


def test_regret_is_what_a_kept_mix_falls_short_and_0_at_home(scenarios: list[Scenario]) -> None:
    many = compare_many(scenarios)

    for i, home in enumerate(scenarios):
        for j, other in enumerate(scenarios):
            kept = many.regret[i][j]
            assert kept is not None
            assert home.mix is not None
            assert other.mix is not None
            assert home.mix.best is not None
            assert other.mix.best is not None
            worth = evaluate(other.mixing, home.mix.best.members)
            assert kept.lost == other.mix.best.value - worth.value
            assert kept.broken or kept.lost >= 0
            assert i != j or kept.lost == 0


def test_the_rank_table_counts_top_places_and_mixes(scenarios: list[Scenario]) -> None:
    rows = {row[0]: row for row in rank_table(compare_many(scenarios)).rows}

    for option in reference().options:
        ranks = [s.ranking.line(option.key).rank or 99 for s in scenarios]
        row = rows[option.name]
        assert row[-4:-1] == (min(ranks), max(ranks), sum(rank <= 3 for rank in ranks))


def test_options_in_all_some_and_no_mix_are_all_options_once(scenarios: list[Scenario]) -> None:
    counts = [row[1] for row in membership_table(compare_many(scenarios)).rows]

    assert sum(int(count or 0) for count in counts) == len(reference().options)


def test_disagreement_is_the_share_of_pairs_in_another_order(scenarios: list[Scenario]) -> None:
    one, other = scenarios[0], scenarios[1]
    pairs = list(combinations([o.key for o in reference().options], 2))
    apart = Fraction(0)
    for a, b in pairs:
        signs = []
        for s in (one, other):
            x, y = s.ranking.line(a).score or 0, s.ranking.line(b).score or 0
            signs.append((x > y) - (x < y))
        apart += Fraction(abs(signs[0] - signs[1]), 2)

    assert disagreement(one, other) == apart / len(pairs)
    assert disagreement(one, one) == 0


def test_the_headline_names_what_every_mix_holds(scenarios: list[Scenario]) -> None:
    mixes = [mix_of(scenario) or frozenset() for scenario in scenarios]
    always = frozenset.intersection(*mixes)

    text = many_headline(compare_many(scenarios))

    said = text.partition("In every mix: ")[2] if always else text
    assert all(reference().option(key).name in said for key in always)
    assert always or "No option is in every mix" in text


def test_a_scenario_on_another_scale_is_refused(scenarios: list[Scenario]) -> None:
    other = scenario_of(with_criterion(reference(), "transparency", do_nothing=-1), name="other")

    with pytest.raises(StudyError, match="another do-nothing level"):
        compare_many([*scenarios[:2], other])


def test_a_mix_that_breaks_a_constraint_elsewhere_says_so_instead_of_a_loss() -> None:
    study = reference()
    resource = next(iter(study.about.resources))
    many = compare_many([scenario_of(study), scenario_of(with_budget(study, resource, 3), name="poorer")])

    row = regret_table(many).rows[0]

    assert row[1] == 0
    assert row[2] is None
    assert row[-1] == "breaks constraints of poorer"
