"""What records say of the records they name: the receipt of an investigation's report, the decision that a plan
gives, the end of a decision's measures. Where a number is used twice in a case, the first record has it.
"""

from __future__ import annotations

import polars as pl

from auditkit.model import BY_PLURAL


def with_receipt(investigations: pl.LazyFrame, notifications: pl.LazyFrame) -> pl.LazyFrame:
    """Add the receipt of the report that an investigation names."""
    named = notifications.select(
        "case",
        "notification_id",
        pl.col("received_at").dt.date().alias("received_on"),
        _bad("notifications", "received_at").alias("received_unreadable"),
        pl.col("table_no").alias("received_table"),
        pl.col("row_no").alias("received_row"),
    )
    return _joined_by_id(investigations, named, "notification_id")


def with_measures_of_decision(decisions: pl.LazyFrame, measures: pl.LazyFrame) -> pl.LazyFrame:
    """Add the day on which the last of the measures that name the decision ended, if every one has."""
    ended = pl.col("ended_on")
    running = (ended.is_null() & ~pl.col("ended_unreadable")).any()
    ends = (
        measures.filter(pl.col("decision_id").is_not_null())
        .group_by("case", "decision_id")
        .agg(
            pl.when(ended.is_not_null().all()).then(ended.max()).alias("measures_ended_on"),
            (~running & ended.is_null().any()).alias("measures_end_bad"),
        )
    )
    return decisions.join(ends, on=["case", "decision_id"], how="left", maintain_order="left")


def with_decision_of_plan(plans: pl.LazyFrame, measures: pl.LazyFrame) -> pl.LazyFrame:
    """Add ``decision``, which a plan gives: the one it names, else the one its measure gives (readings, G5); and
    ``decision_bad``: it cannot be read.
    """
    via = measures.select(
        "case",
        "measure_id",
        pl.col("decision_id").alias("via_decision"),
        _bad("measures", "decision_id").alias("via_bad"),
        pl.lit(value=True).alias("via_found"),
    )
    bad_decision, bad_measure = _bad("plans", "decision_id"), _bad("plans", "measure_id")
    by_measure = pl.col("decision_id").is_null() & ~bad_decision
    dangling = by_measure & pl.col("measure_id").is_not_null() & pl.col("via_found").is_null()
    return _joined_by_id(plans, via, "measure_id").with_columns(
        pl.when(dangling)
        .then(pl.format("\x00{}", "measure_id"))  # names a record that is not there: equals no id
        .when(bad_decision)
        .then("decision_id")
        .otherwise(pl.coalesce("decision_id", "via_decision"))
        .alias("decision"),
        (
            (bad_decision & pl.col("decision_id").is_null())
            | (by_measure & bad_measure & pl.col("measure_id").is_null())
            | (by_measure & pl.col("via_bad").fill_null(value=False) & pl.col("via_decision").is_null())
        ).alias("decision_bad"),
    )


def _joined_by_id(frame: pl.LazyFrame, named: pl.LazyFrame, id_field: str) -> pl.LazyFrame:
    key = ["case", id_field]
    return frame.join(named.unique(key, keep="first", maintain_order=True), on=key, how="left", maintain_order="left")


def _bad(plural: str, field: str) -> pl.Expr:
    return (pl.col("unreadable") & BY_PLURAL[plural].bit(field)) != 0
