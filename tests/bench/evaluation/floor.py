"""The floor: seven of the rules written by hand in polars, as fast as we could make them.

One rule of each kind: UND-24T (hours), UND-KVIT (hverdage), BFU-4M (months), AFG-SAMT (order), OPF-PLAN (presence),
OPF-N (recurrence), TILSYN (count). It reads lists without unreadable cells and with every column, gives outcomes as
numbers, and can explain nothing: no reason, no cell, no citation. The product's evaluation is measured against it,
and, because it was written from the readings by another hand, it is one more check that the two agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from . import floor_reports, floor_support
from .floor_days import FAR, FIRST, neighbour, packed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

RULES = ("UND-24T", "UND-KVIT", "BFU-4M", "AFG-SAMT", "OPF-PLAN", "OPF-N", "TILSYN")


class Read:
    """The records of one type, with the row of their case on Sager (``c``) in the place of its number."""

    def __init__(self, frames: Mapping[str, pl.DataFrame], key: pl.LazyFrame) -> None:
        self.frames, self.key = frames, key

    def __call__(self, plural: str, *columns: str | pl.Expr) -> pl.LazyFrame:
        """Return some columns of the records."""
        frame = (
            self.frames[plural].lazy().select("case_id", pl.int_range(pl.len(), dtype=pl.UInt32).alias("r"), *columns)
        )
        return frame.join(self.key, on="case_id", how="left", maintain_order="left").drop("case_id")


def floor(frames: Mapping[str, pl.DataFrame], as_of: date) -> pl.DataFrame:
    """Return one row per obligation: rule and outcome (numbers in RULES and OUTCOMES), case (row on Sager), trigger
    and due day, team and quarter (year x 4 + quarter)."""
    cases, read, found = _found(frames, as_of)
    narrow = ("c", "day", "due", "on", "outcome")
    rows = pl.concat(_numbered(frame, n).select("rule", *narrow) for n, frame in enumerate(found))
    return _with_team(rows, read, cases).collect()


def floor_rows(frames: Mapping[str, pl.DataFrame], as_of: date) -> pl.DataFrame:
    """Return the same with the row of the triggering record (``r``) and what its name hangs on: the measure's row
    (``m``) or the placement year (``k``)."""
    cases, read, found = _found(frames, as_of)
    rows = pl.concat((_numbered(frame, n) for n, frame in enumerate(found)), how="diagonal")
    return _with_team(rows, read, cases, "r", "m", "k").collect()


def _numbered(frame: pl.LazyFrame, rule: int) -> pl.LazyFrame:
    return frame.with_columns(pl.lit(rule, dtype=pl.UInt8).alias("rule"))


def _found(frames: Mapping[str, pl.DataFrame], as_of: date) -> tuple[pl.LazyFrame, Read, list[pl.LazyFrame]]:
    cases = frames["cases"].lazy().with_row_index("c")
    read = Read(frames, cases.select("case_id", "c"))
    case = cases.select(
        "c", pl.when(pl.col("closed_on") <= as_of).then("closed_on").alias("closed"), "close_reason", "birth_date"
    )
    reports = read("notifications", "notification_id", "received_at", "assessed_at", "acknowledged_on", "notifier")
    followed = floor_support.followed(read, case, as_of)
    found = [
        floor_reports.und_24t(reports, as_of),
        floor_reports.und_kvit(reports, as_of),
        floor_reports.bfu_4m(read, reports, case, as_of),
        floor_support.afg_samt(read, case, as_of),
        floor_support.opf_plan(followed),
        floor_support.opf_n(followed, as_of),
        floor_support.tilsyn(read, case, as_of),
    ]
    return cases, read, found


def counts(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the counts by rule, team, quarter and outcome, grouped on one packed number."""
    quarter = pl.col("rule").cast(pl.UInt32) * 16_384 + pl.col("quarter").fill_null(0)
    packed = (quarter * 8 + pl.col("outcome")) * 64 + pl.col("team").to_physical().fill_null(63)
    return rows.select(packed.alias("group")).group_by("group").len()


def _with_team(rows: pl.LazyFrame, read: Read, cases: pl.LazyFrame, *more: str) -> pl.LazyFrame:
    teams = cases.select(pl.col("team").cast(pl.Categorical)).collect().to_series()
    periods = read("team_history", pl.col("from_on").fill_null(FIRST), "to_on", pl.col("team").cast(pl.Categorical))
    periods = periods.filter(pl.col("team").is_not_null()).with_columns(packed("c", "from_on").alias("key"))
    table = periods.sort("key").collect()
    rows = rows.with_columns(packed("c", "on").alias("key"))
    rows = rows.with_columns(neighbour(table["key"], "key", "until").alias("row"))
    held = pl.col("on") <= pl.lit(table["to_on"].fill_null(FAR)).gather("row")
    then = pl.when(held).then(pl.lit(table["team"]).gather("row"))
    year, quarter = pl.col("on").dt.year(), pl.col("on").dt.quarter()
    return rows.select(
        "rule",
        "c",
        "day",
        "due",
        "outcome",
        pl.coalesce(then, pl.lit(teams).gather("c")).alias("team"),
        (year * 4 + quarter - 1).alias("quarter"),
        *more,
    )
