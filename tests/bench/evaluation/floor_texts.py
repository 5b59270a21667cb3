"""The floor with its texts: the same obligations named as a list must name them, still without reason or evidence.

A verdict that nobody can look up is no answer. This writes what the product's rows hold: rule, case, record, days,
outcome, law, citation, team, caseworker, target group, quarter, and the cell of the trigger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from .floor import RULES, floor_rows
from .floor_reports import OUTCOMES

if TYPE_CHECKING:
    from datetime import date

    from auditkit.model import Caseload

_TRIGGERS = (
    ("notifications", "notification_id", "received_at"),
    ("notifications", "notification_id", "received_at"),
    ("investigations", "investigation_id", "aware_on"),
    ("decisions", "decision_id", "decided_on"),
    ("follow_ups", "measure_id", "held_on"),
    ("follow_ups", "measure_id", "held_on"),
    ("measures", "measure_id", "started_on"),
)


def floor_with_texts(caseload: Caseload, as_of: date) -> pl.DataFrame:
    """Return the obligations with their texts."""
    rows = floor_rows(caseload.frames, as_of)
    return pl.concat(_named(rows.filter(pl.col("rule") == number), number, caseload) for number in range(len(RULES)))


def _named(rows: pl.DataFrame, number: int, caseload: Caseload) -> pl.DataFrame:
    plural, name, field = _TRIGGERS[number]
    cases, records, measures = caseload["cases"], caseload[plural], caseload["measures"]
    table = next(each for each in caseload.tables if each.record_type == plural)
    place = f"{table.file}|{table.sheet}|{table.columns[field]}"
    label = pl.lit(records[name]).gather("r") if plural != "follow_ups" else pl.lit(measures[name]).gather("m")
    if plural == "follow_ups":
        label = pl.format("{}@{}", label, pl.col("day").cast(pl.String))
    elif plural == "measures":
        label = pl.format("{}#{}", label, "k")
    late = pl.coalesce("due", "day").dt.year() >= 2024
    return rows.select(
        pl.lit(RULES[number]).alias("rule"),
        pl.lit("law").alias("basis"),
        pl.lit(cases["case_id"]).gather("c").alias("case_id"),
        label.alias("record"),
        "day",
        "due",
        pl.col("outcome").replace_strict(dict(enumerate(OUTCOMES)), return_dtype=pl.Enum(OUTCOMES)).cast(pl.String),
        pl.when(late).then(pl.lit("BL")).otherwise(pl.lit("SEL")).alias("law"),
        pl.when(late).then(pl.lit("Barnets lov § 20")).otherwise(pl.lit("Serviceloven § 50")).alias("citation"),
        pl.col("team").cast(pl.String),
        pl.lit(cases["caseworker"]).gather("c").alias("caseworker"),
        pl.lit(cases["target_group"]).gather("c").alias("target_group"),
        pl.format("{}K{}", pl.col("quarter") // 4, pl.col("quarter") % 4 + 1).alias("quarter"),
        pl.format(place + "{}", pl.lit(records["row_no"]).gather("r")).alias("source"),
    )
