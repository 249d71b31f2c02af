"""mcda check"""

from __future__ import annotations

import json
from pathlib import Path

import click

from mcda.cli.options import settings, settings_options, study_argument


@click.command(epilog="\b\nExample:\n  mcda check mystudy --all")
@study_argument
@click.option("--all", "show_all", is_flag=True, help="Show all findings, not only the first 20.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to show findings.")
@settings_options
@click.pass_context
def check(context: click.Context, study: Path, show_all: bool, form: str) -> None:
    """List every problem in a study, with its place and cure. Writes nothing.

    Exit code 1 if there is a problem; notes (questions worth asking) do not count.
    """
    from mcda import api
    from mcda.errors import errors
    from mcda.text.findings import MOST_FINDINGS, count_text, findings_text

    findings = api.check(study, settings(context))
    if form == "json":
        rows = [
            {"place": str(f.place), "code": f.code, "severity": f.severity, "what": f.what, "cure": f.cure}
            for f in findings
        ]
        click.echo(json.dumps({"schema": "mcda-check/1", "findings": rows}, ensure_ascii=False, indent=2))
    else:
        if findings:
            click.echo(findings_text(findings, len(findings) if show_all else MOST_FINDINGS))
        click.echo(count_text(findings))
    context.exit(1 if errors(findings) else 0)
