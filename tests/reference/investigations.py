"""BFU-4M, BFU-SAMT: the investigation, its four months and its conversation."""

from __future__ import annotations

from datetime import date

from auditkit.dates import add_months
from auditkit.model import OUTCOME_OF, Outcome, Reason

from .evidence import (
    Verdict,
    conversations,
    conversations_not_in_list,
    omission,
    order,
    weigh,
)
from .facts import CaseFile, Record, day_of
from .law import Settled, birth_day, birth_unreadable, doubt, ended_early, version
from .rows import obligation

MONTHS = 4
WITH_INTERIM = {
    Reason.LATE: Reason.LATE_WITH_INTERIM,
    Reason.OVERDUE: Reason.OVERDUE_WITH_INTERIM,
}


def is_bfu(investigation: Record) -> Settled:
    """A blank Type is BFU."""
    if investigation.unread("type"):
        return Reason.POPULATION_UNREADABLE
    return (investigation["type"] or "BFU") == "BFU"


def awareness(case: CaseFile, bfu: Record) -> tuple[date | None, bool]:
    """Opmærksom, else Modtaget of the linked report; and whether it stands there but cannot be read."""
    if bfu["aware_on"] or bfu.unread("aware_on"):
        return bfu["aware_on"], bfu.unread("aware_on")
    if bfu.unread("notification_id"):
        return None, True
    for report in case.named("notifications", bfu["notification_id"])[:1]:
        return day_of(report["received_at"]), report.unread("received_at")
    return None, False


def begun(investigation: Record) -> tuple[date | None, bool]:
    """Startet, else Besluttet; and whether it stands there but cannot be read."""
    for field in ("started_on", "decided_on"):
        if investigation[field] or investigation.unread(field):
            return investigation[field], investigation.unread(field)
    return None, False


def bfu_4m(case: CaseFile, as_of: date) -> list[dict]:
    rows = [_bfu_4m(case, each, as_of) for each in case["investigations"] if is_bfu(each) is not False]
    return [row for row in rows if row]


def _bfu_4m(case: CaseFile, bfu: Record, as_of: date) -> dict | None:
    aware_on, unread = awareness(case, bfu)
    known = aware_on is not None
    if not known and not unread:
        aware_on, unread = begun(bfu)  # a bound: the clock cannot have started later
    if aware_on and aware_on > as_of:
        return None
    due_on = add_months(aware_on, MONTHS) if aware_on else None
    verdict = _four_months(case, bfu, (aware_on, unread, known), due_on, as_of)
    return obligation("BFU-4M", case, bfu.label, verdict, trigger_on=aware_on, due_on=due_on, law=version(due_on))


def _four_months(case, bfu, trigger, due: date | None, as_of: date) -> Verdict | Reason:
    aware_on, unread, known = trigger
    if fault := doubt(is_bfu(bfu)):
        return fault
    if unread:
        return Reason.TRIGGER_UNREADABLE
    if due is None:
        return Reason.TRIGGER_UNKNOWN
    verdict = _completed(case, bfu, aware_on, due, as_of)
    breach = OUTCOME_OF[verdict.reason] is Outcome.MISSED
    settled = known or breach or verdict.reason is Reason.NOT_IN_LIST
    return verdict if settled else Reason.TRIGGER_UNKNOWN


def _completed(case: CaseFile, bfu: Record, aware_on: date, due: date, as_of: date) -> Verdict:
    completed_on = bfu["completed_on"]
    if completed_on and completed_on < aware_on:
        return Verdict(Reason.BEFORE_TRIGGER)
    if completed_on and completed_on <= due:
        return Verdict(Reason.FULFILLED, completed_on)
    if bfu.absent("completed_on"):
        return Verdict(Reason.NOT_IN_LIST)
    if bfu.unread("completed_on"):
        return Verdict(Reason.EVIDENCE_UNREADABLE)
    if ended := investigation_ended(case, bfu, aware_on, due):
        return Verdict(ended)
    if as_of <= due:
        return Verdict(Reason.NOT_YET_DUE)
    interim = bfu["interim_on"] is not None and bfu["interim_on"] <= due
    reason = Reason.LATE if completed_on else Reason.OVERDUE
    if not completed_on and bfu["cancelled_on"]:
        return Verdict(Reason.CANCELLED_AFTER_DUE)
    return Verdict(WITH_INTERIM[reason] if interim else reason, completed_on)


def investigation_ended(case: CaseFile, bfu: Record, start: date | None, due: date) -> Reason | None:
    """G8: an investigation that was cancelled, or whose case was closed, needs a reason."""
    closing = ended_early(case, start or date.min, due)
    cancelled = bfu["cancelled_on"] is not None and bfu["cancelled_on"] <= due
    reasons = [(bfu, "cancel_reason")]
    if case.row and case.row["closed_on"]:
        reasons.append((case.row, "close_reason"))  # of a case that is not closed it says nothing
    ended = cancelled or closing is Reason.ENDED_BEFORE_DUE
    if ended and any(record[field] for record, field in reasons):
        return Reason.ENDED_BEFORE_DUE
    if ended:
        unread = any(record.unread(field) for record, field in reasons)
        return Reason.END_UNREADABLE if unread else Reason.CLOSED_WITHOUT_REASON
    unread = bfu.unread("cancelled_on") or closing is Reason.END_UNREADABLE
    return Reason.END_UNREADABLE if unread else None


def bfu_samt(case: CaseFile, as_of: date) -> list[dict]:
    rows = [_bfu_samt(case, each, as_of) for each in case["investigations"] if is_bfu(each) is not False]
    return [row for row in rows if row]


def _bfu_samt(case: CaseFile, bfu: Record, as_of: date) -> dict | None:
    start = awareness(case, bfu)[0] or bfu["started_on"] or bfu["decided_on"]
    completed_on = bfu["completed_on"]
    trigger_on = start or completed_on
    if trigger_on and trigger_on > as_of:
        return None
    said = not (bfu.unread("completed_on") or bfu.absent("completed_on"))
    open_since = start if said and not completed_on else None
    return obligation(
        "BFU-SAMT",
        case,
        bfu.label,
        _investigation_talk(case, bfu, start, as_of),
        trigger_on=trigger_on,
        due_on=completed_on,
        law=version(completed_on or open_since),
    )


def _investigation_talk(case, bfu: Record, start: date | None, as_of: date) -> Verdict | Reason:
    if fault := doubt(is_bfu(bfu)):
        return fault
    if bfu.unread("completed_on"):
        return Reason.TRIGGER_UNREADABLE
    if bfu.absent("completed_on"):
        return Reason.NOT_IN_LIST
    if bfu["completed_on"] is None:
        return _open_investigation(case, bfu, start, as_of)
    aware_on = awareness(case, bfu)[0]
    if aware_on and bfu["completed_on"] < aware_on:
        return Reason.BEFORE_TRIGGER
    unsure = awareness(case, bfu)[1] or (aware_on is None and begun(bfu)[1])
    return talk(case, bfu, "undersøgelse", (start, bfu["completed_on"]), start_unknown=unsure)


def _open_investigation(case, bfu: Record, start: date | None, as_of: date) -> Reason:
    if conversations_not_in_list(case, bfu, "undersøgelse"):
        return Reason.NOT_IN_LIST
    return investigation_ended(case, bfu, start, as_of) or Reason.NOT_YET_DUE


def talk(
    case: CaseFile,
    about: Record,
    purpose: str,
    window: tuple[date | None, date],
    *,
    start_unknown: bool = False,
) -> Verdict | Reason:
    """A conversation in the window, or on or before its end where it names the record."""
    start, end = window
    born = birth_day(case)
    if born and born > end:
        return Reason.UNBORN
    candidates = conversations(case, about, purpose)
    found = weigh(candidates, start, end, order=True)
    if start_unknown and not found.in_time:
        # A conversation may lie in the window, which opens nobody knows when.
        start, possible = None, weigh(candidates, None, end)
        if possible.in_time or possible.doubtful:
            return Reason.EVIDENCE_UNREADABLE
    verdict = order(
        found,
        not_in_list=conversations_not_in_list(case, about, purpose),
        omission=omission(case, about, purpose, (start, end), version(end)),
    )
    if birth_unreadable(case) and OUTCOME_OF[verdict.reason] is Outcome.MISSED:
        return Reason.POPULATION_UNREADABLE  # the child may have been unborn
    return verdict
