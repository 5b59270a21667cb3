"""What obligations can be counted by: their own columns, longer periods, the rule's theme, new and older cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from auditkit.errors import UsageError
from auditkit.terms import translator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

_ = translator("compliance")
_coded = translator("compliance")

Measure = Literal["due", "completed"]
"""``due``: by the quarter in which the duty fell due. ``completed``: by the quarter in which it was done."""

GROUPS = (
    "rule",
    "theme",
    "team",
    "caseworker",
    "quarter",
    "half_year",
    "year",
    "law",
    "target_group",
    "basis",
    "cohort",
)
"""What compliance can be counted by, in any combination."""

NEW, OLD, UNKNOWN = "new", "old", "unknown"
"""The cohorts of cases: opened on or after the day that parts them, before it, or not known."""


class UnknownGrouping(UsageError):
    """Compliance was asked for by something that it cannot be counted by."""

    def __init__(self, name: str) -> None:
        known = ", ".join(f"{each} ({_coded(f'group:{each}')})" for each in GROUPS)
        super().__init__(_("Compliance cannot be grouped by {name}. Choose among: {known}.", name=name, known=known))


def check_groups(by: Sequence[str], known: Sequence[str] = GROUPS) -> None:
    """Raise UnknownGrouping for the first name that is not known."""
    for name in by:
        if name not in known:
            raise UnknownGrouping(name)


def placed(obligations: pl.DataFrame, by: Sequence[str], measure: Measure) -> pl.DataFrame:
    """Return the obligations with ``quarter`` by the measure, and the ``half_year`` and ``year`` that are asked by."""
    if measure == "completed":
        done = pl.col("fulfilled_on")
        quarter = done.dt.year().cast(pl.String) + "K" + done.dt.quarter().cast(pl.String)
        obligations = obligations.with_columns(quarter=quarter)
    year = pl.col("quarter").str.head(4)
    half = pl.when(pl.col("quarter").str.tail(1).is_in(["1", "2"])).then(pl.lit("H1"))
    longer = {"half_year": year + half.otherwise(pl.lit("H2")), "year": year}
    return obligations.with_columns(**{name: each for name, each in longer.items() if name in by})


def with_theme(obligations: pl.DataFrame, themes: Mapping[str, str]) -> pl.DataFrame:
    """Add ``theme``, the subject that the rule belongs to; null for a rule that is not named."""
    theme = pl.col("rule").replace_strict(dict(themes), default=None, return_dtype=pl.String)
    return obligations.with_columns(theme=theme)


def with_opening(obligations: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Add ``opened_on`` of the case; null where the case is not on the list, or its day is blank or unreadable."""
    opened = cases.select("case_id", "opened_on").unique("case_id", keep="first", maintain_order=True)
    return obligations.join(opened, on="case_id", how="left", maintain_order="left")


def with_cohort(frame: pl.DataFrame, new_from: date | None) -> pl.DataFrame:
    """Add ``cohort``. Without a day, a case is new to a duty if it was opened in the duty's quarter or later.

    ``frame`` has ``quarter`` and ``opened_on``.
    """
    opened, parting = pl.col("opened_on"), pl.lit(new_from) if new_from else first_day(pl.col("quarter"))
    known = pl.when(opened >= parting).then(pl.lit(NEW)).when(opened < parting).then(pl.lit(OLD))
    return frame.with_columns(cohort=known.otherwise(pl.lit(UNKNOWN)))


def first_day(quarter: pl.Expr) -> pl.Expr:
    """Return the first day of a quarter written ``2026K3``."""
    month = quarter.str.tail(1).cast(pl.Int8) * 3 - 2
    return pl.date(quarter.str.head(4).cast(pl.Int32), month, 1)
