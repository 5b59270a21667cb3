"""The records of a caseload as they stood at the end of the as-of day, with what they say of each other.

Readings, G1: a recorded event dated later has not happened yet. Its date is blanked, or, where the row is
nothing but that event, the row is left out. G3: the law a paragraph belongs to. G9: in force. G11: birth day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_PLURAL, RecordType

from .attribution import Responsible, responsible
from .follow_ups import follow_up_pairs
from .frames import all_computed, beside, computed
from .links import with_decision_of_plan, with_measures_of_decision, with_receipt
from .lists import Lists
from .windows import decision_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .cases import Numbered

FIRST_DAY_OF_BL = date(2024, 1, 1)

# A row of these types is one event: dated after the as-of day it has not happened, and is no row yet.
_EVENT_OF = {"conversations": "held_on", "follow_ups": "held_on", "visits": "visited_on"}
# A record of these types begins with this date: before it the record is no trigger.
_BEGINS = {"notifications": "received_at", "decisions": "decided_on", "measures": "started_on"}
# What is recorded on a record after it began: dated after the as-of day it has not happened.
RECORDED = {
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
_TRIGGERS = ("notifications", "investigations", "decisions", "measures", "follow_ups")
_CASE_COLUMNS = (
    "closed_on",
    "closed_unreadable",
    "close_reason",
    "close_reason_bad",
    "birth_on",
    "birth_unreadable",
    "birth_absent",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Frames by plural name, ordered by case and then by place in the lists. Each has ``case`` (the case's number
    in ``case_ids``), ``ix`` (the row's number in the frame) and ``label`` (what the row is called, where it has a name
    of its own).

    ``columns`` are the texts of ``Lists.columns``, ``responsible`` who had the cases when, ``followed`` the follow-ups
    beside their measures, ``decision_days`` the days on which a case has a decision.
    """

    as_of: date
    lists: Lists
    case_ids: pl.Series
    columns: pl.Series
    frames: Mapping[str, pl.LazyFrame]
    responsible: Responsible
    followed: pl.LazyFrame
    decision_days: pl.LazyFrame

    def __getitem__(self, plural: str) -> pl.LazyFrame:
        return self.frames[plural]


def facts_of(cases: Numbered, as_of: date) -> Facts:
    """Return the facts of some cases at the end of ``as_of``."""
    lists = Lists(cases.tables)
    frames = {
        plural: _until(_labelled(cases.frames[plural], record_type, lists), plural, as_of).with_row_index("ix")
        for plural, record_type in BY_PLURAL.items()
    }
    on_sager = computed(_with_birth(frames["cases"], lists)).unique("case", keep="first", maintain_order=True)
    frames["cases"], own = on_sager.lazy(), _one_each(on_sager, len(cases.case_ids))
    for plural in ("notifications", "investigations", "decisions", "measures"):
        frames[plural] = _with_case(frames[plural], own, lists, plural)
    frames["decisions"] = _with_law(frames["decisions"], "decisions", _law_by("decided_on"), pl.lit(value=False))
    frames["measures"] = _with_force(_with_law_of_measure(frames["measures"], frames["decisions"]))
    frames["decisions"] = with_measures_of_decision(frames["decisions"], frames["measures"])
    frames["plans"] = with_decision_of_plan(frames["plans"], frames["measures"])
    frames["investigations"] = _with_ending(with_receipt(frames["investigations"], frames["notifications"]))
    who = responsible(computed(frames.pop("team_history")), own)
    followed = follow_up_pairs(frames["follow_ups"], frames["measures"])
    others = [followed, decision_days(frames["decisions"])]
    *known, followed, days = (frame.lazy() for frame in all_computed([*frames.values(), *others]))
    known_frames = dict(zip(frames, known, strict=True))
    return Facts(as_of, lists, cases.case_ids, lists.columns(), known_frames, who, followed, days)


def _until(frame: pl.LazyFrame, plural: str, as_of: date) -> pl.LazyFrame:
    event, begins = _EVENT_OF.get(plural), _BEGINS.get(plural)
    if event:
        frame = frame.filter((pl.col(event) <= as_of).fill_null(value=True))
    later = (pl.col(begins).dt.date() > as_of) if begins else pl.lit(value=False)
    frame = frame.with_columns(later.fill_null(value=False).alias("future"))
    if plural == "decisions":  # an answer dated later has not been given
        given = (pl.col("plan_need_assessed_on") > as_of).fill_null(value=False)
        frame = frame.with_columns(pl.when(~given).then("plan_need").alias("plan_need"))
    return frame.with_columns(
        pl.when(pl.col(name).dt.date() <= as_of).then(pl.col(name)).alias(name) for name in RECORDED.get(plural, ())
    )


def _labelled(frame: pl.DataFrame, record_type: RecordType, lists: Lists) -> pl.LazyFrame:
    """Add what a record that may trigger a duty is called: its id, else its case and place."""
    if record_type.plural not in _TRIGGERS:
        return frame.lazy()
    # A follow-up has no id: it is called by its measure and day, or, where the day is not known, by its place.
    known = record_type.id_field or _EVENT_OF[record_type.plural]
    rows = frame.select("case_id", "table_no", "row_no", known).with_row_index("nth")
    nameless = rows.filter(pl.col(known).is_null()).join(lists.sheets(), on="table_no", how="left")
    places = nameless.select("nth", place=pl.format("{}:{}!{}", "case_id", pl.col("sheet").fill_null(""), "row_no"))
    name = pl.coalesce(record_type.id_field, "place") if record_type.id_field else pl.col("place")
    named = frame.drop("case_id").lazy().with_row_index("nth")
    named = named.join(places.lazy(), on="nth", how="left", maintain_order="left")
    return named.with_columns(name.alias("label")).drop("nth", "place")


def _with_birth(cases: pl.LazyFrame, lists: Lists) -> pl.LazyFrame:
    known = pl.coalesce("birth_date", "expected_birth_on")
    birth_bad = _bad("cases", "birth_date")
    term_bad = _bad("cases", "expected_birth_on")
    absent = lists.without("cases", "birth_date") & lists.without("cases", "expected_birth_on")
    return cases.with_columns(
        pl.when(~birth_bad | pl.col("birth_date").is_not_null()).then(known).alias("birth_on"),
        (pl.col("birth_date").is_null() & (birth_bad | (term_bad & known.is_null()))).alias("birth_unreadable"),
        absent.alias("birth_absent"),
        _bad("cases", "closed_on").alias("closed_unreadable"),
        _bad("cases", "close_reason").alias("close_reason_bad"),
    )


def _one_each(on_sager: pl.DataFrame, count: int) -> pl.DataFrame:
    """Return a row for each case's number, blank where the case is not on Sager."""
    numbers = pl.select(case=pl.int_range(count, dtype=pl.UInt32))
    return numbers.join(on_sager, on="case", how="left", maintain_order="left")


def _with_case(frame: pl.LazyFrame, cases: pl.DataFrame, lists: Lists, plural: str) -> pl.LazyFrame:
    """Add what the record's case says: closing and birth day."""
    absent = lists.without_evidence(plural, "cases", "birth_date")
    absent &= lists.without_evidence(plural, "cases", "expected_birth_on")
    records = computed(frame)
    # Rows, and not columns one by one: to polars 2.1 two blank columns in one query are the same, whatever their type.
    of_case = cases.select(_CASE_COLUMNS)[records["case"]]
    return beside(records.lazy(), of_case.lazy()).with_columns(
        pl.col("closed_unreadable").fill_null(value=False),
        pl.col("birth_unreadable").fill_null(value=False),
        pl.coalesce("birth_absent", absent).alias("birth_absent"),
    )


def _law_by(day: str) -> pl.Expr:
    return (
        pl.when(pl.col(day) < FIRST_DAY_OF_BL)
        .then(pl.lit("SEL"))
        .when(pl.col(day) >= FIRST_DAY_OF_BL)
        .then(pl.lit("BL"))
    )


def _with_law(frame: pl.LazyFrame, plural: str, otherwise: pl.Expr, otherwise_bad: pl.Expr) -> pl.LazyFrame:
    """Add ``law_of``: Lov as filled, else ``otherwise``; and ``law_bad``: it hangs on a cell that cannot be read."""
    filled = pl.col("law")
    bad = filled.is_null() & (_bad(plural, "law") | otherwise_bad)
    law = pl.when(~bad).then(pl.coalesce(filled, otherwise))
    return frame.with_columns(law.alias("law_of"), bad.alias("law_bad"))


def _with_law_of_measure(measures: pl.LazyFrame, decisions: pl.LazyFrame) -> pl.LazyFrame:
    bad = pl.col("law_bad") | (pl.col("law_of").is_null() & _bad("decisions", "decided_on"))
    named = decisions.select(
        "case", "decision_id", pl.col("law_of").alias("law_of_decision"), bad.alias("law_bad_of_decision")
    )
    named = named.unique(["case", "decision_id"], keep="first", maintain_order=True)
    joined = measures.join(named, on=["case", "decision_id"], how="left", maintain_order="left")
    by_decision = pl.coalesce("law_of_decision", _law_by("started_on"))
    link_bad = pl.col("decision_id").is_null() & _bad("measures", "decision_id")
    link_bad |= by_decision.is_null() & _bad("measures", "started_on")
    return _with_law(joined, "measures", by_decision, link_bad | pl.col("law_bad_of_decision").fill_null(value=False))


def _with_ending(investigations: pl.LazyFrame) -> pl.LazyFrame:
    """Add whether the day and the reason of a cancellation cannot be read."""
    day, reason = _bad("investigations", "cancelled_on"), _bad("investigations", "cancel_reason")
    return investigations.with_columns(
        (day & pl.col("cancelled_on").is_null()).alias("cancelled_bad"),
        (reason & pl.col("cancel_reason").is_null()).alias("cancel_reason_bad"),
    )


def _with_force(measures: pl.LazyFrame) -> pl.LazyFrame:
    """Add the last day in force (null: still), and whether that day cannot be known (readings, G9)."""
    ended_bad = _bad("measures", "ended_on")
    return measures.with_columns(
        pl.min_horizontal("ended_on", "closed_on").alias("force_to"),
        (ended_bad | pl.col("closed_unreadable")).alias("force_open"),
        ended_bad.alias("ended_unreadable"),
        _bad("measures", "started_on").alias("started_unreadable"),
    )


def _bad(plural: str, field: str) -> pl.Expr:
    return (pl.col("unreadable") & BY_PLURAL[plural].bit(field)) != 0
