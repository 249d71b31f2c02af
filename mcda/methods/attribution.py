"""Where a change comes from: exact shares of scores, ranks and mixes, without residual."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial, lcm

Row = Sequence[Fraction]
Worth = Sequence[Fraction | int]

MOST_PLAYERS = 12


def shapley(worths: Sequence[Worth]) -> tuple[tuple[Fraction, ...], ...]:
    """Each player's share of every figure: its marginal effect averaged over all orders (Shapley 1953).

    `worths[mask]` holds the figures when the players whose bits are set in `mask` have moved; there are 2^players
    masks. The shares of one figure sum to worths[-1] - worths[0], exactly.

    >>> shapley([[0], [1], [0], [4]])
    ((Fraction(5, 2),), (Fraction(3, 2),))
    """
    players = len(worths).bit_length() - 1
    if len(worths) != 1 << players or players > MOST_PLAYERS:
        raise ValueError(f"2^n worths for at most {MOST_PLAYERS} players, not {len(worths)}")
    times = [factorial(size) * factorial(players - size - 1) for size in range(players)]
    # Whole numbers over one denominator: thousands of fractions would be summed otherwise.
    common = lcm(*(Fraction(figure).denominator for row in worths for figure in row))
    whole = [[int(figure * common) for figure in row] for row in worths]
    parts = factorial(players) * common
    return tuple(
        tuple(Fraction(total, parts) for total in _totals(whole, 1 << player, times)) for player in range(players)
    )


def _totals(worths: Sequence[Sequence[int]], bit: int, times: Sequence[int]) -> list[int]:
    """What one player adds to each figure, summed over all orders."""
    totals = [0] * len(worths[0])
    for mask in range(len(worths)):
        if not mask & bit:
            count = times[mask.bit_count()]
            for i, (after, before) in enumerate(zip(worths[mask | bit], worths[mask], strict=True)):
                totals[i] += count * (after - before)
    return totals


def mid_ranks_doubled(scores: Worth) -> tuple[int, ...]:
    """Twice the rank of each score, 1 for the highest; equal scores share the middle of their places.

    >>> mid_ranks_doubled([Fraction(7), Fraction(3), Fraction(7)])
    (3, 6, 3)
    """
    above: dict[Fraction | int, int] = {}
    ordered = sorted(scores, reverse=True)
    for place, score in enumerate(ordered):
        above.setdefault(score, place)
    # Twice the middle of the places first..last is first + last.
    last = {score: place for place, score in enumerate(ordered)}
    return tuple(above[score] + last[score] + 2 for score in scores)


def rating_effects(before: Row, after: Row, weights: Row) -> tuple[Fraction, ...]:
    """What each changed value adds to one option's score: change of value times the mean weight of the two scenarios.

    With the effects of the weights it sums to the change of the score, exactly: the
    two-player Shapley value of weights and ratings.

    >>> rating_effects([Fraction(10)], [Fraction(16)], [Fraction(1, 2)])
    (Fraction(3, 1),)
    """
    return tuple(weight * (b - a) for a, b, weight in zip(before, after, weights, strict=True))


def centred_shares(before: Row, after: Row) -> tuple[tuple[Fraction, ...], ...]:
    """For each weight, the numbers by which an option's mean values are multiplied to give its effect on the score.

    The effect of weight j is dw_j (v_j - s) with s the option's mean score: weight moved towards a criterion on which
    the option stands above its own average. Because the changes of weights that sum to 1 sum to 0, centring leaves
    the total as it is.

    >>> half, full = Fraction(1, 2), Fraction(1)
    >>> for row in centred_shares([half, half], [full, Fraction(0)]):
    ...     print(*row)
    1/8 -1/8
    3/8 -3/8
    """
    middle = means(before, after)
    moved = [b - a for a, b in zip(before, after, strict=True)]
    return tuple(tuple(move * ((j == k) - weight) for k, weight in enumerate(middle)) for j, move in enumerate(moved))


def means(one: Row, other: Row) -> tuple[Fraction, ...]:
    """The mean of two rows.

    >>> means([Fraction(1)], [Fraction(2)])
    (Fraction(3, 2),)
    """
    return tuple((a + b) / 2 for a, b in zip(one, other, strict=True))
