"""Kind ``count``: B so many times in each period while a state lasts (readings, TILSYN: placement years)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.dates import Period
from auditkit.model import Reason

from .duties import covered, duties_of, reader_of, trigger_fault, version_paragraphs, versioned
from .events import events_of
from .frames import once
from .matching import first_of, judgement, pairs_of
from .truth import conjunction
from .verdict import first_reason, judged

if TYPE_CHECKING:
    from auditkit.rules import Rule
    from auditkit.rules.schema import CountLogic

    from .facts import Facts


def evaluate_count(rule: Rule, logic: CountLogic, facts: Facts) -> pl.LazyFrame:
    """Return one duty per period begun by the as-of day, each with its reason."""
    duties = once(_years(rule, logic, facts))
    events = events_of(facts, logic.fulfilled_by, logic.evidence_only, "measures")
    duties = _counted(duties, events, logic.times)
    duties = _with_bare_count(once(duties), logic, facts)
    return judged(duties, _reason(logic, facts))


def _years(rule: Rule, logic: CountLogic, facts: Facts) -> pl.LazyFrame:
    record, _, field = logic.trigger.partition(".")
    reader = reader_of(rule, facts, record)
    duties = duties_of(facts["measures"], record, field)
    duties = duties.with_columns(trigger_fault(reader, field).alias("fault"))
    duties = covered(duties, conjunction(reader.condition(each) for each in logic.only))
    months = Period.parse(logic.every).count
    duties = _exploded(duties, facts, months).drop("duty").with_row_index("duty")
    return covered(versioned(duties, rule, pl.col("due_on")), version_paragraphs(rule, reader))


def _exploded(duties: pl.LazyFrame, facts: Facts, months: int) -> pl.LazyFrame:
    """One row per period: first day Start + N x months (from the anchor, never from a clipped day)."""
    start = pl.col("trigger_on")
    span = (facts.as_of.year - start.dt.year()) * 12 + facts.as_of.month - start.dt.month()
    known = start.is_not_null() & pl.col("fault").is_null()
    periods = pl.when(known).then(span // months + 1).otherwise(1).clip(lower_bound=1)
    numbered = duties.with_columns(pl.int_ranges(0, periods).alias("k")).explode("k")
    offset = pl.format("{}mo", pl.col("k") * months)
    following = pl.format("{}mo", (pl.col("k") + 1) * months)
    numbered = numbered.with_columns(
        start.dt.offset_by(offset).alias("trigger_on"),
        start.dt.offset_by(following).dt.offset_by("-1d").alias("due_on"),
        pl.format("{}#{}", "record", "k").alias("record"),
    )
    begun = (pl.col("trigger_on") <= facts.as_of) & (
        pl.col("force_to").is_null() | (pl.col("trigger_on") <= pl.col("force_to"))
    )
    return numbered.filter(begun.fill_null(value=True)).with_columns(
        pl.col("trigger_on").alias("lo"),
        pl.col("due_on").alias("hi"),
        pl.lit(value=False).alias("free_lo"),
    )


def _counted(duties: pl.LazyFrame, events: pl.LazyFrame, times: int) -> pl.LazyFrame:
    """Add the ``times``-th event inside the window, how many there are, and whether one more may be there."""
    pairs = once(pairs_of(duties, events, "evidence_names_duty").with_columns(**judgement()))
    in_time = pairs.filter("in_time").with_columns(
        pl.col("event_on").cum_count().over("duty").alias("nth"),
        pl.col("loose").cum_max().over("duty").alias("any_loose"),
    )
    counts = pairs.group_by("duty").agg(
        pl.col("in_time").sum().alias("held"), pl.col("may_be").sum().alias("may_be_held")
    )
    wanted = in_time.filter(pl.col("nth") == times).select(
        "duty",
        pl.col("event_on").alias("met_on"),
        pl.col("any_loose").alias("met_derived"),
        *(pl.col(c).alias(f"met_{c}") for c in ("ev_table", "ev_row", "ev_field")),
    )
    joined = duties.join(counts, on="duty", how="left", maintain_order="left")
    joined = joined.join(wanted, on="duty", how="left", maintain_order="left")
    unread = first_of(pairs.filter(pl.col("unread") & pl.col("date_bad")), "maybe")
    joined = joined.join(unread, on="duty", how="left", maintain_order="left")
    return joined.with_columns(
        pl.col("held").fill_null(0),
        pl.col("may_be_held").fill_null(0),
        pl.lit(None, dtype=pl.Date).alias("late_on"),
        pl.lit(value=False).alias("late_derived"),
        *(pl.lit(None).alias(f"late_ev_{c}") for c in ("table", "row", "field")),
    )


def _with_bare_count(duties: pl.LazyFrame, logic: CountLogic, facts: Facts) -> pl.LazyFrame:
    """Where the list does not say whether the child was talked with: how many visits there were at all."""
    others = [c for c in logic.evidence_only if c.field != "visit.conversation"]
    events = events_of(facts, logic.fulfilled_by, others, "measures")
    pairs = pairs_of(duties, events, "evidence_names_duty").with_columns(**judgement())
    lacking = facts.lists.tables_without("visits", "conversation")
    bare = pairs.group_by("duty").agg(
        pl.col("in_time").sum().alias("visits"),
        pl.col("may_be").sum().alias("visits_perhaps"),
        (pl.col("in_time") & pl.col("ev_table").is_in(lacking)).any().alias("visits_silent"),
    )
    silent = facts.lists.without_evidence("measures", "visits", "conversation")
    return duties.join(bare, on="duty", how="left", maintain_order="left").with_columns(
        pl.col("visits").fill_null(0),
        pl.col("visits_perhaps").fill_null(0),
        (silent | pl.col("visits_silent").fill_null(value=False)).alias("silent"),
    )


def _reason(logic: CountLogic, facts: Facts) -> pl.Expr:
    times = logic.times
    ended = (pl.col("force_to") <= pl.col("due_on")).fill_null(value=False)
    end_bad = ~ended & pl.col("force_open")
    absent = facts.lists.without_evidence("measures", "visits", "visited_on")
    enough_perhaps = pl.col("held") + pl.col("may_be_held") >= times
    visits_perhaps = pl.col("visits") + pl.col("visits_perhaps") >= times
    held = pl.when("silent").then("visits").otherwise("held")
    return first_reason(
        [
            (pl.col("fault").is_not_null(), pl.col("fault")),
            (pl.col("met_on").is_not_null(), Reason.FULFILLED),
            (absent, Reason.NOT_IN_LIST),
            (pl.col("silent") & (pl.col("visits") >= times), Reason.NOT_IN_LIST),
            (pl.col("silent") & visits_perhaps, Reason.EVIDENCE_UNREADABLE),
            (~pl.col("silent") & enough_perhaps, Reason.EVIDENCE_UNREADABLE),
            (ended, Reason.ENDED_BEFORE_DUE),
            (end_bad, Reason.END_UNREADABLE),
            (pl.lit(facts.as_of) <= pl.col("due_on"), Reason.NOT_YET_DUE),
            (held == 0, Reason.NO_VISIT),
        ],
        Reason.ONE_VISIT,
    )
