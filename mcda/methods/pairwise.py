"""How often one option scores above another when the weights are uncertain, in closed form.

For weights spread evenly over the simplex the share of weightings in which a difference is above 0 follows a recursion
of positive terms (Varsi 1973; Ali 1973). A set of weights made of simplices is a sum of such shares. The share of
weightings in which an option beats each other one also gives its mean rank (Lahdelma and Salminen 2001, pairwise
winning index: Leskinen, Viitanen, Kangas and Kangas 2006).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def winning_share(difference: Sequence[Fraction]) -> Fraction:
    """The share of all weightings in which the weighted difference is above 0, exactly; 1/2 for no difference at all.

    >>> winning_share([Fraction(1), Fraction(-1)])
    Fraction(1, 2)
    >>> winning_share([Fraction(3), Fraction(-1), Fraction(-1)])
    Fraction(9, 16)
    """
    above = [number for number in difference if number > 0]
    below = [-number for number in difference if number < 0]
    if not above and not below:
        return Fraction(1, 2)
    shares = [Fraction(1)] + [Fraction(0)] * len(below)
    for x in above:
        for k, y in enumerate(below, start=1):
            shares[k] = (y * shares[k] + x * shares[k - 1]) / (x + y)
    return shares[-1] if above else Fraction(0)


def winning_shares(values: Floats, pieces: Floats, shares: Floats) -> Floats:
    """Share of the allowed weightings in which option i scores above option k; equal options have 1/2 each.

    `pieces` (pieces x corners x criteria) fill the set of weights, `shares` are their shares of it.

    >>> winning_shares(np.array([[1.0, 0.0], [0.0, 3.0]]), np.eye(2)[None], np.ones(1))
    array([[0.5 , 0.25],
           [0.75, 0.5 ]])
    """
    first, second = np.triu_indices(len(values), 1)
    total = np.zeros(len(first))
    for piece, share in zip(pieces, shares, strict=True):
        folded = values @ piece.T
        total += share * _shares_above(folded[first] - folded[second])
    table = np.full((len(values), len(values)), 0.5)
    table[first, second] = total
    table[second, first] = 1 - total
    return table


def mean_ranks(winning: Floats) -> Floats:
    """The mean rank of every option: 1 and the sum of the shares in which another one beats it.

    >>> mean_ranks(np.array([[0.5, 0.25], [0.75, 0.5]]))
    array([1.75, 1.25])
    """
    return np.asarray(0.5 + winning.sum(axis=0))


def _shares_above(differences: Floats) -> Floats:
    """The recursion for many differences at once: the columns in turn as gains, against all columns as losses."""
    gains, losses = np.maximum(differences, 0), np.maximum(-differences, 0)
    shares = np.zeros((len(differences), differences.shape[1] + 1))
    shares[:, 0] = 1
    for j in range(differences.shape[1]):
        x = gains[:, j]
        before = shares[:, 0]
        for k in range(differences.shape[1]):
            y = losses[:, k]
            old = shares[:, k + 1].copy()
            # A column that is no loss hands on what its left neighbour holds.
            with np.errstate(invalid="ignore"):
                new = np.where(y > 0, (y * old + x * before) / (x + y), before)
            shares[:, k + 1] = np.where(x > 0, new, old)
            before = shares[:, k + 1]
    last = shares[:, -1]
    some, none = gains.any(axis=1), ~losses.any(axis=1)
    return np.where(some & none, 1.0, np.where(some, last, np.where(none, 0.5, 0.0)))
