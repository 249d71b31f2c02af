"""mcda brief"""

from __future__ import annotations

from pathlib import Path

import click

from mcda.cli.scenarios import outputs_option, scenario_argument


@click.command(epilog="\b\nExamples:\n  mcda brief > brief.md\n  mcda brief alliance_first")
@scenario_argument
@outputs_option
def brief(scenario: str | None, outputs: Path) -> None:
    """Print one page of Markdown about a saved SCENARIO (default: the newest) for someone who decides."""
    from mcda.api.reporting import brief_text, saved_folder, saved_scenario

    click.echo(brief_text(saved_scenario(saved_folder(scenario, outputs))), nl=False)
