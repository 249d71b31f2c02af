"""mcda compare"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from mcda.cli.options import color_option, complete_scenarios, console, outputs_option

if TYPE_CHECKING:
    from mcda.scenario.comparing import Compared
    from mcda.scenario.many import Many
    from mcda.text.compare import View

EXAMPLES = """\b
Examples:
  mcda compare baseline alliance_first
  mcda compare baseline alliance_first --only-changed --format md
  mcda compare baseline alliance_first economy_first open_government
  mcda compare baseline alliance_first --html outputs/compare.html
  mcda compare old/outputs/baseline outputs/baseline --fail-on-change
"""
SORTS = ("rank-b", "rank-a", "score-a", "score-b", "change", "move", "name")


@click.command(epilog=EXAMPLES)
@click.argument("scenarios", nargs=-1, required=True, metavar="A B [C ...]", shell_complete=complete_scenarios)
@outputs_option
@click.option("--only-changed", is_flag=True, help="Leave out options whose score, rank and place in the mix stay.")
@click.option("--all", "everything", is_flag=True, help="Show every line and every cause.")
@click.option("--sort-by", type=click.Choice(SORTS), default="rank-b", help="Order of the options. Default: rank-b.")
@click.option(
    "--precision", type=click.IntRange(0, 12), default=1, help="Digits of points after the point. Default: 1."
)
@click.option(
    "--in-newer-scale", is_flag=True, help="Where a scale changed: put the others on the scale of the last one."
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "md"]), default="table", help="How to show it."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Also write a workbook to this file (.xlsx).")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Also write a page to this file (.html).")
@click.option("--fail-on-change", is_flag=True, help="Exit with 1 if a score, a rank or the mix differs.")
@color_option
@click.pass_context
def compare(  # noqa: PLR0913, PLR0917  (one parameter an option of the command line)
    context: click.Context,
    scenarios: tuple[str, ...],
    outputs: Path,
    only_changed: bool,
    everything: bool,
    sort_by: str,
    precision: int,
    in_newer_scale: bool,
    form: str,
    output: Path | None,
    html: Path | None,
    fail_on_change: bool,
    color: str,
) -> None:
    """Say what changed between saved scenarios, and why.

    Two scenarios: what differs in the inputs, and how much of each change of score, rank and mix comes from which of
    it. Three or more: ranks side by side, regret, what every mix holds. Scenarios are names in outputs/, folders,
    or files (run.json, results.xlsx).
    """
    from mcda.api import comparing
    from mcda.scenario.compare_tables import SortBy
    from mcda.text.compare import View

    if len(scenarios) < 2:
        raise click.UsageError("Name two scenarios or more; `mcda list` shows what is saved.")
    comparing.check_targets(output, html)
    saved = [comparing.open_scenario(name, outputs) for name in scenarios]
    for each in saved:
        if not each.is_sound:
            click.echo(
                f"note: {each.folder} does not hold what its inputs give; see `mcda verify {each.folder}`.", err=True
            )
    scales: comparing.Scales = "newer" if in_newer_scale else "refuse"
    chosen = [each.scenario for each in saved]
    found = comparing.compare_scenarios(chosen, scales=scales)
    order = next(choice for choice in get_args(SortBy) if choice == sort_by)
    show(found, View(order, only_changed, everything, precision), form, color)
    if output is not None:
        click.echo(f"Written: {comparing.save_comparison(chosen, output, scales=scales)}", err=True)
    if html is not None:
        click.echo(f"Written: {comparing.save_comparison_page(chosen, html, scales=scales)}", err=True)
    context.exit(1 if fail_on_change and found.is_changed else 0)


def show(found: Compared | Many, view: View, form: str, color: str) -> None:
    """Print a comparison in the form that was asked for."""
    from mcda.scenario.comparing import Compared
    from mcda.text import compare as two
    from mcda.text import compare_many as many

    if form == "table":
        console(color).print(
            two.compare_screen(found, view) if isinstance(found, Compared) else many.many_screen(found, view)
        )
    elif isinstance(found, Compared):
        texts = {"json": two.compare_json, "csv": two.compare_csv, "md": two.compare_markdown}
        click.echo(texts[form](found, view), nl=False)
    else:
        texts_of_many = {"json": many.many_json, "csv": many.many_csv, "md": many.many_markdown}
        click.echo(texts_of_many[form](found, view), nl=False)
