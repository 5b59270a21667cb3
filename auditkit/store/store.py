"""The database as the rest of auditkit sees it: frames in, frames out."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Self

import polars as pl

from . import chunks, imports, jdbc, lists, publications, runs, schema
from .backup import back_up, kept_copies, restore_from
from .closed import delete_closed
from .engine import make_engine, parse_url, place_of, reading, writing
from .errors import CaseloadChanged, told_kindly
from .purge import PurgeReceipt, purge, swept_up
from .status import Status, status

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import date, datetime
    from pathlib import Path
    from types import TracebackType

    from sqlalchemy.engine import Connection, Engine

    from auditkit.model import Caseload, Problem, Table


class Store:
    """An open database. A context manager; every method is one transaction of its own.

    Inside ``with store.alone():`` all methods share one transaction that nobody else writes
    beside: for reading the caseload, judging it and saving the run as one.
    """

    def __init__(self, engine: Engine, place: str) -> None:
        self._engine, self.place = engine, place
        self._alone: Connection | None = None
        self._loaded: int | None = None

    @classmethod
    def open(cls, url: str) -> Self:
        """Open a database, and create its tables if it is empty; raises StoreError."""
        parsed = parse_url(url)
        place = place_of(parsed)
        with told_kindly(place):
            engine = make_engine(parsed)
            schema.ready(engine, place)
        return cls(engine, place)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other writer out; what is saved meanwhile is saved whole, or not at all."""
        with told_kindly(self.place), writing(self._engine) as connection:
            self._alone = connection
            try:
                yield
            finally:
                self._alone = None

    def save_import(
        self,
        files: Sequence[lists.SourceFile],
        caseload: Caseload,
        problems: Sequence[Problem] = (),
        *,
        replace: bool = False,
        profile: str = "",
    ) -> imports.ImportReceipt:
        """Save the lists; the current caseload changes only where they differ from it.

        ``profile`` is the text of the mapping profile they were read with, empty where there was none.

        Raises CasesLacking where a file of the same name gave cases before that are not in it now,
        unless ``replace``.
        """
        with self._writing() as connection:
            return imports.save_import(connection, files, caseload, problems, replace=replace, profile=profile)

    def load_caseload(self, import_ids: Collection[int] | None = None) -> Caseload:
        """Return the current caseload, or as it stood when the newest of these was saved."""
        with self._reading() as connection:
            if import_ids is not None:
                return imports.load_caseload(connection, max(import_ids, default=0))
            self._loaded = imports.latest_import(connection)
            return imports.load_caseload(connection, self._loaded)

    def load_caseload_chunks(self, cases_per_chunk: int) -> Iterator[Caseload]:
        """Yield the current caseload, at most so many cases at a time, in order of case id: all of one moment.

        The reading lasts until the last is drawn. To save a run meanwhile, do both inside ``alone``.
        """
        with self._reading() as connection:
            self._loaded = imports.latest_import(connection)
            yield from chunks.load_chunks(connection, self._loaded, cases_per_chunk)

    def current_tables(self) -> tuple[Table, ...]:
        """Return the tables in force now, without their records."""
        with self._reading() as connection:
            return lists.tables_at(connection, imports.latest_import(connection))

    def jdbc_records(self, cases_per_part: int) -> jdbc.DatabaseRecords:
        """Return how Spark reads the current caseload itself; raises NoJdbc unless the database is PostgreSQL."""
        with self._reading() as connection:
            self._loaded = imports.latest_import(connection)
            return jdbc.database_records(connection, self._engine.url, self._loaded, cases_per_part)

    def count_cases(self) -> int:
        """Return how many cases there are now."""
        with self._reading() as connection:
            return chunks.count_cases(connection)

    def tables(self, import_ids: Collection[int]) -> tuple[Table, ...]:
        """Return the tables in force when the newest of these imports had been saved, without their records."""
        with self._reading() as connection:
            return lists.tables_at(connection, max(import_ids, default=0))

    def records(self, plural: str, import_ids: Collection[int]) -> pl.DataFrame:
        """Return the records of one type as they stood when the newest of these imports had been saved."""
        with self._reading() as connection:
            return imports.load_records(connection, plural, max(import_ids, default=0))

    def problems(self, import_ids: Collection[int] | None = None) -> tuple[Problem, ...]:
        """Return what was found wrong in the lists in force, now or when the newest of these had been saved."""
        with self._reading() as connection:
            at = imports.latest_import(connection) if import_ids is None else max(import_ids, default=0)
            return lists.problems_at(connection, at)

    def save_run(
        self,
        *,
        as_of: date,
        rules: Sequence[runs.RuleText],
        engine_version: str,
        obligations: pl.DataFrame | Iterable[pl.DataFrame],
    ) -> int:
        """Save a run and return its number; the first is 1.

        ``rules`` are (id, path, text, digest). ``obligations`` are one frame, or frames that each hold whole
        cases, taken one at a time: what is saved, and its digest, is the same. A generator that reads this
        store while it is drawn upon does so inside ``with store.alone():``. Raises CaseloadChanged where
        somebody imported after ``load_caseload``, and CaseInTwoParts where two frames hold one case.
        """
        frames = [obligations] if isinstance(obligations, pl.DataFrame) else obligations
        with self._writing() as connection:
            if self._loaded not in {None, imports.latest_import(connection)}:
                raise CaseloadChanged
            return runs.save_run(
                connection,
                as_of=as_of,
                rules=rules,
                engine_version=engine_version,
                frames=frames,
            )

    def load_obligations(self, run: int | None = None) -> pl.DataFrame:
        """Return the obligations of a run (the newest by default); raises unless as saved."""
        with self._reading() as connection:
            return runs.load_obligations(connection, run)

    def spool_obligations(self, folder: Path, run: int | None = None) -> tuple[pl.LazyFrame, ...]:
        """Return what ``load_obligations`` returns, as parts in a folder: however many, some at a time are in memory.

        The folder is for the user alone (they are personal data), and the caller's to remove.
        """
        with self._reading() as connection:
            return runs.spool_run(connection, run, folder)

    def latest_run(self) -> int | None:
        """Return the number of the newest run, None where there is none."""
        with self._reading() as connection:
            return runs.latest_run(connection)

    def runs(self) -> pl.DataFrame:
        """Return every run: number, when, as-of date, engine version, what changed, digest."""
        with self._reading() as connection:
            return runs.list_runs(connection)

    def run_rules(self, run: int | None = None) -> pl.DataFrame:
        """Return the rules a run judged with: rule, path, digest, text."""
        with self._reading() as connection:
            return runs.list_run_rules(connection, run)

    def run_imports(self, run: int | None = None) -> list[int]:
        """Return the imports whose files a run judged."""
        with self._reading() as connection:
            return runs.list_run_imports(connection, run)

    def run_files(self, run: int | None = None) -> pl.DataFrame:
        """Return the files a run judged: name, digest, import, and the text of the mapping profile."""
        with self._reading() as connection:
            return lists.files_at(connection, max(runs.list_run_imports(connection, run), default=0))

    def summary(self, run: int | None = None) -> pl.DataFrame:
        """Return the counts of a run by rule, basis, team, quarter and outcome."""
        with self._reading() as connection:
            return runs.summary(connection, run)

    def publish(self, edition: publications.Edition) -> publications.Published:
        """Keep what was published to the committee, for good."""
        with self._writing() as connection:
            return publications.publish(connection, edition)

    def published(self) -> tuple[publications.Published, ...]:
        """Return every edition that was published, in that order; raises PublicationDamaged."""
        with self._reading() as connection:
            return publications.published(connection)

    def imports(self) -> pl.DataFrame:
        """Return every import: number, when, what it changed, and its files."""
        with self._reading() as connection:
            return imports.list_imports(connection)

    def status(self) -> Status:
        """Return what stands in the database, in numbers."""
        with self._reading() as connection:
            return status(connection, self.place)

    def purge(self, before: datetime) -> PurgeReceipt:
        """Delete the history from before a moment: runs and imports that a newer one has replaced.

        The newest run and the current caseload stay whatever their age, and so do all counts.
        """
        return self._purged(lambda connection: purge(connection, before))

    def purge_closed(self, before: date) -> PurgeReceipt:
        """Delete the cases closed before a day: from the caseload, and from every run and import that saw them.

        The runs can still be proved, and their counts stay.
        """
        return self._purged(lambda connection: delete_closed(connection, before))

    def _purged(self, delete: Callable[[Connection], PurgeReceipt]) -> PurgeReceipt:
        with self._writing() as connection:
            receipt = delete(connection)
        with told_kindly(self.place):
            return replace(swept_up(self._engine, receipt), copies=kept_copies(self._engine, self.place))

    def backup(self, file: Path) -> None:
        """Copy an SQLite database to a new file for the user alone; raises StoreError."""
        with told_kindly(self.place):
            back_up(self._engine, self.place, file)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._alone is not None:
            yield self._alone
            return
        with told_kindly(self.place), reading(self._engine) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._alone is not None:
            yield self._alone
            return
        with told_kindly(self.place), writing(self._engine) as connection:
            yield connection


def upgrade(url: str) -> Path | None:
    """Bring the database up to date; all of it or nothing. Raises StoreError.

    An SQLite database that is changed is copied first; returns the copy.
    """
    parsed = parse_url(url)
    place = place_of(parsed)
    with told_kindly(place):
        engine = make_engine(parsed)
        copy = schema.upgrade(engine, place)
        engine.dispose()
    return copy


def restore(url: str, file: Path) -> None:
    """Put a backup in the place of an SQLite database, whole or not at all; raises StoreError."""
    parsed = parse_url(url)
    place = place_of(parsed)
    with told_kindly(place):
        restore_from(make_engine(parsed), place, file)
