"""Change since the quarter before and since the same quarter last year, in percentage points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.dates import Quarter

from .series import breaks, stepped, without_periods

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .series import Basis

EARLIER = {"previous": 1, "year_ago": 4}
"""The quarters compared with, by how many quarters they lie back."""

CHANGE_FIGURES = tuple(
    f"{name}_{figure}" for name in EARLIER for figure in ("numerator", "denominator", "rate", "change", "break")
)


def with_change(now: pl.DataFrame, every: pl.DataFrame, by: Sequence[str], basis: Basis) -> pl.DataFrame:
    """Add ``CHANGE_FIGURES`` to figures by ``by`` and quarter; ``every`` are those of all quarters.

    The change stands where both quarters have a rate. ``basis`` tells where it crosses a break.
    """
    keys = without_periods(by)
    for name, step in EARLIER.items():
        earlier = _moved(every, step).select(
            *keys,
            "quarter",
            *(pl.col(figure).alias(f"{name}_{figure}") for figure in ("numerator", "denominator", "rate")),
        )
        broken = breaks(stepped(every, keys, step), keys, basis).with_columns(_broken=True)
        for more in (earlier, broken):
            now = now.join(more, on=[*keys, "quarter"], how="left", nulls_equal=True, maintain_order="left")
        now = _compared(now, name)
    return now


def _compared(now: pl.DataFrame, name: str) -> pl.DataFrame:
    change = 100 * (pl.col("rate") - pl.col(f"{name}_rate"))
    broken = pl.col("_broken").fill_null(value=False)
    return now.with_columns(
        change.alias(f"{name}_change"), pl.when(change.is_not_null()).then(broken).alias(f"{name}_break")
    ).drop("_broken")


def _moved(frame: pl.DataFrame, step: int) -> pl.DataFrame:
    """Return the frame with each quarter written as the one ``step`` quarters later; without quarter no row."""
    known = frame.filter(pl.col("quarter").is_not_null())
    later = {name: str(Quarter.parse(name).plus(step)) for name in known["quarter"].unique()}
    return known.with_columns(pl.col("quarter").replace_strict(later, return_dtype=pl.String))
