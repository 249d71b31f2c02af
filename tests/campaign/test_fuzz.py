"""A little of the fuzz in every run; the campaign runs half an hour where its figures are kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.campaign.fuzz import fuzz, main
from tests.campaign.recording import FOLDER

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stops slow files with a signal of POSIX")


def test_twenty_mutated_files_end_in_findings_or_a_study() -> None:
    made = fuzz(60, seed=8, most=20)

    assert made.failures == {}
    assert sum(made.counts[kind] for kind in ("yaml", "csv", "xlsx")) == 20


@pytest.mark.campaign
def test_half_an_hour_of_mutated_files(tmp_path: Path) -> None:
    if not os.environ.get(FOLDER):
        # The verdict on a change must not hang on the luck of the draw: in a short run always the same files.
        assert fuzz(600, seed=2026, most=1500).failures == {}
        return
    main(float(os.environ.get("MCDA_FUZZ_MINUTES", "30")), str(tmp_path / "finds"))

    assert not (tmp_path / "finds").exists()
