"""From triggering records to duties: the population, the trigger's day, the law's version, the due day.

A duty frame has one row per triggering record that a rule covers or may cover. ``fault`` is the reason why it
cannot be judged at all (null: it can).
"""

from __future__ import annotations

from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING

import polars as pl

from auditkit.dates import Period, add_working_days
from auditkit.model import BY_NAME, Reason

from .facts import RECORDED
from .lists import field_name
from .moments import moment
from .truth import NO, TRUE, Reader, Truth, conjunction
from .verdict import because

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditkit.rules import Rule
    from auditkit.rules.schema import Version

    from .facts import Facts

LATER = {**RECORDED, "decisions": ("plan_need_assessed_on",)}
"""What is recorded on a record after it began, by plural name: blank means that it has not happened."""


def duties_of(frame: pl.LazyFrame, record: str, trigger: str) -> pl.LazyFrame:
    """Return triggering records as duties. ``trigger`` is the column with the trigger's day, and ``source_*`` is
    where it stands.
    """
    id_field = BY_NAME[record].id_field
    columns = {
        "record": pl.col("label"),
        "key": pl.col(id_field) if id_field else pl.lit(None, dtype=pl.String),
        "trigger_on": pl.col(trigger).cast(pl.Date),
    }
    if trigger in BY_NAME[record].schema:
        columns |= {
            "source_field": field_name(trigger),
            "source_table": pl.col("table_no"),
            "source_row": pl.col("row_no"),
        }
    if BY_NAME[record].schema.get(trigger) == pl.Datetime("us"):
        columns["trigger_at"] = moment(pl.col(trigger))
    duties = frame.filter(~pl.col("future")).with_columns(**columns)
    return duties.rename({"ix": f"{record}_ix"}).with_row_index("duty")


def reader_of(rule: Rule, facts: Facts, record: str) -> Reader:
    """Return the reader that knows which columns the rule needs."""
    return Reader(record, facts.lists, needs_of(rule))


def needs_of(rule: Rule) -> frozenset[str]:
    """Return the columns without which a duty of the rule is ``not_in_list``, under any of its versions."""
    return frozenset((*rule.file.needs, *(name for v in rule.file.version for name in v.needs)))


def trigger_fault(reader: Reader, field: str) -> pl.Expr:
    """Return why the trigger's day is not known, or null."""
    return (
        pl.when(pl.col("trigger_on").is_not_null())
        .then(None)
        .when(reader.absent(field))
        .then(because(Reason.NOT_IN_LIST))
        .when(reader.unreadable(field))
        .then(because(Reason.TRIGGER_UNREADABLE))
        .otherwise(because(Reason.TRIGGER_UNKNOWN))
    )


def triggered(duties: pl.LazyFrame, reader: Reader, field: str) -> pl.LazyFrame:
    """Add ``fault``: why the trigger's day is not known. What happens to a record after it began (its end, its
    completion) is no trigger while the cell is blank: it has not happened.
    """
    duties = duties.with_columns(trigger_fault(reader, field).alias("fault"))
    if field not in LATER.get(BY_NAME[reader.record].plural, ()):
        return duties
    return duties.filter(pl.col("fault").ne_missing(because(Reason.TRIGGER_UNKNOWN)))


def covered(duties: pl.LazyFrame, population: Truth) -> pl.LazyFrame:
    """Leave out what the rule does not cover; where that cannot be known, say why in ``fault``."""
    doubt = (
        pl.when(population.holds.is_not_null())
        .then(None)
        .when(population.absent)
        .then(because(Reason.NOT_IN_LIST))
        .when(population.unreadable)
        .then(because(Reason.POPULATION_UNREADABLE))
    )
    duties = duties.with_columns(population.holds.alias("_covered"), doubt.alias("_doubt"))
    duties = duties.filter(pl.col("_covered").fill_null(value=True))
    return duties.with_columns(pl.coalesce("_doubt", "fault").alias("fault")).drop("_covered", "_doubt")


def versioned(duties: pl.LazyFrame, rule: Rule, reference: pl.Expr) -> pl.LazyFrame:
    """Choose the version in force on the reference day (readings, G3). ``version_ix`` is null where the day is
    not known; duties on days without a version are left out.
    """
    chosen = pl.lit(None, dtype=pl.Int8)
    for number, version in enumerate(rule.file.version):
        ended = pl.lit(value=False)
        if version.repealed_on:
            ended = reference >= version.repealed_on
        in_force = (reference >= version.from_) & ~ended
        chosen = pl.when(in_force).then(pl.lit(number, dtype=pl.Int8)).otherwise(chosen)
    duties = duties.with_columns(chosen.alias("version_ix"), reference.alias("reference_on"))
    return duties.filter(pl.col("version_ix").is_not_null() | reference.is_null())


def by_version(rule: Rule, value: Callable[[Version], object], dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """Return a version's attribute as a column: null where the version is not known."""
    values = [*(value(version) for version in rule.file.version), None]
    unknown = pl.lit(len(rule.file.version), dtype=pl.Int8)
    return pl.lit(pl.Series(values, dtype=dtype)).gather(pl.col("version_ix").fill_null(unknown))


def version_paragraphs(rule: Rule, reader: Reader) -> Truth:
    """Return whether the record stands under the paragraphs of its version. Where the version is not known it
    does if it does under every version, and does not if it does under none."""
    truths = [_paragraphs_of(version, reader) for version in rule.file.version]
    every = conjunction(truths).holds
    some = reduce(or_, truths).holds
    holds: pl.Expr = pl.when(every).then(pl.lit(value=True)).when(~some).then(pl.lit(value=False))
    absent, unreadable = NO, NO
    for number, truth in enumerate(truths):
        here = pl.col("version_ix") == number
        holds = pl.when(here).then(truth.holds).otherwise(holds)
        absent |= here.fill_null(value=True) & truth.absent
        unreadable |= here.fill_null(value=True) & truth.unreadable
    return Truth(holds, absent, unreadable)


def _paragraphs_of(version: Version, reader: Reader) -> Truth:
    if not version.paragraphs:
        return TRUE
    return reader.paragraphs(version.paragraphs)


def plus(day: pl.Expr, period: Period) -> pl.Expr:
    """Return a day plus a period of days, months (clipped) or hverdage."""
    if period.unit == "working_days":
        return day.map_batches(lambda days: _plus_working_days(days, period.count), return_dtype=pl.Date)
    unit = {"months": "mo", "days": "d"}[period.unit]
    return day.dt.offset_by(f"{period.count}{unit}")


def minus(day: pl.Expr, period: Period) -> pl.Expr:
    """Return a day less a period."""
    return plus(day, Period(-period.count, period.unit))


def _plus_working_days(days: pl.Series, count: int) -> pl.Series:
    known = days.drop_nulls().unique()
    due = pl.Series([_working_day_after(day, count) for day in known], dtype=pl.Date)
    return days.replace_strict(known, due, default=None, return_dtype=pl.Date)


_working_day_after = cache(add_working_days)


def with_due(duties: pl.LazyFrame, rule: Rule) -> pl.LazyFrame:
    """Choose the version and add ``due_on`` = trigger + the version's period.

    Where the due day chooses the version and versions differ in period, it is the due day under the outgoing
    one (readings, Rules: R of OPF-N).
    """
    periods = [Period.parse(version.within) if version.within else None for version in rule.file.version]
    day = pl.col("trigger_on")
    first = next(period for period in periods if period)
    by_trigger = rule.file.version_by == "trigger"
    duties = versioned(duties, rule, day if by_trigger else plus(day, first))
    due = plus(day, first)
    for number, period in enumerate(periods):
        if period and period != first:
            due = pl.when(pl.col("version_ix") == number).then(plus(day, period)).otherwise(due)
    return duties.with_columns(due.alias("due_on"))
