"""What is held open when it is asked how safe an answer is: weights, ratings, or both, and how deep to look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Which = Literal["file", "anything", "fixed"]
Doubt = Literal["triangular", "pert", "levels", "off"]
Depth = Literal["quick", "full"]

DRAWS = 1 << 16
FEW_DRAWS = 1 << 14
# The largest problems, in options x 2^criteria, for which work that grows so fast is done.
REACH: Mapping[Depth, int] = {"quick": 1000, "full": 20_000}
# The most mixes that a look goes through one by one.
MIXES: Mapping[Depth, int] = {"quick": 300, "full": 3000}

# The most feasible mixes that are listed once more.
FEASIBLE: Mapping[Depth, int] = {"quick": 200_000, "full": 10_000_000}


@dataclass(frozen=True, slots=True)
class Question:
    """Which weights are allowed, how ratings may be off, and how far to go.

    `weights`: those that the weights file allows, any at all, or fixed as given. `ratings`: anywhere between low and
    high (triangular, or PERT, which trusts the best guess more), one level off, or taken as certain. A `quick` look
    leaves out what is sampled, and what takes longer than a blink.
    """

    weights: Which = "file"
    ratings: Doubt = "triangular"
    draws: int = DRAWS
    depth: Depth = "full"

    def reaches(self, options: int, criteria: int) -> bool:
        """Whether so many options and criteria are few enough for exact work that grows fast with them."""
        return options << criteria <= REACH[self.depth]


FULL = Question()
QUICK = Question(draws=FEW_DRAWS, depth="quick")
