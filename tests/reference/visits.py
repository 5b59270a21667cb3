"""TILSYN: two supervision visits with a conversation in every placement year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from auditkit.dates import add_months
from auditkit.model import Reason

from .evidence import Candidate, Verdict, names
from .law import Settled, doubt, ended_early, version
from .rows import obligation

if TYPE_CHECKING:
    from .facts import CaseFile, Record

NEEDED = 2


def tilsyn(case: CaseFile, as_of: date) -> list[dict]:
    return [
        row for measure in case["measures"] if placed(measure) is not False for row in _tilsyn(case, measure, as_of)
    ]


def placed(measure: Record) -> Settled:
    if measure.absent("placement"):
        return Reason.NOT_IN_LIST
    if measure.unread("placement"):
        return Reason.POPULATION_UNREADABLE
    return measure["placement"] is True


def _tilsyn(case: CaseFile, measure: Record, as_of: date) -> list[dict]:
    start = measure["started_on"]
    if start and start > as_of:
        return []
    fault = doubt(placed(measure)) or _start_fault(measure)
    if start is None:
        return [obligation("TILSYN", case, f"{measure.label}#0", fault)]
    years = _years(case, measure, as_of)
    return [_year(case, measure, k, first, as_of) for k, first in (years[:1] if fault else years)]


def _start_fault(measure: Record) -> Reason | None:
    if measure["started_on"]:
        return None
    if measure.unread("started_on"):
        return Reason.TRIGGER_UNREADABLE
    return Reason.NOT_IN_LIST if measure.absent("started_on") else Reason.TRIGGER_UNKNOWN


def _years(case: CaseFile, measure: Record, as_of: date) -> list[tuple[int, date]]:
    """The placement years on whose first day it is in force; an end that cannot be read ends nothing."""
    closed_on = case.row["closed_on"] if case.row else None
    last = min(day for day in (as_of, measure["ended_on"], closed_on) if day)
    years, k = [], 0
    while (first := add_months(measure["started_on"], 12 * k)) <= last:
        years.append((k, first))
        k += 1
    return years


def _year(case: CaseFile, measure: Record, k: int, first: date, as_of: date) -> dict:
    due = add_months(measure["started_on"], 12 * (k + 1)) - timedelta(days=1)
    verdict = doubt(placed(measure)) or _visited(case, measure, first, due, as_of)
    return obligation(
        "TILSYN",
        case,
        f"{measure.label}#{k}",
        verdict,
        trigger_on=first,
        due_on=due,
        law=version(due),
    )


def _visited(case, measure: Record, first: date, due: date, as_of: date) -> Verdict | Reason:
    counted, doubtful, silent = _count(case, measure, first, due)
    if len(counted) >= NEEDED:
        held = sorted(counted, key=lambda c: (c.day, not c.linked))[:NEEDED]
        return Verdict(Reason.FULFILLED, held[-1].day, derived=not all(c.linked for c in held))
    if "visited_on" not in case.columns(measure, "visits"):
        return Reason.NOT_IN_LIST
    if len(counted) + silent >= NEEDED:
        return Reason.NOT_IN_LIST
    if len(counted) + silent + doubtful >= NEEDED:
        return Reason.EVIDENCE_UNREADABLE
    if ended := ended_early(case, first, due, [measure]):
        return ended
    if as_of <= due:
        return Reason.NOT_YET_DUE
    return Reason.ONE_VISIT if counted or silent else Reason.NO_VISIT


def _count(case, measure: Record, first: date, due: date) -> tuple[list[Candidate], int, int]:
    """The visits that count, how many more may, and how many of a list that has no Samtale."""
    counted, doubtful, silent = [], 0, 0
    for visit in case["visits"]:
        link = names(visit, "measure_id", measure.id)
        day = visit["visited_on"]
        if link == "another" or visit["at_placement"] is False:
            continue
        if visit["conversation"] is not True and not (visit.unread("conversation") or visit.absent("conversation")):
            continue
        if day is None and not visit.unread("visited_on"):
            continue
        if day and not first <= day <= due:
            continue
        unread = day is None or link == "unknown" or visit.unread("at_placement")
        if unread or visit.unread("conversation"):
            doubtful += 1
        elif visit.absent("conversation"):
            silent += 1
        else:
            counted.append(Candidate(day, link == "this"))
    return counted, doubtful, silent
