"""The order in which obligations are read: by case, day, record and source."""

from __future__ import annotations

import polars as pl

from .windows import case_day


def in_order(obligations: pl.DataFrame) -> pl.DataFrame:
    """Return a rule's obligations in order: those without a trigger day first in their case.

    Case and day are one number, which the rows nearly follow already. Only where rows share it are record and
    source compared: texts are slow to sort.
    """
    without_day = pl.col("case").cast(pl.Int64) * 2**22 - 1
    key = pl.coalesce(case_day("trigger_on"), without_day).alias("key")
    keys = obligations.select(key, "record", "source").with_row_index("row").sort("key", maintain_order=True)
    same = pl.col("key") == pl.col("key").shift()
    tied = keys.with_row_index("place").filter(same.fill_null(value=False) | same.shift(-1).fill_null(value=False))
    settled = tied.sort("key", "record", "source", nulls_last=False, maintain_order=True)
    return obligations[keys["row"].scatter(tied["place"], settled["row"])]
