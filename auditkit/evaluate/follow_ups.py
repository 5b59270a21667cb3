"""Which follow-up belongs to which measure (readings, G5, G9).

A follow-up that names a measure belongs to it, unless it is dated before the measure's Start. One that names
none belongs to each measure of the case in force on its date; where that cannot be known it may serve as
evidence but is no trigger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_PLURAL

from .lists import field_name

if TYPE_CHECKING:
    from .facts import Facts

_FOLLOW_UP = BY_PLURAL["follow_ups"]


def follow_up_pairs(follow_ups: pl.LazyFrame, measures: pl.LazyFrame) -> pl.LazyFrame:
    """Return follow-ups beside measures: ``measure_ix``, ``tied``, ``loose``, ``tie_bad``, and the follow-up's
    columns. ``tie_bad`` covers a link that cannot be read and a force that cannot be known.
    """
    measures = measures.filter(~pl.col("future")).select(
        "case",
        "measure_id",
        pl.col("ix").alias("measure_ix"),
        "started_on",
        "force_to",
        "force_open",
        "started_unreadable",
    )
    follow_ups = follow_ups.drop("ix", "future")
    follow_ups = follow_ups.with_columns(
        pl.col("measure_id").alias("named"),
        (_bad("measure_id") & pl.col("measure_id").is_null()).alias("named_bad"),
        (_bad("held_on") & pl.col("held_on").is_null()).alias("date_bad"),
    )
    pairs = follow_ups.drop("measure_id").join(measures, on="case", how="inner", maintain_order="left_right")
    names = pl.col("named").is_not_null() | pl.col("named_bad")
    pairs = pairs.with_columns(
        (pl.col("named") == pl.col("measure_id")).fill_null(value=False).alias("tied"),
        (~names & _in_force().fill_null(value=False)).alias("loose"),
        (pl.col("named_bad") | (~names & _in_force().is_null())).alias("tie_bad"),
    )
    early = (pl.col("held_on") < pl.col("started_on")).fill_null(value=False)
    return pairs.filter((pl.col("tied") | pl.col("loose") | pl.col("tie_bad")) & ~early)


def _in_force() -> pl.Expr:
    """Whether the measure is in force on the follow-up's day: true, false, or null where it cannot be known."""
    day = pl.col("held_on")
    since = pl.when(day.is_not_null()).then(day >= pl.col("started_on"))
    ended = (day > pl.col("force_to")).fill_null(value=False)
    until = (
        pl.when(ended)
        .then(pl.lit(value=False))
        .when(pl.col("force_open") | day.is_null())
        .then(None)
        .otherwise(pl.lit(value=True))
    )
    return since & until


def follow_up_events(facts: Facts) -> pl.LazyFrame:
    """Return follow-ups as events per measure."""
    return (
        facts.followed.with_columns(
            pl.lit(value=True).alias("fits"),
            pl.col("held_on").alias("event_on"),
            pl.col("table_no").alias("ev_table"),
            pl.col("row_no").alias("ev_row"),
            field_name("held_on").alias("ev_field"),
        )
        .filter(pl.col("event_on").is_not_null() | pl.col("date_bad"))
        .select(
            "measure_ix",
            "tied",
            "loose",
            "tie_bad",
            "fits",
            "event_on",
            "date_bad",
            "ev_table",
            "ev_row",
            "ev_field",
        )
    )


def _bad(field: str) -> pl.Expr:
    return (pl.col("unreadable") & _FOLLOW_UP.bit(field)) != 0
