"""Deadlines in hours (readings, G4 and UND-24T): elapsed hours in Europe/Copenhagen, and what dates alone allow.

A time of 00:00 exactly means that no hour is known. Same day is in time; the day after cannot be told; two
days or more is too late. Where only one side has an hour, the other is bounded by 00:00 and 23:59.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from auditkit.dates import Period
from auditkit.model import Reason

from .duties import covered, duties_of, reader_of, triggered, versioned
from .evidence import evidence_absent, wanted_by
from .lists import field_name
from .moments import ZONE, to_utc
from .truth import conjunction
from .verdict import first_reason, judged

if TYPE_CHECKING:
    from auditkit.rules import Rule
    from auditkit.rules.schema import DeadlineLogic

    from .facts import Facts

_LAST_MINUTE = pl.duration(hours=23, minutes=59)


def evaluate_hours(rule: Rule, logic: DeadlineLogic, facts: Facts) -> pl.LazyFrame:
    """Return the duties of a deadline in hours, each with its reason."""
    record, _, field = logic.trigger.partition(".")
    done = logic.fulfilled_by[0].partition(".")[2]
    reader = reader_of(rule, facts, record)
    frame = facts["notifications"]
    duties = duties_of(frame, record, field)
    duties = triggered(duties, reader, field)
    duties = versioned(duties, rule, pl.col("trigger_on"))
    duties = covered(duties, conjunction(reader.condition(each) for each in logic.only))
    limit = timedelta(hours=Period.parse(rule.file.version[0].within or "").count)
    duties = _timed(duties, field, done, limit)
    duties = duties.with_columns(
        pl.when(pl.col("outcome_in_hours") == "met").then("done_on").alias("met_on"),
        pl.when(pl.col("outcome_in_hours") == "late").then("done_on").alias("late_on"),
        *_own_place(done),
    )
    absent = evidence_absent(rule, wanted_by(logic), facts, record)
    unreadable = reader.unreadable(done) & pl.col(done).is_null()
    without_hour = pl.col("done_on").is_not_null() & ~pl.col("done_timed")
    duties = duties.with_columns(
        pl.when(unreadable | without_hour).then(f"met_{c}").alias(f"maybe_{c}")
        for c in ("ev_table", "ev_row", "ev_field")
    )
    reason = first_reason(
        [
            (pl.col("fault").is_not_null(), pl.col("fault")),
            (pl.col("outcome_in_hours") == "before", Reason.BEFORE_TRIGGER),
            (pl.col("outcome_in_hours") == "met", Reason.FULFILLED),
            (absent, Reason.NOT_IN_LIST),
            (unreadable, Reason.EVIDENCE_UNREADABLE),
            (pl.col("outcome_in_hours") == "late", Reason.LATE),
            (pl.col("outcome_in_hours") == "unclear", Reason.DATES_ONLY),
            (~_passed(facts.as_of), Reason.NOT_YET_DUE),
        ],
        Reason.OVERDUE,
    )
    result = judged(duties, reason)
    shown = pl.col("fulfilled_on").is_not_null() & pl.col("done_timed")
    return result.with_columns(pl.when(shown).then("done_at").alias("fulfilled_at"))


def _own_place(field: str) -> list[pl.Expr]:
    columns = []
    for name in ("met", "late"):
        columns += [
            pl.lit(value=False).alias(f"{name}_derived"),
            pl.col("table_no").alias(f"{name}_ev_table"),
            pl.col("row_no").alias(f"{name}_ev_row"),
            field_name(field).alias(f"{name}_ev_field"),
        ]
    return columns


def _timed(duties: pl.LazyFrame, field: str, done: str, limit: timedelta) -> pl.LazyFrame:
    midnight = pl.time(0, 0, 0)
    timed = pl.col(field).dt.time() != midnight
    done_timed = pl.col(done).dt.time() != midnight
    local_due = (pl.col("trigger_utc") + limit).dt.convert_time_zone(ZONE)
    duties = duties.with_columns(
        timed.alias("timed"),
        done_timed.fill_null(value=False).alias("done_timed"),
        pl.col(done).dt.date().alias("done_on"),
        to_utc(pl.col(field)).alias("trigger_utc"),
        to_utc(pl.col(done)).alias("done_at"),
    )
    due = pl.when("timed").then(local_due.dt.date()).otherwise(pl.col("trigger_on").dt.offset_by("1d"))
    duties = duties.with_columns(
        pl.when("timed").then("trigger_utc").alias("trigger_at"),
        pl.when("timed").then(pl.col("trigger_utc") + limit).alias("due_at"),
        due.alias("due_on"),
    )
    return duties.with_columns(_in_hours(field, done, limit).alias("outcome_in_hours"))


def _in_hours(field: str, done: str, limit: timedelta) -> pl.Expr:
    both, neither = pl.col("timed") & pl.col("done_timed"), ~pl.col("timed") & ~pl.col("done_timed")
    days = (pl.col("done_on") - pl.col("trigger_on")).dt.total_days()
    latest_receipt = (
        pl.when("timed").then("trigger_utc").otherwise(to_utc(pl.col(field).dt.truncate("1d") + _LAST_MINUTE))
    )
    latest_done = pl.when("done_timed").then("done_at").otherwise(to_utc(pl.col(done).dt.truncate("1d") + _LAST_MINUTE))
    too_late = pl.when(neither).then(days >= 2).otherwise(pl.col("done_at") - latest_receipt > limit)
    in_time = latest_done - pl.col("trigger_utc") <= limit
    return (
        pl.when(pl.col("done_on").is_null())
        .then(None)
        .when((days < 0) | (both & (pl.col("done_at") < pl.col("trigger_utc"))))
        .then(pl.lit("before"))
        .when((days == 0) & neither)
        .then(pl.lit("met"))
        .when(too_late)
        .then(pl.lit("late"))
        .when(in_time & ~neither)
        .then(pl.lit("met"))
        .otherwise(pl.lit("unclear"))
    )


def _passed(as_of: date) -> pl.Expr:
    """Whether the due moment has passed at the end of the as-of day; a due day must be over."""
    end = to_utc(pl.lit(as_of + timedelta(days=1)).cast(pl.Datetime("us")))
    by_day = pl.col("due_on") < as_of
    return pl.when("timed").then(pl.col("due_at") < end).otherwise(by_day)
