"""What campaigns record becomes a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaign.page import page, peers_table, read
from tests.campaign.recording import FOLDER, record


def test_counts_are_kept_and_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    record("malformed", files=3, wrong=0)
    record("malformed", files=1234, wrong=0)
    record("brand_new", cases=7)

    made = page(read(tmp_path))

    assert "## Malformed inputs" in made
    assert "| files | 1,234 |" in made
    assert "| files | 3 |" not in made
    assert "## Brand new" in made
    assert "numpy" in made


def test_nothing_is_kept_without_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER, raising=False)
    monkeypatch.chdir(tmp_path)

    record("malformed", files=3)

    assert list(tmp_path.iterdir()) == []


def test_shares_of_other_methods_are_per_cent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    record("peers", method="TOPSIS", relation="an option is added", problems=200, orders=50, winners=2)

    assert "| TOPSIS | 25 % (1 %) |" in peers_table(read(tmp_path)["peers"])
