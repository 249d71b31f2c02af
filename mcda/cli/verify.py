"""mcda verify"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from mcda.cli.options import complete_scenarios, outputs_option

MOST_LINES = 40
EXAMPLES = """\b
Examples:
  mcda verify baseline
  mcda verify baseline --against .
"""


@click.command(epilog=EXAMPLES)
@click.argument("scenario", shell_complete=complete_scenarios)
@outputs_option
@click.option(
    "--against", type=click.Path(path_type=Path), metavar="STUDY", help="Also compare with this study as it is now."
)
@click.option("--all", "everything", is_flag=True, help=f"Show all differences, not only the first {MOST_LINES}.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to show them.")
@click.pass_context
def verify(
    context: click.Context, scenario: str, outputs: Path, against: Path | None, everything: bool, form: str
) -> None:
    """Recompute a saved scenario from its record and name every difference.

    Compares the record, its hashes, metrics.json and each cell of results.xlsx. Exit code 1 if anything differs: a
    file was edited by hand, or (with --against) the study has changed since.
    """
    from mcda.api import verifying

    found = verifying.verify(scenario, outputs, against)
    if form == "json":
        rows = [asdict(each) for each in found.differences]
        data = {"schema": "mcda-verify/1", "folder": str(found.folder), "differences": rows, "notes": list(found.notes)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        shown = found.differences if everything else found.differences[:MOST_LINES]
        for line in (*shown, *found.notes):
            click.echo(str(line))
        if len(shown) < len(found.differences):
            click.echo(f"... and {len(found.differences) - len(shown)} more (--all).")
        click.echo(f"{found.folder}: {_verdict(len(found.differences))}")
    context.exit(1 if found.differences else 0)


def _verdict(count: int) -> str:
    return (
        f"{count} difference{'s' if count != 1 else ''}."
        if count
        else "as it was written; recomputed, nothing differs."
    )
