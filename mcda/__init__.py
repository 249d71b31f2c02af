"""Decision support for policy teams: the verbs of the command line, for notebooks and scripts.

    import mcda
    scenario = mcda.score(".", "alliance_first")
    mcda.frames.ranking(scenario)

`mcda.load`, `mcda.check`, `mcda.score`, `mcda.explain` and `mcda.save` are those of `mcda.api`; `mcda.frames` gives
data frames. Each is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mcda import frames
    from mcda.api import check, explain, load, save, score

__all__ = ["check", "explain", "frames", "load", "save", "score"]


def __getattr__(name: str) -> Any:  # Any: a module or one of several functions
    if name == "frames":
        return import_module("mcda.frames")
    if name in __all__:
        return getattr(import_module("mcda.api"), name)
    raise AttributeError(f"module 'mcda' has no attribute '{name}'")
