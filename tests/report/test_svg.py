"""Charts for slides."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from mcda.api.reporting import pictures
from mcda.api.starting import reference_study
from mcda.api.study import load, score
from mcda.model.constraint import Constraint, Constraints, Size
from mcda.report.svg import charts
from mcda.scenario.mix_words import mix_headline
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import headline
from tests.report.studies import HOSTILE, hostile_study, random_study, scenario

SVG = "{http://www.w3.org/2000/svg}"


def reference() -> Scenario:
    return score(reference_study())


def test_every_chart_has_its_finding_as_title_and_a_text() -> None:
    chosen = reference()

    found = {name: ElementTree.fromstring(text) for name, text in charts(chosen).items()}

    assert found["ranking.svg"].findtext(f"{SVG}title") == headline(chosen)
    assert found["mix.svg"].findtext(f"{SVG}title") == mix_headline(chosen)
    assert "Political capital buy 35.9 points" in (
        found["frontier_political_capital.svg"].findtext(f"{SVG}title") or ""
    )
    assert {name for name in found if name.startswith("weight_")} == {
        f"weight_{c.key}.svg" for c in chosen.study.criteria
    }
    for root in found.values():
        assert root.get("role") == "img"
        assert len(root.findtext(f"{SVG}desc") or "") > 20


def test_pictures_are_the_same_every_time() -> None:
    assert pictures(reference()) == pictures(reference())


def test_hostile_names_are_text_in_a_picture() -> None:
    root = ElementTree.fromstring(charts(scenario(hostile_study()))["ranking.svg"])

    assert HOSTILE in (root.findtext(f"{SVG}title") or "")
    assert not root.findall(".//{*}img")


@pytest.mark.parametrize("seed", range(5))
def test_shapes_stay_inside_the_picture(seed: int) -> None:
    for text in charts(scenario(random_study(seed, 9, 7))).values():
        root = ElementTree.fromstring(text)
        left, _, width, height = map(float, root.attrib["viewBox"].split())
        for shape in root.iter(f"{SVG}rect"):
            assert left - 0.1 <= float(shape.attrib["x"])
            assert float(shape.attrib["x"]) + float(shape.attrib["width"]) <= left + width + 0.1
            assert float(shape.attrib["height"]) <= height


def test_an_empty_mix_has_a_picture_too() -> None:
    nothing = Constraints(constraints=(Constraint(name="Nothing", reason="a test", size=Size(max=0)),))
    empty = scenario(load(reference_study()).model_copy(update={"constraints": nothing}))

    assert empty.mix is not None
    assert empty.mix.best is not None
    assert empty.mix.best.members == ()
    assert ElementTree.fromstring(charts(empty)["mix.svg"]).findtext(f"{SVG}title") == mix_headline(empty)
