"""A second, naive reading of a table of ratings, to hold ours against."""

from __future__ import annotations

import csv
import io
from decimal import Decimal, InvalidOperation

from mcda.model.study import Study

HEAD = ["option", "criterion", "low", "best", "high"]


def disagreement(data: bytes, study: Study) -> str:
    """Where a plain reading (UTF-8, commas, English numbers) says something else; '' where it cannot tell."""
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return ""
    if not rows or rows[0][:5] != HEAD:
        return ""
    ours = {(r.option, r.criterion): (r.low, r.best, r.high) for r in study.ratings}
    for row in rows[1:]:
        entry = ours.get((row[0], row[1])) if len(row) >= 5 else None
        for cell, read in zip(row[2:5], entry or (), strict=False):
            if not _same(cell.strip(), read):
                return f"{row[0]} on {row[1]}: {cell!r} was read as {read}"
    return ""


def _same(cell: str, read: object) -> bool:
    try:
        number = Decimal(cell)
    except InvalidOperation:
        return cell.isascii() is False or cell == (read or "") or not cell.isalpha()
    return isinstance(read, Decimal) and read == number
