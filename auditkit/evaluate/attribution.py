"""To whom an obligation belongs (team on the quarter date; readings, G10) and where its values stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_PLURAL

from .frames import beside
from .lists import column_at
from .matching import firsts

if TYPE_CHECKING:
    from .facts import Facts

_QUARTERS = pl.Series([f"{year - (q == 0)}K{q or 4}" for year in range(10_001) for q in range(4)])
_PERIOD = BY_PLURAL["team_history"]


def with_team(duties: pl.LazyFrame, facts: Facts) -> pl.LazyFrame:
    """Add ``team``, ``caseworker``, ``target_group`` and ``quarter``. Duties stand in the order of their cases."""
    day = pl.col("quarter_on")
    asked = duties.select(pl.col("case").set_sorted(), "quarter_on").with_row_index("duty")
    own = {name: pl.lit(facts.owners[name]).gather("case") for name in facts.owners.columns}
    answered = asked.join(
        _responsible(asked, facts["team_history"]), on="duty", how="left", maintain_order="left"
    ).select(
        pl.coalesce("team_then", own["team"]).alias("team"),
        pl.coalesce("caseworker_then", own["caseworker"]).alias("caseworker"),
        own["target_group"].alias("target_group"),
        pl.lit(_QUARTERS).gather(day.dt.year() * 4 + day.dt.quarter()).alias("quarter"),
    )
    return beside(duties, answered)


def owners_of(cases: pl.DataFrame) -> pl.DataFrame:
    """Return each case's own team, caseworker and target group."""
    return cases.select("team", "caseworker", "target_group")


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


def cell(facts: Facts, name: str) -> pl.Expr:
    """Return ``file|sheet|cell`` of what ``name_table``, ``name_row`` and ``name_field`` say."""
    column = pl.lit(facts.columns).gather(column_at(f"{name}_table", f"{name}_field"))
    return pl.concat_str(column, f"{name}_row")
