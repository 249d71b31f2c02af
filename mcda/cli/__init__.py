"""The command line: words in, exit code out. Heavy imports stand inside the commands."""

from __future__ import annotations

import sys
from enum import IntEnum
from io import TextIOWrapper
from typing import TextIO

import click

from mcda.cli.brief import brief
from mcda.cli.check import check
from mcda.cli.compare import compare
from mcda.cli.completion import completion
from mcda.cli.doctor import doctor
from mcda.cli.explain import explain
from mcda.cli.init import init
from mcda.cli.interrupting import hear_interrupts
from mcda.cli.listing import listing
from mcda.cli.mix import mix
from mcda.cli.opening import opening
from mcda.cli.report import report
from mcda.cli.robust import robust
from mcda.cli.schema import schema
from mcda.cli.score import score
from mcda.cli.template import template
from mcda.cli.verify import verify
from mcda.cli.watch import watch
from mcda.cli.weights import weights

__all__ = ["Exit", "main", "mcda"]


class Exit(IntEnum):
    """What the exit code says."""

    DONE = 0
    NO = 1
    MEND = 2
    BUG = 3
    INTERRUPTED = 130


EPILOG = """\b
Exit codes: 0 done; 1 it ran and the answer is no (check found problems, no mix
fits); 2 mend your files or arguments; 3 internal error; 130 interrupted.

\b
Example:
  mcda score                        score the study in this folder
  mcda score -w inputs/weights/alliance_first.yaml
  mcda init mystudy                 start a study of your own
"""


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="mcda-policy", prog_name="mcda", message="%(prog)s %(version)s (mcda-policy)")
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
def mcda(debug: bool) -> None:
    """Decision support for policy teams: score options, choose a mix, see what it rests on."""


COMMANDS = (
    score,
    mix,
    robust,
    compare,
    listing,
    verify,
    brief,
    report,
    opening,
    watch,
    check,
    explain,
    init,
    template,
    weights,
    schema,
    doctor,
    completion,
)
for command in COMMANDS:
    mcda.add_command(command)


def main() -> None:
    """Run the command line and exit with one of the codes of `Exit`."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    hear_interrupts()
    sys.exit(run(sys.argv[1:]))


def _speak_utf8(stream: TextIO) -> None:
    """What goes into a pipe or a file is UTF-8 everywhere; a terminal shows ? for what its encoding lacks."""
    if isinstance(stream, TextIOWrapper):
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def run(arguments: list[str]) -> int:
    """The exit code of a command line; a person's mistakes are printed, a bug gets one line (or --debug)."""
    from mcda.errors import StudyError
    from mcda.text.findings import count_text, findings_text

    try:
        code = mcda.main(args=arguments, prog_name="mcda", standalone_mode=False)
        return int(code or Exit.DONE)
    except StudyError as error:
        click.echo(findings_text(error.findings), err=True)
        click.echo(count_text(error.findings), err=True)
        return Exit.MEND
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return Exit.MEND
    except (KeyboardInterrupt, click.Abort):
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return Exit.DONE
    except Exception as error:
        # The one place where a bug meets a person.
        if "--debug" in arguments:
            raise
        click.echo(f"Internal error: {type(error).__name__}: {error}", err=True)
        click.echo("This is a bug in mcda; please report it with the output of: mcda --debug ...", err=True)
        return Exit.BUG
