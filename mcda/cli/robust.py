"""mcda robust"""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path

import click

from mcda.cli.options import color_option, console, scales_option, study_argument, weights_option
from mcda.cli.overrides import override_options, overrides

EXAMPLES = """\b
Examples:
  mcda robust
  mcda robust -w alliance_first --over any
  mcda robust --format md > robustness.md
  mcda robust --draws 1000000 --jobs 2
"""


@click.command(epilog=EXAMPLES)
@study_argument
@weights_option
@override_options
@click.option(
    "--over",
    type=click.Choice(["stated", "any"]),
    default="stated",
    show_default=True,
    help="Weights to look over: those within the ranges, order and ratios of the weights file, or any.",
)
@click.option(
    "--draws",
    type=click.IntRange(800, 100_000_000),
    default=65_536,
    show_default=True,
    help="Points for what is sampled.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Processes. The figures are the same for any number.",
)
@click.option("--format", "form", type=click.Choice(["table", "json", "md"]), default="table", help="How to show it.")
@click.option("--allow-missing", is_flag=True, help="Leave options with blank ratings out instead of stopping.")
@scales_option
@color_option
@click.pass_context
def robust(  # noqa: PLR0913, PLR0917  (one parameter an option of the command line)
    context: click.Context,
    study: Path,
    weights: str | None,
    over: str,
    draws: int,
    jobs: int,
    form: str,
    allow_missing: bool,
    scales_changed: str,
    color: str,
) -> None:
    """Say how safe the answer is: how wrong weights and ratings would have to be before it changes.

    Exact wherever that is possible; what is sampled carries its error. Nothing is written.
    """
    # More threads than one only get in each other's way on tables this small.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from concurrent.futures import ProcessPoolExecutor
    from typing import get_args

    from mcda import api
    from mcda.scenario.allowed_weights import Which
    from mcda.scenario.robust import robust as robustness
    from mcda.scenario.settings import ScalesChanged
    from mcda.text import robust as shown

    settings = api.Settings(
        scales_changed=next(choice for choice in get_args(ScalesChanged) if choice == scales_changed),
        blanks="carry" if allow_missing else "stop",
    )
    scenario = api.score(study, weights, overrides=overrides(context), settings=settings)
    which: Which = "any" if over == "any" else "stated"
    with ProcessPoolExecutor(jobs) if jobs > 1 else nullcontext() as executor:
        found = robustness(scenario, over=which, draws=draws, executor=executor)
    match form:
        case "json":
            click.echo(shown.json_text(scenario, found), nl=False)
        case "md":
            click.echo(shown.markdown_page(scenario, found), nl=False)
        case _:
            console(color).print(shown.screen(scenario, found))
