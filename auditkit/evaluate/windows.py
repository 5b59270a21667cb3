"""Where the window of an order rule begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from .facts import Facts


def decision_days(decisions: pl.LazyFrame) -> pl.LazyFrame:
    """Return each day on which a case has a decision of any kind, as ``case_day``, with ``after_previous``: the day
    after the case's latest decision before it; null where there is none. Decisions of one day share a window
    (readings, Rules).
    """
    days = (
        decisions.filter(~pl.col("future") & pl.col("decided_on").is_not_null())
        .select("case", "decided_on", case_day=case_day("decided_on"))
        .sort("case_day")
        .filter(pl.col("case_day").ne_missing(pl.col("case_day").shift()))
    )
    earlier = pl.when(pl.col("case") == pl.col("case").shift()).then(pl.col("decided_on").shift())
    return days.select("case_day", earlier.dt.offset_by("1d").alias("after_previous"))


def after_previous_decision(duties: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Add ``after_previous`` (see ``decision_days``) for the duty's trigger day."""
    keyed = duties.with_columns(case_day=case_day("trigger_on"))
    return keyed.join(facts.decision_days, on="case_day", how="left", maintain_order="left").drop("case_day")


def case_day(day: str) -> pl.Expr:
    """Return case and day as one number that orders by both; null where the day is not known."""
    return pl.col("case").cast(pl.Int64) * 2**22 + (pl.col(day).to_physical().cast(pl.Int64) - FIRST_DAY)


FIRST_DAY = -719_162
"""1 January of the year 1, as polars counts days. From it to 9999 is less than 2**22 days."""
