"""mcda explain"""

from __future__ import annotations

from pathlib import Path

import click

from mcda.cli.options import settings, settings_options, tell_what_was_not_read, weights_option


@click.command(epilog="\b\nExample:\n  mcda explain arms_control backchannels -w alliance_first")
@click.argument("first")
@click.argument("second")
@click.option("-s", "--study", type=click.Path(path_type=Path), default=Path(), help="The study. Default: this folder.")
@weights_option
@settings_options
@click.pass_context
def explain(context: click.Context, first: str, second: str, study: Path, weights: str | None) -> None:
    """Say why option FIRST scores above (or below) option SECOND, criterion by criterion."""
    from mcda import api
    from mcda.scenario.words import explained

    scenario = api.score(study, weights, settings=settings(context))
    comparison = api.explain(scenario, first, second)
    click.echo(explained(scenario.study, comparison))
    tell_what_was_not_read(study, [weights])
