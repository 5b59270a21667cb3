"""``evaluate(caseload, rules, as_of)``: a pure function from records to obligations.

No clock, no database, no printing. No obligation depends on another case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import OBLIGATION_SCHEMA, OUTCOME_OF, Caseload
from auditkit.rules.schema import (
    CountLogic,
    DeadlineLogic,
    OrderLogic,
    PresenceLogic,
    RecurrenceLogic,
    Version,
)

from .attribution import with_sources, with_team
from .count import evaluate_count
from .deadline import evaluate_deadline
from .duties import by_version
from .exemptions import exempted, exemptions_from
from .facts import Facts, facts_of
from .order import evaluate_order
from .presence import evaluate_presence
from .recurrence import evaluate_recurrence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from auditkit.rules import Rule

SORT_KEYS = ("rule", "case_id", "trigger_on", "record", "source")


def evaluate(caseload: Caseload, rules: Sequence[Rule], as_of: date) -> pl.DataFrame:
    """Return the obligations of a caseload (``OBLIGATION_SCHEMA``), judged at the end of ``as_of``.

    Rules without logic (their columns are in no list yet) and rules whose trigger's sheet is in no list give
    no rows; ``not_run`` names the latter.
    """
    facts = facts_of(caseload, as_of)
    frames = [_obligations(rule, exemptions_from(rule, rules), facts) for rule in rules if rule.file.logic is not None]
    empty = pl.DataFrame(schema=OBLIGATION_SCHEMA)
    return pl.concat([empty, *frames]).sort(SORT_KEYS, nulls_last=False, maintain_order=True)


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
    for column in ("trigger_at", "due_at", "fulfilled_at"):
        if column not in duties.columns:
            empty = pl.lit(None, dtype=OBLIGATION_SCHEMA[column])
            duties = duties.with_columns(empty.alias(column))
    outcome = {reason.value: outcome.value for reason, outcome in OUTCOME_OF.items()}
    quarter_on = pl.coalesce("due_on", "trigger_on")
    if isinstance(rule.file.logic, PresenceLogic):
        quarter_on = pl.col("trigger_on")
    duties = duties.with_columns(
        pl.lit(rule.id).alias("rule"),
        pl.lit(rule.file.basis).alias("basis"),
        pl.col("reason").replace_strict(outcome, return_dtype=pl.String).alias("outcome"),
        by_version(rule, lambda v: v.law, pl.String).alias("law"),
        by_version(rule, lambda v: v.citation, pl.String).alias("citation"),
        by_version(rule, lambda v: v.from_, pl.Date).alias("version_from"),
        quarter_on.alias("quarter_on"),
    )
    duties = with_sources(with_team(duties, facts), facts)
    return duties.select(pl.col(name).cast(dtype) for name, dtype in OBLIGATION_SCHEMA.items())


def _duties(rule: Rule, facts: Facts) -> pl.DataFrame:
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
