"""mcda robust"""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import get_args

import click

from mcda.cli.options import (
    color_option,
    console,
    settings,
    settings_options,
    study_argument,
    tell_what_was_not_read,
    weights_option,
)
from mcda.cli.overrides import override_options, overrides

EXAMPLES = """\b
Examples:
  mcda robust
  mcda robust -w alliance_first --allowed anything
  mcda robust --ratings levels              what if a rating is one level off?
  mcda robust --allowed fixed               weights as given, only ratings open
  mcda robust --format md > robustness.md   a page with all tables
  mcda robust --draws 1000000 --jobs 2
"""


@click.command(epilog=EXAMPLES)
@study_argument
@weights_option
@override_options
@click.option(
    "--allowed",
    type=click.Choice(["file", "anything", "fixed"]),
    default="file",
    show_default=True,
    help="Weights to look over: those within the ranges, order and ratios of the weights file (all weights if it "
    "states none), any weights at all, or only the weights as given.",
)
@click.option(
    "--ratings",
    type=click.Choice(["triangular", "pert", "levels", "off"]),
    default="triangular",
    show_default=True,
    help="How ratings may be off: between low and high, the best value likeliest (triangular; pert trusts it more), by "
    "one level (levels), or not at all (off).",
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
@click.option("--all", "show_all", is_flag=True, help="Show every sentence, however long the screen gets.")
@settings_options
@color_option
@click.pass_context
def robust(  # noqa: PLR0913, PLR0917  (one parameter an option of the command line)
    context: click.Context,
    study: Path,
    weights: str | None,
    allowed: str,
    ratings: str,
    draws: int,
    jobs: int,
    form: str,
    show_all: bool,
    color: str,
) -> None:
    """Say how safe the answer is: how wrong weights and ratings would have to be before it changes.

    Exact wherever that is possible; what is sampled carries its error. Nothing is written.
    """
    # More threads than one only get in each other's way on tables this small.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from mcda import api
    from mcda.api.robustness import Question
    from mcda.api.robustness import robust as robustness
    from mcda.cli.progress import watched
    from mcda.scenario.robust_question import Doubt, Which
    from mcda.text import robust as shown

    question = Question(
        weights=next(choice for choice in get_args(Which) if choice == allowed),
        ratings=next(choice for choice in get_args(Doubt) if choice == ratings),
        draws=draws,
    )
    scenario = api.score(study, weights, overrides=overrides(context), settings=settings(context))
    # Fresh processes: a fork of one that runs the solver's threads may wait for ever.
    workers = ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) if jobs > 1 else nullcontext()
    with workers as pool, watched(pool) as executor:
        found = robustness(scenario, question, executor=executor)
    match form:
        case "json":
            click.echo(shown.json_text(scenario, found), nl=False)
        case "md":
            click.echo(shown.markdown_page(scenario, found), nl=False)
        case _:
            console(color).print(shown.screen(scenario, found, "all" if show_all else "some"))
    tell_what_was_not_read(study, [weights])
