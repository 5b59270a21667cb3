"""Counted by case: how many have at least one error, and how many keep every requirement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import Outcome

from .counts import is_, rated, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .groups import Measure

CASE_COUNTS = (
    "cases",
    "cases_judged",
    "cases_with_error",
    "cases_all_met",
    "cases_in_doubt",
    "cases_undeterminable",
)
_UNKNOWN, _OTHER, _MET, _MISSED = range(4)
"""What a duty says of its case. A case is known by the least and the greatest of its duties."""

_CASES = 1 << 32  # more than there can be: a case's number is 32 bits


def by_case(rows: pl.DataFrame, by: Sequence[str], measure: Measure) -> pl.DataFrame:
    """Return ``CASE_COUNTS`` of each group, with ``case_error_rate`` and ``case_all_met_rate``.

    Of the cases some are judged (at least one duty met or missed): with error + all met + in doubt, the last being
    those where something cannot be determined and nothing is missed. Of the rest, those with something that cannot
    be determined stand apart. A case that stands in several groups counts once in each: groups do not add up.
    """
    groups = rows.select(by).unique().with_row_index("_group")
    cases = _cases(rows.join(groups, on=list(by), how="left", nulls_equal=True), measure)
    least, most = pl.col("_least"), pl.col("_most")
    conditions = (
        most >= _MET,
        most == _MISSED,
        (most == _MET) & (least > _UNKNOWN),
        (most == _MET) & (least == _UNKNOWN),
        (most < _MET) & (least == _UNKNOWN),
    )
    named = zip(CASE_COUNTS[1:], conditions, strict=True)
    totals = [each.sum().cast(pl.Int64).alias(name) for name, each in named]
    found = cases.group_by("_group").agg(pl.len().cast(pl.Int64).alias("cases"), *totals)
    found = found.join(groups.cast({"_group": pl.UInt64}), on="_group").drop("_group")
    return found.with_columns(
        case_error_rate=share(pl.col("cases_with_error"), pl.col("cases_judged")),
        case_all_met_rate=share(pl.col("cases_all_met"), pl.col("cases_judged")),
    )


def _cases(rows: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Return a row per group and case, with the least and the greatest that its duties say.

    Group, case and duty are packed in one number: to sort a million of those is faster than to group them.
    """
    met, missed = (is_(outcome) & rated(measure) for outcome in (Outcome.MET, Outcome.MISSED))
    done = pl.when(met).then(_MET).when(missed).then(_MISSED)
    says = pl.when(is_(Outcome.UNDETERMINABLE)).then(_UNKNOWN).otherwise(done.otherwise(_OTHER))
    case = pl.col("case_id").cast(pl.Categorical).to_physical().cast(pl.UInt64)
    packed = (pl.col("_group").cast(pl.UInt64) * _CASES + case) * 4 + says.cast(pl.UInt64)
    duties = rows.select(_duty=packed).sort("_duty").select(_case=pl.col("_duty") // 4, _says=pl.col("_duty") % 4)
    first = duties.filter((pl.col("_case") != pl.col("_case").shift(1)).fill_null(value=True))
    last = duties.filter((pl.col("_case") != pl.col("_case").shift(-1)).fill_null(value=True))
    return pl.DataFrame({"_group": first["_case"] // _CASES, "_least": first["_says"], "_most": last["_says"]})
