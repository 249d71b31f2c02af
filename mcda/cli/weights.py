"""mcda weights"""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def weights() -> None:
    """Work on weights files. Your files are never changed: the result is printed or written to a new file."""


def _study_options(command: click.decorators.FC) -> click.decorators.FC:
    command = click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this new file.")(command)
    command = click.option("-s", "--study", type=click.Path(path_type=Path), default=Path(), help="The study.")(command)
    return click.argument("name", metavar="NAME|FILE")(command)


@weights.command(epilog="\b\nExample:\n  mcda weights confirm baseline -o inputs/weights/baseline_2027.yaml")
@_study_options
def confirm(name: str, study: Path, output: Path | None) -> None:
    """Print weights with the scales of today: the points still hold after a scale changed."""
    _write(name, study, output, "confirm")


@weights.command("keep-trade-offs", epilog="\b\nExample:\n  mcda weights keep-trade-offs baseline")
@_study_options
def keep_trade_offs(name: str, study: Path, output: Path | None) -> None:
    """Print weights whose points follow the ranges, so that every trade-off between units stays as it was."""
    _write(name, study, output, "keep-trade-offs")


def _write(name: str, study: Path, output: Path | None, how: str) -> None:
    from mcda import api

    text = api.weights_text(study, name, "confirm" if how == "confirm" else "keep-trade-offs")
    if output is None:
        click.echo(text, nl=False)
    elif output.exists():
        raise click.UsageError(f"{output} is there already; choose another name.")
    elif not output.parent.is_dir():
        raise click.UsageError(f"{output.parent} is no folder; make it first.")
    else:
        output.write_text(text, encoding="utf-8", newline="\n")
        click.echo(f"Written: {output}")
