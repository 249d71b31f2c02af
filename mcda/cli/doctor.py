"""mcda doctor"""

from __future__ import annotations

import click


@click.command(epilog="\b\nExample:\n  mcda doctor")
@click.pass_context
def doctor(context: click.Context) -> None:
    """Check this installation: versions, the solver, a name clash, write access, a spreadsheet program."""
    from mcda.api import diagnose

    found = diagnose()
    for line in found:
        click.echo(f"{'ok ' if line.well else 'NO '} {line.what}: {line.found}")
        if not line.well:
            click.echo(f"    {line.cure}")
    context.exit(0 if all(line.well for line in found) else 1)
