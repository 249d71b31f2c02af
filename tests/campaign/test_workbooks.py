"""A thousand random workbooks, edited as a person would and recalculated by LibreOffice, against the engine.

They may be shared out: MCDA_CAMPAIGN_WORKBOOKS="50320 340" takes 340 of them from that seed on.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.campaign.recording import record, times
from tests.excel.results.office import needs_office, running_office
from tests.excel.results.random_studies import random_study, scenario
from tests.excel.results.test_live_edits import ROOMS, edit_and_compare

EDITS = 2
FIRST = 50_000


@needs_office
@pytest.mark.campaign
def test_a_thousand_random_workbooks_show_what_the_engine_says(tmp_path: Path) -> None:
    first, count = (int(n) for n in os.environ.get("MCDA_CAMPAIGN_WORKBOOKS", f"{FIRST} {times(1000)}").split())
    states, differing = Counter[str](), []
    with running_office(tmp_path) as office:
        for seed in range(first, first + count):
            path = tmp_path / f"{seed}.xlsx"
            try:
                states += edit_and_compare(office, scenario(random_study(seed)), path, EDITS, ROOMS[seed % len(ROOMS)])
            except AssertionError as error:
                differing.append(f"{seed}: {error}")
            path.unlink()

    record(
        "workbook",
        seeds=f"{first} to {first + count - 1}",
        workbooks=count,
        edits=count * EDITS,
        edits_with_a_mix=sum(states.values()),
        workbooks_with_a_difference=len(differing),
    )
    assert differing == []
