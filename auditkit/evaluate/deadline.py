"""Kind ``deadline``: B within a period after A (readings, Outcomes: Deadline, in this order)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.dates import Period
from auditkit.model import BY_NAME, Reason

from . import birthday, consent, hours, parallel
from .awareness import with_awareness
from .duties import (
    covered,
    duties_of,
    minus,
    reader_of,
    triggered,
    version_paragraphs,
    with_due,
)
from .endings import end_branches, with_ending
from .evidence import evidence_absent, wanted_by, with_evidence_of
from .truth import Reader, conjunction
from .verdict import Branch, because, first_reason, judged

if TYPE_CHECKING:
    from auditkit.rules import Rule
    from auditkit.rules.schema import DeadlineLogic

    from .facts import Facts


def evaluate_deadline(rule: Rule, logic: DeadlineLogic, facts: Facts) -> pl.LazyFrame:
    """Return the duties of a deadline rule, each with its reason."""
    if logic.trigger == "case.birth_date":
        return birthday.evaluate_birthday(rule, logic, facts)
    if any(v.within and Period.parse(v.within).unit == "hours" for v in rule.file.version):
        return hours.evaluate_hours(rule, logic, facts)
    duties = _on_records(rule, logic, facts)
    if logic.birthday is None:
        return duties
    also = birthday.evaluate_birthday(rule, logic, facts)
    return pl.concat([duties, also], how="diagonal_relaxed")


def _on_records(rule: Rule, logic: DeadlineLogic, facts: Facts) -> pl.LazyFrame:
    record, _, field = logic.trigger.partition(".")
    reader = reader_of(rule, facts, record)
    duties = _triggers(rule, logic, facts, reader, field)
    duties = _windows(duties, rule, logic, facts, reader)
    duties = with_evidence_of(duties, wanted_by(logic), facts, record)
    duties = with_ending(duties, record)
    reason = _reason(rule, logic, facts, reader)
    return judged(duties, _bounded(reason) if logic.awareness else reason)


def _triggers(rule: Rule, logic: DeadlineLogic, facts: Facts, reader: Reader, field: str) -> pl.LazyFrame:
    plural = BY_NAME[reader.record].plural
    frame = facts[plural]
    if logic.awareness:
        duties = _aware(frame, reader.record, facts)
    else:
        duties = duties_of(frame, reader.record, field)
        duties = triggered(duties, reader, field)
    duties = with_due(duties, rule)
    population = conjunction(reader.condition(each) for each in logic.only)
    if logic.without_consent:
        duties = covered(duties, population & consent.population(rule, logic, reader))
        lacks = pl.when(reader.absent("paragraph")).then(because(Reason.NOT_IN_LIST))
        duties = duties.with_columns(pl.coalesce(lacks, "fault").alias("fault"))
    else:
        duties = covered(duties, population & version_paragraphs(rule, reader))
    return consent.of_age(duties, logic, reader) if logic.age else duties


def _aware(frame: pl.LazyFrame, record: str, facts: Facts) -> pl.LazyFrame:
    duties = duties_of(with_awareness(frame), record, "aware")
    bound_only = pl.col("aware").is_null() & ~pl.col("aware_bad")
    day = pl.when(bound_only).then("bound").otherwise("aware")
    fault = (
        pl.when(pl.col("aware_bad"))
        .then(because(Reason.TRIGGER_UNREADABLE))
        .when(day.is_null())
        .then(because(Reason.TRIGGER_UNKNOWN))
    )
    duties = duties.with_columns(day.alias("trigger_on"), bound_only.alias("bound_only"), fault.alias("fault"))
    return duties.filter((pl.col("trigger_on") <= facts.as_of).fill_null(value=True))


def _windows(duties: pl.LazyFrame, rule: Rule, logic: DeadlineLogic, facts: Facts, reader: Reader) -> pl.LazyFrame:
    lo = pl.col("trigger_on")
    if logic.opens:
        lo = minus(lo, Period.parse(logic.opens))
    duties = duties.with_columns(lo.alias("lo"), pl.lit(value=False).alias("free_lo"))
    duties = parallel.with_parallel_end(duties, rule, facts)
    if logic.without_consent:
        duties = consent.before_decision(duties, logic, facts, reader)
    return duties.with_columns(pl.col("due_on").alias("hi"))


def _reason(rule: Rule, logic: DeadlineLogic, facts: Facts, reader: Reader) -> pl.Expr:
    own = logic.fulfilled_by[0].startswith(f"{reader.record}.")
    before = own & (pl.coalesce("met_on", "late_on") < pl.col("trigger_on"))
    absent = evidence_absent(rule, wanted_by(logic), facts, reader.record)
    branches: list[Branch] = [
        (pl.col("fault").is_not_null(), pl.col("fault")),
        *_not_applicable(logic, reader),
        *consent.no_need(logic, reader),
        (before, Reason.BEFORE_TRIGGER),
        (pl.col("met_on").is_not_null() & ~pl.col("due_doubt"), Reason.FULFILLED),
        (absent, Reason.NOT_IN_LIST),
        (pl.col("maybe"), Reason.EVIDENCE_UNREADABLE),
        *consent.need_doubts(logic, reader),
        *consent.order_branches(logic),
        *parallel.doubt_branches(facts.as_of),
        *(_endings(logic) if logic.ended_early else []),
        (pl.lit(facts.as_of) <= pl.col("due_on"), Reason.NOT_YET_DUE),
        *_misses(logic),
    ]
    return first_reason(branches, Reason.OVERDUE)


def _not_applicable(logic: DeadlineLogic, reader: Reader) -> list[Branch]:
    exempt = logic.not_applicable
    if exempt is None:
        return []
    field = exempt.field.partition(".")[2]
    truth = reader.test(field, lambda v: v.is_in(list(exempt.values)))
    return [
        (truth.holds.is_null(), Reason.POPULATION_UNREADABLE),
        (truth.holds, exempt.reason),
    ]


def _endings(logic: DeadlineLogic) -> list[Branch]:
    if not logic.end_needs_reason:
        return [(pl.col("ended"), Reason.ENDED_BEFORE_DUE), (pl.col("end_bad"), Reason.END_UNREADABLE)]
    return end_branches(pl.col("ended"), pl.col("end_bad"))


def _misses(logic: DeadlineLogic) -> list[Branch]:
    late = pl.col("late_on").is_not_null()
    branches: list[Branch] = [(late, Reason.LATE)]
    if logic.interim:
        interim = pl.col(logic.interim.partition(".")[2]) <= pl.col("due_on")
        branches = [(late & interim, Reason.LATE_WITH_INTERIM), *branches]
    if logic.cancelled_by:
        cancelled = pl.col(logic.cancelled_by.partition(".")[2]).is_not_null()
        branches.append((cancelled, Reason.CANCELLED_AFTER_DUE))
    if logic.interim:
        branches.append((interim, Reason.OVERDUE_WITH_INTERIM))
    return branches


_CONCLUDED = [
    Reason.LATE,
    Reason.LATE_WITH_INTERIM,
    Reason.OVERDUE,
    Reason.OVERDUE_WITH_INTERIM,
    Reason.CANCELLED_AFTER_DUE,
]


def _bounded(reason: pl.Expr) -> pl.Expr:
    """From a bound on awareness only a breach can be concluded (readings, BFU-4M)."""
    keeps = reason.is_in([each.value for each in _CONCLUDED]) | pl.col("fault").is_not_null()
    keeps |= reason == Reason.NOT_IN_LIST
    return pl.when(pl.col("bound_only") & ~keeps).then(because(Reason.TRIGGER_UNKNOWN)).otherwise(reason)
