"""Compliance: obligations counted by any grouping, with both counts behind every percentage.

A rate is met / (met + missed); beside it the rate with lawful deviations counted as met. Totals are
sums of counts, never means of percentages. Bases (law, guidance, local) answer different questions:
group or filter by ``basis`` before a figure is called *the* compliance.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Literal

import polars as pl

from .errors import UsageError
from .model import MISSED_LATE, Outcome
from .terms import translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .dates import Quarter

_ = translator("report")

Measure = Literal["due", "completed"]
"""``due``: by the quarter in which the duty fell due. ``completed``: by the quarter in which it was done."""

FIGURES = (
    "obligations",
    "met",
    "missed",
    "deviation",
    "not_due",
    "not_applicable",
    "undeterminable",
    "missed_open",
    "missed_late",
    "numerator",
    "denominator",
    "rate",
    "rate_with_deviation",
)
"""The columns after the grouping columns, in this order (``docs/arbejdsbogen.md`` explains each)."""

_Z_95 = 1.959963984540054


class UnknownGrouping(UsageError):
    """Compliance was asked for by something that obligations do not carry."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            _(
                "Compliance cannot be grouped by {name}. Choose among: {known}.",
                name=name,
                known=", ".join(known),
            )
        )


def summarise(
    obligations: pl.DataFrame,
    by: Sequence[str],
    *,
    quarter: Quarter | None = None,
    measure: Measure = "due",
) -> pl.DataFrame:
    """Return one row per group: the grouping columns, then ``FIGURES``, ordered by group (blank last).

    ``by`` may name any column of ``obligations`` and ``half_year``. ``quarter`` keeps the obligations
    of that quarter only; those without a quarter then stand nowhere, without it they are a group of
    their own (null). ``rate`` and ``rate_with_deviation`` are between 0 and 1, null where nothing was
    decided. Under ``completed`` the quarter is that of ``fulfilled_on``, and only what was done counts
    in the rates. Raises UnknownGrouping.
    """
    placed = _placed(obligations, measure)
    for name in by:
        if name not in placed.columns:
            raise UnknownGrouping(name, placed.columns)
    if quarter is not None:
        placed = placed.filter(pl.col("quarter") == str(quarter))
    return _with_rates(_counted(placed, list(by), measure)).select(*by, *FIGURES)


def added_up(parts: Iterable[pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Return the figures of all cases from those of parts of them, each from ``summarise`` by due date and ``by``."""
    counts = pl.concat(parts).drop("rate", "rate_with_deviation")
    counted = counts.group_by(by).agg(pl.all().sum()).sort(by, nulls_last=True)
    return _with_rates(counted.with_columns(_deviation=pl.col("deviation"))).select(*by, *FIGURES)


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval (Wilson) for a share found in a sample of ``n``; raises ValueError for n = 0.

    Only for samples: a count of every obligation has no sampling error.
    """
    if not 0 <= successes <= n or n == 0:
        raise ValueError(f"{successes}/{n}")
    share, z2 = successes / n, _Z_95**2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z_95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def _placed(obligations: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Return the obligations with ``quarter`` by the measure and ``half_year``."""
    if measure == "completed":
        done = pl.col("fulfilled_on")
        quarter = done.dt.year().cast(pl.String) + "K" + done.dt.quarter().cast(pl.String)
        obligations = obligations.with_columns(quarter=quarter)
    half = pl.when(pl.col("quarter").str.tail(1).is_in(["1", "2"])).then(pl.lit("H1"))
    return obligations.with_columns(half_year=pl.col("quarter").str.head(4) + half.otherwise(pl.lit("H2")))


def _counted(placed: pl.DataFrame, by: list[str], measure: Measure) -> pl.DataFrame:
    counts = _counts(measure)
    if not by:
        return placed.select(counts)
    return placed.group_by(by).agg(counts).sort(by, nulls_last=True)


def _counts(measure: Measure) -> list[pl.Expr]:
    """Return the counts of a group; what enters the rates must be done to count under ``completed``."""
    rated = pl.lit(True) if measure == "due" else pl.col("fulfilled_on").is_not_null()
    missed, late = _is(Outcome.MISSED), pl.col("reason").is_in(MISSED_LATE)
    counts = {
        **{outcome.value: _is(outcome) for outcome in Outcome},
        "missed_open": missed & ~late,
        "missed_late": missed & late,
        "numerator": _is(Outcome.MET) & rated,
        "denominator": (_is(Outcome.MET) | missed) & rated,
        "_deviation": _is(Outcome.DEVIATION) & rated,
    }
    sums = [condition.sum().cast(pl.Int64).alias(name) for name, condition in counts.items()]
    return [pl.len().cast(pl.Int64).alias("obligations"), *sums]


def _with_rates(counted: pl.DataFrame) -> pl.DataFrame:
    deviation = pl.col("_deviation")
    return counted.with_columns(
        rate=_share(pl.col("numerator"), pl.col("denominator")),
        rate_with_deviation=_share(pl.col("numerator") + deviation, pl.col("denominator") + deviation),
    )


def _is(outcome: Outcome) -> pl.Expr:
    return pl.col("outcome") == outcome.value


def _share(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole > 0).then(part / whole)
