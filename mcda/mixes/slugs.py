"""Plain names for a model file: short, ascii, distinct."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 40


def slugs(prefix: str, names: Sequence[str]) -> tuple[str, ...]:
    """Names that every model format accepts; the prefix and the number keep them distinct.

    >>> slugs("x", ["Énergie & climat", "arms_control"])
    ('x0_energie_climat', 'x1_arms_control')
    >>> slugs("", ["Escalation risk"])
    ('escalation_risk',)
    """
    return tuple((f"{prefix}{index}_" if prefix else "") + _plain(name) for index, name in enumerate(names))


def _plain(name: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", ascii_name.lower()).strip("_")[:LONGEST]
