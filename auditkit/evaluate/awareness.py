"""When the municipality became aware (readings, BFU-4M, BFU-SAMT): the day noted, else the receipt, else a bound.

The bound is the latest day it can have been: from it a breach can be concluded and nothing else.
"""

from __future__ import annotations

import polars as pl

from auditkit.model import BY_PLURAL

from .lists import field_name

_INVESTIGATION = BY_PLURAL["investigations"]


def with_awareness(investigations: pl.LazyFrame) -> pl.LazyFrame:
    """Add ``aware`` (day or null), ``aware_bad`` (it cannot be read), ``bound`` (latest possible day), and the
    field and place where the day used stands (``source_*``).
    """
    noted_bad = _bad("aware_on")
    link_bad = _bad("notification_id") & pl.col("notification_id").is_null()
    noted_blank = pl.col("aware_on").is_null() & ~noted_bad
    report_bad = pl.col("received_unreadable").fill_null(value=False) & pl.col("received_on").is_null()
    aware = pl.when(~noted_bad).then(pl.coalesce("aware_on", "received_on"))
    started_bad = _bad("started_on") & pl.col("started_on").is_null()
    decided_bad = _bad("decided_on") & pl.col("decided_on").is_null() & pl.col("started_on").is_null()
    bound = pl.when(~started_bad).then(pl.coalesce("started_on", "decided_on"))
    begun_bad = aware.is_null() & (started_bad | decided_bad)
    by_report = noted_blank & pl.col("received_on").is_not_null()
    bound_field = (
        pl.when(pl.col("started_on").is_not_null()).then(field_name("started_on")).otherwise(field_name("decided_on"))
    )
    unknown = aware.is_null() & bound.is_not_null()
    return investigations.with_columns(
        aware.alias("aware"),
        (noted_bad | (noted_blank & (link_bad | report_bad)) | begun_bad).alias("aware_bad"),
        bound.alias("bound"),
        pl.when(by_report).then("received_table").otherwise("table_no").alias("source_table"),
        pl.when(by_report).then("received_row").otherwise("row_no").alias("source_row"),
        pl.when(by_report)
        .then(field_name("received_at"))
        .when(unknown & ~noted_bad)
        .then(bound_field)
        .otherwise(field_name("aware_on"))
        .alias("source_field"),
    )


def _bad(field: str) -> pl.Expr:
    return (pl.col("unreadable") & _INVESTIGATION.bit(field)) != 0
