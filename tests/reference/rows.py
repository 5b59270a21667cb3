"""One obligation as a dict, with its team and quarter (G10)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from auditkit.dates import Quarter
from auditkit.model import OUTCOME_OF, Reason

from .evidence import Verdict

if TYPE_CHECKING:
    from .facts import CaseFile

COLUMNS = (
    "rule",
    "case_id",
    "record",
    "trigger_on",
    "trigger_at",
    "due_on",
    "due_at",
    "fulfilled_on",
    "outcome",
    "reason",
    "law",
    "team",
    "quarter",
    "derived",
)


def obligation(
    rule: str,
    case: CaseFile,
    record: str,
    verdict: Verdict | Reason,
    *,
    trigger_on: date | None = None,
    due_on: date | None = None,
    quarter_on: date | None = None,
    law: str | None = None,
    trigger_at: datetime | None = None,
    due_at: datetime | None = None,
) -> dict[str, object]:
    """``quarter_on`` is the quarter date where it is neither the due day nor the trigger day."""
    if isinstance(verdict, Reason):
        verdict = Verdict(verdict)
    counted_on = quarter_on or due_on or trigger_on
    return {
        "rule": rule,
        "case_id": case.case_id,
        "record": record,
        "trigger_on": trigger_on,
        "trigger_at": trigger_at,
        "due_on": due_on,
        "due_at": due_at,
        "fulfilled_on": verdict.fulfilled_on,
        "outcome": OUTCOME_OF[verdict.reason].value,
        "reason": verdict.reason.value,
        "law": law,
        "team": team_on(case, counted_on),
        "quarter": str(Quarter.of(counted_on)) if counted_on else None,
        "derived": verdict.derived,
    }


def team_on(case: CaseFile, day: date | None) -> str | None:
    """The team by Teamhistorik on the day (several: the latest Fra), else the case's own."""
    periods = [row for row in case["team_history"] if day and _covers(row, day)]
    if periods:
        # Of two that begin on the same day, the one that stands first in the list.
        return max(periods, key=lambda row: row["from_on"] or date.min)["team"]
    return case.row["team"] if case.row else None


def _covers(row, day: date) -> bool:
    if row.unread("from_on") or row["team"] is None:
        return False
    return (row["from_on"] or date.min) <= day <= (row["to_on"] or date.max)
