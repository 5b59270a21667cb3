"""Every measure of compliance in one answer: counts, rates, intervals, change, lateness, cases, scope, colour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from auditkit.dates import Quarter
from auditkit.errors import UsageError
from auditkit.terms import translator

from .cases import CASE_COUNTS, by_case
from .change import CHANGE_FIGURES, with_change
from .counts import COUNTS, FIGURES, counted
from .groups import Measure, check_groups, first_day, placed, with_cohort
from .intervals import with_interval
from .late import LATE_COUNTS, LATE_FIGURES, lateness
from .scope import COMPLETED, IN, NONE, OUT, combinations, out_of_scope
from .series import Basis, judged_by, without_periods
from .settings import Settings, colour_of

if TYPE_CHECKING:
    from datetime import date


_ = translator("compliance")

_INTERVALS = {
    ("rate_low", "rate_high"): ("numerator", "denominator"),
    ("case_error_low", "case_error_high"): ("cases_with_error", "cases_judged"),
}
MORE_FIGURES = (
    "scope",
    "out_of_scope",
    "rate_low",
    "rate_high",
    *CHANGE_FIGURES,
    *LATE_FIGURES,
    *CASE_COUNTS,
    "case_error_rate",
    "case_error_low",
    "case_error_high",
    "case_all_met_rate",
    "colour",
    "case_colour",
)
"""The columns after ``FIGURES``, in this order (``docs/maaltal.md`` explains each)."""

_READ = (
    *("rule", "case_id", "team", "quarter", "outcome", "reason", "law", "version_from"),
    *("trigger_on", "due_on", "due_at", "fulfilled_on", "fulfilled_at"),
)
_EVERYTHING = "_everything"  # groups a frame as one, where nothing is asked to group by


class MixedBases(UsageError):
    """Legal, guidance and local requirements would be added together."""

    def __init__(self) -> None:
        super().__init__(
            _("Legal, guidance and local requirements are never added together: choose one kind, or count by basis.")
        )


class CannotComplete(UsageError):
    """Groups without duties were asked for by something that has no list of its values."""

    def __init__(self) -> None:
        super().__init__(_("Groups without duties can be shown by {known} only.", known=", ".join(COMPLETED)))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the obligations.

    ``quarter`` keeps one quarter. ``new_from`` parts new cases from older ones (None: the duty's own quarter).
    ``as_of`` is the day of judging: a quarter that had not begun then has neither colour nor change.
    ``is_sample``: the cases were drawn, so rates get an interval. ``with_empty``: also groups without duties.
    """

    by: tuple[str, ...]
    quarter: Quarter | None = None
    measure: Measure = "due"
    new_from: date | None = None
    is_sample: bool = False
    with_empty: bool = False
    settings: Settings = field(default_factory=Settings)
    as_of: date | None = None

    @property
    def keys(self) -> list[str]:
        """What rows are grouped by; never nothing."""
        return list(self.by) or [_EVERYTHING]


def measured(obligations: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Return one row per group: the grouping columns, ``FIGURES``, ``MORE_FIGURES``, ordered by group (blank last).

    ``obligations`` have ``theme`` or ``opened_on`` where they are asked by theme or cohort. By cohort there is a
    last column ``cohort_from``. Duties out of scope are in no figure but ``out_of_scope``.
    Raises UnknownGrouping, MixedBases and CannotComplete.
    """
    _check(obligations, asked)
    rows = _rows(obligations, asked)
    within = rows.filter(~pl.col("_out")) if asked.settings.out_of_scope else rows
    now = within if asked.quarter is None else within.filter(quarter=str(asked.quarter))
    found = _with_changes(_with_scope(rows, within, asked))
    for figures in (lateness(now, asked.keys), by_case(now, asked.keys, asked.measure)):
        found = found.join(figures, on=asked.keys, how="left", nulls_equal=True, maintain_order="left")
    zeros = [*COUNTS, "out_of_scope", *LATE_COUNTS, *CASE_COUNTS]
    found = found.with_columns(pl.col(zeros).fill_null(0))
    found = _without_future(_coloured(_with_intervals(found, asked), asked), asked)
    last = ["cohort_from"] if "cohort" in asked.by else []
    found = _with_cohort_from(found, asked) if last else found
    return found.sort(asked.keys, nulls_last=True).select(*asked.by, *FIGURES, *MORE_FIGURES, *last)


def _check(obligations: pl.DataFrame, asked: Asked) -> None:
    check_groups(asked.by)
    if not {"rule", "basis"} & set(asked.by) and obligations["basis"].n_unique() > 1:
        raise MixedBases
    if asked.with_empty and not set(asked.by) <= set(COMPLETED):
        raise CannotComplete


def _rows(obligations: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Return the obligations with everything that can be grouped by, and ``_out`` where they are out of scope."""
    rows = placed(obligations, asked.by, asked.measure)
    if "cohort" in asked.by:
        rows = with_cohort(rows, asked.new_from)
    rows = rows.select(*dict.fromkeys([*asked.by, *_READ]))
    return rows.with_columns(
        pl.lit(0, dtype=pl.Int32).alias(_EVERYTHING), _out=out_of_scope(asked.settings.out_of_scope)
    )


def _with_scope(rows: pl.DataFrame, within: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Return the counts and changes of each group, those out of scope too, with ``scope``."""
    if asked.quarter is None and "quarter" not in asked.by:
        return _completed(_counts(rows, within, asked.keys, asked.measure), rows, asked)
    by = list(dict.fromkeys([*asked.keys, "quarter"]))
    every = _counts(rows, within, by, asked.measure)
    now = every if asked.quarter is None else every.filter(pl.col("quarter") == str(asked.quarter))
    named = rows.select(*dict.fromkeys([*without_periods(by), "team", "rule", "quarter"])).unique()
    basis = Basis(judged_by(within, by, asked.measure), named, asked.settings.out_of_scope)
    changed = with_change(now, every, by, basis)
    return _completed(changed.select(pl.exclude("quarter"), "quarter"), rows, asked)


def _counts(rows: pl.DataFrame, within: pl.DataFrame, by: list[str], measure: Measure) -> pl.DataFrame:
    """Return ``FIGURES`` with ``scope`` and how many duties are out of it; groups wholly out of scope too."""
    aside = rows.filter("_out").group_by(by).agg(pl.len().cast(pl.Int64).alias("out_of_scope"))
    both = counted(within, by, measure).join(aside, on=by, how="full", coalesce=True, nulls_equal=True)
    scope = pl.when(pl.col("obligations") > 0).then(pl.lit(IN)).otherwise(pl.lit(OUT))
    return both.with_columns(pl.col(*COUNTS, "out_of_scope").fill_null(0), scope=scope)


def _completed(found: pl.DataFrame, rows: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Add the groups without any duty: those out of scope, and the empty ones where they are asked for."""
    if not asked.by:
        everything = pl.DataFrame({_EVERYTHING: [0], "scope": [NONE]}, schema_overrides={_EVERYTHING: pl.Int32})
        return found if found.height else _joined(found, everything)
    if not set(asked.by) <= set(COMPLETED) or not (asked.with_empty or asked.settings.out_of_scope):
        return found
    more = combinations(rows, asked.by, asked.quarter, asked.settings.out_of_scope)
    more = more.join(found, on=asked.by, how="anti", nulls_equal=True)
    return _joined(found, more if asked.with_empty else more.filter(scope=OUT))


def _joined(found: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    """Return both, the second's missing counts as 0."""
    together = pl.concat([found, more], how="diagonal_relaxed")
    return together.with_columns(pl.col(*COUNTS, "out_of_scope").fill_null(0))


def _with_changes(found: pl.DataFrame) -> pl.DataFrame:
    """Return the figures with a place for changes also where there is nothing to compare with."""
    missing = {name: _change_type(name) for name in CHANGE_FIGURES if name not in found.columns}
    return found.with_columns(pl.lit(None, dtype=dtype).alias(name) for name, dtype in missing.items())


def _change_type(name: str) -> type[pl.DataType]:
    if name.endswith("_break"):
        return pl.Boolean
    return pl.Int64 if name.endswith(("_numerator", "_denominator")) else pl.Float64


def _with_intervals(found: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    for names, counts in _INTERVALS.items():
        if asked.is_sample:
            found = with_interval(found, *counts, names)
        else:
            found = found.with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in names)
    return found


def _coloured(found: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    settings = asked.settings
    rules = found["rule"] if "rule" in asked.by else [None] * found.height
    rates = zip(rules, found["rate"], strict=True)
    colours = [colour_of(settings.limits_of(rule), rate) for rule, rate in rates]
    cases = [colour_of(settings.cases, rate) for rate in found["case_error_rate"]]
    return found.with_columns(
        pl.Series("colour", colours, dtype=pl.String), pl.Series("case_colour", cases, dtype=pl.String)
    )


def _without_future(found: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Take colour and change from quarters that had not begun on the as-of day."""
    if asked.as_of is None or (asked.quarter is None and "quarter" not in asked.by):
        return found
    quarter = pl.lit(str(asked.quarter)) if asked.quarter else pl.col("quarter")
    future = quarter > str(Quarter.of(asked.as_of))
    names = ("colour", "case_colour", *(name for name in CHANGE_FIGURES if name.endswith(("_change", "_break"))))
    return found.with_columns(pl.when(~future.fill_null(value=False)).then(pl.col(name)).alias(name) for name in names)


def _with_cohort_from(found: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Add the day from which a case is new; null where each duty has its own."""
    if asked.new_from is None and "quarter" in found.columns:
        return found.with_columns(cohort_from=first_day(pl.col("quarter")))
    return found.with_columns(cohort_from=pl.lit(asked.new_from, dtype=pl.Date))
