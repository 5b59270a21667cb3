"""OPF-1, OPF-N, OPF-PLAN: the follow-ups of a measure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from auditkit.dates import add_months
from auditkit.model import OUTCOME_OF, Outcome, Reason

from .evidence import Candidate, Verdict, candidate, deadline, names, weigh
from .investigations import begun
from .law import FIRST_DAY_OF_BL, Settled, doubt, ended_early, in_force, laws_of, version
from .rows import obligation

if TYPE_CHECKING:
    from .facts import CaseFile, Record

FOLLOWED = {"SEL": {"52", "58", "76"}, "BL": {"32", "46", "47", "114", "115", "116", "120"}}
FIRST_MONTHS, NEXT_MONTHS = 3, 6


def _followed(case: CaseFile, measure: Record) -> Settled:
    """The population goes by paragraph and Lov (G3)."""
    if measure.absent("paragraph"):
        return Reason.NOT_IN_LIST
    laws, unreadable = laws_of(case, measure, "started_on")
    if measure.unread("paragraph"):
        return Reason.POPULATION_UNREADABLE
    fitting = {law for law in laws if measure["paragraph"] in FOLLOWED[law]}
    if not fitting:
        return False
    return Reason.POPULATION_UNREADABLE if fitting != laws and unreadable else True


def _measures(case: CaseFile, as_of: date) -> list[tuple[Record, Settled]]:
    begun_by_now = [m for m in case["measures"] if not m["started_on"] or m["started_on"] <= as_of]
    settled = [(each, _followed(case, each)) for each in begun_by_now]
    return [(each, population) for each, population in settled if population is not False]


def _start_fault(measure: Record) -> Reason | None:
    if measure["started_on"]:
        return None
    if measure.unread("started_on"):
        return Reason.TRIGGER_UNREADABLE
    return Reason.NOT_IN_LIST if measure.absent("started_on") else Reason.TRIGGER_UNKNOWN


def belonging(case: CaseFile, measure: Record) -> list[tuple[Record, str]]:
    """The follow-ups of a measure, and how: ``this`` (named), ``nothing`` (in force then), ``unknown``."""
    rows = [(each, _belongs(case, each, measure)) for each in case["follow_ups"]]
    return [(each, link) for each, link in rows if link != "another"]


def _belongs(case: CaseFile, follow_up: Record, measure: Record) -> str:
    link = names(follow_up, "measure_id", measure.id)
    held_on, started_on = follow_up["held_on"], measure["started_on"]
    if held_on and started_on and held_on < started_on:
        return "another"  # before the measure's Start it is no follow-up of it
    if link == "nothing" and held_on:
        return _then_in_force(case, measure, held_on)
    return link


def _then_in_force(case: CaseFile, measure: Record, held_on: date) -> str:
    if measure["started_on"] is None:  # a blank Start is unknown here: the measure stands in the list
        ends = [measure["ended_on"], case.row and case.row["closed_on"]]
        return "another" if any(end and end < held_on for end in ends) else "unknown"
    return {True: "nothing", None: "unknown", False: "another"}[in_force(case, measure, held_on)]


def _held(case: CaseFile, measure: Record) -> list[Candidate]:
    found = [candidate(each, "held_on", link) for each, link in belonging(case, measure)]
    return [each for each in found if each]


def _held_not_in_list(case: CaseFile, trigger: Record) -> bool:
    return "held_on" not in case.columns(trigger, "follow_ups")


# --- OPF-1 -----------------------------------------------------------------------------------


def opf_1(case: CaseFile, as_of: date) -> list[dict]:
    return [_opf_1(case, each, pop, as_of) for each, pop in _measures(case, as_of)]


def _opf_1(case: CaseFile, measure: Record, population: Settled, as_of: date) -> dict:
    start = measure["started_on"]
    plain = add_months(start, FIRST_MONTHS) if start else None
    due, unsettled = plain, None
    if plain and version(plain) == "BL":
        due, unsettled = _bl_due(case, measure, plain)
    verdict = doubt(population) or _start_fault(measure)
    if verdict is None:
        verdict = _first_follow_up(case, measure, due, unsettled, as_of)
    return obligation(
        "OPF-1",
        case,
        measure.label,
        verdict,
        trigger_on=start,
        due_on=due,
        law=version(plain),
    )


def _first_follow_up(case, measure: Record, due: date, unsettled: Reason | None, as_of: date):
    found = weigh(_held(case, measure), measure["started_on"], due)
    verdict = deadline(
        found,
        due=due,
        as_of=as_of,
        not_in_list=_held_not_in_list(case, measure),
        ended=ended_early(case, measure["started_on"], due, [measure]),
    )
    breach = OUTCOME_OF[verdict.reason] is Outcome.MISSED
    unread = verdict.reason in {Reason.NOT_IN_LIST, Reason.EVIDENCE_UNREADABLE}
    if breach or unread or not unsettled:
        return verdict
    return Reason.EVIDENCE_UNREADABLE if found.in_time and found.doubtful else unsettled


def _bl_due(case: CaseFile, measure: Record, plain: date) -> tuple[date, Reason | None]:
    """The earlier of Start + 3 months and the end of an investigation that ran alongside.

    The reason says why the due day may be still earlier; then only a breach can be concluded.
    """
    parallel = [_parallel(each, measure["started_on"]) for each in case["investigations"]]
    due = min([plain, *(end for end, certain in parallel if end and certain)])
    columns = case.columns(measure, "investigations")
    if "completed_on" not in columns or not columns & {"started_on", "decided_on"}:
        return due, Reason.NOT_IN_LIST
    if any(not certain and (end is None or end < due) for end, certain in parallel):
        return due, Reason.DUE_UNREADABLE
    return due, None


def _parallel(investigation: Record, start: date) -> tuple[date | None, bool]:
    """The Afsluttet of an investigation that was open on Start, and whether that is certain."""
    begun_on, begun_unread = begun(investigation)
    completed_on = investigation["completed_on"]
    if investigation["cancelled_on"] or (begun_on and begun_on > start):
        return None, True
    if completed_on is None and not investigation.unread("completed_on"):
        return None, True
    if completed_on and (completed_on <= start or completed_on < FIRST_DAY_OF_BL):
        return None, True
    if begun_on is None and not begun_unread:
        return None, True
    unread = begun_unread or investigation.unread("cancelled_on") or completed_on is None
    return completed_on, not unread


# --- OPF-N -----------------------------------------------------------------------------------


def opf_n(case: CaseFile, as_of: date) -> list[dict]:
    return [
        _opf_n(case, measure, population, follow_up, link, as_of)
        for measure, population in _measures(case, as_of)
        for follow_up, link in _triggers(case, measure)
    ]


def _triggers(case: CaseFile, measure: Record) -> list[tuple[Record, str]]:
    """A row without Dato is a plan; one that names no measure needs a day to belong to one."""
    return [
        (each, link)
        for each, link in belonging(case, measure)
        if (each["held_on"] and link != "unknown")
        or (link == "this" and (each.unread("held_on") or each.absent("held_on")))
    ]


def _held_fault(follow_up: Record) -> Reason | None:
    if follow_up["held_on"]:
        return None
    return Reason.NOT_IN_LIST if follow_up.absent("held_on") else Reason.TRIGGER_UNREADABLE


def _start_absent(measure: Record) -> Reason | None:
    return Reason.NOT_IN_LIST if measure.absent("started_on") else None


def _label(measure: Record, follow_up: Record) -> str:
    held_on = follow_up["held_on"]
    return f"{measure.label}@{held_on}" if held_on else follow_up.label


def _opf_n(case, measure: Record, population: Settled, follow_up: Record, link: str, as_of) -> dict:
    held_on = follow_up["held_on"]
    plain = add_months(held_on, NEXT_MONTHS) if held_on else None
    due = plain if version(plain) == "SEL" else follow_up["next_on"]
    if held_on and due and due <= held_on:
        due = None
    verdict = _held_fault(follow_up) or _start_absent(measure) or doubt(population)
    if verdict is None:
        verdict = _next_follow_up(case, measure, follow_up, due, as_of)
    if isinstance(verdict, Reason):
        verdict = Verdict(verdict)
    return obligation(
        "OPF-N",
        case,
        _label(measure, follow_up),
        Verdict(verdict.reason, verdict.fulfilled_on, verdict.derived or link == "nothing"),
        trigger_on=held_on,
        due_on=due if held_on else None,
        law=version(plain),
    )


def _next_follow_up(case, measure: Record, follow_up: Record, due: date | None, as_of: date):
    held_on = follow_up["held_on"]
    later = [c for c in _held(case, measure) if c.day is None or c.day > held_on]
    if due is None:
        return _no_due(case, measure, follow_up, later)
    return deadline(
        weigh(later, held_on, due),
        due=due,
        as_of=as_of,
        not_in_list=_held_not_in_list(case, follow_up),
        ended=ended_early(case, held_on, due, [measure]),
    )


def _no_due(case, measure: Record, follow_up: Record, later: list[Candidate]) -> Reason:
    if follow_up["next_on"]:
        return Reason.BEFORE_TRIGGER
    if follow_up.absent("next_on"):
        return Reason.NOT_IN_LIST
    if follow_up.unread("next_on"):
        return Reason.DUE_UNREADABLE
    if any(each.certain for each in later):
        return Reason.NO_RHYTHM_DECIDED
    # Everything after the as-of date is already left out: what ended, has ended.
    ended = ended_early(case, date.min, date.max, [measure])
    if measure["ended_on"]:
        ended = Reason.ENDED_BEFORE_DUE
    if any(each.day is None for each in later) and ended is Reason.ENDED_BEFORE_DUE:
        return Reason.NO_RHYTHM_DECIDED  # a follow-up that cannot be read may be a later one
    return ended or Reason.NO_RHYTHM_DECIDED


# --- OPF-PLAN --------------------------------------------------------------------------------


def opf_plan(case: CaseFile, as_of: date) -> list[dict]:
    return [
        _opf_plan(case, measure, population, first)
        for measure, population in _measures(case, as_of)
        for first in _first_under_bl(case, measure)
    ]


def _opf_plan(case, measure: Record, population: Settled, first: list[tuple[Record, str]]) -> dict:
    follow_up, link = first[0]
    held_on = follow_up["held_on"]
    verdict = _held_fault(follow_up) or _start_absent(measure) or doubt(population)
    verdict = verdict or _rhythm(case, measure, first)
    return obligation(
        "OPF-PLAN",
        case,
        _label(measure, follow_up),
        Verdict(verdict, held_on if verdict is Reason.FULFILLED else None, link == "nothing"),
        trigger_on=held_on,
        due_on=held_on,
        law=version(held_on),
    )


def _first_under_bl(case: CaseFile, measure: Record) -> list[list[tuple[Record, str]]]:
    """The follow-ups of the first day from 2024 on, named ones first; else each one of an unknown day."""
    triggers = _triggers(case, measure)
    days = [f["held_on"] for f, _ in triggers if f["held_on"] and f["held_on"] >= FIRST_DAY_OF_BL]
    first = [(f, link) for f, link in triggers if days and f["held_on"] == min(days)]
    unknown = [[(f, link)] for f, link in triggers if not f["held_on"]]
    named_first = sorted(first, key=lambda each: each[1] == "nothing")
    return [named_first] if first else unknown


def _rhythm(case: CaseFile, measure: Record, first: list[tuple[Record, str]]) -> Reason:
    held_on = first[0][0]["held_on"]
    planned = [f["next_on"] for f, _ in first if f["next_on"]]
    if any(day > held_on for day in planned):
        return Reason.FULFILLED
    if planned:
        return Reason.BEFORE_TRIGGER
    if any(f.absent("next_on") for f, _ in first):
        return Reason.NOT_IN_LIST
    if any(f.unread("next_on") for f, _ in first):
        return Reason.EVIDENCE_UNREADABLE
    return ended_early(case, held_on, held_on, [measure]) or Reason.MISSING
