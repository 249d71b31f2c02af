"""One saved run for the tests of a file; whoever changes it takes a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.excel.results_input.edited import saved_run, sound_study


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a saved run with branches, words as levels, and constraints of every kind."""
    return saved_run(sound_study(), "one", tmp_path_factory.mktemp("outputs"))
