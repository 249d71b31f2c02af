"""mcda init"""

from __future__ import annotations

from pathlib import Path

import click


@click.command(epilog="\b\nExample:\n  mcda init mystudy && mcda score mystudy")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def init(folder: Path) -> None:
    """Write a commented example study to FOLDER that scores at once, for you to change.

    It is the reference study of the project. Nothing that is already there is overwritten.
    """
    from mcda import api

    api.init(folder)
    click.echo(f"A study is in {folder}. Next: mcda score {folder}")
