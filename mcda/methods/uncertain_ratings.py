"""Ratings given as lowest, best guess and highest: their mean, their spread, and values drawn from them.

A triangular distribution rises evenly from lowest to best guess and falls evenly to highest; PERT gives the best guess
four times the weight of the ends (Malcolm, Roseboom, Clark and Fazar 1959; Vose 2008). Moments are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, lgamma, log, log1p
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Row = Sequence[Fraction]
Shape = Literal["triangular", "pert"]

QUANTILES = 1024


@dataclass(frozen=True, slots=True)
class Spread:
    """One uncertain value: lowest, best guess, highest."""

    low: Fraction
    best: Fraction
    high: Fraction
    shape: Shape = "triangular"

    @property
    def certain(self) -> bool:
        """Whether there is only one possible value."""
        return self.low == self.high

    @property
    def mean(self) -> Fraction:
        """The mean.

        >>> str(Spread(Fraction(0), Fraction(1), Fraction(5)).mean)
        '2'
        """
        weight = 4 if self.shape == "pert" else 1
        return (self.low + weight * self.best + self.high) / (weight + 2)

    @property
    def variance(self) -> Fraction:
        """The variance.

        >>> str(Spread(Fraction(0), Fraction(3), Fraction(6)).variance)
        '3/2'
        """
        low, best, high = self.low, self.best, self.high
        if self.shape == "pert":
            return (self.mean - low) * (high - self.mean) / 7
        return (low**2 + best**2 + high**2 - low * best - low * high - best * high) / 18


def level_off_by_one(below: Fraction, at: Fraction, above: Fraction, confidence: Fraction) -> tuple[Floats, Fraction]:
    """The equally likely values of a level that is right with some confidence and else one too low or too high as
    often, in rising order, and their mean.

    >>> values, mean = level_off_by_one(Fraction(0), Fraction(1), Fraction(3), Fraction(1, 2))
    >>> int((values == 1).sum()), str(mean)
    (512, '5/4')
    """
    wrong = round(QUANTILES * (1 - confidence) / 2)
    ends = sorted((below, above))
    table = [ends[0]] * wrong + [at] * (QUANTILES - 2 * wrong) + [ends[1]] * wrong
    return np.array([float(x) for x in sorted(table)]), sum(table, Fraction(0)) / QUANTILES


def quantiles(spread: Spread) -> Floats:
    """1024 equally likely values in rising order.

    >>> quantiles(Spread(Fraction(0), Fraction(1), Fraction(2)))[[0, 511, 1023]].round(3)
    array([0.031, 1.   , 1.969])
    """
    low, best, high = float(spread.low), float(spread.best), float(spread.high)
    steps = (np.arange(QUANTILES) + 0.5) / QUANTILES
    if spread.certain:
        return np.full(QUANTILES, best)
    if spread.shape == "pert":
        return low + (high - low) * _beta_quantiles(*_pert_shapes(spread), steps)
    turn = (best - low) / (high - low)
    rising = low + np.sqrt(steps * (high - low) * (best - low))
    return np.where(steps < turn, rising, high - np.sqrt((1 - steps) * (high - low) * (high - best)))


def chance_above(spread: Spread, threshold: float) -> float:
    """How likely the value is above a threshold.

    >>> chance_above(Spread(Fraction(0), Fraction(1), Fraction(2)), 1.0)
    0.5
    """
    low, best, high = float(spread.low), float(spread.best), float(spread.high)
    if threshold >= high:
        return 0.0
    if threshold < low:
        return 1.0
    if spread.shape == "pert":
        return 1 - beta_share(*_pert_shapes(spread), (threshold - low) / (high - low))
    if threshold >= best:
        return (high - threshold) ** 2 / ((high - low) * (high - best))
    return 1 - (threshold - low) ** 2 / ((high - low) * (best - low))


def mean_excess(spread: Spread, threshold: float) -> float:
    """The mean of what the value exceeds a threshold by, 0 where it does not.

    >>> round(mean_excess(Spread(Fraction(0), Fraction(1), Fraction(2)), 1.0), 6)
    0.166667
    """
    low, best, high, mean = float(spread.low), float(spread.best), float(spread.high), float(spread.mean)
    if threshold >= high:
        return 0.0
    if threshold <= low:
        return mean - threshold
    if spread.shape == "pert":
        a, b = _pert_shapes(spread)
        place = (threshold - low) / (high - low)
        inside = (high - low) * a / (a + b) * (1 - beta_share(a + 1, b, place))
        return inside + (low - threshold) * (1 - beta_share(a, b, place))
    if threshold >= best:
        return (high - threshold) ** 3 / (3 * (high - low) * (high - best))
    return mean - threshold + (threshold - low) ** 3 / (3 * (high - low) * (best - low))


def score_moments(
    means: Row, variances: Row, weights: Row, covariance: Sequence[Row] | None = None
) -> tuple[Fraction, Fraction]:
    """Mean and variance of a score when ratings are independent; with `covariance` of the weights, when both vary.

    Var S = m' Cov(w) m + sum of E[w_j^2] var_j, with E[w_j^2] = Cov_jj + w_j^2. Exact.

    >>> half, two = Fraction(1, 2), Fraction(2)
    >>> mean, variance = score_moments([two, two], [two, Fraction(0)], [half, half])
    >>> str(mean), str(variance)
    ('2', '1/2')
    """
    criteria = range(len(weights))
    mean = sum((weights[j] * means[j] for j in criteria), Fraction(0))
    table = covariance or [[Fraction(0)] * len(weights)] * len(weights)
    own = sum(((table[j][j] + weights[j] ** 2) * variances[j] for j in criteria), Fraction(0))
    shared = sum((means[j] * table[j][k] * means[k] for j in criteria for k in criteria), Fraction(0))
    return mean, own + shared


def beta_share(a: float, b: float, place: float) -> float:
    """The share of a beta distribution below a place from 0 to 1 (continued fraction, Lentz 1976; DiDonato and
    Morris 1992).

    >>> round(beta_share(2.0, 2.0, 0.25), 6)
    0.15625
    """
    if place <= 0 or place >= 1:
        return float(place >= 1)
    if place > (a + 1) / (a + b + 2):
        return 1 - beta_share(b, a, 1 - place)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(place) + b * log1p(-place)) / a
    return front * _fraction(a, b, place)


def _fraction(a: float, b: float, place: float) -> float:
    """Below the turn that `beta_share` sees to, no denominator comes near 0."""
    c, d = 1.0, 1 / (1 - (a + b) * place / (a + 1))
    value = d
    for m in range(1, 300):
        for term in (
            m * (b - m) * place / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * place / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + term * d)
            c = 1 + term / c
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value


def _pert_shapes(spread: Spread) -> tuple[float, float]:
    width = spread.high - spread.low
    return float(1 + 4 * (spread.best - spread.low) / width), float(1 + 4 * (spread.high - spread.best) / width)


def _beta_quantiles(a: float, b: float, steps: Floats) -> Floats:
    """By even steps of a fine table of the distribution, straight between them."""
    grid = (1 - np.cos(np.linspace(0, np.pi, 513))) / 2
    shares = np.array([beta_share(a, b, float(place)) for place in grid])
    return np.interp(steps, shares, grid)


def spread_of_weights(
    corners: Sequence[Row], piece_shares: Row, pieces: Sequence[Sequence[int]]
) -> list[list[Fraction]]:
    """The covariance of weights spread evenly over a set made of simplices, exactly.

    In one simplex with k corners c: E[w w'] = (sum of c c' + (sum of c)(sum of c)') / (k (k + 1)).

    >>> one, none = Fraction(1), Fraction(0)
    >>> [[str(x) for x in row] for row in spread_of_weights([[one, none], [none, one]], [one], [(0, 1)])]
    [['1/12', '-1/12'], ['-1/12', '1/12']]
    """
    criteria = range(len(corners[0]))
    mean = [Fraction(0)] * len(criteria)
    second = [[Fraction(0)] * len(criteria) for _ in criteria]
    for share, piece in zip(piece_shares, pieces, strict=True):
        points, size = [corners[place] for place in piece], len(piece)
        total = [sum((point[j] for point in points), Fraction(0)) for j in criteria]
        for j in criteria:
            mean[j] += share * total[j] / size
            for k in criteria:
                inner = sum((point[j] * point[k] for point in points), Fraction(0))
                second[j][k] += share * (inner + total[j] * total[k]) / (size * (size + 1))
    return [[second[j][k] - mean[j] * mean[k] for k in criteria] for j in criteria]
