"""Invented obligations (FIKTIV) for the tests of compliance."""

from datetime import date, timedelta
from random import Random

import polars as pl

from auditkit.model import OBLIGATION_SCHEMA, OUTCOME_OF, Reason
from tests.compliance.naive import quarter_of

SCHEMA = {**OBLIGATION_SCHEMA, "theme": pl.String, "opened_on": pl.Date}
THEMES = {"BFU-4M": "Børnefaglig undersøgelse", "OPF-1": "Opfølgning", "UND-24T": "Underretning"}
DONE = ("fulfilled", "late", "late_with_interim", "after")


def frame(rows):
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def row(reason, **said):
    plain = {
        "rule": "BFU-4M",
        "basis": "law",
        "case_id": "FIKTIV-1",
        "team": "Nord",
        "law": "BL",
        "quarter": "2026K3",
        "version_from": date(2024, 1, 1),
        "theme": "Børnefaglig undersøgelse",
    }
    said = {"reason": reason, "outcome": OUTCOME_OF[Reason(reason)].value, **said}
    return dict.fromkeys(SCHEMA) | plain | said


def drawn(seed, count=300):
    """Return rows of every outcome over two and a half years."""
    random = Random(seed)
    return [_drawn(random) for _ in range(count)]


def _drawn(random):
    case, rule = random.randrange(60), random.choice(list(THEMES))
    due = date(2024, 6, 1) + timedelta(days=random.randrange(850)) if random.random() < 0.95 else None
    reason = random.choice([*DONE, *DONE, *(each.value for each in Reason)])
    late = timedelta(days=random.choice((1, 7, 8, 30, 31, 90, 91, 200)))
    done = due and reason in DONE and (due + late if reason != "fulfilled" else due - late)
    return row(
        reason,
        rule=rule,
        theme=THEMES[rule],
        case_id=f"FIKTIV-{case}",
        due_on=due,
        fulfilled_on=done or None,
        team=random.choice(("Nord", "Syd", "Øst", None)),
        caseworker=random.choice(("AB", "KLM", None)),
        target_group=random.choice(("Social", "Handicap")),
        law=random.choice(("SEL", "BL")),
        quarter=quarter_of(due) if due else None,
        opened_on=None if case % 7 == 0 else date(2024, 1, 1) + timedelta(days=17 * case),
    )
