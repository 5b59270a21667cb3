"""Which event fulfils which duty: the earliest in the window, the earliest after it, and what may be one.

A duty brings ``duty``, ``case_id``, ``key`` (its own id), ``lo`` and ``hi`` (the window, both days included;
null ``lo``: open) and ``free_lo`` (linked evidence may lie before ``lo``: order rules). Where it is not known
from which day the window is open, unlinked evidence before ``sure_lo`` only may be in it. For duties that name
their evidence themselves (a decision names its investigation) ``names`` and ``names_bad`` stand instead.
"""

from __future__ import annotations

from typing import Literal

import polars as pl

Link = Literal["evidence_names_duty", "duty_names_evidence", "same_case", "whole_case"]

_PLACE = ["ev_table", "ev_row", "ev_field"]
_DUTY = ("duty", "case_id", "key", "names", "names_bad", "lo", "sure_lo", "hi", "free_lo")


def pairs_of(duties: pl.DataFrame, events: pl.DataFrame, link: Link) -> pl.DataFrame:
    """Return duty and event side by side, with ``tied`` (names the duty), ``loose`` (names nothing) and
    ``tie_bad`` (the link cannot be read). Events that name another record are left out.
    """
    wanted = [c for c in _DUTY if c in duties.columns]
    if "sure_lo" not in wanted:
        duties = duties.with_columns(pl.lit(None, dtype=pl.Date).alias("sure_lo"))
        wanted.append("sure_lo")
    pairs = duties.select(wanted).join(events, on="case_id", how="inner")
    return pairs.with_columns(**_ties(link)).filter(pl.col("tied") | pl.col("loose") | pl.col("tie_bad"))


def _ties(link: Link) -> dict[str, pl.Expr]:
    if link == "same_case":
        return {"tied": pl.lit(value=True), "loose": pl.lit(value=False), "tie_bad": pl.lit(value=False)}
    if link == "whole_case":  # any record of the case serves, whatever it names
        names = pl.col("names_any")
        return {"tied": names, "loose": ~names, "tie_bad": pl.lit(value=False)}
    if link == "duty_names_evidence":
        named, bad, same = pl.col("names"), pl.col("names_bad"), pl.col("names") == pl.col("own")
    else:
        named, bad, same = pl.col("named"), pl.col("named_bad"), pl.col("named") == pl.col("key")
    return {
        "tied": same.fill_null(value=False),
        "loose": named.is_null() & ~bad,
        "tie_bad": named.is_null() & bad,
    }


def settle(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return per duty the earliest event in time (``met_*``), the earliest too late (``late_*``), and whether
    an unreadable one may have been in time (``maybe``, and where the first of these stands: ``maybe_*``).
    """
    judged = pairs.with_columns(**judgement()).sort(
        ["duty", "event_on", "loose", "ev_table", "ev_row", "ev_field"], nulls_last=True
    )
    in_time = first_of(judged.filter("in_time"), "met")
    too_late = first_of(judged.filter("too_late"), "late")
    maybe = judged.group_by("duty").agg(pl.col("may_be").any().alias("maybe"))
    unread = first_of(judged.filter("unread").with_columns(_unread_field()), "maybe")
    for found in (in_time, too_late, unread):
        maybe = maybe.join(found, on="duty", how="left")
    return maybe


def judgement() -> dict[str, pl.Expr]:
    """Return what an event is to a duty: ``in_time``, ``too_late``, or perhaps in time (``may_be``)."""
    day = pl.col("event_on")
    sure = pl.col("fits").fill_null(value=False) & (pl.col("tied") | pl.col("loose"))
    from_lo = (day >= pl.col("lo")).fill_null(value=True)
    free = pl.col("free_lo") & (pl.col("tied") | pl.col("tie_bad"))
    in_window = (free | from_lo) & (day <= pl.col("hi"))
    readable = day.is_not_null()
    too_early = (pl.col("loose") & (day < pl.col("sure_lo"))).fill_null(value=False)
    unread = pl.col("date_bad") | pl.col("fits").is_null() | pl.col("tie_bad")
    may_be = (unread | too_early) & (~readable | in_window).fill_null(value=False)
    return {
        "in_time": (sure & in_window & ~too_early).fill_null(value=False),
        "too_late": (sure & (day > pl.col("hi"))).fill_null(value=False),
        "may_be": may_be,
        "unread": may_be & unread,
    }


def _unread_field() -> pl.Expr:
    """The date where that is what cannot be read; else some other cell of the row, which is not known here."""
    return pl.when("date_bad").then("ev_field").alias("ev_field")


def first_of(events: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return each duty's first event of a sorted frame, as ``name_on``, ``name_derived`` and its place."""
    return events.group_by("duty", maintain_order=True).agg(
        pl.col("event_on").first().alias(f"{name}_on"),
        pl.col("loose").first().alias(f"{name}_derived"),
        *(pl.col(c).first().alias(f"{name}_{c}") for c in _PLACE),
    )


def with_evidence(duties: pl.DataFrame, events: pl.DataFrame, link: Link) -> pl.DataFrame:
    """Return the duties with what ``settle`` found for each."""
    settled = settle(pairs_of(duties, events, link))
    return duties.join(settled, on="duty", how="left", maintain_order="left").with_columns(
        pl.col("maybe").fill_null(value=False)
    )


def own_evidence(duties: pl.DataFrame, field: str, unreadable: pl.Expr) -> pl.DataFrame:
    """Return the duties with the evidence that stands on the triggering record itself."""
    day = pl.col(field).cast(pl.Date)
    place = {"ev_table": pl.col("table_no"), "ev_row": pl.col("row_no"), "ev_field": pl.lit(field)}
    in_time, late = day <= pl.col("hi"), day > pl.col("hi")
    columns: dict[str, pl.Expr] = {"maybe": unreadable & day.is_null()}
    for name, holds in (("met", in_time), ("late", late)):
        columns[f"{name}_on"] = pl.when(holds).then(day)
        columns[f"{name}_derived"] = pl.lit(value=False)
        columns |= {f"{name}_{c}": pl.when(holds).then(e) for c, e in place.items()}
    columns |= {f"maybe_{c}": pl.when(unreadable & day.is_null()).then(e) for c, e in place.items()}
    return duties.with_columns(**columns)
