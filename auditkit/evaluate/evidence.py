"""The evidence of a rule: on the triggering record itself, or on other records of the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_NAME

from .duties import needs_of
from .events import events_of
from .follow_ups import follow_up_events
from .frames import once
from .lists import field_name
from .matching import in_order, own_evidence, settle, with_evidence
from .truth import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditkit.rules import Rule
    from auditkit.rules.schema import Condition, CountLogic, DeadlineLogic, OrderLogic, RecurrenceLogic

    from .facts import Facts


@dataclass(frozen=True, slots=True)
class Wanted:
    """What fulfils a duty: any of these ``record.field`` dates, of records that meet the conditions."""

    fields: Sequence[str]
    conditions: Sequence[Condition] = ()

    @property
    def record(self) -> str:
        """The type of record that the (first) dates stand on."""
        return self.fields[0].partition(".")[0]

    @property
    def facet(self) -> str:
        """The kind of evidence a flat list must have a column for: the first word that is asked for."""
        kinds = ("conversation.purpose", "plan.type")
        words = [value for c in self.conditions if c.field in kinds for value in c.values]
        return str(words[0]) if words else ""


def wanted_by(logic: DeadlineLogic | OrderLogic | RecurrenceLogic | CountLogic) -> Wanted:
    """Return what fulfils a rule."""
    return Wanted(logic.fulfilled_by, logic.evidence_only)


def with_evidence_of(duties: pl.LazyFrame, wanted: Wanted, facts: Facts, record: str) -> pl.LazyFrame:
    """Return the duties of a triggering record type with the evidence found for each (see ``matching``)."""
    if wanted.record == record:
        return _on_the_record(duties, wanted, Reader(record, facts.lists))
    if wanted.record == "follow_up":
        return _with_follow_ups(duties, facts)
    events = events_of(facts, wanted.fields, wanted.conditions, BY_NAME[record].plural)
    return with_evidence(duties, events, "evidence_names_duty")


def _on_the_record(duties: pl.LazyFrame, wanted: Wanted, reader: Reader) -> pl.LazyFrame:
    """The evidence stands on the triggering record itself: the earliest of the dates."""
    days = {name: pl.col(name).cast(pl.Date) for name in (each.partition(".")[2] for each in wanted.fields)}
    first = pl.min_horizontal(*days.values())
    lost = {name: reader.unreadable(name) & day.is_null() for name, day in days.items()}
    where = [pl.when(day == first).then(field_name(name)) for name, day in days.items()]
    where += [pl.when(bad).then(field_name(name)) for name, bad in lost.items()]
    return own_evidence(duties, pl.coalesce(where), first, pl.any_horizontal(*lost.values()))


def _with_follow_ups(duties: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Follow-ups belong to measures by their own reading (G5), so they are paired before they are settled."""
    duties = once(duties)
    windows = duties.select("duty", "measure_ix", "lo", "hi", "free_lo", pl.lit(None, dtype=pl.Date).alias("sure_lo"))
    events = follow_up_events(facts).sort(in_order("measure_ix", pl.col("loose")), maintain_order=True)
    pairs = windows.join(events, on="measure_ix", how="inner", maintain_order="left_right")
    return settle(duties, pairs)


def evidence_absent(rule: Rule, wanted: Wanted, facts: Facts, record: str) -> pl.Expr:
    """Say whether the list lacks a column of the evidence that the rule needs (readings, G7).

    Of several dates that fulfil (a plan's Dato or Revideret) one column is enough. What a condition asks for
    needs its column only where the rule file lists it.
    """
    plural = BY_NAME[record].plural

    def lacks(name: str) -> pl.Expr:
        evidence, _, field = name.partition(".")
        if evidence == record:
            return facts.lists.without(plural, field)
        return facts.lists.without_evidence(plural, BY_NAME[evidence].plural, field, wanted.facet)

    dates = pl.all_horizontal(lacks(name) for name in wanted.fields)
    others = [c.field for c in wanted.conditions if c.field in needs_of(rule)]
    return pl.any_horizontal(dates, *(lacks(name) for name in others))
