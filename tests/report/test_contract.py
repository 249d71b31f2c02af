"""What the page works out equals what the engine works out."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from mcda.api.starting import reference_study
from mcda.api.study import load, with_weights
from mcda.errors import stop_on_errors
from mcda.mixes.choose import choose
from mcda.model.checks import check
from mcda.model.constraint import Constraint, Constraints, Size
from mcda.model.draft import Draft
from mcda.model.places import Places
from mcda.model.study import Study
from mcda.model.weights import Weights
from mcda.problem import mix_problem, scoring_problem
from mcda.report.answer import below_nothing, finding, moves
from mcda.report.data import page_data
from mcda.report.live import live
from mcda.report.movement import stretches
from mcda.scenario.mix_words import mix_headline
from mcda.scenario.overrides import Overrides, with_overrides
from mcda.scenario.ranking import ranking
from mcda.scenario.scenario import run
from mcda.scenario.words import amount, headline, rounded, share
from tests.campaign.recording import record
from tests.report.node import in_node, needs_node
from tests.report.studies import random_study, scenario

pytestmark = needs_node

RANK = """
const values = core.table(given.data);
return given.points.map((points) => {
  const found = core.ranking(given.data, values, core.weights(given.data, points));
  return { lines: found.lines.map((l) => [l.score, l.rank, l.ties, l.lowest, l.highest, l.parts]),
           order: found.order.map((l) => l.i), headline: words.headline(given.data, found) };
});
"""
MIX = """
const ready = mixing.prepare(given.data);
const mixes = mixing.candidates(given.data, ready);
return given.asked.map(({ points, budgets }) => {
  const best = mixing.best(mixes, core.floats(core.weights(given.data, points)), budgets);
  return best && { members: best.mix.members, value: best.value, ties: best.ties, feasible: best.feasible };
});
"""


def shuffled(study: Study, rng: random.Random) -> Weights:
    """Other points for the same nodes, often equal ones so that ties come up."""
    points = {key: Decimal(rng.choice(["1", "1", "2", "3.5", "10", "0.25"])) for key in study.weights[0].points}
    return study.weights[0].model_copy(update={"points": points})


def typed(weights: Weights) -> Mapping[str, str]:
    return {key: f"{points:f}" for key, points in weights.points.items()}


def with_blank(study: Study) -> Study:
    """The same study with one rating missing."""
    first = study.ratings[0].model_copy(update={"low": None, "best": None, "high": None})
    return study.model_copy(update={"ratings": (first, *study.ratings[1:])})


def ten_studies() -> list[Study]:
    found = [random_study(seed, 5 + seed, 2 + seed % 5, tree=seed % 3 == 0) for seed in range(8)]
    return [*found, with_blank(random_study(8)), load(reference_study())]


def test_two_hundred_weightings_rank_as_the_engine_does() -> None:
    rng = random.Random(7)

    assert sum(assert_ranks_agree(study, [shuffled(study, rng) for _ in range(20)]) for study in ten_studies()) > 20


@pytest.mark.campaign
def test_ten_thousand_weightings_rank_as_the_engine_does() -> None:
    rng = random.Random(8)
    several = [load(reference_study()), *(random_study(seed, 6 + seed, 2 + seed % 6) for seed in range(9))]
    ties = 0

    for study in several:
        asked = [*(shuffled(study, rng) for _ in range(500)), *(drawn(study, rng) for _ in range(500))]
        ties += assert_ranks_agree(study, asked)

    record("report", studies=len(several), weightings=1000 * len(several), options_tied=ties, differing=0)


def drawn(study: Study, rng: random.Random) -> Weights:
    """Points with many digits, as a slider or a careful person gives them."""
    points = {key: Decimal(rng.randint(1, 10**6)) / 10**4 for key in study.weights[0].points}
    return study.weights[0].model_copy(update={"points": points})


def assert_ranks_agree(study: Study, asked: list[Weights]) -> int:
    """Compare what page and engine say for each set of weights; how many ties there were."""
    shown, ties = scenario(study), 0
    answers = in_node(RANK, {"data": page_data(shown), "points": [typed(weights) for weights in asked]})
    keys = [option.key for option in study.options]
    for weights, answer in zip(asked, answers, strict=True):
        expected = ranking(study, scoring_problem(study, weights))
        for key, (score, rank, tied, low, high, parts) in zip(keys, answer["lines"], strict=True):
            line = expected.line(key)
            ties += len(tied)
            assert rank == line.rank
            assert [keys[i] for i in tied] == list(line.ties)
            assert near(score, line.score)
            assert near(low, line.lowest)
            assert near(high, line.highest)
            assert all(near(a, b) for a, b in zip(parts, line.contributions, strict=True))
        assert [keys[i] for i in answer["order"]] == [line.option for line in expected.lines]
        assert answer["headline"] == headline(replace(shown, ranking=expected))
    return ties


def near(shown: float | None, exact: Fraction | None) -> bool:
    return shown is exact is None or (shown is not None and exact is not None and abs(shown - float(exact)) < 1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_live_mixes_equal_the_solvers(seed: int) -> None:
    assert_mixes_agree(random_study(seed, 8 + seed % 5, 2 + seed % 4), random.Random(seed), ask=5, how="all")


def test_mixes_chosen_among_the_efficient_ones_equal_the_solvers() -> None:
    assert_mixes_agree(random_study(5, 24, 4), random.Random(1), ask=6, how="efficient")


def assert_mixes_agree(study: Study, rng: random.Random, *, ask: int, how: str) -> None:
    shown = scenario(study)
    tops = live(shown).tops
    asked = []
    for _ in range(ask):
        budgets = {
            key: Decimal(rng.randint(1, int(top or 0))) for key, top in zip(("money", "staff"), tops, strict=True)
        }
        asked.append((shuffled(study, rng), budgets))
    data = page_data(shown)
    questions = [{"points": typed(w), "budgets": [float(b["money"]), float(b["staff"])]} for w, b in asked]

    answers = in_node(MIX, {"data": data, "asked": questions})

    assert data["mixing"]["how"] == how
    for (weights, budgets), answer in zip(asked, answers, strict=True):
        changed = with_overrides(study, Overrides(budgets=budgets))
        expected = choose(mix_problem(changed, scoring_problem(changed, weights)))
        assert (answer is None) == (expected.best is None)
        if expected.best is not None:
            assert tuple(answer["members"]) == expected.best.members
            assert near(answer["value"], expected.best.value)
            if how == "all":
                assert (answer["ties"], answer["feasible"]) == (expected.tie_count, expected.feasible)


@pytest.mark.parametrize("seed", range(6))
def test_crossings_are_the_exact_ones(seed: int) -> None:
    study = random_study(seed, 9, 4)
    shown = scenario(study)
    body = """
    const values = core.table(given);
    const w = core.weights(given, given.sets[0].points);
    return given.criteria.map((_, j) => core.envelope(core.lines(given, values, w, j).of)
      .map((s) => [s.leaders, s.from.map(String), s.to.map(String)]));
    """

    found = in_node(body, page_data(shown))

    for j, page in enumerate(found):
        expected = [(list(s.leaders), s.low, s.high) for s in stretches(shown.problem, j)]
        assert [(leaders, fraction(low), fraction(high)) for leaders, low, high in page] == expected


def fraction(pair: list[str]) -> Fraction:
    return Fraction(int(pair[0]), int(pair[1]))


@pytest.mark.parametrize("seed", range(6))
def test_the_page_says_the_sentences_of_the_engine(seed: int) -> None:
    shown = scenario(random_study(seed, 8, 4))
    body = """
    const values = core.table(given);
    const w = core.weights(given, given.sets[0].points);
    const ranked = core.ranking(given, values, w);
    const sorted = words.ranges(given, values, w, ranked.rated[0].i);
    const ready = mixing.prepare(given);
    const budgets = given.mixing.resources.map((r) => r.budget);
    const best = mixing.best(mixing.candidates(given, ready), core.floats(w), budgets);
    return { order: sorted.map((r) => r.j), texts: [words.headline(given, ranked),
      words.sensitivity(given, ranked.rated[0].i, sorted[0]), words.belowNothing(given, ranked),
      words.mixHeadline(given, best), `It uses ${words.usesWords(given, best.mix, budgets)}.`] };
    """

    found = in_node(body, page_data(shown))

    assert tuple(found["texts"]) == finding(shown)
    assert found["order"] == [each.criterion for each in moves(shown)]


def _of_fixed_size(study: Study) -> Study:
    """The study with a criterion that has no do-nothing level, and three options in every mix."""
    first = study.criteria[0].model_copy(update={"do_nothing": None, "mix_rule": "sum", "cap": None})
    fixed = Constraint(name="Three", reason="a test", size=Size(exactly=3))
    return study.model_copy(
        update={"criteria": (first, *study.criteria[1:]), "constraints": Constraints(constraints=(fixed,))}
    )


def _blank(study: Study, options: int) -> Study:
    """The study without any ratings of so many options, and without constraints."""
    keys = {option.key for option in study.options[:options]}
    blank = {"best": None, "low": None, "high": None}
    ratings = tuple(r.model_copy(update=blank) if r.option in keys else r for r in study.ratings)
    return study.model_copy(update={"ratings": ratings, "constraints": Constraints()})


@pytest.mark.parametrize("change", [_of_fixed_size, lambda s: _blank(s, 1), lambda s: _blank(s, len(s.options))])
@pytest.mark.parametrize("seed", range(3))
def test_the_page_says_of_doing_nothing_what_the_engine_says(change: Callable[[Study], Study], seed: int) -> None:
    shown = scenario(change(random_study(seed, 8, 4)))
    body = """
    const w = core.weights(given, given.sets[0].points);
    const ranked = core.ranking(given, core.table(given), w);
    const budgets = given.mixing.resources.map((r) => r.budget);
    const best = mixing.best(mixing.candidates(given, mixing.prepare(given)), core.floats(w), budgets);
    return [words.belowNothing(given, ranked), words.mixHeadline(given, best)];
    """

    assert in_node(body, page_data(shown)) == [below_nothing(shown), mix_headline(shown)]


def test_numbers_are_rounded_as_the_engine_rounds_them() -> None:
    numbers = [Fraction(n, d) for n in range(-45, 46) for d in (1, 2, 3, 7, 8, 20, 40, 100)]
    body = "return given.map((x) => [words.rounded(x), words.share(Math.abs(x) / 50), words.amount(x)]);"

    found = in_node(body, [float(x) for x in numbers])  # type: ignore[arg-type]

    expected = [[rounded(x), share(abs(x) / 50), amount(x)] for x in numbers]
    assert found == expected


@pytest.mark.parametrize("tree", [False, True])
def test_downloaded_weights_score_to_what_the_page_shows(tree: bool, tmp_path: Path) -> None:
    study = random_study(3, tree=True) if tree else load(reference_study())
    shown = scenario(study)
    weights = shuffled(study, random.Random(3))
    given = {"data": page_data(shown), "points": typed(weights)}
    file = tmp_path / "weights.yaml"
    file.write_text(in_node('return words.weightsFile(given.data, given.points, "2026-11-23");', given), "utf-8")

    read = weights_of(file, study)

    assert read.points == weights.points
    again = run(study, read, "again", Overrides())
    (answer,) = in_node(RANK, {**given, "points": [given["points"]]})
    assert all(
        near(score, again.ranking.line(option.key).score)
        for option, (score, *_) in zip(study.options, answer["lines"], strict=True)
    )


def weights_of(file: Path, study: Study) -> Weights:
    """The weights of a file, read and checked as `mcda score -w` does."""
    parts = ("about", "criteria", "branches", "options", "ratings", "weights", "constraints")
    draft, key = with_weights(Draft(Places({}), **{part: getattr(study, part) for part in parts}), file)
    stop_on_errors(check(draft))
    return next(each for each in draft.weights if each.key == key)


def test_a_link_restores_the_view() -> None:
    study = random_study(4, tree=True)
    data = page_data(scenario(study))
    views: list[dict[str, Any]] = [
        {"points": {**data["sets"][0]["points"], "c0": "12.75"}, "budgets": [33.5, 4]},
        {"points": data["sets"][1]["points"], "budgets": [0, 1]},
    ]
    body = "return given.views.map((view) => words.fromFragment(given.data, words.toFragment(given.data, view)));"

    assert in_node(body, {"data": data, "views": views}) == views


@pytest.mark.parametrize("link", ["#w=c0:1", "#w=c0:x,c1:2", "#nonsense", "#w=&b=money:NaN", "#w=c0:0,c1:0,c2:0,c3:0"])
def test_a_broken_link_restores_nothing(link: str) -> None:
    data = page_data(scenario(random_study(4)))

    found = in_node("return words.fromFragment(given.data, given.link);", {"data": data, "link": link})

    assert found["points"] is None
    assert found["budgets"] == [resource["budget"] for resource in data["mixing"]["resources"]]


@pytest.mark.parametrize("points", [("1", "0", "0"), ("1", "1", "1"), ("0", "2", "2")])
def test_a_leader_at_one_spot_only_is_told_as_the_engine_tells_it(points: tuple[str, ...]) -> None:
    study = random_study(2, 6, 3)
    level = {"o0": "c0", "o1": "c1", "o2": "c2"}
    ratings = tuple(
        r.model_copy(
            update={"low": None, "high": None, "best": c.best if level.get(r.option) == c.key else c.do_nothing}
        )
        for r in study.ratings
        for c in [study.criterion(r.criterion)]
    )
    weights = study.weights[0].model_copy(update={"points": {f"c{j}": Decimal(each) for j, each in enumerate(points)}})
    shown = scenario(study.model_copy(update={"ratings": ratings, "weights": (weights,)}))
    body = """
    const values = core.table(given);
    const w = core.weights(given, given.sets[0].points);
    const leader = core.ranking(given, values, w).rated[0].i;
    const room = (r) => (r.room === Infinity ? null : r.room);
    return words.ranges(given, values, w, leader).map((r) => [r.j, r.from, r.to, room(r), r.rival]);
    """

    found = in_node(body, page_data(shown))

    for (j, low, high, room, rival), each in zip(found, moves(shown), strict=True):
        own = each.stretches[each.own]
        assert j == each.criterion
        assert near(low, own.low)
        assert near(high, own.high)
        assert near(room, each.room)
        assert rival is None or tuple(rival) == each.rivals
