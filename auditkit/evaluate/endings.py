"""Duties that end before they are due (readings, G8): the case is closed, or the measure has ended.

Adds ``ended`` (on or before the due day) and ``end_bad`` (whether it had ended cannot be known).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import Reason

if TYPE_CHECKING:
    from .verdict import Branch

_NEVER = pl.lit(value=False)


def with_ending(duties: pl.LazyFrame, record: str) -> pl.LazyFrame:
    """Return duties with ``ended`` and ``end_bad``, by what ends a duty of the triggering record type."""
    case_ended = (pl.col("closed_on") >= pl.col("trigger_on")) & (pl.col("closed_on") <= pl.col("due_on"))
    case_bad = pl.col("closed_unreadable")
    own_ended, own_bad = _NEVER, _NEVER
    if record == "decision":
        own_ended = pl.col("measures_ended_on") <= pl.col("due_on")
        own_bad = pl.col("measures_end_bad")
    elif record in ("measure", "follow_up"):
        own_ended = pl.col("ended_on") <= pl.col("due_on")
        own_bad = pl.col("ended_unreadable")
    elif record == "investigation":
        own_ended = pl.col("cancelled_on") <= pl.col("due_on")
        own_bad = pl.col("cancelled_bad")
    ended = case_ended.fill_null(value=False) | own_ended.fill_null(value=False)
    bad = (case_bad | own_bad).fill_null(value=False)
    return duties.with_columns(ended.alias("ended"), (~ended & bad).alias("end_bad"))


def end_branches(ended: pl.Expr, end_bad: pl.Expr) -> list[Branch]:
    """An investigation that ended without a conclusion needs a reason (readings, G8): the cancellation's, or the
    closing's where the case is closed. One that cannot be read is no missing reason."""
    closed = pl.col("closed_on").is_not_null()
    given = pl.col("cancel_reason").is_not_null() | (closed & pl.col("close_reason").is_not_null())
    reason_bad = pl.col("cancel_reason_bad") | (closed & pl.col("close_reason_bad").fill_null(value=False))
    return [
        (ended & given, Reason.ENDED_BEFORE_DUE),
        (ended & reason_bad, Reason.END_UNREADABLE),
        (ended, Reason.CLOSED_WITHOUT_REASON),
        (end_bad, Reason.END_UNREADABLE),
    ]
