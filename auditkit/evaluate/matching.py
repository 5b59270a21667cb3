"""Which event fulfils which duty: the earliest in the window, the earliest after it, and what may be one.

A duty brings ``duty``, ``case``, ``key`` (its own id), ``lo`` and ``hi`` (the window, both days included;
null ``lo``: open) and ``free_lo`` (linked evidence may lie before ``lo``: order rules). Where it is not known
from which day the window is open, unlinked evidence before ``sure_lo`` only may be in it. For duties that name
their evidence themselves (a decision names its investigation) ``names`` and ``names_bad`` stand instead.
"""

from __future__ import annotations

from typing import Literal

import polars as pl

from .frames import beside, once
from .truth import NO, YES
from .windows import FIRST_DAY

Link = Literal["evidence_names_duty", "duty_names_evidence", "same_case", "whole_case"]

_PLACE = ["ev_table", "ev_row", "ev_field"]
_DUTY = ("duty", "case", "key", "names", "names_bad", "lo", "sure_lo", "hi", "free_lo")


def pairs_of(duties: pl.LazyFrame, events: pl.LazyFrame, link: Link) -> pl.LazyFrame:
    """Return duty and event side by side, with ``tied`` (names the duty), ``loose`` (names nothing) and
    ``tie_bad`` (the link cannot be read). Events that name another record are left out.

    Duties are ordered by case, so are the pairs; and a duty's pairs are ordered as ``in_order`` says.
    """
    there = duties.collect_schema().names()
    if "sure_lo" not in there:
        duties = duties.with_columns(pl.lit(None, dtype=pl.Date).alias("sure_lo"))
    wanted = duties.select(c for c in _DUTY if c in there or c == "sure_lo")
    ordered = events.sort(in_order("case", _nameless(link)), maintain_order=True)
    pairs = wanted.with_columns(pl.col("case").set_sorted()).join(
        ordered.with_columns(pl.col("case").set_sorted()), on="case", how="inner", maintain_order="left_right"
    )
    return pairs.with_columns(**_ties(link)).filter(pl.col("tied") | pl.col("loose") | pl.col("tie_bad"))


def in_order(group: str, loose: pl.Expr) -> pl.Expr:
    """Return one number that orders events by group, then day (unknown last), then those that name a record before
    those that name none. Events alike in that keep their order, which is by place.
    """
    day = (pl.col("event_on").to_physical().cast(pl.Int64) - FIRST_DAY).fill_null(2**22 - 1)
    return (pl.col(group).cast(pl.Int64) * 2**22 + day) * 2 + loose.cast(pl.Int64)


def _nameless(link: Link) -> pl.Expr:
    """Whether an event that serves a duty does so without naming anything."""
    if link == "whole_case":  # any record of the case serves, whatever it names
        return ~pl.col("names_any")
    if link == "evidence_names_duty":
        return pl.col("named").is_null() & ~pl.col("named_bad")
    return NO


def _ties(link: Link) -> dict[str, pl.Expr]:
    if link == "same_case":
        return {"tied": YES, "loose": NO, "tie_bad": NO}
    if link == "whole_case":
        return {"tied": pl.col("names_any"), "loose": ~pl.col("names_any"), "tie_bad": NO}
    if link == "duty_names_evidence":
        named, bad, same = pl.col("names"), pl.col("names_bad"), pl.col("names") == pl.col("own")
    else:
        named, bad, same = pl.col("named"), pl.col("named_bad"), pl.col("named") == pl.col("key")
    return {
        "tied": same.fill_null(value=False),
        "loose": named.is_null() & ~bad,
        "tie_bad": named.is_null() & bad,
    }


def settle(duties: pl.LazyFrame, pairs: pl.LazyFrame) -> pl.LazyFrame:
    """Return the duties with the earliest event in time (``met_*``), the earliest too late (``late_*``), and whether
    an unreadable one may have been in time (``maybe``, and where the first of these stands: ``maybe_*``).
    """
    judged = once(pairs.with_columns(**judgement()))
    perhaps = firsts(judged.filter("may_be")).select("duty", pl.lit(value=True).alias("maybe"))
    found = (
        first_of(judged.filter("in_time"), "met"),
        first_of(judged.filter("too_late"), "late"),
        first_of(judged.filter("unread").with_columns(_unread_field()), "maybe"),
        perhaps,
    )
    by_duty = duties.select("duty")
    for each in found:
        by_duty = by_duty.join(each, on="duty", how="left", maintain_order="left")
    return beside(duties, by_duty.drop("duty").with_columns(pl.col("maybe").fill_null(value=False)))


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


def first_of(events: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """Return each duty's first event of a frame in order, as ``name_on``, ``name_derived`` and its place."""
    return firsts(events).select(
        "duty",
        pl.col("event_on").alias(f"{name}_on"),
        pl.col("loose").alias(f"{name}_derived"),
        *(pl.col(c).alias(f"{name}_{c}") for c in _PLACE),
    )


def firsts(events: pl.LazyFrame) -> pl.LazyFrame:
    """Return the first row of each duty, where the rows of a duty stand together."""
    return events.filter(pl.col("duty").ne_missing(pl.col("duty").shift()))


def with_evidence(duties: pl.LazyFrame, events: pl.LazyFrame, link: Link) -> pl.LazyFrame:
    """Return the duties with what ``settle`` found for each."""
    duties = once(duties)
    return settle(duties, pairs_of(duties, events, link))


def own_evidence(duties: pl.LazyFrame, where: pl.Expr, day: pl.Expr, unreadable: pl.Expr) -> pl.LazyFrame:
    """Return the duties with the evidence that stands on the triggering record itself, as a day in the field
    ``where``. One that cannot be read may have been in time, unless another was."""
    place = {"ev_table": pl.col("table_no"), "ev_row": pl.col("row_no"), "ev_field": where}
    in_time, late = day <= pl.col("hi"), day > pl.col("hi")
    maybe = unreadable & ~in_time.fill_null(value=False)
    columns: dict[str, pl.Expr] = {"maybe": maybe}
    for name, holds in (("met", in_time), ("late", late)):
        columns[f"{name}_on"] = pl.when(holds).then(day)
        columns[f"{name}_derived"] = pl.lit(value=False)
        columns |= {f"{name}_{c}": pl.when(holds).then(e) for c, e in place.items()}
    columns |= {f"maybe_{c}": pl.when(maybe).then(e) for c, e in place.items()}
    return duties.with_columns(**columns)
