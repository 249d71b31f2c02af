"""mcda watch"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mcda.cli.options import color_option, console, settings, settings_options, weights_option

if TYPE_CHECKING:
    from mcda.api.watching import Round


@click.command(
    epilog="\b\nExamples:\n  mcda watch\n  mcda watch study.xlsx\n  mcda watch outputs/baseline/results.xlsx"
)
@click.argument("study", metavar="[STUDY|results.xlsx]", type=click.Path(path_type=Path), default=Path())
@weights_option
@click.option("-o", "--outputs", type=click.Path(path_type=Path), help="Where scenarios go. Default: STUDY/outputs.")
@settings_options
@color_option
@click.pass_context
def watch(context: click.Context, study: Path, weights: str | None, outputs: Path | None, color: str) -> None:
    """Score again whenever a file of the study is saved; end with Ctrl-C.

    Screen, results workbook and report follow each save. With a results workbook its yellow cells are scored into a
    scenario of their own (NAME_edited). Files that are broken or half saved are named, and the next save is waited for.
    """
    from mcda.api.watching import looks, not_taken, rounds, watched

    click.echo("Watching. Save a file to score again; reload the report in the browser; Ctrl-C ends.", err=True)
    job = watched(study, weights, outputs, settings(context))
    for each in rounds(job, looks()):
        show(each, color)
        for sentence in not_taken(job, each):
            click.echo(sentence, err=True)


def show(each: Round, color: str) -> None:
    """Print one answer: the first screen, or what is wrong."""
    from mcda.text.findings import count_text, findings_text
    from mcda.text.screen import first_screen

    if each.scenario is None or each.folder is None:
        click.echo(f"{findings_text(each.findings)}\n{count_text(each.findings)}", err=True)
        return
    if sys.stdout.isatty():
        click.clear()
    files = [str(path) for path in sorted(each.folder.glob("re*.*"))]
    console(color).print(first_screen(each.scenario, each.explanation, each.safety, files))
