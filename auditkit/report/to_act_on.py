"""The lists to act on: which lines stand on each, in which order, and with which columns."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from auditkit.compliance import days_between
from auditkit.model import Outcome

from .lines import LATE, OPEN, Lines

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from auditkit.dates import Quarter

SOON = timedelta(days=30)

_LIMIT = pl.coalesce("due_on", "trigger_on")
_CASE = ("rule", "case_id", "record")
_SHOWN = (
    *_CASE,
    *("section", "team", "caseworker", "quarter", "outcome", "reason"),
    *("trigger_on", "trigger_at", "due_on", "due_at", "fulfilled_on", "fulfilled_at"),
    *("source_cell", "evidence_cell", "days"),
)


def overdue(lines: Lines, as_of: date, folder: Path | None) -> Lines:
    """Return what was missed and is still open, oldest first, with ``days`` over on the as-of day."""
    end_of_day = pl.lit(as_of) + timedelta(days=1)
    days = days_between(_LIMIT, pl.lit(as_of), pl.col("due_at"), end_of_day.cast(pl.Datetime("us")))
    still_open = _counted(lines, half=OPEN).with_columns(days=days, _limit=_LIMIT)
    return _listed(still_open, {"_limit": False}, folder)


def soon(lines: Lines, as_of: date, folder: Path | None) -> Lines:
    """Return what falls due within 30 days of the as-of day, first due first, with ``days`` left."""
    near = pl.col("due_on").is_between(as_of, as_of + SOON)
    not_due = _counted(lines, near, outcome=Outcome.NOT_DUE.value)
    left = (pl.col("due_on") - pl.lit(as_of)).dt.total_days()
    return _listed(not_due.with_columns(days=left), {"due_on": False}, folder)


def late(lines: Lines, quarter: Quarter, folder: Path | None) -> Lines:
    """Return what fell due in the quarter and was done too late, with ``days`` over, longest first."""
    done = _counted(lines, half=LATE, quarter=str(quarter)).with_columns(days=pl.col("days_late"))
    return _listed(done, {"days": True}, folder)


def undeterminable(lines: Lines, quarter: Quarter, folder: Path | None) -> Lines:
    """Return what cannot be determined: the quarter's first, then those without quarter, then the newest."""
    rank = pl.when(pl.col("quarter") == str(quarter)).then(0).otherwise(2)
    rank = pl.when(pl.col("quarter").is_null()).then(1).otherwise(rank)
    found = _counted(lines, outcome=Outcome.UNDETERMINABLE.value).with_columns(_rank=rank)
    return _listed(found, {"_rank": False, "quarter": True}, folder)


def deviations(lines: Lines, quarter: Quarter, folder: Path | None) -> Lines:
    """Return the lawful deviations of all quarters, this one's first, then the newest."""
    found = _counted(lines, outcome=Outcome.DEVIATION.value)
    other = pl.col("quarter") != str(quarter)
    return _listed(found.with_columns(_other=other), {"_other": False, "quarter": True}, folder)


def _counted(lines: Lines, *conditions: pl.Expr, **equals: str) -> Lines:
    """Return the lines that answer to all conditions, drafts left out."""
    return lines.filter(pl.col("section") != "draft", *conditions, **equals).with_columns(days=pl.lit(None, pl.Float64))


def _listed(lines: Lines, order: dict[str, bool], folder: Path | None) -> Lines:
    """Return the lines by ``order``, and then by rule, case and record."""
    keys = [name for name in order if name not in _SHOWN]
    return lines.select(*_SHOWN, *keys).in_order({**order, **dict.fromkeys(_CASE, False)}, folder).select(*_SHOWN)
