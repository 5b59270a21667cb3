"""From conditions to one reason, and from reasons to the obligation frame.

The first condition that holds gives the reason. A condition that is null does not hold, so no branch is
reached by missing data alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

Branch = tuple[pl.Expr, Reason | pl.Expr]


def first_reason(branches: Sequence[Branch], otherwise: Reason) -> pl.Expr:
    """Return the reason of the first branch that holds, after a ``fault``."""
    reason: pl.Expr = pl.lit(otherwise.value)
    for condition, given in reversed(branches):
        value = given if isinstance(given, pl.Expr) else pl.lit(given.value)
        reason = pl.when(condition.fill_null(value=False)).then(value).otherwise(reason)
    return reason


def judged(duties: pl.DataFrame, reason: pl.Expr) -> pl.DataFrame:
    """Add ``reason``, and the evidence that decided it: what was in time, what came too late, or (its place
    alone, where it is known) what cannot be read or has no hour.
    """
    met = pl.col("reason") == Reason.FULFILLED
    late = pl.col("reason").is_in([Reason.LATE.value, Reason.LATE_WITH_INTERIM.value, Reason.AFTER.value])
    unread = pl.col("reason").is_in([Reason.EVIDENCE_UNREADABLE.value, Reason.DATES_ONLY.value])

    def pick(name: str) -> pl.Expr:
        return pl.when(met).then(f"met_{name}").when(late).then(f"late_{name}")

    def place(name: str) -> pl.Expr:
        known = f"maybe_{name}" in duties.columns
        return pl.coalesce(pick(name), pl.when(unread).then(f"maybe_{name}")) if known else pick(name)

    return duties.with_columns(reason.alias("reason")).with_columns(
        pick("on").alias("fulfilled_on"),
        pick("derived").fill_null(value=False).alias("derived"),
        *(place(name).alias(name) for name in ("ev_table", "ev_row", "ev_field")),
    )
