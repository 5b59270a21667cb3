"""From conditions to one reason, and from reasons to the obligation frame.

The first condition that holds gives the reason. A condition that is null does not hold, so no branch is
reached by missing data alone.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

REASON = pl.Enum([each.value for each in Reason])

Branch = tuple[pl.Expr, Reason | pl.Expr]


@cache
def because(reason: Reason) -> pl.Expr:
    """Return a reason as a value of a column of reasons."""
    return pl.lit(reason.value, dtype=REASON)


def first_reason(branches: Sequence[Branch], otherwise: Reason) -> pl.Expr:
    """Return the reason of the first branch that holds, after a ``fault``."""
    reason = because(otherwise)
    for condition, given in reversed(branches):
        value = given if isinstance(given, pl.Expr) else because(given)
        reason = pl.when(condition).then(value).otherwise(reason)
    return reason


def judged(duties: pl.LazyFrame, reason: pl.Expr) -> pl.LazyFrame:
    """Add ``reason``, and the evidence that decided it: what was in time, what came too late, or (its place
    alone, where it is known) what cannot be read or has no hour.
    """
    met = pl.col("reason") == because(Reason.FULFILLED)
    late = _is_one_of(Reason.LATE, Reason.LATE_WITH_INTERIM, Reason.AFTER)
    unread = _is_one_of(Reason.EVIDENCE_UNREADABLE, Reason.DATES_ONLY)

    def pick(name: str) -> pl.Expr:
        return pl.when(met).then(f"met_{name}").when(late).then(f"late_{name}")

    def place(name: str) -> pl.Expr:
        return pl.coalesce(pick(name), pl.when(unread).then(f"maybe_{name}"))

    return duties.with_columns(reason.alias("reason")).with_columns(
        pick("on").alias("fulfilled_on"),
        pick("derived").fill_null(value=False).alias("derived"),
        *(place(name).alias(name) for name in ("ev_table", "ev_row", "ev_field")),
    )


@cache
def _is_one_of(*reasons: Reason) -> pl.Expr:
    return pl.col("reason").is_in(pl.Series([each.value for each in reasons], dtype=REASON).implode())
