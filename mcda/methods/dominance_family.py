"""What holds under every allowed weighting: necessary and possible preference, from the corners of their set.

An option is necessarily at least as good as another if it is so at every corner, possibly if at some (Greco, Mousseau
and Slowinski 2008; over all weights this is Pareto dominance). With uncertain ratings the comparison takes the lowest
of one against the highest of the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mcda.methods.corner_scores import CornerScores

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Preference:
    """For every pair: is the first at least as good, and is it better somewhere, under all / under some weights?

    `always[i, k]`: i scores at least as much as k under every allowed weighting, `over[i, k]`: more under every one.
    `ever[i, k]`: i scores more than k under some. `level` pairs score the same under all.
    """

    always: Bools
    over: Bools
    ever: Bools

    @property
    def level(self) -> Bools:
        """Pairs that no allowed weighting tells apart."""
        return np.asarray(self.always & self.always.T)

    @property
    def beats(self) -> Bools:
        """`always`, and more under some weighting: dominance under the allowed weights."""
        return np.asarray(self.always & ~self.always.T)


def preference(lowest: CornerScores, highest: CornerScores) -> Preference:
    """Necessary and possible preference; `lowest` and `highest` are the same scores where ratings are certain.

    >>> from fractions import Fraction
    >>> from mcda.methods.corner_scores import corner_scores
    >>> one, none = Fraction(1), Fraction(0)
    >>> scores = corner_scores([[one, one], [none, one], [none, 2 * one]], [[one, none], [none, one]])
    >>> preference(scores, scores).beats.tolist()
    [[False, True, False], [False, False, False], [False, True, False]]
    >>> preference(scores, scores).over.any()  # they are level where only one of the criteria counts
    np.False_
    """
    low, high = lowest.numbers * highest.denominator, highest.numbers * lowest.denominator
    options = len(low)
    always, over = (np.ones((options, options), np.bool_) for _ in range(2))
    ever = np.zeros((options, options), np.bool_)
    for corner in range(low.shape[1]):
        always &= np.asarray(low[:, corner][:, None] >= high[:, corner][None, :], np.bool_)
        over &= np.asarray(low[:, corner][:, None] > high[:, corner][None, :], np.bool_)
        ever |= np.asarray(high[:, corner][:, None] > low[:, corner][None, :], np.bool_)
    np.fill_diagonal(always, val=True)
    np.fill_diagonal(over, val=False)
    np.fill_diagonal(ever, val=False)
    return Preference(always, over, ever)
