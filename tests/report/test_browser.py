"""The page in a real browser: moved by mouse and keys, on paper, without script, and with hostile names."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from mcda.api.comparing import comparison_page
from mcda.api.reporting import page
from mcda.api.starting import reference_study
from mcda.api.study import score
from mcda.report.answer import finding
from mcda.report.page import report_page
from mcda.scenario.overrides import Overrides
from mcda.scenario.scenario import Scenario, run
from tests.report.axe import axe_core
from tests.report.browser import CHROMIUM, Browser, browser
from tests.report.studies import hostile_study, random_study, scenario

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

LOOKS = [(width, dark) for width in (1280, 375) for dark in (False, True)]
AXE = "axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations.map((v) => [v.id, v.nodes[0].html]))"


@pytest.fixture(scope="module")
def reference() -> Scenario:
    return score(reference_study())


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, reference: Scenario) -> dict[str, str]:
    """Addresses of the pages by name."""
    folder = tmp_path_factory.mktemp("pages")
    shown = {
        "reference": reference,
        "hostile": scenario(hostile_study()),
        "many": scenario(random_study(5, 40, 4)),
        "wide": scenario(random_study(5, 15, 12)),
        "tree": scenario(random_study(5, 8, 5, tree=True)),
    }
    for name, each in shown.items():
        # What explains the mix of a large study takes long, and is tested elsewhere.
        data = page(each) if name in ("reference", "hostile") else report_page(each, version="test")
        (folder / f"{name}.html").write_bytes(data)
    for name, several in comparisons(reference, shown["many"]).items():
        (folder / f"{name}.html").write_bytes(comparison_page(several))
    return {path.stem: path.as_uri() for path in folder.iterdir()}


def scenario_of(known: Scenario, k: int) -> Scenario:
    """The same study under its k-th weights."""
    return run(known.study, known.study.weights[k], f"weights {k}", Overrides())


def comparisons(reference: Scenario, many: Scenario) -> dict[str, list[Scenario]]:
    """Scenarios to compare by the name of their page."""
    hostile = hostile_study()
    several = [run(reference.study, weights, weights.key, Overrides()) for weights in reference.study.weights]
    return {
        "two": several[:2],
        "four": several[:4],
        "two_hostile": [run(hostile, weights, "<b>x</b>", Overrides()) for weights in hostile.weights[:2]],
        "three_of_forty": [
            many,
            replace(many, name="again"),
            run(many.study, many.study.weights[1], "other", Overrides()),
        ],
    }


@pytest.fixture(scope="module")
def open_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def chromium(open_browser: Browser) -> Browser:
    open_browser.logged.clear()
    open_browser.requested.clear()
    open_browser.look(1280)
    return open_browser


PAGES = ["reference", "hostile", "many", "wide", "tree", "two", "four", "two_hostile", "three_of_forty"]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_complains_overflows_or_asks_the_network(name: str, chromium: Browser, pages: dict[str, str]) -> None:
    for width in (1280, 375):
        chromium.look(width)
        chromium.open(pages[name])
        chromium.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert chromium.run("document.documentElement.scrollWidth") <= width

    assert chromium.logged == []
    assert [url for url in chromium.requested if not url.startswith(("file:", "about:", "data:"))] == []


def test_the_finding_is_the_engines(chromium: Browser, pages: dict[str, str], reference: Scenario) -> None:
    chromium.open(pages["reference"])

    shown = chromium.run("[...document.querySelectorAll('#finding p')].map((p) => p.textContent.trim())")

    assert tuple(shown) == finding(reference)


def test_a_button_shows_saved_weights_as_the_engine_scores_them(
    chromium: Browser, pages: dict[str, str], reference: Scenario
) -> None:
    chromium.open(pages["reference"])
    for k, weights in enumerate(reference.study.weights):
        chromium.run(
            f"[...document.querySelectorAll('#sets button')].find((b) => b.textContent === {weights.name!r}).click()"
        )
        expected = finding(run(reference.study, weights, "other", Overrides()))

        shown = chromium.run("[...document.querySelectorAll('#finding p')].map((p) => p.textContent)")

        assert shown[:4] == list(expected[:4]), k
        assert shown[4].startswith(expected[4])


def test_the_keyboard_moves_a_weight(chromium: Browser, pages: dict[str, str]) -> None:
    chromium.open(pages["reference"])
    before = chromium.run("mcdaView.points.escalation_risk")
    chromium.run("document.getElementById('w-escalation_risk').focus()")

    for _ in range(3):
        chromium.press("ArrowRight", 39)

    assert chromium.run("mcdaView.points.escalation_risk") == str(int(before) + 3)
    assert "38" in chromium.run("document.getElementById('w-escalation_risk').getAttribute('aria-valuetext')")


def test_every_control_is_reached_by_tab(chromium: Browser, pages: dict[str, str]) -> None:
    chromium.open(pages["reference"])
    wanted = set(
        chromium.run("[...document.querySelectorAll('input,button,select,summary')].map((e) => e.id || e.textContent)")
    )
    met = set()
    for _ in range(60):
        chromium.press("Tab", 9)
        met.add(chromium.run("document.activeElement.id || document.activeElement.textContent"))

    assert wanted <= met


def test_a_person_with_a_keyboard_only_can_do_everything(chromium: Browser, pages: dict[str, str]) -> None:
    chromium.open(pages["reference"])
    before = chromium.run("JSON.stringify(mcdaView.points)")

    chromium.run("document.querySelectorAll('#sets button')[1].focus()")
    chromium.press("Enter", 13, "\r")
    with_other_weights = chromium.run("JSON.stringify(mcdaView.points)")
    chromium.run("document.getElementById('which').focus()")
    title = chromium.run("document.querySelector('#chart-crossings title').textContent")
    chromium.press("ArrowDown", 40)
    chromium.run("document.querySelector('#evidence summary').focus()")
    chromium.press("Enter", 13, "\r")
    chromium.run("document.getElementById('b-0').focus()")
    budget = chromium.run("mcdaView.budgets[0]")
    chromium.press("ArrowLeft", 37)

    assert with_other_weights != before
    assert chromium.run("document.querySelector('#chart-crossings title').textContent") != title
    assert chromium.run("document.querySelector('#evidence details').open")
    assert chromium.run("mcdaView.budgets[0]") < budget
    assert chromium.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_skip_link_is_first_and_leads_to_the_content(chromium: Browser, pages: dict[str, str]) -> None:
    for name, target in (("reference", "#ranking"), ("two", "#ranks"), ("four", "#ranks")):
        chromium.open(pages[name])

        chromium.press("Tab", 9)

        assert chromium.run("document.activeElement.getAttribute('href')") == target
        assert chromium.run("document.activeElement.getBoundingClientRect().left") >= 0
        chromium.press("Enter", 13, "\r")
        assert chromium.run("location.hash") == target
        assert chromium.run(f"document.querySelector('{target}') !== null")


def test_a_script_that_was_changed_does_not_run(chromium: Browser, pages: dict[str, str], tmp_path: Path) -> None:
    changed = tmp_path / "changed.html"
    changed.write_text(
        Path(unquote(urlparse(pages["reference"]).path)).read_text("utf-8").replace("const core=", "const  core=")
    )

    chromium.open(changed.as_uri())

    assert chromium.run("typeof mcdaView") == "undefined"
    assert chromium.run("document.documentElement.className") == "still"
    assert any("Content Security Policy" in line for line in chromium.logged)


def test_a_budget_moves_the_mix(chromium: Browser, pages: dict[str, str]) -> None:
    chromium.open(pages["reference"])
    before = chromium.run("mcdaView.mix")
    set_budget = "const b = document.getElementById('b-0'); b.value = 3; b.dispatchEvent(new Event('input'));"

    chromium.run(set_budget)

    assert chromium.run("mcdaView.mix") != before
    assert "political capital 6" not in chromium.run("document.body.innerText.toLowerCase()")
    assert "Political capital 3 of 3 points" in chromium.run("document.getElementById('finding').textContent")
    assert "Against the saved mix" in chromium.run("document.getElementById('finding').textContent")


def test_a_link_opens_the_same_view(chromium: Browser, pages: dict[str, str]) -> None:
    chromium.open(pages["reference"])
    chromium.run(
        "const s = document.getElementById('w-transparency'); s.value = 60; s.dispatchEvent(new Event('input'));"
    )
    view, address = chromium.run("[JSON.stringify(mcdaView.points) + mcdaView.finding, location.href]")

    chromium.open(address)

    assert chromium.run("JSON.stringify(mcdaView.points) + mcdaView.finding") == view


def test_downloaded_weights_score_to_the_same(chromium: Browser, pages: dict[str, str], tmp_path: Path) -> None:
    chromium.open(pages["reference"])
    chromium.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    chromium.run(
        "const s = document.getElementById('w-transparency'); s.value = 60; s.dispatchEvent(new Event('input'));"
    )
    shown = chromium.run("mcdaView.ranking.order.map((line) => [line.i, line.rank, line.score])")

    chromium.run("document.getElementById('save').click()")
    deadline = time.monotonic() + 20
    while not (tmp_path / "weights.yaml").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    again = score(reference_study(), tmp_path / "weights.yaml")

    keys = [option.key for option in again.study.options]
    assert [keys[i] for i, _, _ in shown] == [line.option for line in again.ranking.lines]
    assert all(
        abs(value - float(line.score or 0)) < 1e-9
        for (_, _, value), line in zip(shown, again.ranking.lines, strict=True)
    )


def test_without_script_the_finding_and_the_tables_are_there(
    chromium: Browser, pages: dict[str, str], reference: Scenario
) -> None:
    chromium.open(pages["reference"], script=False)

    shown = chromium.run("document.body.innerText")
    chromium.call("Emulation.setScriptExecutionDisabled", value=False)

    assert finding(reference)[0] in shown
    assert all(option.name in shown for option in reference.study.options)
    assert all(limit.name in shown for limit in reference.mixing.limits)
    assert "Download weights.yaml" not in shown


def test_hostile_names_do_nothing(chromium: Browser, pages: dict[str, str]) -> None:
    chromium.open(pages["hostile"])

    assert chromium.run("document.title") != "owned"
    assert chromium.run("document.images.length + document.querySelectorAll('main script, header b').length") == 0
    assert chromium.run("document.querySelectorAll('#sets button').length") == 3


def test_every_chart_states_its_result_and_has_a_table(chromium: Browser, pages: dict[str, str]) -> None:
    chromium.open(pages["reference"])

    titles = chromium.run(
        "[...document.querySelectorAll('figure svg')].map((s) => [s.getAttribute('role'), s.firstChild.textContent])"
    )
    rows = chromium.run(
        "['ranking', 'crossings', 'mix', 'frontier'].map((t) => document.querySelectorAll(`#t-${t} tbody tr`).length)"
    )

    assert len(titles) == 4
    assert all(role == "img" and re.search(r"\d", title) for role, title in titles)
    assert all(count > 1 for count in rows)


@pytest.mark.parametrize("name", ["reference", "two", "four"])
def test_a_page_prints_on_four_sheets_of_a4(
    name: str, chromium: Browser, pages: dict[str, str], tmp_path: Path
) -> None:
    chromium.look(1280, media="")
    chromium.open(pages[name])

    chromium.paper(tmp_path / "report.pdf")

    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "report.pdf").read_bytes())) <= 4


@pytest.mark.skipif(axe_core() is None, reason="axe-core is not installed")
@pytest.mark.parametrize(
    ("name", "width", "dark"),
    [
        *(("reference", *look) for look in LOOKS[1:3]),
        *(pytest.param("reference", *look, marks=pytest.mark.campaign) for look in (*LOOKS[:1], *LOOKS[3:])),
        *(pytest.param(name, *look, marks=pytest.mark.campaign) for name in ("two", "four") for look in LOOKS),
        *(pytest.param(name, *look, marks=pytest.mark.campaign) for name in ("tree", "wide") for look in LOOKS[1:3]),
    ],
)
def test_axe_finds_nothing(name: str, width: int, dark: bool, chromium: Browser, pages: dict[str, str]) -> None:
    chromium.look(width, dark=dark)
    chromium.open(pages[name])
    chromium.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    chromium.run(f"{axe_core()}; 0")

    assert chromium.run(AXE) == []


@pytest.mark.skipif(axe_core() is None, reason="axe-core is not installed")
def test_axe_finds_what_was_broken_on_purpose(chromium: Browser, pages: dict[str, str]) -> None:
    chromium.open(pages["reference"])
    chromium.run(f"{axe_core()}; 0")
    chromium.run("document.documentElement.lang = ''; document.querySelector('label').remove()")

    found = {rule for rule, _ in chromium.run(AXE)}

    assert found >= {"html-has-lang", "label"}
