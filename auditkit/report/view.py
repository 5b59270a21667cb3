"""What a quarterly report shows, as one frozen record. Every way of writing a report shows the same record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from auditkit.compliance import Settings, added_up, by_case, lateness, out_of_scope, summarise, unknown_names
from auditkit.dates import Quarter

from .comparable import Comparable, comparable
from .lines import COUNTED, Lines, drawn_up, team_names
from .rules_seen import NotRun, RuleSeen, not_in_scope, not_run, rules_seen
from .to_act_on import deviations, late, overdue, soon, undeterminable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from auditkit.model import Table
    from auditkit.rules import Rule

TREND_QUARTERS = 8


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

    ``lines`` holds every obligation (``report.lines``), in order. The lists are selections of them, without drafts and
    with the columns that are shown. They may lie on disk, and are then there only while the report is written.
    ``due``, ``completed``, ``previous`` and ``year_ago`` have one row per rule, ``by_team`` one per rule and team,
    ``by_quarter`` one per rule and quarter, ``trend`` those of eight quarters (columns: ``compliance.FIGURES``).
    ``unmatched`` are names in the settings that are perhaps misspelt.
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
    lines: Lines
    by_quarter: pl.DataFrame
    due: pl.DataFrame
    completed: pl.DataFrame
    previous: pl.DataFrame
    year_ago: pl.DataFrame
    late_and_cases: Mapping[str, pl.DataFrame]
    by_team: pl.DataFrame
    trend: pl.DataFrame
    comparable: Comparable
    unmatched: tuple[str, ...]
    overdue: Lines
    soon: Lines
    late: Lines
    undeterminable: Lines
    deviations: Lines

    @property
    def without_quarter(self) -> int:
        """How many obligations have no due date and therefore belong to no quarter."""
        return int(self.by_quarter.filter(pl.col("quarter").is_null())["obligations"].sum())

    @property
    def has_begun(self) -> bool:
        """Whether the quarter had begun on the as-of day. Before, figures are neither coloured nor compared."""
        return self.as_of >= self.quarter.first_day

    @property
    def limits(self) -> Settings:
        """The limits that colour the quarter; none where it has not begun."""
        return self.settings if self.has_begun else Settings()

    def limits_in(self, quarter: str) -> Settings:
        """Return the limits that colour a quarter, as in "2026K3"; none where it has not begun."""
        return self.settings if self.as_of >= Quarter.parse(quarter).first_day else Settings()

    @property
    def height(self) -> int:
        """How many obligations there are."""
        return int(self.by_quarter["obligations"].sum())

    @property
    def whole(self) -> pl.DataFrame:
        """The figures of each rule, all quarters together."""
        return added_up([self.by_quarter.drop("quarter")], ["rule"])


def quarter_view(  # noqa: PLR0913 - each is a fact of the report, given by name
    obligations: pl.DataFrame | Sequence[pl.LazyFrame],
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
    folder: Path | None = None,
) -> QuarterView:
    """Return what the quarter's report shows. The same arguments give the same record.

    ``obligations`` are one frame, or parts of it, one of which at a time is in memory. ``rules`` is the whole
    catalogue, drafts too. ``tables`` are the caseload's; with them the report says which rules could not be run for
    want of a sheet, and which columns are missing. ``rows`` is what became of the lists' rows, None where that is not
    known. ``is_sample``: the cases were drawn, so percentages get an interval. ``settings``: limits for colours, and
    what is left out as not in scope. ``folder`` is where the lists lie (for the user alone); None: in memory.
    """
    settings = settings or Settings()
    every = Lines.of(obligations) if isinstance(obligations, pl.DataFrame) else Lines(tuple(obligations))
    within = every.filter(~out_of_scope(settings.out_of_scope)) if settings.out_of_scope else every
    named = every.counts("rule", "team", "quarter").drop("len")
    measured = named.filter(~out_of_scope(settings.out_of_scope))
    seen, teams = rules_seen(rules, measured, quarter), team_names(measured["team"])
    lines = drawn_up(within, {rule.id: rule.section for rule in seen}, teams)
    counted = _counted(lines)
    by_quarter = added_up([counted.drop("team")], ["rule", "quarter"])
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
        lines=lines,
        by_quarter=by_quarter,
        due=_of_quarter(by_quarter, quarter),
        completed=_completed(lines, quarter),
        previous=_of_quarter(by_quarter, quarter.plus(-1)),
        year_ago=_of_quarter(by_quarter, quarter.plus(-4)),
        late_and_cases=_late_and_cases(lines, quarter),
        by_team=_of_quarter(counted, quarter),
        trend=by_quarter.filter(pl.col("quarter").is_in(_quarters(quarter))),
        comparable=comparable(lines, named, settings, list(quarter.back(TREND_QUARTERS))),
        unmatched=unknown_names(settings, named, [rule.id for rule in rules]),
        overdue=overdue(lines, as_of, folder),
        soon=soon(lines, as_of, folder),
        late=late(lines, quarter, folder),
        undeterminable=undeterminable(lines, quarter, folder),
        deviations=deviations(lines, quarter, folder),
    )


def ledger_of(rows: Mapping[str, int]) -> RowLedger:
    """Return the ledger of an import receipt's ``rows`` (read, used, set_aside, blank)."""
    return RowLedger(rows["read"], rows["used"], rows["set_aside"], rows["blank"])


def _of_quarter(figures: pl.DataFrame, quarter: Quarter) -> pl.DataFrame:
    return figures.filter(quarter=str(quarter)).drop("quarter")


def _quarters(last: Quarter) -> list[str]:
    return [str(quarter) for quarter in last.back(TREND_QUARTERS)]


def _counted(lines: Lines) -> pl.DataFrame:
    """Return the figures by rule, team and quarter."""
    by = ["rule", "team", "quarter"]
    return added_up(lines.reduced(lambda batch: summarise(batch, by), *COUNTED), by)


def _completed(lines: Lines, quarter: Quarter) -> pl.DataFrame:
    done = lines.filter(pl.col("fulfilled_on").is_between(quarter.first_day, quarter.last_day))
    return summarise(done.collect(*COUNTED), ["rule"], quarter=quarter, measure="completed")


def _late_and_cases(lines: Lines, quarter: Quarter) -> dict[str, pl.DataFrame]:
    """Return by rule and by section the days too late, and the cases with errors, of what fell due in the quarter."""
    due = lines.filter(quarter=str(quarter)).collect(*_OF_CASES)
    return {by: _late_and_cases_by(due, by) for by in ("rule", "section")}


_OF_CASES = ("rule", "section", "case_id", "outcome", "reason", "days_late")


def _late_and_cases_by(due: pl.DataFrame, by: str) -> pl.DataFrame:
    days = lateness(due, [by], pl.col("days_late"))
    return by_case(due, [by], "due").join(days, on=by, how="left").sort(by)
