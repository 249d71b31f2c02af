"""A little of the fuzz in every run; the campaign runs half an hour (MCDA_FUZZ_MINUTES says otherwise)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.campaign.fuzz import fuzz, main
from tests.campaign.recording import times

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stops slow files with a signal of POSIX")


def test_a_hundred_mutated_files_end_in_findings_or_a_study() -> None:
    made = fuzz(60, seed=8, most=100)

    assert made.failures == {}
    assert sum(made.counts[kind] for kind in ("yaml", "csv", "xlsx")) == 100


@pytest.mark.campaign
def test_half_an_hour_of_mutated_files(tmp_path: Path) -> None:
    main(float(os.environ.get("MCDA_FUZZ_MINUTES", times(30))), str(tmp_path / "finds"))

    assert not (tmp_path / "finds").exists()
