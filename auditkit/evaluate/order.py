"""Kind ``order``: B before A (readings, Outcomes: Order)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from auditkit.dates import Period
from auditkit.model import BY_NAME, Reason

from .awareness import with_awareness
from .duties import (
    covered,
    duties_of,
    minus,
    reader_of,
    triggered,
    version_paragraphs,
    versioned,
)
from .endings import end_branches
from .events import events_of
from .evidence import evidence_absent, wanted_by, with_evidence_of
from .lists import field_name
from .matching import Link, with_evidence
from .omissions import lawful_branches, unlawful_branches, with_omissions
from .truth import Reader, conjunction
from .verdict import Branch, because, first_reason, judged
from .windows import after_previous_decision

if TYPE_CHECKING:
    from auditkit.rules import Rule
    from auditkit.rules.schema import OrderLogic

    from .facts import Facts

_NEVER = pl.lit(date.max)


def evaluate_order(rule: Rule, logic: OrderLogic, facts: Facts) -> pl.LazyFrame:
    """Return the duties of an order rule, each with its reason."""
    record, _, field = logic.reference.partition(".")
    reader = reader_of(rule, facts, record)
    duties = _triggers(rule, logic, facts, reader, field)
    duties, link = _evidence(duties, logic, facts, reader)
    if logic.omission:
        duties = with_omissions(duties, rule, logic, facts, record)
    verdicts = judged(duties, _reason(rule, logic, facts, reader, link))
    if logic.opens == "awareness":
        verdicts = _with_lost_end(verdicts, field)
    if not logic.omission:
        return verdicts
    loose = (pl.col("reason") == Reason.OMITTED_LAWFULLY) & ~pl.col("om_tied")
    return verdicts.with_columns((pl.col("derived") | loose).alias("derived"))


def _triggers(rule: Rule, logic: OrderLogic, facts: Facts, reader: Reader, field: str) -> pl.LazyFrame:
    plural = BY_NAME[reader.record].plural
    frame = facts[plural]
    if logic.opens == "awareness":
        duties = _from_awareness(frame, reader, field, facts)
    else:
        duties = duties_of(frame, reader.record, field)
        duties = duties.with_columns(
            pl.col("trigger_on").alias("due_on"),
            pl.lit(value=False).alias("open"),
        )
        duties = triggered(duties, reader, field)
        duties = _window(duties, logic, facts)
    reference = pl.col("due_on")
    if logic.opens == "awareness":  # still open: the day it began stands for the law shown
        reference = pl.when(pl.col("fault").is_null()).then(pl.coalesce("due_on", "trigger_on"))
    duties = versioned(duties, rule, reference)
    population = conjunction(reader.condition(each) for each in logic.only)
    return covered(duties, population & version_paragraphs(rule, reader))


def _window(duties: pl.LazyFrame, logic: OrderLogic, facts: Facts) -> pl.LazyFrame:
    if logic.opens == "previous_decision":
        duties = after_previous_decision(duties, facts).rename({"after_previous": "lo"})
    else:
        lo = minus(pl.col("trigger_on"), Period.parse(logic.opens))
        duties = duties.with_columns(lo.alias("lo"))
    return duties.with_columns(
        pl.col("due_on").alias("hi"),
        pl.lit(value=True).alias("free_lo"),
    )


def _from_awareness(frame: pl.LazyFrame, reader: Reader, field: str, facts: Facts) -> pl.LazyFrame:
    """Duties of an investigation: from awareness (else its beginning) to its end, which may be open."""
    begun = pl.coalesce("aware", "bound")
    frame = with_awareness(frame).with_columns(begun.alias("begun"))
    duties = duties_of(frame, reader.record, "begun")
    unreadable = reader.unreadable(field) & pl.col(field).is_null()
    fault = (
        pl.when(pl.col(field).is_null() & reader.absent(field))
        .then(because(Reason.NOT_IN_LIST))
        .when(unreadable)
        .then(because(Reason.TRIGGER_UNREADABLE))
    )
    duties = duties.with_columns(
        pl.coalesce("trigger_on", "started_on", "decided_on", field).alias("trigger_on"),
        pl.col(field).alias("due_on"),
        pl.col(field).alias("hi"),
        # Where awareness cannot be read, the beginning is the latest it can have been: what lies before
        # it may still be in the window.
        pl.when(~pl.col("aware_bad")).then("begun").alias("lo"),
        pl.when(pl.col("aware_bad")).then(pl.coalesce("bound", _NEVER)).alias("sure_lo"),
        pl.lit(value=True).alias("free_lo"),
        fault.alias("fault"),
        pl.col(field).is_null().alias("open"),
    )
    return duties.filter((pl.col("trigger_on") <= facts.as_of).fill_null(value=True))


def _with_lost_end(verdicts: pl.LazyFrame, field: str) -> pl.LazyFrame:
    """Name the cell that cannot be read: the end of what began elsewhere, at the cell that is the source."""
    lost = pl.col("reason") == because(Reason.TRIGGER_UNREADABLE)
    place = {"ev_table": pl.col("table_no"), "ev_row": pl.col("row_no"), "ev_field": field_name(field)}
    return verdicts.with_columns(pl.when(lost).then(at).otherwise(name).alias(name) for name, at in place.items())


def _evidence(duties: pl.LazyFrame, logic: OrderLogic, facts: Facts, reader: Reader) -> tuple[pl.LazyFrame, Link]:
    wanted = wanted_by(logic)
    if wanted.record in (reader.record, "follow_up"):
        return with_evidence_of(duties, wanted, facts, reader.record), "evidence_names_duty"
    events = events_of(facts, logic.fulfilled_by, logic.evidence_only, BY_NAME[reader.record].plural)
    evidence = BY_NAME[wanted.record]
    names = [f.name for f in BY_NAME[reader.record].fields if evidence.plural in f.targets]
    link: Link = "evidence_names_duty"
    if names:
        link = "duty_names_evidence"
        duties = _with_named(duties, facts, reader, names[0], evidence.plural)
    return with_evidence(duties, events, link), link


def _with_named(duties: pl.LazyFrame, facts: Facts, reader: Reader, field: str, plural: str) -> pl.LazyFrame:
    """Add what the duty's own link names: ``names``, ``names_bad``, and whether it stands in the list."""
    there = facts[plural].select("case", pl.col(field).alias("names"), pl.lit(value=True).alias("names_found"))
    bad = reader.unreadable(field) & pl.col(field).is_null()
    duties = duties.with_columns(pl.col(field).alias("names"), bad.alias("names_bad"))
    return duties.join(there.unique(), on=["case", "names"], how="left", maintain_order="left")


def _reason(rule: Rule, logic: OrderLogic, facts: Facts, reader: Reader, link: Link) -> pl.Expr:
    absent = evidence_absent(rule, wanted_by(logic), facts, reader.record)
    fulfilled = pl.col("met_on").is_not_null()
    branches: list[Branch] = [(pl.col("fault").is_not_null(), pl.col("fault"))]
    if logic.opens == "awareness":
        before = (pl.col("due_on") < pl.col("aware")).fill_null(value=False)
        branches.append((before, Reason.BEFORE_TRIGGER))
    if logic.unborn:
        branches.append((pl.col("birth_on") > pl.col("due_on"), Reason.UNBORN))
    if link == "duty_names_evidence":
        lost = pl.col("names").is_not_null() & pl.col("names_found").is_null()
        branches += [(absent & lost, Reason.NOT_IN_LIST), (lost, Reason.LINK_NOT_FOUND)]
    branches += [
        (fulfilled & ~pl.col("open"), Reason.FULFILLED),
        (absent, Reason.NOT_IN_LIST),
        *(_still_open() if logic.opens == "awareness" else []),
        (pl.col("maybe"), Reason.EVIDENCE_UNREADABLE),
    ]
    if link == "duty_names_evidence":
        branches.append((pl.col("names_bad"), Reason.EVIDENCE_UNREADABLE))
    if logic.omission:
        branches += lawful_branches()
    if logic.unborn:  # a child who may have been unborn is no breach
        branches.append((pl.col("birth_unreadable"), Reason.POPULATION_UNREADABLE))
    if logic.omission:
        branches += unlawful_branches()
    branches.append((pl.col("late_on").is_not_null(), Reason.AFTER))
    return first_reason(branches, Reason.MISSING)


def _still_open() -> list[Branch]:
    """An investigation without an end: ended early as G8 has it, else not due."""
    open_ = pl.col("open")
    closed = pl.col("closed_on").is_not_null() & (pl.col("closed_on") >= pl.col("trigger_on")).fill_null(value=True)
    ended = open_ & (closed | pl.col("cancelled_on").is_not_null())
    end_bad = open_ & (pl.col("closed_unreadable") | pl.col("cancelled_bad"))
    return [*end_branches(ended, end_bad), (open_, Reason.NOT_YET_DUE)]
