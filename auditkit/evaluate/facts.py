"""The records as they stood at the end of the as-of day, with what follows from one record alone.

Readings, G1: a recorded event dated later has not happened yet. Its date is blanked, or, where the row is
nothing but that event, the row is left out. G3: the law a paragraph belongs to. G9: in force. G11: birth day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_PLURAL, Caseload, RecordType

from .lists import Lists

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_DAY_OF_BL = date(2024, 1, 1)

# A row of these types is one event: dated after the as-of day it has not happened, and is no row yet.
_EVENT_OF = {"conversations": "held_on", "follow_ups": "held_on", "visits": "visited_on"}
# A record of these types begins with this date: before it the record is no trigger.
_BEGINS = {"notifications": "received_at", "decisions": "decided_on", "measures": "started_on"}
# What is recorded on a record after it began: dated after the as-of day it has not happened.
_RECORDED = {
    "cases": ("closed_on",),
    "notifications": (
        "assessed_at",
        "acknowledged_on",
        "informed_on",
        "reassessed_on",
        "screened_on",
    ),
    "investigations": ("interim_on", "completed_on", "cancelled_on"),
    "measures": ("ended_on",),
    "plans": ("made_on", "revised_on"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """Frames by plural name, each with ``ix`` (row number in the frame) and ``label`` (what the row is called)."""

    as_of: date
    lists: Lists
    frames: Mapping[str, pl.DataFrame]

    def __getitem__(self, plural: str) -> pl.DataFrame:
        return self.frames[plural]


def facts_of(caseload: Caseload, as_of: date) -> Facts:
    """Return the facts of a caseload at the end of ``as_of``."""
    lists = Lists(caseload.tables)
    labels = lists.labels()
    frames = {
        plural: _labelled(_until(caseload[plural], plural, as_of), record_type, labels)
        for plural, record_type in BY_PLURAL.items()
    }
    frames["cases"] = _with_birth(frames["cases"], lists)
    frames["decisions"] = _with_law(frames["decisions"], "decisions", _law_by("decided_on"), pl.lit(value=False))
    frames["measures"] = _with_law_of_measure(frames["measures"], frames["decisions"])
    frames["measures"] = _with_force(frames["measures"], frames["cases"])
    frames["investigations"] = _with_receipt(frames["investigations"], frames["notifications"])
    return Facts(as_of, lists, frames)


def _until(frame: pl.DataFrame, plural: str, as_of: date) -> pl.DataFrame:
    event, begins = _EVENT_OF.get(plural), _BEGINS.get(plural)
    if event:
        frame = frame.filter((pl.col(event) <= as_of).fill_null(value=True))
    later = (pl.col(begins).dt.date() > as_of) if begins else pl.lit(value=False)
    frame = frame.with_columns(later.fill_null(value=False).alias("future"))
    if plural == "decisions":  # an answer dated later has not been given
        given = (pl.col("plan_need_assessed_on") > as_of).fill_null(value=False)
        frame = frame.with_columns(pl.when(~given).then("plan_need").alias("plan_need"))
    return frame.with_columns(
        pl.when(pl.col(name).dt.date() <= as_of).then(pl.col(name)).alias(name) for name in _RECORDED.get(plural, ())
    )


def _labelled(frame: pl.DataFrame, record_type: RecordType, labels: pl.DataFrame) -> pl.DataFrame:
    frame = frame.join(labels, on="table_no", how="left", maintain_order="left")
    place = pl.format("{}:{}!{}", "case_id", pl.col("sheet").fill_null(""), "row_no")
    name = pl.coalesce(record_type.id_field, place) if record_type.id_field else place
    return frame.with_columns(name.alias("label")).with_row_index("ix")


def _with_birth(cases: pl.DataFrame, lists: Lists) -> pl.DataFrame:
    case = BY_PLURAL["cases"]
    birth_bad = (pl.col("unreadable") & case.bit("birth_date")) != 0
    term_bad = (pl.col("unreadable") & case.bit("expected_birth_on")) != 0
    known = pl.coalesce("birth_date", "expected_birth_on")
    absent = lists.without("cases", "birth_date") & lists.without("cases", "expected_birth_on")
    return cases.with_columns(
        pl.when(~birth_bad | pl.col("birth_date").is_not_null()).then(known).alias("birth_on"),
        (pl.col("birth_date").is_null() & (birth_bad | (term_bad & known.is_null()))).alias("birth_unreadable"),
        absent.alias("birth_absent"),
        ((pl.col("unreadable") & case.bit("closed_on")) != 0).alias("closed_unreadable"),
        ((pl.col("unreadable") & case.bit("close_reason")) != 0).alias("close_reason_bad"),
    )


def _law_by(day: str) -> pl.Expr:
    return (
        pl.when(pl.col(day) < FIRST_DAY_OF_BL)
        .then(pl.lit("SEL"))
        .when(pl.col(day) >= FIRST_DAY_OF_BL)
        .then(pl.lit("BL"))
    )


def _with_law(frame: pl.DataFrame, plural: str, otherwise: pl.Expr, otherwise_bad: pl.Expr) -> pl.DataFrame:
    """Add ``law_of``: Lov as filled, else ``otherwise``; and ``law_bad``: it hangs on a cell that cannot be read."""
    filled = pl.col("law")
    bad = filled.is_null() & (_bad(plural, "law") | otherwise_bad)
    law = pl.when(~bad).then(pl.coalesce(filled, otherwise))
    return frame.with_columns(law.alias("law_of"), bad.alias("law_bad"))


def _bad(plural: str, field: str) -> pl.Expr:
    return (pl.col("unreadable") & BY_PLURAL[plural].bit(field)) != 0


def _with_law_of_measure(measures: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    named = decisions.select(
        "case_id",
        "decision_id",
        pl.col("law_of").alias("law_of_decision"),
        (pl.col("law_bad") | (pl.col("law_of").is_null() & _bad("decisions", "decided_on"))).alias(
            "law_bad_of_decision"
        ),
    )
    named = named.unique(["case_id", "decision_id"], keep="first", maintain_order=True)
    joined = measures.join(named, on=["case_id", "decision_id"], how="left", maintain_order="left")
    by_decision = pl.coalesce("law_of_decision", _law_by("started_on"))
    link_bad = pl.col("decision_id").is_null() & _bad("measures", "decision_id")
    link_bad |= by_decision.is_null() & _bad("measures", "started_on")
    return _with_law(joined, "measures", by_decision, link_bad | pl.col("law_bad_of_decision").fill_null(value=False))


def _with_force(measures: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Add the last day in force (null: still), and whether that day cannot be known (readings, G9)."""
    closing = cases.select("case_id", "closed_on", "closed_unreadable")
    ended_bad = (pl.col("unreadable") & BY_PLURAL["measures"].bit("ended_on")) != 0
    started_bad = (pl.col("unreadable") & BY_PLURAL["measures"].bit("started_on")) != 0
    return measures.join(closing, on="case_id", how="left", maintain_order="left").with_columns(
        pl.min_horizontal("ended_on", "closed_on").alias("force_to"),
        (ended_bad | pl.col("closed_unreadable").fill_null(value=False)).alias("force_open"),
        ended_bad.alias("ended_unreadable"),
        started_bad.alias("started_unreadable"),
    )


def _with_receipt(investigations: pl.DataFrame, notifications: pl.DataFrame) -> pl.DataFrame:
    """Add the receipt of the report that an investigation names."""
    received_bad = (pl.col("unreadable") & BY_PLURAL["notifications"].bit("received_at")) != 0
    named = notifications.select(
        "case_id",
        "notification_id",
        pl.col("received_at").dt.date().alias("received_on"),
        received_bad.alias("received_unreadable"),
        pl.col("table_no").alias("received_table"),
        pl.col("row_no").alias("received_row"),
    ).unique(["case_id", "notification_id"], keep="first", maintain_order=True)
    return investigations.join(named, on=["case_id", "notification_id"], how="left", maintain_order="left")
