"""Reading a run back: its rows, its figures, its deadlines, its workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl

from auditkit.compliance import FIGURES, Measure, Settings, summarise
from auditkit.errors import UsageError
from auditkit.model import MISSED_LATE, RECORD_TYPES, Outcome
from auditkit.report.facts import ListFacts, list_facts
from auditkit.report.view import QuarterView, quarter_view
from auditkit.store import NoSuchRun, Store
from auditkit.store.errors import Purged
from auditkit.terms import translator

from .desk import Desk, Say, silent
from .reports import Report, check, write
from .runs import chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from auditkit.dates import Quarter

_ = translator("workflow")

_WHEN = pl.coalesce("due_on", "trigger_on")
_ORDER = ("rule", "case_id", "record")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which obligations of a run are wanted; what is left empty does not narrow."""

    rules: Sequence[str] = ()
    team: str | None = None
    quarter: Quarter | None = None
    outcomes: Sequence[str] = ()
    case_id: str | None = None
    basis: str | None = None

    def of(self, obligations: pl.DataFrame) -> pl.DataFrame:
        """Return the obligations that are wanted."""
        narrowed: dict[str, object] = {
            "team": self.team,
            "quarter": str(self.quarter) if self.quarter else None,
            "case_id": self.case_id,
            "basis": self.basis,
        }
        kept = [pl.col(name).eq(value) for name, value in narrowed.items() if value is not None]
        chosen = {"rule": self.rules, "outcome": self.outcomes}
        kept += [pl.col(name).is_in(list(values)) for name, values in chosen.items() if values]
        return obligations.filter(kept) if kept else obligations


class UnknownTeam(UsageError):
    """A team was named that no case and no duty has."""

    def __init__(self, team: str, known: Sequence[str]) -> None:
        facts = {"team": team, "known": ", ".join(known) or "–"}
        super().__init__(_("There is no team {team}. These are there: {known}.", **facts))


@dataclass(frozen=True, slots=True)
class Found:
    """Obligations of a run that was made earlier."""

    run: int
    as_of: date
    obligations: pl.DataFrame


def obligations(desk: Desk, wanted: Wanted | None = None, run: int | None = None) -> Found:
    """Return the obligations of a run (the latest by default); raises StoreError, UnknownRule and UnknownTeam."""
    wanted = wanted or Wanted()
    with desk.store() as store:
        found = _found(store, run)
        _check_rules(desk, store, wanted, found)
        _check_team(store, wanted, found)
    return Found(found.run, found.as_of, wanted.of(found.obligations))


def _check_rules(desk: Desk, store: Store, wanted: Wanted, found: Found) -> None:
    """Refuse a rule that neither the run nor the catalogue has: no rows would look as if all were well."""
    unknown = set(wanted.rules) - set(store.run_rules(found.run)["rule"])
    if unknown:
        chosen(desk.catalogue(), sorted(unknown))


def _check_team(store: Store, wanted: Wanted, found: Found) -> None:
    """Refuse a team that has neither duties in the run nor cases, for the same reason."""
    if wanted.team is None or wanted.team in found.obligations["team"]:
        return
    teams = {*found.obligations["team"], *store.load_caseload()["cases"]["team"]} - {None}
    if wanted.team not in teams:
        raise UnknownTeam(wanted.team, sorted(teams))


@dataclass(frozen=True, slots=True)
class _Spooled:
    """The same, with the obligations on disk."""

    run: int
    as_of: date
    obligations: pl.LazyFrame


def _found(store: Store, run: int | None) -> Found:
    rows = store.load_obligations(run)
    return Found(*_numbered(store, run), rows)


def _spooled(store: Store, run: int | None, folder: Path) -> _Spooled:
    rows = store.spool_obligations(folder, run)
    return _Spooled(*_numbered(store, run), rows)


def _numbered(store: Store, run: int | None) -> tuple[int, date]:
    """Return the number of a run (the newest where None) and its as-of date."""
    number = store.latest_run() if run is None else run
    if number is None:
        raise NoSuchRun(run)
    as_of = store.runs().filter(pl.col("run") == number)["as_of"].item()
    return number, as_of


def compliance(
    rows: pl.DataFrame, by: Sequence[str], quarter: Quarter | None = None, measure: Measure = "due"
) -> pl.DataFrame:
    """Return counts and percentages by some columns; raises UnknownGrouping."""
    return summarise(rows, by, quarter=quarter, measure=measure)


def outcome_counts(figures: pl.DataFrame) -> dict[str, int]:
    """Return how many duties there are of each outcome, and how many were missed late or are still open."""
    names = FIGURES[: FIGURES.index("numerator")]
    return {name: int(figures[name].sum()) for name in names}


def rates(per_rule: pl.DataFrame) -> dict[str, float | None]:
    """Return each rule's share that was met; none where nothing was decided."""
    return dict(per_rule.select("rule", "rate").iter_rows())


def due(desk: Desk, within: int, team: str | None = None, run: int | None = None) -> pl.DataFrame:
    """Return what falls due within some days of the run's as-of date, soonest first, with ``days`` left."""
    found = obligations(desk, Wanted(team=team, outcomes=[Outcome.NOT_DUE.value]), run)
    near = pl.col("due_on").is_between(found.as_of, found.as_of + timedelta(days=within))
    left = (pl.col("due_on") - pl.lit(found.as_of)).dt.total_days()
    return found.obligations.filter(near).with_columns(days=left).sort("due_on", *_ORDER)


def overdue(desk: Desk, team: str | None = None, run: int | None = None) -> pl.DataFrame:
    """Return what was missed and still is not done, oldest first, with ``days`` over."""
    found = obligations(desk, Wanted(team=team, outcomes=[Outcome.MISSED.value]), run)
    over = (pl.lit(found.as_of) - _WHEN).dt.total_days()
    still = ~pl.col("reason").is_in([reason.value for reason in MISSED_LATE])
    return found.obligations.filter(still).with_columns(days=over).sort(_WHEN, *_ORDER)


def export(desk: Desk, quarter: Quarter, report: Report, run: int | None = None, say: Say = silent) -> QuarterView:
    """Write a quarter's workbook from a run, and return what it shows; raises StoreError and CannotWrite."""
    check(report)
    with TemporaryDirectory(prefix="auditkit-") as folder:
        view, facts = _of_run(desk, quarter, report, lambda store: _spooled(store, run, Path(folder)))
        say(_("Writing the workbook …"))
        write(report, view, facts)
    return view


def quarter_of_run(
    desk: Desk, quarter: Quarter, kommune: str, run: int | None, *, is_sample: bool, settings: Settings
) -> tuple[QuarterView, ListFacts | None]:
    """Return what a report of a run shows, and what its lists say; raises StoreError."""
    shown = Report(Path(), kommune, is_sample=is_sample, settings=settings)
    return _of_run(desk, quarter, shown, lambda store: _found(store, run))


def _of_run(
    desk: Desk, quarter: Quarter, shown: Report, find: Callable[[Store], Found | _Spooled]
) -> tuple[QuarterView, ListFacts | None]:
    with desk.store() as store:
        found = find(store)
        imports = store.run_imports(found.run)
        tables = store.tables(imports)
        facts = _facts(store, imports, found.as_of)
    view = quarter_view(
        found.obligations,
        desk.catalogue().rules,
        quarter=quarter,
        as_of=found.as_of,
        run=str(found.run),
        files=sorted({table.file for table in tables}),
        rows=None,  # the receipt said it when the lists were read; the database does not keep it
        kommune=shown.kommune,
        tables=tables,
        is_sample=shown.is_sample,
        settings=shown.settings,
    )
    return view, facts


def _facts(store: Store, imports: Sequence[int], as_of: date) -> ListFacts | None:
    """Return what the lists of a run say, record type by record type; None where the lists have been purged."""
    frames = ((each.plural, store.records(each.plural, imports)) for each in RECORD_TYPES)
    try:
        return list_facts(frames, store.tables(imports), store.problems(imports), as_of)
    except Purged:
        return None
