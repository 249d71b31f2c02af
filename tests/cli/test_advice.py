"""A command that advises an option has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from mcda.cli import mcda, run

ROOT = Path(__file__).parents[2]
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
# Every command that reads a study and may find a blank rating, or weights given for other scales, in it.
READING = {
    "check": ["check"],
    "score": ["score"],
    "mix": ["mix"],
    "explain": ["explain", "arms_control", "backchannels"],
    "robust": ["robust"],
}
SETTINGS = {"--allow-missing", "--scales-changed"}


def options_of(command: click.Command) -> set[str]:
    return {flag for parameter in command.params for flag in (*parameter.opts, *parameter.secondary_opts)}


def with_a_blank(study: Path) -> None:
    path = study / "inputs/ratings.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("trade_agreements,transparency,"))
    cells = lines[at].split(",")
    cells[2:5] = ["", "", ""]
    lines[at] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def with_another_scale(study: Path) -> None:
    path = study / "criteria/economic_effect.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("best: 3", "best: 4"), encoding="utf-8")


BREAKS = {"a blank": with_a_blank, "another scale": with_another_scale}


@pytest.mark.parametrize("break_", BREAKS)
@pytest.mark.parametrize("name", READING)
def test_a_command_has_every_option_that_it_advises(
    name: str, break_: str, study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    BREAKS[break_](study)

    assert run(READING[name]) != 0

    shown = capsys.readouterr()
    advised = set(OPTION.findall(shown.out + shown.err))
    assert advised & SETTINGS
    assert advised <= options_of(mcda.commands[name])


@pytest.mark.parametrize("name", READING)
def test_a_blank_rating_is_carried_by_every_command(name: str, study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_a_blank(study)

    assert run([*READING[name], "--allow-missing"]) == 0
    assert "Internal error" not in capsys.readouterr().err


def test_the_commands_that_read_a_study_and_its_weights_have_the_settings() -> None:
    scoring = {name for name, command in mcda.commands.items() if "--weights" in options_of(command)}

    assert scoring == {*READING, "watch"} - {"check"}
    assert all(options_of(mcda.commands[name]) >= SETTINGS for name in {*scoring, "check"})


def _texts() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "mcda").rglob("*.py")):
        if path.parent.name != "cli":
            yield from ((path.name, flag) for flag in OPTION.findall(path.read_text(encoding="utf-8")))


def _every_command(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield command
        if isinstance(command, click.Group):
            yield from _every_command(command)


def test_no_message_names_an_option_that_no_command_has() -> None:
    known = {flag for command in _every_command(mcda) for flag in options_of(command)} | options_of(mcda)

    assert {(name, flag) for name, flag in _texts() if flag not in known} == set()


def test_an_option_with_a_blank_rating_cannot_be_explained_and_says_so(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_a_blank(study)

    assert run(["explain", "trade_agreements", "arms_control", "--allow-missing"]) == 2
    assert "A blank rating leaves trade_agreements without a score." in capsys.readouterr().err


def test_a_criterion_without_a_do_nothing_level_is_a_note_at_its_file(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = study / "criteria/economic_effect.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("do_nothing: 0\n", ""), encoding="utf-8")

    assert run(["check"]) == 0

    shown = capsys.readouterr().out
    assert "criteria/economic_effect.yaml: note: 'economic_effect' has no do_nothing level" in shown
    assert "1 note; the study is ready to score." in shown
