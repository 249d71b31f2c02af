"""Scores and order against other packages on fixed scales, each in an environment made for the purpose."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from tests.campaign.recording import FOLDER, record
from tests.campaign.relations import Case, random_case
from tests.campaign.test_metamorphic import scores

HERE = Path(__file__).parent
PEERS = ("pymcdm==1.4.0", "scikit-criteria==0.10", "pyrepo-mcda==0.1.15")
PYTHON = "MCDA_PEERS_PYTHON"
SHAPES = ((2, 2), (5, 3), (10, 4), (15, 4), (20, 8))
EACH = 20_000
PARTS = ("ratings", "worst", "best", "points")
CHANGES = 1000


def peers_python(folder: Path) -> str:
    """An interpreter that has the other packages: the one named in MCDA_PEERS_PYTHON, or a new environment."""
    named = os.environ.get(PYTHON)
    if named:
        return named
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True, timeout=900)
    return str(python)


def cases(shape: tuple[int, int], count: int, seed: int) -> list[Case]:
    rng = np.random.default_rng(seed)
    return [random_case(rng, *shape) for _ in range(count)]


def compare(ours: np.ndarray, theirs: np.ndarray) -> Counter[str]:
    """Pairs of options: those that both order alike, that disagree, that are exact ties or ties to the other alone."""
    up = np.sign(ours[:, None] - ours[None, :])[np.triu_indices(len(ours), 1)]
    gaps = (theirs[:, None] - theirs[None, :])[np.triu_indices(len(ours), 1)]
    other = np.sign(gaps)
    return Counter(
        pairs=len(up),
        disagreements=int(((up * other) < 0).sum()),
        ties=int((up == 0).sum()),
        ties_split=int(((up == 0) & (other != 0)).sum()),
        ties_made=int(((up != 0) & (other == 0)).sum()),
    )


def asked(python: str, words: list[str], folder: Path) -> None:
    """Run the program of the peers; nothing of ours is on its path."""
    surroundings = {key: text for key, text in os.environ.items() if key != "PYTHONPATH"}
    subprocess.run([python, str(HERE / "peers.py"), *words], check=True, cwd=folder, env=surroundings, timeout=7200)


def differential(each: int, python: str, folder: Path) -> Mapping[str, Counter[str]]:
    batches = {f"{m}x{n}": cases((m, n), each, seed) for seed, (m, n) in enumerate(SHAPES)}
    problems = {
        f"{shape}.{part}": np.array([getattr(case, part) for case in batch])
        for shape, batch in batches.items()
        for part in PARTS
    }
    np.savez(folder / "problems.npz", **problems)
    asked(python, ["scores", "problems.npz", "answers.npz"], folder)
    answers = np.load(folder / "answers.npz")
    found: dict[str, Counter[str]] = {}
    for shape, batch in batches.items():
        ours = [scores(case) for case in batch]
        for name in [name for name in answers.files if name.startswith(f"{shape}.")]:
            tally = found.setdefault(name.split(".", 1)[1], Counter())
            for mine, theirs in zip(ours, answers[name], strict=True):
                tally += compare(mine, theirs)
            tally["problems"] += len(batch)
    return found


def test_a_disagreement_would_be_counted() -> None:
    found = compare(np.array([-1, -2, -2]), np.array([0.3, 0.4, 0.4000001]))

    assert (found["pairs"], found["disagreements"], found["ties"], found["ties_split"]) == (3, 2, 1, 1)


@pytest.mark.skipif(PYTHON not in os.environ, reason=f"{PYTHON} names no interpreter with the other packages")
def test_other_packages_order_a_few_problems_as_we_do(tmp_path: Path) -> None:
    assert all(tally["disagreements"] == 0 for tally in differential(20, peers_python(tmp_path), tmp_path).values())


@pytest.mark.campaign
@pytest.mark.skipif(FOLDER not in os.environ, reason="installs other packages: only when results are to be kept")
def test_a_hundred_thousand_problems_against_other_packages() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        python = peers_python(folder / "environment")
        found = differential(EACH, python, folder)
        asked(python, ["changes", str(CHANGES), "changes.json"], folder)
        changes = json.loads((folder / "changes.json").read_text())

    for package, tally in found.items():
        record("differential", package=package, **tally)
    for method, table in changes.items():
        for relation, (tried, orders, winners) in table.items():
            record("peers", method=method, relation=relation, problems=tried, orders=orders, winners=winners)
    assert all(tally["disagreements"] == 0 for tally in found.values()), found
