"""mcda completion"""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(epilog='\b\nExample:\n  eval "$(mcda completion bash)"')
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish", "powershell"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the lines that make your shell complete commands, criteria, scenarios and weights files."""
    found = get_completion_class(shell)
    if found is None:
        raise click.ClickException(f"This version of click knows no completion for {shell}; update it.")
    click.echo(found(context.find_root().command, {}, "mcda", "_MCDA_COMPLETE").source())
