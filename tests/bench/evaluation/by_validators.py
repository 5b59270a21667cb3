"""Two validation libraries on what they can express: whether a finished row kept its due day.

They check a table's rows; they have no due days, no links between records, no law versions, no "not yet due". So the
due days of UND-KVIT and BFU-4M are worked out first (by the floor, not timed), and the libraries are asked to
check one column against another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from .floor_reports import gathered, plus, six_hverdage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def table(frames: Mapping[str, pl.DataFrame], as_of: date) -> pl.DataFrame:
    """Return one row per report and investigation that has a trigger: day, due and done (done may be missing)."""
    reports = frames["notifications"].select(
        pl.col("received_at").dt.date().alias("day"), pl.col("acknowledged_on").alias("done")
    )
    reports = reports.filter(pl.col("day") <= as_of).with_columns(gathered("day", six_hverdage()).alias("due"))
    studies = frames["investigations"].select(pl.col("aware_on").alias("day"), pl.col("completed_on").alias("done"))
    studies = studies.filter(pl.col("day") <= as_of).with_columns(plus("day", 4).alias("due"))
    rows = pl.concat([reports, studies])
    return rows.with_columns(pl.coalesce("done", pl.lit(as_of)).alias("judged"))


def by_polars(rows: pl.DataFrame) -> int:
    """Count the failing rows."""
    return rows.select(((pl.col("judged") > pl.col("due")) | (pl.col("done") < pl.col("day"))).sum()).item()


def by_pandera(rows: pl.DataFrame) -> int:
    """Count the failing rows."""
    import pandera.polars as pa

    def in_time(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("judged") <= pl.col("due"))

    def not_before(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select((pl.col("done") >= pl.col("day")).fill_null(value=True))

    schema = pa.DataFrameSchema(checks=[pa.Check(in_time), pa.Check(not_before)])
    try:
        schema.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as faults:
        return len(faults.failure_cases)
    return 0


def by_pointblank(rows: pl.DataFrame) -> int:
    """Count the failing rows."""
    import pointblank as pb

    checks = pb.Validate(rows).col_vals_le("judged", pb.col("due")).col_vals_ge("done", pb.col("day"), na_pass=True)
    failed = checks.interrogate().n_failed()
    return sum(failed.values())
