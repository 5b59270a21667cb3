"""To whom an obligation belongs (team on the quarter date; readings, G10) and where its values stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_PLURAL

from .frames import once
from .lists import column_at
from .matching import firsts

if TYPE_CHECKING:
    from .facts import Facts

_QUARTERS = pl.Series([f"{year - (q == 0)}K{q or 4}" for year in range(10_001) for q in range(4)])
_PERIOD = BY_PLURAL["team_history"]


def with_team(duties: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Add ``team``, ``caseworker``, ``target_group`` and ``quarter``. Duties stand in the order of their cases."""
    duties = once(duties.with_columns(pl.col("case").set_sorted()).with_row_index("duty"))
    now = facts["cases"].select("case", team_now="team", caseworker_now="caseworker", target_group="target_group")
    then = _responsible(duties, facts["team_history"])
    joined = duties.join(now, on="case", how="left", maintain_order="left")
    joined = joined.join(then, on="duty", how="left", maintain_order="left")
    day = pl.col("quarter_on")
    return joined.with_columns(
        pl.coalesce("team_then", "team_now").alias("team"),
        pl.coalesce("caseworker_then", "caseworker_now").alias("caseworker"),
        pl.lit(_QUARTERS).gather(day.dt.year() * 4 + day.dt.quarter()).alias("quarter"),
    )


def latest_first(periods: pl.LazyFrame) -> pl.LazyFrame:
    """Return the readable periods of Teamhistorik, in each case the one with the latest Fra first."""
    unreadable = (pl.col("unreadable") & _PERIOD.bit("from_on")) != 0
    readable = periods.filter(pl.col("team").is_not_null() & ~unreadable)
    periods = readable.select("case", "from_on", "to_on", team_then="team", caseworker_then="caseworker")
    ordered = periods.sort("case", "from_on", descending=[False, True], nulls_last=True, maintain_order=True)
    return ordered.with_columns(pl.col("case").set_sorted())


def _responsible(duties: pl.LazyFrame, periods: pl.LazyFrame) -> pl.LazyFrame:
    """The period of Teamhistorik that holds the quarter date: of several the one with the latest Fra."""
    day = pl.col("quarter_on")
    covers = (pl.col("from_on") <= day).fill_null(value=True) & (pl.col("to_on") >= day).fill_null(value=True)
    pairs = (
        duties.filter(day.is_not_null())
        .select("duty", "case", "quarter_on")
        .join(periods, on="case", how="inner", maintain_order="left_right")
        .filter(covers)
    )
    return firsts(pairs).select("duty", "team_then", "caseworker_then")


def with_sources(duties: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Add ``source`` and ``evidence`` as ``file|sheet|cell``."""

    def cell(table: str, row: str, field: str) -> pl.Expr:
        return pl.concat_str(pl.lit(facts.columns).gather(column_at(table, field)), row)

    return duties.with_columns(
        cell("source_table", "source_row", "source_field").alias("source"),
        cell("ev_table", "ev_row", "ev_field").alias("evidence"),
    )
