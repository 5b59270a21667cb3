"""Evidence: which events may serve an obligation (G5, G6, G7), and what follows from them (Outcomes)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditkit.model import Reason

if TYPE_CHECKING:
    from datetime import date

    from .facts import CaseFile, Record


@dataclass(frozen=True)
class Candidate:
    """One event that may serve. ``day`` is None where it cannot be read; ``linked``: it names the record
    (or may); ``certain`` False: something else that matters cannot be read."""

    day: date | None
    linked: bool
    certain: bool = True


@dataclass(frozen=True)
class Found:
    in_time: Candidate | None
    late: Candidate | None
    doubtful: bool


@dataclass(frozen=True)
class Verdict:
    reason: Reason
    fulfilled_on: date | None = None
    derived: bool = False


def weigh(candidates: list[Candidate], start: date | None, end: date, *, order: bool = False) -> Found:
    """Find the earliest event in the window; linked evidence of an order rule needs no start (G5)."""

    def fits(each: Candidate) -> bool:
        if each.day > end:
            return False
        return (order and each.linked) or start is None or each.day >= start

    readable = [each for each in candidates if each.day and each.certain]
    return Found(
        in_time=_earliest([each for each in readable if fits(each)]),
        late=_earliest([each for each in readable if each.day > end]),
        doubtful=any(each.day is None or fits(each) for each in candidates if each.day is None or not each.certain),
    )


def _earliest(candidates: list[Candidate]) -> Candidate | None:
    return min(candidates, key=lambda each: (each.day, not each.linked), default=None)


def fulfilled(by: Candidate, reason: Reason = Reason.FULFILLED) -> Verdict:
    return Verdict(reason, by.day, derived=not by.linked)


def deadline(found: Found, *, due: date, as_of: date, not_in_list: bool, ended: Reason | None) -> Verdict:
    """The order of "Deadline" in readings, from the evidence on."""
    if found.in_time:
        return fulfilled(found.in_time)
    if not_in_list:
        return Verdict(Reason.NOT_IN_LIST)
    if found.doubtful:
        return Verdict(Reason.EVIDENCE_UNREADABLE)
    if ended:
        return Verdict(ended)
    if as_of <= due:
        return Verdict(Reason.NOT_YET_DUE)
    if found.late:
        return fulfilled(found.late, Reason.LATE)
    return Verdict(Reason.OVERDUE)


def order(found: Found, *, not_in_list: bool, omission: Verdict | None = None) -> Verdict:
    """The order of "Order" in readings."""
    if found.in_time:
        return fulfilled(found.in_time)
    if not_in_list:
        return Verdict(Reason.NOT_IN_LIST)
    if found.doubtful:
        return Verdict(Reason.EVIDENCE_UNREADABLE)
    if omission:
        return omission
    if found.late:
        return fulfilled(found.late, Reason.AFTER)
    return Verdict(Reason.MISSING)


def names(record: Record, field: str, wanted: str | None) -> str:
    """What a link cell says of a record: ``this``, ``nothing``, ``another`` or ``unknown``."""
    if record.unread(field):
        return "unknown"
    if record[field] is None:
        return "nothing"
    return "this" if record[field] == wanted else "another"


def candidate(record: Record, field: str, link: str, *, certain: bool = True) -> Candidate | None:
    """An event of a record, or None where its cell is blank."""
    if record.unread(field):
        return Candidate(None, linked=link != "nothing", certain=False)
    if record[field] is None:
        return None
    return Candidate(record[field], link != "nothing", certain and link != "unknown")


# --- conversations ---------------------------------------------------------------------------


def _conversations(case: CaseFile, about: Record, purpose: str) -> list[tuple[Record, str]]:
    rows = [(row, names(row, "concerns", about.id)) for row in case["conversations"]]
    return [
        (row, link) for row, link in rows if link != "another" and (row.unread("purpose") or row["purpose"] == purpose)
    ]


def conversations(case: CaseFile, about: Record, purpose: str) -> list[Candidate]:
    """The conversations that may serve a record; a row with Undladt = ja is none."""
    found = []
    for row, link in _conversations(case, about, purpose):
        doubt = row.unread("purpose") or row.unread("omitted")
        if row.unread("omitted") and row["held_on"] is None:
            found.append(Candidate(None, linked=True, certain=False))  # perhaps an omission
        elif not row["omitted"]:
            found.append(candidate(row, "held_on", link, certain=not doubt))
        elif doubt or link == "unknown" or row.unread("held_on"):
            found.append(Candidate(row["held_on"], link != "nothing", certain=False))
    return [each for each in found if each]


def omission(case: CaseFile, about: Record, purpose: str, window: tuple[date | None, date], law: str) -> Verdict | None:
    """What a recorded omission of the conversation comes to, best first."""
    verdicts = [
        Verdict(_lawfulness(row, law), derived=link == "nothing")
        for row, link in _conversations(case, about, purpose)
        if row["omitted"] and _serves(row, link, window)
    ]
    ranks = [
        Reason.OMITTED_LAWFULLY,
        Reason.EVIDENCE_UNREADABLE,
        Reason.NOT_IN_LIST,
        Reason.OMITTED_WITHOUT_OTHER_SOURCE,
        Reason.OMITTED_WITHOUT_REASON,
    ]
    best = min(verdicts, key=lambda v: (ranks.index(v.reason), v.derived), default=None)
    if best and best.reason != Reason.OMITTED_LAWFULLY:
        return Verdict(best.reason)
    return best


def _serves(row: Record, link: str, window: tuple[date | None, date]) -> bool:
    start, end = window
    if row["held_on"] is None:
        return True
    return row["held_on"] <= end and (link == "this" or not start or row["held_on"] >= start)


def _lawfulness(row: Record, law: str) -> Reason:
    reasoned = _answered(row, "omission_reason", Reason.OMITTED_WITHOUT_REASON)
    if law == "SEL" or reasoned is Reason.OMITTED_WITHOUT_REASON:
        return reasoned
    elsewhere = _answered(row, "other_source", Reason.OMITTED_WITHOUT_OTHER_SOURCE)
    return elsewhere if reasoned is Reason.OMITTED_LAWFULLY else reasoned


def _answered(row: Record, field: str, unlawful: Reason) -> Reason:
    if row.absent(field):
        return Reason.NOT_IN_LIST
    if row.unread(field):
        return Reason.EVIDENCE_UNREADABLE
    return Reason.OMITTED_LAWFULLY if row[field] else unlawful


def conversations_not_in_list(case: CaseFile, about: Record, purpose: str) -> bool:
    return not case.columns(about, "conversations", purpose) >= {"held_on", "purpose"}


# --- plans -----------------------------------------------------------------------------------


def plans(case: CaseFile, types: set[str], decision: Record | None) -> list[Candidate]:
    """The dates of the plans that may serve a decision (None: any plan of the case serves)."""
    found = []
    for plan in case["plans"]:
        link = _plan_names(case, plan, decision)
        if link == "another" or not (plan.unread("type") or plan["type"] in types):
            continue
        sure = not plan.unread("type")
        found += [candidate(plan, field, link, certain=sure) for field in ("made_on", "revised_on")]
    return [each for each in found if each]


def _plan_names(case: CaseFile, plan: Record, decision: Record | None) -> str:
    if decision is None:
        return "this" if plan["decision_id"] or plan["measure_id"] else "nothing"
    own = names(plan, "decision_id", decision.id)
    if own != "nothing" or names(plan, "measure_id", None) == "nothing":
        return own
    if plan.unread("measure_id"):
        return "unknown"
    # A plan names the decision that its measure gives (G5).
    for measure in case.named("measures", plan["measure_id"])[:1]:
        return names(measure, "decision_id", decision.id)
    return "another"


def plans_not_in_list(case: CaseFile, trigger: Record, main_type: str) -> bool:
    columns = case.columns(trigger, "plans", main_type)
    return "type" not in columns or not columns & {"made_on", "revised_on"}
