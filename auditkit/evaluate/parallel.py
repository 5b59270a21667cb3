"""An investigation that runs beside a measure and ends its first follow-up's deadline (barnets lov § 95, stk. 2).

Due is the earlier of Start + 3 months and the end, in 2024 or later, of an investigation of the case that was
open on Start. ``due_doubt`` marks a due day that is only the latest possible: an end that cannot be read, or
columns that the list does not have, so that only a breach can be concluded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_PLURAL, Reason

from .duties import by_version
from .facts import FIRST_DAY_OF_BL, Facts
from .frames import once

if TYPE_CHECKING:
    from datetime import date

    from auditkit.rules import Rule

    from .verdict import Branch

_INVESTIGATION = BY_PLURAL["investigations"]


def with_parallel_end(duties: pl.LazyFrame, rule: Rule, facts: Facts) -> pl.LazyFrame:
    """Shorten ``due_on`` where a version says so, and add ``due_doubt`` and ``due_absent``."""
    if not any(version.or_when_finished for version in rule.file.version):
        return duties.with_columns(pl.lit(value=False).alias("due_doubt"), pl.lit(value=False).alias("due_absent"))
    applies = by_version(rule, lambda v: v.or_when_finished, pl.Boolean).fill_null(value=False)
    duties = once(duties.with_columns(applies.alias("_applies"), _columns_absent(facts).alias("_absent")))
    ends = _ends(duties, facts)
    duties = duties.join(ends, on="duty", how="left", maintain_order="left")
    absent = pl.col("_applies") & pl.col("_absent")
    doubt = pl.col("_applies") & pl.col("may_end_earlier").fill_null(value=False)
    return duties.with_columns(
        pl.min_horizontal("due_on", "parallel_end").alias("due_on"),
        (absent | doubt).alias("due_doubt"),
        absent.alias("due_absent"),
    ).drop("_applies", "_absent")


def _columns_absent(facts: Facts) -> pl.Expr:
    def lacks(field: str) -> pl.Expr:
        return facts.lists.without_evidence("measures", "investigations", field)

    return lacks("completed_on") | (lacks("started_on") & lacks("decided_on"))


def _ends(duties: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    begun = pl.coalesce("begun_a", "begun_b")
    runs = facts["investigations"].select(
        "case",
        pl.col("started_on").alias("begun_a"),
        pl.col("decided_on").alias("begun_b"),
        pl.col("completed_on").alias("finished"),
        pl.col("cancelled_on").alias("cancelled"),
        (_bad("started_on") | (pl.col("started_on").is_null() & _bad("decided_on"))).alias("begun_bad"),
        _bad("completed_on").alias("finished_bad"),
        _bad("cancelled_on").alias("cancelled_bad_"),
    )
    start = pl.col("trigger_on")
    known_begun = ~pl.col("begun_bad") & (begun <= start).fill_null(value=False)
    may_begun = known_begun | pl.col("begun_bad")
    floor = pl.max_horizontal(start, pl.lit(FIRST_DAY_OF_BL) - pl.duration(days=1))
    known_end = (pl.col("finished") > floor).fill_null(value=False)
    may_end = known_end | (pl.col("finished").is_null() & pl.col("finished_bad"))
    open_ = pl.col("cancelled").is_null()
    sure = known_begun & known_end & open_ & ~pl.col("cancelled_bad_")
    may = may_begun & may_end & open_
    earlier = pl.col("finished").is_null() | (pl.col("finished") < pl.col("due_on"))
    return (
        duties.filter("_applies")
        .select("duty", "case", "trigger_on", "due_on")
        .join(runs, on="case", how="inner")
        .with_columns(sure.alias("sure"), (may & ~sure & earlier).alias("may"))
        .group_by("duty")
        .agg(
            pl.col("finished").filter(pl.col("sure")).min().alias("parallel_end"),
            pl.col("may").any().alias("may_end_earlier"),
        )
    )


def _bad(*fields: str) -> pl.Expr:
    return (pl.col("unreadable") & _INVESTIGATION.mask(fields)) != 0


def doubt_branches(as_of: date) -> list[Branch]:
    """Where the due day is only the latest possible: a breach after it stands, anything else is unknown."""
    settled = (pl.lit(as_of) > pl.col("due_on")) & pl.col("met_on").is_null()
    settled &= ~pl.col("ended") & ~pl.col("end_bad")
    open_ = pl.col("due_doubt") & ~settled
    return [
        (open_ & pl.col("due_absent"), Reason.NOT_IN_LIST),
        (open_, Reason.DUE_UNREADABLE),
    ]
