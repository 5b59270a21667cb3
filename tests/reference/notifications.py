"""UND-24T, UND-KVIT, UND-GENV: what a report (underretning) triggers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from auditkit.dates import COPENHAGEN, add_working_days
from auditkit.model import Reason

from .evidence import Verdict
from .facts import CaseFile, Record, day_of
from .law import (
    LAST_DAY_OF_SEL,
    Settled,
    any_of,
    belongs_to,
    doubt,
    in_force,
    laws_of,
    paragraph_in,
    running,
    settle,
    version,
)
from .rows import obligation

NO_REACHABLE_NOTIFIER = {"anonym", "egen forvaltning"}
ACTIVE_BL = {"32", "46", "47", "67"}
WAITING_DAYS = 7


def moment(local: datetime) -> datetime:
    """Local wall time as UTC: in October's double hour the first; in spring's gap the offset before it."""
    return local.replace(tzinfo=COPENHAGEN, fold=0).astimezone(UTC)


def hour_known(local: datetime) -> bool:
    return local.time() != time(0)


def _bounds(local: datetime) -> tuple[datetime, datetime]:
    """The earliest and the latest moment that a cell may mean (law.md 6.2)."""
    if hour_known(local):
        return moment(local), moment(local)
    return moment(local), moment(datetime.combine(local.date(), time(23, 59)))


def und_24t(case: CaseFile, as_of: date) -> list[dict]:
    return [_und_24t(case, report, as_of) for report in _received(case, as_of)]


def _received(case: CaseFile, as_of: date) -> list[Record]:
    return [r for r in case["notifications"] if not r["received_at"] or r["received_at"].date() <= as_of]


def _trigger_fault(report: Record) -> Reason | None:
    if report["received_at"] is not None:
        return None
    if report.absent("received_at"):
        return Reason.NOT_IN_LIST
    unread = report.unread("received_at")
    return Reason.TRIGGER_UNREADABLE if unread else Reason.TRIGGER_UNKNOWN


def _trigger(report: Record) -> dict[str, object]:
    received = report["received_at"]
    if received is None:
        return {}
    at = moment(received) if hour_known(received) else None
    return {"trigger_on": received.date(), "trigger_at": at, "law": version(received.date())}


def _und_24t(case: CaseFile, report: Record, as_of: date) -> dict:
    if fault := _trigger_fault(report):
        return obligation("UND-24T", case, report.label, fault)
    received = report["received_at"]
    due_at = None
    due_on = received.date() + timedelta(days=1)  # a date-only receipt is due on the next day
    if hour_known(received):
        due_at = moment(received) + timedelta(hours=24)
        due_on = due_at.astimezone(COPENHAGEN).date()
    verdict = _assessed(report) or _not_assessed(report, due_on, due_at, as_of)
    return obligation(
        "UND-24T",
        case,
        report.label,
        verdict,
        due_on=due_on,
        due_at=due_at,
        **_trigger(report),
    )


def _assessed(report: Record) -> Verdict | None:
    assessed, received = report["assessed_at"], report["received_at"]
    if assessed is None:
        return None
    reason = _how_soon(received, assessed)
    done = reason in {Reason.FULFILLED, Reason.LATE}
    return Verdict(reason, assessed.date() if done else None)


def _how_soon(received: datetime, assessed: datetime) -> Reason:
    if not hour_known(received) and not hour_known(assessed):
        days = (assessed.date() - received.date()).days
        return {0: Reason.FULFILLED, 1: Reason.DATES_ONLY}.get(days, Reason.LATE if days > 1 else Reason.BEFORE_TRIGGER)
    first_received, last_received = _bounds(received)
    first_assessed, last_assessed = _bounds(assessed)
    if last_assessed < first_received:
        return Reason.BEFORE_TRIGGER
    if last_assessed <= first_received + timedelta(hours=24):
        return Reason.FULFILLED
    if first_assessed > last_received + timedelta(hours=24):
        return Reason.LATE
    return Reason.DATES_ONLY


def _not_assessed(report: Record, due_on: date, due_at: datetime | None, as_of: date) -> Reason:
    if report.absent("assessed_at"):
        return Reason.NOT_IN_LIST
    if report.unread("assessed_at"):
        return Reason.EVIDENCE_UNREADABLE
    # With a known hour overdue as soon as the moment has passed; the as-of day is judged at its end.
    waiting = as_of < due_on if due_at else as_of <= due_on
    return Reason.NOT_YET_DUE if waiting else Reason.OVERDUE


def und_kvit(case: CaseFile, as_of: date) -> list[dict]:
    return [_und_kvit(case, report, as_of) for report in _received(case, as_of)]


def _und_kvit(case: CaseFile, report: Record, as_of: date) -> dict:
    received = day_of(report["received_at"])
    due_on = add_working_days(received, 6) if received else None
    verdict = _receipt(report, received, due_on, as_of)
    return obligation("UND-KVIT", case, report.label, verdict, due_on=due_on, **_trigger(report))


def _receipt(report: Record, received: date | None, due: date | None, as_of: date) -> Verdict | Reason:
    if fault := _trigger_fault(report):
        return fault
    if report.unread("notifier"):
        return Reason.POPULATION_UNREADABLE
    if report["notifier"] in NO_REACHABLE_NOTIFIER:
        return Reason.NO_REACHABLE_NOTIFIER
    sent = report["acknowledged_on"]
    if sent is not None:
        if sent < received:
            return Reason.BEFORE_TRIGGER
        return Verdict(Reason.FULFILLED if sent <= due else Reason.LATE, sent)
    if report.absent("acknowledged_on"):
        return Reason.NOT_IN_LIST
    if report.unread("acknowledged_on"):
        return Reason.EVIDENCE_UNREADABLE
    return Reason.NOT_YET_DUE if as_of <= due else Reason.OVERDUE


def und_genv(case: CaseFile, as_of: date) -> list[dict]:
    rows = [_und_genv(case, report, as_of) for report in _received(case, as_of)]
    return [row for row in rows if row]


def _und_genv(case: CaseFile, report: Record, as_of: date) -> dict | None:
    population = _supported(case, report, as_of)
    if population is False:
        return None
    received = day_of(report["received_at"])
    due_on = received + timedelta(days=WAITING_DAYS) if received else None
    verdict = _trigger_fault(report) or doubt(population)
    verdict = verdict or _reassessed(report, received, due_on, as_of)
    return obligation(
        "UND-GENV",
        case,
        report.label,
        verdict,
        due_on=due_on,
        quarter_on=received,
        **_trigger(report),
    )


def _supported(case: CaseFile, report: Record, as_of: date) -> Settled:
    """Whether a measure of the right kind is in force on the day of receipt."""
    day = day_of(report["received_at"])
    if not case.columns(report, "measures") and not case["measures"]:
        return Reason.NOT_IN_LIST
    if day is None:
        return any_of(*(_might_be_in_force(case, each, as_of) for each in case["measures"]))
    return any_of(*(_in_force(case, each, day) for each in case["measures"]))


def _in_force(case: CaseFile, measure: Record, day: date) -> Settled:
    under_sel = day <= LAST_DAY_OF_SEL
    return settle(running(case, measure, day), under_sel or _counts_under_bl(case, measure))


def _counts_under_bl(case: CaseFile, measure: Record) -> Settled:
    """One begun under SEL, or one under BL §§ 32, 46, 47, 67."""
    laws = laws_of(case, measure, "started_on")
    under_bl = settle(belongs_to(laws, "BL"), paragraph_in(measure, ACTIVE_BL))
    only_sel = laws[0] == {"SEL"}
    if not only_sel and "SEL" in laws[0] and under_bl is False:
        return Reason.POPULATION_UNREADABLE if laws[1] else True
    return True if only_sel else under_bl


def _might_be_in_force(case: CaseFile, measure: Record, as_of: date) -> bool:
    """On a day of receipt that nobody knows."""
    started_on = measure["started_on"]
    if started_on is None:
        return measure.unread("started_on") or measure.absent("started_on")
    return started_on <= as_of and in_force(case, measure, started_on) is not False


def _reassessed(report: Record, received: date, due: date, as_of: date) -> Verdict | Reason:
    done_on = report["reassessed_on"]
    if done_on is None:
        if report.absent("reassessed_on"):
            return Reason.NOT_IN_LIST
        if report.unread("reassessed_on"):
            return Reason.EVIDENCE_UNREADABLE
        return Reason.NOT_YET_DUE if as_of < due else Reason.MISSING
    if done_on < received:
        return Reason.BEFORE_TRIGGER
    if report.absent("new_participant"):
        return Reason.NOT_IN_LIST
    if report.unread("new_participant"):
        return Reason.EVIDENCE_UNREADABLE
    if report["new_participant"] is None:
        return Reason.NEW_PARTICIPANT_UNKNOWN
    if report["new_participant"]:
        return Verdict(Reason.FULFILLED, done_on)
    return Reason.NOT_YET_DUE if as_of < due else Reason.SAME_PERSON
