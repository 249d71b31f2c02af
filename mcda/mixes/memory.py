"""What the mixes keep of earlier problems, to be let go of: a benchmark starts from nothing remembered."""

from __future__ import annotations

from mcda.mixes import evaluate, folding, integers


def forget() -> None:
    """Let go of everything worked out for earlier problems, so that the next are worked out anew."""
    for module in (evaluate, folding, integers):
        module.forget()
