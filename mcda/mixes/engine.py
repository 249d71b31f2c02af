"""A HiGHS that never speaks. HiGHS 1.16 prints a banner when the first engine of a process is made, before anyone can
silence it, and what a command prints for other programs (JSON, Markdown) must hold nothing else.
"""

from __future__ import annotations

from typing import Any

import highspy as highspy_library
import pulp as pulp_library

# Neither library is typed in all the versions we allow.
highspy: Any = highspy_library
pulp: Any = pulp_library


class SilentHighs(highspy.Highs):  # type: ignore[misc]
    """The engine, silenced before its constructor has the first occasion to print."""

    def enableCallbacks(self) -> None:  # noqa: N802, the library's own name
        """Called by the constructor of HiGHS (found in 1.13 to 1.16), and where the banner is printed."""
        self.silent()
        super().enableCallbacks()


class SilentSolver(pulp.HiGHS):  # type: ignore[misc]
    """PuLP's way to HiGHS (`createAndConfigureSolver` is the same step in PuLP 3 and 4) with our engine in it.

    Options carry HiGHS's own names.
    """

    def createAndConfigureSolver(self, lp: Any) -> None:  # noqa: N802, the library's own name
        """Put a silent engine with these options into the problem."""
        lp.solverModel = silent_highs()
        for option, value in self.optionsDict.items():
            lp.solverModel.setOptionValue(option, value)


def silent_highs() -> Any:
    """A new engine on one thread that prints nothing, not even its banner."""
    engine = SilentHighs()
    engine.silent()
    engine.setOptionValue("threads", 1)
    return engine
