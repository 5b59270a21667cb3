"""Kind ``presence``: B recorded when A. The law gives no date, so what is recorded by the as-of day is there,
however late; a blank is a breach from the trigger day + the version's waiting time (readings, Rules).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from auditkit.dates import Period
from auditkit.model import BY_NAME, Reason

from . import measures
from .consent import of_age
from .duties import (
    covered,
    duties_of,
    minus,
    plus,
    reader_of,
    triggered,
    version_paragraphs,
    versioned,
)
from .endings import with_ending
from .evidence import Wanted, evidence_absent, with_evidence_of
from .frames import once
from .lists import FIELD, field_name
from .matching import own_evidence
from .truth import Reader, conjunction
from .verdict import Branch, first_reason, judged

if TYPE_CHECKING:
    from auditkit.rules import Rule
    from auditkit.rules.schema import PresenceLogic

    from .facts import Facts


def evaluate_presence(rule: Rule, logic: PresenceLogic, facts: Facts) -> pl.LazyFrame:
    """Return the duties of a presence rule, each with its reason."""
    record, _, field = logic.trigger.partition(".")
    reader = reader_of(rule, facts, record)
    if record == "follow_up":
        duties = measures.follow_up_duties(rule, facts)
        duties = _first_per_measure(duties, logic.first_since)
    else:
        duties = _on_records(rule, logic, facts, reader, field)
    duties = _judging_day(duties, rule, logic)
    duties = _with_presence(duties, logic, facts, reader)
    duties = with_ending(duties, record)
    result = _with_own_place(judged(duties, _reason(rule, logic, facts, reader)))
    if record == "follow_up":  # which measure the follow-up is of follows from its day alone
        result = result.with_columns((pl.col("derived") | pl.col("loose")).alias("derived"))
    if logic.dated_by is None:
        return result
    said = pl.col("said") & (pl.col("reason") == Reason.FULFILLED)
    dated = pl.when(said).then(pl.coalesce(logic.dated_by.partition(".")[2], "trigger_on"))
    own = ~said | (pl.lit(record) == "follow_up")
    return result.with_columns(
        pl.coalesce(dated, "fulfilled_on").alias("fulfilled_on"), (pl.col("derived") & own).alias("derived")
    )


def _on_records(rule: Rule, logic: PresenceLogic, facts: Facts, reader: Reader, field: str) -> pl.LazyFrame:
    plural = BY_NAME[reader.record].plural
    duties = duties_of(facts[plural], reader.record, field)
    duties = triggered(duties, reader, field)
    duties = versioned(duties, rule, pl.col("trigger_on"))
    population = conjunction(reader.condition(each) for each in logic.only)
    if logic.in_force:
        return measures.while_in_force(covered(duties, population), rule, facts)
    duties = covered(duties, population & version_paragraphs(rule, reader))
    return of_age(duties, logic, reader) if logic.age else duties


def _first_per_measure(duties: pl.LazyFrame, since: date | None) -> pl.LazyFrame:
    """Keep each measure's first since the day; where none has a known day, each that may be it."""
    if since is None:
        return duties
    day = pl.col("trigger_on")
    planned = (pl.col("next_on") > day).fill_null(value=False)
    lost = (pl.col("unreadable") & BY_NAME["follow_up"].bit("next_on")) != 0
    since_then = duties.filter(day.is_null() | (day >= since))
    since_then = since_then.with_columns(planned.alias("planned"), lost.alias("lost"))
    order = ["measure_ix", "trigger_on", "planned", "lost", "loose", "table_no", "row_no"]
    down = [False, False, True, True, False, False, False]
    ranked = once(since_then.sort(order, descending=down, nulls_last=True))
    first = ranked.filter(day.is_not_null()).unique("measure_ix", keep="first")
    unknown = ranked.filter(day.is_null()).join(first, on="measure_ix", how="anti")
    return pl.concat([first, unknown]).sort("duty")


def _judging_day(duties: pl.LazyFrame, rule: Rule, logic: PresenceLogic) -> pl.LazyFrame:
    day = pl.col("trigger_on")
    due, hi = day, pl.lit(None, dtype=pl.Date)
    for number, version in enumerate(rule.file.version):
        here = pl.col("version_ix") == number
        if version.waiting:
            due = pl.when(here).then(plus(day, Period.parse(version.waiting))).otherwise(due)
        if version.within:
            hi = pl.when(here).then(plus(day, Period.parse(version.within))).otherwise(hi)
    lo = minus(day, Period.parse(logic.opens)) if logic.opens else day
    return duties.with_columns(
        due.alias("due_on"),
        pl.coalesce(hi, pl.lit(date.max)).alias("hi"),
        lo.alias("lo"),
        pl.lit(value=False).alias("free_lo"),
    )


def _with_presence(duties: pl.LazyFrame, logic: PresenceLogic, facts: Facts, reader: Reader) -> pl.LazyFrame:
    """Add the evidence on other records, and whether the record itself says it (``said``)."""
    own, other = _fields(logic, reader)
    said = pl.any_horizontal(pl.lit(value=False), *(pl.col(f).is_not_null() for f in own))
    bad = pl.any_horizontal(pl.lit(value=False), *(pl.col(f).is_null() & reader.unreadable(f) for f in own))
    if other:
        duties = with_evidence_of(duties, Wanted(other, logic.evidence_only), facts, reader.record)
    elif reader.record != "follow_up" and _is_day(reader, own[0]):
        duties = own_evidence(duties, field_name(own[0]), pl.col(own[0]).cast(pl.Date), bad)
    else:
        duties = own_evidence(duties, field_name(own[0]), pl.lit(None, dtype=pl.Date), bad)
    where = [pl.when(pl.col(f).is_not_null()).then(field_name(f)) for f in own]
    asked = [*own, *([logic.confirmed_by.partition(".")[2]] if logic.confirmed_by else [])]
    where_bad = [pl.when(pl.col(f).is_null() & reader.unreadable(f)).then(field_name(f)) for f in asked]
    return duties.with_columns(
        said.alias("said"),
        (pl.col("maybe") | bad).alias("maybe"),
        pl.coalesce(pl.lit(None, dtype=FIELD), *where).alias("said_in"),
        pl.coalesce(pl.lit(None, dtype=FIELD), *where_bad).alias("unread_in"),
    )


def _with_own_place(result: pl.LazyFrame) -> pl.LazyFrame:
    """Name the cell on the record itself that fulfils the duty, or that cannot be read."""
    met, unread = (pl.col("reason") == each for each in (Reason.FULFILLED, Reason.EVIDENCE_UNREADABLE))
    result = result.with_columns(pl.when(met).then("said_in").when(unread).then("unread_in").alias("_own"))
    here = pl.col("_own").is_not_null()
    place = {"ev_table": pl.col("table_no"), "ev_row": pl.col("row_no"), "ev_field": pl.col("_own")}
    return result.with_columns(pl.when(here).then(at).otherwise(name).alias(name) for name, at in place.items())


def _is_day(reader: Reader, field: str) -> bool:
    return BY_NAME[reader.record].field(field).dtype in (pl.Date, pl.Datetime("us"))


def _fields(logic: PresenceLogic, reader: Reader) -> tuple[list[str], list[str]]:
    """Return the fields on the triggering record, and those of other records (with their record's name)."""
    prefix = f"{reader.record}."
    own = [f.removeprefix(prefix) for f in logic.fulfilled_by if f.startswith(prefix)]
    return own, [f for f in logic.fulfilled_by if not f.startswith(prefix)]


def _reason(rule: Rule, logic: PresenceLogic, facts: Facts, reader: Reader) -> pl.Expr:
    own, other = _fields(logic, reader)
    said = pl.col("said") | pl.col("met_on").is_not_null()
    branches: list[Branch] = [(pl.col("fault").is_not_null(), pl.col("fault"))]
    if own and not other:
        before = pl.col(own[0]).cast(pl.Date) if _is_day(reader, own[0]) else None
        if before is not None:
            early = (
                (before < pl.col("trigger_on")) if reader.record != "follow_up" else (before <= pl.col("trigger_on"))
            )
            branches.append((early, Reason.BEFORE_TRIGGER))
    if logic.confirmed_by:
        branches += _confirmation(logic.confirmed_by, said, reader, facts.as_of)
    branches += [
        (said, Reason.FULFILLED),
        (_absent(rule, logic, facts, reader), Reason.NOT_IN_LIST),
        (pl.col("maybe"), Reason.EVIDENCE_UNREADABLE),
    ]
    if reader.record != "notification":  # closing a case excuses no duty that a report triggers (G8)
        branches += [(pl.col("ended"), Reason.ENDED_BEFORE_DUE), (pl.col("end_bad"), Reason.END_UNREADABLE)]
    branches.append((pl.lit(facts.as_of) < pl.col("due_on"), Reason.NOT_YET_DUE))
    return first_reason(branches, Reason.MISSING)


def _confirmation(name: str, said: pl.Expr, reader: Reader, as_of: date) -> list[Branch]:
    field = name.partition(".")[2]
    silent = said & pl.col(field).is_null()
    early = pl.lit(as_of) < pl.col("due_on")
    return [
        (said & ~pl.col(field) & early, Reason.NOT_YET_DUE),
        (said & ~pl.col(field), Reason.SAME_PERSON),
        (silent & reader.lacks(field), Reason.NOT_IN_LIST),
        (silent & reader.unreadable(field), Reason.EVIDENCE_UNREADABLE),
        (silent, Reason.NEW_PARTICIPANT_UNKNOWN),
    ]


def _absent(rule: Rule, logic: PresenceLogic, facts: Facts, reader: Reader) -> pl.Expr:
    """Any way to fulfil the duty that the list says nothing of leaves it undecided."""
    own, other = _fields(logic, reader)
    lacks = [reader.absent(field) for field in own]
    if other:
        lacks.append(evidence_absent(rule, Wanted(other, logic.evidence_only), facts, reader.record))
    return pl.any_horizontal(lacks)
