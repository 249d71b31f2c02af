"""The file that the report is: complete, closed, small, and the same every time."""

from __future__ import annotations

import re
from base64 import b64encode
from fractions import Fraction
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from mcda.api.reporting import page
from mcda.api.robustness import quick_look
from mcda.api.starting import reference_study
from mcda.api.study import score
from mcda.report.extras import Extras, Safety, extras_of
from mcda.report.page import report_page
from mcda.scenario.mix_explain import explain_mix
from mcda.scenario.scenario import Scenario
from mcda.scenario.words import share
from tests.report.studies import HOSTILE, hostile_study, random_study, scenario


class Reader(HTMLParser):
    """Elements and texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, str] = {}
        self.open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.open = f"{tag} {dict(attrs).get('type', '')}".strip()

    def handle_endtag(self, tag: str) -> None:
        self.open = "" if tag in ("script", "style") else self.open

    def handle_data(self, data: str) -> None:
        self.inside[self.open] = self.inside.get(self.open, "") + data


def read(page: bytes) -> Reader:
    reader = Reader()
    reader.feed(page.decode())
    return reader


@pytest.fixture(scope="module")
def reference() -> Scenario:
    return score(reference_study())


def test_the_same_scenario_gives_the_same_bytes(reference: Scenario) -> None:
    again = score(reference_study())

    assert report_page(reference, version="1") == report_page(again, version="1")


def test_the_reference_report_is_under_120_kilobytes(reference: Scenario) -> None:
    assert len(page(reference)) < 120_000


@pytest.mark.parametrize("name", ["reference", "hostile"])
def test_the_policy_allows_this_style_and_this_script_and_nothing_else(name: str, reference: Scenario) -> None:
    reader = read(report_page(reference if name == "reference" else scenario(hostile_study()), version="1"))

    policy = next(a["content"] for tag, a in reader.elements if a.get("http-equiv") == "Content-Security-Policy")

    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src '{hashed(reader.inside['style'])}'" in policy
    assert f"script-src '{hashed(reader.inside['script'])}'" in policy
    assert "unsafe" not in policy
    assert not any(
        "style" in attributes or any(a.startswith("on") for a in attributes) for _, attributes in reader.elements
    )


def hashed(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def test_hostile_names_are_text_and_nothing_else() -> None:
    reader = read(page(scenario(hostile_study())))

    assert sum(tag == "script" for tag, _ in reader.elements) == 2
    assert not any(tag in ("img", "b") for tag, _ in reader.elements)
    assert HOSTILE in reader.inside[""]
    assert "<" not in reader.inside["script application/json"]


def test_nothing_in_the_page_points_outside(reference: Scenario) -> None:
    shown = page(reference)

    reader = read(shown)

    links = [a[k] for _, a in reader.elements for k in ("href", "src") if a.get(k)]
    assert all(link and link.startswith(("#", "data:")) for link in links)
    assert set(re.findall(rb"https?://[^\s\"'<)]+", shown)) <= {b"http://www.w3.org/2000/svg"}


def test_ratings_reasons_and_constraints_stand_in_the_page(reference: Scenario) -> None:
    text = read(report_page(reference, version="1")).inside[""]

    assert all(rating.rationale in text for rating in reference.study.ratings)
    assert all(limit.sentence in text and limit.reason in text for limit in reference.mixing.limits)
    assert reference.study.about.handling in text


def test_a_page_without_other_analyses_has_no_place_for_them(reference: Scenario) -> None:
    shown = report_page(reference, version="1", extras=extras_of(reference, explain_mix(reference))).decode()

    assert 'id="safety"' not in shown
    assert 'id="checks"' not in shown
    assert "What would change the mix" in shown


def test_the_reference_report_says_how_safe_the_answer_is_and_what_to_check_first(reference: Scenario) -> None:
    found = extras_of(reference, explain_mix(reference), quick_look(reference))
    assert found.safety is not None

    text = read(page(reference)).inside[""]

    assert found.checks
    assert all(sentence in text for sentence in (*found.safety.sentences, *found.checks, found.safety.basis))
    for option, first, held in zip(reference.study.options, found.safety.first, found.safety.in_mix, strict=True):
        told = re.search(rf"{re.escape(option.name)}{share(first)}{share(held)}", text)
        assert bool(told) == bool(first or held), option.name


def test_other_analyses_stand_in_the_page_where_they_were_run(reference: Scenario) -> None:
    shares = tuple(Fraction(i, 190) for i in range(20))
    extras = Extras(Safety(("It is first in most.",), "10,000 draws", shares, shares), ("Ask about <this>.",))

    text = read(report_page(reference, version="1", extras=extras)).inside[""]

    assert "It is first in most." in text
    assert "10 %" in text
    assert "Ask about <this>." in text


@pytest.mark.parametrize("seed", range(4))
def test_any_study_makes_a_page(seed: int) -> None:
    study = random_study(seed, 4 + seed, 2 + seed, tree=bool(seed % 2))

    reader = read(report_page(scenario(study), version="1"))

    assert sum(tag == "table" for tag, _ in reader.elements) >= 8


def test_a_study_of_one_option_and_one_criterion_makes_a_page() -> None:
    study = random_study(1, 4, 2)
    one = study.model_copy(
        update={
            "options": study.options[:1],
            "criteria": study.criteria[:1],
            "ratings": tuple(r for r in study.ratings if (r.option, r.criterion) == ("o0", "c0")),
            "weights": (study.weights[0].model_copy(update={"points": {"c0": study.weights[0].points["c0"]}}),),
            "constraints": study.constraints.model_copy(update={"constraints": ()}),
        }
    )

    assert b"is the only rated option" in report_page(scenario(one), version="1")
