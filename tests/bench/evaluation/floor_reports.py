"""The floor's rules that begin with a report or an investigation."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from auditkit.dates import add_working_days

if TYPE_CHECKING:
    from .floor import Read

OUTCOMES = ("met", "missed", "deviation", "not_due", "not_applicable", "undeterminable")
MET, MISSED, DEVIATION, NOT_DUE, NOT_APPLICABLE, UNKNOWN = (pl.lit(i, dtype=pl.UInt8) for i in range(6))

_EPOCH, _LAST = date(2000, 1, 1), date(2036, 1, 1)
_DAYS = pl.date_range(_EPOCH, _LAST, eager=True)
_SINCE_24T, _SINCE = date(2013, 10, 1), date(2011, 1, 1)
_ZONE = "Europe/Copenhagen"


def plus(day: str, months: int) -> pl.Expr:
    """A day and so many months: one gather from a table of days."""
    return gathered(day, _DAYS.dt.offset_by(f"{months}mo"))


def gathered(day: str, table: pl.Series) -> pl.Expr:
    """The day that a table of days has for a day."""
    return pl.lit(table).gather((pl.col(day) - _EPOCH).dt.total_days().cast(pl.UInt32))


@cache
def six_hverdage() -> pl.Series:
    """The sixth hverdag after each day of the table."""
    return pl.Series([add_working_days(day, 6) for day in _DAYS], dtype=pl.Date)


def _moment(name: str) -> pl.Expr:
    local = pl.col(name).dt.replace_time_zone(_ZONE, ambiguous="earliest", non_existent="null")
    return local.dt.convert_time_zone("UTC")


def und_24t(reports: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """Assessed within 24 hours of receipt."""
    day, done_day = pl.col("received_at").dt.date(), pl.col("assessed_at").dt.date()
    limit = timedelta(hours=24)
    timed = pl.col("received_at").dt.time() != pl.time(0, 0)
    start = pl.col("start")
    local_due = (start + limit).dt.convert_time_zone(_ZONE).dt.date()
    known = reports.filter(((day >= _SINCE_24T) & (day <= as_of)) | day.is_null()).with_columns(
        pl.when(done_day <= as_of).then("assessed_at").alias("assessed_at")
    )
    known = known.with_columns(_moment("received_at").alias("start"), _moment("assessed_at").alias("done"))
    due = pl.when(timed).then(local_due).otherwise(day + timedelta(days=1))
    outcome = _in_hours(limit, as_of, due)
    return known.select("c", "r", day.alias("day"), due.alias("due"), due.alias("on"), outcome.alias("outcome"))


def _in_hours(limit: timedelta, as_of: date, due: pl.Expr) -> pl.Expr:
    timed, done_timed = (pl.col(c).dt.time() != pl.time(0, 0) for c in ("received_at", "assessed_at"))
    day, done_day = pl.col("received_at").dt.date(), pl.col("assessed_at").dt.date()
    start, done, days = pl.col("start"), pl.col("done"), (done_day - day).dt.total_days()
    last, neither = timedelta(hours=23, minutes=59), ~timed & ~done_timed
    latest_start = pl.when(timed).then(start).otherwise(start + last)
    latest_done = pl.when(done_timed).then(done).otherwise(done + last)
    too_late = pl.when(neither).then(days >= 2).otherwise(done - latest_start > limit)
    in_time = ((days == 0) & neither) | (~too_late & ~neither & (latest_done - start <= limit))
    end = pl.lit(as_of + timedelta(days=1)).cast(pl.Datetime("us")).dt.replace_time_zone(_ZONE)
    waiting = pl.when(timed).then(start + limit >= end.dt.convert_time_zone("UTC")).otherwise(due >= as_of)
    return (
        pl.when(day.is_null() | (days < 0) | (timed & done_timed & (done < start)))
        .then(UNKNOWN)
        .when(in_time)
        .then(MET)
        .when(too_late)
        .then(MISSED)
        .when(done.is_not_null())
        .then(UNKNOWN)
        .when(waiting)
        .then(NOT_DUE)
        .otherwise(MISSED)
    )


def und_kvit(reports: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """Acknowledged within six hverdage."""
    day, due = pl.col("received_at").dt.date(), pl.col("due")
    done = pl.when(pl.col("acknowledged_on") <= as_of).then("acknowledged_on")
    outcome = (
        pl.when(pl.col("day").is_null())
        .then(UNKNOWN)
        .when(pl.col("notifier").is_in(["anonym", "egen forvaltning"]))
        .then(NOT_APPLICABLE)
        .when(done < pl.col("day"))
        .then(UNKNOWN)
        .when(done <= due)
        .then(MET)
        .when(done.is_null() & (due >= as_of))
        .then(NOT_DUE)
        .otherwise(MISSED)
    )
    known = reports.filter(((day >= _SINCE) & (day <= as_of)) | day.is_null()).with_columns(day.alias("day"))
    known = known.with_columns(gathered("day", six_hverdage()).alias("due"))
    return known.select("c", "r", "day", "due", due.alias("on"), outcome.alias("outcome"))


def bfu_4m(read: Read, reports: pl.LazyFrame, case: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """An investigation finished within four months of awareness."""
    columns = ("notification_id", "aware_on", "started_on", "decided_on", "completed_on", "cancelled_on")
    frame = read("investigations", *columns, "cancel_reason", "type")
    frame = frame.filter(pl.col("type").fill_null("BFU") == "BFU")
    named = reports.select("c", "notification_id", pl.col("received_at").dt.date().alias("received"))
    named = named.unique(["c", "notification_id"], keep="first")
    frame = frame.join(named, on=["c", "notification_id"], how="left", maintain_order="left")
    frame = frame.join(case, on="c", how="left", maintain_order="left").with_columns(
        pl.coalesce("aware_on", "received").alias("aware"),
        *(pl.when(pl.col(c) <= as_of).then(c).alias(c) for c in ("completed_on", "cancelled_on")),
    )
    frame = frame.with_columns(pl.coalesce("aware", "started_on", "decided_on").alias("day"))
    frame = frame.with_columns(plus("day", 4).alias("due"))
    frame = frame.filter(((pl.col("day") <= as_of) & (pl.col("due") >= _SINCE)).fill_null(value=True))
    return frame.select("c", "r", "day", "due", pl.col("due").alias("on"), _concluded(as_of).alias("outcome"))


def _concluded(as_of: date) -> pl.Expr:
    day, due, done = pl.col("day"), pl.col("due"), pl.col("completed_on")
    only_bound = pl.col("aware").is_null()
    shut = pl.col("closed").is_between(day, due).fill_null(value=False)
    ended = shut | (pl.col("cancelled_on") <= due).fill_null(value=False)
    by_closing = pl.col("closed").is_not_null() & pl.col("close_reason").is_not_null()
    why = pl.col("cancel_reason").is_not_null() | by_closing
    return (
        pl.when(day.is_null() | (done < day))
        .then(UNKNOWN)
        .when(done <= due)
        .then(pl.when(only_bound).then(UNKNOWN).otherwise(MET))
        .when(ended)
        .then(pl.when(why & ~only_bound).then(NOT_APPLICABLE).otherwise(UNKNOWN))
        .when(due >= as_of)
        .then(pl.when(only_bound).then(UNKNOWN).otherwise(NOT_DUE))
        .otherwise(MISSED)
    )
