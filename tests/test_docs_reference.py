"""docs/reference/ says what the code says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from mcda.cli import COMMANDS
from tests.malformed import test_broken_files, test_odd_files

DOCS = Path(__file__).parents[1] / "docs"


def test_the_reference_is_that_of_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    found = importlib.util.spec_from_file_location("make_reference", DOCS / "make_reference.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)

    assert module.main(["--check"]) == 0, capsys.readouterr().err


def test_every_command_has_its_entry() -> None:
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")

    assert [command.name for command in COMMANDS if f"\n## mcda {command.name}" not in page] == []


def test_every_finding_that_a_broken_study_meets_has_its_entry() -> None:
    page = (DOCS / "reference" / "findings.md").read_text(encoding="utf-8")
    cases = [each for module in (test_broken_files, test_odd_files) for each in vars(module).values()]
    codes = {case.code for group in cases if isinstance(group, list) for case in group if hasattr(case, "code")}

    assert len(codes) > 50
    assert {code for code in codes if f"\n## {code}\n" not in page and not code.startswith("unknown-")} == set()
