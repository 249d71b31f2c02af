"""mcda schema"""

from __future__ import annotations

import json

import click

NAMES = ("study", "criterion", "weights", "constraints", "world")


@click.command(epilog="\b\nExample:\n  mcda schema criterion > criterion.schema.json")
@click.argument("name", type=click.Choice(NAMES))
def schema(name: str) -> None:
    """Print the JSON Schema of one kind of YAML file, for editors that check while you type."""
    from mcda import api

    click.echo(json.dumps(api.schema(name), indent=2, ensure_ascii=False))
