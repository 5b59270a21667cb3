"""Who and when as one number, and the neighbours of such a number in a sorted table: a search in place of a join."""

from __future__ import annotations

from datetime import date
from typing import Literal

import polars as pl

FIRST, FAR = date(1900, 1, 1), date(9999, 12, 31)
_DAYS = 1 << 22  # more days than from FIRST to FAR


def packed(owner: str, day: str) -> pl.Expr:
    """Return an owner's number and a day as one number, which sorts as the two do."""
    return pl.col(owner).cast(pl.Int64) * _DAYS + (pl.col(day) - FIRST).dt.total_days()


def neighbour(keys: pl.Series, key: str, side: Literal["before", "until", "after"]) -> pl.Expr:
    """Return the row in sorted keys of the same owner's neighbour: the last before, the last up to, or the first
    after; null where the owner has none."""
    if keys.is_empty():
        return pl.lit(None, dtype=pl.Int64)
    found = pl.lit(keys).search_sorted(pl.col(key), side="left" if side == "before" else "right").cast(pl.Int64)
    row = found if side == "after" else found - 1
    there = pl.lit(keys).gather(row.clip(0, len(keys) - 1))
    same = (row >= 0) & (row < len(keys)) & (there // _DAYS == pl.col(key) // _DAYS)
    return pl.when(same).then(row)


def day_of(keys: pl.Series, row: pl.Expr) -> pl.Expr:
    """Return the day of a row in the keys."""
    if keys.is_empty():
        return pl.lit(None, dtype=pl.Date)
    days = pl.lit(keys).gather(row) % _DAYS
    return pl.lit(FIRST) + pl.duration(days=days)
