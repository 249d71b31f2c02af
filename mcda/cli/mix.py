"""mcda mix"""

from __future__ import annotations

from pathlib import Path

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
  mcda mix --budget political_capital=8
  mcda mix --require allied_coordination --forbid energy_cooperation --best 10
  mcda mix --rule escalation_risk=max --name cautious
  mcda mix --explain-model --write-model model.lp
"""


@click.command(epilog=EXAMPLES)
@study_argument
@weights_option
@override_options
@click.option("--best", type=click.IntRange(1, 1000), default=5, show_default=True, help="How many mixes to list.")
@click.option("--explain-model", is_flag=True, help="Print the whole model as numbered sentences instead.")
@click.option("--write-model", type=click.Path(path_type=Path), help="Write the model for a solver (.lp or .mps).")
@click.option("--name", help="Save the run as a scenario of this name. Without it nothing is written.")
@click.option("--force", is_flag=True, help="Replace an existing scenario that has other results.")
@click.option("--format", "form", type=click.Choice(["table", "json", "md"]), default="table", help="How to show it.")
@settings_options
@color_option
@click.pass_context
def mix(  # noqa: PLR0913, PLR0917  (one parameter an option of the command line)
    context: click.Context,
    study: Path,
    weights: str | None,
    best: int,
    explain_model: bool,
    write_model: Path | None,
    name: str | None,
    force: bool,
    form: str,
    color: str,
) -> None:
    """Choose the mix, and say what it rests on; try other budgets, members, sizes and mix rules.

    What you try is recorded in the scenario if you give the run a --name.
    """
    from mcda import api
    from mcda.text import mix as shown

    scored = api.score(study, weights, name=name, overrides=overrides(context), settings=settings(context))
    scenario = api.with_best(scored, best)
    if write_model is not None:
        click.echo(f"Written: {write_model}. {shown.written_words(api.write_model(scenario, write_model))}", err=True)
    if explain_model:
        click.echo(shown.model_text(scenario), nl=False)
        context.exit(0)
    if name:
        written = api.save(scenario, api.outputs_of(study), replace="any" if force else "same")
        click.echo(f"Saved: {written}", err=True)
    explanation = api.explain_mix(scenario)
    match form:
        case "json":
            click.echo(shown.json_text(scenario, explanation), nl=False)
        case "md":
            click.echo(shown.markdown_page(scenario, explanation), nl=False)
        case _:
            console(color).print(shown.screen(scenario, explanation, best))
    tell_what_was_not_read(study, [weights])
    context.exit(1 if scenario.mix is None or scenario.mix.best is None else 0)
