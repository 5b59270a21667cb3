"""An invented municipality's obligations and rules (FIKTIV), straight as frames: reports need no lists."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import polars as pl

from auditkit.dates import Quarter
from auditkit.model import OBLIGATION_SCHEMA, OUTCOME_OF, Outcome, Reason, Table
from auditkit.report import QuarterView, RowLedger, quarter_view
from auditkit.report.facts import ColumnSeen, Holding, ListFacts
from auditkit.rules import Rule, RuleFile

AS_OF = date(2026, 9, 30)
QUARTER = Quarter(2026, 3)
TEAMS = ("Modtagelsen", "Nord", "Syd", "Specialteam for børn med handicap", None)

_NAMES = {
    "UND-24T": (
        "Underretning vurderet inden 24 timer",
        "notification.received_at",
        "notification.assessed_at",
        "BL § 133, stk. 1",
    ),
    "UND-KVIT": (
        "Kvittering til underretteren inden 6 hverdage",
        "notification.received_at",
        "notification.acknowledged_on",
        "BL § 133, stk. 4",
    ),
    "BFU-4M": (
        "Børnefaglig undersøgelse afsluttet inden fire måneder",
        "investigation.aware_on",
        "investigation.completed_on",
        "BL § 20, stk. 7",
    ),
    "BP": (
        "Barnets plan, når den skal foreligge",
        "decision.decided_on",
        "plan.made_on",
        "BL § 91, stk. 1",
    ),
    "OPF-1": (
        "Første opfølgning på indsatsen",
        "measure.started_on",
        "follow_up.held_on",
        "BL § 95, stk. 1",
    ),
    "TILSYN": (
        "To personrettede tilsyn om året",
        "measure.started_on",
        "visit.visited_on",
        "BL § 156, stk. 1",
    ),
}


def rule(rule_id: str, *, basis: str = "law", status: str = "active") -> Rule:
    title, trigger, evidence, citation = _NAMES.get(rule_id, _NAMES["OPF-1"])
    file = RuleFile.model_validate(
        {
            "id": rule_id,
            "title": title,
            "theme": "FIKTIV",
            "basis": basis,
            "status": status,
            "version_by": "trigger",
            "message": "Fristen er overskredet",
            "remedy": "Udfør det",
            "why": "FIKTIV",
            "fulfilled_when": "Det er gjort på eller før fristen",
            "exceptions": "Ingen",
            "open_question": "Skal afklares af en jurist" if status == "draft" else "",
            "needs": (trigger, evidence),
            "logic": {"kind": "deadline", "trigger": trigger, "fulfilled_by": (evidence,)},
            "version": [
                {
                    "from": "2011-01-01",
                    "repealed_on": "2024-01-01",
                    "law": "SEL",
                    "within": "4 months",
                    "citation": "SEL § 50",
                    "url": "https://www.retsinformation.dk",
                    "checked": "2026-11-01",
                },
                {
                    "from": "2024-01-01",
                    "law": "local" if basis == "local" else "BL",
                    "within": "4 months",
                    "citation": citation,
                    "url": "https://www.retsinformation.dk",
                    "checked": "2026-11-01",
                },
            ],
        }
    )
    return Rule(file, f"national/{rule_id}.toml", "", "0" * 64)


RULES = (
    *(rule(rule_id) for rule_id in _NAMES),
    rule("0101-OPF-6M", basis="local"),
    rule("SCR", status="draft"),
)


def obligation(**said: object) -> dict[str, object]:
    """One obligation; what is not said is that of a met 4-month study of the quarter."""
    row: dict[str, object] = dict.fromkeys(OBLIGATION_SCHEMA)
    row |= {
        "rule": "BFU-4M",
        "basis": "law",
        "case_id": "S1",
        "record": "U1",
        "trigger_on": date(2026, 4, 1),
        "due_on": date(2026, 8, 1),
        "outcome": "met",
        "reason": "fulfilled",
        "law": "BL",
        "citation": "BL § 20, stk. 7",
        "version_from": date(2024, 1, 1),
        "team": "Nord",
        "caseworker": "AB",
        "quarter": "2026K3",
        "derived": False,
        "source": "FIKTIV.xlsx|Undersøgelser|G2",
    }
    return row | said


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=OBLIGATION_SCHEMA, orient="row")


def caseload(count: int, seed: int = 7) -> pl.DataFrame:
    """Obligations of all outcomes over three years, by a seed."""
    random = Random(seed)
    rules = [each.id for each in RULES[:-1]]
    rows = [_drawn(random, number, random.choice(rules)) for number in range(count)]
    return frame(*rows).sort("rule", "case_id", "trigger_on", "record", "source")


def _drawn(random: Random, number: int, rule_id: str) -> dict[str, object]:
    trigger = date(2024, 1, 1) + timedelta(days=random.randrange(1100))
    due = trigger + timedelta(days=120)
    reason = _reason(random, due)
    outcome = OUTCOME_OF[reason]
    done = {
        "met": due - timedelta(days=random.randrange(1, 40)),
        "missed": due + timedelta(days=random.randrange(1, 60)),
    }
    late = reason in (Reason.LATE, Reason.LATE_WITH_INTERIM)
    fulfilled = done[outcome] if outcome == Outcome.MET or late else None
    unknown = reason is Reason.TRIGGER_UNKNOWN
    return obligation(
        rule=rule_id,
        basis="local" if rule_id.startswith("0101") else "law",
        case_id=f"27.24.00-S{number % 997:03d}-{number % 13}-26",
        record=f"R{number}",
        trigger_on=None if unknown else trigger,
        due_on=None if unknown else due,
        fulfilled_on=fulfilled,
        outcome=outcome.value,
        reason=reason.value,
        team=random.choices(TEAMS, (30, 30, 20, 15, 5))[0],
        caseworker=random.choice(("AB", "KLM", "vakant", "Sagsbehandler FIKTIV")),
        target_group=random.choice(("Social", "Handicap")),
        quarter=None if unknown else str(Quarter.of(due)),
        derived=random.random() < 0.1,
        source=f"FIKTIV sagsliste 2026.xlsx|Undersøgelser|G{number + 2}",
        evidence=f"FIKTIV sagsliste 2026.xlsx|Undersøgelser|K{number + 2}" if fulfilled else None,
    )


def _reason(random: Random, due: date) -> Reason:
    if random.random() < 0.08:
        return random.choice([each for each in Reason if OUTCOME_OF[each] is Outcome.UNDETERMINABLE])
    if due > AS_OF:
        return Reason.NOT_YET_DUE
    reasons = (
        Reason.FULFILLED,
        Reason.LATE,
        Reason.OVERDUE,
        Reason.ENDED_BEFORE_DUE,
        Reason.OMITTED_LAWFULLY,
        Reason.LATE_WITH_INTERIM,
    )
    return random.choices(reasons, (70, 12, 6, 6, 3, 3))[0]


def tables() -> tuple[Table, ...]:
    return (
        Table(
            0,
            "FIKTIV sagsliste 2026.xlsx",
            "Undersøgelser",
            "investigations",
            "",
            {"case_id": "A", "aware_on": "G", "completed_on": "K"},
        ),
        Table(
            1,
            "FIKTIV sagsliste 2026.xlsx",
            "Underretninger",
            "notifications",
            "",
            {"case_id": "A", "received_at": "C"},
        ),
        Table(
            2,
            "FIKTIV sagsliste 2026.xlsx",
            "Afgørelser",
            "decisions",
            "",
            {"case_id": "A", "decided_on": "C"},
        ),
        Table(
            3,
            "FIKTIV sagsliste 2026.xlsx",
            "Indsatser",
            "measures",
            "",
            {"case_id": "A", "started_on": "C"},
        ),
    )


def facts() -> ListFacts:
    """What the invented lists say: two teams, and columns of which one has a duplicate and an unreadable cell."""
    file = "FIKTIV sagsliste 2026.xlsx"
    return ListFacts(
        (
            ColumnSeen(file, "Undersøgelser", "A", "Sagsnr. (Undersøgelser)", 40, 40, 0, duplicates=1),
            ColumnSeen(file, "Undersøgelser", "K", "Afsluttet (Undersøgelser)", 40, 30, 2, others=3),
            ColumnSeen(file, "Planer", "B", "Udarbejdet (Planer)", 0, 0, 0),
        ),
        (Holding("Nord", "AB", 33, 30), Holding("Nord", "CD", 21, 20), Holding("Syd", None, 11, 10)),
    )


def view_of(obligations: pl.DataFrame, **said: object) -> QuarterView:
    facts: dict[str, object] = {
        "quarter": QUARTER,
        "as_of": AS_OF,
        "run": "12",
        "files": ("FIKTIV sagsliste 2026.xlsx",),
        "rows": RowLedger(read=5210, used=5100, set_aside=12, blank=98),
        "kommune": "Eksempel Kommune (FIKTIV)",
        "tables": tables(),
    }
    return quarter_view(obligations, RULES, **(facts | said))  # type: ignore[arg-type]
