"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from rich.console import Console

    from mcda.scenario.settings import Settings

Command = Callable[..., Any]  # what click decorators take and give
_SETTINGS = "mcda.settings"


def study_argument(command: Command) -> Command:
    """STUDY, the folder or workbook; default: this folder."""
    return click.argument("study", type=click.Path(path_type=Path), default=Path())(command)


def weights_option(command: Command) -> Command:
    """-w, once."""
    return click.option(
        "-w",
        "--weights",
        metavar="FILE",
        shell_complete=complete_weights,
        help="Weights: a file (.yaml, .csv, .xlsx) or the name of one in inputs/weights/. Default: the study's own.",
    )(command)


def color_option(command: Command) -> Command:
    """--color."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Colour on the screen (NO_COLOR and FORCE_COLOR are respected).",
    )(command)


def settings_options(command: Command) -> Command:
    """--allow-missing and --scales-changed, which findings advise: kept in the context for `settings`."""
    command = click.option(
        "--scales-changed",
        type=click.Choice(["stop", "confirm", "keep-trade-offs"]),
        default="stop",
        help="Weights given for other scales: stop, take the points as they are, or let them follow the range.",
        expose_value=False,
        callback=_remember,
    )(command)
    return click.option(
        "--allow-missing",
        is_flag=True,
        help="Go on with blank ratings: each counts as the whole scale, and its option stays out of the mix.",
        expose_value=False,
        callback=_remember,
    )(command)


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    context.meta.setdefault(_SETTINGS, {})[parameter.name] = value


def settings(context: click.Context) -> Settings:
    """How this command line treats what would stop a run."""
    from mcda.scenario.settings import ScalesChanged, Settings

    given = context.meta[_SETTINGS]
    return Settings(
        scales_changed=next(choice for choice in get_args(ScalesChanged) if choice == given["scales_changed"]),
        blanks="carry" if given["allow_missing"] else "stop",
    )


def outputs_option(command: Command) -> Command:
    """--outputs, where named scenarios are."""
    return click.option(
        "--outputs",
        type=click.Path(path_type=Path),
        default=Path("outputs"),
        help="The folder in which named scenarios are. Default: outputs.",
    )(command)


def console(color: str) -> Console:
    """Where tables go: colour by wish, else by what the terminal can do."""
    from rich.console import Console

    match color:
        case "always":
            return Console(force_terminal=True, highlight=False)
        case "never":
            return Console(no_color=True, color_system=None, highlight=False)
        case _:
            return Console(highlight=False)


def tell_what_was_not_read(study: Path, weights: Sequence[str | None], same: Path | None = None) -> None:
    """Say beside the answer which cells of the results workbooks of this run were not taken."""
    from mcda import api

    for sentence in api.about_workbooks(study, weights, same):
        click.echo(sentence, err=True)


def pairs(texts: tuple[str, ...], option: str) -> dict[str, Decimal]:
    """KEY=NUMBER options as a mapping."""
    from mcda.model.numbers import NumberError, read_quantity

    found: dict[str, Decimal] = {}
    for text in texts:
        key, equals, number = text.partition("=")
        if not equals or not key.strip():
            raise click.UsageError(f"{option} {text}: write it as KEY=NUMBER.")
        if key.strip() in found:
            raise click.UsageError(f"{option} names {key.strip()} twice.")
        try:
            found[key.strip()] = read_quantity(number).value
        except NumberError as error:
            raise click.UsageError(f"{option} {text}: {error.what} {error.cure}") from error
    return found


def complete_weights(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Weights files of the study, then any file."""
    folder = Path(context.params.get("study") or ".") / "inputs" / "weights"
    names = sorted(path.stem for path in folder.glob("*.yaml")) if folder.is_dir() else []
    found = [CompletionItem(name) for name in names if name.startswith(incomplete)]
    return found or [CompletionItem(incomplete, type="file")]


def complete_scenarios(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Saved scenarios, then any file."""
    folder = Path(context.params.get("outputs") or "outputs")
    names = sorted(path.parent.name for path in folder.glob("*/run.json")) if folder.is_dir() else []
    found = [CompletionItem(name) for name in names if name.startswith(incomplete)]
    return found or [CompletionItem(incomplete, type="file")]
