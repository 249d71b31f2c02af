"""One page for someone who decides: every figure in it stands in a table, and nothing in it acts."""

from __future__ import annotations

import re

import pytest

from mcda.api.starting import reference_study
from mcda.api.study import score
from mcda.problem.mixing import Used
from mcda.report.answer import judged
from mcda.report.brief import brief
from mcda.report.extras import Extras, extras_of
from mcda.report.html import shown
from mcda.report.movement import stretches
from mcda.scenario.mix_explain import explain_mix
from mcda.scenario.ranking import explain
from mcda.scenario.scenario import Scenario
from mcda.scenario.tables import (
    constraints_table,
    effects_table,
    mix_table,
    ranking_table,
    ratings_table,
    resources_table,
    weights_table,
)
from mcda.scenario.words import rounded, signed_points
from tests.report.studies import hostile_study, random_study, scenario

FIGURE = re.compile(r"(?<![\w.])[+-]?\d[\d,]*(?:\.\d+)?")


def reference() -> Scenario:
    return score(reference_study())


def scenarios() -> list[Scenario]:
    return [reference(), *(scenario(random_study(seed, 7, 3)) for seed in range(5))]


def test_a_brief_answers_in_one_page() -> None:
    text = brief(reference())

    assert len(text.split()) < 550
    for head in ("**Question.**", "## Answer", "## Best mix", "## What would change it", "## Mind"):
        assert head in text


@pytest.mark.parametrize("k", range(6))
def test_every_figure_in_a_brief_stands_in_a_table(k: int) -> None:
    chosen = scenarios()[k]
    study = chosen.study
    text = re.sub(r"\\(.)", r"\1", brief(chosen))
    for typed in (study.about.question, study.about.handling, chosen.weights.when, *(o.name for o in study.options)):
        text = text.replace(typed, "")
    for criterion in study.criteria:
        text = text.replace(criterion.name, "").replace(criterion.name.lower(), "")
    text = text.replace(chosen.weights.name, "")

    figures = {figure.lstrip("+") for figure in FIGURE.findall(text)}

    assert figures - known(chosen) == set()


def known(chosen: Scenario) -> set[str]:
    """Every number of the tables as they show it, the exact crossings, and the counts."""
    mix = chosen.mix.best if chosen.mix else None
    assert mix is not None
    assert chosen.mix is not None
    grids = [ranking_table(chosen), weights_table(chosen), ratings_table(chosen), constraints_table(chosen, mix)]
    grids += [mix_table(chosen, mix), effects_table(chosen, mix), resources_table(chosen, mix)]
    found = {
        shown(c, v).split(" ")[0] for grid in grids for row in grid.rows for c, v in zip(grid.columns, row, strict=True)
    }
    found |= {rounded(w * 100) for w in chosen.ranking.weights}
    ends = [s for j in range(len(chosen.study.criteria)) for s in stretches(chosen.problem, j)]
    found |= {text for s in ends for end in (s.low, s.high) for text in (rounded(end * 100), rounded(end * 100, 0))}
    lines = [line for line in chosen.ranking.lines if line.score is not None]
    pair = explain(chosen.problem, lines[0].option, lines[1].option)
    found |= {signed_points(part).lstrip("+") for part in (*pair.parts, pair.difference)}
    found |= {rounded(abs(pair.difference)), rounded(chosen.mix.ranked[0].value - chosen.mix.ranked[1].value)}
    found |= {f"{chosen.mix.feasible:,}", str(chosen.mix.tie_count), rounded(mix.value), str(mix.count)}
    close = sum(
        lines[0].score - line.score < chosen.study.about.close_call for line in lines if lines[0].score is not None
    )
    found |= {str(close - 2), f"{chosen.study.about.close_call:f}", str(len(chosen.study.options))}
    found |= {str(sum(line.worse_than_nothing for line in lines)), *FIGURE.findall(judged(chosen))}
    found |= {str(limit.penalty) for limit in chosen.mixing.limits if limit.penalty is not None}
    used = [test.most for limit in chosen.mixing.limits for test in limit.tests if isinstance(test, Used)]
    found |= {shown(resources_table(chosen, mix).columns[1], most) for most in used}
    return {figure.lstrip("+") for figure in found}


def test_a_brief_says_whose_weights_and_how_much_is_judgement() -> None:
    text = brief(reference())

    assert "Illustrative; nobody in particular" in text
    assert "80 of 80 ratings" in text


def test_a_brief_says_what_relaxing_a_constraint_would_bring() -> None:
    chosen = reference()
    extras = extras_of(chosen, explain_mix(chosen))

    text = brief(chosen, extras)

    assert extras.relaxing
    assert all(sentence in text for sentence in extras.relaxing)
    assert len(text.split()) < 550


def test_what_to_check_first_stands_in_the_brief_only_where_it_is_known() -> None:
    chosen = reference()

    assert "What to check first" not in brief(chosen)
    assert "- Rate talks again." in brief(chosen, Extras(checks=("Rate talks again.",)))


def test_hostile_names_do_nothing_in_markdown() -> None:
    text = brief(scenario(hostile_study()))

    assert not re.search(r"(?<!\\)[<>]", text)
    assert not re.search(r"(?<!\\)\]\(", text)
