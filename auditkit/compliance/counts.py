"""The counts of a group, and the two rates they give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import MISSED_LATE, Outcome

from .groups import Measure, check_groups, placed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from auditkit.dates import Quarter

COUNTS = (
    "obligations",
    *(outcome.value for outcome in Outcome),
    "missed_open",
    "missed_late",
    "numerator",
    "denominator",
)
FIGURES = (*COUNTS, "rate", "rate_with_deviation")
"""The first columns after the grouping columns, in this order (``docs/maaltal.md`` explains each)."""


def summarise(
    obligations: pl.DataFrame,
    by: Sequence[str],
    *,
    quarter: Quarter | None = None,
    measure: Measure = "due",
) -> pl.DataFrame:
    """Return one row per group: the grouping columns, then ``FIGURES``, ordered by group (blank last).

    ``by`` may name any column of ``obligations``, ``half_year`` and ``year``. ``quarter`` keeps the obligations
    of that quarter only; those without a quarter then stand nowhere, without it they are a group of
    their own (null). ``rate`` and ``rate_with_deviation`` are between 0 and 1, null where nothing was
    decided. Under ``completed`` the quarter is that of ``fulfilled_on``, and only what was done counts
    in the rates. Raises UnknownGrouping.
    """
    rows = placed(obligations, by, measure)
    check_groups(by, rows.columns)
    if quarter is not None:
        rows = rows.filter(pl.col("quarter") == str(quarter))
    return counted(rows, by, measure)


def counted(rows: pl.DataFrame, by: Sequence[str], measure: Measure) -> pl.DataFrame:
    """Return ``FIGURES`` by any columns of rows that are placed; one row in all where ``by`` is empty."""
    counts = _counts(measure)
    counts_by = rows.group_by(by).agg(counts).sort(by, nulls_last=True) if by else rows.select(counts)
    return _with_rates(counts_by).select(*by, *FIGURES)


def added_up(parts: Iterable[pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Return the figures of all cases from those of parts of them, each from ``summarise`` by due date and ``by``."""
    counts = pl.concat(parts).drop("rate", "rate_with_deviation")
    counts_by = counts.group_by(by).agg(pl.all().sum()).sort(by, nulls_last=True)
    return _with_rates(counts_by.with_columns(_deviation=pl.col("deviation"))).select(*by, *FIGURES)


def rated(measure: Measure) -> pl.Expr:
    """Say which obligations may enter a rate: all, or under ``completed`` those that were done."""
    return pl.lit(value=True) if measure == "due" else pl.col("fulfilled_on").is_not_null()


def judged(measure: Measure) -> pl.Expr:
    """Say which obligations stand below the line of a rate."""
    return (is_(Outcome.MET) | is_(Outcome.MISSED)) & rated(measure)


def missed_late() -> pl.Expr:
    """Say which obligations were done, but too late."""
    return is_(Outcome.MISSED) & pl.col("reason").is_in(MISSED_LATE)


def is_(outcome: Outcome) -> pl.Expr:
    """Say which obligations have an outcome."""
    return pl.col("outcome") == outcome.value


def share(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """Return part / whole; null where the whole is 0."""
    return pl.when(whole > 0).then(part / whole)


def _counts(measure: Measure) -> list[pl.Expr]:
    """Return the counts of a group; what enters the rates must be done to count under ``completed``."""
    counts = {
        **{outcome.value: is_(outcome) for outcome in Outcome},
        "missed_open": is_(Outcome.MISSED) & ~missed_late(),
        "missed_late": missed_late(),
        "numerator": is_(Outcome.MET) & rated(measure),
        "denominator": judged(measure),
        "_deviation": is_(Outcome.DEVIATION) & rated(measure),
    }
    sums = [condition.sum().cast(pl.Int64).alias(name) for name, condition in counts.items()]
    return [pl.len().cast(pl.Int64).alias("obligations"), *sums]


def _with_rates(counts: pl.DataFrame) -> pl.DataFrame:
    deviation = pl.col("_deviation")
    return counts.with_columns(
        rate=share(pl.col("numerator"), pl.col("denominator")),
        rate_with_deviation=share(pl.col("numerator") + deviation, pl.col("denominator") + deviation),
    )
