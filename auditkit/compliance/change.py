"""Change since the quarter before and since the same quarter last year, in percentage points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.dates import Quarter

from .counts import judged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .groups import Measure

EARLIER = {"previous": 1, "year_ago": 4}
"""The quarters compared with, by how many quarters they lie back."""

CHANGE_FIGURES = tuple(
    f"{name}_{figure}" for name in EARLIER for figure in ("numerator", "denominator", "rate", "change", "break")
)
_PERIODS = ("quarter", "half_year", "year")
_JUDGED_BY = ("_first_version", "_last_version")


def with_change(now: pl.DataFrame, every: pl.DataFrame, by: Sequence[str], versions: pl.DataFrame) -> pl.DataFrame:
    """Add ``CHANGE_FIGURES`` to figures by ``by`` and quarter; ``every`` are those of all quarters.

    The change stands where both quarters have a rate. ``versions`` (``judged_by``) tells where it crosses a break.
    """
    keys = [name for name in by if name not in _PERIODS]
    for name, step in EARLIER.items():
        earlier = _moved(every, step).select(
            *keys,
            "quarter",
            *(pl.col(figure).alias(f"{name}_{figure}") for figure in ("numerator", "denominator", "rate")),
            pl.col("out_of_scope").alias("_out_before"),
        )
        breaks = _breaks(versions, keys, step)
        now = now.join(earlier, on=[*keys, "quarter"], how="left", nulls_equal=True, maintain_order="left")
        now = now.join(breaks, on=[*keys, "quarter"], how="left", nulls_equal=True, maintain_order="left")
        now = _compared(now, name)
    return now


def judged_by(rows: pl.DataFrame, by: Sequence[str], measure: Measure) -> pl.DataFrame:
    """Return by which laws and versions of each rule the rates of a group and quarter were judged."""
    keys = [name for name in by if name not in _PERIODS]
    version = pl.col("version_from")
    return (
        rows.filter(judged(measure))
        .group_by(*dict.fromkeys([*keys, "quarter", "rule"]))
        .agg(
            version.min().alias(_JUDGED_BY[0]),
            version.max().alias(_JUDGED_BY[1]),
            pl.col("law").min().alias("_first_law"),
            pl.col("law").max().alias("_last_law"),
        )
    )


def _compared(now: pl.DataFrame, name: str) -> pl.DataFrame:
    change = 100 * (pl.col("rate") - pl.col(f"{name}_rate"))
    scope = (pl.col("out_of_scope") > 0) != (pl.col("_out_before") > 0)
    crosses = pl.col("_break").fill_null(value=False) | scope.fill_null(value=False)
    return now.with_columns(
        change.alias(f"{name}_change"), pl.when(change.is_not_null()).then(crosses).alias(f"{name}_break")
    ).drop("_break", "_out_before")


def _breaks(versions: pl.DataFrame, keys: Sequence[str], step: int) -> pl.DataFrame:
    """Say of each group and quarter whether it was judged by other laws, or a rule of both by other versions."""
    on = [*keys, "quarter"]
    both = versions.join(
        _moved(versions, step), on=list(dict.fromkeys([*on, "rule"])), how="inner", nulls_equal=True, suffix="_before"
    )
    other = pl.any_horizontal(pl.col(each).ne_missing(pl.col(f"{each}_before")) for each in _JUDGED_BY)
    rules = both.group_by(on).agg(_other_version=other.any())
    laws = versions.group_by(on).agg(pl.col("_first_law").min(), pl.col("_last_law").max())
    pairs = laws.join(_moved(laws, step), on=on, how="inner", nulls_equal=True, suffix="_before")
    other_law = pl.any_horizontal(
        pl.col(each).ne_missing(pl.col(f"{each}_before")) for each in ("_first_law", "_last_law")
    )
    found = pairs.join(rules, on=on, how="left", nulls_equal=True)
    return found.select(*on, (other_law | pl.col("_other_version").fill_null(value=False)).alias("_break"))


def _moved(frame: pl.DataFrame, step: int) -> pl.DataFrame:
    """Return the frame with each quarter written as the one ``step`` quarters later; without quarter no row."""
    known = frame.filter(pl.col("quarter").is_not_null())
    later = {name: str(Quarter.parse(name).plus(step)) for name in known["quarter"].unique()}
    return known.with_columns(pl.col("quarter").replace_strict(later, return_dtype=pl.String))
