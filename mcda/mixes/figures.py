"""Figures of many mixes as whole numbers that keep their exact order, however the table behind them was rounded."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import numpy as np

from mcda.mixes.evaluate import Members, effect_value, used
from mcda.mixes.integers import Figure, integers, mask_of, members_of
from mcda.mixes.totals import Ints, Masks, amounts, support
from mcda.problem.mixing import Counted, MixProblem, Reached, Used

Bounded = Used | Reached | Counted
Reader = Callable[[int, Members], Fraction]


def keys(problem: MixProblem, test: Bounded, masks: Masks) -> Ints:
    """What a test with bounds measures, of every mask: a key is below another exactly when the figure is.

    >>> one = Counted(frozenset({0, 2}), most=1)
    >>> keys(MixProblem(("a", "b", "c"), (), (), (), (), (), ()), one, np.array([0, 3, 7], np.uint64))
    array([0, 1, 2])
    """
    match test:
        case Counted(members):
            return np.asarray(np.bitwise_count(masks & np.uint64(mask_of(members))), np.int64)
        case Used(resource):
            return use_keys(problem, resource, masks)
        case Reached(effect):
            return effect_keys(problem, effect, masks)


def measured(problem: MixProblem, test: Bounded, members: Members) -> Fraction:
    """The exact figure of one mix that a test with bounds looks at."""
    match test:
        case Counted(wanted):
            return Fraction(len(wanted & set(members)))
        case Used(resource):
            return used(problem, resource, members)
        case Reached(effect):
            return effect_value(problem, effect, members)


def reader(problem: MixProblem, test: Bounded) -> Reader:
    """How the exact figure of a mix is read from its key, or from its members where keys only keep the order."""
    match test:
        case Counted():
            return lambda key, _: Fraction(key)
        case Used(resource):
            return use_reader(problem, resource)
        case Reached(effect):
            figure = integers(problem).effects[effect]
            return _reader(figure, lambda members: effect_value(problem, effect, members))


def use_reader(problem: MixProblem, resource: int) -> Reader:
    """The same for what a mix uses of a resource."""
    return _reader(integers(problem).uses[resource], lambda members: used(problem, resource, members))


def use_keys(problem: MixProblem, resource: int, masks: Masks) -> Ints:
    """What every mask uses of a resource, in order-keeping whole numbers."""
    return _keys(integers(problem).uses[resource], masks, lambda members: used(problem, resource, members))


def effect_keys(problem: MixProblem, effect: int, masks: Masks) -> Ints:
    """Points of every mask on an effect, in order-keeping whole numbers."""
    return _keys(integers(problem).effects[effect], masks, lambda members: effect_value(problem, effect, members))


def _reader(figure: Figure, exactly: Callable[[Members], Fraction]) -> Reader:
    if figure.margin:
        return lambda _, members: exactly(members)
    return lambda key, _: Fraction(key, figure.denominator)


def _keys(figure: Figure, masks: Masks, exactly: Callable[[Members], Fraction]) -> Ints:
    if not figure.margin:
        return amounts(figure, masks)
    told, place = np.unique(masks & np.uint64(support(figure)), return_inverse=True)
    rough = amounts(figure, told)
    order = np.argsort(rough, kind="stable")
    # Figures further apart than both their errors are in order; those in one cluster are told apart exactly.
    cluster = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.diff(rough[order]) > 2 * figure.margin)])[: len(told)]
    found = np.empty(len(told), np.int64)
    found[order] = (cluster << np.int64(32)) | _within(told[order], cluster, exactly)
    return np.asarray(found[place.ravel()], np.int64)


def _within(told: Masks, cluster: Ints, exactly: Callable[[Members], Fraction]) -> Ints:
    """The exact rank of each mask within its cluster, 0 for the lowest."""
    ranks = np.zeros(len(told), np.int64)
    starts = np.flatnonzero(np.diff(cluster, prepend=-1))
    for start, end in pairwise([*starts.tolist(), len(told)]):
        if end - start > 1:
            values = [exactly(members_of(mask)) for mask in told[start:end].tolist()]
            rank = {value: index for index, value in enumerate(sorted(set(values)))}
            ranks[start:end] = [rank[value] for value in values]
    return ranks
