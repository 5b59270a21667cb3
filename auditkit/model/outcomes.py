"""The six outcomes of an obligation, their reasons, and the frame that carries obligations."""

from __future__ import annotations

from enum import StrEnum

import polars as pl


class Outcome(StrEnum):
    """What became of one obligation: exactly one of six (readings, Outcomes)."""

    MET = "met"
    MISSED = "missed"
    DEVIATION = "deviation"
    NOT_DUE = "not_due"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINABLE = "undeterminable"


class Reason(StrEnum):
    """Why. A reason belongs to one outcome (``OUTCOME_OF``)."""

    FULFILLED = "fulfilled"
    OMITTED_LAWFULLY = "omitted_lawfully"
    NOT_YET_DUE = "not_yet_due"

    LATE = "late"
    LATE_WITH_INTERIM = "late_with_interim"
    OVERDUE = "overdue"
    OVERDUE_WITH_INTERIM = "overdue_with_interim"
    CANCELLED_AFTER_DUE = "cancelled_after_due"
    MISSING = "missing"
    AFTER = "after"
    OMITTED_WITHOUT_REASON = "omitted_without_reason"
    OMITTED_WITHOUT_OTHER_SOURCE = "omitted_without_other_source"
    SAME_PERSON = "same_person"
    NO_VISIT = "no_visit"
    ONE_VISIT = "one_visit"

    ENDED_BEFORE_DUE = "ended_before_due"
    UNBORN = "unborn"
    NO_PLAN_NEEDED = "no_plan_needed"
    NO_REACHABLE_NOTIFIER = "no_reachable_notifier"
    EXEMPT = "exempt"

    TRIGGER_UNREADABLE = "trigger_unreadable"
    TRIGGER_UNKNOWN = "trigger_unknown"
    POPULATION_UNREADABLE = "population_unreadable"
    AGE_UNKNOWN = "age_unknown"
    EVIDENCE_UNREADABLE = "evidence_unreadable"
    END_UNREADABLE = "end_unreadable"
    DUE_UNREADABLE = "due_unreadable"
    NOT_IN_LIST = "not_in_list"
    BEFORE_TRIGGER = "before_trigger"
    DATES_ONLY = "dates_only"
    CLOSED_WITHOUT_REASON = "closed_without_reason"
    LINK_NOT_FOUND = "link_not_found"
    NEED_NOT_ASSESSED = "need_not_assessed"
    NO_RHYTHM_DECIDED = "no_rhythm_decided"
    NEW_PARTICIPANT_UNKNOWN = "new_participant_unknown"


_BY_OUTCOME: dict[Outcome, tuple[Reason, ...]] = {
    Outcome.MET: (Reason.FULFILLED,),
    Outcome.DEVIATION: (Reason.OMITTED_LAWFULLY,),
    Outcome.NOT_DUE: (Reason.NOT_YET_DUE,),
    Outcome.MISSED: (
        Reason.LATE,
        Reason.LATE_WITH_INTERIM,
        Reason.OVERDUE,
        Reason.OVERDUE_WITH_INTERIM,
        Reason.CANCELLED_AFTER_DUE,
        Reason.MISSING,
        Reason.AFTER,
        Reason.OMITTED_WITHOUT_REASON,
        Reason.OMITTED_WITHOUT_OTHER_SOURCE,
        Reason.SAME_PERSON,
        Reason.NO_VISIT,
        Reason.ONE_VISIT,
    ),
    Outcome.NOT_APPLICABLE: (
        Reason.ENDED_BEFORE_DUE,
        Reason.UNBORN,
        Reason.NO_PLAN_NEEDED,
        Reason.NO_REACHABLE_NOTIFIER,
        Reason.EXEMPT,
    ),
}

OUTCOME_OF: dict[Reason, Outcome] = {
    reason: next(
        (outcome for outcome, reasons in _BY_OUTCOME.items() if reason in reasons),
        Outcome.UNDETERMINABLE,
    )
    for reason in Reason
}

MISSED_LATE = (Reason.LATE, Reason.LATE_WITH_INTERIM, Reason.AFTER)
"""The misses where the thing was done, but too late. Every other miss is still open or never done."""

_DATE, _UTC = pl.Date, pl.Datetime("us", "UTC")

OBLIGATION_SCHEMA: dict[str, type[pl.DataType] | pl.DataType] = {
    "rule": pl.String,
    "basis": pl.String,
    "case_id": pl.String,
    "record": pl.String,
    # Each point in time is a local day and, only where the hour is known, the moment in UTC.
    "trigger_on": _DATE,
    "trigger_at": _UTC,
    "due_on": _DATE,
    "due_at": _UTC,
    "fulfilled_on": _DATE,
    "fulfilled_at": _UTC,
    "outcome": pl.String,
    "reason": pl.String,
    "law": pl.String,
    "citation": pl.String,
    "version_from": _DATE,
    "team": pl.String,
    "caseworker": pl.String,
    "target_group": pl.String,
    "quarter": pl.String,
    "derived": pl.Boolean,
    "source": pl.String,
    "evidence": pl.String,
}
"""One row per obligation, ordered by rule, case_id, trigger_on, record, source. ``source`` is
``file|sheet|cell`` of the trigger, ``evidence`` of what fulfilled it or, where that cannot be read or lacks its hour,
of that; null where nothing did, or where it is not known which cell it is."""
