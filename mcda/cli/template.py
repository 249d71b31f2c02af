"""mcda template"""

from __future__ import annotations

from pathlib import Path

import click

EXAMPLES = """\b
Examples:
  mcda template -o study.xlsx                  an empty workbook to fill in
  mcda template -o study.xlsx --from mystudy   one filled from a study
  mcda template --to-folder study.xlsx DIR     and back, as files
"""


@click.command(epilog=EXAMPLES)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The workbook to write.")
@click.option("--from", "source", type=click.Path(path_type=Path), help="Fill it from this study (folder or workbook).")
@click.option(
    "--to-folder",
    "to_folder",
    nargs=2,
    type=click.Path(path_type=Path),
    metavar="BOOK DIR",
    help="Write the study in the workbook BOOK to the folder DIR.",
)
@click.option("--force", is_flag=True, help="Replace a workbook that is there already.")
def template(output: Path | None, source: Path | None, to_folder: tuple[Path, Path] | None, force: bool) -> None:
    """Write a workbook that holds a whole study, or turn one into a study folder.

    The workbook has sheets for criteria, options, ratings, weights and constraints, and says what is still missing.
    """
    from mcda.api.templates import template as write_template
    from mcda.api.templates import to_folder as write_folder

    if to_folder is not None:
        if output is not None or source is not None:
            raise click.UsageError("--to-folder takes BOOK and DIR and stands alone.")
        folder = write_folder(*to_folder)
        click.echo(f"The study is in {folder}. Next: mcda check {folder}")
        return
    if output is None:
        raise click.UsageError("Say where to write the workbook: mcda template -o study.xlsx")
    path = write_template(output, source, replace="any" if force else "none")
    click.echo(f"Written: {path}. Fill in the yellow cells, then: mcda check {path}")
