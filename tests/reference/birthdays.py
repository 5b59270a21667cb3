"""UP on the 16th birthday, and UNG-6M: half a year before the 18th."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from auditkit.dates import add_months
from auditkit.model import Reason

from .evidence import Candidate, Verdict, deadline, plans, plans_not_in_list, weigh
from .law import (
    FIRST_DAY_OF_BL,
    Settled,
    any_of,
    belongs_to,
    birth_not_in_list,
    birth_unreadable,
    birthday,
    ended_early,
    laws_of,
    paragraph_in,
    running,
    settle,
    version,
)
from .plans import WHOLE
from .rows import obligation
from .visits import placed

if TYPE_CHECKING:
    from .facts import CaseFile, Record

PLAN_MONTHS, WINDOW_MONTHS = 3, 3
MONTHS_BEFORE_18, MONTHS_SHOWN = 6, 12


def _ended_before(case: CaseFile, measure: Record, day: date) -> bool:
    closed_on = case.row["closed_on"] if case.row else None
    return any(end and end < day for end in (measure["ended_on"], closed_on))


def _placement(case: CaseFile, day: date) -> Settled:
    return any_of(*(settle(placed(m), running(case, m, day)) for m in case["measures"]))


def _unknown_birthday(case: CaseFile, rule: str, first_day: date, as_of: date) -> list[dict]:
    """A birth day that cannot be read, or is not in the list: a row for each placement that could have one."""
    unread = birth_unreadable(case)
    return [
        obligation(rule, case, each.label, _why(case, each))
        for each in case["measures"]
        if placed(each) is not False
        and not (rule == "UP" and (each.absent("placement") or each.absent("started_on")))
        and (unread or birth_not_in_list(case, each))
        and _ever_in_force(case, each, first_day, as_of)
    ]


def _why(case: CaseFile, measure: Record) -> Reason:
    if birth_unreadable(case):
        return Reason.POPULATION_UNREADABLE
    absent = birth_not_in_list(case, measure) or measure.absent("started_on")
    if absent or measure.absent("placement"):
        return Reason.NOT_IN_LIST
    return Reason.POPULATION_UNREADABLE


def _ever_in_force(case: CaseFile, measure: Record, first: date, last: date) -> bool:
    started_on = measure["started_on"]
    if started_on is None and not (measure.unread("started_on") or measure.absent("started_on")):
        return False
    day = max(first, started_on or first)
    return day <= last and not _ended_before(case, measure, day)


# --- UP on the 16th birthday -----------------------------------------------------------------


def up_birthday(case: CaseFile, as_of: date) -> list[dict]:
    day = birthday(case, 16)
    if day is None:
        return _unknown_birthday(case, "UP", FIRST_DAY_OF_BL, as_of)
    if not FIRST_DAY_OF_BL <= day <= as_of:
        return []
    population = _supported(case, day)
    if population is False:
        return []
    due = add_months(day, PLAN_MONTHS)
    verdict = population if population is not True else _youth_plan(case, day, due, as_of)
    return [
        obligation(
            "UP",
            case,
            f"{case.case_id}@{day}",
            verdict,
            trigger_on=day,
            due_on=due,
            law=version(day),
        )
    ]


def _supported(case: CaseFile, day: date) -> Settled:
    """A § 32 measure, a placement or a barnets plan is in force on the birthday."""
    paragraph_32 = [_paragraph_32(case, each, day) for each in case["measures"]]
    said = [m for m in case["measures"] if not m.absent("placement")]
    placement = [settle(placed(m), running(case, m, day)) for m in said]
    found = [*paragraph_32, *placement, _childs_plan(case, day)]
    return any_of(*(False if each is Reason.NOT_IN_LIST else each for each in found))


def _paragraph_32(case: CaseFile, measure: Record, day: date) -> Settled:
    laws = laws_of(case, measure, "started_on")
    paragraph = paragraph_in(measure, {"32"})
    if paragraph is Reason.NOT_IN_LIST:
        return False
    return settle(running(case, measure, day), belongs_to(laws, "BL"), paragraph)


def _childs_plan(case: CaseFile, day: date) -> Settled:
    closed_on = case.row["closed_on"] if case.row else None
    if closed_on and closed_on < day:
        return False
    found = weigh(plans(case, {"barnets plan"}, None), None, day)
    if found.in_time:
        return True
    return Reason.POPULATION_UNREADABLE if found.doubtful else False


def _youth_plan(case: CaseFile, day: date, due: date, as_of: date) -> Verdict:
    found = weigh(plans(case, {"ungeplan", WHOLE}, None), add_months(day, -WINDOW_MONTHS), due)
    verdict = deadline(
        found,
        due=due,
        as_of=as_of,
        not_in_list=plans_not_in_list(case, case.row, "ungeplan"),
        ended=ended_early(case, day, due),
    )
    if verdict.reason in {Reason.LATE, Reason.OVERDUE} and _placement(case, day) is not True:
        return Verdict(Reason.NEED_NOT_ASSESSED)
    return verdict


# --- UNG-6M ----------------------------------------------------------------------------------


def ung_6m(case: CaseFile, as_of: date) -> list[dict]:
    adult_on = birthday(case, 18)
    if adult_on is None:
        return _unknown_birthday(case, "UNG-6M", date.min, as_of)
    due = add_months(adult_on, -MONTHS_BEFORE_18)
    opens = add_months(due, -MONTHS_SHOWN)  # counted from the due day, as the readings write it
    if as_of < opens:
        return []
    population = _placement(case, min(due, as_of))
    if population is False:
        return []
    verdict = population if population is not True else _decided(case, opens, due, as_of)
    return [
        obligation(
            "UNG-6M",
            case,
            f"{case.case_id}@{adult_on}",
            verdict,
            trigger_on=opens,
            due_on=due,
            law=version(due),
        )
    ]


def _decided(case: CaseFile, opens: date, due: date, as_of: date) -> Verdict:
    candidates = [_decision(each) for each in case["decisions"]]
    found = weigh([c for c in candidates if c and (c.day or as_of) <= as_of], opens, due)
    return deadline(
        found,
        due=due,
        as_of=as_of,
        not_in_list=not case.columns(case.row, "decisions") >= {"decided_on", "type"},
        ended=ended_early(case, opens, due),
    )


def _decision(decision: Record) -> Candidate | None:
    """A decision belongs to the child whatever it names, so it is never derived."""
    if not (decision.unread("type") or decision["type"] == "ungestøtte"):
        return None
    day = decision["decided_on"]
    if day is None and not decision.unread("decided_on"):
        return None
    return Candidate(day, linked=True, certain=day is not None and not decision.unread("type"))
