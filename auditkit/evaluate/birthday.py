"""Deadlines that hang on a birthday (readings, UNG-6M and the second half of UP).

A birthday is a plan, not an event. Born on 29 February: the birthday is 28 February in common years, and months
are counted from that day.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from auditkit.dates import Period
from auditkit.model import BY_PLURAL, Reason

from .duties import minus, plus, versioned
from .endings import with_ending
from .events import events_of
from .evidence import evidence_absent, wanted_by
from .frames import once
from .lists import field_name
from .matching import Link, with_evidence
from .placements import placements_of, state_on
from .verdict import REASON, Branch, because, first_reason, judged

if TYPE_CHECKING:
    from auditkit.rules import Rule
    from auditkit.rules.schema import DeadlineLogic

    from .facts import Facts


def evaluate_birthday(rule: Rule, logic: DeadlineLogic, facts: Facts) -> pl.LazyFrame:
    """Return one duty per birthday that the rule covers, and one per placement where the birth day is not known."""
    ahead = logic.trigger == "case.birth_date"
    duties = _birthdays(logic, facts)
    duties = _ahead(duties, rule, logic, facts) if ahead else _on_the_day(duties, rule, logic, facts)
    duties = versioned(duties, rule, pl.col("due_on" if ahead else "trigger_on"))
    duties = pl.concat([duties, _unknown(rule, logic, facts)], how="diagonal_relaxed")
    duties = duties.sort("case", maintain_order=True).with_row_index("duty")
    link: Link = "same_case" if ahead else "whole_case"
    serves = "cases" if ahead else "decisions"
    events = events_of(facts, logic.fulfilled_by, logic.evidence_only, serves)
    duties = with_evidence(duties, events, link)
    duties = with_ending(duties, "case")
    return judged(duties, _reason(rule, logic, facts))


def _birthdays(logic: DeadlineLogic, facts: Facts) -> pl.LazyFrame:
    day = pl.col("birth_on").dt.offset_by(f"{12 * (logic.birthday or 0)}mo")
    return (
        facts["cases"]
        .filter(pl.col("birth_on").is_not_null())
        .drop("ix")
        .with_columns(
            day.alias("birthday"),
            pl.format("{}@{}", "case_id", day.cast(pl.String)).alias("record"),
            pl.lit(None, dtype=REASON).alias("fault"),
            pl.lit(None, dtype=pl.String).alias("key"),
            field_name("birth_date").alias("source_field"),
            pl.col("table_no").alias("source_table"),
            pl.col("row_no").alias("source_row"),
            pl.lit(value=False).alias("free_lo"),
        )
    )


def _ahead(duties: pl.LazyFrame, rule: Rule, logic: DeadlineLogic, facts: Facts) -> pl.LazyFrame:
    """Due some months before the birthday (UNG-6M): for a placement in force on the due day; until then shown
    from the window's opening on, for a placement in force on the as-of day.
    """
    within = Period.parse(rule.file.version[0].within or "")
    due = plus(pl.col("birthday"), within)
    opens = minus(due, Period.parse(logic.opens or "0 months"))
    duties = duties.with_columns(due.alias("due_on"), opens.alias("trigger_on"))
    duties = duties.with_columns(
        pl.col("trigger_on").alias("lo"),
        pl.col("due_on").alias("hi"),
        pl.min_horizontal("due_on", pl.lit(facts.as_of)).alias("state_day"),
        pl.lit(value=True).alias("placed"),
    ).filter(pl.col("trigger_on") <= facts.as_of)
    duties = once(duties)
    placements = placements_of(rule, facts, paragraphs=False)
    return _kept(duties, state_on(duties, placements, "state_day"))


def _on_the_day(duties: pl.LazyFrame, rule: Rule, logic: DeadlineLogic, facts: Facts) -> pl.LazyFrame:
    """Due some months after the birthday (UP): where a measure for the plan, a placement or an earlier plan is in
    force on it.
    """
    first = rule.file.version[0]
    duties = duties.filter((pl.col("birthday") >= first.from_) & (pl.col("birthday") <= facts.as_of))
    duties = duties.with_columns(
        pl.col("birthday").alias("trigger_on"),
        plus(pl.col("birthday"), Period.parse(first.within or "")).alias("due_on"),
        minus(pl.col("birthday"), Period.parse(logic.opens or "0 months")).alias("lo"),
    ).with_columns(pl.col("due_on").alias("hi"))
    duties = once(duties)
    placed = state_on(duties, placements_of(rule, facts, paragraphs=False), "birthday")
    served = state_on(duties, placements_of(rule, facts, paragraphs=True), "birthday")
    planned = _planned(duties, facts)
    keep = served.join(planned, on="case", how="full", coalesce=True)
    keep = keep.with_columns(
        (pl.col("surely").fill_null(value=False) | pl.col("planned").fill_null(value=False)).alias("surely"),
        (pl.col("perhaps").fill_null(value=False) | pl.col("plan_perhaps").fill_null(value=False)).alias("perhaps"),
        pl.col("absent").fill_null(value=False),
    )
    kept = _kept(duties, keep.select("case", "surely", "perhaps", "absent"))
    placed = placed.select("case", pl.col("surely").alias("placed"))
    return kept.join(placed, on="case", how="left", maintain_order="left").with_columns(
        pl.col("placed").fill_null(value=False)
    )


def _planned(duties: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Whether the case, still open, had a barnets plan on the birthday."""
    plan = BY_PLURAL["plans"]
    type_bad = (pl.col("unreadable") & plan.bit("type")) != 0
    day_bad = (pl.col("unreadable") & plan.mask(("made_on", "revised_on"))) != 0
    made = pl.min_horizontal("made_on", "revised_on")
    plans = (
        facts["plans"]
        .filter((pl.col("type") == "barnets plan") | type_bad)
        .select("case", made.alias("made"), day_bad.alias("day_bad"), type_bad.alias("type_bad"))
    )
    open_ = pl.col("closed_on").is_null() | (pl.col("closed_on") >= pl.col("birthday"))
    had = pl.col("made") <= pl.col("birthday")
    return (
        duties.filter(open_)
        .select("case", "birthday")
        .join(plans, on="case", how="inner")
        .group_by("case")
        .agg(
            (had & ~pl.col("type_bad")).fill_null(value=False).any().alias("planned"),
            ((had & pl.col("type_bad")) | (pl.col("day_bad") & ~had.fill_null(value=False)))
            .fill_null(value=False)
            .any()
            .alias("plan_perhaps"),
        )
    )


def _kept(duties: pl.LazyFrame, state: pl.LazyFrame) -> pl.LazyFrame:
    joined = duties.join(state, on="case", how="left", maintain_order="left")
    doubt = (
        pl.when(pl.col("surely"))
        .then(None)
        .when(pl.col("absent"))
        .then(because(Reason.NOT_IN_LIST))
        .otherwise(because(Reason.POPULATION_UNREADABLE))
    )
    kept = joined.filter((pl.col("surely") | pl.col("perhaps")).fill_null(value=False))
    return kept.with_columns(pl.coalesce("fault", doubt).alias("fault")).drop("surely", "perhaps", "absent")


def _unknown(rule: Rule, logic: DeadlineLogic, facts: Facts) -> pl.LazyFrame:
    """One row per placement that could have the birthday, where the birth day is unreadable or not in the list."""
    placements = placements_of(rule, facts, paragraphs=False)
    unknown = pl.col("birth_on").is_null() & (pl.col("birth_unreadable") | pl.col("birth_absent"))
    since = rule.file.version[0].from_ if logic.trigger != "case.birth_date" else date.min
    if since > facts.as_of:
        placements = placements.head(0)
    reaches = pl.col("force_to").is_null() | (pl.col("force_to") >= since)
    fault = (
        pl.when(pl.col("birth_unreadable"))
        .then(because(Reason.POPULATION_UNREADABLE))
        .otherwise(because(Reason.NOT_IN_LIST))
    )
    begun = pl.col("started_on").is_not_null() | pl.col("started_unreadable") | pl.col("started_absent")
    reaches &= (pl.col("force_to") >= pl.col("started_on")).fill_null(value=True)
    return placements.filter(unknown & reaches & begun & pl.col("is_placement").fill_null(value=True)).with_columns(
        pl.col("label").alias("record"),
        fault.alias("fault"),
        pl.lit(None, dtype=pl.Int8).alias("version_ix"),
        field_name("started_on").alias("source_field"),
        pl.col("table_no").alias("source_table"),
        pl.col("row_no").alias("source_row"),
        *(pl.lit(None, dtype=pl.Date).alias(c) for c in ("trigger_on", "due_on", "lo", "hi")),
        pl.lit(value=False).alias("free_lo"),
        pl.lit(value=True).alias("placed"),
    )


def _reason(rule: Rule, logic: DeadlineLogic, facts: Facts) -> pl.Expr:
    absent = evidence_absent(rule, wanted_by(logic), facts, "case")
    branches: list[Branch] = [
        (pl.col("fault").is_not_null(), pl.col("fault")),
        (pl.col("met_on").is_not_null(), Reason.FULFILLED),
        (absent, Reason.NOT_IN_LIST),
        (pl.col("maybe"), Reason.EVIDENCE_UNREADABLE),
        (pl.col("ended"), Reason.ENDED_BEFORE_DUE),
        (pl.col("end_bad"), Reason.END_UNREADABLE),
        (pl.lit(facts.as_of) <= pl.col("due_on"), Reason.NOT_YET_DUE),
        (~pl.col("placed"), Reason.NEED_NOT_ASSESSED),
        (pl.col("late_on").is_not_null(), Reason.LATE),
    ]
    return first_reason(branches, Reason.OVERDUE)
