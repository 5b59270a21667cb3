"""Records ordered by case, and by place in the lists within a case."""

from __future__ import annotations

import polars as pl


def sorted_by_case(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the records ordered by case id, table and row; the same frame where they are."""
    place = frame.select(pl.col("table_no").cast(pl.Int64) * 2**32 + pl.col("row_no")).to_series()
    rising = (frame["case_id"] != frame["case_id"].shift()) | (place > place.shift())
    if frame["case_id"].is_sorted() and rising.fill_null(value=True).all():
        return frame
    by_place = frame if place.is_sorted() else frame[place.arg_sort()]
    return by_place.sort("case_id", maintain_order=True)


def distinct(case_ids: pl.Series) -> pl.Series:
    """Return the different ids of an ordered column."""
    return case_ids.filter((case_ids != case_ids.shift()).fill_null(value=True))
