"""Numbers of the members of many mixes folded together: by tables of all subsets of up to 13 options each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, reduce
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

TABLE_BITS = 13
FAR = 2**61

Fold = Literal["sum", "lowest", "highest", "product"]
Numbers = npt.NDArray[Any]

_FOLDS: dict[Fold, tuple[np.ufunc, np.generic]] = {
    "sum": (np.add, np.int64(0)),
    "lowest": (np.minimum, np.int64(FAR)),
    "highest": (np.maximum, np.int64(-FAR)),
    "product": (np.multiply, np.float64(1)),
}


def folded(fold: Fold, items: Sequence[float], masks: npt.NDArray[np.uint64]) -> Numbers:
    """The items of each mask folded together: whole numbers, or floats for a product.

    >>> folded("highest", (3, 7, 5), np.array([1, 5, 7], np.uint64))
    array([3, 5, 7])
    """
    combine, empty = _FOLDS[fold]
    if not items:
        return np.full(len(masks), empty)
    return reduce(lambda one, other: combine(one, other, out=one), _pieces(_tables(fold, tuple(items)), masks))


def forget() -> None:
    """Let go of the tables of earlier problems."""
    _tables.cache_clear()


def _pieces(tables: Sequence[Numbers], masks: npt.NDArray[np.uint64]) -> list[Numbers]:
    pieces, start = [], 0
    for table in tables:
        places = masks >> np.uint64(start) if start else masks
        if table is not tables[-1]:
            places = places & np.uint64(len(table) - 1)
        pieces.append(table[places.view(np.int64)])
        start += len(table).bit_length() - 1
    return pieces


@lru_cache(maxsize=64)
def _tables(fold: Fold, items: tuple[float, ...]) -> tuple[Numbers, ...]:
    """The items cut into parts of one length, and every subset of each part folded."""
    parts = -(-len(items) // TABLE_BITS)
    width = -(-len(items) // parts)
    return tuple(_table(fold, items[start : start + width]) for start in range(0, len(items), width))


def _table(fold: Fold, items: Sequence[float]) -> Numbers:
    combine, empty = _FOLDS[fold]
    table = np.full(1 << len(items), empty)
    for index, item in enumerate(items):
        table[1 << index : 2 << index] = combine(table[: 1 << index], table.dtype.type(item))
    return table
