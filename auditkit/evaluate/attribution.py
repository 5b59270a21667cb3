"""To whom an obligation belongs (team on the quarter date; readings, G10) and where its values stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_PLURAL, RECORD_TYPES

if TYPE_CHECKING:
    from .facts import Facts

_PERIOD = BY_PLURAL["team_history"]


def with_team(duties: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Add ``team``, ``caseworker``, ``target_group`` and ``quarter``."""
    cases = facts["cases"].select("case_id", "team", "caseworker", "target_group")
    duties = duties.drop("team", "caseworker", "target_group", strict=False).with_row_index("_row")
    joined = duties.join(cases, on="case_id", how="left", maintain_order="left")
    then = _responsible(duties, facts)
    joined = joined.join(then, on="_row", how="left", maintain_order="left")
    day = pl.col("quarter_on")
    return joined.with_columns(
        pl.coalesce("team_then", "team").alias("team"),
        pl.coalesce("caseworker_then", "caseworker").alias("caseworker"),
        pl.format("{}K{}", day.dt.year(), day.dt.quarter()).alias("quarter"),
    )


def _responsible(duties: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """The period of Teamhistorik that holds the quarter date: of several the one with the latest Fra."""
    unreadable = (pl.col("unreadable") & _PERIOD.bit("from_on")) != 0
    periods = facts["team_history"].filter(pl.col("team").is_not_null() & ~unreadable)
    periods = periods.select(
        "case_id",
        pl.col("team").alias("team_then"),
        pl.col("caseworker").alias("caseworker_then"),
        "from_on",
        "to_on",
        "table_no",
        "row_no",
    )
    day = pl.col("quarter_on")
    covers = (pl.col("from_on") <= day).fill_null(value=True) & (pl.col("to_on") >= day).fill_null(value=True)
    return (
        duties.filter(day.is_not_null())
        .select("_row", "case_id", "quarter_on")
        .join(periods, on="case_id", how="inner")
        .filter(covers)
        .sort("_row", "from_on", "table_no", "row_no", descending=[False, True, False, False], nulls_last=True)
        .group_by("_row", maintain_order=True)
        .agg(pl.col("team_then").first(), pl.col("caseworker_then").first())
    )


def with_sources(duties: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Add ``source`` and ``evidence`` as ``file|sheet|cell``."""
    places = pl.concat(facts.lists.letters(each.plural) for each in RECORD_TYPES)
    tables = facts.lists.labels()
    duties = _place(duties, places, tables, "source", ("source_table", "source_row", "source_field"))
    return _place(duties, places, tables, "evidence", ("ev_table", "ev_row", "ev_field"))


def _place(
    duties: pl.DataFrame,
    places: pl.DataFrame,
    tables: pl.DataFrame,
    name: str,
    columns: tuple[str, str, str],
) -> pl.DataFrame:
    table, row, field = columns
    keyed = duties.drop("letters", "file", "sheet", strict=False).with_columns(
        pl.col(table).cast(pl.Int32), pl.col(field).cast(pl.String)
    )
    joined = keyed.join(
        places, left_on=[table, field], right_on=["table_no", "field"], how="left", maintain_order="left"
    ).join(tables, left_on=table, right_on="table_no", how="left", maintain_order="left")
    cell = pl.format("{}|{}|{}{}", "file", "sheet", pl.col("letters").fill_null(""), row)
    return joined.with_columns(pl.when(pl.col(row).is_not_null()).then(cell).alias(name))
