"""Typing into the results workbook: LibreOffice then shows what the engine says about the study typed so.

Nothing makes it calculate but the typing itself, as at a person's desk.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from mcda.excel.results import Room, results_workbook
from mcda.excel.results.coverage import SORRY
from mcda.excel.results.mix_sheet import FINE, NONE_FITS
from mcda.excel.results.plan import Plan, plan_of
from mcda.scenario.scenario import Scenario
from tests.campaign.recording import times
from tests.excel.results.live import (
    SORRY_AT,
    Edit,
    next_edit,
    scored,
    shown,
    typing,
    wanted,
    wanted_mine,
    wanted_mixes,
    wrong,
)
from tests.excel.results.office import Office, needs_office, the_office
from tests.excel.results.random_studies import random_study, scenario
from tests.scenario.studies import reference, scenario_of

pytestmark = needs_office

ROOMS = (Room(), Room(0, 50, 2000), Room(0, 2, 2000), Room(0, 20, 2000), Room(0, 0, 0))
# Edits are piled up to this many, then the workbook is set back.
PILE = 3


@pytest.fixture(scope="module")
def office() -> Office:
    return the_office()


def edit_and_compare(office: Office, run: Scenario, path: Path, edits: int, room: Room = ROOMS[0]) -> Counter[str]:
    """Type edits at random and compare what shows after each with the engine."""
    return compare(office, run, path, at_random(plan_of(run, room), path.name, edits), room)


def at_random(plan: Plan, seed: str, count: int) -> Iterator[Edit]:
    """Edits that pile up, and begin anew now and then."""
    edit, rng = Edit(), random.Random(seed)
    for number in range(count):
        edit = next_edit(rng, plan, Edit() if number % PILE == 0 else edit)
        yield edit


def compare(office: Office, run: Scenario, path: Path, edits: Iterable[Edit], room: Room) -> Counter[str]:
    """Type edits and compare what shows after each with the engine; what comes back counts the states of the mix."""
    plan = plan_of(run, room)
    path.write_bytes(results_workbook(run, [], version="1", fingerprint="f", room=room))
    office.open(path)
    edit, states = Edit(), Counter[str]()
    for number, after in enumerate(edits):
        office.type(typing(plan, edit, after))
        edit, now = after, scored(plan, after)
        cells = list(wanted(plan, edit, now))
        if plan.mixed:
            cells += wanted_mine(plan, edit, now)
            state = shown(office, [SORRY_AT])[SORRY_AT]
            states[str(state)] += 1
            assert state in {FINE, NONE_FITS, SORRY}
            cells += wanted_mixes(plan, edit, now) if state != SORRY else ()
        assert wrong(office, cells) == [], (path.name, number, edit)
    return states


def test_edits_of_the_reference_study_show_what_the_engine_says(office: Office, tmp_path: Path) -> None:
    states = edit_and_compare(office, scenario_of(reference()), tmp_path / "reference.xlsx", 32)

    assert states[FINE] + states[NONE_FITS] >= 10


@pytest.mark.campaign
def test_with_few_options_every_edit_shows_the_best_mix(office: Office, tmp_path: Path) -> None:
    states = Counter[str]()
    for seed in (1, 2, 5, 6, 8, 11):
        states += edit_and_compare(office, scenario(random_study(seed)), tmp_path / f"{seed}.xlsx", 4)

    assert states[FINE] > 10
    assert states[NONE_FITS] > 0
    assert states[SORRY] == 0


@pytest.mark.campaign
def test_with_many_options_the_mix_is_right_or_greyed(office: Office, tmp_path: Path) -> None:
    states = Counter[str]()
    for seed in (13, 18, 19, 22):
        run = scenario(random_study(seed))
        states += edit_and_compare(office, run, tmp_path / f"{seed}.xlsx", 3, ROOMS[1 + seed % 4])

    assert states[SORRY] > 0


@pytest.mark.parametrize(
    ("seed", "rows", "any_points", "sorry"),
    [(50_794, 2, False, True), (50_794, 26, False, False), (50_021, 20, True, False)],
)
def test_a_table_in_part_shows_the_best_mix_or_none(
    office: Office, tmp_path: Path, seed: int, rows: int, any_points: bool, sorry: bool
) -> None:
    run, room, rng = scenario(random_study(seed)), Room(0, rows, 2000), random.Random(seed)
    plan = plan_of(run, room)
    moved = [Edit(points={node.key: Decimal(rng.randint(5, 60)) for node in plan.nodes}) for _ in range(12)]

    states = compare(office, run, tmp_path / "part.xlsx", [Edit(), *moved], room)

    assert (plan.listing.mode, plan.listing.whole, plan.listing.any_points) == ("efficient", False, any_points)
    assert states[FINE] > 0
    assert (states[SORRY] > 0) == sorry


@pytest.mark.campaign
def test_thousands_of_edits_show_what_the_engine_says(office: Office, tmp_path: Path) -> None:
    states: Counter[str] = Counter()
    for seed in range(times(300)):
        run = scenario(random_study(seed))
        states += edit_and_compare(office, run, tmp_path / f"{seed}.xlsx", 10, ROOMS[seed % len(ROOMS)])
    assert states[FINE] > 0


@pytest.mark.campaign
def test_hundreds_of_edits_of_the_reference_study_show_what_the_engine_says(office: Office, tmp_path: Path) -> None:
    assert edit_and_compare(office, scenario_of(reference()), tmp_path / "many.xlsx", times(400))[FINE] > 0
