"""mcda list"""

from __future__ import annotations

import json
from pathlib import Path

import click

from mcda.cli.options import study_argument


@click.command("list", epilog="\b\nExample:\n  mcda list")
@study_argument
@click.option("-o", "--outputs", type=click.Path(path_type=Path), help="Where scenarios are. Default: STUDY/outputs.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "md"]), default="table", help="How to show it."
)
def listing(study: Path, outputs: Path | None, form: str) -> None:
    """List the saved scenarios: when, who leads, which mix, and whether the inputs are still the same."""
    from mcda.api import comparing
    from mcda.scenario.listing import listed_table
    from mcda.text import formats
    from mcda.text.listing import listed_json, listed_text

    found = comparing.saved_scenarios(study, outputs)
    if form == "json":
        click.echo(json.dumps(listed_json(found), ensure_ascii=False, indent=2))
    elif not found and form == "table":
        click.echo("No scenarios yet. `mcda score` makes one.")
    elif form == "table":
        click.echo(listed_text(found))
    else:
        text = formats.comma_separated if form == "csv" else formats.markdown
        click.echo(text(listed_table(found)), nl=False)
