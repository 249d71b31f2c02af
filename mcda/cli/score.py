"""mcda score"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from mcda.cli.options import (
    color_option,
    complete_weights,
    console,
    settings,
    settings_options,
    study_argument,
    tell_what_was_not_read,
)
from mcda.cli.overrides import override_options, overrides

if TYPE_CHECKING:
    from mcda.scenario.scenario import Scenario

HEIGHT = 40
EXAMPLES = """\b
Examples:
  mcda score
  mcda score -w inputs/weights/alliance_first.yaml
  mcda score -w baseline -w alliance_first
  mcda score --set-weight alliance_cohesion=40 --name more_cohesion
  mcda score outputs/baseline/results.xlsx --name tuned
"""


@click.command(epilog=EXAMPLES)
@study_argument
@click.option(
    "-w",
    "--weights",
    multiple=True,
    metavar="FILE",
    shell_complete=complete_weights,
    help="Weights: a file (.yaml, .csv, .xlsx) or a name in inputs/weights/. Repeat for several scenarios.",
)
@override_options
@click.option("--name", help="Name of the scenario (its folder in outputs/). Default: the name of the weights.")
@click.option("-o", "--outputs", type=click.Path(path_type=Path), help="Where scenarios go. Default: STUDY/outputs.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "md"]), default="table", help="How to show it."
)
@click.option("--force", is_flag=True, help="Replace an existing scenario that has other results.")
@click.option("--all", "show_all", is_flag=True, help="Show every option, however long the screen gets.")
@settings_options
@color_option
@click.pass_context
def score(  # noqa: PLR0913, PLR0917  (one parameter an option of the command line)
    context: click.Context,
    study: Path,
    weights: tuple[str, ...],
    name: str | None,
    outputs: Path | None,
    form: str,
    force: bool,
    show_all: bool,
    color: str,
) -> None:
    """Rank the options, choose the best mix, and write both to outputs/.

    The first screen says what leads and by how much, which mix respects the constraints, and where the files are.
    """
    from mcda import api
    from mcda.text.screen import first_screen

    if name and len(weights) > 1:
        raise click.UsageError("--name names one scenario; with several -w each is named after its weights.")
    changes, treated = overrides(context), settings(context)
    draft = api.read(study)
    scenarios = [
        api.score_draft(draft, chosen, name=name, overrides=changes, settings=treated) for chosen in weights or (None,)
    ]
    _check_names([scenario.name for scenario in scenarios])
    folder = outputs or api.outputs_of(study)
    if not name and not force:
        sources = weights or (str(study),)
        scenarios = [_beside(folder, source, each) for source, each in zip(sources, scenarios, strict=True)]
    answers = [(scenario, api.explain_mix(scenario), api.quick_look(scenario)) for scenario in scenarios]
    replace: Literal["any", "same"] = "any" if force else "same"
    written = [
        api.save(each, folder, replace=replace, explanation=explanation, safety=safety)
        for each, explanation, safety in answers
    ]
    if form == "table" and len(answers) == 1:
        files = [f"{written[0]}/{file}" for file in ("results.xlsx", "report.html", "run.json")]
        console(color).print(first_screen(*answers[0], files, 10_000 if show_all else HEIGHT))
    else:
        show(scenarios, written, form, color)
    tell_what_was_not_read(study, weights, written[0] if not changes.texts else None)
    context.exit(1 if any(_no_mix(scenario) for scenario in scenarios) else 0)


def _beside(folder: Path, source: str, scenario: Scenario) -> Scenario:
    """The scenario of an edited workbook that nobody named, under a name that keeps what is there already."""
    from mcda import api

    if not scenario.name.endswith(api.EDITED) or not api.is_results_workbook(Path(source)):
        return scenario
    told_apart = api.numbered(scenario, folder)
    if told_apart.name != scenario.name:
        said = f"The scenario '{scenario.name}' of other inputs stays; this one is saved as '{told_apart.name}'."
        click.echo(f"{said} Give --name for another name, or --force to replace it.", err=True)
    return told_apart


def _check_names(names: list[str]) -> None:
    twice = next((name for i, name in enumerate(names) if name in names[:i]), None)
    if twice:
        raise click.UsageError(f"Two of the weights are called '{twice}': rename a file, or score them one by one.")


def show(scenarios: list[Scenario], written: list[Path], form: str, color: str) -> None:
    """Print the answer in another form than the first screen."""
    from mcda.text import formats, pages

    match form:
        case "json":
            click.echo(pages.json_text(scenarios), nl=False)
        case "csv":
            click.echo(formats.comma_separated(pages.rankings_table(scenarios)), nl=False)
        case "md":
            click.echo("\n".join(pages.markdown_page(each) for each in scenarios), nl=False)
        case _:
            console(color).print(pages.side_by_side(scenarios, [str(folder) for folder in written]))


def _no_mix(scenario: Scenario) -> bool:
    return scenario.mix is not None and scenario.mix.best is None
