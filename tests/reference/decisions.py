"""AFG-SAMT, AFG-BFU: what must come before a decision."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from auditkit.dates import add_months
from auditkit.model import Reason

from .evidence import Candidate, Verdict, fulfilled, order, weigh
from .investigations import is_bfu, talk
from .law import Settled, any_of, belongs_to, doubt, laws_of, paragraph_in, settle, version, yes
from .rows import obligation

if TYPE_CHECKING:
    from .facts import CaseFile, Record

# SEL § 48: "§§ 68-71" spans the lettered paragraphs between them.
TALK_SEL = {
    *("51", "52", "52 a", "56", "57 a", "57 b", "58", "62", "63", "65"),
    *("68", "68 a", "68 b", "69", "70", "71", "75"),
}
AFTER_BFU_SEL, AFTER_BFU_BL = {"52", "58"}, {"47"}
BFU_MONTHS = 24


def day_fault(decision: Record) -> Reason | None:
    if decision["decided_on"]:
        return None
    if decision.unread("decided_on"):
        return Reason.TRIGGER_UNREADABLE
    return Reason.NOT_IN_LIST if decision.absent("decided_on") else Reason.TRIGGER_UNKNOWN


def taken(case: CaseFile, as_of: date) -> list[Record]:
    return [d for d in case["decisions"] if not d["decided_on"] or d["decided_on"] <= as_of]


def under(case: CaseFile, decision: Record, law: str) -> Settled:
    """A rule of one law: the decision's date and its Lov are both that law (G3)."""
    day = decision["decided_on"]
    in_law = True if day is None else version(day) == law
    return settle(in_law, belongs_to(laws_of(case, decision, "decided_on"), law))


def after_previous(case: CaseFile, decision: Record) -> date | None:
    """The first day after the case's latest decision dated strictly before, of any kind."""
    day = decision["decided_on"]
    earlier = [d["decided_on"] for d in case["decisions"] if d["decided_on"] and d["decided_on"] < day]
    return max(earlier) + timedelta(days=1) if earlier else None


def order_row(rule: str, case: CaseFile, decision: Record, verdict: Verdict | Reason) -> dict:
    day = decision["decided_on"]
    return obligation(rule, case, decision.label, verdict, trigger_on=day, due_on=day, law=version(day))


def afg_samt(case: CaseFile, as_of: date) -> list[dict]:
    rows = [(each, _talk_needed(each)) for each in taken(case, as_of)]
    return [
        order_row("AFG-SAMT", case, each, _decision_talk(case, each, population))
        for each, population in rows
        if population is not False
    ]


def _talk_needed(decision: Record) -> Settled:
    day = decision["decided_on"]
    if version(day) == "BL":
        return True
    listed = paragraph_in(decision, TALK_SEL)
    return (doubt(listed) or True) if day is None else listed


def _decision_talk(case: CaseFile, decision: Record, population: Settled) -> Verdict | Reason:
    if fault := doubt(population) or day_fault(decision):
        return fault
    window = after_previous(case, decision), decision["decided_on"]
    return talk(case, decision, "afgørelse", window)


def afg_bfu(case: CaseFile, as_of: date) -> list[dict]:
    rows = [(each, _bfu_needed(case, each)) for each in taken(case, as_of)]
    return [
        order_row("AFG-BFU", case, each, _after_bfu(case, each, population))
        for each, population in rows
        if population is not False
    ]


def _bfu_needed(case: CaseFile, decision: Record) -> Settled:
    by_law = any_of(
        settle(under(case, decision, "SEL"), paragraph_in(decision, AFTER_BFU_SEL)),
        settle(under(case, decision, "BL"), paragraph_in(decision, AFTER_BFU_BL)),
    )
    return settle(by_law, yes(decision, "urgent", False))


def _after_bfu(case: CaseFile, decision: Record, population: Settled) -> Verdict | Reason:
    if fault := doubt(population) or day_fault(decision):
        return fault
    if "completed_on" not in case.columns(decision, "investigations"):
        return Reason.NOT_IN_LIST
    wanted = decision["investigation_id"]
    named = case.named("investigations", wanted)
    if wanted and not named:
        return Reason.LINK_NOT_FOUND
    day = decision["decided_on"]
    unread = decision.unread("investigation_id")
    rows = named or case["investigations"]
    candidates = [c for row in rows if (c := _completion(row, bool(named), not unread))]
    found = weigh(candidates, None if unread else add_months(day, -BFU_MONTHS), day, order=True)
    if found.in_time:
        return fulfilled(found.in_time)
    return Reason.EVIDENCE_UNREADABLE if unread else order(found, not_in_list=False)


def _completion(investigation: Record, linked: bool, certain: bool) -> Candidate | None:
    bfu = is_bfu(investigation)
    if bfu is False:
        return None
    if investigation.unread("completed_on"):
        return Candidate(None, linked, certain=False)
    day = investigation["completed_on"]
    return Candidate(day, linked, certain and bfu is True) if day else None
