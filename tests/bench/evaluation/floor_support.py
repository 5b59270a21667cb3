"""The floor's rules that begin with a decision, a measure or a follow-up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from .floor_days import FAR, FIRST, day_of, neighbour, packed
from .floor_reports import DEVIATION, MET, MISSED, NOT_APPLICABLE, NOT_DUE, UNKNOWN, plus

if TYPE_CHECKING:
    from .floor import Read

_BL, _SINCE = date(2024, 1, 1), date(2011, 1, 1)
TALKED_UNDER_SEL = ["51", "52", "52 a", "56", "57 a", "57 b", "58", "62", "63", "65", "68", "68 a", "68 b", "69"]
TALKED_UNDER_SEL += ["70", "71", "75"]
FOLLOWED_UNDER_SEL = ["52", "58", "76"]
FOLLOWED_UNDER_BL = ["32", "46", "47", "114", "115", "116", "120"]


def _until(name: str, as_of: date) -> pl.Expr:
    return pl.when(pl.col(name) <= as_of).then(name).alias(name)


def _law(day: str) -> pl.Expr:
    return pl.when(pl.col(day) < _BL).then(pl.lit("SEL")).when(pl.col(day) >= _BL).then(pl.lit("BL"))


def afg_samt(read: Read, case: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """A conversation after the previous decision and not after the decision."""
    day = pl.col("day")
    known = read("decisions", "decision_id", pl.col("decided_on").alias("day"), "paragraph")
    known = known.filter((day <= as_of).fill_null(value=True)).with_columns(packed("c", "day").alias("key"))
    days = known.select(pl.col("key").drop_nulls().unique().sort()).collect().to_series()
    known = known.with_columns(day_of(days, neighbour(days, "key", "before")).fill_null(FIRST).alias("previous"))
    listed = pl.col("paragraph").is_in(TALKED_UNDER_SEL).fill_null(value=False)
    known = known.filter(day.is_null() | (day >= _BL) | ((day >= _SINCE) & listed)).with_row_index("d")
    talks = _talks(read, as_of)
    known = _talked(known, talks.filter(~pl.col("left_out")))
    known = _left_out(known, talks.filter("left_out")).join(
        case.select("c", "birth_date"), on="c", how="left", maintain_order="left"
    )
    outcome = (
        pl.when(day.is_null())
        .then(UNKNOWN)
        .when(pl.col("birth_date") > day)
        .then(NOT_APPLICABLE)
        .when("talked")
        .then(MET)
        .when("lawful")
        .then(DEVIATION)
        .otherwise(MISSED)
    )
    return known.select("c", "r", "day", day.alias("due"), day.alias("on"), outcome.alias("outcome"))


def _talks(read: Read, as_of: date) -> pl.LazyFrame:
    talks = read("conversations", "held_on", "purpose", "concerns", "omitted", "omission_reason", "other_source")
    about = (pl.col("purpose") == "afgørelse") & (pl.col("held_on") <= as_of).fill_null(value=True)
    return talks.filter(about).with_columns(pl.col("omitted").fill_null(value=False).alias("left_out"))


def _talked(known: pl.LazyFrame, talks: pl.LazyFrame) -> pl.LazyFrame:
    dated = talks.filter(pl.col("held_on").is_not_null())
    tied = dated.filter(pl.col("concerns").is_not_null()).group_by("c", "concerns").agg(pl.col("held_on").min())
    loose = dated.filter(pl.col("concerns").is_null()).select(packed("c", "held_on").sort()).collect().to_series()
    known = known.join(
        tied, left_on=["c", "decision_id"], right_on=["c", "concerns"], how="left", maintain_order="left"
    )
    last = day_of(loose, neighbour(loose, "key", "until"))
    talked = (pl.col("held_on") <= pl.col("day")) | (last > pl.col("previous"))
    return known.with_columns(talked.fill_null(value=False).alias("talked")).drop("held_on")


def _left_out(known: pl.LazyFrame, talks: pl.LazyFrame) -> pl.LazyFrame:
    held, day = pl.col("held_on"), pl.col("day")
    source = (day < _BL) | pl.col("other_source").fill_null(value=False)
    named = pl.col("concerns") == pl.col("decision_id")
    in_window = (held <= day) & (named.fill_null(value=False) | (held > pl.col("previous")))
    serves = (held.is_null() | in_window) & named.fill_null(value=True)
    lawful = (
        talks.join(known.select("d", "c", "day", "decision_id", "previous"), on="c")
        .filter(serves & source & pl.col("omission_reason").is_not_null())
        .select("d", pl.lit(value=True).alias("lawful"))
        .unique()
    )
    return known.join(lawful, on="d", how="left", maintain_order="left")


def followed(read: Read, case: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """Follow-ups beside the measures they belong to, with the day of the next one (``later``)."""
    measures = _measures(read, case, as_of)
    under_sel = (pl.col("law") == "SEL") & pl.col("paragraph").is_in(FOLLOWED_UNDER_SEL)
    under_bl = (pl.col("law") == "BL") & pl.col("paragraph").is_in(FOLLOWED_UNDER_BL)
    measures = measures.filter(under_sel | under_bl)
    events = read("follow_ups", "measure_id", pl.col("held_on").alias("day"), "next_on")
    events = events.filter(pl.col("day") <= as_of)
    tied = events.filter(pl.col("measure_id").is_not_null()).join(measures, on=["c", "measure_id"])
    loose = events.filter(pl.col("measure_id").is_null()).drop("measure_id").join(measures, on="c")
    in_force = pl.col("day") <= pl.min_horizontal("ended_on", "closed").fill_null(FAR)
    loose = loose.filter((pl.col("day") >= pl.col("started_on")) & in_force)
    columns = ["m", "r", "c", "day", "next_on", "started_on", "ended_on", "closed"]
    pairs = pl.concat([tied.select(columns), loose.select(columns)])
    pairs = pairs.filter((pl.col("day") >= pl.col("started_on")).fill_null(value=True))
    pairs = pairs.with_columns(packed("m", "day").alias("key")).collect().lazy()
    days = pairs.select(pl.col("key").sort()).collect().to_series()
    return pairs.with_columns(day_of(days, neighbour(days, "key", "after")).alias("later"))


def _measures(read: Read, case: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    decided = read("decisions", "decision_id", "decided_on", pl.col("law").alias("law_"))
    decided = decided.select("c", "decision_id", pl.coalesce("law_", _law("decided_on")).alias("by_decision"))
    decided = decided.unique(["c", "decision_id"], keep="first")
    columns = ("measure_id", "decision_id", "law", "paragraph", "placement", "started_on")
    measures = read("measures", *columns, _until("ended_on", as_of)).with_columns(pl.col("r").alias("m"))
    measures = measures.filter((pl.col("started_on") <= as_of).fill_null(value=True))
    measures = measures.join(decided, on=["c", "decision_id"], how="left", maintain_order="left")
    measures = measures.join(case.select("c", "closed"), on="c", how="left", maintain_order="left")
    return measures.with_columns(pl.coalesce("law", "by_decision", _law("started_on")).alias("law"))


def _over(due: pl.Expr) -> pl.Expr:
    shut = pl.col("closed").is_between(pl.col("day"), due).fill_null(value=False)
    return shut | (pl.col("ended_on") <= due).fill_null(value=False)


def opf_plan(pairs: pl.LazyFrame) -> pl.LazyFrame:
    """At a measure's first follow-up from 2024 the next one is decided."""
    since = pairs.filter(pl.col("day") >= _BL).with_columns((pl.col("next_on") > pl.col("day")).alias("planned"))
    since = since.sort("m", "day", pl.col("planned").fill_null(value=False).not_(), maintain_order=True)
    first = since.unique("m", keep="first", maintain_order=True)
    day = pl.col("day")
    outcome = (
        pl.when("planned")
        .then(MET)
        .when(pl.col("next_on").is_not_null())
        .then(UNKNOWN)
        .when(_over(day))
        .then(NOT_APPLICABLE)
        .otherwise(MISSED)
    )
    return first.select("c", "r", "m", "day", day.alias("due"), day.alias("on"), outcome.alias("outcome"))


def opf_n(pairs: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """The next follow-up no later than six months after, or than the day decided."""
    pairs = pairs.with_columns(plus("day", 6).alias("six"))
    written = pl.col("six") >= _BL
    planned = pl.when(pl.col("next_on") > pl.col("day")).then("next_on")
    due = pl.when(written).then(planned).otherwise("six")
    none = written & pl.col("next_on").is_null()
    gone = (pl.col("ended_on").is_not_null() | pl.col("closed").is_not_null()) & pl.col("later").is_null()
    outcome = (
        pl.when(none)
        .then(pl.when(gone).then(NOT_APPLICABLE).otherwise(UNKNOWN))
        .when(due.is_null())
        .then(UNKNOWN)
        .when(pl.col("later") <= due)
        .then(MET)
        .when(_over(due))
        .then(NOT_APPLICABLE)
        .when(due >= as_of)
        .then(NOT_DUE)
        .otherwise(MISSED)
    )
    on = pl.coalesce(due, "day")
    return pairs.filter(pl.col("six") >= _SINCE).select(
        "c", "r", "m", "day", due.alias("due"), on.alias("on"), outcome.alias("outcome")
    )


def tilsyn(read: Read, case: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """Two visits with a conversation in each placement year."""
    start = pl.col("started_on")
    placed = _measures(read, case, as_of).filter("placement")
    placed = placed.with_columns(pl.min_horizontal("ended_on", "closed").alias("force_to"))
    years = pl.when(start.is_null()).then(1).otherwise(as_of.year - start.dt.year() + 1)
    years_of = (
        placed.with_columns(pl.int_ranges(0, years).alias("k"))
        .explode("k")
        .with_columns(
            start.dt.offset_by(pl.format("{}y", "k")).alias("day"),
            start.dt.offset_by(pl.format("{}y", pl.col("k") + 1)).dt.offset_by("-1d").alias("due"),
        )
    )
    begun = (pl.col("day") <= as_of) & (pl.col("day") <= pl.col("force_to").fill_null(FAR))
    years_of = years_of.filter(begun.fill_null(value=True) & (pl.col("due") >= _SINCE).fill_null(value=True))
    years_of = _visited(years_of.with_row_index("y"), read, as_of)
    outcome = (
        pl.when(start.is_null())
        .then(UNKNOWN)
        .when(pl.col("visits") >= 2)
        .then(MET)
        .when(pl.col("force_to") <= pl.col("due"))
        .then(NOT_APPLICABLE)
        .when(pl.col("due") >= as_of)
        .then(NOT_DUE)
        .otherwise(MISSED)
    )
    return years_of.select("c", "r", "k", "day", "due", pl.coalesce("due", "day").alias("on"), outcome.alias("outcome"))


def _visited(years: pl.LazyFrame, read: Read, as_of: date) -> pl.LazyFrame:
    visits = read("visits", pl.col("measure_id").alias("visited"), "visited_on", "conversation", "at_placement")
    there = pl.col("at_placement").fill_null(value=True) & pl.col("conversation").fill_null(value=False)
    visits = visits.filter(there & (pl.col("visited_on") <= as_of))
    serves = (pl.col("visited") == pl.col("measure_id")).fill_null(value=True)
    held = (
        years.select("y", "c", "measure_id", "day", "due")
        .join(visits, on="c")
        .filter(serves & pl.col("visited_on").is_between(pl.col("day"), pl.col("due")))
        .group_by("y")
        .agg(pl.len().alias("visits"))
    )
    return years.join(held, on="y", how="left", maintain_order="left").with_columns(pl.col("visits").fill_null(0))
