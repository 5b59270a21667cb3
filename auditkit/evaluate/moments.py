"""Wall times of Europe/Copenhagen as moments. A time of 00:00 exactly means that no hour is known (readings, G4)."""

from __future__ import annotations

import polars as pl

ZONE = "Europe/Copenhagen"


def to_utc(local: pl.Expr) -> pl.Expr:
    """Return the moment of a local wall time: the first of a double hour; an hour that the clocks skip is
    counted with the offset before the change.
    """
    hour = pl.duration(hours=1)
    plain = local.dt.replace_time_zone(ZONE, ambiguous="earliest", non_existent="null")
    skipped = (local - hour).dt.replace_time_zone(ZONE, ambiguous="earliest", non_existent="null") + hour
    return pl.coalesce(plain, skipped).dt.convert_time_zone("UTC")


def moment(local: pl.Expr) -> pl.Expr:
    """Return the moment in UTC, or null where no hour is known."""
    return pl.when(local.dt.time() != pl.time(0, 0, 0)).then(to_utc(local))
