"""Every rule over every record: from a caseload to obligations.

No clock, no database, no printing. No obligation depends on another case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import OBLIGATION_SCHEMA, OUTCOME_OF, Reason
from auditkit.rules.schema import (
    CountLogic,
    DeadlineLogic,
    OrderLogic,
    PresenceLogic,
    RecurrenceLogic,
    Version,
)

from .attribution import cell, with_team
from .count import evaluate_count
from .deadline import evaluate_deadline
from .duties import by_version
from .exemptions import exempted, exemptions_from
from .facts import Facts, facts_of
from .frames import computed
from .order import evaluate_order
from .presence import evaluate_presence
from .reading_order import in_order
from .recurrence import evaluate_recurrence
from .verdict import REASON

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from auditkit.model import Caseload
    from auditkit.rules import Rule

    from .cases import Numbered

_MOMENTS = ("trigger_at", "due_at", "fulfilled_at")
"""Only duties whose hours count have them."""
_PLACES = ("source_table", "source_row", "source_field", "ev_table", "ev_row", "ev_field")
_JUDGED = ("case", "record", "version_ix", "trigger_on", "due_on", "fulfilled_on", "reason", "derived", *_PLACES)
"""What a rule says of each duty. All else follows from it."""

_OUTCOMES = pl.Series([OUTCOME_OF[Reason(each)].value for each in REASON.categories])


def obligations_by_rule(cases: Numbered, rules: Sequence[Rule], as_of: date) -> list[pl.DataFrame]:
    """Return the obligations of some cases, a frame per rule in the order of the rules' ids.

    Rules without logic (their columns are in no list yet) are left out.
    """
    facts = facts_of(cases, as_of)
    judging = sorted((rule for rule in rules if rule.file.logic is not None), key=lambda rule: rule.id)
    return [_obligations(rule, exemptions_from(rule, rules), facts) for rule in judging]


def not_run(caseload: Caseload, rules: Sequence[Rule]) -> dict[str, str]:
    """Return the rules that gave no rows because no list holds their triggers: rule id → plural record name."""
    there = {table.record_type for table in caseload.tables}
    triggers = {rule.id: _trigger_type(rule) for rule in rules if rule.file.logic is not None}
    return {rule: plural for rule, plural in triggers.items() if plural not in there}


def _trigger_type(rule: Rule) -> str:
    from auditkit.model import BY_NAME

    logic = rule.file.logic
    name = logic.reference if isinstance(logic, OrderLogic) else logic.trigger  # type: ignore[union-attr]
    return BY_NAME[name.partition(".")[0]].plural


def _obligations(rule: Rule, exemptions: Sequence[Version], facts: Facts) -> pl.DataFrame:
    duties = exempted(_duties(rule, facts), exemptions)
    quarter_on = pl.coalesce("due_on", "trigger_on")
    if isinstance(rule.file.logic, PresenceLogic):
        quarter_on = pl.col("trigger_on")
    judged = computed(duties.select(*_JUDGED, pl.col(f"^({'|'.join(_MOMENTS)})$"), quarter_on.alias("quarter_on")))
    attributed = with_team(in_order(judged, cell(facts, "source")), facts)
    return computed(
        attributed.with_columns(
            *(pl.lit(None).alias(name) for name in _MOMENTS if name not in judged.columns),
            pl.lit(rule.id).alias("rule"),
            pl.lit(rule.file.basis).alias("basis"),
            pl.lit(facts.case_ids).gather("case").alias("case_id"),
            pl.lit(_OUTCOMES).gather(pl.col("reason").to_physical()).alias("outcome"),
            by_version(rule, lambda v: v.law, pl.String).alias("law"),
            by_version(rule, lambda v: v.citation, pl.String).alias("citation"),
            by_version(rule, lambda v: v.from_, pl.Date).alias("version_from"),
            cell(facts, "source").alias("source"),
            cell(facts, "ev").alias("evidence"),
        ).select(pl.col(name).cast(dtype) for name, dtype in OBLIGATION_SCHEMA.items())
    )


def _duties(rule: Rule, facts: Facts) -> pl.LazyFrame:
    logic = rule.file.logic
    match logic:
        case DeadlineLogic():
            return evaluate_deadline(rule, logic, facts)
        case OrderLogic():
            return evaluate_order(rule, logic, facts)
        case PresenceLogic():
            return evaluate_presence(rule, logic, facts)
        case RecurrenceLogic():
            return evaluate_recurrence(rule, logic, facts)
        case CountLogic():
            return evaluate_count(rule, logic, facts)
        case None:
            raise ValueError(rule.id)
