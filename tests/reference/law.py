"""The constants of law, and the few questions that many rules ask: which law, in force, how old, ended early."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from auditkit.dates import add_months
from auditkit.model import Reason

if TYPE_CHECKING:
    from .facts import CaseFile, Record

LAST_DAY_OF_SEL = date(2023, 12, 31)
FIRST_DAY_OF_BL = date(2024, 1, 1)
BOTH = frozenset({"SEL", "BL"})

# What is settled about the population: yes, no, or why nobody can tell.
Settled = bool | Reason
DOUBTS = (Reason.NOT_IN_LIST, Reason.POPULATION_UNREADABLE)


def version(day: date | None) -> str | None:
    """Return the law in force on the reference date (G3)."""
    if day is None:
        return None
    return "SEL" if day <= LAST_DAY_OF_SEL else "BL"


def settle(*parts: Settled) -> Settled:
    """Join the conditions of a population: a readable no excludes, else a doubt stays a doubt."""
    if False in parts:
        return False
    return next((doubt for doubt in DOUBTS if doubt in parts), True)


def doubt(population: Settled) -> Reason | None:
    """The reason why a population is not settled."""
    return population if isinstance(population, Reason) else None


def any_of(*parts: Settled) -> Settled:
    """Join records of which one is enough."""
    if True in parts:
        return True
    return next((doubt for doubt in DOUBTS if doubt in parts), False)


def paragraph_in(record: Record, paragraphs: set[str]) -> Settled:
    if record.absent("paragraph"):
        return Reason.NOT_IN_LIST
    if record.unread("paragraph"):
        return Reason.POPULATION_UNREADABLE
    return record["paragraph"] in paragraphs


def yes(record: Record, field: str, wanted: bool) -> Settled:
    """Whether a ja/nej cell is ja (``wanted`` True) or not ja (False); blank and absent are not ja."""
    if record.unread(field):
        return Reason.POPULATION_UNREADABLE
    return bool(record[field]) is wanted


def laws_of(case: CaseFile, record: Record, own_date: str) -> tuple[frozenset[str], bool]:
    """Return the laws a record's paragraph may belong to (G3), and whether a cell is to blame for the doubt."""
    if record.unread("law"):
        return BOTH, True
    if record["law"]:
        return frozenset({record["law"]}), False
    if record.table.record_type == "measures":
        if record.unread("decision_id"):
            return BOTH, True
        for decision in case.named("decisions", record["decision_id"])[:1]:
            if decision.unread("law") or decision["law"]:
                return laws_of(case, decision, "decided_on")
            if decision.unread("decided_on"):
                return BOTH, True
            if decision["decided_on"]:
                return frozenset({version(decision["decided_on"])}), False
        if record.unread(own_date):
            return BOTH, True
    own = version(record[own_date])
    return (frozenset({own}), False) if own else (BOTH, False)


def belongs_to(laws: tuple[frozenset[str], bool], law: str) -> Settled:
    possible, unreadable = laws
    if law not in possible:
        return False
    if len(possible) > 1 and unreadable:
        return Reason.POPULATION_UNREADABLE
    return True


def in_force(case: CaseFile, measure: Record, day: date) -> bool | None:
    """Say whether a measure is in force on a day (G9); None where that cannot be known."""
    for record, field in _ends(case, measure):
        if record[field] is not None and record[field] < day:
            return False
    if measure["started_on"] is not None and measure["started_on"] > day:
        return False
    if measure.unread("started_on"):
        return None
    if measure["started_on"] is None:
        return False
    return None if any(record.unread(field) for record, field in _ends(case, measure)) else True


def running(case: CaseFile, measure: Record, day: date) -> Settled:
    """The same as a condition of a population; a Start that the list does not have is not said."""
    if measure.absent("started_on"):
        ended = any(record[field] and record[field] < day for record, field in _ends(case, measure))
        return False if ended else Reason.NOT_IN_LIST
    known = in_force(case, measure, day)
    return Reason.POPULATION_UNREADABLE if known is None else known


def _ends(case: CaseFile, measure: Record) -> list[tuple[Record, str]]:
    ends = [(measure, "ended_on")]
    return [*ends, (case.row, "closed_on")] if case.row else ends


def birth_day(case: CaseFile) -> date | None:
    """Fødselsdato (or the CPR number's), else Termin (G11)."""
    if case.row is None or birth_unreadable(case):
        return None
    return case.row["birth_date"] or case.row["expected_birth_on"]


def birth_unreadable(case: CaseFile) -> bool:
    row = case.row
    if row is None:
        return False
    return row.unread("birth_date") or (row["birth_date"] is None and row.unread("expected_birth_on"))


def birth_not_in_list(case: CaseFile, trigger: Record) -> bool:
    columns = case.row.columns if case.row else case.columns(trigger, "cases")
    return not columns & {"birth_date", "expected_birth_on"}


def birthday(case: CaseFile, years: int) -> date | None:
    """Born on 29 February: 28 February in common years (G4)."""
    born = birth_day(case)
    return add_months(born, 12 * years) if born else None


def ended_early(case: CaseFile, trigger_on: date, due: date, measures: list[Record] | None = None) -> Reason | None:
    """G8: closed from the trigger day to the due day, or every measure ended on or before the due day."""
    closed_on = case.row["closed_on"] if case.row else None
    measures = measures or []
    if closed_on and trigger_on <= closed_on <= due:
        return Reason.ENDED_BEFORE_DUE
    if measures and all(each["ended_on"] and each["ended_on"] <= due for each in measures):
        return Reason.ENDED_BEFORE_DUE
    unread = [case.row.unread("closed_on")] if case.row else []
    unread += [each.unread("ended_on") for each in measures]
    return Reason.END_UNREADABLE if any(unread) else None


def measures_of(case: CaseFile, decision: Record) -> list[Record]:
    """The measures that name a decision."""
    wanted = decision.id
    return [m for m in case["measures"] if wanted is not None and m["decision_id"] == wanted]
