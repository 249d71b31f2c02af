"""The state of an installation, for `mcda doctor`."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions, version
from pathlib import Path

from mcda.api.saving import DISTRIBUTION, our_version

PACKAGES = ("numpy", "pulp", "highspy", "pandas", "pydantic", "click", "rich", "ruamel.yaml", "XlsxWriter", "openpyxl")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at, what was found, and what to do if it is not well."""

    what: str
    found: str
    well: bool = True
    cure: str = ""


def diagnose() -> tuple[Line, ...]:
    """Everything that a bug report or a worried user needs."""
    return (
        Line("mcda", f"{our_version()} (distribution {DISTRIBUTION}), {Path(__file__).resolve().parent.parent}"),
        _python(),
        *(_package(name) for name in PACKAGES),
        _solver(),
        _name_clash(),
        _write_access(),
        _spreadsheet(),
    )


def _python() -> Line:
    well = sys.version_info >= (3, 11)
    return Line("Python", platform.python_version(), well, "Use Python 3.11 or newer.")


def _package(name: str) -> Line:
    try:
        return Line(name, version(name))
    except PackageNotFoundError:
        return Line(name, "not installed", well=False, cure=f"Install the project again: it needs {name}.")


def _solver() -> Line:
    """Whether the MILP solver solves a problem of two options, at most one of them."""
    from fractions import Fraction

    from mcda.mixes import milp
    from mcda.problem.mixing import Counted, Effect, Limit, MixProblem

    gain = Effect("gain", Fraction(1), "sum", (Fraction(1), Fraction(2)))
    one = Limit("one", "", "", (Counted(frozenset([0, 1]), most=1),))
    answer = milp.solve(MixProblem(("a", "b"), (gain,), (), (), (), (), (one,)), time_limit=10)
    well = answer.members == (1,)
    return Line(
        "solver", f"{milp.versions()} solves a small problem" if well else "gives a wrong answer", well, "Reinstall."
    )


def _name_clash() -> Line:
    """Another distribution that also provides a package called mcda."""
    others = sorted(set(packages_distributions().get("mcda", [])) - {DISTRIBUTION})
    if not others:
        return Line("name", "no other package called mcda")
    found = f"{', '.join(others)} {distribution(others[0]).version} also provides 'mcda'"
    return Line(
        "name", found, well=False, cure=f"Uninstall it here, or use a new environment: pip uninstall {others[0]}"
    )


def _write_access() -> Line:
    try:
        with tempfile.TemporaryFile(dir="."):
            return Line("this folder", "can be written")
    except OSError:
        return Line("this folder", "cannot be written", well=False, cure="Use -o FOLDER for the outputs.")


def _spreadsheet() -> Line:
    program = next((p for p in ("soffice", "libreoffice", "localc") if shutil.which(p)), None)
    return Line("spreadsheet program", program or "LibreOffice not found; Excel or another program will do")
