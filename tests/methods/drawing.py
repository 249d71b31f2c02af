"""Random values and random allowed weights, decided by a seed, and ways to the same figures that share no code."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from mcda.methods.first_rank import Cell
from mcda.methods.polytope import Row
from mcda.methods.weight_sets import WeightSet, at_least, at_least_times, at_most, weight_set

Floats = npt.NDArray[np.float64]


def random_values(rng: random.Random, options: int, criteria: int, steps: int = 1000) -> list[Row]:
    """Values as multiples of 1 / 10."""
    return [tuple(Fraction(rng.randint(0, steps), 10) for _ in range(criteria)) for _ in range(options)]


def random_rows(rng: random.Random, criteria: int) -> list[Row]:
    """Statements that some weights keep: ranges, an order, ratios, or nothing."""
    centre = [rng.randint(1, 9) for _ in range(criteria)]
    weights = [Fraction(number, sum(centre)) for number in centre]
    rows: list[Row] = []
    for j, weight in enumerate(weights):
        kind = rng.randint(0, 3)
        if kind == 0:
            rows += [at_least(criteria, j, weight * Fraction(rng.randint(3, 9), 10)), at_most(criteria, j, weight * 2)]
        elif kind == 1 and j:
            heavy, light = (j, j - 1) if weight >= weights[j - 1] else (j - 1, j)
            rows.append(at_least_times(criteria, heavy, Fraction(1), light))
        elif kind == 2 and j > 1:
            rows.append(at_least_times(criteria, j, weight / weights[0] / 2, 0))
    return rows


def random_set(rng: random.Random, criteria: int) -> WeightSet:
    """A set of weights that is not empty."""
    found = weight_set(random_rows(rng, criteria), criteria)
    assert found is not None
    return found


def as_floats(values: Sequence[Row]) -> Floats:
    """The values as floats."""
    return np.array([[float(x) for x in row] for row in values])


def drawn_weights(weights: WeightSet, count: int, seed: int) -> Floats:
    """Weights drawn with a random generator, evenly over the set."""
    rng = np.random.default_rng(seed)
    shares = np.array([float(share) for share in weights.shares])
    table = np.array([[float(x) for x in corner] for corner in weights.corners])[np.array(weights.pieces)]
    inside = rng.dirichlet(np.ones(table.shape[1]), count)
    return np.einsum("ij,ijk->ik", inside, table[rng.choice(len(shares), count, p=shares / shares.sum())])


def clipped(simplices: Floats, row: Floats) -> Floats:
    """The parts of simplices where row . w >= 0, by halving edges: another way than corners of polytopes."""
    done = []
    sides = simplices @ row
    while len(simplices):
        sides = np.where(np.abs(sides) <= 1e-13, 0.0, sides)
        above, below = (sides > 0).any(axis=1), (sides < 0).any(axis=1)
        done.append(simplices[above & ~below])
        simplices, sides = simplices[above & below], sides[above & below]
        place = np.arange(len(simplices))
        up, down = (sides > 0).argmax(axis=1), (sides < 0).argmax(axis=1)
        if not len(place):
            break
        step = sides[place, up] / (sides[place, up] - sides[place, down])
        point = simplices[place, up] + step[:, None] * (simplices[place, down] - simplices[place, up])
        parts = []
        for end in (down, up):
            part, part_sides = simplices.copy(), sides.copy()
            part[place, end], part_sides[place, end] = point, 0.0
            parts.append((part, part_sides))
        simplices = np.concatenate([part for part, _ in parts])
        sides = np.concatenate([part_sides for _, part_sides in parts])
    return np.concatenate(done) if done else simplices


def clipped_first_shares(values: Floats, weights: WeightSet) -> tuple[Floats, Floats]:
    """First-rank shares and central weights by clipping, one option after the other."""
    start = np.array([[float(x) for x in corner] for corner in weights.corners])[np.array(weights.pieces)]
    columns = list(weights.columns)
    whole = np.abs(np.linalg.det(start[:, :, columns])).sum()
    shares, central = np.zeros(len(values)), np.full(values.shape, np.nan)
    for option, own in enumerate(values):
        left = start
        for other in values:
            if (own != other).any():
                left = clipped(left, own - other)
        volumes = np.abs(np.linalg.det(left[:, :, columns])) if len(left) else np.zeros(0)
        shares[option] = volumes.sum() / whole
        if shares[option] > 0:
            central[option] = (volumes[:, None] * left.mean(axis=1)).sum(axis=0) / volumes.sum()
    return shares, central


def first_shares(cells: Sequence[Cell], options: int) -> Floats:
    """The share of weightings in which each option is first."""
    shares = np.zeros(options)
    for cell in cells:
        shares[cell.option] = cell.share
    return shares
