"""HP, HP-AKUT, BP-STIL, BP, UP: the plan that a decision asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.dates import add_months
from auditkit.model import Reason

from .decisions import after_previous, day_fault, order_row, taken, under
from .evidence import Found, Verdict, deadline, fulfilled, order, plans, plans_not_in_list, weigh
from .law import (
    Settled,
    birth_day,
    birth_not_in_list,
    birth_unreadable,
    birthday,
    doubt,
    ended_early,
    measures_of,
    paragraph_in,
    settle,
    version,
    yes,
)
from .rows import obligation

if TYPE_CHECKING:
    from datetime import date

    from .facts import CaseFile, Record

WHOLE = "helhedsorienteret plan"
HP_PARAGRAPHS = {"52", "58", "76", "76 a"}
HP_TYPES = {"handleplan", WHOLE}
HP_MONTHS, BP_MONTHS, WINDOW_MONTHS = 4, 3, 3
ADULT_AGE = 16
PLACED = {"46", "47"}
UP_ONLY = {"114", "115", "116", "120"}
NEED_ASKED = {"BP": {"32"}, "UP": {"32"} | UP_ONLY}
MAIN_TYPE = {"BP": "barnets plan", "UP": "ungeplan"}


def hp(case: CaseFile, as_of: date) -> list[dict]:
    rows = [(each, _hp_needed(case, each, urgent=False)) for each in taken(case, as_of)]
    return [
        order_row("HP", case, each, _hp(case, each, population)) for each, population in rows if population is not False
    ]


def _hp_needed(case: CaseFile, decision: Record, *, urgent: bool) -> Settled:
    return settle(
        under(case, decision, "SEL"),
        paragraph_in(decision, HP_PARAGRAPHS),
        yes(decision, "urgent", urgent),
    )


def _hp(case: CaseFile, decision: Record, population: Settled) -> Verdict | Reason:
    if fault := doubt(population) or day_fault(decision):
        return fault
    return _plan_before(case, decision, HP_TYPES, "handleplan")


def _plan_before(case, decision: Record, types: set[str], main_type: str) -> Verdict:
    start, day = after_previous(case, decision), decision["decided_on"]
    found = weigh(plans(case, types, decision), start, day, order=True)
    return order(found, not_in_list=plans_not_in_list(case, decision, main_type))


def hp_akut(case: CaseFile, as_of: date) -> list[dict]:
    rows = [(each, _hp_needed(case, each, urgent=True)) for each in taken(case, as_of)]
    return [_hp_akut(case, each, pop, as_of) for each, pop in rows if pop is not False]


def _hp_akut(case: CaseFile, decision: Record, population: Settled, as_of: date) -> dict:
    day = decision["decided_on"]
    due_on = add_months(day, HP_MONTHS) if day else None
    verdict = doubt(population) or day_fault(decision)
    if verdict is None:
        verdict = deadline(
            weigh(plans(case, HP_TYPES, decision), day, due_on),
            due=due_on,
            as_of=as_of,
            not_in_list=plans_not_in_list(case, decision, "handleplan"),
            ended=ended_early(case, day, due_on, measures_of(case, decision)),
        )
    return obligation(
        "HP-AKUT",
        case,
        decision.label,
        verdict,
        trigger_on=day,
        due_on=due_on,
        law=version(day),
    )


# --- barnets lov -----------------------------------------------------------------------------


def _age(case: CaseFile, decision: Record, rule: str) -> Settled:
    """Under 16 at Dato for BP and BP-STIL, 16 or more for UP; True where nobody can know."""
    if birth_unreadable(case):
        return Reason.POPULATION_UNREADABLE
    if birth_not_in_list(case, decision):
        return Reason.NOT_IN_LIST
    if _age_unknown(case, decision):
        return True
    young = decision["decided_on"] < birthday(case, ADULT_AGE)
    return young is (rule != "UP")


def _age_unknown(case: CaseFile, decision: Record) -> bool:
    return decision["decided_on"] is None or birth_day(case) is None


def _duty(case: CaseFile, decision: Record, rule: str) -> Settled:
    """Whether the decision is of a kind that asks for barnets plan (BP) or ungeplan (UP)."""
    if rule == "UP":
        readable_age = birth_unreadable(case) or birth_not_in_list(case, decision)
        if decision["decided_on"] is None or (birth_day(case) is None and not readable_age):
            return paragraph_in(decision, UP_ONLY)  # nobody knows the age: else the row is BP's
    asked = PLACED | NEED_ASKED[rule]
    by_paragraph = paragraph_in(decision, asked)
    if by_paragraph is False:
        if decision.unread("type"):
            return Reason.POPULATION_UNREADABLE
        return decision["type"] == "anbringelse"
    return by_paragraph


def _population(case: CaseFile, decision: Record, rule: str) -> Settled:
    duty = paragraph_in(decision, {"32"}) if rule == "BP-STIL" else _duty(case, decision, rule)
    return settle(under(case, decision, "BL"), duty, _age(case, decision, rule))


def _need_asked(decision: Record, rule: str) -> bool:
    return decision["paragraph"] in NEED_ASKED[rule]


def _without_consent(decision: Record, rule: str) -> bool:
    """§ 47, or Samtykke nej on a placement; § 32 with Samtykke nej has three months."""
    if _need_asked(decision, rule):
        return False
    return decision["paragraph"] == "47" or decision["consent"] is False


def _window(case: CaseFile, decision: Record, rule: str) -> tuple[Found, date]:
    types = {MAIN_TYPE[rule], WHOLE}
    day = decision["decided_on"]
    due = add_months(day, BP_MONTHS)
    return weigh(plans(case, types, decision), add_months(day, -WINDOW_MONTHS), due), due


def bp(case: CaseFile, as_of: date) -> list[dict]:
    return _plan_rows(case, "BP", as_of)


def up(case: CaseFile, as_of: date) -> list[dict]:
    return _plan_rows(case, "UP", as_of)


def _plan_rows(case: CaseFile, rule: str, as_of: date) -> list[dict]:
    rows = [(each, _population(case, each, rule)) for each in taken(case, as_of)]
    return [_plan_row(case, each, pop, rule, as_of) for each, pop in rows if pop is not False]


def _plan_row(case: CaseFile, decision: Record, population: Settled, rule: str, as_of: date) -> dict:
    day = decision["decided_on"]
    due_on = None
    if day and not _due_unknown(decision, rule):
        due_on = day if _without_consent(decision, rule) else add_months(day, BP_MONTHS)
    return obligation(
        rule,
        case,
        decision.label,
        _plan(case, decision, population, rule, as_of),
        trigger_on=day,
        due_on=due_on,
        law=version(day),
    )


def _due_unknown(decision: Record, rule: str) -> bool:
    if decision["paragraph"] is None and (decision.unread("paragraph") or decision.absent("paragraph")):
        return True
    if decision.unread("law"):
        return True
    if _need_asked(decision, rule) or decision["paragraph"] == "47":
        return False
    maybe_placed = decision.unread("type") and decision["paragraph"] not in PLACED
    return decision.unread("consent") or (maybe_placed and decision["consent"] is False)


def _plan(case, decision: Record, population: Settled, rule: str, as_of: date) -> Verdict | Reason:
    if fault := doubt(population) or day_fault(decision):
        return fault
    if birth_day(case) is None:
        return Reason.AGE_UNKNOWN
    if _due_unknown(decision, rule):
        return Reason.POPULATION_UNREADABLE
    if _without_consent(decision, rule):
        return _plan_before(case, decision, {MAIN_TYPE[rule], WHOLE}, MAIN_TYPE[rule])
    if _need_asked(decision, rule) and decision["plan_need"] is not True:
        return _plan_perhaps_needed(case, decision, rule)
    return _plan_by_due(case, decision, rule, as_of)


def _plan_perhaps_needed(case: CaseFile, decision: Record, rule: str) -> Verdict | Reason:
    if decision["plan_need"] is False:
        return Reason.NO_PLAN_NEEDED
    found, _ = _window(case, decision, rule)
    if found.in_time:
        return fulfilled(found.in_time)
    if decision.absent("plan_need") or plans_not_in_list(case, decision, MAIN_TYPE[rule]):
        return Reason.NOT_IN_LIST
    if decision.unread("plan_need"):
        return Reason.POPULATION_UNREADABLE
    return Reason.EVIDENCE_UNREADABLE if found.doubtful else Reason.NEED_NOT_ASSESSED


def _plan_by_due(case: CaseFile, decision: Record, rule: str, as_of: date) -> Verdict:
    found, due = _window(case, decision, rule)
    return deadline(
        found,
        due=due,
        as_of=as_of,
        not_in_list=plans_not_in_list(case, decision, MAIN_TYPE[rule]),
        ended=ended_early(case, decision["decided_on"], due, measures_of(case, decision)),
    )


def bp_stil(case: CaseFile, as_of: date) -> list[dict]:
    rows = [(each, _population(case, each, "BP-STIL")) for each in taken(case, as_of)]
    return [
        order_row("BP-STIL", case, each, _stand(case, each, population))
        for each, population in rows
        if population is not False and not (each["decided_on"] and _no_birth_day(case, each))
    ]


def _no_birth_day(case: CaseFile, decision: Record) -> bool:
    """Age unknown gives one row, under BP."""
    known = birth_unreadable(case) or birth_not_in_list(case, decision)
    return birth_day(case) is None and not known


def _stand(case: CaseFile, decision: Record, population: Settled) -> Verdict | Reason:
    if fault := doubt(population) or day_fault(decision):
        return fault
    day = decision["decided_on"]
    if decision["plan_need"] is not None:
        return Verdict(Reason.FULFILLED, decision["plan_need_assessed_on"] or day)
    found, _ = _window(case, decision, "BP")
    if found.in_time:
        return fulfilled(found.in_time)
    if decision.absent("plan_need") or plans_not_in_list(case, decision, "barnets plan"):
        return Reason.NOT_IN_LIST
    if decision.unread("plan_need") or found.doubtful:
        return Reason.EVIDENCE_UNREADABLE
    return ended_early(case, day, day, measures_of(case, decision)) or Reason.MISSING
