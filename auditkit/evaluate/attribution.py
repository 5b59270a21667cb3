"""To whom an obligation belongs (team on the quarter date; readings, G10) and where its values stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_PLURAL

from .frames import computed
from .lists import column_at
from .matching import firsts

if TYPE_CHECKING:
    from .facts import Facts

_QUARTERS = pl.Series([f"{year - (q == 0)}K{q or 4}" for year in range(10_001) for q in range(4)])
_PERIOD = BY_PLURAL["team_history"]


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who had the cases when: ``periods`` are the readable ones of Teamhistorik, in each case the one with the latest
    Fra first. ``team`` and ``caseworker`` have first the periods', then by the case's number the case's own.
    """

    periods: pl.DataFrame
    team: pl.Series
    caseworker: pl.Series
    target_group: pl.Series

    def during(self, duties: pl.DataFrame) -> pl.Series:
        """Return where each duty's team stands in ``team``: the period that holds the quarter date, else the case."""
        day = pl.col("quarter_on")
        covers = (pl.col("from_on") <= day).fill_null(value=True) & (pl.col("to_on") >= day).fill_null(value=True)
        asked = duties.lazy().select(pl.col("case").set_sorted(), "quarter_on").with_row_index("duty")
        pairs = asked.filter(day.is_not_null()).join(
            self.periods.lazy(), on="case", how="inner", maintain_order="left_right"
        )
        found = computed(firsts(pairs.filter(covers)).select("duty", "period"))
        return (duties["case"] + self.periods.height).scatter(found["duty"], found["period"])


def responsible(periods: pl.DataFrame, cases: pl.DataFrame) -> Responsible:
    """Return who had the cases when, from the records of Teamhistorik and each case's own row."""
    unreadable = (pl.col("unreadable") & _PERIOD.bit("from_on")) != 0
    readable = periods.filter(pl.col("team").is_not_null() & ~unreadable)
    latest = readable.sort("case", "from_on", descending=[False, True], nulls_last=True, maintain_order=True)
    caseworker = pl.coalesce("caseworker", pl.lit(cases["caseworker"]).gather("case"))
    return Responsible(
        latest.select(pl.col("case").set_sorted(), "from_on", "to_on").with_row_index("period"),
        pl.concat([latest["team"], cases["team"]], rechunk=True),
        pl.concat([latest.select(caseworker).to_series(), cases["caseworker"]], rechunk=True),
        cases["target_group"],
    )


def with_team(duties: pl.DataFrame, facts: Facts) -> pl.LazyFrame:
    """Add ``team``, ``caseworker``, ``target_group`` and ``quarter``. Duties stand in the order of their cases."""
    day, who = pl.col("quarter_on"), facts.responsible
    at = pl.lit(who.during(duties))
    return duties.lazy().with_columns(
        pl.lit(who.team).gather(at).alias("team"),
        pl.lit(who.caseworker).gather(at).alias("caseworker"),
        pl.lit(who.target_group).gather("case").alias("target_group"),
        pl.lit(_QUARTERS).gather(day.dt.year() * 4 + day.dt.quarter()).alias("quarter"),
    )


def cell(facts: Facts, name: str) -> pl.Expr:
    """Return ``file|sheet|cell`` of what ``name_table``, ``name_row`` and ``name_field`` say."""
    column = pl.lit(facts.columns).gather(column_at(f"{name}_table", f"{name}_field"))
    return pl.concat_str(column, f"{name}_row")
