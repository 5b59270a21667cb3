"""What a quarterly report shows, as one frozen record. Every way of writing a report shows the same record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from auditkit.compliance import Settings, added_up, by_case, days_between, lateness, out_of_scope, summarise
from auditkit.model import Outcome, Table

from .comparable import Comparable, comparable
from .lines import LATE, OPEN, batches, lines, placed, team_names
from .rules_seen import NotRun, RuleSeen, not_in_scope, not_run, rules_seen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from auditkit.dates import Quarter
    from auditkit.rules import Rule

TREND_QUARTERS = 8
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RowLedger:
    """What became of the rows of the lists: read = used + set aside + blank."""

    read: int
    used: int
    set_aside: int
    blank: int


@dataclass(frozen=True, slots=True)
class QuarterView:
    """One quarter of one municipality as it was judged on a day.

    ``lines`` holds every obligation (``report.lines``), in order; it may lie on disk, and is then there only while
    the report is written. The four lists are selections of them, without drafts, with their places. ``due``,
    ``completed``, ``previous`` and ``year_ago`` have one row per rule, ``by_team`` one per rule and team,
    ``by_quarter`` one per rule and quarter, ``trend`` those of eight quarters (columns: ``compliance.FIGURES``).
    ``late_and_cases`` has days too late and cases with errors, by ``rule`` and by ``section``: neither adds up.
    """

    kommune: str
    quarter: Quarter
    as_of: date
    run: str
    files: tuple[str, ...]
    rows: RowLedger | None
    is_sample: bool
    settings: Settings
    catalogue: tuple[Rule, ...]
    tables: tuple[Table, ...]
    rules: tuple[RuleSeen, ...]
    not_run: tuple[NotRun, ...]
    teams: tuple[str, ...]
    lines: pl.LazyFrame
    by_quarter: pl.DataFrame
    due: pl.DataFrame
    completed: pl.DataFrame
    previous: pl.DataFrame
    year_ago: pl.DataFrame
    late_and_cases: Mapping[str, pl.DataFrame]
    by_team: pl.DataFrame
    trend: pl.DataFrame
    comparable: Comparable
    overdue: pl.DataFrame
    soon: pl.DataFrame
    late: pl.DataFrame
    undeterminable: pl.DataFrame

    @property
    def without_quarter(self) -> int:
        """How many obligations have no due date and therefore belong to no quarter."""
        return int(self.by_quarter.filter(pl.col("quarter").is_null())["obligations"].sum())

    @property
    def height(self) -> int:
        """How many obligations there are."""
        return int(self.by_quarter["obligations"].sum())

    @property
    def whole(self) -> pl.DataFrame:
        """The figures of each rule, all quarters together."""
        return added_up([self.by_quarter.drop("quarter")], ["rule"])


def quarter_view(  # noqa: PLR0913 - each is a fact of the report, given by name
    obligations: pl.DataFrame | pl.LazyFrame,
    rules: Sequence[Rule],
    *,
    quarter: Quarter,
    as_of: date,
    run: str,
    files: Sequence[str],
    rows: RowLedger | None,
    kommune: str,
    tables: Sequence[Table] | None = None,
    is_sample: bool = False,
    settings: Settings | None = None,
) -> QuarterView:
    """Return what the quarter's report shows. Pure: the same arguments give the same record.

    ``rules`` is the whole catalogue, drafts too. ``tables`` are the caseload's; with them the report
    says which rules could not be run for want of a sheet, and which columns are missing. ``rows`` is
    what became of the lists' rows, None where that is not known. ``is_sample``: the cases were drawn,
    so percentages get an interval. ``settings``: limits for colours, and what is left out as not in scope.
    """
    settings = settings or Settings()
    rows_in_scope = obligations.lazy().filter(~out_of_scope(settings.out_of_scope))
    named = rows_in_scope.select("rule", "team").unique().collect()
    seen, teams = rules_seen(rules, named, quarter), team_names(named)
    drawn = lines(rows_in_scope, {rule.id: rule.section for rule in seen}, teams)
    by_quarter = _by_quarter(drawn)
    due = drawn.filter(quarter=str(quarter)).drop("source", "evidence").collect()
    return QuarterView(
        kommune=kommune,
        quarter=quarter,
        as_of=as_of,
        run=run,
        files=tuple(files),
        rows=rows,
        is_sample=is_sample,
        catalogue=tuple(rules),
        tables=tuple(tables or ()),
        rules=seen,
        not_run=(*not_in_scope(settings.out_of_scope, quarter), *not_run(rules, tables)),
        settings=settings,
        teams=teams,
        lines=drawn,
        by_quarter=by_quarter,
        due=_of_quarter(by_quarter, quarter),
        completed=_completed(drawn, quarter),
        previous=_of_quarter(by_quarter, quarter.plus(-1)),
        year_ago=_of_quarter(by_quarter, quarter.plus(-4)),
        late_and_cases={name: _late_and_cases(due, name) for name in ("rule", "section")},
        by_team=summarise(due, ["rule", "team"]),
        trend=by_quarter.filter(pl.col("quarter").is_in(_quarters(quarter))),
        comparable=comparable(
            obligations.lazy(),
            drawn,
            int(by_quarter["obligations"].sum()),
            settings,
            list(quarter.back(TREND_QUARTERS)),
        ),
        overdue=_overdue(drawn, as_of),
        soon=_soon(drawn, as_of),
        late=_late(drawn, quarter),
        undeterminable=_undeterminable(drawn, quarter),
    )


def ledger_of(rows: Mapping[str, int]) -> RowLedger:
    """Return the ledger of an import receipt's ``rows`` (read, used, set_aside, blank)."""
    return RowLedger(rows["read"], rows["used"], rows["set_aside"], rows["blank"])


def _of_quarter(by_quarter: pl.DataFrame, quarter: Quarter) -> pl.DataFrame:
    return by_quarter.filter(quarter=str(quarter)).drop("quarter")


def _late_and_cases(due: pl.DataFrame, by: str) -> pl.DataFrame:
    days = lateness(due, [by], pl.col("days_late"))
    return by_case(due, [by], "due").join(days, on=by, how="left").sort(by)


def _quarters(last: Quarter) -> list[str]:
    return [str(quarter) for quarter in last.back(TREND_QUARTERS)]


_COUNTED = ("rule", "team", "quarter", "outcome", "reason", "fulfilled_on")
"""The columns that figures are counted from."""


def _by_quarter(drawn: pl.LazyFrame) -> pl.DataFrame:
    counted, by = drawn.select(_COUNTED), ["rule", "quarter"]
    rows = counted.select(pl.len()).collect().item()
    return added_up((summarise(batch, by) for batch in batches(counted, rows)), by)


def _completed(drawn: pl.LazyFrame, quarter: Quarter) -> pl.DataFrame:
    done = drawn.filter(pl.col("fulfilled_on").is_between(quarter.first_day, quarter.last_day))
    return summarise(done.select(_COUNTED).collect(), ["rule"], quarter=quarter, measure="completed")


_LIMIT = pl.coalesce("due_on", "trigger_on")


_ORDER = ("rule", "case_id", "record")


def _counted(drawn: pl.LazyFrame, *conditions: pl.Expr, **equals: str) -> pl.DataFrame:
    """Return the lines that answer to all conditions, drafts left out, with their places."""
    return placed(drawn.filter(pl.col("section") != "draft", *conditions, **equals).collect())


def _overdue(drawn: pl.LazyFrame, as_of: date) -> pl.DataFrame:
    """Return what was missed and is still open, oldest first, with ``days`` over on the as-of day."""
    end_of_day = pl.lit(as_of) + timedelta(days=1)
    days = days_between(_LIMIT, pl.lit(as_of), pl.col("due_at"), end_of_day.cast(pl.Datetime("us")))
    return _counted(drawn, half=OPEN).with_columns(days=days).sort(_LIMIT, *_ORDER)


def _soon(drawn: pl.LazyFrame, as_of: date) -> pl.DataFrame:
    """Return what falls due within 30 days of the as-of day, first due first, with ``days`` left."""
    days = (pl.col("due_on") - pl.lit(as_of)).dt.total_days()
    near = pl.col("due_on").is_between(as_of, as_of + SOON)
    not_due = _counted(drawn, near, outcome=Outcome.NOT_DUE.value)
    return not_due.with_columns(days=days).sort("due_on", *_ORDER)


def _late(drawn: pl.LazyFrame, quarter: Quarter) -> pl.DataFrame:
    """Return what fell due in the quarter and was done too late, with ``days`` over, longest first."""
    late = _counted(drawn, half=LATE, quarter=str(quarter)).with_columns(days=pl.col("days_late"))
    return late.sort(pl.col("days"), *_ORDER, descending=[True, False, False, False])


def _undeterminable(drawn: pl.LazyFrame, quarter: Quarter) -> pl.DataFrame:
    """Return what cannot be determined: the quarter's first, then those without quarter, then the newest."""
    rank = pl.when(pl.col("quarter") == str(quarter)).then(0).otherwise(2)
    rank = pl.when(pl.col("quarter").is_null()).then(1).otherwise(rank)
    found = _counted(drawn, outcome=Outcome.UNDETERMINABLE.value)
    keys = [rank, pl.col("quarter"), *(pl.col(name) for name in _ORDER)]
    return found.sort(keys, descending=[False, True, False, False, False])
