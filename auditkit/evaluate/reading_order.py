"""The order in which obligations are read: by case, day, record and source."""

from __future__ import annotations

import polars as pl

from .windows import case_day


def in_order(duties: pl.DataFrame, source: pl.Expr) -> pl.DataFrame:
    """Return a rule's duties in order: those without a trigger day first in their case.

    Case and day are one number, which the rows nearly follow already. Only where rows share it are record and
    source compared: texts are slow to sort.
    """
    without_day = pl.col("case").cast(pl.Int64) * 2**22 - 1
    key = pl.coalesce(case_day("trigger_on"), without_day)
    sorted_ = duties.select(key.alias("key")).with_row_index("row").sort("key", maintain_order=True)
    same = (pl.col("key") == pl.col("key").shift()).fill_null(value=False)
    tied = sorted_.with_row_index("place").filter(same | same.shift(-1).fill_null(value=False))
    texts = duties[tied["row"]].select("record", source.alias("source"))
    settled = pl.concat([tied, texts], how="horizontal").sort("key", "record", "source", maintain_order=True)
    return duties[sorted_["row"].scatter(tied["place"], settled["row"])]
