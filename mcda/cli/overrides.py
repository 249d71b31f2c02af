"""The options that change a study for one run: weights, budgets, members, size and mix rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
from click.shell_completion import CompletionItem

from mcda.cli.options import pairs

if TYPE_CHECKING:
    from mcda.scenario.overrides import Overrides

Command = Callable[..., Any]  # what click decorators take and give
_META = "mcda.overrides"


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    context.meta.setdefault(_META, {})[parameter.name] = value


def override_options(command: Command) -> Command:
    """--set-weight, --budget, --require, --forbid, --max-options, --rule: kept in the context for `overrides`."""
    for flags, metavar, text in reversed(_OPTIONS):
        multiple = flags != "--max-options"
        command = click.option(
            flags,
            multiple=multiple,
            type=str if multiple else click.IntRange(min=0),
            metavar=metavar,
            help=text,
            expose_value=False,
            callback=_remember,
            shell_complete=_complete if flags in ("--set-weight", "--rule") else None,
        )(command)
    return command


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The criteria of the study, ready for their value."""
    folder = Path(context.params.get("study") or ".") / "criteria"
    keys = sorted(path.stem for path in folder.glob("*.yaml")) if folder.is_dir() else []
    return [CompletionItem(f"{key}=") for key in keys if key.startswith(incomplete)]


_OPTIONS = (
    ("--set-weight", "KEY=POINTS", "Other points for one criterion, this run only. May repeat, as may the next four."),
    ("--budget", "RESOURCE=AMOUNT", "Another budget, in place of the study's own."),
    ("--require", "OPTION", "An option (instrument, theme:x, set) that must be in the mix."),
    ("--forbid", "OPTION", "An option that must not be in the mix."),
    ("--rule", "KEY=RULE", "Another mix rule for a criterion: sum, max, min or prob."),
    ("--max-options", "N", "At most so many options in the mix, in place of the study's own upper bounds."),
)


def overrides(context: click.Context) -> Overrides:
    """The overrides of this command line."""
    from mcda.model.criterion import MixRule
    from mcda.scenario.overrides import Overrides

    given = context.meta.get(_META, {})
    rules: dict[str, MixRule] = {}
    for text in given["rule"]:
        key, _, rule = text.partition("=")
        found: MixRule | None = next((choice for choice in get_args(MixRule) if choice == rule.strip()), None)
        if found is None:
            raise click.UsageError(f"--rule {text}: write it as KEY=RULE, RULE one of {', '.join(get_args(MixRule))}.")
        rules[key.strip()] = found
    return Overrides(
        points=pairs(given["set_weight"], "--set-weight"),
        budgets=pairs(given["budget"], "--budget"),
        require=given["require"],
        forbid=given["forbid"],
        max_options=given["max_options"],
        rules=rules,
        texts=tuple(_texts(given)),
    )


def _texts(given: dict[str, Any]) -> list[str]:
    texts = []
    for flags, _, _ in _OPTIONS:
        value = given[flags.removeprefix("--").replace("-", "_")]
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        texts += [f"{flags} {each}" for each in values]
    return texts
