"""Where the window of an order rule begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from .facts import Facts


def after_previous_decision(duties: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Add ``after_previous``: the day after the case's latest decision dated strictly before ``trigger_on``, of any
    kind; null where there is none. Decisions of one day share a window (readings, Rules).
    """
    days = (
        facts["decisions"]
        .filter(~pl.col("future") & pl.col("decided_on").is_not_null())
        .select("case_id", pl.col("decided_on").alias("trigger_on"))
        .unique()
        .sort("case_id", "trigger_on")
        .with_columns(pl.col("trigger_on").shift(1).over("case_id").dt.offset_by("1d").alias("after_previous"))
    )
    return duties.join(days, on=["case_id", "trigger_on"], how="left", maintain_order="left")
