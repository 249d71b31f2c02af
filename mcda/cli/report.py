"""mcda report"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from mcda.cli.scenarios import outputs_option, scenario_argument


@click.command(
    epilog="\b\nExamples:\n  mcda report --svg slides\n  mcda report alliance_first --html for_the_minister.html"
)
@scenario_argument
@outputs_option
@click.option(
    "--svg", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Each chart as SVG, to DIR."
)
@click.option(
    "--png", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Each chart as PNG, to DIR."
)
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="The report, to FILE.")
@click.option("--force", is_flag=True, help="Replace files that are there already.")
def report(
    scenario: str | None, outputs: Path, svg: Path | None, png: Path | None, html: Path | None, force: bool
) -> None:
    """Write the charts of a saved SCENARIO (default: the newest) for slides, or its report to another place."""
    from mcda.api.reporting import bitmaps, page, pictures, saved_folder, saved_scenario

    if not (svg or png or html):
        raise click.UsageError("Say what to write: --svg DIR, --png DIR or --html FILE.")
    shown = saved_scenario(saved_folder(scenario, outputs))
    files: dict[Path, bytes] = {}
    if svg:
        files |= {svg / name: data for name, data in pictures(shown).items()}
    if png:
        files |= {png / name: data for name, data in bitmaps(shown).items()}
    if html:
        files[html] = page(shown)
    there = [path for path in files if path.exists()]
    if there and not force:
        raise click.UsageError(f"{there[0]} is there already; use --force to replace it, or another place.")
    _write(files)


def _write(files: Mapping[Path, bytes]) -> None:
    from mcda.files.atomic import write_file

    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)
        click.echo(path)
