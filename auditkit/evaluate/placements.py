"""Which placements (measures with Anbringelse ja) are in force on a day (readings, G9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from .duties import reader_of

if TYPE_CHECKING:
    from auditkit.rules import Rule

    from .facts import Facts

_UNDER_A_PLAN = ("BL 32",)


def placements_of(rule: Rule, facts: Facts, *, paragraphs: bool) -> pl.LazyFrame:
    """Return the measures with ``is_placement`` (true or null); with ``paragraphs`` also support under § 32."""
    reader = reader_of(rule, facts, "measure")
    truth = reader.test("placement", lambda v: v)
    if paragraphs:
        truth = truth | reader.paragraphs(_UNDER_A_PLAN)
    frame = facts["measures"].filter(~pl.col("future"))
    frame = frame.with_columns(
        truth.holds.alias("is_placement"),
        truth.absent.alias("placement_absent"),
        reader.absent("started_on").alias("started_absent"),
    )
    return frame.filter(pl.col("is_placement").fill_null(value=True))


def state_on(duties: pl.LazyFrame, placements: pl.LazyFrame, day: str) -> pl.LazyFrame:
    """Return per case whether one is in force on the duty's day: ``surely``, ``perhaps``, and ``absent`` where it
    cannot be known because a column is not in the list.
    """
    on = pl.col("day")
    started = (
        pl.when(pl.col("started_on").is_not_null())
        .then(on >= pl.col("started_on"))
        .when(pl.col("started_unreadable") | pl.col("started_absent"))
        .then(None)
        .otherwise(pl.lit(value=False))
    )
    until = (
        pl.when((on > pl.col("force_to")).fill_null(value=False))
        .then(pl.lit(value=False))
        .when(~pl.col("force_open"))
        .then(pl.lit(value=True))
    )
    holds = pl.col("is_placement") & started & until
    pairs = duties.select("case", pl.col(day).alias("day")).join(
        placements.drop("day", strict=False), on="case", how="inner"
    )
    return (
        pairs.with_columns(holds.alias("holds"))
        .group_by("case")
        .agg(
            pl.col("holds").fill_null(value=False).any().alias("surely"),
            pl.col("holds").is_null().any().alias("perhaps"),
            (pl.col("holds").is_null() & (pl.col("placement_absent") | pl.col("started_absent"))).any().alias("absent"),
        )
    )
