"""Reading a run back: its rows, its figures, its deadlines, its workbook."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

import polars as pl

from auditkit.compliance import FIGURES, Measure, Settings, summarise
from auditkit.errors import UsageError
from auditkit.model import MISSED_LATE, RECORD_TYPES, Outcome
from auditkit.report.facts import ListFacts, list_facts
from auditkit.report.view import QuarterView, quarter_view
from auditkit.store import NoSuchRun, Store
from auditkit.store.errors import Purged
from auditkit.terms import translator

from .desk import Desk, Say, private_folder, silent
from .reports import Report, check, write
from .runs import chosen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from auditkit.dates import Quarter

_ = translator("workflow")

Rows = TypeVar("Rows", pl.DataFrame, pl.LazyFrame)

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

    def of(self, obligations: Rows) -> Rows:
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


@dataclass(frozen=True, slots=True)
class FoundInParts:
    """The same where they lie on disk: parts, one after the other, of which one at a time need be in memory."""

    run: int
    as_of: date
    parts: tuple[pl.LazyFrame, ...]


def obligations(desk: Desk, wanted: Wanted | None = None, run: int | None = None) -> Found:
    """Return the obligations of a run (the latest by default); raises StoreError, UnknownRule and UnknownTeam."""
    wanted = wanted or Wanted()
    with desk.store() as store:
        found = Found(*_numbered(store, run), store.load_obligations(run))
        _check(desk, store, wanted, found.run, found.obligations["team"])
    return Found(found.run, found.as_of, wanted.of(found.obligations))


@contextmanager
def obligations_in_parts(desk: Desk, wanted: Wanted, run: int | None = None) -> Iterator[FoundInParts]:
    """Give what ``obligations`` returns, however many; they are gone after the block. Raises as it does."""
    with private_folder() as folder:
        with desk.store() as store:
            found = _spooled(store, run, folder)
            teams = (team for part in found.parts for team in part.select(pl.col("team").unique()).collect()["team"])
            _check(desk, store, wanted, found.run, teams)
        yield FoundInParts(found.run, found.as_of, tuple(wanted.of(part) for part in found.parts))


def _check(desk: Desk, store: Store, wanted: Wanted, run: int, teams: Iterable[str | None]) -> None:
    """Refuse a rule or a team that there is not: no rows would look as if all were well.

    A rule is there if the run or the catalogue has it, a team if it has duties in the run (``teams``) or cases.
    """
    unknown = set(wanted.rules) - set(store.run_rules(run)["rule"])
    if unknown:
        chosen(desk.catalogue(), sorted(unknown))
    if wanted.team is None or wanted.team in (found := set(teams)):
        return
    known = {team for team in (*found, *store.load_caseload()["cases"]["team"]) if team is not None}
    if wanted.team not in known:
        raise UnknownTeam(wanted.team, sorted(known))


def _spooled(store: Store, run: int | None, folder: Path) -> FoundInParts:
    parts = store.spool_obligations(folder, run)
    return FoundInParts(*_numbered(store, run), parts)


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
    """Write a quarter's workbook from a run, and return what it shows; raises StoreError and CannotWrite.

    The lines of what is returned can no longer be read.
    """
    check(report)
    with quarter_of_run(desk, quarter, report, run) as (view, facts):
        say(_("Writing the workbook …"))
        write(report, view, facts)
    return view


class Shown(Protocol):
    """What a report says of itself."""

    @property
    def kommune(self) -> str:
        """What the municipality is called."""

    @property
    def is_sample(self) -> bool:
        """Whether the cases were drawn."""

    @property
    def settings(self) -> Settings:
        """The limits for colours, and what is not in scope."""


@contextmanager
def quarter_of_run(
    desk: Desk, quarter: Quarter, shown: Shown, run: int | None
) -> Iterator[tuple[QuarterView, ListFacts | None]]:
    """Give what a report of a run shows, and what its lists say; raises StoreError.

    However many obligations there are, some at a time are in memory. They are gone after the block.
    """
    with private_folder() as folder:
        with desk.store() as store:
            found = _spooled(store, run, folder)
            imports = store.run_imports(found.run)
            tables = store.tables(imports)
            facts = _facts(store, imports, found.as_of)
        view = quarter_view(
            found.parts,
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
            folder=folder,
        )
        yield view, facts


def _facts(store: Store, imports: Sequence[int], as_of: date) -> ListFacts | None:
    """Return what the lists of a run say, record type by record type; None where the lists have been purged."""
    frames = ((each.plural, store.records(each.plural, imports)) for each in RECORD_TYPES)
    try:
        return list_facts(frames, store.tables(imports), store.problems(imports), as_of)
    except Purged:
        return None
