"""How a run treats what would stop it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ScalesChanged = Literal["stop", "confirm", "keep-trade-offs"]
Blanks = Literal["stop", "carry"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run treats points given for other scales, and blank ratings."""

    scales_changed: ScalesChanged = "stop"
    blanks: Blanks = "stop"


STRICT = Settings()
