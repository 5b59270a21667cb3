"""How many days too late: the middle of what was done too late, its quarters, and bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from .counts import missed_late

if TYPE_CHECKING:
    from collections.abc import Sequence

LATE_BANDS = {"late_1_7": (None, 7), "late_8_30": (7, 30), "late_31_90": (30, 90), "late_over_90": (90, None)}
"""Bands of days: more than the first, at most the second. Nothing done too late is under the first band."""

LATE_FIGURES = ("late_days_q1", "late_days_median", "late_days_q3", *LATE_BANDS, "late_unknown")
LATE_COUNTS = (*LATE_BANDS, "late_unknown")
_QUARTILES = {"late_days_q1": 0.25, "late_days_median": 0.5, "late_days_q3": 0.75}


def days_over() -> pl.Expr:
    """Return the days from due to done: whole ones between days, tenths where both hours are known.

    A duty without a due date is counted from what triggered it.
    """
    due, done = pl.coalesce("due_on", "trigger_on"), pl.col("fulfilled_on")
    return days_between(due, done, pl.col("due_at"), pl.col("fulfilled_at"))


def days_between(day: pl.Expr, later: pl.Expr, moment: pl.Expr, later_moment: pl.Expr) -> pl.Expr:
    """Return days over: whole ones between days, tenths where both hours are known."""
    tenths = ((later_moment - moment).dt.total_minutes() / (24 * 60)).round(1)
    return pl.coalesce(tenths, (later - day).dt.total_days().cast(pl.Float64))


def lateness(rows: pl.DataFrame, by: Sequence[str], days_late: pl.Expr | None = None) -> pl.DataFrame:
    """Return ``LATE_FIGURES`` of the groups in which something was done too late.

    The quartiles lie on the straight line between neighbours, as Excel's QUARTILE does. ``days_late`` are the
    days where they are already counted.
    """
    days = pl.col("_days")
    quartiles = [days.quantile(at, "linear").alias(name) for name, at in _QUARTILES.items()]
    bands = [_within(days, *ends).sum().cast(pl.Int64).alias(name) for name, ends in LATE_BANDS.items()]
    unknown = days.null_count().cast(pl.Int64).alias("late_unknown")
    late = rows.filter(missed_late()).with_columns(_days=days_over() if days_late is None else days_late)
    return late.group_by(by).agg(*quartiles, *bands, unknown)


def _within(days: pl.Expr, over: int | None, most: int | None) -> pl.Expr:
    if over is None:
        return days <= most
    return days > over if most is None else (days > over) & (days <= most)
