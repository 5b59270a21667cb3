"""Kind ``recurrence``: B again at the latest a period after each B (readings, OPF-N).

Where the version says so, the due day is the one written on the record itself (barnets lov § 95, stk. 3), and
without one nothing can be judged: the law has no interval of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import Reason

from .duties import by_version, needs_of
from .endings import with_ending
from .evidence import evidence_absent, wanted_by, with_evidence_of
from .measures import follow_up_duties
from .truth import Reader
from .verdict import Branch, first_reason, judged

if TYPE_CHECKING:
    from auditkit.rules import Rule
    from auditkit.rules.schema import RecurrenceLogic

    from .facts import Facts


def evaluate_recurrence(rule: Rule, logic: RecurrenceLogic, facts: Facts) -> pl.LazyFrame:
    """Return the duties of a recurrence rule, each with its reason."""
    duties = follow_up_duties(rule, facts)
    written = by_version(rule, lambda v: bool(v.due_by), pl.Boolean).fill_null(value=False)
    reader = Reader("follow_up", facts.lists, needs_of(rule))
    later_next = pl.when(pl.col("next_on") > pl.col("trigger_on")).then("next_on")
    duties = duties.with_columns(
        written.alias("written"),
        pl.when(written).then(later_next).otherwise("due_on").alias("due_on"),
        (reader.unreadable("next_on") & pl.col("next_on").is_null()).alias("next_bad"),
        facts.lists.without("follow_ups", "next_on").alias("next_absent"),
    )
    duties = duties.with_columns(
        pl.col("trigger_on").dt.offset_by("1d").alias("lo"),
        pl.coalesce("due_on", "trigger_on").alias("hi"),
        pl.lit(value=False).alias("free_lo"),
    )
    duties = with_evidence_of(duties, wanted_by(logic), facts, "measure")
    duties = with_ending(duties, "follow_up")
    result = judged(duties, _reason(rule, logic, facts))
    trigger_loose = pl.col("loose")
    return result.with_columns((pl.col("derived") | trigger_loose).alias("derived"))


def _reason(rule: Rule, logic: RecurrenceLogic, facts: Facts) -> pl.Expr:
    absent = evidence_absent(rule, wanted_by(logic), facts, "follow_up")
    branches: list[Branch] = [
        (pl.col("fault").is_not_null(), pl.col("fault")),
        *_no_day_written(),
        (pl.col("written") & (pl.col("next_on") <= pl.col("trigger_on")), Reason.BEFORE_TRIGGER),
        (pl.col("met_on").is_not_null(), Reason.FULFILLED),
        (absent, Reason.NOT_IN_LIST),
        (pl.col("maybe"), Reason.EVIDENCE_UNREADABLE),
        (pl.col("ended"), Reason.ENDED_BEFORE_DUE),
        (pl.col("end_bad"), Reason.END_UNREADABLE),
        (pl.lit(facts.as_of) <= pl.col("due_on"), Reason.NOT_YET_DUE),
        (pl.col("late_on").is_not_null(), Reason.LATE),
    ]
    return first_reason(branches, Reason.OVERDUE)


def _no_day_written() -> list[Branch]:
    """No next day was decided: unknown, but not applicable once the measure or the case has ended and no later
    follow-up exists.
    """
    blank = pl.col("written") & pl.col("next_on").is_null()
    over = pl.col("ended_on").is_not_null() | pl.col("closed_on").is_not_null()
    over_bad = pl.col("ended_unreadable") | pl.col("closed_unreadable")
    later = pl.col("late_on").is_not_null()
    return [
        (blank & pl.col("next_absent"), Reason.NOT_IN_LIST),
        (blank & pl.col("next_bad"), Reason.DUE_UNREADABLE),
        (blank & over & ~later & ~pl.col("maybe"), Reason.ENDED_BEFORE_DUE),
        (blank & ~over & over_bad & ~later, Reason.END_UNREADABLE),
        (blank, Reason.NO_RHYTHM_DECIDED),
    ]
