"""mcda robust on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mcda.cli.robust import robust

ROOT = str(Path(__file__).parents[2])


def shown(*arguments: str) -> str:
    result = CliRunner().invoke(robust, [ROOT, *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_the_screen_says_what_would_change_the_answer() -> None:
    text = shown("--color", "never")

    assert "How safe is the answer?" in text
    assert "within the ranges and order of" in text
    assert "What would change the mix" in text
    assert max(map(len, text.splitlines())) <= 80


def test_workers_do_not_change_a_figure() -> None:
    assert shown("--format", "json", "--jobs", "2") == shown("--format", "json")


def test_any_weights_are_said_to_be_any() -> None:
    data = json.loads(shown("--format", "json", "--over", "any"))

    assert data["over"].startswith("all weights that sum to 100 %")
    assert data["allowed"] == []


@pytest.mark.parametrize("form", ["table", "md", "json"])
def test_every_form_ends_in_one_line_break(form: str) -> None:
    text = shown("--format", form, "-w", "economy_first")

    assert text.endswith("\n")
    assert not text.endswith("\n\n")
