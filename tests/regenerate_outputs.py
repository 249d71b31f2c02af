"""Write the scenarios that the repository ships: python -m tests.regenerate_outputs"""

from __future__ import annotations

import sys
from pathlib import Path

from mcda import api

ROOT = Path(__file__).resolve().parents[1]


def regenerate(outputs: Path) -> list[Path]:
    """Score the reference study under each of its weights into `outputs`."""
    draft = api.read(ROOT)
    return [
        api.save(api.score_draft(draft, weights.key), outputs, replace="any")
        for weights in sorted(draft.weights, key=lambda weights: weights.key)
    ]


if __name__ == "__main__":
    for folder in regenerate(ROOT / "outputs"):
        sys.stdout.write(f"{folder}\n")
