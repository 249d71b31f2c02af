"""mcda open"""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from mcda.cli.scenarios import outputs_option, scenario_argument


@click.command("open", epilog="\b\nExamples:\n  mcda open\n  mcda open alliance_first")
@scenario_argument
@outputs_option
@click.pass_context
def opening(context: click.Context, scenario: str | None, outputs: Path) -> None:
    """Open the report of a saved SCENARIO (default: the newest) in the web browser."""
    from mcda.api.reporting import REPORT, saved_folder

    path = saved_folder(scenario, outputs) / REPORT
    if not path.is_file():
        raise click.UsageError(f"{path} is not there. Make the scenario again with: mcda score")
    click.echo(path)
    if not webbrowser.open(path.resolve().as_uri()):
        click.echo("No web browser was found here; open the file in one.", err=True)
        context.exit(1)
