"""Arguments of the commands that show a saved scenario."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

Command = Callable[..., Any]  # what click decorators take and give


def scenario_argument(command: Command) -> Command:
    """SCENARIO, a name in the outputs folder or a path; default: the newest."""
    return click.argument("scenario", required=False, shell_complete=complete_scenario)(command)


def outputs_option(command: Command) -> Command:
    """-o, where scenarios are."""
    return click.option(
        "-o", "--outputs", type=click.Path(path_type=Path), default=Path("outputs"), help="Where scenarios are."
    )(command)


def complete_scenario(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Scenarios in the outputs folder."""
    folder = Path(context.params.get("outputs") or "outputs")
    names = sorted(path.parent.name for path in folder.glob("*/run.json"))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]
